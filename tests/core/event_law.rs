//! The event law as the design writes it, beside the shortcut that the crate takes.

use crate::support::cases;
use checkout_signature::{Event, EventFault, Member, VerificationError, Verifier, Whitespace, normalize};
use proptest::prelude::*;

type Verdict = Result<Event<'static>, VerificationError>;

/// What the crate says of a body that is signed as this test signs.
fn verdict(body: &[u8], rule: Whitespace) -> Verdict {
    let verifier = Verifier::new(b"secret").expect("a secret").with_whitespace(rule);
    let authorization = verifier.sign(body).expect("signed").to_string();
    let verified = verifier.verify(body, authorization.as_bytes()).expect("authentic");
    verified.event().map(Event::into_owned)
}

/// The law, word for word: parse the stripped bytes, parse the body as sent, compare. What one parse says is
/// the crate's own answer under `Whitespace::None`, where nothing is stripped.
fn law(body: &[u8], rule: Whitespace) -> Verdict {
    let sent =
        if rule == Whitespace::None { body } else { body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body) };
    let stripped: Vec<u8> = normalize::runs(body, rule).flatten().copied().collect();
    let as_signed = verdict(&stripped, Whitespace::None)?;
    let as_sent = verdict(sent, Whitespace::None);
    let member = match &as_sent {
        Ok(event) if members(event) == members(&as_signed) => return as_sent,
        Ok(event) => {
            let pairs = members(event).into_iter().zip(members(&as_signed));
            pairs.filter(|(a, b)| a != b).map(|((member, _), _)| member).next()
        }
        Err(VerificationError::MalformedEvent(EventFault::Member(member, _))) => Some(*member),
        Err(_) => None,
    };
    Err(VerificationError::AlteredWhitespace { member })
}

/// The members that the law compares: all of a payment, and of an unknown event the type and whether there is
/// a payload.
fn members(event: &Event<'_>) -> Vec<(Member, String)> {
    match event {
        Event::PaymentAuthorized(payment) => vec![
            (Member::Type, "payment-authorized".to_owned()),
            (Member::Amount, payment.amount.to_string()),
            (Member::PaymentId, payment.payment_id.to_string()),
            (Member::SessionId, payment.session_id.to_string()),
        ],
        Event::Unknown(event) => {
            vec![
                (Member::Type, event.name.to_string()),
                (Member::Payload, event.payload.is_some().to_string()),
            ]
        }
        _ => unreachable!("there are two events"),
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
        r#"{"type":"payment-authorized","payload":{"amount":1,"amount":1,"paymentId":"a","sessionId":"b"}}"#,
        r#"{"type":"payment-authorized","payload":{"am ount":1,"amount":1,"paymentId":"a","sessionId":"b"},"note":"a b","nested":{"ty pe":[" "]}}"#,
        r#"{"type":"payment-authorized","payload":{"amount":12,"paymentId":"\u00e6 \ud83d\ude00","sessionId":"b\\"},"payload ":{}}"#,
        r#"{"type":"payment-authorized","payload":{"amount":1.5,"paymentId":"a","sessionId":"b"}}"#,
        r#"{"type":7,"payload":null}"#,
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
    #![proptest_config(cases(20_000))]

    #[test]
    fn the_shortcut_gives_the_verdicts_of_the_law(body in callbacks(), rule in 0..3usize) {
        let rule = [Whitespace::All, Whitespace::Insignificant, Whitespace::None][rule];
        prop_assert_eq!(verdict(&body, rule), law(&body, rule));
    }

    #[test]
    fn whatever_whitespace_is_added_the_event_stays_or_is_refused(body in callbacks()) {
        let stripped: Vec<u8> = normalize::runs(&body, Whitespace::All).flatten().copied().collect();
        let (original, sent) = (verdict(&stripped, Whitespace::All), verdict(&body, Whitespace::All));
        let is_payment = matches!(original, Ok(Event::PaymentAuthorized(_)));
        prop_assert!(sent.is_err() || !is_payment || sent == original);
    }
}
