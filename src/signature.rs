//! A signature that this crate made, and how it is written.

use core::fmt;

use crate::header::CANONICAL;

/// An HMAC-SHA256 signature of a body; `Display` is the value of the `Authorization` header.
///
/// `Debug` is redacted: anyone who reads a valid signature in a log can send the callback that goes with
/// it. `PartialEq` is withheld: comparing signatures with `==` is the mistake that this crate exists to
/// prevent. Use [`Verifier::verify`](crate::Verifier::verify).
#[derive(Clone)]
pub struct Signature(pub(crate) [u8; 32]);

/// Bytes of the header's value: `HMAC-SHA256 Signature=` and 64 digits.
const HEADER_BYTES: usize = CANONICAL.len() + 64;

impl Signature {
    /// The 32 bytes of the MAC.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The value of the `Authorization` header, in ASCII.
    #[must_use]
    pub fn to_header(&self) -> [u8; HEADER_BYTES] {
        let mut value = [0; HEADER_BYTES];
        let (prefix, digits) = value.split_at_mut(CANONICAL.len());
        prefix.copy_from_slice(CANONICAL);
        // Cannot fail: the digits are as many as the bytes need.
        let _ = const_hex::encode_to_slice(self.0, digits);
        value
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(str::from_utf8(&self.to_header()).map_err(|_| fmt::Error)?)
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Signature(…)")
    }
}
