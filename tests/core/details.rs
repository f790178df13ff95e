//! What no law says: names, exact faults, the depth's border, and what `Debug` shows.

use std::collections::HashSet;

use checkout_signature::{
    ErrorKind, EventFault, HeaderFault, MAX_DEPTH, Member, MemberFault, SecretError, SignError, Signed,
    VerificationError, Verifier, Whitespace, id,
};

const BODY: &[u8] =
    br#"{"type":"payment-authorized","payload":{"amount":31337,"paymentId":"pay","sessionId":"ses"}}"#;

fn verifier() -> Verifier {
    Verifier::new(b"secret").expect("a secret")
}

#[test]
fn debug_shows_this_and_nothing_else() {
    let verifier = verifier();
    let signature = verifier.sign(BODY).expect("signed");
    let header = signature.to_header();
    let verified = verifier.verify(BODY, &header).expect("authentic");
    let stream = verifier.begin(&header).expect("a header");
    let event = |body, header| verifier.verify(body, header).expect("authentic").event();
    assert_eq!(
        format!("{verifier:?}"),
        "Verifier { keys: Keys(…), whitespace: All, signed: Body, max_body_bytes: 1048576 }"
    );
    assert_eq!(format!("{signature:?}"), "Signature(…)");
    assert_eq!(format!("{verified:?}"), "Verified { bytes: 92, .. }");
    assert_eq!(format!("{stream:?}"), "Stream { .. }");
    assert_eq!(format!("{:?}", event(BODY, &header)), "Ok(PaymentAuthorized(PaymentAuthorized { .. }))");
    let unknown = br#"{"type":"name","payload":"secret"}"#;
    let unknown_header = verifier.sign(unknown).expect("signed").to_header();
    assert_eq!(format!("{:?}", event(unknown, &unknown_header)), "Ok(Unknown(UnknownEvent { .. }))");
}

#[test]
fn errors_have_the_names_that_every_language_uses() {
    let kinds = [ErrorKind::Caller, ErrorKind::Refused, ErrorKind::Authentic];
    assert_eq!(kinds.map(ErrorKind::name), ["caller", "refused", "authentic"]);
    assert_eq!(
        SecretError::ALL.iter().map(|e| (e.code(), e.kind())).collect::<Vec<_>>(),
        [("empty-secret", ErrorKind::Caller), ("invalid-option", ErrorKind::Caller)]
    );
    assert_eq!(SignError::NoPayload.code(), "invalid-option");
    assert_eq!(SignError::NoPayload.kind(), ErrorKind::Caller);
    for error in VerificationError::ALL {
        let is_authentic = matches!(error.code(), "altered-whitespace" | "malformed-event");
        let kind = if is_authentic { ErrorKind::Authentic } else { ErrorKind::Refused };
        assert_eq!(error.kind(), kind, "{error:?}");
    }
    assert_eq!(
        Whitespace::ALL.iter().map(|rule| rule.name()).collect::<Vec<_>>(),
        ["all", "insignificant", "none"]
    );
    assert_eq!(Signed::ALL.iter().map(|signed| signed.name()).collect::<Vec<_>>(), ["body", "payload"]);
}

#[test]
fn a_header_has_its_fault() {
    let digits = "0".repeat(64);
    let fault = |header: String| match verifier().check_header(header.as_bytes()) {
        Err(VerificationError::MalformedSignature(fault)) => Some(fault),
        _ => None,
    };
    let value = |value: String| fault(format!("HMAC-SHA256 Signature={value}"));
    assert_eq!(value(digits.clone()), None);
    for trailing in [",", ";", " x", "\tx", ", Signature=0"] {
        assert_eq!(value(format!("{digits}{trailing}")), Some(HeaderFault::Trailing), "{trailing:?}");
    }
    assert_eq!(value(format!("\"{digits}\" x")), Some(HeaderFault::Trailing));
    for wrong in [
        &digits[1..],
        "",
        "\"",
        "0",
        "=",
        &format!("{digits}0"),
        &format!("0x{digits}"),
        &format!("0x{}", &digits[2..]),
        &digits.replacen('0', "g", 1),
        "\u{A0}",
    ] {
        assert_eq!(value(wrong.to_owned()), Some(HeaderFault::Digits), "{wrong:?}");
    }
    assert_eq!(fault(format!("HMAC-SHA256 Signature {digits}")), Some(HeaderFault::Parameter));
    assert_eq!(fault(format!("HMAC-SHA256 Signatures={digits}")), Some(HeaderFault::Parameter));
    assert_eq!(fault("HMAC-SHA256".to_owned()), Some(HeaderFault::LoneToken));
    assert_eq!(fault(digits), Some(HeaderFault::LoneToken));
    for scheme in [",", "HMAC-SHA256,x", "\"", "=x"] {
        assert_eq!(fault(scheme.to_owned()), Some(HeaderFault::Scheme), "{scheme:?}");
    }
}

#[test]
fn the_deepest_nesting_is_counted_outside_strings() {
    let fault = |note: &str| {
        let payload = r#"{"amount":1,"paymentId":"a","sessionId":"b"}"#;
        let body = format!(r#"{{"type":"payment-authorized","payload":{payload},"note":{note}}}"#);
        let header = verifier().sign(body.as_bytes()).expect("signed").to_header();
        verifier().verify(body.as_bytes(), &header).expect("authentic").event().err()
    };
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    let objects = |depth: usize| format!("{}1{}", "{\"a\":".repeat(depth), "}".repeat(depth));
    let most = MAX_DEPTH - 1;
    let too_deep = Some(VerificationError::MalformedEvent(EventFault::Depth));
    for note in [nested(most), objects(most), format!("[{}]", ["[]"; 300].join(","))] {
        assert_eq!(fault(&note), None, "{note}");
    }
    // More brackets than the depth has, and yet not deeper.
    assert_eq!(fault(&format!("[{},{}]", nested(most - 1), nested(most - 1))), None);
    assert_eq!(fault(&format!("[{},\"{}\\\"[\"]", nested(most - 1), "[".repeat(300))), None);
    for note in [nested(most + 1), objects(most + 1), format!("[1,{}]", nested(most))] {
        assert_eq!(fault(&note), too_deep, "{note}");
    }
    // Brackets that close nothing take nothing off the depth.
    assert_eq!(fault(&format!("]]]{}", nested(most + 2))), too_deep);
}

#[test]
fn a_type_that_is_no_string_is_invalid_whatever_it_is() {
    let invalid = VerificationError::MalformedEvent(EventFault::Member(Member::Type, MemberFault::Invalid));
    for value in
        ["1", "-1", "1.5", "-1e99", "true", "false", "null", "[\"x\"]", "{\"type\":\"x\"}", "[]", "{}"]
    {
        let body = format!(r#"{{"type":{value},"payload":1}}"#);
        let header = verifier().sign(body.as_bytes()).expect("signed").to_header();
        let verified = verifier().verify(body.as_bytes(), &header).expect("authentic");
        assert_eq!(verified.body(), body.as_bytes());
        assert_eq!(verified.event().err(), Some(invalid), "{value}");
    }
}

#[test]
fn a_payload_has_the_same_fault_before_its_type_and_after_it() {
    let fault = |body: String| {
        let header = verifier().sign(body.as_bytes()).expect("signed").to_header();
        verifier().verify(body.as_bytes(), &header).expect("authentic").event().err()
    };
    let faults = [
        ("[1]", Member::Payload, MemberFault::Invalid),
        ("\"x\"", Member::Payload, MemberFault::Invalid),
        ("null", Member::Payload, MemberFault::Invalid),
        ("{}", Member::Amount, MemberFault::Missing),
        (r#"{"amount":1,"paymentId":[],"sessionId":"b"}"#, Member::PaymentId, MemberFault::Invalid),
        (r#"{"amount":1,"paymentId":"a","amount":1}"#, Member::Amount, MemberFault::Repeated),
    ];
    for (payload, member, why) in faults {
        let expected = Some(VerificationError::MalformedEvent(EventFault::Member(member, why)));
        let kind = r#""type":"payment-authorized""#;
        assert_eq!(fault(format!(r#"{{{kind},"payload":{payload}}}"#)), expected, "after it: {payload}");
        assert_eq!(fault(format!(r#"{{"payload":{payload},{kind}}}"#)), expected, "before it: {payload}");
    }
}

#[test]
fn an_unsigned_type_is_not_made_by_whitespace() {
    let verifier = verifier().with_signed(Signed::Payload);
    let event = |kind: &str| {
        let body = format!(r#"{{"type":"{kind}","payload":{{"amount":1,"paymentId":"a","sessionId":"b"}}}}"#);
        let header = verifier.sign(body.as_bytes()).expect("signed").to_header();
        verifier.verify(body.as_bytes(), &header).expect("authentic").event().err()
    };
    assert_eq!(event("payment-authorized"), None);
    assert_eq!(event("refund"), Some(VerificationError::MalformedEvent(EventFault::UnsignedType)));
    let altered = VerificationError::AlteredWhitespace { member: Some(Member::Type) };
    assert_eq!(event("payment- authorized"), Some(altered));
}

#[test]
fn a_canonical_id_is_text_in_every_way() {
    let (plain, hyphenated) = ("e7dbc6b94f0a4e0d8d7d6a7f5c1e2b3a", "E7DBC6B9-4F0A-4E0D-8D7D-6A7F5C1E2B3A");
    let id = id::canonical(hyphenated);
    assert_eq!(AsRef::<str>::as_ref(&id), plain);
    assert_eq!(&*id, plain);
    assert_eq!(format!("{id:?} {id} {id:>34}"), format!("\"{plain}\" {plain}   {plain}"));
    let other = id::canonical("order-17");
    assert_eq!(AsRef::<str>::as_ref(&other), "order-17");
    let hash = |id: &id::CanonicalId<'_>| {
        use std::hash::{BuildHasher, RandomState};
        static STATE: std::sync::LazyLock<RandomState> = std::sync::LazyLock::new(RandomState::new);
        STATE.hash_one(id)
    };
    assert_eq!(hash(&id), hash(&id::canonical(plain)));
    assert_ne!(hash(&id), hash(&other));
    assert_eq!(HashSet::from([id, id::canonical(plain), other]).len(), 2);
}
