//! Short runs, put together into blocks before they are hashed.
//!
//! A hash takes whole blocks straight from its input. A run that is shorter has to wait inside the hash, and
//! an indented body is nothing but short runs.

/// Four of SHA-256's blocks.
pub(crate) const BLOCK_BYTES: usize = 256;

/// So many bytes are copied at once: a copy of a length that is known when this is compiled is one move.
const STEP: usize = 16;

/// Bytes that have come and were not passed on yet.
pub(crate) struct Block {
    /// With room behind for the last step of a copy, which can write more than is asked for.
    bytes: [u8; BLOCK_BYTES + STEP],
    length: usize,
}

impl Block {
    pub(crate) fn new() -> Self {
        Self { bytes: [0; BLOCK_BYTES + STEP], length: 0 }
    }

    /// Takes the first `run` of these bytes, and passes on what is complete.
    pub(crate) fn push(&mut self, bytes: &[u8], run: usize, take: &mut dyn FnMut(&[u8])) {
        if run > BLOCK_BYTES - self.length {
            self.pass_on(&bytes[..run], take);
        } else {
            self.copy(bytes, run);
            self.length += run;
        }
    }

    /// What is left at the end.
    pub(crate) fn rest(&self) -> &[u8] {
        &self.bytes[..self.length]
    }

    /// Fills the block up and passes it on, or a run that is longer as it is.
    #[inline(never)]
    fn pass_on(&mut self, run: &[u8], take: &mut dyn FnMut(&[u8])) {
        let (first, rest) =
            if self.length == 0 { (&[][..], run) } else { run.split_at(BLOCK_BYTES - self.length) };
        if self.length > 0 {
            self.bytes[self.length..][..first.len()].copy_from_slice(first);
            take(&self.bytes[..BLOCK_BYTES]);
        }
        let (whole, rest) = rest.split_at(rest.len() - rest.len() % BLOCK_BYTES);
        if !whole.is_empty() {
            take(whole);
        }
        self.bytes[..rest.len()].copy_from_slice(rest);
        self.length = rest.len();
    }

    /// Copies in steps, and beyond the run where the last one ends there: what follows overwrites it.
    fn copy(&mut self, bytes: &[u8], run: usize) {
        let to = &mut self.bytes[self.length..];
        let mut at = 0;
        while at < run {
            match (bytes[at..].first_chunk::<STEP>(), to[at..].first_chunk_mut::<STEP>()) {
                (Some(from), Some(to)) => *to = *from,
                // Near the end of the body.
                _ => return to[at..run].copy_from_slice(&bytes[at..run]),
            }
            at += STEP;
        }
    }
}
