//! The keyed states, one for each secret, and the MACs of one body under all of them.

use core::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::{error::SecretError, normalize::Runs};

/// How many secrets a verifier can hold. A rotation needs two, and without an allocator there has to be
/// a limit.
pub const MAX_SECRETS: usize = 8;

/// The block of SHA-256, and so the longest key that HMAC takes as it is.
const BLOCK_BYTES: usize = 64;

/// Longer input reaches the hash in chunks of this size. An engine that compiles hot functions while
/// they run (V8's WebAssembly) swaps in the fast code at the next call; in one call over a whole
/// megabyte it never could.
const CHUNK_BYTES: usize = 16 * 1024;

/// The secrets as keyed HMAC states (RFC 2104), newest first; wiped on drop by the `hmac` crate.
pub(crate) struct Keys {
    newest: Hmac<Sha256>,
    previous: [Option<Hmac<Sha256>>; MAX_SECRETS - 1],
}

impl Keys {
    pub(crate) fn new(secret: &[u8]) -> Result<Self, SecretError> {
        Ok(Self { newest: keyed(secret)?, previous: [const { None }; MAX_SECRETS - 1] })
    }

    pub(crate) fn add(&mut self, secret: &[u8]) -> Result<(), SecretError> {
        let state = keyed(secret)?;
        let free = self.previous.iter_mut().find(|slot| slot.is_none()).ok_or(SecretError::TooMany)?;
        *free = Some(state);
        Ok(())
    }

    /// The MAC under the newest secret.
    pub(crate) fn sign(&self, runs: Runs<'_>) -> [u8; 32] {
        mac(&self.newest, runs).0.finalize().into_bytes().into()
    }

    /// How many bytes the runs have in total, if the expected MAC is one of ours.
    ///
    /// Each comparison is the MAC crate's, in constant time, and all are made: `|=` does not stop at the
    /// first match, so the time taken does not say which secret it was.
    pub(crate) fn verify(&self, runs: Runs<'_>, expected: &[u8; 32]) -> Option<usize> {
        let (newest, bytes) = mac(&self.newest, runs.clone());
        let mut matched = newest.verify_slice(expected).is_ok();
        for key in self.previous.iter().map_while(Option::as_ref) {
            matched |= mac(key, runs.clone()).0.verify_slice(expected).is_ok();
        }
        matched.then_some(bytes)
    }

    /// MACs under every secret, for a body in pieces.
    pub(crate) fn begin(&self) -> Macs {
        Macs { newest: self.newest.clone(), previous: self.previous.clone() }
    }
}

/// The MACs of one body that arrives in pieces, one for each secret; begun from [`Keys`].
pub(crate) struct Macs {
    newest: Hmac<Sha256>,
    previous: [Option<Hmac<Sha256>>; MAX_SECRETS - 1],
}

impl Macs {
    pub(crate) fn update(&mut self, run: &[u8]) {
        update(&mut self.newest, run);
        for mac in self.previous.iter_mut().flatten() {
            update(mac, run);
        }
    }

    /// Whether any of the MACs is the expected one; compared as in [`Keys::verify`].
    pub(crate) fn verify(self, expected: &[u8; 32]) -> bool {
        let mut matched = self.newest.verify_slice(expected).is_ok();
        for mac in self.previous.into_iter().flatten() {
            matched |= mac.verify_slice(expected).is_ok();
        }
        matched
    }
}

fn keyed(secret: &[u8]) -> Result<Hmac<Sha256>, SecretError> {
    // HMAC pads a key with zeros (RFC 2104, section 2), so zeros up to a block's length are the empty key.
    let has_bits = secret.iter().fold(0, |bits, &byte| bits | byte) != 0;
    if !has_bits && secret.len() <= BLOCK_BYTES {
        return Err(SecretError::Empty);
    }
    // HMAC takes keys of any length, so this cannot fail.
    Hmac::new_from_slice(secret).map_err(|_| SecretError::Empty)
}

/// The MAC of the runs, not finished yet, and their bytes.
fn mac(key: &Hmac<Sha256>, runs: Runs<'_>) -> (Hmac<Sha256>, usize) {
    let mut mac = key.clone();
    let bytes = runs.gather(&mut |part| update(&mut mac, part));
    (mac, bytes)
}

fn update(mac: &mut Hmac<Sha256>, run: &[u8]) {
    for chunk in run.chunks(CHUNK_BYTES) {
        mac.update(chunk);
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys(…)")
    }
}
