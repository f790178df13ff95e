//! Everything that can go wrong, as data that a program can switch on.
//!
//! Errors carry facts only: never the body, the secret or a computed signature, so that they can be
//! logged as they are. Codes are stable. The text of `Display` says what to do next and may be reworded.

mod message;

/// A secret that cannot be used: a mistake in the program or its configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SecretError {
    /// The secret has no bytes, or at most 64 of them and all zero, which is the same HMAC key: anyone
    /// could sign with it.
    Empty,
    /// More than [`MAX_SECRETS`](crate::MAX_SECRETS) secrets for one verifier.
    TooMany,
}

/// A body that cannot be signed under the verifier's rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignError {
    /// Only the payload is signed, and the body is not JSON with one top-level `payload`.
    NoPayload,
}

/// Why a callback was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum VerificationError {
    /// No `Authorization` header, or an empty one.
    MissingSignature,
    /// The `Authorization` header breaks the grammar.
    MalformedSignature(HeaderFault),
    /// The header is well-formed and names another scheme than HMAC-SHA256.
    UnsupportedAlgorithm,
    /// The body is longer than the limit. Nothing was hashed beyond it.
    BodyTooLarge,
    /// The signature is well-formed, and was not made from this body with this secret.
    SignatureMismatch,
    /// Authentic, but whitespace was added where it changes the event.
    AlteredWhitespace {
        /// The first member that reads differently; `None` where the body as sent is not JSON.
        member: Option<Member>,
    },
    /// Authentic, but not an event.
    MalformedEvent(EventFault),
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
    /// Arrays and objects nest more than `MAX_DEPTH` (128) deep.
    Depth,
    /// JSON, but not an object.
    Object,
    /// A member that the event needs is missing, or is not what it has to be.
    Member(Member, MemberFault),
    /// Only the payload is signed, and the type is not the one that it can prove.
    UnsignedType,
}

/// A member of a callback's JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Member {
    /// `type`, a string.
    Type,
    /// `payload`, an object.
    Payload,
    /// `payload.amount`, an integer from 0 to 2^53 − 1 in minor units.
    Amount,
    /// `payload.paymentId`, a non-empty string.
    PaymentId,
    /// `payload.sessionId`, a non-empty string.
    SessionId,
}

/// What is wrong with a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MemberFault {
    /// It is not there.
    Missing,
    /// It is there more than once, and two readers could see two values.
    Repeated,
    /// Its value is not what the member holds.
    Invalid,
}

/// Whose mistake an error is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The program's own, to be fixed there: not an answer to a request.
    Caller,
    /// The request is not proven to come from the API.
    Refused,
    /// The signature is right, and the body is not what the API signs.
    Authentic,
}

impl ErrorKind {
    /// The kind's name, the same in every language.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Caller => "caller",
            Self::Refused => "refused",
            Self::Authentic => "authentic",
        }
    }
}

impl Member {
    /// The member's name in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Type => "type",
            Self::Payload => "payload",
            Self::Amount => "amount",
            Self::PaymentId => "paymentId",
            Self::SessionId => "sessionId",
        }
    }
}

impl Member {
    const fn position(self) -> u8 {
        match self {
            Self::Type => 0,
            Self::Payload => 1,
            Self::Amount => 2,
            Self::PaymentId => 3,
            Self::SessionId => 4,
        }
    }
}

impl SecretError {
    /// Every such error; a binding numbers them by position.
    pub const ALL: &'static [Self] = &[Self::Empty, Self::TooMany];

    /// The stable code, the same in every language.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "empty-secret",
            Self::TooMany => "invalid-option",
        }
    }

    /// Always [`ErrorKind::Caller`].
    #[must_use]
    pub const fn kind(self) -> ErrorKind {
        ErrorKind::Caller
    }
}

impl SignError {
    /// Every such error; a binding numbers them by position.
    pub const ALL: &'static [Self] = &[Self::NoPayload];

    /// The stable code, the same in every language.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoPayload => "invalid-option",
        }
    }

    /// Always [`ErrorKind::Caller`].
    #[must_use]
    pub const fn kind(self) -> ErrorKind {
        ErrorKind::Caller
    }
}

impl VerificationError {
    /// Every such error; a binding numbers them by position.
    pub const ALL: &'static [Self] = &[
        Self::MissingSignature,
        Self::MalformedSignature(HeaderFault::Scheme),
        Self::MalformedSignature(HeaderFault::LoneToken),
        Self::MalformedSignature(HeaderFault::Parameter),
        Self::MalformedSignature(HeaderFault::Digits),
        Self::MalformedSignature(HeaderFault::Trailing),
        Self::UnsupportedAlgorithm,
        Self::BodyTooLarge,
        Self::SignatureMismatch,
        Self::AlteredWhitespace { member: None },
        Self::AlteredWhitespace { member: Some(Member::Type) },
        Self::AlteredWhitespace { member: Some(Member::Payload) },
        Self::AlteredWhitespace { member: Some(Member::Amount) },
        Self::AlteredWhitespace { member: Some(Member::PaymentId) },
        Self::AlteredWhitespace { member: Some(Member::SessionId) },
        Self::MalformedEvent(EventFault::Json),
        Self::MalformedEvent(EventFault::Depth),
        Self::MalformedEvent(EventFault::Object),
        Self::MalformedEvent(EventFault::Member(Member::Type, MemberFault::Missing)),
        Self::MalformedEvent(EventFault::Member(Member::Type, MemberFault::Repeated)),
        Self::MalformedEvent(EventFault::Member(Member::Type, MemberFault::Invalid)),
        Self::MalformedEvent(EventFault::Member(Member::Payload, MemberFault::Missing)),
        Self::MalformedEvent(EventFault::Member(Member::Payload, MemberFault::Repeated)),
        Self::MalformedEvent(EventFault::Member(Member::Payload, MemberFault::Invalid)),
        Self::MalformedEvent(EventFault::Member(Member::Amount, MemberFault::Missing)),
        Self::MalformedEvent(EventFault::Member(Member::Amount, MemberFault::Repeated)),
        Self::MalformedEvent(EventFault::Member(Member::Amount, MemberFault::Invalid)),
        Self::MalformedEvent(EventFault::Member(Member::PaymentId, MemberFault::Missing)),
        Self::MalformedEvent(EventFault::Member(Member::PaymentId, MemberFault::Repeated)),
        Self::MalformedEvent(EventFault::Member(Member::PaymentId, MemberFault::Invalid)),
        Self::MalformedEvent(EventFault::Member(Member::SessionId, MemberFault::Missing)),
        Self::MalformedEvent(EventFault::Member(Member::SessionId, MemberFault::Repeated)),
        Self::MalformedEvent(EventFault::Member(Member::SessionId, MemberFault::Invalid)),
        Self::MalformedEvent(EventFault::UnsignedType),
    ];

    /// The position in [`ALL`](Self::ALL), for a binding.
    #[must_use]
    pub const fn position(self) -> u8 {
        match self {
            Self::MissingSignature => 0,
            Self::MalformedSignature(HeaderFault::Scheme) => 1,
            Self::MalformedSignature(HeaderFault::LoneToken) => 2,
            Self::MalformedSignature(HeaderFault::Parameter) => 3,
            Self::MalformedSignature(HeaderFault::Digits) => 4,
            Self::MalformedSignature(HeaderFault::Trailing) => 5,
            Self::UnsupportedAlgorithm => 6,
            Self::BodyTooLarge => 7,
            Self::SignatureMismatch => 8,
            Self::AlteredWhitespace { member: None } => 9,
            Self::AlteredWhitespace { member: Some(member) } => 10 + member.position(),
            Self::MalformedEvent(EventFault::Json) => 15,
            Self::MalformedEvent(EventFault::Depth) => 16,
            Self::MalformedEvent(EventFault::Object) => 17,
            Self::MalformedEvent(EventFault::Member(member, MemberFault::Missing)) => {
                18 + 3 * member.position()
            }
            Self::MalformedEvent(EventFault::Member(member, MemberFault::Repeated)) => {
                19 + 3 * member.position()
            }
            Self::MalformedEvent(EventFault::Member(member, MemberFault::Invalid)) => {
                20 + 3 * member.position()
            }
            Self::MalformedEvent(EventFault::UnsignedType) => 33,
        }
    }

    /// The stable code, the same in every language.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::MissingSignature => "missing-signature",
            Self::MalformedSignature(_) => "malformed-signature",
            Self::UnsupportedAlgorithm => "unsupported-algorithm",
            Self::BodyTooLarge => "body-too-large",
            Self::SignatureMismatch => "signature-mismatch",
            Self::AlteredWhitespace { .. } => "altered-whitespace",
            Self::MalformedEvent(_) => "malformed-event",
        }
    }

    /// Whether the request was refused, or is authentic and not an event.
    #[must_use]
    pub const fn kind(self) -> ErrorKind {
        match self {
            Self::AlteredWhitespace { .. } | Self::MalformedEvent(_) => ErrorKind::Authentic,
            _ => ErrorKind::Refused,
        }
    }
}

impl core::error::Error for SecretError {}
impl core::error::Error for SignError {}
impl core::error::Error for VerificationError {}

#[cfg(test)]
mod tests;
