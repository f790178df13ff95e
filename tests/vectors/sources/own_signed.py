"""Callbacks as a sender would make them, signed here."""

import hashlib
import itertools

from . import own_keys
from .callbacks import COMPACT, EVENT, PAYMENT_ID, PRETTY, SESSION_ID, callback, members, payment, unknown
from .stripping import strip
from .vector import SECRET, authentic, header, mac, refused

SOURCE = (
    "Realistic callbacks signed by generate.py with Python's hmac: layouts, texts, lengths around SHA-256's block "
    "boundaries, byte order marks, every option, secrets of every kind, and rotation."
)

REORDERED = '{"payload":{"sessionId":"%s","paymentId":"%s","amount":2000},"type":"payment-authorized"}' % (
    SESSION_ID, PAYMENT_ID)
NORWEGIAN = callback(more=',"merchant":"Ærlig Øl & Ånd AS","by":"Tromsø"')
EMOJI = callback(more=',"note":"Takk! \U0001f9fe\U0001f1f3\U0001f1f4 \u6f22\u5b57 e\u0301"')
LAYOUTS = [
    ("compact", COMPACT),
    ("pretty, two spaces", PRETTY),
    ("pretty, four spaces", PRETTY.replace("  ", "    ")),
    ("pretty, tabs", PRETTY.replace("  ", "\t")),
    ("pretty, CRLF", PRETTY.replace("\n", "\r\n")),
    ("pretty, CR alone", PRETTY.replace("\n", "\r")),
    ("compact with a final newline", COMPACT + "\n"),
    ("newlines before and after", "\r\n\r\n" + COMPACT + "\r\n\r\n"),
    ("a space after each colon and comma", COMPACT.replace(":", ": ").replace(",", ", ")),
    ("five hundred blank lines", "\n" * 500 + COMPACT),
    ("payload before type, members reversed", REORDERED),
    ("unknown members at both levels", callback(
        more=',"version":3,"livemode":false', inner=',"currency":"NOK","tags":[null,true,{}]')),
    ("Norwegian letters", NORWEGIAN),
    ("Norwegian letters, escaped", callback(more=r',"merchant":"\u00c6rlig \u00d8l & \u00c5nd AS"')),
    ("emoji, flags, ideographs and a combining accent", EMOJI),
    ("a line separator and a no-break space in an unknown member", callback(more=',"note":"1\u2028000\u00a0kr"')),
]
PLAIN = [
    authentic("amount 1", callback(amount="1"), payment(1)),
    authentic("amount 129900 of an order in kroner", callback(amount="129900"), payment(129900)),
    authentic("ids as hyphenated upper-case UUIDs come out as sent",
              callback(payment_id='"E7DBC6B9-FC25-42C6-9EB5-3F9E9B978294"'),
              payment(payment_id="E7DBC6B9-FC25-42C6-9EB5-3F9E9B978294")),
    authentic("ids outside ASCII", callback(payment_id='"betaling-æøå-\U0001f9fe"'),
              payment(payment_id="betaling-æøå-\U0001f9fe")),
    authentic("an event of a type to come", callback('"payment-captured"', '{"amount":2000,"by":["æ",1.5,null]}'),
              unknown("payment-captured", {"amount": 2000, "by": ["æ", 1.5, None]})),
    authentic("the pretty body's signature is the compact body's", PRETTY, EVENT, signed_as=COMPACT),
    refused("another order of members is another message", REORDERED, "signature-mismatch", signed_as=COMPACT),
    refused("an escaped letter is another message", callback(more=r',"by":"Troms\u00f8"'), "signature-mismatch",
            signed_as=callback(more=',"by":"Tromsø"')),
    refused("a composed letter is another message than a decomposed one", callback(more=',"by":"\u00c5s"'),
            "signature-mismatch", signed_as=callback(more=',"by":"A\u030as"')),
]
NO_EVENT = [
    authentic("the empty body", b"", "malformed-event"),
    authentic("a body of whitespace has the empty body's signature", " \r\n\t\u3000", "malformed-event", signed_as=b""),
    authentic("one byte", b"x", "malformed-event"),
    authentic("every byte once, upwards", bytes(range(256)), "malformed-event"),
    authentic("every byte once, downwards", bytes(range(255, -1, -1)), "malformed-event"),
    authentic("a NUL byte is hashed", b"\0" + COMPACT.encode(), "malformed-event"),
    authentic("Latin-1 text", "Ærlig Øl & Ånd à la carte".encode("latin-1"), "malformed-event"),
    authentic("UTF-16 text", COMPACT.encode("utf-16-le"), "malformed-event"),
    authentic("invalid UTF-8 in an id", COMPACT.encode().replace(b"e7db", b"\xff\xfe"), "malformed-event"),
    refused("invalid bytes are not all the same: FE is not FF", b'"\xfe"', "signature-mismatch", signed_as=b'"\xff"'),
    refused("an invalid byte is not U+FFFD", b'"\xff"', "signature-mismatch", signed_as='"\ufffd"'),
]


def _block_boundaries():
    empty = len(callback('"n"', '""'))
    for length in (0, 1, 54, 55, 56, 57, 63, 64, 65, 118, 119, 120, 121, 127, 128, 129, 183, 184, 191, 192, 193):
        if length < empty:
            yield authentic("%d bytes hashed" % length, b"-" * length, "malformed-event")
            continue
        text = "0123456789abcdef" * 12
        text = text[:length - empty]
        body = callback('"n"', '"%s"' % text)
        assert len(body) == length
        yield authentic("%d bytes hashed" % length, body, unknown("n", text))
        yield authentic("%d bytes hashed, more sent" % length, body.replace(":", " : \n"), unknown("n", text))


def _mixed_text():
    letters = "abcdefghijklmnopqrstuvwxyz0123456789" * 12 + "æøåÆØÅß\u03a9\u0416\u05d0" * 2
    others = "漢字かな한글€\u2713" + "\U0001f9fe\U0001f600\U00010348" + "\u200b\u2060\ufeff"
    whitespace = " \u0085\u00a0\u1680\u2003\u200a\u2028\u202f\u205f\u3000"
    alphabet = letters + others + whitespace
    # Not the random module: its choices differ between versions of Python.
    for counter in itertools.count():
        yield alphabet[int(hashlib.sha256(b"%d" % counter).hexdigest(), 16) % len(alphabet)]


def _seventy_thousand():
    note = bytearray()
    room = 70000 - len(callback(more=',"note":""').encode())
    for character in _mixed_text():
        if len(note) + len(character.encode()) > room:
            break
        note += character.encode()
    body = callback(more=',"note":"%s%s"' % (note.decode(), "x" * (room - len(note)))).encode()
    assert len(body) == 70000 and len(strip(body, "all")) < 69500
    return body


BOM = "\ufeff"
BYTE_ORDER_MARKS = [
    authentic("a byte order mark is dropped", BOM + COMPACT, EVENT, signed_as=COMPACT),
    authentic("a byte order mark, then whitespace", BOM + "\n " + PRETTY, EVENT, signed_as=COMPACT),
    authentic("a byte order mark under insignificant is dropped", BOM + PRETTY, EVENT, signed_as=COMPACT,
              whitespace="insignificant"),
    authentic("a byte order mark under none is hashed, and is no JSON", BOM + COMPACT, "malformed-event",
              whitespace="none"),
    refused("a byte order mark under none is not dropped", BOM + COMPACT, "signature-mismatch", signed_as=COMPACT,
            whitespace="none"),
    refused("a byte order mark is not hashed", BOM + COMPACT, "signature-mismatch",
            authorization=header(mac(SECRET, BOM + COMPACT))),
    authentic("a byte order mark alone is the empty body", BOM, "malformed-event", signed_as=b""),
    authentic("a second byte order mark is hashed, and is no JSON", BOM * 2 + COMPACT, "malformed-event"),
    refused("a second byte order mark is not dropped", BOM * 2 + COMPACT, "signature-mismatch", signed_as=COMPACT),
    refused("a second byte order mark is not dropped under insignificant", BOM * 2 + COMPACT, "signature-mismatch",
            signed_as=COMPACT, whitespace="insignificant"),
    authentic("a byte order mark after whitespace is hashed, and is no JSON", " " + BOM + COMPACT, "malformed-event"),
    refused("a byte order mark after whitespace is not dropped", "\n" + BOM + COMPACT, "signature-mismatch",
            signed_as=COMPACT),
    refused("a byte order mark at the end is not dropped", COMPACT + BOM, "signature-mismatch", signed_as=COMPACT),
    authentic("two bytes of a byte order mark are hashed", b"\xef\xbb" + COMPACT.encode(), "malformed-event"),
    authentic("a byte order mark with whitespace inside is none", b"\xef\xbb \xbf" + COMPACT.encode(),
              "malformed-event"),
    authentic("a byte order mark of UTF-16 is hashed", b"\xff\xfe" + COMPACT.encode(), "malformed-event"),
]

SPACED_ID = "e7db c6b9"
SPACED = callback(payment_id='"%s"' % SPACED_ID)
PAYLOAD = members()
PRETTY_PAYLOAD = PRETTY[PRETTY.index('"payload": ') + 11:PRETTY.rindex("\n}")]
OPTIONS = [
    authentic("insignificant: the pretty body", PRETTY, EVENT, signed_as=COMPACT, whitespace="insignificant"),
    authentic("insignificant: a space inside a string is hashed", SPACED, payment(payment_id=SPACED_ID),
              whitespace="insignificant"),
    authentic("insignificant: spaces in unknown members",
              PRETTY.replace("{\n", '{\n "note": "to be \\"paid\\" ",\n', 1), EVENT, whitespace="insignificant"),
    authentic("none: the pretty body", PRETTY, EVENT, whitespace="none"),
    authentic("none: the compact body", COMPACT, EVENT, whitespace="none"),
    refused("none: the pretty body is not the compact one", PRETTY, "signature-mismatch", signed_as=COMPACT,
            whitespace="none"),
    authentic("payload: the compact body", COMPACT, EVENT, payload=PAYLOAD),
    authentic("payload: the pretty body", PRETTY, EVENT, payload=PRETTY_PAYLOAD, signed_as=PAYLOAD),
    authentic("payload, insignificant: the pretty body", PRETTY, EVENT, payload=PRETTY_PAYLOAD, signed_as=PAYLOAD,
              whitespace="insignificant"),
    authentic("payload, none: the pretty body", PRETTY, EVENT, payload=PRETTY_PAYLOAD, whitespace="none"),
    refused("payload, none: the pretty body is not the compact one", PRETTY, "signature-mismatch",
            payload=PRETTY_PAYLOAD, signed_as=PAYLOAD, whitespace="none"),
    refused("payload: the whole body was signed", COMPACT, "signature-mismatch", payload=PAYLOAD, signed_as=COMPACT),
    refused("body: only the payload was signed", COMPACT, "signature-mismatch", signed_as=PAYLOAD),
    authentic("all options at once", BOM + PRETTY, EVENT, payload=PRETTY_PAYLOAD, signed_as=PAYLOAD,
              whitespace="insignificant", max_body=400, secrets=["newest", "older"], signed_by="older"),
    authentic("maxBodyBytes: exactly as long as allowed", COMPACT, EVENT, max_body=len(COMPACT)),
    refused("maxBodyBytes: one byte longer than allowed", COMPACT, "body-too-large", max_body=len(COMPACT) - 1),
]

VECTORS = [
    *[authentic(name, body, EVENT) for name, body in LAYOUTS],
    *PLAIN,
    *NO_EVENT,
    *_block_boundaries(),
    authentic("70,000 bytes of mixed text and whitespace", _seventy_thousand(), EVENT),
    *BYTE_ORDER_MARKS,
    *OPTIONS,
    *own_keys.VECTORS,
]
