//! The scan and the sequences, each beside its plain form.

extern crate std;
use std::{string::String, vec::Vec};

use super::*;
use crate::block::BLOCK_BYTES;

/// Interpreted by Miri, a loop over everything would take hours: it goes in steps of this size, or over whitespace and its
/// neighbours.
const STEP: usize = if cfg!(miri) { 47 } else { 1 };

fn code_points() -> impl Iterator<Item = char> {
    let near_whitespace = [0..=0xA1, 0x167F..=0x1681, 0x1FFF..=0x2060, 0x2FFF..=0x3001];
    let all = [0..=u32::from(char::MAX)];
    let ranges = if cfg!(miri) { &near_whitespace[..] } else { &all };
    ranges.iter().cloned().flatten().filter_map(char::from_u32).collect::<Vec<_>>().into_iter()
}

#[test]
fn sequences_are_exactly_white_space_over_every_code_point() {
    for c in code_points() {
        let mut utf8 = [0; 4];
        let utf8 = c.encode_utf8(&mut utf8).as_bytes();
        let expected = if c.is_whitespace() { utf8.len() } else { 0 };
        assert_eq!(sequence(utf8), expected, "U+{:04X}", u32::from(c));
    }
}

#[test]
fn partial_is_every_proper_prefix_of_a_sequence_and_nothing_else() {
    let sequences: Vec<Vec<u8>> =
        code_points().filter(|c| c.is_whitespace()).map(|c| String::from(c).into_bytes()).collect();
    let begins = |bytes: &[u8]| sequences.iter().any(|s| s.len() > bytes.len() && s.starts_with(bytes));
    for a in (0..=255).step_by(STEP) {
        assert_eq!(is_partial(&[a]), begins(&[a]), "{a:02X}");
        for b in (0..=255).step_by(STEP) {
            assert_eq!(is_partial(&[a, b]), begins(&[a, b]), "{a:02X} {b:02X}");
        }
    }
}

#[test]
fn the_word_finds_the_same_first_suspect_as_byte_by_byte() {
    // Each byte at each place, after bytes on both sides of what a suspect is.
    for byte in (0..=255u8).step_by(STEP) {
        for before in [0x21, b'a', 0x7F, 0x80, 0xC1].into_iter().step_by(STEP.min(3)) {
            for at in (0..40).step_by(STEP.min(11)) {
                for after in [0x00, 0x20, 0x21, 0x80, 0xC1, 0xC2, 0xFF].into_iter().step_by(STEP.min(3)) {
                    let mut bytes = [before; 43];
                    bytes[at] = byte;
                    bytes[at + 1..].fill(after);
                    for length in (0..=bytes.len()).step_by(STEP.min(20)) {
                        let bytes = &bytes[..length];
                        assert_eq!(suspect(bytes), bytes.iter().position(|&b| is_suspect(b)), "{bytes:02X?}");
                    }
                }
            }
        }
    }
}

#[test]
fn every_byte_that_begins_whitespace_is_a_suspect() {
    for byte in 0..=255u8 {
        let begins = sequence(&[byte]) > 0 || is_partial(&[byte]);
        assert!(!begins || is_suspect(byte), "{byte:02X}");
    }
}

#[test]
fn what_is_gathered_is_the_runs_with_each_code_point_at_every_offset() {
    let mut count = 0;
    for space in code_points().filter(|c| c.is_whitespace()) {
        count += 1;
        for at in (0..40).step_by(STEP) {
            for length in [1, 2, 9, 40].into_iter().step_by(STEP.min(2)) {
                let mut text = "é".repeat(at / 2) + &"x".repeat(at % 2 + at / 2);
                text.extend(core::iter::repeat_n(space, length));
                text += "yz  0123456789abcdef0123456789abcdef\u{3000}end";
                gathers_its_runs(text.as_bytes());
            }
        }
    }
    assert_eq!(count, 25);
}

#[test]
fn what_is_gathered_is_the_runs_around_the_size_of_a_block() {
    let sizes = (1..40).chain(BLOCK_BYTES - 20..BLOCK_BYTES + 20);
    for run in sizes.chain([2 * BLOCK_BYTES, 5 * BLOCK_BYTES]).step_by(STEP) {
        for runs in (1..40).step_by(STEP) {
            let body: String = (0..runs).flat_map(|_| ["x".repeat(run), " ".into()]).collect();
            gathers_its_runs(body.as_bytes());
            gathers_its_runs(&body.as_bytes()[..body.len() - 1]);
        }
    }
}

fn gathers_its_runs(body: &[u8]) {
    for rule in Whitespace::ALL {
        let expected: Vec<u8> = runs(body, *rule).flatten().copied().collect();
        let mut gathered = Vec::new();
        let bytes = runs(body, *rule).gather(&mut |part| gathered.extend_from_slice(part));
        assert_eq!((bytes, gathered), (expected.len(), expected), "{rule:?} {body:02X?}");
    }
}
