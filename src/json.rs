//! The event's JSON, read strictly: RFC 8259 in UTF-8, no known member twice, limited depth.
//!
//! serde_json reads; what is not JSON for it is [`EventFault::Json`], and every other fault is a value
//! here. So its own errors are never worded, and their wording stays out of the binary.

use alloc::{borrow::Cow, string::String};
use core::fmt;

use serde::{
    Deserializer,
    de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use serde_json::value::RawValue;

use crate::{
    depth,
    error::{EventFault, Member, MemberFault},
    event::{Event, PaymentAuthorized, UnknownEvent},
    normalize,
};

/// The largest amount: the largest integer that every JSON reader holds exactly (RFC 8259, section 6).
pub const MAX_AMOUNT: u64 = (1 << 53) - 1;

const PAYMENT_AUTHORIZED: &str = "payment-authorized";

/// What a body says.
pub(crate) struct Reading<'b> {
    pub(crate) event: Event<'b>,
    /// Whether a name beside ours, or a string that was read, holds whitespace. Without it the event
    /// could be another one.
    pub(crate) is_spaced: bool,
}

/// Reads a body.
pub(crate) fn read(body: &[u8]) -> Result<Reading<'_>, EventFault> {
    let mut callback = Object::of(&[Member::Type, Member::Payload]);
    let mut payload = Object::of(&[Member::Amount, Member::PaymentId, Member::SessionId]);
    callback.read(strict(body)?, Some(&mut payload))?;
    let name = callback.string(0)?;
    if name != PAYMENT_AUTHORIZED {
        let payload = callback.text(1).map(Cow::Borrowed);
        let event = Event::Unknown(UnknownEvent { name, payload });
        return Ok(Reading { event, is_spaced: callback.is_spaced });
    }
    match callback.value(1)? {
        Value::Object => payload.is_unambiguous()?,
        Value::Text(text) => payload.read(text, None).map_err(|fault| match fault {
            EventFault::Object => callback.invalid(1),
            other => other,
        })?,
        Value::String(_) | Value::Other => return Err(callback.invalid(1)),
    }
    let event = Event::PaymentAuthorized(PaymentAuthorized {
        amount: payload.amount(0)?,
        payment_id: payload.id(1)?,
        session_id: payload.id(2)?,
    });
    Ok(Reading { event, is_spaced: callback.is_spaced || payload.is_spaced })
}

/// The text of the member `payload`.
pub(crate) fn payload(body: &[u8]) -> Option<&str> {
    let mut callback = Object::of(&[Member::Payload]);
    callback.read(strict(body).ok()?, None).ok()?;
    callback.text(0)
}

/// What serde_json does not check by itself: UTF-8 and the depth inside members that are ignored.
fn strict(body: &[u8]) -> Result<&str, EventFault> {
    if depth::is_too_deep(body) {
        return Err(EventFault::Depth);
    }
    str::from_utf8(body).map_err(|_| EventFault::Json)
}

/// As many as an object of ours has members at most. A length for each object would be code for each.
const MAX_MEMBERS: usize = 3;

/// The members of an object that have these names.
struct Object<'b> {
    names: &'static [Member],
    values: [Option<Value<'b>>; MAX_MEMBERS],
    /// The first that is there twice.
    repeated: Option<Member>,
    /// Whether another name, or a string that was read, holds whitespace.
    is_spaced: bool,
}

/// What a member holds, as far as an event needs it.
enum Value<'b> {
    /// Borrowed where it has no escapes.
    String(Cow<'b, str>),
    /// JSON that is not read yet.
    Text(&'b str),
    /// Its members are in an [`Object`].
    Object,
    Other,
}

impl<'b> Object<'b> {
    fn of(names: &'static [Member]) -> Self {
        Self { names, values: [const { None }; MAX_MEMBERS], repeated: None, is_spaced: false }
    }

    /// Reads the object that is all of `json`, and its payload in the same pass where the type stands before it.
    fn read(&mut self, json: &'b str, payload: Option<&mut Self>) -> Result<(), EventFault> {
        // From bytes: cutting a `str` links the panics about its boundaries.
        let mut reader = serde_json::Deserializer::from_slice(json.as_bytes());
        let value = reader.deserialize_any(AnyValue { object: Some(self), payload });
        let value = value.map_err(|_| EventFault::Json)?;
        reader.end().map_err(|_| EventFault::Json)?;
        if matches!(value, Value::Object) { self.is_unambiguous() } else { Err(EventFault::Object) }
    }

    fn is_unambiguous(&self) -> Result<(), EventFault> {
        self.repeated.map_or(Ok(()), |name| Err(EventFault::Member(name, MemberFault::Repeated)))
    }

    fn is_payment_authorized(&self) -> bool {
        matches!(&self.values[0], Some(Value::String(name)) if name == PAYMENT_AUTHORIZED)
    }

    fn value(&mut self, at: usize) -> Result<Value<'b>, EventFault> {
        self.values[at].take().ok_or(EventFault::Member(self.names[at], MemberFault::Missing))
    }

    fn invalid(&self, at: usize) -> EventFault {
        EventFault::Member(self.names[at], MemberFault::Invalid)
    }

    fn text(&self, at: usize) -> Option<&'b str> {
        if let Some(Value::Text(text)) = self.values[at] { Some(text) } else { None }
    }

    fn string(&mut self, at: usize) -> Result<Cow<'b, str>, EventFault> {
        let Value::String(string) = self.value(at)? else { return Err(self.invalid(at)) };
        self.is_spaced |= normalize::has_whitespace(string.as_bytes());
        Ok(string)
    }

    fn id(&mut self, at: usize) -> Result<Cow<'b, str>, EventFault> {
        let id = self.string(at)?;
        if id.is_empty() { Err(self.invalid(at)) } else { Ok(id) }
    }

    /// An integer literal: `2000.0` and `2e3` are other numbers to some readers.
    fn amount(&mut self, at: usize) -> Result<u64, EventFault> {
        let Value::Text(text) = self.value(at)? else { return Err(self.invalid(at)) };
        let amount = text.parse().ok().filter(|&amount| amount <= MAX_AMOUNT);
        amount.ok_or(self.invalid(at))
    }
}

/// Reads any value, the members of an object into `object`: `deserialize_any` with a visitor that refuses none has no error
/// to word.
#[derive(Default)]
struct AnyValue<'o, 'b> {
    object: Option<&'o mut Object<'b>>,
    /// What the object's own payload is read into.
    payload: Option<&'o mut Object<'b>>,
}

impl<'b> DeserializeSeed<'b> for AnyValue<'_, 'b> {
    type Value = Value<'b>;

    fn deserialize<D: Deserializer<'b>>(self, value: D) -> Result<Value<'b>, D::Error> {
        value.deserialize_any(self)
    }
}

impl<'b> Visitor<'b> for AnyValue<'_, 'b> {
    type Value = Value<'b>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_map<A: MapAccess<'b>>(mut self, mut members: A) -> Result<Self::Value, A::Error> {
        let names = self.object.as_ref().map_or(&[][..], |object| object.names);
        while let Some(name) = members.next_key_seed(Names(names))? {
            let (Some(object), Some(at)) = (&mut self.object, name.position) else {
                if let Some(object) = &mut self.object {
                    object.is_spaced |= name.is_spaced;
                }
                members.next_value::<IgnoredAny>()?;
                continue;
            };
            let nested = match names[at] {
                // Of another type, the text is all there is to know of it.
                Member::Payload if object.is_payment_authorized() => {
                    self.payload.take().map(|payload| AnyValue { object: Some(payload), payload: None })
                }
                Member::Payload | Member::Amount => None,
                Member::Type | Member::PaymentId | Member::SessionId => Some(AnyValue::default()),
            };
            let value = match nested {
                Some(seed) => members.next_value_seed(seed)?,
                None => Value::Text(members.next_value::<&RawValue>()?.get()),
            };
            if object.values[at].replace(value).is_some() {
                object.repeated = object.repeated.or(Some(names[at]));
            }
        }
        Ok(Value::Object)
    }

    fn visit_seq<A: SeqAccess<'b>>(self, mut values: A) -> Result<Self::Value, A::Error> {
        while values.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Value::Other)
    }

    fn visit_borrowed_str<E>(self, string: &'b str) -> Result<Self::Value, E> {
        Ok(Value::String(Cow::Borrowed(string)))
    }

    fn visit_str<E>(self, string: &str) -> Result<Self::Value, E> {
        Ok(Value::String(Cow::Owned(String::from(string))))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(Value::Other)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
        Ok(Value::Other)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
        Ok(Value::Other)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(Value::Other)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Value::Other)
    }
}

/// Looks a member's name up among these.
struct Names<'n>(&'n [Member]);

struct Name {
    position: Option<usize>,
    is_spaced: bool,
}

impl<'b> DeserializeSeed<'b> for Names<'_> {
    type Value = Name;

    fn deserialize<D: Deserializer<'b>>(self, name: D) -> Result<Name, D::Error> {
        name.deserialize_str(self)
    }
}

impl Visitor<'_> for Names<'_> {
    type Value = Name;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E>(self, name: &str) -> Result<Name, E> {
        let position = self.0.iter().position(|member| member.name() == name);
        Ok(Name { position, is_spaced: normalize::has_whitespace(name.as_bytes()) })
    }
}
