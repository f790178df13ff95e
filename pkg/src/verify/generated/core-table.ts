// Written by `cargo xtask tables --write` from the Rust core, and compared with it by `cargo xtask test`.
// Change src/error.rs, src/error/message.rs or the constants in src/, not this file.
//
// Each list holds [code, message] in the order of the core's `ALL`: an error with the number n, as the
// WebAssembly module returns it, is the one at n - 1. One code has several messages. CODE_KINDS says of each
// code whose mistake it is: the caller's (a TypeError), refused (not proven to come from the API), or
// authentic (the signature is right, the body is not an event). The position of a name in WHITESPACE or SIGNED
// is its number in the module.

export const CODE_KINDS = {
  "empty-secret": "caller",
  "invalid-option": "caller",
  "missing-signature": "refused",
  "malformed-signature": "refused",
  "unsupported-algorithm": "refused",
  "body-too-large": "refused",
  "signature-mismatch": "refused",
  "altered-whitespace": "authentic",
  "malformed-event": "authentic",
} as const;

/** Why no verifier could be made. */
export const SECRET_ERRORS = [
  ["empty-secret", "The secret is empty, or nothing but zero bytes, which is the same key: anyone could sign with it. Give the secret key that the Checkout API signs callbacks with."],
  ["invalid-option", "Too many secrets: at most 8 can be tried. Remove those that are no longer in use."],
] as const;

/** Why a body could not be signed. */
export const SIGN_ERRORS = [
  ["invalid-option", "There is nothing to sign: only the payload is signed here, and the body is not a JSON object with one `payload`. Add the payload, or sign the whole body."],
] as const;

/** Why a callback was refused. */
export const VERIFICATION_ERRORS = [
  ["missing-signature", "The request has no Authorization header. If the sender set one, something on the way dropped it: a redirect (many HTTP clients drop it then), Apache with PHP-FPM or CGI, an API gateway or a proxy. Give the API the final https URL and let the header through."],
  ["malformed-signature", "The Authorization header does not begin with a scheme and a space; expected: HMAC-SHA256 Signature=<64 hexadecimal digits>. Pass the header's value as it came."],
  ["malformed-signature", "The Authorization header is one word; expected: HMAC-SHA256 Signature=<64 hexadecimal digits>. Pass the whole value, not the signature or the scheme alone."],
  ["malformed-signature", "The Authorization header has no Signature parameter right after the scheme; expected: HMAC-SHA256 Signature=<64 hexadecimal digits>."],
  ["malformed-signature", "The signature in the Authorization header is not 64 hexadecimal digits. Base64, a shortened value or digits in other scripts are not accepted."],
  ["malformed-signature", "Something follows the signature in the Authorization header. Exactly one signature is accepted: no second one, no comma, no other parameter."],
  ["unsupported-algorithm", "The Authorization header names another scheme than HMAC-SHA256. If the Checkout API now signs with another algorithm, update checkout-signature; otherwise the request does not come from the API."],
  ["body-too-large", "The body is longer than the limit. A callback has a few hundred bytes; raise maxBodyBytes (with_max_body in Rust) only if yours are larger."],
  ["signature-mismatch", "The signature was not made from this body with this secret. Check that the body is the raw request body, byte for byte, not parsed and serialised again; that the secret is the secret key for callbacks, not the API key, and of the same environment; and that it has no newline or quotes around it."],
  ["altered-whitespace", "The signature is right, but whitespace was added to the body where it breaks the JSON. Whitespace is not signed, so treat this request as tampered with and do not act on it."],
  ["altered-whitespace", "The signature is right, but whitespace was added to the body where it changes `type`. Whitespace is not signed, so treat this request as tampered with and do not act on it."],
  ["altered-whitespace", "The signature is right, but whitespace was added to the body where it changes `payload`. Whitespace is not signed, so treat this request as tampered with and do not act on it."],
  ["altered-whitespace", "The signature is right, but whitespace was added to the body where it changes `amount`. Whitespace is not signed, so treat this request as tampered with and do not act on it."],
  ["altered-whitespace", "The signature is right, but whitespace was added to the body where it changes `paymentId`. Whitespace is not signed, so treat this request as tampered with and do not act on it."],
  ["altered-whitespace", "The signature is right, but whitespace was added to the body where it changes `sessionId`. Whitespace is not signed, so treat this request as tampered with and do not act on it."],
  ["malformed-event", "The signature is right, but the body is not strict JSON (RFC 8259) in UTF-8. The sender must fix it."],
  ["malformed-event", "The signature is right, but the body nests arrays and objects more than 128 deep. The sender must fix it."],
  ["malformed-event", "The signature is right, but the body is not a JSON object. The sender must fix it."],
  ["malformed-event", "The signature is right, but the event has no `type`. The sender must fix it."],
  ["malformed-event", "The signature is right, but the event has `type` more than once. The sender must fix it."],
  ["malformed-event", "The signature is right, but the event's `type` is not a string. The sender must fix it."],
  ["malformed-event", "The signature is right, but the event has no `payload`. The sender must fix it."],
  ["malformed-event", "The signature is right, but the event has `payload` more than once. The sender must fix it."],
  ["malformed-event", "The signature is right, but the event's `payload` is not an object. The sender must fix it."],
  ["malformed-event", "The signature is right, but the event has no `amount`. The sender must fix it."],
  ["malformed-event", "The signature is right, but the event has `amount` more than once. The sender must fix it."],
  ["malformed-event", "The signature is right, but the event's `amount` is not an integer from 0 to 2^53 - 1, in minor units, without a decimal point or an exponent. The sender must fix it."],
  ["malformed-event", "The signature is right, but the event has no `paymentId`. The sender must fix it."],
  ["malformed-event", "The signature is right, but the event has `paymentId` more than once. The sender must fix it."],
  ["malformed-event", "The signature is right, but the event's `paymentId` is not a non-empty string. The sender must fix it."],
  ["malformed-event", "The signature is right, but the event has no `sessionId`. The sender must fix it."],
  ["malformed-event", "The signature is right, but the event has `sessionId` more than once. The sender must fix it."],
  ["malformed-event", "The signature is right, but the event's `sessionId` is not a non-empty string. The sender must fix it."],
  ["malformed-event", "The signature is right, but it covers only the payload, so the type proves nothing: payment-authorized is the only event accepted. For other events the whole body must be signed."],
] as const;

export const WHITESPACE = ["all", "insignificant", "none"] as const;
export const SIGNED = ["body", "payload"] as const;

/** The options of a verifier where none are given. */
export const DEFAULT_WHITESPACE = "all";
export const DEFAULT_SIGNED = "body";
export const DEFAULT_MAX_BODY_BYTES = 1048576;

/** The most secrets that one verifier takes. */
export const MAX_SECRETS = 8;
/** How deeply a body's arrays and objects may nest. */
export const MAX_DEPTH = 128;
/** The largest amount, in minor units: 2^53 - 1. */
export const MAX_AMOUNT = 9007199254740991;
