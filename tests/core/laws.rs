//! The laws of the design, each as a property of random callbacks.

use crate::{
    model,
    support::{STEP, any_text, cases, in_pieces, text_of},
};
use checkout_signature::{Event, MAX_SECRETS, Verifier, Whitespace, id, normalize};
use proptest::prelude::*;

fn verifier(secret: &[u8]) -> Verifier {
    Verifier::new(secret).expect("a secret")
}

fn sign(secret: &[u8], body: &[u8]) -> [u8; 32] {
    *verifier(secret).sign(body).expect("signed").as_bytes()
}

fn spaces() -> impl Strategy<Value = String> {
    let spaces: Vec<char> = ('\0'..='\u{3000}').filter(|c| c.is_whitespace()).collect();
    prop::collection::vec(prop::sample::select(spaces), 1..4).prop_map(String::from_iter)
}

/// Text in which whitespace, its neighbours and JSON's signs come up often.
fn text() -> impl Strategy<Value = String> {
    let neighbours = &[
        '\u{80}'..='\u{a1}',
        '\u{167f}'..='\u{1681}',
        '\u{1ffe}'..='\u{2060}',
        '\u{2fff}'..='\u{3001}',
        '\u{feff}'..='\u{feff}',
    ];
    let any = prop_oneof![
        4 => text_of(&[' '..='~'], 1..=8),
        2 => spaces(),
        1 => text_of(neighbours, 1..=3),
        1 => any_text(1..=4),
    ];
    prop::collection::vec(any, 0..12).prop_map(|parts| parts.concat())
}

/// Bytes in which sequences of whitespace come up whole, broken and side by side.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let byte = prop_oneof![
        prop::sample::select(
            b" \t\n\"\\a{}\xC2\x85\xA0\xE1\x9A\x80\xE2\x81\x9F\xA8\xAF\xE3\xEF\xBB\xBF".to_vec()
        ),
        any::<u8>(),
    ];
    prop::collection::vec(byte, 0..80)
}

/// The same, longer than the blocks in which bytes are put together before they are hashed.
fn long_bytes() -> impl Strategy<Value = Vec<u8>> {
    (bytes(), 1usize..12, bytes()).prop_map(|(body, times, end)| [body.repeat(times), end].concat())
}

/// Callbacks, almost callbacks, and their like with whitespace anywhere.
fn callbacks() -> impl Strategy<Value = String> {
    let quoted = |text: String| format!("\"{text}\"");
    let sign = |sign| prop::sample::select(vec!["", sign]);
    let value = || {
        let number = (sign("-"), 0..10, sign("."), 0..10, sign("e"), 0..10);
        let letter = prop_oneof![
            (2..7, 0..10).prop_map(|(a, b)| format!("\\u00{a}{b}")),
            Just("\\\\".to_owned()),
            Just("\\\"".to_owned()),
            text_of(&['a'..='z', '\u{a0}'..='\u{a0}'], 1),
        ];
        prop_oneof![
            3 => text_of(&['0'..='9'], 1..=17),
            1 => Just("9007199254740991".to_owned()),
            1 => Just("9007199254740992".to_owned()),
            1 => number.prop_map(|(minus, a, point, b, e, c)| format!("{minus}{a}{point}{b}{e}{c}")),
            3 => text_of(&['a'..='f', '0'..='9', ' '..=' '], 0..=6).prop_map(quoted),
            1 => prop::collection::vec(letter, 0..=3).prop_map(move |letters| quoted(letters.concat())),
            1 => prop::sample::select(vec!["null", "true", "[]", "{}", "[1,[2]]", "{\"type\":1}"]).prop_map(str::to_owned),
        ]
    };
    let names =
        prop::sample::select(vec!["amount", "paymentId", "sessionId", "am ount", "note", "pay\\u006Dent"]);
    let extra = prop::collection::vec((names, value()), 0..2);
    let kinds = prop::sample::select(vec![
        "payment-authorized",
        "refund",
        "payment- authorized",
        "pay\\u006Dent-authorized",
    ]);
    let insertions = prop::collection::vec((any::<prop::sample::Index>(), spaces()), 0..3);
    (kinds, value(), value(), extra, insertions).prop_map(|(kind, amount, id, extra, insertions)| {
        let extra: String = extra.iter().map(|(name, value)| format!(",\"{name}\":{value}")).collect();
        let mut body = format!(
            "{{\"type\":\"{kind}\",\"payload\":{{\"amount\":{amount},\"paymentId\":{id},\"sessionId\":\"s\"{extra}}}}}"
        );
        for (at, space) in insertions {
            let at = at.index(body.len() + 1);
            if body.is_char_boundary(at) {
                body.insert_str(at, &space);
            }
        }
        body
    })
}

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn whitespace_anywhere_changes_no_signature(text in text(), insertions in prop::collection::vec((any::<prop::sample::Index>(), spaces()), 1..6)) {
        let mut spaced: Vec<char> = text.chars().collect();
        for (at, space) in &insertions {
            let at = at.index(spaced.len() + 1);
            // A byte order mark is one only while it stands first.
            let at = if text.starts_with('\u{FEFF}') { at.max(1) } else { at };
            spaced.splice(at..at, space.chars());
        }
        let spaced: String = spaced.into_iter().collect();
        prop_assume!(text.starts_with('\u{FEFF}') == spaced.starts_with('\u{FEFF}'));
        prop_assert_eq!(sign(b"secret", text.as_bytes()), sign(b"secret", spaced.as_bytes()));
    }

    #[test]
    fn any_other_change_of_any_byte_changes_the_signature(body in bytes(), at in any::<prop::sample::Index>(), with in 1u8..) {
        prop_assume!(!body.is_empty());
        let mut changed = body.clone();
        changed[at.index(body.len())] ^= with;
        let is_same = model::strip(&body) == model::strip(&changed);
        prop_assert_eq!(sign(b"secret", &body) == sign(b"secret", &changed), is_same);
        let header = verifier(b"secret").sign(&body).expect("signed").to_string();
        prop_assert_eq!(verifier(b"secret").verify(&changed, header.as_bytes()).is_ok(), is_same);
    }

    #[test]
    fn the_stripper_is_its_model(body in long_bytes(), size in 1usize..300) {
        let kept: Vec<u8> = normalize::runs(&body, Whitespace::All).flatten().copied().collect();
        prop_assert_eq!(&kept, &model::strip(&body));
        prop_assert!(normalize::runs(&body, Whitespace::All).all(|run| !run.is_empty()));
        prop_assert_eq!(sign(b"secret", &body), model::mac(b"secret", &body));
        let header = model::sign(b"secret", &body);
        prop_assert_eq!(in_pieces(&verifier(b"secret"), &header, body.chunks(size)), Ok(()));
    }

    #[test]
    fn the_stripper_removes_white_space_of_text(text in text()) {
        let kept: Vec<u8> = normalize::runs(text.as_bytes(), Whitespace::All).flatten().copied().collect();
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(&text);
        let expected: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        prop_assert_eq!(String::from_utf8(kept).expect("text stays text"), expected);
    }

    #[test]
    fn a_body_in_two_pieces_is_the_body_for_every_split(body in bytes(), rule in prop::sample::select(Whitespace::ALL)) {
        let verifier = verifier(b"secret").with_whitespace(rule);
        let header = verifier.sign(&body).expect("signed").to_string();
        for at in (0..=body.len()).step_by(STEP) {
            let (a, b) = body.split_at(at);
            prop_assert_eq!(in_pieces(&verifier, header.as_bytes(), [a, b]), Ok(()), "cut at {}", at);
        }
    }

    #[test]
    fn what_is_signed_verifies_and_nothing_else_does(secret in prop::collection::vec(any::<u8>(), 1..100), body in bytes(), other in bytes()) {
        prop_assume!(secret.iter().any(|&byte| byte != 0));
        let header = verifier(&secret).sign(&body).expect("signed").to_header();
        prop_assert!(verifier(&secret).verify(&body, &header).is_ok());
        prop_assert_eq!(verifier(&secret).verify(&other, &header).is_ok(), model::strip(&other) == model::strip(&body));
        let next: Vec<u8> = secret.iter().map(|byte| byte ^ 1).collect();
        prop_assume!(next.iter().any(|&byte| byte != 0));
        prop_assert!(verifier(&next).verify(&body, &header).is_err());
    }

    #[test]
    fn an_event_is_what_the_law_says(body in callbacks()) {
        let header = verifier(b"secret").sign(body.as_bytes()).expect("signed").to_string();
        let verifier = verifier(b"secret");
        let verdict = verifier.verify(body.as_bytes(), header.as_bytes()).and_then(|verified| verified.event());
        prop_assert_eq!(&verdict.clone().map(Event::into_owned), &verdict);
        let expected = model::verdict(&[b"secret"], header.as_bytes(), body.as_bytes());
        prop_assert_eq!(model::core_verdict(&verifier, header.as_bytes(), body.as_bytes()), expected);
    }

    #[test]
    fn a_header_is_written_as_it_is_read(body in bytes(), upper in any::<[bool; 86]>(), [a, b, c, d] in any::<[bool; 4]>(), quoted in any::<bool>()) {
        let signature = verifier(b"secret").sign(&body).expect("signed");
        let written = signature.to_string();
        prop_assert_eq!(written.as_bytes(), &signature.to_header());
        prop_assert_eq!(&written, &format!("HMAC-SHA256 Signature={}", hex::encode(signature.as_bytes())));
        prop_assert!(verifier(b"secret").verify(&body, written.as_bytes()).is_ok());
        let recased: String =
            written.chars().zip(upper).map(|(c, up)| if up { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() }).collect();
        let (scheme, parameter) = recased.split_once(' ').expect("a space");
        let (name, digits) = parameter.split_once('=').expect("a sign");
        let space = |is: bool| if is { " \t" } else { "" };
        let quote = if quoted { "\"" } else { "" };
        let free = format!("{}{scheme} {}{name}{}={}{quote}{digits}{quote}", space(a), space(b), space(c), space(d));
        prop_assert!(verifier(b"secret").verify(&body, free.as_bytes()).is_ok(), "{}", free);
    }

    #[test]
    fn a_rotation_accepts_exactly_the_listed_secrets(listed in prop::collection::btree_set(0usize..12, 1..=MAX_SECRETS), body in bytes()) {
        let secrets: Vec<Vec<u8>> = (0..12).map(|n| format!("secret {n}").into_bytes()).collect();
        let mut chosen = listed.iter().map(|&n| &secrets[n]);
        let mut rotating = verifier(chosen.next().expect("one"));
        for secret in chosen {
            rotating = rotating.with_previous_secret(secret).expect("room");
        }
        for (n, secret) in secrets.iter().enumerate().step_by(STEP) {
            let header = verifier(secret).sign(&body).expect("signed").to_header();
            prop_assert_eq!(rotating.verify(&body, &header).is_ok(), listed.contains(&n));
            prop_assert_eq!(in_pieces(&rotating, &header, [&body[..]]).is_ok(), listed.contains(&n));
        }
    }

    #[test]
    fn ids_are_merged_only_as_forms_of_one_uuid(a in ids(), b in ids()) {
        let canonical = id::canonical(&a).to_string();
        prop_assert_eq!(&id::canonical(&canonical).to_string(), &canonical);
        let are_one = a == b || digits(&a).is_some() && digits(&a) == digits(&b);
        prop_assert_eq!(id::canonical(&a) == id::canonical(&b), are_one);
        prop_assert_eq!(id::same(&a, &b), are_one && !a.is_empty());
        prop_assert_eq!(&canonical, &digits(&a).unwrap_or(a));
    }
}

/// Ids of which many are forms of one another, or almost.
fn ids() -> impl Strategy<Value = String> {
    let seed = prop::sample::select(vec![
        "e7dbc6b94f0a4e0d8d7d6a7f5c1e2b3a",
        "E7DBC6B94F0A4E0D8D7D6A7F5C1E2B3A",
        "e7DBc6b94f0a4e0d8d7d6a7f5c1e2b3f",
    ]);
    let hyphens = prop::sample::subsequence(vec![0usize, 8, 9, 13, 14, 18, 23, 36], 0..5);
    let uuid = prop::sample::select(vec![vec![8, 13, 18, 23]]);
    let formed = (seed, prop_oneof![hyphens, uuid, Just(vec![])]).prop_map(|(seed, hyphens)| {
        let mut id = seed.to_owned();
        hyphens.iter().for_each(|&at| id.insert(at.min(id.len()), '-'));
        id
    });
    let almost = text_of(&['a'..='g', 'A'..='G', '0'..='9', '-'..='-'], 0..=40);
    prop_oneof![4 => formed, 1 => almost, 1 => any_text(0..=40)]
}

/// RFC 9562: 8-4-4-4-12 digits, or the 32 without hyphens, in any case.
fn digits(id: &str) -> Option<String> {
    let parts: Vec<usize> = id.split('-').map(str::len).collect();
    let digits = id.replace('-', "").to_lowercase();
    let is_uuid = parts == [8, 4, 4, 4, 12] || parts == [32];
    (is_uuid && digits.bytes().all(|b| b.is_ascii_hexdigit())).then_some(digits)
}
