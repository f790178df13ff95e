//! The memory that JavaScript writes into and reads from.

use alloc::{borrow::Cow, boxed::Box, vec, vec::Vec};

use checkout_signature::{Event, Signature, Verifier};
use wasm_bindgen::prelude::*;

use crate::verdict::{self, PAYMENT_AUTHORIZED, UNKNOWN_EVENT};

/// How many numbers an event comes back as.
const RESULTS: usize = 6;

/// A header and right after it a body, as JavaScript puts them here, and the event that was read.
#[wasm_bindgen]
#[derive(Debug, Default)]
pub struct SharedBuffer {
    bytes: Vec<u8>,
    /// In a box of its own, so that it never moves.
    results: Box<[f64; RESULTS]>,
}

#[wasm_bindgen]
impl SharedBuffer {
    /// An empty buffer.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes the buffer exactly `length` bytes long, and returns its address. If the length changes, the
    /// contents are lost.
    ///
    /// A buffer can move, and memory can grow: take the view after this call.
    pub fn resize(&mut self, length: usize) -> *const u8 {
        if self.bytes.len() != length {
            // First freed and then made anew: nothing in it is worth copying.
            self.bytes = Vec::new();
            self.bytes = vec![0; length];
        }
        self.bytes.as_ptr()
    }

    /// The address of the last event's six numbers: the amount; where `paymentId` (or an unknown event's
    /// name) starts and ends in the body; where `sessionId` (or the payload's JSON) does, -1 where there
    /// is none; and 1 where the texts replaced the body in the buffer, since one of them had escapes.
    #[must_use]
    pub fn results(&self) -> *const f64 {
        self.results.as_ptr()
    }
}

impl SharedBuffer {
    pub(crate) fn bytes(&self, length: usize) -> &[u8] {
        &self.bytes[..length]
    }

    /// Hands out the bytes of secrets, and then overwrites them.
    pub(crate) fn take_secrets<T>(&mut self, length: usize, take: impl FnOnce(&[u8]) -> T) -> T {
        let secrets = &mut self.bytes[..length];
        let result = take(secrets);
        secrets.fill(0);
        result
    }

    /// Hands out the header, and then overwrites it: a signature that is right is a MAC.
    pub(crate) fn take_header<T>(
        &mut self,
        header: usize,
        body: usize,
        take: impl FnOnce(&[u8], &[u8]) -> T,
    ) -> T {
        let (header, rest) = self.bytes.split_at_mut(header);
        let result = take(header, &rest[..body]);
        header.fill(0);
        result
    }

    /// Verifies a callback, and leaves its event in the results.
    pub(crate) fn verify(&mut self, verifier: &Verifier, header: usize, body: usize) -> i32 {
        let Self { bytes, results } = self;
        let (header, rest) = bytes.split_at_mut(header);
        let event = verifier.verify(&rest[..body], header).and_then(|verified| verified.event());
        header.fill(0);
        let (verdict, texts) = match event {
            Ok(Event::PaymentAuthorized(event)) => {
                results[0] = number(event.amount);
                (PAYMENT_AUTHORIZED, [Some(event.payment_id), Some(event.session_id)])
            }
            Ok(Event::Unknown(event)) => (UNKNOWN_EVENT, [Some(event.name), event.payload]),
            Ok(_) => unreachable!(),
            Err(error) => return verdict::refused(error),
        };
        if let Some(copies) = locate(&texts, rest, results) {
            rest[..copies.len()].copy_from_slice(&copies);
        }
        verdict
    }

    /// Notes the number of an error where no verdict is returned.
    pub(crate) fn fail(&mut self, number: i32) {
        self.results[0] = f64::from(number);
    }

    /// Writes a signature as the header's value, and returns its length.
    pub(crate) fn write(&mut self, signature: &Signature) -> i32 {
        let value = signature.to_header();
        self.bytes[..value.len()].copy_from_slice(&value);
        value.len().try_into().unwrap_or_default()
    }
}

#[cfg(test)]
impl SharedBuffer {
    /// Writes as JavaScript does.
    pub(crate) fn put(&mut self, bytes: &[u8]) {
        self.bytes[..bytes.len()].copy_from_slice(bytes);
    }

    pub(crate) fn last_results(&self) -> [f64; RESULTS] {
        *self.results
    }
}

/// Notes where texts stand in the body. If one had escapes, they stand one after another in a copy.
fn locate(texts: &[Option<Cow<'_, str>>; 2], body: &[u8], results: &mut [f64; RESULTS]) -> Option<Vec<u8>> {
    let is_copied = texts.iter().flatten().any(|text| matches!(text, Cow::Owned(_)));
    let mut copies = Vec::new();
    let [_, places @ .., copied] = results;
    for (text, place) in texts.iter().zip(places.as_chunks_mut::<2>().0) {
        *place = text.as_ref().map_or([-1.0, -1.0], |text| {
            let start = if is_copied { copies.len() } else { text.as_ptr().addr() - body.as_ptr().addr() };
            if is_copied {
                copies.extend_from_slice(text.as_bytes());
            }
            [start, start + text.len()].map(|at| number(at.try_into().unwrap_or_default()))
        });
    }
    *copied = f64::from(u8::from(is_copied));
    is_copied.then_some(copies)
}

#[expect(clippy::as_conversions, reason = "exact: no amount and no address is above 2^53 - 1")]
fn number(value: u64) -> f64 {
    value as f64
}
