//! The stack, wiped of what earlier calls have left on it.

use core::hint::black_box;

/// What the calls of this crate use of the stack, generously.
const STACK_BYTES: usize = 2 * 1024;

/// Calls `work`, and then wipes the part of the stack that it has used: keyed states, MACs and their
/// copies, since each move of a value leaves its old place as it was.
pub(crate) fn wiping<T>(work: impl FnOnce() -> T) -> T {
    let result = apart(work);
    wipe_stack::<STACK_BYTES>();
    result
}

/// Never inlined, so that its frame lies where `wipe_stack` writes.
#[inline(never)]
fn apart<T>(work: impl FnOnce() -> T) -> T {
    work()
}

/// Overwrites so many bytes of the stack below the caller's frame.
///
/// The crate does this itself at the end of each call that deals with keys. Do it too after you have built
/// or moved a [`Verifier`](crate::Verifier), if the copies that the moves left on the stack matter to you.
/// It is a precaution: the language promises nothing about the stack.
#[inline(never)]
pub fn wipe_stack<const BYTES: usize>() {
    black_box(&mut [0u8; BYTES]);
}
