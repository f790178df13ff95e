//! Everything that can go wrong, as data that a program can switch on.

use core::fmt;

/// Why a callback was refused, or why a verifier could not be made.
///
/// Errors carry facts only: never the body, the secret or a computed signature, so that they can be
/// logged as they are. [`Error::code`] is stable; the text of `Display` says what to do next and may
/// be reworded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// The secret has no bytes: anybody could sign with it.
    EmptySecret,
    /// More than [`MAX_SECRETS`](crate::MAX_SECRETS) secrets for one verifier.
    TooManySecrets,
    /// No `Authorization` header, or an empty one.
    MissingSignature,
    /// The `Authorization` header breaks the grammar.
    MalformedSignature(HeaderFault),
    /// The header is well-formed and names another scheme than HMAC-SHA256.
    UnsupportedAlgorithm,
    /// The signature is well-formed, and was not made from this body with this secret.
    SignatureMismatch,
    /// Authentic, but whitespace was put where it changes the event.
    AlteredWhitespace,
    /// Authentic, but not an event.
    MalformedEvent(EventFault),
    /// The body is longer than the limit. Nothing was hashed beyond it.
    BodyTooLarge,
}

/// What is wrong with the `Authorization` header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum HeaderFault {
    /// It does not begin with the name of a scheme and whitespace.
    Scheme,
    /// A scheme or a signature stands alone.
    LoneToken,
    /// What follows the scheme is not `Signature=`.
    Parameter,
    /// The value is not 64 hexadecimal digits.
    Digits,
    /// Something follows the signature: a second one, a comma, another parameter.
    Trailing,
}

/// Why an authentic body is not an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EventFault {
    /// Not strict JSON (RFC 8259) in UTF-8.
    Json,
    /// Arrays and objects nested too deeply.
    Depth,
    /// JSON, but not an object with the members that the event needs, each once and of its type.
    Members,
    /// Only the payload is signed, and the type is not the one that it can prove.
    UnsignedType,
}

impl Error {
    /// Every error, so that a binding can number them and a test can walk through them.
    pub const ALL: &'static [Error] = &[
        Error::EmptySecret,
        Error::TooManySecrets,
        Error::MissingSignature,
        Error::MalformedSignature(HeaderFault::Scheme),
        Error::MalformedSignature(HeaderFault::LoneToken),
        Error::MalformedSignature(HeaderFault::Parameter),
        Error::MalformedSignature(HeaderFault::Digits),
        Error::MalformedSignature(HeaderFault::Trailing),
        Error::UnsupportedAlgorithm,
        Error::SignatureMismatch,
        Error::AlteredWhitespace,
        Error::MalformedEvent(EventFault::Json),
        Error::MalformedEvent(EventFault::Depth),
        Error::MalformedEvent(EventFault::Members),
        Error::MalformedEvent(EventFault::UnsignedType),
        Error::BodyTooLarge,
    ];

    /// The stable code, the same in every language.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Error::EmptySecret => "empty-secret",
            Error::TooManySecrets => "invalid-option",
            Error::MissingSignature => "missing-signature",
            Error::MalformedSignature(_) => "malformed-signature",
            Error::UnsupportedAlgorithm => "unsupported-algorithm",
            Error::SignatureMismatch => "signature-mismatch",
            Error::AlteredWhitespace => "altered-whitespace",
            Error::MalformedEvent(_) => "malformed-event",
            Error::BodyTooLarge => "body-too-large",
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Error::EmptySecret => {
                "The secret is empty. Give the secret key that the Checkout API signs callbacks with."
            }
            Error::TooManySecrets => {
                "Too many secrets: at most 8 can be tried. Remove those that are no longer in use."
            }
            Error::MissingSignature => {
                "The request has no Authorization header. If the sender set one, something on the way \
                 dropped it: a redirect (many HTTP clients drop it then), Apache with PHP-FPM or CGI, \
                 an API gateway or a proxy. Give the API the final https URL and let the header through."
            }
            Error::MalformedSignature(fault) => fault.message(),
            Error::UnsupportedAlgorithm => {
                "The Authorization header names another scheme than HMAC-SHA256. If the Checkout API \
                 now signs with another algorithm, update checkout-signature; otherwise the request \
                 does not come from the API."
            }
            Error::SignatureMismatch => {
                "The signature was not made from this body with this secret. Check that the body is the \
                 raw request body, byte for byte, not parsed and serialised again; that the secret is \
                 the secret key for callbacks, not the API key, and of the same environment; and that \
                 it has no newline or quotes around it."
            }
            Error::AlteredWhitespace => {
                "The signature is right, but whitespace was put into the body where it changes the \
                 event. Whitespace is not signed, so treat this request as tampered with and do not act on it."
            }
            Error::MalformedEvent(fault) => fault.message(),
            Error::BodyTooLarge => {
                "The body is longer than the limit. A callback has a few hundred bytes; raise \
                 maxBodyBytes (with_max_body in Rust) only if yours are larger."
            }
        })
    }
}

impl HeaderFault {
    const fn message(self) -> &'static str {
        match self {
            HeaderFault::Scheme => {
                "The Authorization header does not begin with a scheme and a space; \
                 expected: HMAC-SHA256 Signature=<64 hexadecimal digits>. Pass the header's value as it came."
            }
            HeaderFault::LoneToken => {
                "The Authorization header is one word; expected: HMAC-SHA256 Signature=<64 hexadecimal \
                 digits>. Pass the whole value, not the signature or the scheme alone."
            }
            HeaderFault::Parameter => {
                "The Authorization header has no Signature parameter right after the scheme; \
                 expected: HMAC-SHA256 Signature=<64 hexadecimal digits>."
            }
            HeaderFault::Digits => {
                "The signature in the Authorization header is not 64 hexadecimal digits. Base64, a \
                 shortened value or digits in other scripts are not accepted."
            }
            HeaderFault::Trailing => {
                "Something follows the signature in the Authorization header. Exactly one signature is \
                 accepted: no second one, no comma, no other parameter."
            }
        }
    }
}

impl EventFault {
    const fn message(self) -> &'static str {
        match self {
            EventFault::Json => {
                "The signature is right, but the body is not strict JSON (RFC 8259) in UTF-8. \
                 Whoever signs it has to mend it."
            }
            EventFault::Depth => {
                "The signature is right, but the body nests arrays and objects more than 128 deep."
            }
            EventFault::Members => {
                "The signature is right, but the body is not an event: one JSON object with a string \
                 `type`, and for payment-authorized a `payload` with `amount` (an integer from 0 to \
                 2^53 - 1, in minor units), `paymentId` and `sessionId` (non-empty strings), each once."
            }
            EventFault::UnsignedType => {
                "Only the payload is signed here, so the type proves nothing: just payment-authorized \
                 is accepted. For other events the whole body must be signed."
            }
        }
    }
}

impl core::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::*;

    /// Does not compile while an error is missing here, and the test fails while it is missing above.
    fn position(error: Error) -> usize {
        match error {
            Error::EmptySecret => 0,
            Error::TooManySecrets => 1,
            Error::MissingSignature => 2,
            Error::MalformedSignature(fault) => match fault {
                HeaderFault::Scheme => 3,
                HeaderFault::LoneToken => 4,
                HeaderFault::Parameter => 5,
                HeaderFault::Digits => 6,
                HeaderFault::Trailing => 7,
            },
            Error::UnsupportedAlgorithm => 8,
            Error::SignatureMismatch => 9,
            Error::AlteredWhitespace => 10,
            Error::MalformedEvent(fault) => match fault {
                EventFault::Json => 11,
                EventFault::Depth => 12,
                EventFault::Members => 13,
                EventFault::UnsignedType => 14,
            },
            Error::BodyTooLarge => 15,
        }
    }

    #[test]
    fn the_list_holds_every_error() {
        assert_eq!(Error::ALL.len(), 16);
        for (at, &error) in Error::ALL.iter().enumerate() {
            assert_eq!(position(error), at);
        }
    }
}
