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
    error::{EventFault, Member, MemberFault},
    event::{Event, PaymentAuthorized, UnknownEvent},
    normalize,
    strings::Strings,
};

/// How deeply arrays and objects may nest.
pub const MAX_DEPTH: usize = 128;
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
    let mut callback = Object::read(strict(body)?, &[Member::Type, Member::Payload])?;
    let name = callback.string(0)?;
    if name != PAYMENT_AUTHORIZED {
        let payload = callback.texts[1].map(Cow::Borrowed);
        let event = Event::Unknown(UnknownEvent { name, payload });
        return Ok(Reading { event, is_spaced: callback.is_spaced });
    }
    let payload = callback.text(1)?;
    let names = &[Member::Amount, Member::PaymentId, Member::SessionId];
    let mut payload = Object::read(payload, names).map_err(|fault| match fault {
        EventFault::Object => EventFault::Member(Member::Payload, MemberFault::Invalid),
        other => other,
    })?;
    let event = Event::PaymentAuthorized(PaymentAuthorized {
        amount: payload.amount(0)?,
        payment_id: payload.id(1)?,
        session_id: payload.id(2)?,
    });
    Ok(Reading { event, is_spaced: callback.is_spaced || payload.is_spaced })
}

/// The text of the member `payload`.
pub(crate) fn payload(body: &[u8]) -> Option<&str> {
    Object::read(strict(body).ok()?, &[Member::Payload]).ok()?.texts[0]
}

/// What serde_json does not check by itself: UTF-8 and the depth inside members that are ignored.
fn strict(body: &[u8]) -> Result<&str, EventFault> {
    if is_too_deep(body) {
        return Err(EventFault::Depth);
    }
    str::from_utf8(body).map_err(|_| EventFault::Json)
}

/// Counting brackets is cheap and is enough for every callback: so few cannot nest too deeply.
fn is_too_deep(body: &[u8]) -> bool {
    let brackets = body.iter().filter(|&&byte| byte == b'[' || byte == b'{').count();
    brackets > MAX_DEPTH && depth(body) > MAX_DEPTH
}

/// The deepest nesting of brackets outside strings.
fn depth(body: &[u8]) -> usize {
    let (mut depth, mut deepest) = (0usize, 0);
    let mut strings = Strings::default();
    for &byte in body {
        if !strings.is_outside(byte) {
            continue;
        }
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// As many as an object of ours has members at most. A length for each object would be code for each.
type Texts<'b> = [Option<&'b str>; 3];

/// The JSON texts of an object's members that have these names, each at most once.
struct Object<'b> {
    names: &'static [Member],
    texts: Texts<'b>,
    is_spaced: bool,
}

impl<'b> Object<'b> {
    fn read(json: &'b str, names: &'static [Member]) -> Result<Self, EventFault> {
        match parse(json, names)? {
            Value::Object { repeated: Some(name), .. } => {
                Err(EventFault::Member(name, MemberFault::Repeated))
            }
            Value::Object { texts, is_spaced, .. } => Ok(Self { names, texts, is_spaced }),
            Value::String(_) | Value::Other => Err(EventFault::Object),
        }
    }

    fn text(&self, at: usize) -> Result<&'b str, EventFault> {
        self.texts[at].ok_or(EventFault::Member(self.names[at], MemberFault::Missing))
    }

    fn invalid(&self, at: usize) -> EventFault {
        EventFault::Member(self.names[at], MemberFault::Invalid)
    }

    /// A string, borrowed where it has no escapes.
    fn string(&mut self, at: usize) -> Result<Cow<'b, str>, EventFault> {
        let text = self.text(at)?;
        self.is_spaced |= normalize::has_whitespace(text.as_bytes());
        match text.strip_prefix('"').and_then(|text| text.strip_suffix('"')) {
            Some(plain) if !plain.as_bytes().contains(&b'\\') => Ok(Cow::Borrowed(plain)),
            _ => match parse(text, &[])? {
                Value::String(string) => Ok(string),
                Value::Object { .. } | Value::Other => Err(self.invalid(at)),
            },
        }
    }

    fn id(&mut self, at: usize) -> Result<Cow<'b, str>, EventFault> {
        let id = self.string(at)?;
        if id.is_empty() { Err(self.invalid(at)) } else { Ok(id) }
    }

    /// An integer literal: `2000.0` and `2e3` are other numbers to some readers.
    fn amount(&self, at: usize) -> Result<u64, EventFault> {
        let text = self.text(at)?;
        let amount = text.parse().ok().filter(|&amount| amount <= MAX_AMOUNT);
        amount.ok_or(self.invalid(at))
    }
}

fn parse<'b>(json: &'b str, names: &[Member]) -> Result<Value<'b>, EventFault> {
    // From bytes: cutting a `str` links the panics about its boundaries.
    let mut reader = serde_json::Deserializer::from_slice(json.as_bytes());
    let value = reader.deserialize_any(ValueVisitor(names)).map_err(|_| EventFault::Json)?;
    reader.end().map_err(|_| EventFault::Json)?;
    Ok(value)
}

/// A JSON value as far as an event needs it.
enum Value<'b> {
    Object { texts: Texts<'b>, repeated: Option<Member>, is_spaced: bool },
    String(Cow<'b, str>),
    Other,
}

/// Takes any value: `deserialize_any` with a visitor that refuses none has no error to word.
struct ValueVisitor<'n>(&'n [Member]);

impl<'b> Visitor<'b> for ValueVisitor<'_> {
    type Value = Value<'b>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_map<A: MapAccess<'b>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let (mut texts, mut repeated, mut is_spaced) = ([None; 3], None, false);
        while let Some(name) = members.next_key_seed(Names(self.0))? {
            let Some(at) = name.position else {
                is_spaced |= name.is_spaced;
                members.next_value::<IgnoredAny>()?;
                continue;
            };
            let text = members.next_value::<&RawValue>()?.get();
            if texts[at].replace(text).is_some() {
                repeated = repeated.or(Some(self.0[at]));
            }
        }
        Ok(Value::Object { texts, repeated, is_spaced })
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
