"""Strict JSON, where no whitespace was added: a part of event_law."""

from .callbacks import unknown
from .small import BODY, EVENT, callback
from .vector import authentic


def _nested(depth):
    return [_nested(depth - 1)] if depth > 1 else []


NUMBERS = ["0", "-0", "-0.0", "1E+2", "1e-400", "1e400", "-1e400", "9007199254740993", "1" + "0" * 400,
           "0." + "1" * 400]
PASSES = [
    *[("an unknown member %s" % (number if len(number) < 50 else number[:3] + "... of 400 digits"),
       callback(more=',"a":' + number), EVENT) for number in NUMBERS],
    ("an unknown member with a lone surrogate", callback(more=r',"a":"\ud83e"'), EVENT),
    ("an unknown member of the payload with a lone surrogate", callback(inner=r',"a":"\uddfe"'), EVENT),
    ("U+007F and U+0080 in a text", callback(more=',"a":"\x7f\x80"'), EVENT),
    ("noncharacters in a text", callback(more=',"a":"\ufffe\uffff\U0010ffff"'), EVENT),
    ("U+FFFD is a character as any other", callback(more=',"a":"\ufffd"'), EVENT),
    ("an unknown member 100 arrays deep", callback(more=',"a":' + "[" * 100 + "]" * 100), EVENT),
    ("an unknown member 100 objects deep", callback(more=',"a":' + '{"a":' * 100 + "0" + "}" * 100), EVENT),
    ("an unknown member of the payload 100 deep", callback(inner=',"a":' + "[" * 100 + "]" * 100), EVENT),
    ("an unknown payload 20 deep", callback('"n"', "[" * 20 + "]" * 20), unknown("n", _nested(20))),
    ("300 brackets in a text are not deep", callback(more=',"a":"%s"' % ("[" * 300)), EVENT),
    ("300 arrays side by side are not deep", callback(more=',"a":[%s0]' % ("[]," * 300)), EVENT),
]
REFUSED = [
    ("null", "null"),
    ("true", "true"),
    ("a number", "2000"),
    ("a text", '"payment-authorized"'),
    ("a text that holds an event", r'"{\"type\":\"n\"}"'),
    ("an event in base64", "eyJ0eXBlIjoibiJ9"),
    ("a form", "type=payment-authorized&amount=2000"),
    ("text at the end", BODY + "x"),
    ("a brace at the end", BODY + "}"),
    ("a comma at the end", BODY + ","),
    ("a NUL at the end", BODY + "\0"),
    ("a second event at the end", BODY + BODY),
    ("text at the start", "x" + BODY),
    ("the last brace is missing", BODY[:-1]),
    ("half of it", BODY[:len(BODY) // 2]),
    ("a comma after the last member", callback(more=",")),
    ("a comma before the first member", "{," + BODY[1:]),
    ("two commas", callback(more=',,"a":1')),
    ("a comma after the last element", callback(more=',"a":[1,]')),
    ("no comma", callback(more='"a":1')),
    ("no colon", callback(more=',"a"1')),
    ("no value", callback(more=',"a":')),
    ("no name", callback(more=",:1")),
    ("a name without quotes", callback(more=",a:1")),
    ("a number as a name", callback(more=",1:1")),
    ("single quotes", BODY.replace('"', "'")),
    ("a block comment", callback(more="/**/")),
    ("a line comment", BODY + "//x"),
    ("crossed brackets", callback(more=',"a":[{]}')),
    *[("an unknown member " + value, callback(more=',"a":' + value)) for value in (
        "True", "tru", "truex", "nul", "undefined", "NaN", "Infinity", "-Infinity", "-", "+1", "1.", ".5", "01", "-01",
        "1e", "1e+", "1.e1", "0x1", "1_0", "1n", "--1", "'a'", "\u0661", "\uff11")],
    *[("an unknown member with the escape " + escape, callback(more=',"a":"%s"' % escape)) for escape in (
        r"\x41", r"\a", r"\0", r"\'", r"\U0041", r"\u004", r"\u004g", r"\u+041", r"\u{41}")],
    ("an escape at the end", callback(more=r',"a":"\"')),
    ("an unclosed text", callback(more=',"a":"')),
    ("a raw U+0000 in a text", callback(more=',"a":"\x00"')),
    ("a raw U+0001 in a text", callback(more=',"a":"\x01"')),
    ("a raw U+001F in a text", callback(more=',"a":"\x1f"')),
    ("a raw U+001F in an id", callback(payment_id='"\x1fe7db"')),
    ("a NUL between tokens", callback(more=',\0"a":1')),
    ("U+001C between tokens", callback(more=',\x1c"a":1')),
    ("a byte order mark between tokens", callback(more=',\ufeff"a":1')),
    ("a byte order mark at the end", BODY + "\ufeff"),
]
BROKEN_UTF8 = [
    ("FF", b"\xff"),
    ("a lone continuation byte", b"\x80"),
    ("a sequence cut short", b"\xe2\x82"),
    ("an overlong slash", b"\xc0\xaf"),
    ("an overlong NUL", b"\xc0\x80"),
    ("an encoded surrogate", b"\xed\xa0\x80"),
    ("an encoded surrogate pair", b"\xed\xa0\xbe\xed\xb7\xbe"),
    ("a code point over U+10FFFF", b"\xf4\x90\x80\x80"),
    ("Latin-1", b"\xe5"),
]


def _broken_utf8():
    for name, broken in BROKEN_UTF8:
        yield "%s in an id" % name, BODY.encode().replace(b"e7db", b"e7" + broken)
        yield "%s in an unknown member" % name, callback(more=',"a":"?"').encode().replace(b"?", broken)
    yield "FF in the name of an unknown member", callback(more=',"?":1').encode().replace(b"?", b"\xff")
    yield "FF in an unknown payload", callback('"n"', '"?"').encode().replace(b"?", b"\xff")
    yield "FF between tokens", callback(more=",?").encode().replace(b"?", b"\xff")


def _too_deep():
    arrays, objects = "[" * 200 + "]" * 200, '{"a":' * 200 + "0" + "}" * 200
    yield "an unknown member 5,000 arrays deep", callback(more=',"a":' + "[" * 5000 + "]" * 5000)
    yield "an unknown member 200 objects deep", callback(more=',"a":' + objects)
    yield "an unknown member of the payload 200 arrays deep", callback(inner=',"a":' + arrays)
    yield "an unknown payload 200 arrays deep", callback('"n"', arrays)
    yield "200 arrays", arrays
    yield "1,000 brackets, none closed", "[" * 1000


VECTORS = [
    *[authentic("JSON: " + name, body, event) for name, body, event in PASSES],
    *[authentic("no JSON: " + name, body, "malformed-event") for name, body in REFUSED],
    *[authentic("no UTF-8: " + name, body, "malformed-event") for name, body in _broken_utf8()],
    *[authentic("too deep: " + name, body, "malformed-event") for name, body in _too_deep()],
]
