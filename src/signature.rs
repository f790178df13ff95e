//! A signature that this crate made, and how it is written.

use core::fmt;

use crate::header::{PARAMETER, SCHEME};

/// An HMAC-SHA256 signature of a body; `Display` is the value of the `Authorization` header.
///
/// `Debug` is redacted: whoever reads a valid signature in a log can send the callback that goes with
/// it. `PartialEq` is withheld: comparing signatures with `==` is the mistake that this crate exists to
/// prevent. Use [`Verifier::verify`](crate::Verifier::verify).
#[derive(Clone)]
pub struct Signature(pub(crate) [u8; 32]);

impl Signature {
    /// The 32 bytes of the MAC.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{SCHEME} {PARAMETER}=")?;
        let mut digits = [0; 64];
        hex::encode_to_slice(self.0, &mut digits).map_err(|_| fmt::Error)?;
        f.write_str(core::str::from_utf8(&digits).map_err(|_| fmt::Error)?)
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Signature(…)")
    }
}
