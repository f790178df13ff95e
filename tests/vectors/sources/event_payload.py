"""The event law where only the payload is signed: a part of event_law."""

from .small import BODY, EVENT, callback, members, payment
from .vector import ABSENT, authentic, refused

PAYLOAD = members()
PRETTY = "{\n %s }" % PAYLOAD[1:-1].replace(":", ": ")
SPACED = members(payment_id='"e7 db"')

# What is around the payload is not authenticated: each of these has the payload's own signature.
AROUND = [
    ("type first", BODY, EVENT),
    ("type last", '{"payload":%s,"type":"payment-authorized"}' % PAYLOAD, EVENT),
    ("unknown members around", callback(more=',"a":"x y"').replace("{", '{"b":[1],', 1), EVENT),
    ("whitespace around the payload", '{"type":"payment-authorized","payload" :\r\n\t%s }\n' % PAYLOAD, EVENT),
    ("an escaped name", BODY.replace('"payload"', r'"p\u0061yload"'), EVENT),
    ("a text that looks like the member", '{"a":"\\"payload\\":{}",%s' % BODY[1:], EVENT),
    ("a text that is the name", '{"a":"payload",%s' % BODY[1:], EVENT),
    ("a member of the same name inside another", '{"a":{"payload":{"amount":1}},%s' % BODY[1:], EVENT),
    ("an array with the name inside", '{"a":["payload",{}],%s' % BODY[1:], EVENT),
    ("a name in another case", '{"Payload":{},%s' % BODY[1:], EVENT),
    ("a byte order mark", "\ufeff" + BODY, EVENT),
    ("an unknown type", callback('"refund"'), "malformed-event"),
    ("an empty type", callback('""'), "malformed-event"),
    ("type null", callback("null"), "malformed-event"),
    ("no type", '{"payload":%s}' % PAYLOAD, "malformed-event"),
    ("type twice", callback(more=',"type":"payment-authorized"'), "malformed-event"),
    ("a space inside the type", callback('"payment-authorized "'), "altered-whitespace"),
    ("a space inside an unknown type", callback('"re fund"'), "malformed-event"),
    ("a space inside the name of type", BODY.replace('"type"', '"ty pe"'), "altered-whitespace"),
    ("a space makes an unknown name a second payload", callback(more=',"pay load":{}'), "malformed-event"),
]
# Each payload is signed by itself.
INSIDE = [
    ("the payload with whitespace between tokens", PRETTY, EVENT),
    ("a space inside an id", SPACED, "altered-whitespace"),
    ("an unknown member", members(inner=',"payload":{"type":"x y"}'), EVENT),
    ("amount twice", members(amount='1,"amount":1'), "malformed-event"),
    ("amount below zero", members(amount="-1"), "malformed-event"),
    ("an empty id", members(payment_id='""'), "malformed-event"),
    ("an empty id after stripping", members(payment_id='" "'), "malformed-event"),
    ("an empty object", "{}", "malformed-event"),
    ("an array", '[2000,"e7db","4e0d"]', "malformed-event"),
    ("null", "null", "malformed-event"),
    ("a number", "2000", "malformed-event"),
    ("a text", '"a b"', "malformed-event"),
]
# The signature is that of PAYLOAD, and there is no telling which bytes it should be of.
NO_MEMBER = [
    ("the empty body", ""),
    ("an empty object", "{}"),
    ("no payload", '{"type":"payment-authorized"}'),
    ("the payload alone", PAYLOAD),
    ("an array", "[%s]" % BODY),
    ("payload twice", callback(more=',"payload":' + PAYLOAD)),
    ("payload twice, one escaped", callback(more=r',"\u0070ayload":1')),
    ("payload only at a deeper level", '{"event":%s}' % BODY),
    ("payload in another case", BODY.replace('"payload"', '"Payload"')),
    ("a space inside the name of payload", BODY.replace('"payload"', '"pay load"')),
    ("text at the end", BODY + "x"),
    ("a second body", BODY + BODY),
    ("a brace missing", BODY[:-1]),
    ("a comma at the end", callback(more=",")),
    ("an unknown member that is no JSON", callback(more=',"a":NaN')),
    ("a raw control character", callback(more=',"a":"\x01"')),
    ("a byte that is no UTF-8 beside", callback(more=',"a":"?"').encode().replace(b"?", b"\xff")),
    ("a literal cut by a space beside", callback(more=',"a":tr ue')),
    ("a no-break space between tokens", callback(more=',\u00a0"a":1')),
    ("a no-break space inside the payload", BODY.replace("2000,", "2000,\u00a0")),
    ("a number cut by a space inside the payload", callback(amount="20 00")),
    ("two byte order marks", "\ufeff\ufeff" + BODY),
]


def _inside(name, payload, event, rule):
    return authentic("signed payload, %s: %s" % (rule, name), callback(payload=payload), event, payload=payload,
                     whitespace=rule)


VECTORS = [
    *[authentic("signed payload, around it: " + name, body, event, payload=PAYLOAD) for name, body, event in AROUND],
    *[_inside(name, payload, event, "all") for name, payload, event in INSIDE],
    *[refused("signed payload, not found: " + name, body, "signature-mismatch", payload=ABSENT, signed_as=PAYLOAD)
      for name, body in NO_MEMBER],
    _inside("whitespace between tokens", PRETTY, EVENT, "insignificant"),
    _inside("a space inside an id is part of it", SPACED, payment(payment_id="e7 db"), "insignificant"),
    _inside("whitespace between tokens", PRETTY, EVENT, "none"),
    _inside("a space inside an id is part of it", SPACED, payment(payment_id="e7 db"), "none"),
    refused("signed payload, insignificant: a space inside an id was added", callback(payload=SPACED),
            "signature-mismatch", payload=SPACED, signed_as=PAYLOAD, whitespace="insignificant"),
    refused("signed payload, none: a space was added", callback(payload=PRETTY), "signature-mismatch", payload=PRETTY,
            signed_as=PAYLOAD, whitespace="none"),
    authentic("signed payload, none: whitespace around the payload is not hashed",
              '{ "type" : "payment-authorized" ,\n"payload" : %s }\n' % PAYLOAD, EVENT, payload=PAYLOAD,
              whitespace="none"),
    authentic("signed payload, none: a space inside the type", callback('"payment-authorized "'), "malformed-event",
              payload=PAYLOAD, whitespace="none"),
    authentic("signed payload, insignificant: a space inside the type", callback('"payment-authorized "'),
              "malformed-event", payload=PAYLOAD, whitespace="insignificant"),
    refused("signed payload, none: a body with a byte order mark is no JSON", "\ufeff" + BODY, "signature-mismatch",
            payload=ABSENT, signed_as=PAYLOAD, whitespace="none"),
    refused("signed payload: another payload", callback(amount="1"), "signature-mismatch", payload=members(amount="1"),
            signed_as=PAYLOAD),
    refused("signed payload: the whole body was signed", BODY, "signature-mismatch", payload=PAYLOAD, signed_as=BODY),
]
