//! What an error says: what happened, and what to do about it.

use core::fmt;

use super::{EventFault, HeaderFault, Member, MemberFault, SecretError, SignError, VerificationError};

impl fmt::Display for SecretError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => {
                "The secret is empty, or nothing but zero bytes, which is the same key: anyone could sign \
                 with it. Give the secret key that the Checkout API signs callbacks with."
            }
            Self::TooMany => {
                "Too many secrets: at most 8 can be tried. Remove those that are no longer in use."
            }
        })
    }
}

impl fmt::Display for SignError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoPayload => {
                "There is nothing to sign: only the payload is signed here, and the body is not a JSON \
                 object with one `payload`. Add the payload, or sign the whole body."
            }
        })
    }
}

impl fmt::Display for VerificationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match *self {
            Self::MissingSignature => {
                "The request has no Authorization header. If the sender set one, something on the way \
                 dropped it: a redirect (many HTTP clients drop it then), Apache with PHP-FPM or CGI, \
                 an API gateway or a proxy. Give the API the final https URL and let the header through."
            }
            Self::MalformedSignature(fault) => header(fault),
            Self::UnsupportedAlgorithm => {
                "The Authorization header names another scheme than HMAC-SHA256. If the Checkout API \
                 now signs with another algorithm, update checkout-signature; otherwise the request \
                 does not come from the API."
            }
            Self::BodyTooLarge => {
                "The body is longer than the limit. A callback has a few hundred bytes; raise \
                 maxBodyBytes (with_max_body in Rust) only if yours are larger."
            }
            Self::SignatureMismatch => {
                "The signature was not made from this body with this secret. Check that the body is the \
                 raw request body, byte for byte, not parsed and serialised again; that the secret is \
                 the secret key for callbacks, not the API key, and of the same environment; and that \
                 it has no newline or quotes around it."
            }
            Self::AlteredWhitespace { member } => return altered(member, f),
            Self::MalformedEvent(fault) => return event(fault, f),
        })
    }
}

const fn header(fault: HeaderFault) -> &'static str {
    match fault {
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

fn altered(member: Option<Member>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("The signature is right, but whitespace was added to the body where it ")?;
    match member {
        Some(member) => write!(f, "changes `{}`", member.name())?,
        None => f.write_str("breaks the JSON")?,
    }
    f.write_str(". Whitespace is not signed, so treat this request as tampered with and do not act on it.")
}

fn event(fault: EventFault, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("The signature is right, but ")?;
    match fault {
        EventFault::Json => f.write_str("the body is not strict JSON (RFC 8259) in UTF-8."),
        EventFault::Depth => f.write_str("the body nests arrays and objects more than 128 deep."),
        EventFault::Object => f.write_str("the body is not a JSON object."),
        EventFault::Member(member, MemberFault::Missing) => {
            write!(f, "the event has no `{}`.", member.name())
        }
        EventFault::Member(member, MemberFault::Repeated) => {
            write!(f, "the event has `{}` more than once.", member.name())
        }
        EventFault::Member(member, MemberFault::Invalid) => {
            write!(f, "the event's `{}` is not {}.", member.name(), expected(member))
        }
        EventFault::UnsignedType => {
            return f.write_str(
                "it covers only the payload, so the type proves nothing: payment-authorized is the only \
                 event accepted. For other events the whole body must be signed.",
            );
        }
    }?;
    f.write_str(" The sender must fix it.")
}

const fn expected(member: Member) -> &'static str {
    match member {
        Member::Type => "a string",
        Member::Payload => "an object",
        Member::Amount => {
            "an integer from 0 to 2^53 - 1, in minor units, without a decimal point or an exponent"
        }
        Member::PaymentId | Member::SessionId => "a non-empty string",
    }
}
