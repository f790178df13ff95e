# A Checkout callback in Python 3, with the standard library alone.

import hashlib
import hmac
import json
import re

# What Unicode calls White_Space. Python's own \s has other ideas.
WHITESPACE = re.compile("[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
HEADER = re.compile(r'HMAC-SHA256[ \t]+Signature[ \t]*=[ \t]*"?([0-9a-f]{64})"?', re.IGNORECASE)


def verify(body: bytes, authorization: str, secret: str) -> dict:
    """Returns the event; raises ValueError where the callback is not authentic."""
    header = HEADER.fullmatch((authorization or "").strip(" \t"))
    if not secret or not header:
        raise ValueError("no secret, or no signature")
    # Bytes that are not UTF-8 raise UnicodeDecodeError, which is a ValueError.
    signed = WHITESPACE.sub("", body.decode("utf-8").removeprefix("\ufeff"))
    expected = hmac.new(secret.encode(), signed.encode(), hashlib.sha256).digest()
    if not hmac.compare_digest(expected, bytes.fromhex(header[1])):
        raise ValueError("the signature does not match")
    # Only what was signed is read.
    return json.loads(signed)
