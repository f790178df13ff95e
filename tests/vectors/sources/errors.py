"""Every row of the error table, and which error comes first."""

import hashlib

from .callbacks import callback, members, payment, unknown
from .vector import ABSENT, authentic, header, mac, refused

SOURCE = (
    "The table of errors: the smallest bodies and headers that give each code, and which of two faults at once is "
    "told."
)

SECRET = "errors"
HOW = dict(secrets=[SECRET])
BODY = '{"type":"n"}'
EVENT = unknown("n")
PAYLOAD = members(amount="0", payment_id='"a"', session_id='"b"')
PAYMENT = callback(payload=PAYLOAD)
SPACED = PAYMENT.replace('"a"', '"a "')
WRONG = header("0" * 64)
LENGTH = len(BODY)

MISSING = [
    refused("no header", BODY, "missing-signature", authorization=None, **HOW),
    refused("an empty header", BODY, "missing-signature", authorization="", **HOW),
    refused("a header of spaces and tabs", BODY, "missing-signature", authorization=" \t", **HOW),
    refused("no header, no body", b"", "missing-signature", authorization=None, **HOW),
]
MALFORMED = [
    refused("one letter", BODY, "malformed-signature", authorization="x", **HOW),
    refused("one comma", BODY, "malformed-signature", authorization=",", **HOW),
    refused("the signature alone", BODY, "malformed-signature", authorization=mac(SECRET, BODY), **HOW),
    refused("one digit too few", BODY, "malformed-signature", authorization=header(mac(SECRET, BODY)[:-1]), **HOW),
    refused("base64", BODY, "malformed-signature", authorization=header("A" * 43 + "="), **HOW),
]
UNSUPPORTED = [
    refused("one letter, then another", BODY, "unsupported-algorithm", authorization="x y", **HOW),
    refused("another hash", BODY, "unsupported-algorithm", authorization="HMAC-SHA512 Signature=" + "0" * 128, **HOW),
    refused("an access token", BODY, "unsupported-algorithm", authorization="Bearer x", **HOW),
]
MISMATCH = [
    refused("64 zeros", BODY, "signature-mismatch", authorization=WRONG, **HOW),
    refused("another secret", BODY, "signature-mismatch", signed_by="Errors", **HOW),
    refused("one letter of the body changed", BODY, "signature-mismatch", signed_as=BODY.replace("n", "m"), **HOW),
    refused("one bit of the body changed", b'{"type":"n"\xfd', "signature-mismatch", signed_as=BODY, **HOW),
    refused("one byte appended", BODY + "0", "signature-mismatch", signed_as=BODY, **HOW),
    refused("one byte missing", BODY[:-1], "signature-mismatch", signed_as=BODY, **HOW),
    refused("the body was lost", b"", "signature-mismatch", signed_as=BODY, **HOW),
    refused("the plain hash of the body", BODY, "signature-mismatch",
            authorization=header(hashlib.sha256(BODY.encode()).hexdigest()), **HOW),
    refused("the key and the message exchanged", BODY, "signature-mismatch", authorization=header(mac(BODY, SECRET)),
            **HOW),
    refused("whitespace was hashed", '{ "type": "n" }', "signature-mismatch",
            authorization=header(mac(SECRET, '{ "type": "n" }')), **HOW),
    refused("signed payload: there is none", BODY, "signature-mismatch", payload=ABSENT, signed_as=BODY, **HOW),
]
ALTERED = [
    authentic("a space inside an id", SPACED, "altered-whitespace", **HOW),
    authentic("a space inside the type", '{"type":"n "}', "altered-whitespace", **HOW),
    authentic("a no-break space at the end", BODY + "\u00a0", "altered-whitespace", **HOW),
]
MALFORMED_EVENT = [
    authentic("the empty body", b"", "malformed-event", **HOW),
    authentic("an empty object", "{}", "malformed-event", **HOW),
    authentic("an empty array", "[]", "malformed-event", **HOW),
    authentic("no JSON", "x", "malformed-event", **HOW),
    authentic("no UTF-8", b"\xff", "malformed-event", **HOW),
    authentic("no payload", '{"type":"payment-authorized"}', "malformed-event", **HOW),
]
TOO_LARGE = [
    authentic("exactly as many bytes as allowed", BODY, EVENT, max_body=LENGTH, **HOW),
    refused("one byte over", BODY, "body-too-large", max_body=LENGTH - 1, **HOW),
    refused("two bytes where one is allowed", "{}", "body-too-large", max_body=1, **HOW),
    authentic("one byte where one is allowed", "0", "malformed-event", max_body=1, **HOW),
    authentic("the empty body is never too large", b"", "malformed-event", max_body=1, **HOW),
    refused("whitespace counts", BODY + " ", "body-too-large", max_body=LENGTH, **HOW),
    refused("a byte order mark counts", "\ufeff" + BODY, "body-too-large", max_body=LENGTH, **HOW),
    authentic("a byte order mark and what is allowed", "\ufeff" + BODY, EVENT, max_body=LENGTH + 3, **HOW),
    refused("bytes are counted, not letters", BODY.replace("n", "æøå"), "body-too-large", max_body=LENGTH + 2,
            **HOW),
    refused("bytes are counted, not UTF-16 units", BODY.replace("n", "\U0001f9fe"), "body-too-large",
            max_body=LENGTH + 1, **HOW),
    authentic("three letters of two bytes each are allowed in six", BODY.replace("n", "æøå"), unknown("æøå"),
              max_body=LENGTH + 5, **HOW),
    refused("too large under none", BODY + " ", "body-too-large", max_body=LENGTH, whitespace="none", **HOW),
    refused("too large under insignificant", BODY + " ", "body-too-large", max_body=LENGTH, whitespace="insignificant",
            **HOW),
    refused("signed payload: the whole body counts", PAYMENT, "body-too-large", payload=PAYLOAD,
            max_body=len(PAYMENT) - 1, **HOW),
    authentic("signed payload: the whole body fits", PAYMENT, payment(0, "a", "b"), payload=PAYLOAD,
              max_body=len(PAYMENT), **HOW),
]
ORDER = [
    refused("missing before too large", BODY, "missing-signature", authorization=None, max_body=1, **HOW),
    refused("malformed before too large", BODY, "malformed-signature", authorization="x", max_body=1, **HOW),
    refused("unsupported before too large", BODY, "unsupported-algorithm", authorization="x y", max_body=1, **HOW),
    refused("missing before malformed event", "x", "missing-signature", authorization="", **HOW),
    refused("malformed before malformed event", "x", "malformed-signature", authorization="x", **HOW),
    refused("unsupported before malformed event", "x", "unsupported-algorithm", authorization="x y", **HOW),
    refused("malformed before altered", SPACED, "malformed-signature", authorization="x", **HOW),
    refused("unsupported before a malformed rest", BODY, "unsupported-algorithm", authorization='x ,"', **HOW),
    refused("malformed before unsupported: the token ends at the comma", BODY, "malformed-signature",
            authorization="x, y", **HOW),
    refused("too large before mismatch", BODY, "body-too-large", authorization=WRONG, max_body=1, **HOW),
    refused("too large before malformed event", "xx", "body-too-large", max_body=1, **HOW),
    refused("too large before altered", SPACED, "body-too-large", max_body=1, **HOW),
    refused("too large before a missing payload", BODY, "body-too-large", payload=ABSENT, signed_as=BODY, max_body=1,
            **HOW),
    refused("mismatch before malformed event", "x", "signature-mismatch", authorization=WRONG, **HOW),
    refused("mismatch before altered", SPACED, "signature-mismatch", authorization=WRONG, **HOW),
    refused("mismatch before no UTF-8", b"\xff", "signature-mismatch", authorization=WRONG, **HOW),
    authentic("malformed event before altered: neither form is an event", "x y", "malformed-event", **HOW),
    authentic("malformed event before altered: the stripped id is empty", PAYMENT.replace('"a"', '" "'),
              "malformed-event", **HOW),
    authentic("malformed event before altered: an amount below zero", PAYMENT.replace("0", "- 1"), "malformed-event",
              **HOW),
]

VECTORS = [
    *MISSING,
    *MALFORMED,
    *UNSUPPORTED,
    *MISMATCH,
    *ALTERED,
    *MALFORMED_EVENT,
    *TOO_LARGE,
    *ORDER,
]
