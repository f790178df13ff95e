"""Each of the 25 code points that are removed, and what looks like one and is not."""

from .small import BODY, EVENT, payment
from .stripping import BOM, WHITE_SPACE
from .vector import authentic, header, mac, refused

SOURCE = (
    "Unicode White_Space: each of its 25 code points at each place, the near misses that other definitions of "
    "whitespace include, and broken UTF-8 around the byte sequences. What is hashed is written by hand where it is not "
    "obvious."
)

SECRET = "whitespace"
HOW = dict(secrets=[SECRET])
COLON = BODY.index(":") + 1
JSON_WHITESPACE = "\t\n\r "
BYTE_ORDER_MARK = "\ufeff"
NEAR_MISSES = "\x1c\x1d\x1e\x1f\u180e\u200b\u200c\u200d\u2060\ufeff\u2800\u3164"
NEIGHBOURS = "\x08\x0e\x1f!\x84\x86\x9f\xa1\u167f\u1681\u1fff\u200b\u2027\u202a\u202e\u2030\u205e\u2060\u2fff\u3001"


def _name(character):
    return "U+%04X" % ord(character)


def _places(character):
    yield "between tokens", BODY[:COLON] + character + BODY[COLON:]
    yield "doubled between tokens", BODY[:COLON] + character * 2 + BODY[COLON:]
    yield "at the start", character + BODY
    yield "at the end", BODY + character
    yield "inside the id", BODY.replace("e7db", "e7%sdb" % character)


def _removed(character):
    for place, body in _places(character):
        harmless = character in JSON_WHITESPACE and place != "inside the id"
        yield authentic("%s %s is removed" % (_name(character), place), body,
                        EVENT if harmless else "altered-whitespace", signed_as=BODY, **HOW)
    note = BODY[:-1] + ',"note":"%s"}'
    # A raw control character is no JSON inside a string, so the body fails where its stripped bytes pass.
    yield authentic("%s in an unknown member is removed" % _name(character), note % character,
                    "altered-whitespace" if character < " " else EVENT, signed_as=note % "", **HOW)


def _kept(character):
    for place, body in _places(character):
        if character == BYTE_ORDER_MARK and place == "at the start":
            continue
        yield refused("%s %s is kept" % (_name(character), place), body, "signature-mismatch", signed_as=BODY, **HOW)
    between = BODY[:COLON] + character + BODY[COLON:]
    yield authentic("%s between tokens is hashed, and is no JSON" % _name(character), between, "malformed-event", **HOW)
    inside = BODY.replace("e7db", "e7%sdb" % character)
    yield authentic("%s inside the id is hashed" % _name(character), inside,
                    "malformed-event" if character < " " else payment(payment_id="e7%sdb" % character), **HOW)


def _neighbours():
    # RFC 8259 forbids control characters below U+0020 inside a string.
    text = "".join(neighbour for neighbour in NEIGHBOURS if neighbour > " ")
    yield authentic("the code points just before and after each one are hashed", BODY.replace("e7db", text),
                    payment(payment_id=text), **HOW)
    for neighbour in NEIGHBOURS:
        if neighbour not in NEAR_MISSES:
            yield refused("the neighbour %s is kept" % _name(neighbour), BODY + neighbour, "signature-mismatch",
                          signed_as=BODY, **HOW)


def _hashed_as(name, body, hashed, event="malformed-event"):
    return authentic(name, body, event, authorization=header(mac(SECRET, hashed)), **HOW)


def _joined(body):
    """Returns a callback whose id holds the given bytes."""
    return BODY.encode().replace(b"e7db", body)


BROKEN = [
    _hashed_as("C2 at the end stays", b"x\xc2", b"x\xc2"),
    _hashed_as("C2 before ASCII stays, the space after it goes", b"\xc2 \xc2x", b"\xc2\xc2x"),
    _hashed_as("85 and A0 alone stay", b"\x85\xa0 \xa0\x85", b"\x85\xa0\xa0\x85"),
    _hashed_as("E1 at the end stays", b"\xe1", b"\xe1"),
    _hashed_as("E1 9A at the end stays", b"x\xe1\x9a", b"x\xe1\x9a"),
    _hashed_as("E1 9A before ASCII stays", b"\xe1\x9a80", b"\xe1\x9a80"),
    _hashed_as("E2 at the end stays", b"x\xe2", b"x\xe2"),
    _hashed_as("E2 80 alone stays", b"\xe2\x80", b"\xe2\x80"),
    _hashed_as("E2 80 before a quote stays", b'"\xe2\x80"', b'"\xe2\x80"'),
    _hashed_as("E2 80 twice stays, then U+2000 goes", b"\xe2\x80\xe2\x80\xe2\x80\x80", b"\xe2\x80\xe2\x80"),
    _hashed_as("E2 81 at the end stays", b"x\xe2\x81", b"x\xe2\x81"),
    _hashed_as("E3 80 at the end stays", b"x\xe3\x80", b"x\xe3\x80"),
    _hashed_as("E3 E3 80 80: the second goes", b"\xe3\xe3\x80\x80", b"\xe3"),
    _hashed_as("80 80 without a lead byte stays", b"\x80\x80 \x9a\x80", b"\x80\x80\x9a\x80"),
    _hashed_as("E1 C2 A0: the no-break space goes", b"\xe1\xc2\xa0", b"\xe1"),
    _hashed_as("E2 C2 85 80: the next line goes, and no new one forms", b"\xe2\xc2\x85\x80\x80", b"\xe2\x80\x80"),
    _hashed_as("F0 E2 80 80: the en quad goes", b"\xf0\xe2\x80\x80", b"\xf0"),
    _hashed_as("F0 9F E3 80 80 A7: the ideographic space goes", b"\xf0\x9f\xe3\x80\x80\xa7", b"\xf0\x9f\xa7"),
    _hashed_as("E2 80 80 80: three bytes go, one stays", b"\xe2\x80\x80\x80", b"\x80"),
    _hashed_as("C2 A0 A0: two bytes go, one stays", b"\xc2\xa0\xa0", b"\xa0"),
    _hashed_as("overlong spaces stay", b"\xc0\xa0\xe0\x80\xa0\xf0\x80\x80\xa0",
               b"\xc0\xa0\xe0\x80\xa0\xf0\x80\x80\xa0"),
    _hashed_as("an overlong no-break space stays", b"\xe0\x82\xa0\xf0\x80\x82\xa0", b"\xe0\x82\xa0\xf0\x80\x82\xa0"),
    _hashed_as("Latin-1 letters and no-break spaces stay", b"\xc5\xa0\xe0\x20\xa0\x85", b"\xc5\xa0\xe0\xa0\x85"),
    _hashed_as("UTF-16: zero bytes stay", b" \0\n\0 ", b"\0\0"),
    _hashed_as("a mark after a mark stays", BOM + BOM + b" x", BOM + b"x"),
    _hashed_as("EF BB, a space, BF: no mark, and none forms", b"\xef\xbb \xbfx", b"\xef\xbb\xbfx"),
    _hashed_as("a no-break space that forms by removal stays", b"\xc2 \xa0", b"\xc2\xa0"),
    _hashed_as("a no-break space that forms around another stays", b"\xc2\xc2\xa0\xa0", b"\xc2\xa0"),
    _hashed_as("an en quad that forms around another stays", b"\xe2\xe2\x80\x80\x80\x80", b"\xe2\x80\x80"),
    _hashed_as("a line separator that forms in the id stays, and only then is it UTF-8",
               _joined(b"\xe2 \x80\xa8"), _joined(b"\xe2\x80\xa8"), "altered-whitespace"),
    _hashed_as("a letter cut in two by a space", _joined(b"\xc3 \xa5"), _joined(b"\xc3\xa5"), "altered-whitespace"),
    _hashed_as("a euro sign cut by a no-break space", _joined(b"\xe2\x82\xc2\xa0\xac"), _joined(b"\xe2\x82\xac"),
               "altered-whitespace"),
    _hashed_as("C3 85 and C3 A0, which are letters, stay", _joined("Åà".encode()), _joined(b"\xc3\x85\xc3\xa0"),
               payment(payment_id="Åà")),
    _hashed_as("letters whose last bytes are those of whitespace stay", _joined("ą\u0800\u10a0\u4000\u2240".encode()),
               _joined(b"\xc4\x85\xe0\xa0\x80\xe1\x82\xa0\xe4\x80\x80\xe2\x89\x80"),
               payment(payment_id="ą\u0800\u10a0\u4000\u2240")),
    _hashed_as("an astral character that ends in 80 80 stays", _joined("\U00010000\U0001f000".encode()),
               _joined(b"\xf0\x90\x80\x80\xf0\x9f\x80\x80"),
               payment(payment_id="\U00010000\U0001f000")),
]


def _alignments():
    every = "".join(map(chr, WHITE_SPACE)).encode()
    # 1 to 67 letters between them put each sequence across the edges of any block of 16, 32 or 64 bytes.
    letters = [b"abcdefghijklmnopqrstuvwxyz"[n % 26:n % 26 + 1] * n for n in range(68)]
    yield _hashed_as("all 25 after each run of 0 to 67 letters", b"".join(run + every for run in letters),
                     b"".join(letters))
    for width, character in ((1, " "), (2, "\u00a0"), (3, "\u3000")):
        body = b"".join(run + character.encode() for run in letters)
        yield _hashed_as("%d-byte whitespace after each run of 0 to 67 letters" % width, body, b"".join(letters))
    yield _hashed_as("a letter, then 200 ideographic spaces, then a letter", "a" + "\u3000" * 200 + "b", b"ab")


VECTORS = [
    *[vector for code_point in WHITE_SPACE for vector in _removed(chr(code_point))],
    authentic("all 25 at once between tokens are removed", BODY[:COLON] + "".join(map(chr, WHITE_SPACE)) + BODY[COLON:],
              "altered-whitespace", signed_as=BODY, **HOW),
    authentic("the four of JSON at once between all tokens are removed", BODY.replace(":", "\t\n\r :\t\n\r "), EVENT,
              signed_as=BODY, **HOW),
    *[vector for character in NEAR_MISSES for vector in _kept(character)],
    authentic("U+FEFF at the start is a byte order mark", BYTE_ORDER_MARK + BODY, EVENT, signed_as=BODY, **HOW),
    *_neighbours(),
    *BROKEN,
    *_alignments(),
]
