//! The typed event, and the law that whitespace cannot change it.
//!
//! Whitespace is removed before hashing, so a stranger can add it to a signed body and the signature
//! still holds: `"paymentId":"e7db c6b9…"` verifies. Therefore an event counts only if the body reads
//! the same with its whitespace and without.

use alloc::{
    string::{String, ToString},
    vec::Vec,
};
use core::fmt;

use crate::{
    error::{Error, EventFault},
    json::{self, Message},
    normalize::{self, Whitespace},
    verifier::Signed,
};

/// What an authentic callback says.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// `payment-authorized`: the customer has paid.
    PaymentAuthorized(PaymentAuthorized),
    /// An event that this version does not know.
    Unknown(UnknownEvent),
}

/// The payload of `payment-authorized`.
///
/// `Debug` shows no id and no amount, since it ends up in logs.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PaymentAuthorized {
    /// In the currency's minor unit (cents, øre): 0 to 2^53 − 1, exact in every language.
    pub amount: u64,
    /// The payment's id as sent: 32 hexadecimal digits, by the API's documentation.
    pub payment_id: String,
    /// The checkout session's id as sent. Compare ids without regard to hyphens and case.
    pub session_id: String,
}

/// An authentic event whose type has no reading here. `Debug` does not show the payload.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnknownEvent {
    /// Its `type`.
    pub name: String,
    /// Its `payload`, JSON text exactly as sent, if it has one.
    ///
    /// Whitespace inside its strings is not authenticated: who sends the callback again can put some
    /// in or take some out.
    pub payload: Option<String>,
}

impl fmt::Debug for PaymentAuthorized {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PaymentAuthorized").finish_non_exhaustive()
    }
}

impl fmt::Debug for UnknownEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnknownEvent").finish_non_exhaustive()
    }
}

/// Reads the event of an authentic body under the event law.
///
/// Let S be the event of the stripped body, R that of the body as sent. The law: S must be an event,
/// or the body is malformed; R must be the same event, or the whitespace was altered.
///
/// S is only looked at where it can differ. Where R is strict JSON, whitespace outside its strings
/// stands between tokens, and never between two that could run together (no JSON puts two numbers or
/// literals side by side); so if no string holds whitespace, S is R. `tests/event_law.rs` holds this
/// shortcut against the law as written.
pub(crate) fn read(body: &[u8], rule: Whitespace, signed: Signed) -> Result<Event, Error> {
    let sent = normalize::without_mark(body, rule);
    let as_sent = json::message(sent);
    if as_sent.is_ok() && !changes_strings(sent, rule) {
        return event(as_sent.map_err(Error::MalformedEvent)?, signed);
    }
    let stripped: Vec<u8> = normalize::runs(body, rule).flatten().copied().collect();
    let as_signed = json::message(&stripped).map_err(Error::MalformedEvent)?;
    match as_sent {
        Ok(message) if message.says_the_same_as(&as_signed) => event(message, signed),
        _ => {
            event(as_signed, signed)?;
            Err(Error::AlteredWhitespace)
        }
    }
}

/// Whether `rule` takes whitespace out of JSON strings of this body.
fn changes_strings(body: &[u8], rule: Whitespace) -> bool {
    let kept = |rule| normalize::runs(body, rule).map(<[u8]>::len).sum::<usize>();
    let anywhere = kept(rule);
    rule == Whitespace::All && anywhere < body.len() && anywhere < kept(Whitespace::Insignificant)
}

fn event(message: Message<'_>, signed: Signed) -> Result<Event, Error> {
    match message {
        Message::PaymentAuthorized(payment) => Ok(Event::PaymentAuthorized(PaymentAuthorized {
            amount: payment.amount,
            payment_id: payment.payment_id.into_owned(),
            session_id: payment.session_id.into_owned(),
        })),
        Message::Unknown { .. } if signed == Signed::Payload => {
            Err(Error::MalformedEvent(EventFault::UnsignedType))
        }
        Message::Unknown { name, payload } => Ok(Event::Unknown(UnknownEvent {
            name: name.into_owned(),
            payload: payload.map(ToString::to_string),
        })),
    }
}
