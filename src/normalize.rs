//! Whitespace removal: the body as the runs of bytes that are signed.
//!
//! Whitespace is Unicode `White_Space`, 25 code points, found as their UTF-8 byte sequences. UTF-8 is
//! self-synchronising, so a sequence can be recognised without decoding what stands around it, and
//! bytes that are not UTF-8 simply stay. One pass: a sequence that only forms because another one was
//! taken out between its bytes is not removed.

use crate::{
    block::Block,
    rules::Whitespace,
    strings::Strings,
    word::{HIGHEST, ONES, lowest_byte},
};

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

impl Runs<'_> {
    /// Passes on the bytes of all runs, put together so that short ones come as one, and returns how many
    /// bytes they are.
    pub(crate) fn gather(mut self, take: &mut dyn FnMut(&[u8])) -> usize {
        let body = self.rest;
        let (mut run, mut gap) = self.splitter.split(body);
        if run == body.len() {
            // Nothing to put together: most callbacks have no whitespace.
            take(body);
            return run;
        }
        let (mut block, mut bytes) = (Block::new(), 0);
        loop {
            block.push(self.rest, run, take);
            bytes += run;
            self.rest = &self.rest[run + gap..];
            if self.rest.is_empty() {
                take(block.rest());
                return bytes;
            }
            (run, gap) = self.splitter.split(self.rest);
        }
    }
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
    while let Some(next) = suspect(&bytes[at..]) {
        at += next;
        if sequence(&bytes[at..]) > 0 {
            return at;
        }
        at += 1;
    }
    bytes.len()
}

/// Where the first byte stands with which whitespace can begin. Its plain form is `position(is_suspect)`;
/// this one looks at eight bytes at once.
fn suspect(bytes: &[u8]) -> Option<usize> {
    let plain = plain(bytes);
    let (words, rest) = bytes[plain..].as_chunks::<8>();
    for (at, word) in words.iter().enumerate() {
        let found = suspects(u64::from_le_bytes(*word));
        if found != 0 {
            return Some(plain + 8 * at + lowest_byte(found));
        }
    }
    let at = rest.iter().position(|&byte| is_suspect(byte))?;
    Some(plain + 8 * words.len() + at)
}

/// How many bytes are in the blocks of 16 before the first that holds a suspect. The compiler compares the bytes of a
/// block at once (SSE2, NEON, WebAssembly's simd128).
fn plain(bytes: &[u8]) -> usize {
    let (blocks, _) = bytes.as_chunks::<16>();
    let holds_suspect = |block: &[u8; 16]| block.iter().fold(false, |found, &byte| found | is_suspect(byte));
    16 * blocks.iter().position(holds_suspect).unwrap_or(blocks.len())
}

fn is_suspect(byte: u8) -> bool {
    byte <= b' ' || byte >= 0xC2
}

/// Sets the highest bit of each byte that [`is_suspect`], up to the first: a borrow can set those above it.
fn suspects(word: u64) -> u64 {
    let up_to_space = word.wrapping_sub(u64::from(b' ' + 1) * ONES) & !word;
    let from_c2 = (word & !HIGHEST).wrapping_add((0x100 - 0xC2) * ONES) & word;
    (up_to_space | from_c2) & HIGHEST
}

/// The length of the whitespace that `bytes` begins with.
fn gap(bytes: &[u8]) -> usize {
    let mut length = 0;
    loop {
        let rest = &bytes[length..];
        let more = match spaces(rest) {
            0 => sequence(rest),
            spaces => spaces,
        };
        if more == 0 {
            return length;
        }
        length += more;
    }
}

/// How many of the first eight bytes are spaces before the first that is not: most of an indented body's whitespace. 0 where
/// there are fewer than eight bytes.
fn spaces(bytes: &[u8]) -> usize {
    const SPACES: u64 = u64::from_le_bytes([b' '; 8]);
    bytes.first_chunk().map_or(0, |word| lowest_byte(u64::from_le_bytes(*word) ^ SPACES))
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
mod tests;
