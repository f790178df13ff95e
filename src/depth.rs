//! How deeply the brackets of a text nest: what serde_json does not check inside members that are ignored.

use crate::word::{HIGHEST, ONES, lowest_byte};

/// How deeply arrays and objects may nest.
pub const MAX_DEPTH: usize = 128;

/// Whether arrays and objects nest deeper than that. The text need not be JSON.
///
/// Counting the brackets that open is cheap and is enough for every callback: so few cannot nest too deeply.
pub(crate) fn is_too_deep(text: &[u8]) -> bool {
    opening(text) > MAX_DEPTH && deepest(text) > MAX_DEPTH
}

/// How many brackets open, also in strings.
fn opening(text: &[u8]) -> usize {
    // As many as a byte can count, so that the compiler counts in each byte of a vector.
    const COUNTED: usize = 240;
    let count = |bytes: &[u8]| bytes.iter().map(|&byte| u8::from(byte == b'[' || byte == b'{')).sum::<u8>();
    text.chunks(COUNTED).map(|bytes| usize::from(count(bytes))).sum()
}

/// The deepest nesting of brackets outside strings. Its plain form takes every byte; this one those that [`marks`] finds.
fn deepest(text: &[u8]) -> usize {
    let mut nesting = Nesting::default();
    let (words, rest) = text.as_chunks::<8>();
    // The zeros that fill it up add no marks.
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    for (at, word) in words.iter().chain([&last]).enumerate() {
        let mut found = marks(u64::from_le_bytes(*word));
        while found != 0 {
            let byte = lowest_byte(found);
            nesting.take(8 * at + byte, word[byte]);
            found &= found - 1;
        }
    }
    nesting.deepest
}

/// Sets the highest bit of each byte that is a quote, a backslash or a bracket. Others can be among them, none is left out.
fn marks(word: u64) -> u64 {
    // With this bit a bracket or a backslash is one of `{|}`, and a quote stays what it is.
    let folded = word | (0x20 * ONES);
    let low = folded & !HIGHEST;
    // No sum is more than its byte.
    let from_brace = low + (0x80 - u64::from(b'{')) * ONES;
    let beyond_brace = low + (0x7F - u64::from(b'}')) * ONES;
    let no_quote = (low ^ (u64::from(b'"') * ONES)) + 0x7F * ONES;
    ((from_brace & !beyond_brace) | !no_quote) & !folded & HIGHEST
}

/// Where a text is, of which only the marks are seen.
#[derive(Default)]
struct Nesting {
    depth: usize,
    deepest: usize,
    is_in_string: bool,
    /// Where the byte after the last backslash stands. It is escaped, and does not count.
    escaped: Option<usize>,
}

impl Nesting {
    fn take(&mut self, at: usize, byte: u8) {
        match byte {
            _ if self.escaped == Some(at) => {}
            b'"' => self.is_in_string = !self.is_in_string,
            b'\\' if self.is_in_string => self.escaped = Some(at + 1),
            b'[' | b'{' if !self.is_in_string => {
                self.depth += 1;
                self.deepest = self.deepest.max(self.depth);
            }
            b']' | b'}' if !self.is_in_string => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests;
