//! The typed event, and the law that whitespace cannot change it.
//!
//! Whitespace is removed before hashing, so a stranger can add it to a signed body and the signature
//! still holds: `"paymentId":"e7db c6b9…"` verifies. Therefore an event counts only if the body reads
//! the same with its whitespace and without.

use alloc::{borrow::Cow, vec::Vec};
use core::fmt;

use crate::{
    error::{EventFault, Member, VerificationError},
    json::{self, Reading},
    normalize,
    rules::{Signed, Whitespace},
};

/// What an authentic callback says, borrowed from its body where that has no escapes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event<'b> {
    /// `payment-authorized`: the customer has paid.
    PaymentAuthorized(PaymentAuthorized<'b>),
    /// An event that this version does not know.
    Unknown(UnknownEvent<'b>),
}

/// The payload of `payment-authorized`.
///
/// `Debug` shows no id and no amount, since it ends up in logs.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PaymentAuthorized<'b> {
    /// In the currency's minor unit (cents, øre): 0 to 2^53 − 1, exact in every language.
    pub amount: u64,
    /// The payment's id as sent: 32 hexadecimal digits, by the API's documentation.
    ///
    /// Store it as [`id::canonical`](crate::id::canonical), compare it with [`id::same`](crate::id::same).
    pub payment_id: Cow<'b, str>,
    /// The checkout session's id as sent.
    pub session_id: Cow<'b, str>,
}

/// An authentic event of a type that is unknown here. `Debug` does not show the payload.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnknownEvent<'b> {
    /// Its `type`.
    pub name: Cow<'b, str>,
    /// Its `payload`, JSON text exactly as sent, if it has one.
    ///
    /// Whitespace inside its strings is not authenticated: anyone who sends the callback again can add
    /// or remove some.
    pub payload: Option<Cow<'b, str>>,
}

impl Event<'_> {
    /// The event with its texts copied, to outlive the body.
    #[must_use]
    pub fn into_owned(self) -> Event<'static> {
        match self {
            Self::PaymentAuthorized(payment) => Event::PaymentAuthorized(payment.into_owned()),
            Self::Unknown(event) => Event::Unknown(event.into_owned()),
        }
    }
}

impl PaymentAuthorized<'_> {
    /// The payload with its ids copied, to outlive the body.
    #[must_use]
    pub fn into_owned(self) -> PaymentAuthorized<'static> {
        PaymentAuthorized {
            amount: self.amount,
            payment_id: own(self.payment_id),
            session_id: own(self.session_id),
        }
    }
}

impl UnknownEvent<'_> {
    /// The event with its texts copied, to outlive the body.
    #[must_use]
    pub fn into_owned(self) -> UnknownEvent<'static> {
        UnknownEvent { name: own(self.name), payload: self.payload.map(own) }
    }
}

fn own(text: Cow<'_, str>) -> Cow<'static, str> {
    Cow::Owned(text.into_owned())
}

impl fmt::Debug for PaymentAuthorized<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PaymentAuthorized").finish_non_exhaustive()
    }
}

impl fmt::Debug for UnknownEvent<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnknownEvent").finish_non_exhaustive()
    }
}

/// Reads the event of an authentic body under the event law.
///
/// Let S be the event of the stripped body, R that of the body as sent. The law: S must be an event,
/// or the body is malformed; R must be the same event, or the whitespace was altered.
///
/// S is only read where it can differ. Where R is an event, the body as sent is strict JSON: whitespace
/// outside its strings stands between tokens, and never between two that could run together (JSON never
/// puts two numbers or literals side by side). Inside a string it can change what is read only in a name
/// or in a string that is read; elsewhere the string stays a string. So if none of those holds
/// whitespace, S is R. `tests/core/event_law.rs` holds this shortcut against the law as written.
pub(crate) fn read(body: &[u8], rule: Whitespace, signed: Signed) -> Result<Event<'_>, VerificationError> {
    let as_sent = read_once(normalize::text(body, rule), signed);
    let can_differ = |reading: &Reading<'_>| reading.is_spaced && rule == Whitespace::All;
    let as_sent = match as_sent {
        Ok(reading) if !can_differ(&reading) => return Ok(reading.event),
        other => other,
    };
    let mut stripped = Vec::with_capacity(body.len());
    normalize::runs(body, rule).gather(&mut |part| stripped.extend_from_slice(part));
    let as_signed = read_once(&stripped, signed).map_err(VerificationError::MalformedEvent)?;
    let altered = match as_sent {
        Ok(reading) => match difference(&reading.event, &as_signed.event) {
            None => return Ok(reading.event),
            member => member,
        },
        Err(EventFault::Member(member, _)) => Some(member),
        Err(EventFault::UnsignedType) => Some(Member::Type),
        Err(EventFault::Json | EventFault::Depth | EventFault::Object) => None,
    };
    Err(VerificationError::AlteredWhitespace { member: altered })
}

fn read_once(body: &[u8], signed: Signed) -> Result<Reading<'_>, EventFault> {
    let reading = json::read(body)?;
    match reading.event {
        Event::Unknown(_) if signed == Signed::Payload => Err(EventFault::UnsignedType),
        _ => Ok(reading),
    }
}

/// The first member that differs, of those that have a type.
fn difference(a: &Event<'_>, b: &Event<'_>) -> Option<Member> {
    match (a, b) {
        (Event::PaymentAuthorized(a), Event::PaymentAuthorized(b)) => {
            if a.amount != b.amount {
                return Some(Member::Amount);
            }
            if a.payment_id != b.payment_id {
                return Some(Member::PaymentId);
            }
            (a.session_id != b.session_id).then_some(Member::SessionId)
        }
        (Event::Unknown(a), Event::Unknown(b)) => {
            if a.name != b.name {
                return Some(Member::Type);
            }
            (a.payload.is_some() != b.payload.is_some()).then_some(Member::Payload)
        }
        _ => Some(Member::Type),
    }
}
