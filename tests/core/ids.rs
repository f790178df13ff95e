//! Ids in their canonical form.

use crate::support::{STEP, any_text, cases, text_of};
use checkout_signature::id;
use proptest::prelude::*;

const PLAIN: &str = "e7dbc6b94f0a4e0d8d7d6a7f5c1e2b3a";
const HYPHENATED: &str = "e7dbc6b9-4f0a-4e0d-8d7d-6a7f5c1e2b3a";

#[test]
fn a_uuid_in_any_form_is_its_lower_case_digits() {
    for form in [PLAIN, HYPHENATED, &PLAIN.to_uppercase(), &HYPHENATED.to_uppercase()] {
        assert_eq!(id::canonical(form).as_str(), PLAIN, "{form}");
        assert_eq!(id::canonical(form).to_string(), PLAIN, "{form}");
        assert!(id::same(form, HYPHENATED), "{form}");
    }
}

#[test]
fn any_other_id_stays_as_it_is() {
    let ids = [
        "",
        "-",
        "--",
        "abc",
        "ab-c",
        "ABC",
        "k",
        "\u{212A}",
        &PLAIN[1..],
        &format!("{PLAIN}0"),
        &HYPHENATED[1..],
        "e7dbc6b94-f0a-4e0d-8d7d-6a7f5c1e2b3a",
        "e7dbc6b9-4f0a-4e0d-8d7d6a7f5c1e2b3a0",
        "{e7dbc6b94f0a4e0d8d7d6a7f5c1e2b}",
        "e7dbc6b9-4f0a-4e0d-8d7d-6a7f5c1e2b3g",
        "--------------------------------",
        "e7dbc6b94f0a4e0d8d7d6a7f5c1e2\u{FF13}",
    ];
    for (at, a) in ids.iter().enumerate().step_by(STEP) {
        assert_eq!(&*id::canonical(a), *a);
        for (with, b) in ids.iter().enumerate() {
            assert_eq!(id::same(a, b), at == with && !a.is_empty(), "{a} and {b}");
        }
    }
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn the_canonical_form_is_its_own(id in prop_oneof![text_of(&['0'..='9', 'a'..='f', 'A'..='F', '-'..='-'], 0..=40), any_text(0..=40)]) {
        let canonical = id::canonical(&id).to_string();
        prop_assert_eq!(id::canonical(&canonical).to_string(), canonical);
    }
}
