//! Whitespace removal: the body as the runs of bytes that are signed.
//!
//! Whitespace is Unicode `White_Space`, 25 code points, found as their UTF-8 byte sequences. UTF-8 is
//! self-synchronising, so a sequence can be recognised without decoding what stands around it, and
//! bytes that are not UTF-8 simply stay. One pass: a sequence that only forms because another one was
//! taken out between its bytes is not removed.

use crate::{rules::Whitespace, strings::Strings};

/// The runs of `body` that `rule` keeps, in order, none of them empty.
///
/// ```
/// use checkout_signature::{Whitespace, normalize::runs};
///
/// let kept: Vec<&[u8]> = runs(b"{ \"a\":\t1 }", Whitespace::All).collect();
/// assert_eq!(kept, [&b"{"[..], b"\"a\":", b"1", b"}"]);
/// ```
#[must_use]
pub fn runs(body: &[u8], rule: Whitespace) -> Runs<'_> {
    Runs { rest: text(body, rule), splitter: Splitter::new(rule) }
}

/// Iterator over the kept runs of a body; made by [`runs`].
#[derive(Clone, Debug)]
pub struct Runs<'b> {
    rest: &'b [u8],
    splitter: Splitter,
}

impl<'b> Iterator for Runs<'b> {
    type Item = &'b [u8];

    fn next(&mut self) -> Option<&'b [u8]> {
        while !self.rest.is_empty() {
            let (run, gap) = self.splitter.split(self.rest);
            let kept = &self.rest[..run];
            self.rest = &self.rest[run + gap..];
            if !kept.is_empty() {
                return Some(kept);
            }
        }
        None
    }
}

/// The body as text: without a leading byte order mark, unless `rule` hashes the bytes exactly as sent.
pub(crate) fn text(body: &[u8], rule: Whitespace) -> &[u8] {
    if rule == Whitespace::None { body } else { strip_mark(body) }
}

/// The body without one leading byte order mark, which `Request.text()` drops too: bytes and text agree.
pub(crate) fn strip_mark(body: &[u8]) -> &[u8] {
    body.strip_prefix(&BYTE_ORDER_MARK).unwrap_or(body)
}

/// Whether any of the 25 code points is in `bytes`.
#[cfg(feature = "event")]
pub(crate) fn has_whitespace(bytes: &[u8]) -> bool {
    find(bytes) < bytes.len()
}

pub(crate) const BYTE_ORDER_MARK: [u8; 3] = [0xEF, 0xBB, 0xBF];

/// Finds where runs end, and remembers what a rule needs to know between two pieces of a body.
#[derive(Clone, Debug)]
pub(crate) struct Splitter {
    rule: Whitespace,
    strings: Strings,
}

impl Splitter {
    pub(crate) fn new(rule: Whitespace) -> Self {
        Self { rule, strings: Strings::default() }
    }

    /// The length of the run that `bytes` begins with, and of the whitespace right after it.
    pub(crate) fn split(&mut self, bytes: &[u8]) -> (usize, usize) {
        let run = match self.rule {
            Whitespace::All => find(bytes),
            Whitespace::Insignificant => self.find_outside_strings(bytes),
            Whitespace::None => bytes.len(),
        };
        (run, gap(&bytes[run..]))
    }

    /// Whether bytes at the end of a piece can turn out to be whitespace with what follows.
    pub(crate) fn may_hold_back(&self) -> bool {
        self.rule != Whitespace::None && !self.strings.is_inside()
    }

    fn find_outside_strings(&mut self, bytes: &[u8]) -> usize {
        for (at, &byte) in bytes.iter().enumerate() {
            if self.strings.is_outside(byte) && sequence(&bytes[at..]) > 0 {
                return at;
            }
        }
        bytes.len()
    }
}

/// Where the first whitespace of `bytes` stands, or their length.
fn find(bytes: &[u8]) -> usize {
    let mut at = 0;
    while at < bytes.len() {
        at += plain(&bytes[at..]);
        if sequence(&bytes[at..]) > 0 {
            return at;
        }
        at += 1;
    }
    bytes.len()
}

/// How many bytes may be skipped because no whitespace begins in them: whole blocks of 16, which the
/// compiler compares at once (SSE2, NEON, wasm simd128). Its plain form is `sequence(b) == 0` for each.
fn plain(bytes: &[u8]) -> usize {
    let (blocks, _) = bytes.as_chunks::<16>();
    let suspect = |block: &[u8; 16]| block.iter().fold(false, |found, &b| found | (b <= b' ') | (b >= 0xC2));
    16 * blocks.iter().position(suspect).unwrap_or(blocks.len())
}

/// The length of the whitespace that `bytes` begins with.
fn gap(bytes: &[u8]) -> usize {
    let mut length = 0;
    loop {
        match sequence(&bytes[length..]) {
            0 => return length,
            more => length += more,
        }
    }
}

/// The length of the one whitespace code point that `bytes` begins with, or 0.
pub(crate) fn sequence(bytes: &[u8]) -> usize {
    match bytes {
        // U+0009–000D, 0020
        [0x09..=0x0D | b' ', ..] => 1,
        // U+0085, 00A0
        [0xC2, 0x85 | 0xA0, ..] => 2,
        // U+1680; U+2000–200A, 2028, 2029, 202F; U+205F; U+3000
        [0xE1, 0x9A, 0x80, ..]
        | [0xE2, 0x80, 0x80..=0x8A | 0xA8 | 0xA9 | 0xAF, ..]
        | [0xE2, 0x81, 0x9F, ..]
        | [0xE3, 0x80, 0x80, ..] => 3,
        _ => 0,
    }
}

/// Whether `bytes` are the beginning of a whitespace sequence, and not yet all of it.
pub(crate) fn is_partial(bytes: &[u8]) -> bool {
    matches!(bytes, [0xC2 | 0xE1 | 0xE2 | 0xE3] | [0xE1, 0x9A] | [0xE2, 0x80 | 0x81] | [0xE3, 0x80])
}

#[cfg(test)]
mod tests {
    extern crate std;
    use std::{string::String, vec::Vec};

    use super::*;

    #[test]
    fn sequences_are_exactly_white_space_over_every_code_point() {
        for c in (0..=u32::from(char::MAX)).filter_map(char::from_u32) {
            let mut utf8 = [0; 4];
            let utf8 = c.encode_utf8(&mut utf8).as_bytes();
            let expected = if c.is_whitespace() { utf8.len() } else { 0 };
            assert_eq!(sequence(utf8), expected, "U+{:04X}", u32::from(c));
        }
    }

    #[test]
    fn partial_is_every_proper_prefix_of_a_sequence_and_nothing_else() {
        let sequences: Vec<Vec<u8>> = (0..=u32::from(char::MAX))
            .filter_map(char::from_u32)
            .filter(|c| c.is_whitespace())
            .map(|c| String::from(c).into_bytes())
            .collect();
        let begins = |bytes: &[u8]| sequences.iter().any(|s| s.len() > bytes.len() && s.starts_with(bytes));
        for a in 0..=255 {
            assert_eq!(is_partial(&[a]), begins(&[a]), "{a:02X}");
            for b in 0..=255 {
                assert_eq!(is_partial(&[a, b]), begins(&[a, b]), "{a:02X} {b:02X}");
            }
        }
    }

    #[test]
    fn plain_blocks_never_skip_the_first_byte_of_a_sequence() {
        for first in 0..=255u8 {
            let begins = sequence(&[first]) > 0 || is_partial(&[first]);
            for at in 0..16 {
                let mut block = [b'a'; 16];
                block[at] = first;
                assert!(!begins || plain(&block) == 0, "{first:02X} at {at}");
            }
        }
    }
}
