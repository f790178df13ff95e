//! Requests to valgrind's memcheck, as its `valgrind.h` and `memcheck.h` define them. Without valgrind they do nothing.

#[cfg(all(target_arch = "x86_64", unix))]
use core::arch::asm;

const RUNNING_ON_VALGRIND: usize = 0x1001;
const COUNT_ERRORS: usize = 0x1201;
const MAKE_MEM_UNDEFINED: usize = 0x4D43_0001;
const MAKE_MEM_DEFINED: usize = 0x4D43_0002;

pub(crate) fn is_running() -> bool {
    request(RUNNING_ON_VALGRIND, &[]) != 0
}

/// How many errors there were so far: branches on what is undefined, and addresses made of it.
pub(crate) fn errors() -> usize {
    request(COUNT_ERRORS, &[])
}

pub(crate) fn make_undefined<T: ?Sized>(value: &mut T) {
    request(MAKE_MEM_UNDEFINED, &[(&raw mut *value).addr(), size_of_val(value)]);
}

pub(crate) fn make_defined<T: ?Sized>(value: &mut T) {
    request(MAKE_MEM_DEFINED, &[(&raw mut *value).addr(), size_of_val(value)]);
}

/// Rotations that add up to nothing are the sign that valgrind looks for.
#[cfg(all(target_arch = "x86_64", unix))]
fn request(request: usize, arguments: &[usize]) -> usize {
    let mut message = [request, 0, 0, 0, 0, 0];
    message[1..=arguments.len()].copy_from_slice(arguments);
    let mut result = 0usize;
    // SAFETY: the registers are restored, and valgrind reads the message and marks memory that is ours.
    unsafe {
        asm!(
            "rol rdi, 3", "rol rdi, 13", "rol rdi, 61", "rol rdi, 51", "xchg rbx, rbx",
            inout("rdx") result,
            in("rax") message.as_ptr(),
            options(nostack),
        );
    }
    result
}

#[cfg(not(all(target_arch = "x86_64", unix)))]
fn request(_: usize, _: &[usize]) -> usize {
    0
}
