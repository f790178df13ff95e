//! What the vectors cannot say: secrets, what is printed, and the list of errors.

use checkout_signature::{
    MAX_DEPTH, MAX_SECRETS, Member, SecretError, SignError, Signed, VerificationError, Verifier,
};

use crate::model;

fn verifier() -> Verifier {
    Verifier::new(b"correct horse battery staple").expect("a secret")
}

#[test]
fn a_secret_without_bits_is_refused() {
    // HMAC pads a key with zeros to the length of a block, so each of these is the empty key.
    for length in [0, 1, 32, 63, 64] {
        let zeros = vec![0; length];
        assert_eq!(Verifier::new(&zeros).err(), Some(SecretError::Empty), "{length}");
        assert_eq!(verifier().with_previous_secret(&zeros).err(), Some(SecretError::Empty), "{length}");
    }
    // A longer key is hashed first.
    assert!(Verifier::new(&[0; 65]).is_ok());
    let mut last_bit = [0; 64];
    last_bit[63] = 1;
    assert!(Verifier::new(&last_bit).is_ok());
}

#[test]
fn secrets_are_limited_and_the_last_one_counts() {
    let mut verifier = verifier();
    for n in 1..MAX_SECRETS {
        verifier = verifier.with_previous_secret(format!("previous {n}").as_bytes()).expect("room");
    }
    let oldest = Verifier::new(b"previous 7").expect("a secret").sign(b"{}").expect("signed").to_string();
    assert!(verifier.verify(b"{}", oldest.as_bytes()).is_ok());
    assert_eq!(verifier.with_previous_secret(b"one more").err(), Some(SecretError::TooMany));
}

#[test]
fn a_secret_that_is_listed_twice_is_accepted() {
    let twice = verifier().with_previous_secret(b"correct horse battery staple").expect("room");
    let authorization = twice.sign(b"{}").expect("signed").to_string();
    assert!(twice.verify(b"{}", authorization.as_bytes()).is_ok());

    let mut stream = twice.begin(authorization.as_bytes()).expect("well-formed");
    stream.update(b"{}");
    assert_eq!(stream.finish(), Ok(()));
}

#[test]
fn a_signature_is_made_with_the_newest_secret_only() {
    let both = verifier().with_previous_secret(b"older").expect("room");
    let signature = |verifier: &Verifier| verifier.sign(b"{}").map(|signature| *signature.as_bytes());
    assert_eq!(signature(&both), signature(&verifier()));
}

#[test]
fn the_limit_is_the_longest_body_that_passes() {
    let verifier = verifier().with_max_body(3);
    for (body, code) in [(&b"abc"[..], None), (b"abcd", Some("body-too-large"))] {
        let authorization = verifier.sign(body).expect("signed").to_string();
        assert_eq!(verifier.verify(body, authorization.as_bytes()).err().map(VerificationError::code), code);
    }
}

#[test]
fn a_run_of_any_length_is_hashed_whole() {
    // Far beyond the core's block, alone and after something that waits in it.
    let lengths = [255, 256, 257, 511, 512, 65_535, 65_536, 100_000, 1_000_000];
    // Longer ones would take Miri minutes.
    for length in lengths.into_iter().take(if cfg!(miri) { 3 } else { usize::MAX }) {
        for before in ["", "x "] {
            let body = [before.as_bytes(), &vec![b'x'; length]].concat();
            let authorization = model::sign(b"correct horse battery staple", &body);
            assert_eq!(verifier().verify(&body, &authorization).err(), None, "{before:?} and {length}");
        }
    }
}

#[test]
fn a_payload_that_is_not_there_cannot_be_signed() {
    let verifier = verifier().with_signed(Signed::Payload);
    for body in [&b"{}"[..], b"", b"[]", b"{\"payload\":1,\"payload\":1}"] {
        assert_eq!(verifier.sign(body).err(), Some(SignError::NoPayload));
    }
    assert!(verifier.sign(b"{\"payload\":1}").is_ok());
}

#[test]
fn debug_shows_no_key_no_body_and_no_signature() {
    let verifier = verifier();
    let body = br#"{"type":"payment-authorized","payload":{"amount":31337,"paymentId":"pay-e7db","sessionId":"ses-4e0d"}}"#;
    let signature = verifier.sign(body).expect("signed");
    let authorization = signature.to_string();
    let verified = verifier.verify(body, authorization.as_bytes()).expect("authentic");
    let mut stream = verifier.begin(authorization.as_bytes()).expect("a header");
    stream.update(b"pay-e7db");
    let event = verified.event().expect("an event");
    let shown = format!("{verifier:?} {signature:?} {verified:?} {stream:?} {event:?}");
    let digits = &authorization["HMAC-SHA256 Signature=".len()..];
    // A key would show as bytes: those of the secret, or any list of numbers.
    for secret in ["correct", "99, 111", "31337", "pay-e7db", "ses-4e0d", digits, "0x"] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
    let long_lists = shown.split('[').filter(|part| part.split(',').count() > 8).count();
    assert_eq!(long_lists, 0, "{shown}");
}

#[test]
fn every_error_has_a_code_and_advice() {
    let secret = SecretError::ALL.iter().map(|error| (error.code(), error.to_string()));
    let sign = SignError::ALL.iter().map(|error| (error.code(), error.to_string()));
    let verification = VerificationError::ALL.iter().map(|error| (error.code(), error.to_string()));
    for (code, message) in secret.chain(sign).chain(verification) {
        assert!(code.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{code}");
        assert!(message.len() > 60 && message.ends_with('.'), "{code} says too little: {message}");
    }
}

#[test]
fn messages_name_the_limits() {
    assert!(SecretError::TooMany.to_string().contains(&format!("at most {MAX_SECRETS}")));
    let verifier = verifier();
    for bracket in ["[", "{"] {
        let body = bracket.repeat(MAX_DEPTH + 1);
        assert!(message(&verifier, &body).contains(&format!("more than {MAX_DEPTH} deep")), "{bracket}");
    }
}

#[test]
fn messages_name_the_member() {
    let verifier = verifier();
    for (body, part) in [
        ("[]", "not a JSON object"),
        ("{}", "no `type`"),
        (r#"{"type":1}"#, "`type` is not a string"),
        (r#"{"type":"payment-authorized"}"#, "no `payload`"),
        (r#"{"type":"payment-authorized","payload":"x"}"#, "`payload` is not an object"),
        (
            r#"{"type":"payment-authorized","payload":{"amount":2.0,"paymentId":"a","sessionId":"b"}}"#,
            "`amount`",
        ),
        (
            r#"{"type":"payment-authorized","payload":{"amount":2,"paymentId":"","sessionId":"b"}}"#,
            "`paymentId`",
        ),
        (
            r#"{"type":"payment-authorized","payload":{"amount":2,"paymentId":"a","sessionId":"b","sessionId":"b"}}"#,
            "`sessionId` more than once",
        ),
        (
            r#"{"type":"payment-authorized","payload":{"amount":2,"paymentId":"a b","sessionId":"b"}}"#,
            "`paymentId`",
        ),
        (r#"{"type":"x","pay load":1}"#, "changes `payload`"),
        (
            r#"{"type":"payment-authorized","payload":{"amount":2 0,"paymentId":"a","sessionId":"b"}}"#,
            "breaks the JSON",
        ),
    ] {
        let message = message(&verifier, body);
        assert!(message.contains(part), "{part} is not in: {message}");
    }
    assert_eq!(Member::PaymentId.name(), "paymentId");
}

/// What the error about an authentic body says.
fn message(verifier: &Verifier, body: &str) -> String {
    let authorization = verifier.sign(body.as_bytes()).expect("signed").to_string();
    let verified = verifier.verify(body.as_bytes(), authorization.as_bytes()).expect("authentic");
    verified.event().expect_err("no event").to_string()
}
