//! What the vectors cannot say: secrets, what is printed, and the list of errors.

use checkout_signature::{Error, MAX_SECRETS, Signed, Verifier};

fn verifier() -> Verifier {
    Verifier::new(b"correct horse battery staple").expect("a secret")
}

#[test]
fn an_empty_secret_is_refused() {
    assert_eq!(Verifier::new(b"").err(), Some(Error::EmptySecret));
    assert_eq!(verifier().with_previous_secret(b"").err(), Some(Error::EmptySecret));
}

#[test]
fn secrets_are_limited_and_the_last_one_counts() {
    let mut verifier = verifier();
    for n in 1..MAX_SECRETS {
        verifier = verifier.with_previous_secret(format!("previous {n}").as_bytes()).expect("room");
    }
    let oldest = Verifier::new(b"previous 7").expect("a secret").sign(b"{}").to_string();
    assert!(verifier.verify(b"{}", oldest.as_bytes()).is_ok());
    assert_eq!(verifier.with_previous_secret(b"one more").err(), Some(Error::TooManySecrets));
}

#[test]
fn a_signature_is_made_with_the_newest_secret_only() {
    let both = verifier().with_previous_secret(b"older").expect("room");
    assert_eq!(both.sign(b"{}").as_bytes(), verifier().sign(b"{}").as_bytes());
}

#[test]
fn the_limit_is_the_longest_body_that_passes() {
    let verifier = verifier().with_max_body(3);
    for (body, code) in [(&b"abc"[..], None), (b"abcd", Some("body-too-large"))] {
        let authorization = verifier.sign(body).to_string();
        assert_eq!(verifier.verify(body, authorization.as_bytes()).err().map(Error::code), code);
    }
}

#[test]
fn a_payload_that_is_not_there_signs_to_nothing_that_verifies() {
    let verifier = verifier().with_signed(Signed::Payload);
    for body in [&b"{}"[..], b"", b"[]", b"{\"payload\":1,\"payload\":1}"] {
        let authorization = verifier.sign(body).to_string();
        assert_eq!(verifier.verify(body, authorization.as_bytes()).err(), Some(Error::SignatureMismatch));
    }
}

#[test]
fn debug_shows_no_key_no_body_and_no_signature() {
    let verifier = verifier();
    let body = br#"{"type":"payment-authorized","payload":{"amount":31337,"paymentId":"pay-e7db","sessionId":"ses-4e0d"}}"#;
    let signature = verifier.sign(body);
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
    for error in Error::ALL {
        assert!(error.code().bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{error:?}");
        assert!(error.to_string().len() > 60, "{error:?} says too little");
    }
}

#[test]
fn the_message_names_the_limit_of_secrets() {
    assert!(Error::TooManySecrets.to_string().contains(&format!("at most {MAX_SECRETS}")));
}
