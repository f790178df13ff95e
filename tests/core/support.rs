//! Test vectors, read from `tests/vectors/*.json`; their schema is described there.

use std::{env, fs, ops::RangeInclusive, path::PathBuf};

use checkout_signature::{Event, SecretError, Signed, VerificationError, Verifier, Whitespace};
use proptest::{collection::SizeRange, prelude::*, test_runner::Config};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

#[derive(Deserialize, Serialize)]
pub(crate) struct File {
    pub(crate) source: String,
    pub(crate) vectors: Vec<Vector>,
}

#[derive(Deserialize, Serialize)]
pub(crate) struct Vector {
    pub(crate) name: String,
    pub(crate) secrets: Vec<Bytes>,
    pub(crate) options: Options,
    pub(crate) authorization: Option<String>,
    pub(crate) body: Bytes,
    pub(crate) signature: String,
    pub(crate) event: Value,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Bytes {
    Text(String),
    Hex(String),
}

#[derive(Default, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Options {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) whitespace: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) signed: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) max_body_bytes: Option<usize>,
}

impl Bytes {
    pub(crate) fn to_vec(&self) -> Vec<u8> {
        match self {
            Self::Text(text) => text.clone().into_bytes(),
            Self::Hex(digits) => hex::decode(digits).expect("hex"),
        }
    }
}

impl Vector {
    pub(crate) fn verifier(&self) -> Result<Verifier, SecretError> {
        let secrets: Vec<Vec<u8>> = self.secrets.iter().map(Bytes::to_vec).collect();
        let (newest, previous) = secrets.split_first().expect("a secret");
        let mut verifier = Verifier::new(newest)?;
        for secret in previous {
            verifier = verifier.with_previous_secret(secret)?;
        }
        verifier = match self.options.whitespace.as_deref() {
            None | Some("all") => verifier,
            Some("insignificant") => verifier.with_whitespace(Whitespace::Insignificant),
            Some("none") => verifier.with_whitespace(Whitespace::None),
            Some(other) => panic!("{}: whitespace {other}", self.name),
        };
        verifier = match self.options.signed.as_deref() {
            None | Some("body") => verifier,
            Some("payload") => verifier.with_signed(Signed::Payload),
            Some(other) => panic!("{}: signed {other}", self.name),
        };
        Ok(match self.options.max_body_bytes {
            Some(bytes) => verifier.with_max_body(bytes),
            None => verifier,
        })
    }

    pub(crate) fn authorization(&self) -> &[u8] {
        self.authorization.as_deref().unwrap_or_default().as_bytes()
    }
}

/// Every vector file, with its name; fails where there are none, since a test of nothing cannot fail.
pub(crate) fn files() -> Vec<(String, File)> {
    let folder = folder();
    let mut files: Vec<(String, File)> = fs::read_dir(&folder)
        .expect("tests/vectors")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .map(|path| {
            let text = fs::read_to_string(&path).expect("a vector file");
            let file = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path:?}: {error}"));
            (path.file_stem().expect("a name").to_string_lossy().into_owned(), file)
        })
        .collect();
    files.sort_by(|(a, _), (b, _)| a.cmp(b));
    assert!(files.len() >= 8, "vector files are missing: {}", files.len());
    files
}

pub(crate) fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/vectors")
}

/// A verdict as the vectors write it.
pub(crate) fn signature_verdict<T>(result: &Result<T, VerificationError>) -> &'static str {
    match result {
        Ok(_) => "authentic",
        Err(error) => error.code(),
    }
}

/// An event as the vectors write it.
pub(crate) fn event_verdict(result: Result<Event<'_>, VerificationError>) -> Value {
    match result {
        Err(error) => Value::from(error.code()),
        Ok(Event::PaymentAuthorized(payment)) => json!({
            "type": "payment-authorized",
            "payload": {
                "amount": payment.amount,
                "paymentId": payment.payment_id,
                "sessionId": payment.session_id,
            },
        }),
        Ok(Event::Unknown(event)) => {
            let mut value = json!({ "type": "unknown", "name": event.name });
            if let Some(payload) = event.payload {
                value["payload"] = serde_json::from_str(&payload).expect("JSON");
            }
            value
        }
        Ok(_) => unreachable!("the vectors know all events"),
    }
}

/// How many random cases a property gets: `quick` ones, or as many as `CASES` says.
pub(crate) fn cases(quick: u32) -> Config {
    let cases = env::var("CASES").map_or(quick, |cases| cases.parse().expect("CASES is a number"));
    // Cases that a property leaves aside are few, and more where there are more cases.
    Config { cases, failure_persistence: None, max_global_rejects: u32::MAX, ..Config::default() }
}

/// Text of characters in these ranges. Miri would take minutes to read the regular expression that says the same.
pub(crate) fn text_of(
    ranges: &'static [RangeInclusive<char>],
    length: impl Into<SizeRange>,
) -> impl Strategy<Value = String> {
    prop::collection::vec(prop::char::ranges(ranges.into()), length).prop_map(String::from_iter)
}

/// Text of any characters.
pub(crate) fn any_text(length: impl Into<SizeRange>) -> impl Strategy<Value = String> {
    prop::collection::vec(any::<char>(), length).prop_map(String::from_iter)
}

/// Interpreted by Miri, a hash takes a tenth of a second: there, a loop over everything goes in steps of this size.
pub(crate) const STEP: usize = if cfg!(miri) { 7 } else { 1 };

/// The verdict on a body in pieces.
pub(crate) fn in_pieces<'p>(
    verifier: &Verifier,
    authorization: &[u8],
    pieces: impl IntoIterator<Item = &'p [u8]>,
) -> Result<(), VerificationError> {
    let mut stream = verifier.begin(authorization)?;
    pieces.into_iter().for_each(|piece| stream.update(piece));
    stream.finish()
}
