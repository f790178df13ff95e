//! Bindings: they carry bytes and numbers between JavaScript and the core, and decide nothing.
//!
//! JavaScript writes a header and a body into two buffers that live here (`encodeInto` for strings, `set`
//! for bytes: both faster than what generated glue does), and then calls with their lengths.
//! Verdicts come back as numbers: 0 is authentic, others are positions in [`errors`].

mod buffer;

use checkout_signature::{Error, Event, Signed, Stream, Verifier as Core, Whitespace, normalize};
use js_sys::{Array, JsString};
use wasm_bindgen::prelude::*;

pub use buffer::{body_buffer, header_buffer};

/// The verdict "authentic"; for [`Verifier::verify`] "a payment-authorized event".
pub const AUTHENTIC: i32 = 0;
/// The verdict "authentic, an event of another type".
pub const UNKNOWN_EVENT: i32 = -1;

/// Every error as `[code, message]`; the error with the number `n` is the one at `n - 1`.
#[wasm_bindgen]
pub fn errors() -> Array {
    Error::ALL
        .iter()
        .map(|error| Array::of2(&JsString::from(error.code()), &JsString::from(error.to_string())))
        .collect()
}

/// The runs that are kept of the body in its buffer, as pairs of where one starts and where it ends;
/// `whitespace` as for [`Verifier::new`].
#[wasm_bindgen]
pub fn kept_runs(body: usize, whitespace: u8) -> Vec<u32> {
    buffer::body(body, |body| {
        let start = |run: &[u8]| run.as_ptr().addr() - body.as_ptr().addr();
        normalize::runs(body, rule(whitespace))
            .flat_map(|run| [start(run) as u32, (start(run) + run.len()) as u32])
            .collect()
    })
}

/// A verifier, the body that is being streamed through it, and the last event that it proved.
///
/// In JavaScript it has a name of its own, so that a bundler leaves the package's `Verifier` its name.
#[wasm_bindgen(js_name = CoreVerifier)]
#[derive(Debug)]
pub struct Verifier {
    core: Core,
    stream: Option<Stream>,
    /// The amount of the last event, in minor units.
    #[wasm_bindgen(readonly)]
    pub amount: f64,
    /// Bytes of the first text in the body's buffer: `paymentId`, or the name of an unknown event.
    #[wasm_bindgen(readonly)]
    pub first: i32,
    /// Bytes of the second text, right after the first: `sessionId`, or the JSON of an unknown event's
    /// payload; -1 where there is none.
    #[wasm_bindgen(readonly)]
    pub second: i32,
}

#[wasm_bindgen(js_class = CoreVerifier)]
impl Verifier {
    /// Takes secrets of these `lengths` out of the body's buffer, where they stand one after another,
    /// newest first; `whitespace` is 0 all, 1 insignificant, 2 none; `signed` is 0 body, 1 payload.
    ///
    /// # Errors
    ///
    /// Throws the error's number.
    #[wasm_bindgen(constructor)]
    pub fn new(lengths: &[u32], whitespace: u8, signed: u8, max_body: usize) -> Result<Verifier, i32> {
        let total = lengths.iter().map(|&length| length as usize).sum();
        let core = buffer::body(total, |secrets| keyed(secrets, lengths));
        buffer::wipe();
        let signed = if signed == 0 { Signed::Body } else { Signed::Payload };
        let core = core.map_err(number)?.with_whitespace(rule(whitespace)).with_signed(signed);
        Ok(Verifier { core: core.with_max_body(max_body), stream: None, amount: 0.0, first: 0, second: 0 })
    }

    /// The verdict on the header and the body in their buffers.
    pub fn verify_signature(&self, header: usize, body: usize) -> i32 {
        verdict(callback(header, body, |header, body| self.core.verify(body, header).map(drop)))
    }

    /// The same, and the event: `amount`, `first` and `second` then say what stands in the body's buffer.
    pub fn verify(&mut self, header: usize, body: usize) -> i32 {
        let event = callback(header, body, |header, body| self.core.verify(body, header)?.event());
        match event {
            Ok(Event::PaymentAuthorized(payment)) => {
                // Exact: the core lets no amount above 2^53 - 1 through.
                self.amount = payment.amount as f64;
                self.texts(&payment.payment_id, Some(&payment.session_id));
                AUTHENTIC
            }
            Ok(Event::Unknown(event)) => {
                self.texts(&event.name, event.payload.as_deref());
                UNKNOWN_EVENT
            }
            Ok(_) => unreachable!("the core has no other event"),
            Err(error) => number(error),
        }
    }

    /// The verdict on the header alone, before there is a body.
    pub fn judge_header(&self, header: usize) -> i32 {
        verdict(buffer::header(header, |header| self.core.begin(header)))
    }

    /// Begins a body that comes in pieces, of `length` bytes in all.
    pub fn begin(&mut self, header: usize, length: usize) -> i32 {
        let stream = buffer::header(header, |header| self.core.begin(header)?.with_length(length));
        verdict(stream.map(|stream| self.stream = Some(stream)))
    }

    /// Takes the next piece from the body's buffer.
    pub fn update(&mut self, piece: usize) {
        if let Some(stream) = &mut self.stream {
            buffer::body(piece, |piece| stream.update(piece));
        }
    }

    /// The verdict on the pieces.
    pub fn finish(&mut self) -> i32 {
        verdict(self.stream.take().ok_or(Error::SignatureMismatch).and_then(Stream::finish))
    }

    /// Signs the body in its buffer; the header's value replaces it there. Returns its length.
    pub fn sign(&self, body: usize) -> usize {
        let signature = buffer::body(body, |body| self.core.sign(body)).to_string();
        buffer::write(0, &signature)
    }

    fn texts(&mut self, first: &str, second: Option<&str>) {
        let first = buffer::write(0, first);
        self.first = first as i32;
        self.second = second.map_or(-1, |second| buffer::write(first, second) as i32);
    }
}

/// Reads a header and a body from their buffers.
fn callback<T>(header: usize, body: usize, read: impl FnOnce(&[u8], &[u8]) -> T) -> T {
    buffer::header(header, |header| buffer::body(body, |body| read(header, body)))
}

fn keyed(secrets: &[u8], lengths: &[u32]) -> Result<Core, Error> {
    let (&newest, previous) = lengths.split_first().ok_or(Error::EmptySecret)?;
    let (secret, mut rest) = secrets.split_at(newest as usize);
    let mut core = Core::new(secret)?;
    for &length in previous {
        let (secret, after) = rest.split_at(length as usize);
        core = core.with_previous_secret(secret)?;
        rest = after;
    }
    Ok(core)
}

fn rule(whitespace: u8) -> Whitespace {
    match whitespace {
        0 => Whitespace::All,
        1 => Whitespace::Insignificant,
        _ => Whitespace::None,
    }
}

fn verdict<T>(result: Result<T, Error>) -> i32 {
    result.map_or_else(number, |_| AUTHENTIC)
}

fn number(error: Error) -> i32 {
    // Every error is in the list: the core's tests see to it.
    Error::ALL.iter().position(|&e| e == error).map_or(i32::MAX, |at| at as i32 + 1)
}
