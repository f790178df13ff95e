//! HMAC-SHA256 (RFC 2104) of one body under one secret.

use hmac::{
    KeyInit,
    block_api::HmacCore,
    digest::{
        CtOutput, Output,
        block_api::{Buffer, FixedOutputCore, UpdateCore},
    },
};
use sha2::Sha256;

use crate::error::SecretError;

/// The block of SHA-256, and so the longest key that HMAC takes as it is.
const BLOCK_BYTES: usize = 64;

/// Longer input reaches the hash in chunks of this size. An engine that compiles hot functions while
/// they run (V8's WebAssembly) swaps in the fast code at the next call; in one call over a whole
/// megabyte it never could.
const CHUNK_BYTES: usize = 16 * 1024;

/// A secret as a keyed state, wiped on drop by the `sha2` crate.
///
/// It and [`Mac`] are the two halves of the crate's own `Hmac`, which is finished by value: each move of it
/// would leave a copy of the state on the stack, and takes time.
#[derive(Clone)]
pub(crate) struct Key(HmacCore<Sha256>);

impl Key {
    pub(crate) fn new(secret: &[u8]) -> Result<Self, SecretError> {
        // HMAC pads a key with zeros (RFC 2104, section 2), so zeros up to a block's length are the empty key.
        let has_bits = secret.iter().fold(0, |bits, &byte| bits | byte) != 0;
        if !has_bits && secret.len() <= BLOCK_BYTES {
            return Err(SecretError::Empty);
        }
        // HMAC takes keys of any length, so this cannot fail.
        HmacCore::new_from_slice(secret).map(Self).map_err(|_| SecretError::Empty)
    }

    /// Begins the MAC of a body.
    pub(crate) fn begin(&self) -> Mac {
        Mac { state: self.0.clone(), waiting: Buffer::<HmacCore<Sha256>>::default() }
    }
}

/// The MAC of a body that is on its way.
pub(crate) struct Mac {
    state: HmacCore<Sha256>,
    /// Bytes that do not fill a block yet; wiped on drop too.
    waiting: Buffer<HmacCore<Sha256>>,
}

impl Mac {
    pub(crate) fn update(&mut self, part: &[u8]) {
        for chunk in part.chunks(CHUNK_BYTES) {
            self.waiting.digest_blocks(chunk, |blocks| self.state.update_blocks(blocks));
        }
    }

    /// Whether it is the expected MAC. The comparison is the MAC crate's, in constant time.
    pub(crate) fn is(&mut self, expected: &[u8; 32]) -> bool {
        self.finish() == CtOutput::new((*expected).into())
    }

    pub(crate) fn into_bytes(mut self) -> [u8; 32] {
        self.finish().into_bytes().into()
    }

    fn finish(&mut self) -> CtOutput<HmacCore<Sha256>> {
        let mut mac = Output::<HmacCore<Sha256>>::default();
        self.state.finalize_fixed_core(&mut self.waiting, &mut mac);
        CtOutput::new(mac)
    }
}
