"""The event law where less whitespace is removed: a part of event_law."""

from .callbacks import unknown
from .small import BODY, EVENT, callback, payment
from .vector import SECRET, authentic, header, mac, refused

SPACED = callback(payment_id='"e7 db"')
INSIDE_STRINGS = [
    ("a space inside an id as signed is part of it", SPACED, payment(payment_id="e7 db")),
    ("a no-break space inside an id as signed is part of it", callback(payment_id='"e7\u00a0db"'),
     payment(payment_id="e7\u00a0db")),
    ("a space is an id", callback(payment_id='" "'), payment(payment_id=" ")),
    ("a name with a space is an unknown one", callback(inner=',"pay mentId":"x"'), EVENT),
    ("a name with a space is no known one", BODY.replace('"paymentId"', '"payment Id"'), "malformed-event"),
    ("a type with a space is an unknown one", callback('"payment -authorized"', "1"),
     unknown("payment -authorized", 1)),
    ("a space in an unknown event's payload", callback('"refund"', '"a b"'), unknown("refund", "a b")),
    ("a space after an escaped quote", callback(payment_id=r'"\" x"'), payment(payment_id='" x')),
    ("a raw newline in a text", callback(more=',"a":"x\ny"'), "malformed-event"),
    ("a space inside an escape sequence", callback(more=r',"a":"\u00 41"'), "malformed-event"),
    ("a space after a backslash", callback(more=r',"a":"\ n"'), "malformed-event"),
    ("a space inside a letter", callback(more=',"a":"å"').encode().replace(b"\xc3", b"\xc3 "), "malformed-event"),
]
ADDED = [
    ("a space inside an id", SPACED, BODY),
    ("a space inside the type", callback('"payment-authorized "'), BODY),
    ("a space inside a known name", BODY.replace('"amount"', '"amount "'), BODY),
    ("a space inside an unknown member's text", callback(more=',"a":"x y"'), callback(more=',"a":"xy"')),
    ("a space inside an unknown event's payload", callback('"n"', '"a b"'), callback('"n"', '"ab"')),
    ("a space inside an escape sequence", callback(more=r',"a":"\u00 41"'), callback(more=r',"a":"\u0041"')),
]
OUTSIDE_STRINGS = [
    ("a space inside amount", callback(amount="20 00"), "altered-whitespace"),
    ("a space inside a literal", callback(more=',"a":tr ue'), "altered-whitespace"),
    ("a no-break space between tokens", callback(more=',\u00a0"a":1'), "altered-whitespace"),
    ("a vertical tab at the end", BODY + "\x0b", "altered-whitespace"),
    ("a space inside an amount that is none", callback(amount="- 1"), "malformed-event"),
    ("a space between two bodies", BODY + " " + BODY, "malformed-event"),
    ("a space between all tokens", "{ %s\n}" % BODY[1:-1].replace(":", " :\t").replace(",", "\r\n, "), EVENT),
]
HASHED = [
    ("a quote opens and closes a string", ' " a " " b " ', '" a "" b "'),
    ("an escaped quote does not close it", r'" \" " " "', r'" \" "" "'),
    ("an escaped backslash before a quote does not keep it open", r'" \\" " "', r'" \\"" "'),
    ("a backslash outside strings is nothing special", r'\" a " b', r'\" a "b'),
    ("a backslash outside strings, then a space", r'\ " a"', r'\" a"'),
    ("an unclosed string keeps its whitespace to the end", ' " a\n ', '" a\n '),
    ("a backslash at the end of the body", ' " \\', '" \\'),
    ("each width of whitespace, outside and inside", ' \u00a0\u2003" \u00a0\u2003"\u2003\u00a0 ', '" \u00a0\u2003"'),
    ("a backslash before an ideographic space inside", '"\\\u3000 " \u3000', '"\\\u3000 "'),
    ("single quotes are nothing special", "' a '", "'a'"),
]


def _hashed_as(name, body, hashed):
    return authentic("insignificant: " + name, body, "malformed-event", whitespace="insignificant",
                     authorization=header(mac(SECRET, hashed)))


def _under(rule):
    for name, body, event in INSIDE_STRINGS:
        yield authentic("%s: %s" % (rule, name), body, event, whitespace=rule)
    for name, body, sent in ADDED:
        yield refused("%s: %s was added" % (rule, name), body, "signature-mismatch", signed_as=sent, whitespace=rule)


def _as_none(event):
    # Nothing is stripped, so a body that is no JSON was never an event.
    return "malformed-event" if event == "altered-whitespace" else event


VECTORS = [
    *_under("insignificant"),
    *[authentic("insignificant: " + name, body, event, whitespace="insignificant")
      for name, body, event in OUTSIDE_STRINGS],
    *[_hashed_as(*case) for case in HASHED],
    *_under("none"),
    *[authentic("none: " + name, body, _as_none(event), whitespace="none") for name, body, event in OUTSIDE_STRINGS],
    refused("none: a space between tokens was added", callback(more=', "a":1'), "signature-mismatch",
            signed_as=callback(more=',"a":1'), whitespace="none"),
    refused("none: a space between tokens was removed", callback(more=',"a":1'), "signature-mismatch",
            signed_as=callback(more=', "a":1'), whitespace="none"),
    refused("none: a newline at the end was added", BODY + "\n", "signature-mismatch", signed_as=BODY,
            whitespace="none"),
]
