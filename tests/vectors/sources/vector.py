"""Builds one vector, and refuses to build one whose signature verdict is not true."""

import hashlib
import hmac

from . import grammar
from .stripping import strip

SECRET = "secret-key"
ABSENT = object()
SIGNED = object()
DEFAULT_MAX_BODY = 1 << 20


def authentic(name, body, event, **how):
    """Returns a vector that verifies; `event` is the event or the code that the event law gives."""
    return _vector(name, body, "authentic", event, **how)


def refused(name, body, code, **how):
    """Returns a vector that the check of the signature refuses with `code`."""
    return _vector(name, body, code, code, **how)


def no_key(name, body, **how):
    """Returns a vector whose secrets cannot make a verifier, since one of them is the empty key."""
    return _vector(name, body, "empty-secret", "empty-secret", **how)


def mac(secret, message):
    """Returns the HMAC-SHA256 of a message in hex."""
    return hmac.new(as_bytes(secret), as_bytes(message), hashlib.sha256).hexdigest()


def header(signature):
    """Returns the Authorization header's value as the API documents it."""
    return "HMAC-SHA256 Signature=" + signature


def as_bytes(value):
    """Returns bytes as they are and text as UTF-8."""
    return value.encode("utf-8") if isinstance(value, str) else bytes(value)


def _vector(
    name,
    body,
    signature,
    event,
    *,
    secrets=(SECRET,),
    signed_by=None,
    signed_as=None,
    authorization=SIGNED,
    whitespace="all",
    payload=None,
    max_body=None
):
    """Builds the vector.

    `signed_by` is the sender's secret (the first one unless given), `signed_as` what the sender signed
    where that is not what arrived. `payload` chooses the option `signed: "payload"`: it is the bytes of
    the member as sent, written by hand so that no parser is needed here, or ABSENT.
    """
    body = as_bytes(body)
    message = body if payload is None else payload
    if authorization is SIGNED:
        sent = message if signed_as is None else signed_as
        sender = secrets[0] if signed_by is None else signed_by
        authorization = header(mac(sender, strip(as_bytes(sent), whitespace)))
    hashed = None if message is ABSENT else strip(as_bytes(message), whitespace)
    if payload not in (None, ABSENT) and as_bytes(payload) not in body:
        raise ValueError("%s: the payload is not in the body" % name)
    true_verdict = _signature_verdict(authorization, body, hashed, secrets, max_body or DEFAULT_MAX_BODY)
    if signature != true_verdict:
        raise ValueError("%s: %s, not %s" % (name, true_verdict, signature))
    return {
        "name": name,
        "secrets": [_secret(secret) for secret in secrets],
        "options": _options(whitespace, payload, max_body),
        "authorization": authorization,
        "body": _bytes(body),
        "signature": signature,
        "event": event,
    }


def _signature_verdict(authorization, body, hashed, secrets, max_body):
    if any(len(as_bytes(secret)) <= 64 and not any(as_bytes(secret)) for secret in secrets):
        return "empty-secret"
    signature = grammar.read(authorization)
    if isinstance(signature, str):
        return signature
    if len(body) > max_body:
        return "body-too-large"
    if hashed is None or signature.hex() not in [mac(secret, hashed) for secret in secrets]:
        return "signature-mismatch"
    return "authentic"


def _options(whitespace, payload, max_body):
    options = {}
    if whitespace != "all":
        options["whitespace"] = whitespace
    if payload is not None:
        options["signed"] = "payload"
    if max_body is not None:
        options["maxBodyBytes"] = max_body
    return options


def _secret(secret):
    # Text may reach an interface that refuses a padded secret, bytes may not: so the author chooses.
    return {"text": secret} if isinstance(secret, str) else {"hex": secret.hex()}


def _bytes(value):
    try:
        return {"text": value.decode("utf-8")}
    except UnicodeDecodeError:
        return {"hex": value.hex()}
