//! The event's JSON, read strictly: RFC 8259 in UTF-8, no known member twice, limited depth.

use alloc::borrow::Cow;
use core::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{self, IgnoredAny, MapAccess, Visitor, value::MapAccessDeserializer},
};
use serde_json::value::RawValue;

use crate::error::EventFault;

/// How deeply arrays and objects may nest: as deep as serde_json follows them.
const MAX_DEPTH: usize = 128;
/// The largest integer that every JSON reader holds exactly (RFC 8259, section 6).
const MAX_AMOUNT: u64 = (1 << 53) - 1;

const PAYMENT_AUTHORIZED: &str = "payment-authorized";

/// What a body says, borrowed from it.
pub(crate) enum Message<'b> {
    PaymentAuthorized(Payment<'b>),
    Unknown { name: Cow<'b, str>, payload: Option<&'b str> },
}

#[derive(Deserialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Payment<'b> {
    pub(crate) amount: u64,
    #[serde(borrow)]
    pub(crate) payment_id: Cow<'b, str>,
    #[serde(borrow)]
    pub(crate) session_id: Cow<'b, str>,
}

/// The top level as far as `Signed::Payload` needs it: nothing but the payload counts.
#[derive(Deserialize)]
struct PayloadOnly<'b> {
    #[serde(borrow)]
    payload: &'b RawValue,
}

impl Payment<'_> {
    /// What JSON's types do not say.
    fn is_valid(&self) -> bool {
        self.amount <= MAX_AMOUNT && !self.payment_id.is_empty() && !self.session_id.is_empty()
    }
}

impl Message<'_> {
    /// Whether both are the same event: in its type, and in every member that has a type.
    pub(crate) fn says_the_same_as(&self, other: &Message<'_>) -> bool {
        match (self, other) {
            (Message::PaymentAuthorized(a), Message::PaymentAuthorized(b)) => a == b,
            (Message::Unknown { name: a, payload: p }, Message::Unknown { name: b, payload: q }) => {
                a == b && p.is_some() == q.is_some()
            }
            _ => false,
        }
    }
}

/// Reads a body.
pub(crate) fn message(body: &[u8]) -> Result<Message<'_>, EventFault> {
    match parse(strict(body)?)? {
        Message::PaymentAuthorized(payment) if !payment.is_valid() => Err(EventFault::Members),
        message => Ok(message),
    }
}

/// The text of the member `payload`.
pub(crate) fn payload(body: &[u8]) -> Option<&str> {
    parse::<Object<PayloadOnly<'_>>>(strict(body).ok()?).ok().map(|only| only.0.payload.get())
}

/// What serde_json does not check by itself: UTF-8 and the depth inside members that are ignored.
fn strict(body: &[u8]) -> Result<&str, EventFault> {
    if is_too_deep(body) {
        return Err(EventFault::Depth);
    }
    core::str::from_utf8(body).map_err(|_| EventFault::Json)
}

fn parse<'b, T: Deserialize<'b>>(text: &'b str) -> Result<T, EventFault> {
    serde_json::from_str(text).map_err(|error| match error.classify() {
        serde_json::error::Category::Data => EventFault::Members,
        _ => EventFault::Json,
    })
}

/// Whether the body nests too deeply, so far as it is JSON: what is shorter than its brackets would be
/// together is either not nested so deeply, or not closed and refused for that.
fn is_too_deep(body: &[u8]) -> bool {
    body.len() > 2 * MAX_DEPTH && depth(body) > MAX_DEPTH
}

/// The deepest nesting of brackets outside strings.
fn depth(body: &[u8]) -> usize {
    let (mut depth, mut deepest) = (0usize, 0);
    let (mut in_string, mut escaped) = (false, false);
    for &b in body {
        if escaped {
            escaped = false;
        } else if b == b'"' {
            in_string = !in_string;
        } else if in_string {
            escaped = b == b'\\';
        } else if b == b'[' || b == b'{' {
            depth += 1;
            deepest = deepest.max(depth);
        } else if b == b']' || b == b'}' {
            depth = depth.saturating_sub(1);
        }
    }
    deepest
}

impl<'b> Deserialize<'b> for Message<'b> {
    fn deserialize<D: Deserializer<'b>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MessageVisitor)
    }
}

/// The top level of a callback: `type` and `payload`, each once; other members are ignored.
struct MessageVisitor;

#[derive(Deserialize)]
#[serde(field_identifier, rename_all = "lowercase")]
enum Member {
    Type,
    Payload,
    #[serde(other)]
    Other,
}

impl<'b> Visitor<'b> for MessageVisitor {
    type Value = Message<'b>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an event")
    }

    fn visit_map<A: MapAccess<'b>>(self, mut members: A) -> Result<Message<'b>, A::Error> {
        let mut name = None;
        let mut payment = None;
        let mut payload = None;
        while let Some(member) = members.next_key()? {
            match member {
                Member::Type if name.is_none() => name = Some(members.next_value::<Text<'_>>()?.0),
                Member::Payload if payment.is_none() && payload.is_none() => match name.as_deref() {
                    // Where the type stands first, as the API sends it, one pass is enough.
                    Some(PAYMENT_AUTHORIZED) => payment = Some(members.next_value()?),
                    _ => payload = Some(members.next_value::<&RawValue>()?.get()),
                },
                Member::Type | Member::Payload => return Err(de::Error::custom("twice")),
                Member::Other => drop(members.next_value::<IgnoredAny>()?),
            }
        }
        match (name.ok_or_else(|| de::Error::missing_field("type"))?, payment, payload) {
            (_, Some(Object(payment)), _) => Ok(Message::PaymentAuthorized(payment)),
            (name, _, Some(payload)) if name == PAYMENT_AUTHORIZED => {
                let Object(payment) = serde_json::from_str(payload).map_err(de::Error::custom)?;
                Ok(Message::PaymentAuthorized(payment))
            }
            (name, _, None) if name == PAYMENT_AUTHORIZED => Err(de::Error::missing_field("payload")),
            (name, _, payload) => Ok(Message::Unknown { name, payload }),
        }
    }
}

/// A struct from a JSON object only; by itself the derive takes an array of the values too.
struct Object<T>(T);

impl<'b, T: Deserialize<'b>> Deserialize<'b> for Object<T> {
    fn deserialize<D: Deserializer<'b>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ObjectVisitor(PhantomData))
    }
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'b, T: Deserialize<'b>> Visitor<'b> for ObjectVisitor<T> {
    type Value = Object<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'b>>(self, members: A) -> Result<Object<T>, A::Error> {
        T::deserialize(MapAccessDeserializer::new(members)).map(Object)
    }
}

/// A string, borrowed where it has no escapes.
#[derive(Deserialize)]
struct Text<'b>(#[serde(borrow)] Cow<'b, str>);
