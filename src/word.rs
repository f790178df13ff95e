//! Eight bytes at once, in a number: the first byte of a body is the lowest of its word.

/// Each byte is 1.
pub(crate) const ONES: u64 = u64::MAX / 0xFF;
/// The highest bit of each byte.
pub(crate) const HIGHEST: u64 = 0x80 * ONES;

/// The number of the lowest byte that has a bit set.
#[expect(clippy::as_conversions, reason = "exact: a number of bits is 64 at most")]
pub(crate) fn lowest_byte(word: u64) -> usize {
    (word.trailing_zeros() / 8) as usize
}
