"""The bodies and events that the sources share."""

PAYMENT_ID = "e7dbc6b9fc2542c69eb53f9e9b978294"
SESSION_ID = "4e0d7dd3c12441fba02981f60732a13f"


def payment(amount=2000, payment_id=PAYMENT_ID, session_id=SESSION_ID):
    """Returns the event of a payment-authorized callback."""
    payload = {"amount": amount, "paymentId": payment_id, "sessionId": session_id}
    return {"type": "payment-authorized", "payload": payload}


def unknown(name, *payload):
    """Returns an unknown event, without a payload unless one is given."""
    event = {"type": "unknown", "name": name}
    if payload:
        event["payload"], = payload
    return event


def members(amount="2000", payment_id='"%s"' % PAYMENT_ID, session_id='"%s"' % SESSION_ID, inner=""):
    """Returns the text of a payload; each argument is JSON text, whether well-formed or not."""
    return '{"amount":%s,"paymentId":%s,"sessionId":%s%s}' % (amount, payment_id, session_id, inner)


def callback(type='"payment-authorized"', payload=None, more="", **payload_members):
    """Returns the text of a compact body; each argument is JSON text, whether well-formed or not."""
    if payload is None:
        payload = members(**payload_members)
    return '{"type":%s,"payload":%s%s}' % (type, payload, more)


COMPACT = callback()
# As the documentation prints it.
PRETTY = """{
  "type": "payment-authorized",
  "payload": {
    "amount": 2000,
    "paymentId": "%s",
    "sessionId": "%s"
  }
}""" % (PAYMENT_ID, SESSION_ID)
EVENT = payment()
