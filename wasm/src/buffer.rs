//! The two buffers that JavaScript writes into and reads from.

use std::cell::RefCell;

use wasm_bindgen::prelude::*;
use zeroize::Zeroize;

thread_local! {
    static HEADER: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static BODY: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// The address of the header's buffer, made exactly `bytes` long. What stood in it is lost.
///
/// A buffer may move, and memory may grow: take the view after this call.
#[wasm_bindgen]
pub fn header_buffer(bytes: usize) -> *const u8 {
    HEADER.with_borrow_mut(|buffer| sized(buffer, bytes))
}

/// The address of the body's buffer, in which events and signatures come back too.
#[wasm_bindgen]
pub fn body_buffer(bytes: usize) -> *const u8 {
    BODY.with_borrow_mut(|buffer| sized(buffer, bytes))
}

/// Reads the first `bytes` of the header's buffer.
pub(crate) fn header<T>(bytes: usize, read: impl FnOnce(&[u8]) -> T) -> T {
    HEADER.with_borrow(|buffer| read(&buffer[..bytes]))
}

/// Reads the first `bytes` of the body's buffer.
pub(crate) fn body<T>(bytes: usize, read: impl FnOnce(&[u8]) -> T) -> T {
    BODY.with_borrow(|buffer| read(&buffer[..bytes]))
}

/// Puts a text at `offset` of the body's buffer, and returns its length.
///
/// What is written was read from a body in this buffer, or is a signature: it always fits.
pub(crate) fn write(offset: usize, text: &str) -> usize {
    BODY.with_borrow_mut(|buffer| buffer[offset..offset + text.len()].copy_from_slice(text.as_bytes()));
    text.len()
}

/// Overwrites the body's buffer, which held secrets.
pub(crate) fn wipe() {
    BODY.with_borrow_mut(|buffer| buffer.as_mut_slice().zeroize());
}

fn sized(buffer: &mut Vec<u8>, bytes: usize) -> *const u8 {
    if buffer.len() != bytes {
        // First given back and then made anew: nothing in it is worth copying.
        *buffer = Vec::new();
        *buffer = vec![0; bytes];
    }
    buffer.as_ptr()
}
