"""Secrets of every kind, and their rotation: a part of own_signed."""

import hashlib

from .callbacks import callback, unknown
from .vector import authentic, no_key, refused

BODY = callback('"n"', "1")
EVENT = unknown("n", 1)
LETTERS = "abcdefghijklmnopqrstuvwxyz" * 8
HEX_SECRET = "00112233445566778899aabbccddeeff"
BASE64_SECRET = "c2VjcmV0LWtleQ=="
SECRETS = [
    ("one letter", "k"),
    ("a passphrase with spaces inside", "correct horse battery staple"),
    ("text outside ASCII is UTF-8", "nøkkel-ÆØÅ-\U0001f511"),
    ("text that looks like hex is not decoded", HEX_SECRET),
    ("text that looks like base64 is not decoded", BASE64_SECRET),
    ("a UUID", "0b8f6f5e-6c1d-4c52-9a7e-0f7d3a1b2c3d"),
    *[("%d letters" % length, LETTERS[:length]) for length in (31, 32, 33, 63, 64, 65, 127, 128, 129, 200)],
    ("one byte FF", b"\xff"),
    ("32 bytes", hashlib.sha256(b"32 bytes").digest()),
    ("64 bytes", hashlib.sha512(b"64 bytes").digest()),
    ("65 bytes that are no UTF-8", bytes(range(191, 256))),
    ("all 256 bytes", bytes(range(256))),
    ("bytes with a NUL in the middle", b"before\0after"),
    ("bytes that end in a newline, which is hashed", b"from-a-file\n"),
    ("bytes that are only whitespace", b" \t"),
    ("bytes that begin with a byte order mark, which is hashed", b"\xef\xbb\xbfkey"),
    ("63 zero bytes and a one", b"\0" * 63 + b"\1"),
    ("a one and 63 zero bytes", b"\1" + b"\0" * 63),
    ("65 zero bytes, which HMAC hashes first", b"\0" * 65),
]
# HMAC pads a key with zeros to 64 bytes, so these are all the empty key, and anyone can sign with it.
EMPTY_KEYS = [("no bytes", b"")] + [("%d zero bytes" % length, b"\0" * length) for length in (1, 16, 32, 63, 64)]
WRONG_SECRETS = [
    ("another case", "Secret", "secret"),
    ("one letter missing", "secre", "secret"),
    ("one letter more", "secrets", "secret"),
    ("a secret cut at a NUL", b"before\0after", b"before"),
    ("a secret cut at 64 bytes", LETTERS[:65], LETTERS[:64]),
    ("the newline of a file", b"from-a-file\n", "from-a-file"),
    ("the bytes that hex stands for", HEX_SECRET, bytes.fromhex(HEX_SECRET)),
    ("the bytes that base64 stands for", BASE64_SECRET, b"secret-key"),
    ("Latin-1 for UTF-8", "nøkkel", "nøkkel".encode("latin-1")),
    ("a decomposed letter", "\u00c5", "A\u030a"),
]


def _rotation(count):
    secrets = ["secret-%d" % number for number in range(count, 0, -1)]
    for position, secret in enumerate(secrets):
        yield authentic("%d secrets, number %d signed" % (count, position + 1), BODY, EVENT, secrets=secrets,
                        signed_by=secret)
    yield refused("%d secrets, none of them signed" % count, BODY, "signature-mismatch", secrets=secrets,
                  signed_by="secret-0")


VECTORS = [
    *[authentic("secret: %s" % name, BODY, EVENT, secrets=[secret]) for name, secret in SECRETS],
    *[refused("wrong secret: %s" % name, BODY, "signature-mismatch", secrets=[secret], signed_by=signer)
      for name, secret, signer in WRONG_SECRETS],
    *[no_key("empty key: %s" % name, BODY, secrets=[secret]) for name, secret in EMPTY_KEYS],
    no_key("empty key: zero bytes in a rotation", BODY, secrets=["new", b"\0" * 32], signed_by="new"),
    no_key("empty key: zero bytes first in a rotation", BODY, secrets=[b"\0" * 32, "old"], signed_by="old"),
    *_rotation(2),
    *_rotation(3),
    *_rotation(8),
    authentic("text and bytes, short and long, in one rotation", BODY, EVENT,
              secrets=[LETTERS[:200], b"\1", "k", b"\xff" * 64], signed_by=b"\xff" * 64),
    authentic("the same secret twice", BODY, EVENT, secrets=["same", "same"]),
]
