"""The grammar of the Authorization header, as two regular expressions."""

import re

CREDENTIALS = re.compile(r"([!#$%&'*+\-.^_`|~0-9A-Za-z]+)[ \t]+(.+)", re.DOTALL)
# ASCII: without it, ignoring case would make U+017F an `s`.
PARAMETER = re.compile(r'signature[ \t]*=[ \t]*("?)([0-9a-f]{64})\1', re.IGNORECASE | re.ASCII)


def read(authorization):
    """Returns the 32 bytes of the signature, or the error code as a string."""
    value = (authorization or "").strip(" \t")
    if not value:
        return "missing-signature"
    credentials = CREDENTIALS.fullmatch(value)
    if not credentials:
        return "malformed-signature"
    scheme, rest = credentials.groups()
    if scheme.lower() != "hmac-sha256":
        return "unsupported-algorithm"
    parameter = PARAMETER.fullmatch(rest)
    return bytes.fromhex(parameter.group(2)) if parameter else "malformed-signature"
