//! Verdicts as numbers: errors are 1 and up, by their position in the core's lists.

use checkout_signature::{SecretError, SignError, VerificationError};

/// The verdict "authentic".
pub const AUTHENTIC: i32 = 0;
/// The verdict "authentic, and a payment-authorized event".
pub const PAYMENT_AUTHORIZED: i32 = 0;
/// The verdict "authentic, and an event of another type".
pub const UNKNOWN_EVENT: i32 = -1;

pub(crate) fn of<T>(result: Result<T, VerificationError>) -> i32 {
    result.map_or_else(refused, |_| AUTHENTIC)
}

pub(crate) fn refused(error: VerificationError) -> i32 {
    i32::from(error.position()) + 1
}

pub(crate) fn secret(error: SecretError) -> i32 {
    number(SecretError::ALL, error)
}

pub(crate) fn sign(error: SignError) -> i32 {
    number(SignError::ALL, error)
}

fn number<E: PartialEq>(all: &[E], error: E) -> i32 {
    // The core's tests make sure that each error is in its list.
    let position = all.iter().position(|listed| *listed == error);
    position.and_then(|at| i32::try_from(at + 1).ok()).unwrap_or(i32::MAX)
}
