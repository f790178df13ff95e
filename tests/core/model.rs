//! The specification as a program: short, slow and without a trick. The core is held against it.

use checkout_signature as core;
use hmac::{Hmac, KeyInit, Mac};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use sha2::Sha256;
use std::{fmt, sync::LazyLock};

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// No whitespace stands behind U+3000; Miri would take minutes to see that.
const LAST: char = if cfg!(miri) { '\u{3000}' } else { char::MAX };

/// Unicode's `White_Space` as UTF-8, by the first byte.
static WHITE_SPACE: LazyLock<[Vec<Vec<u8>>; 256]> = LazyLock::new(|| {
    let mut spaces = [const { Vec::new() }; 256];
    for space in ('\0'..=LAST).filter(|c| c.is_whitespace()) {
        let space = space.to_string().into_bytes();
        spaces[usize::from(space[0])].push(space);
    }
    spaces
});

/// An event, as far as two of them can differ.
#[derive(Debug, PartialEq)]
pub(crate) enum Event {
    Payment { amount: u64, payment_id: String, session_id: String },
    Unknown { name: String, has_payload: bool },
}

impl From<core::Event<'_>> for Event {
    fn from(event: core::Event<'_>) -> Self {
        match event {
            core::Event::PaymentAuthorized(payment) => Self::Payment {
                amount: payment.amount,
                payment_id: payment.payment_id.into_owned(),
                session_id: payment.session_id.into_owned(),
            },
            core::Event::Unknown(event) => {
                Self::Unknown { name: event.name.into_owned(), has_payload: event.payload.is_some() }
            }
            _ => unreachable!("there are two events"),
        }
    }
}

/// What the core says of a callback, as the model writes it.
pub(crate) fn core_verdict(
    verifier: &core::Verifier,
    header: &[u8],
    body: &[u8],
) -> Result<Event, &'static str> {
    let event = verifier.verify(body, header).and_then(|verified| verified.event());
    event.map(Event::from).map_err(core::VerificationError::code)
}

/// The header that the model signs a body with.
pub(crate) fn sign(secret: &[u8], body: &[u8]) -> Vec<u8> {
    format!("HMAC-SHA256 Signature={}", hex::encode(mac(secret, body))).into_bytes()
}

/// What the core has to say of a callback: the event, or the code of the error.
pub(crate) fn verdict(secrets: &[&[u8]], header: &[u8], body: &[u8]) -> Result<Event, &'static str> {
    let expected = signature(header)?;
    if !secrets.iter().any(|secret| mac(secret, body) == expected) {
        return Err("signature-mismatch");
    }
    let signed = event(&strip(body)).ok_or("malformed-event")?;
    let sent = event(body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(body));
    if sent.as_ref() == Some(&signed) { Ok(signed) } else { Err("altered-whitespace") }
}

/// HMAC-SHA256 of the body without whitespace.
pub(crate) fn mac(secret: &[u8], body: &[u8]) -> [u8; 32] {
    let mac = Hmac::<Sha256>::new_from_slice(secret).expect("any length");
    mac.chain_update(strip(body)).finalize().into_bytes().into()
}

/// The body without one leading byte order mark and without whitespace, wherever it stands.
pub(crate) fn strip(body: &[u8]) -> Vec<u8> {
    let mut rest = body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(body);
    let mut kept = Vec::new();
    while let Some((&first, after)) = rest.split_first() {
        match WHITE_SPACE[usize::from(first)].iter().find(|space| rest.starts_with(space)) {
            Some(space) => rest = &rest[space.len()..],
            None => {
                kept.push(first);
                rest = after;
            }
        }
    }
    kept
}

/// The same, with whitespace kept inside JSON's strings.
pub(crate) fn strip_outside_strings(body: &[u8]) -> Vec<u8> {
    let mut rest = body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(body);
    let (mut kept, mut is_inside) = (Vec::new(), false);
    while let Some(&first) = rest.first() {
        let space = WHITE_SPACE[usize::from(first)].iter().find(|space| rest.starts_with(space));
        let (taken, is_kept) = match space {
            Some(space) if !is_inside => (space.len(), false),
            _ if is_inside && first == b'\\' => (rest.len().min(2), true),
            _ => (1, true),
        };
        is_inside ^= first == b'"';
        kept.extend_from_slice(if is_kept { &rest[..taken] } else { &[] });
        rest = &rest[taken..];
    }
    kept
}

/// `HMAC-SHA256 Signature=` and 64 digits, bare or quoted; case and whitespace are free.
fn signature(header: &[u8]) -> Result<[u8; 32], &'static str> {
    let is_space = |b: &u8| *b == b' ' || *b == b'\t';
    let trim = |text: &[u8]| text.iter().copied().skip_while(is_space).collect::<Vec<u8>>();
    let is_tchar = |b: &u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(b);
    let mut value = trim(header);
    while value.last().is_some_and(is_space) {
        value.pop();
    }
    if value.is_empty() {
        return Err("missing-signature");
    }
    let (scheme, rest) = value.split_at(value.iter().position(|b| !is_tchar(b)).unwrap_or(value.len()));
    if scheme.is_empty() || !rest.first().is_some_and(is_space) {
        return Err("malformed-signature");
    }
    if !scheme.eq_ignore_ascii_case(b"HMAC-SHA256") {
        return Err("unsupported-algorithm");
    }
    let digits = || {
        let rest = trim(rest);
        let (name, rest) = rest.split_at_checked("Signature".len())?;
        let rest = trim(trim(rest).strip_prefix(b"=")?);
        let quoted = rest.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\""));
        name.eq_ignore_ascii_case(b"Signature").then(|| quoted.unwrap_or(&rest).to_vec())
    };
    let digits = digits().filter(|digits| digits.len() == 64 && digits.iter().all(u8::is_ascii_hexdigit));
    let bytes = hex::decode(digits.ok_or("malformed-signature")?).expect("digits");
    Ok(bytes.try_into().expect("32 bytes"))
}

fn event(json: &[u8]) -> Option<Event> {
    let callback = Members::read(json)?;
    let name: String = serde_json::from_str(callback.one("type")?).ok()?;
    let payloads = callback.all("payload");
    match (name.as_str(), &payloads[..]) {
        ("payment-authorized", [payload]) => {
            let payload = Members::read(payload.as_bytes())?;
            let amount = payload.one("amount")?.parse().ok().filter(|&amount| amount < 1 << 53)?;
            let id = |name| -> Option<String> { serde_json::from_str(payload.one(name)?).ok() };
            let (payment_id, session_id) = (id("paymentId")?, id("sessionId")?);
            let are_ids = !payment_id.is_empty() && !session_id.is_empty();
            are_ids.then_some(Event::Payment { amount, payment_id, session_id })
        }
        ("payment-authorized", _) | (_, [_, _, ..]) => None,
        (_, payload) => Some(Event::Unknown { name, has_payload: !payload.is_empty() }),
    }
}

/// The members of a JSON object, each as its text, repeated ones too.
struct Members(Vec<(String, Box<RawValue>)>);

impl Members {
    fn read(json: &[u8]) -> Option<Self> {
        serde_json::from_str(str::from_utf8(json).ok()?).ok()
    }

    fn all(&self, name: &str) -> Vec<&str> {
        self.0.iter().filter(|(named, _)| named == name).map(|(_, value)| value.get()).collect()
    }

    fn one(&self, name: &str) -> Option<&str> {
        <[&str; 1]>::try_from(self.all(name)).ok().map(|[value]| value)
    }
}

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Pairs)
    }
}

struct Pairs;

impl<'de> Visitor<'de> for Pairs {
    type Value = Members;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(Members(members))
    }
}
