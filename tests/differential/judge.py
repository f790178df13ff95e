"""Judges callbacks with Python's hmac and regex, and stops at the first verdict that differs from the core's."""

import hashlib
import hmac
import sys

import regex

HEADER = regex.compile(
    rb'[ \t]*HMAC-SHA256[ \t]+Signature[ \t]*=[ \t]*(?|"([0-9a-f]{64})"|([0-9a-f]{64}))[ \t]*', regex.IGNORECASE
)
WHITE_SPACE = regex.compile(r"\p{White_Space}+")
NOT_AUTHENTIC = (b"signature-mismatch", b"malformed-signature", b"unsupported-algorithm", b"missing-signature")


def is_authentic(secret: bytes, header: bytes, body: bytes) -> bool:
    found = HEADER.fullmatch(header)
    # Bytes that are not UTF-8 become lone surrogates here, and themselves again afterwards.
    text = body.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape")
    signed = WHITE_SPACE.sub("", text).encode("utf-8", "surrogateescape")
    mac = hmac.new(secret, signed, hashlib.sha256).hexdigest().encode()
    return bool(found) and hmac.compare_digest(mac, found.group(1).lower())


def main() -> None:
    read = sys.stdin.buffer
    count = 0
    while line := read.readline():
        secret, header, body, verdict = (read.read(int(length)) for length in line.split())
        if is_authentic(secret, header, body) != (verdict not in NOT_AUTHENTIC):
            sys.exit(f"Python differs from {verdict!r}: {secret!r} {header!r} {body!r}")
        count += 1
    print(f"Python's hmac and regex: {count} verdicts")


main()
