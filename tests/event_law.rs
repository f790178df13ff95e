//! The event law as the design writes it, beside the shortcut that the crate takes.

mod support;

use checkout_signature::{Verifier, Whitespace, normalize};
use proptest::prelude::*;
use serde_json::{Value, json};
use support::event_verdict;

/// The law, word for word: parse the stripped bytes, parse the body as sent, compare. What one parse says is
/// the crate's own answer under `whitespace: none`, where nothing is stripped.
fn law(body: &[u8], rule: Whitespace) -> Value {
    let alone = |bytes: &[u8]| {
        let verifier = Verifier::new(b"secret").expect("a secret").with_whitespace(Whitespace::None);
        let authorization = verifier.sign(bytes).to_string();
        let verified = verifier.verify(bytes, authorization.as_bytes()).expect("authentic");
        event_verdict(verified.event())
    };
    let sent =
        if rule == Whitespace::None { body } else { body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body) };
    let stripped: Vec<u8> = normalize::runs(body, rule).flatten().copied().collect();
    let (as_signed, as_sent) = (alone(&stripped), alone(sent));
    let typed = |event: &Value| match event["type"].as_str() {
        Some("unknown") => json!([event["name"], event.get("payload").is_some()]),
        _ => event.clone(),
    };
    if as_signed.is_string() {
        as_signed
    } else if typed(&as_sent) == typed(&as_signed) {
        as_sent
    } else {
        json!("altered-whitespace")
    }
}

/// Callbacks with whitespace of all kinds thrown in anywhere, some of them no callbacks any more.
fn callbacks() -> impl Strategy<Value = Vec<u8>> {
    let templates = vec![
        r#"{"type":"payment-authorized","payload":{"amount":2000,"paymentId":"e7db","sessionId":"4e0d"}}"#,
        r#"{"payload":{"sessionId":"a b","extra":[1,true,null,{"x":"y z"}],"amount":0,"paymentId":"\u0041\"\\"},"type":"payment-authorized"}"#,
        r#"{"type":"refund-settled","payload":{"note":"hello world"},"more":1}"#,
        r#"{"type":"refund-settled"}"#,
        r#"{"type":"payment-authorized","payload":[2000,"e7db","4e0d"]}"#,
        r#"["payment-authorized",{"amount":1,"paymentId":"a","sessionId":"b"}]"#,
        r#"{"type":"x","pay load":1,"payload":2}"#,
        r#"{"type":"x","pay load":1}"#,
        r#"{"type":"payment-authorized","payload":{"amount":1,"paymentId":" ","sessionId":"b"}}"#,
    ];
    let spaces = vec![" ", "\n", "\t", "\r", "\u{b}", "\u{85}", "\u{a0}", "\u{2003}", "\u{3000}", "\u{feff}"];
    let insertions =
        prop::collection::vec((any::<prop::sample::Index>(), prop::sample::select(spaces)), 0..4);
    (prop::sample::select(templates), insertions).prop_map(|(template, insertions)| {
        let mut body = template.as_bytes().to_vec();
        for (at, space) in insertions {
            let at = at.index(body.len() + 1);
            body.splice(at..at, space.bytes());
        }
        body
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20_000, ..ProptestConfig::default() })]

    #[test]
    fn the_shortcut_gives_the_verdicts_of_the_law(body in callbacks(), rule in 0..3usize) {
        let rule = [Whitespace::All, Whitespace::Insignificant, Whitespace::None][rule];
        let verifier = Verifier::new(b"secret").expect("a secret").with_whitespace(rule);
        let authorization = verifier.sign(&body).to_string();
        let verified = verifier.verify(&body, authorization.as_bytes()).expect("authentic");
        prop_assert_eq!(event_verdict(verified.event()), law(&body, rule));
    }

    #[test]
    fn whatever_whitespace_is_added_the_event_stays_or_is_refused(body in callbacks()) {
        let verifier = Verifier::new(b"secret").expect("a secret");
        let event = |body: &[u8]| {
            let authorization = verifier.sign(body).to_string();
            event_verdict(verifier.verify(body, authorization.as_bytes()).and_then(|verified| verified.event()))
        };
        let stripped: Vec<u8> = normalize::runs(&body, Whitespace::All).flatten().copied().collect();
        let (original, sent) = (event(&stripped), event(&body));
        let refused = sent.is_string();
        let payment = original["type"] == "payment-authorized";
        prop_assert!(refused || !payment || sent == original, "{sent} from {original}");
    }
}
