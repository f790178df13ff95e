//! A body that arrives in pieces: the same verdict as in one call, wherever it is cut.

use core::fmt;

use crate::{
    block::Block,
    error::VerificationError,
    keys::{Keys, Macs},
    normalize::{self, BYTE_ORDER_MARK, Splitter},
    rules::Whitespace,
    wipe::wiping,
};
#[cfg(feature = "event")]
use crate::{rules::Signed, signed};

/// The verification of one callback whose body arrives in pieces; made by
/// [`Verifier::begin`](crate::Verifier::begin).
///
/// Nothing of the body may be used before [`finish`](Stream::finish) has returned `Ok`. `Debug` is redacted.
pub struct Stream {
    body: Body,
    macs: Macs,
    expected: [u8; 32],
    /// Bytes that may still come; `None` once there were more.
    left: Option<usize>,
}

/// How the pieces reach the MACs.
enum Body {
    /// As they come.
    Whole(Normalizer),
    /// All at once at the end: the payload has to be found first.
    #[cfg(feature = "event")]
    Payload(Whitespace, alloc::vec::Vec<u8>),
}

impl Stream {
    pub(crate) fn new(keys: &Keys, rule: Whitespace, max_body: usize, expected: [u8; 32]) -> Self {
        Self { body: Body::Whole(Normalizer::new(rule)), macs: keys.begin(), expected, left: Some(max_body) }
    }

    #[cfg(feature = "event")]
    pub(crate) fn of_payload(self, rule: Whitespace) -> Self {
        Self { body: Body::Payload(rule, alloc::vec::Vec::new()), ..self }
    }

    /// Says beforehand how many bytes will come, as `Content-Length` does, so that a body beyond the
    /// limit is refused before any of it is hashed.
    ///
    /// # Errors
    ///
    /// [`VerificationError::BodyTooLarge`].
    pub fn with_length(self, bytes: usize) -> Result<Self, VerificationError> {
        if self.left.is_some_and(|left| bytes <= left) {
            Ok(self)
        } else {
            Err(VerificationError::BodyTooLarge)
        }
    }

    /// Takes the next piece of the body, of any length.
    ///
    /// Beyond the limit nothing is hashed or kept any more; `finish` reports it.
    pub fn update(&mut self, piece: &[u8]) {
        self.left = self.left.and_then(|left| left.checked_sub(piece.len()));
        if self.left.is_none() {
            return;
        }
        match &mut self.body {
            Body::Whole(normalizer) => {
                let mut block = Block::new();
                let mut hash = |part: &[u8]| self.macs.update(part);
                normalizer.feed(piece, |bytes, run| block.push(bytes, run, &mut hash));
                hash(block.rest());
            }
            #[cfg(feature = "event")]
            Body::Payload(_, body) => body.extend_from_slice(piece),
        }
    }

    /// Ends the body and compares, in constant time.
    ///
    /// # Errors
    ///
    /// [`VerificationError::BodyTooLarge`] or [`VerificationError::SignatureMismatch`].
    pub fn finish(self) -> Result<(), VerificationError> {
        wiping(|| self.compare())
    }

    fn compare(mut self) -> Result<(), VerificationError> {
        if self.left.is_none() {
            return Err(VerificationError::BodyTooLarge);
        }
        match self.body {
            Body::Whole(normalizer) => self.macs.update(normalizer.rest()),
            #[cfg(feature = "event")]
            Body::Payload(rule, body) => {
                let runs = signed::runs(&body, Signed::Payload, rule);
                runs.ok_or(VerificationError::SignatureMismatch)?.gather(&mut |part| self.macs.update(part));
            }
        }
        if self.macs.verify(&self.expected) { Ok(()) } else { Err(VerificationError::SignatureMismatch) }
    }
}

impl fmt::Debug for Stream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stream").finish_non_exhaustive()
    }
}

/// Whitespace removal across pieces: holds back bytes at the end of a piece that can turn out to be
/// whitespace, or a byte order mark, with the next one.
struct Normalizer {
    splitter: Splitter,
    held: [u8; 3],
    held_len: usize,
    /// Still at the first byte, where a byte order mark may stand.
    at_start: bool,
}

impl Normalizer {
    fn new(rule: Whitespace) -> Self {
        Self { splitter: Splitter::new(rule), held: [0; 3], held_len: 0, at_start: rule != Whitespace::None }
    }

    /// Passes on the kept runs: each is the first bytes, so many, of what `keep` gets.
    fn feed(&mut self, piece: &[u8], mut keep: impl FnMut(&[u8], usize)) {
        let mut rest = self.resolve(piece, &mut keep);
        if self.at_start && !rest.is_empty() {
            if BYTE_ORDER_MARK.starts_with(rest) && rest.len() < BYTE_ORDER_MARK.len() {
                return self.hold(rest);
            }
            rest = normalize::strip_mark(rest);
            self.at_start = false;
        }
        while !rest.is_empty() {
            let (run, gap) = self.splitter.split(rest);
            let held = if run == rest.len() { self.tail(rest) } else { 0 };
            if run > held {
                keep(rest, run - held);
            }
            self.hold(&rest[run - held..run]);
            rest = &rest[run + gap..];
        }
    }

    /// Bytes that are still held at the end are not whitespace.
    fn rest(&self) -> &[u8] {
        &self.held[..self.held_len]
    }

    /// Completes what is held with the first bytes of `piece`, and returns the others.
    fn resolve<'p>(&mut self, piece: &'p [u8], keep: &mut impl FnMut(&[u8], usize)) -> &'p [u8] {
        let mut rest = piece;
        while self.held_len > 0
            && let Some((&next, after)) = rest.split_first()
        {
            self.held[self.held_len] = next;
            let candidate = &self.held[..=self.held_len];
            if self.at_start && candidate == BYTE_ORDER_MARK || normalize::sequence(candidate) > 0 {
                self.held_len = 0;
                self.at_start = false;
            } else if self.at_start && BYTE_ORDER_MARK.starts_with(candidate)
                || normalize::is_partial(candidate)
            {
                self.held_len += 1;
            } else {
                // The held bytes are kept, and `next` is looked at again, since it may begin a sequence.
                // None of the held bytes can: after the first, each is a continuation byte.
                keep(&self.held, self.held_len);
                self.held_len = 0;
                self.at_start = false;
                break;
            }
            rest = after;
        }
        rest
    }

    /// How many bytes at the end of `run` may belong to a whitespace sequence.
    fn tail(&self, run: &[u8]) -> usize {
        let partial = |&n: &usize| n <= run.len() && normalize::is_partial(&run[run.len() - n..]);
        if self.splitter.may_hold_back() { [2, 1].iter().copied().find(partial).unwrap_or(0) } else { 0 }
    }

    fn hold(&mut self, bytes: &[u8]) {
        self.held[..bytes.len()].copy_from_slice(bytes);
        self.held_len = bytes.len();
    }
}
