//! The nesting beside its plain form, which asks [`Strings`] of every byte.

extern crate std;
use std::vec::Vec;

use super::*;
use crate::strings::Strings;

fn plain(text: &[u8]) -> usize {
    let (mut depth, mut deepest) = (0usize, 0);
    let mut strings = Strings::default();
    for &byte in text {
        match byte {
            _ if !strings.is_outside(byte) => {}
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

#[test]
fn marks_leave_no_quote_backslash_or_bracket_out() {
    for byte in 0..=255u8 {
        for at in 0..8 {
            for around in [0, b' ', b'"', b'[', 0x7F, 0x80, 0xFF] {
                let mut word = [around; 8];
                word[at] = byte;
                let is_found = marks(u64::from_le_bytes(word)) & (0x80 << (8 * at)) != 0;
                let is_mark = matches!(byte, b'"' | b'\\' | b'[' | b']' | b'{' | b'}');
                assert!(is_found || !is_mark, "{byte:02X} at {at}, around it {around:02X}");
                // Few others are: a text of letters and spaces is passed over.
                assert!(
                    is_mark || !is_found || matches!(byte, 0x02 | b'|'),
                    "{byte:02X} at {at}, around it {around:02X}"
                );
            }
        }
    }
}

#[test]
fn the_nesting_is_that_of_the_plain_form() {
    let alphabet = *br#"[{]}"\ a"#;
    // All texts of six of them, with the words' border at every place.
    let texts = 8u32.pow(if cfg!(miri) { 2 } else { 6 });
    for number in 0..texts {
        let text: Vec<u8> =
            (0..6).map(|at| alphabet[usize::try_from(number >> (3 * at) & 7).expect("three bits")]).collect();
        let before = usize::try_from(number % 9).expect("small");
        let long = [&[b'a'].repeat(before)[..], &text, &text].concat();
        assert_eq!(deepest(&long), plain(&long), "{:?}", std::string::String::from_utf8_lossy(&long));
    }
}

#[test]
fn opening_brackets_are_counted_in_texts_of_any_length() {
    for length in [0, 1, 239, 240, 241, 480, 1000] {
        assert_eq!(opening(&[b'['].repeat(length)), length);
        assert_eq!(opening(&b"{a]}\"["[..].repeat(length)), 2 * length);
    }
}
