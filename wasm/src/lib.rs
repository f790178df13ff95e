//! Bindings: they carry bytes and numbers between JavaScript and the core, and decide nothing.
//!
//! JavaScript writes a header and a body into a [`SharedBuffer`] (`encodeInto` for strings, `set` for bytes:
//! both faster than what generated glue does), and then calls with their lengths. Verdicts come back as
//! numbers: 0 or less is authentic, the others count the core's lists of errors from 1. The texts of the
//! errors are not in here: `cargo xtask tables` writes them for JavaScript.
//!
//! After a call none of a secret, a key or a MAC is left in the module's memory but the keys of a live
//! [`Verifier`]: the allocator wipes what is freed, the core wipes the stack, and the buffer is wiped here.

#![no_std]

extern crate alloc;
// Where the module's own allocator and panic handler are not: natively, in tests and lints.
#[cfg(not(feature = "module"))]
extern crate std;

#[cfg(feature = "module")]
mod runtime;
mod shared_buffer;
#[cfg(test)]
mod tests;
mod verdict;

use alloc::{boxed::Box, vec::Vec};

use checkout_signature::{
    SecretError, Signed, Stream, VerificationError, Verifier as Core, Whitespace, normalize, wipe_stack,
};
use wasm_bindgen::prelude::*;

pub use shared_buffer::SharedBuffer;
pub use verdict::{AUTHENTIC, PAYMENT_AUTHORIZED, UNKNOWN_EVENT};

/// The runs that are kept of the body in the buffer, as pairs of where one starts and where it ends;
/// `whitespace` as for [`Verifier::create`].
#[wasm_bindgen]
#[must_use]
pub fn kept_runs(buffer: &SharedBuffer, body: usize, whitespace: u8) -> Vec<u32> {
    let body = buffer.bytes(body);
    let start = |run: &[u8]| run.as_ptr().addr() - body.as_ptr().addr();
    normalize::runs(body, rule(whitespace))
        .flat_map(|run| [start(run), start(run) + run.len()])
        .filter_map(|at| at.try_into().ok())
        .collect()
}

/// A verifier, and the body that is being streamed through it.
///
/// In JavaScript it has a name of its own, so that a bundler leaves the package's `Verifier` its name.
#[wasm_bindgen(js_name = CoreVerifier)]
#[derive(Debug)]
pub struct Verifier {
    core: Box<Core>,
    stream: Option<Box<Stream>>,
}

#[wasm_bindgen(js_class = CoreVerifier)]
impl Verifier {
    /// Takes secrets of these `lengths` out of the buffer, where they stand one after another,
    /// newest first, and wipes them there. `whitespace` and `signed` are positions in the core's lists.
    ///
    /// Where a secret cannot be used there is no verifier, and the error's number is in the results.
    pub fn create(
        buffer: &mut SharedBuffer,
        lengths: &[u32],
        whitespace: u8,
        signed: u8,
        max_body: usize,
    ) -> Option<Self> {
        let total = lengths.iter().filter_map(|&length| usize::try_from(length).ok()).sum();
        let (whitespace, signed) = (rule(whitespace), signed_part(signed));
        let core =
            buffer.take_secrets(total, |secrets| keyed(secrets, lengths, whitespace, signed, max_body));
        // A verifier is moved while it is built, and a move leaves a copy.
        wipe_stack::<BUILDING_STACK_BYTES>();
        match core {
            Ok(core) => Some(Self { core, stream: None }),
            Err(error) => {
                buffer.fail(verdict::secret(error));
                None
            }
        }
    }

    /// The verdict on the header and the body in the buffer.
    pub fn verify_signature(&self, buffer: &mut SharedBuffer, header: usize, body: usize) -> i32 {
        verdict::of(buffer.take_header(header, body, |header, body| self.core.verify(body, header).map(drop)))
    }

    /// The same, and the event, which [`SharedBuffer::results`] describes.
    pub fn verify(&self, buffer: &mut SharedBuffer, header: usize, body: usize) -> i32 {
        buffer.verify(&self.core, header, body)
    }

    /// The verdict on the header alone, before there is a body.
    pub fn judge_header(&self, buffer: &mut SharedBuffer, header: usize) -> i32 {
        verdict::of(buffer.take_header(header, 0, |header, _| self.core.check_header(header)))
    }

    /// Begins a body that arrives in pieces, of `length` bytes in all.
    pub fn begin(&mut self, buffer: &mut SharedBuffer, header: usize, length: usize) -> i32 {
        let begin = |header: &[u8], _: &[u8]| begun(&self.core, header, length);
        let stream = buffer.take_header(header, 0, begin);
        wipe_stack::<BUILDING_STACK_BYTES>();
        verdict::of(stream.map(|stream| self.stream = Some(stream)))
    }

    /// Takes the next piece from the buffer.
    pub fn update(&mut self, buffer: &SharedBuffer, piece: usize) {
        if let Some(stream) = &mut self.stream {
            stream.update(buffer.bytes(piece));
        }
    }

    /// The verdict on the pieces.
    pub fn finish(&mut self) -> i32 {
        let finished = finished(self.stream.take());
        wipe_stack::<BUILDING_STACK_BYTES>();
        verdict::of(finished)
    }

    /// Signs the body in the buffer; the header's value replaces it there, for JavaScript to read and wipe.
    /// Returns its length, or less than 0: the error's number, negative.
    pub fn sign(&self, buffer: &mut SharedBuffer, body: usize) -> i32 {
        let length = sign(&self.core, buffer, body);
        wipe_stack::<BUILDING_STACK_BYTES>();
        length
    }
}

/// What building and moving a verifier or a stream uses of the stack, generously.
const BUILDING_STACK_BYTES: usize = 16 * 1024;

// Calls of their own, so that what they use of the stack lies below what wipes it.

#[inline(never)]
fn keyed(
    secrets: &[u8],
    lengths: &[u32],
    whitespace: Whitespace,
    signed: Signed,
    max_body: usize,
) -> Result<Box<Core>, SecretError> {
    let mut rest = secrets;
    let mut secrets = lengths.iter().map_while(|&length| {
        let (secret, after) = rest.split_at_checked(length.try_into().ok()?)?;
        rest = after;
        Some(secret)
    });
    let newest = Core::new(secrets.next().ok_or(SecretError::Empty)?)?;
    let core = secrets.try_fold(newest, Core::with_previous_secret)?;
    Ok(Box::new(core.with_whitespace(whitespace).with_signed(signed).with_max_body(max_body)))
}

#[inline(never)]
fn begun(core: &Core, header: &[u8], length: usize) -> Result<Box<Stream>, VerificationError> {
    core.begin(header)?.with_length(length).map(Box::new)
}

#[inline(never)]
fn sign(core: &Core, buffer: &mut SharedBuffer, body: usize) -> i32 {
    match core.sign(buffer.bytes(body)) {
        Ok(signature) => buffer.write(&signature),
        Err(error) => -verdict::sign(error),
    }
}

#[inline(never)]
fn finished(stream: Option<Box<Stream>>) -> Result<(), VerificationError> {
    stream.ok_or(VerificationError::SignatureMismatch)?.finish()
}

fn rule(position: u8) -> Whitespace {
    Whitespace::ALL.get(usize::from(position)).copied().unwrap_or_default()
}

fn signed_part(position: u8) -> Signed {
    Signed::ALL.get(usize::from(position)).copied().unwrap_or_default()
}
