"""The callback with ids of four letters, for the sources that need hundreds of them."""

from . import callbacks


def payment(amount=2000, payment_id="e7db", session_id="4e0d"):
    """Returns the event of a payment-authorized callback."""
    return callbacks.payment(amount, payment_id, session_id)


def members(amount="2000", payment_id='"e7db"', session_id='"4e0d"', inner=""):
    """Returns the text of a payload; each argument is JSON text, whether well-formed or not."""
    return callbacks.members(amount, payment_id, session_id, inner)


def callback(type='"payment-authorized"', payload=None, more="", **payload_members):
    """Returns the text of a compact body; each argument is JSON text, whether well-formed or not."""
    return callbacks.callback(type, payload or members(**payload_members), more)


BODY = callback()
EVENT = payment()
