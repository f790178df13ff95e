//! The keyed states, one for each secret, and the MACs of one body under all of them.

use core::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::{error::Error, normalize::Runs};

/// How many secrets a verifier can hold: a rotation needs two, and without an allocator there must be
/// an end.
pub const MAX_SECRETS: usize = 8;

/// Longer input reaches the hash in pieces of this size. An engine that compiles hot functions while
/// they run (V8's WebAssembly) swaps in the fast code at the next call; in one call over a whole
/// megabyte it never could.
const PIECE: usize = 16 * 1024;

/// The secrets as keyed HMAC states (RFC 2104), newest first; wiped on drop by the `hmac` crate.
pub(crate) struct Keys {
    newest: Hmac<Sha256>,
    previous: [Option<Hmac<Sha256>>; MAX_SECRETS - 1],
}

impl Keys {
    pub(crate) fn new(secret: &[u8]) -> Result<Self, Error> {
        Ok(Keys { newest: keyed(secret)?, previous: [const { None }; MAX_SECRETS - 1] })
    }

    pub(crate) fn add(&mut self, secret: &[u8]) -> Result<(), Error> {
        let state = keyed(secret)?;
        let free = self.previous.iter_mut().find(|slot| slot.is_none()).ok_or(Error::TooManySecrets)?;
        *free = Some(state);
        Ok(())
    }

    /// The MAC under the newest secret.
    pub(crate) fn sign(&self, runs: Runs<'_>) -> [u8; 32] {
        mac(&self.newest, runs).0.finalize().into_bytes().into()
    }

    /// How many bytes the runs have together, if the expected MAC is one of ours.
    ///
    /// Each comparison is the MAC crate's, in constant time, and all are made: `|=` does not stop at
    /// the first match, so the time taken does not say which secret it was.
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
        Macs(Keys { newest: self.newest.clone(), previous: self.previous.clone() })
    }
}

/// The MAC of the runs, not finished yet, and their bytes.
fn mac(key: &Hmac<Sha256>, runs: Runs<'_>) -> (Hmac<Sha256>, usize) {
    let (mut mac, mut bytes) = (key.clone(), 0);
    for run in runs {
        update(&mut mac, run);
        bytes += run.len();
    }
    (mac, bytes)
}

fn update(mac: &mut Hmac<Sha256>, run: &[u8]) {
    for piece in run.chunks(PIECE) {
        mac.update(piece);
    }
}

fn keyed(secret: &[u8]) -> Result<Hmac<Sha256>, Error> {
    if secret.is_empty() {
        return Err(Error::EmptySecret);
    }
    // HMAC takes keys of any other length, so this cannot fail.
    Hmac::new_from_slice(secret).map_err(|_| Error::EmptySecret)
}

/// The MACs of one body that comes in pieces, begun from [`Keys`].
pub(crate) struct Macs(Keys);

impl Macs {
    pub(crate) fn update(&mut self, run: &[u8]) {
        update(&mut self.0.newest, run);
        for mac in self.0.previous.iter_mut().flatten() {
            update(mac, run);
        }
    }

    /// Whether any of the MACs is the expected one; compared as in [`Keys::verify`].
    pub(crate) fn verify(self, expected: &[u8; 32]) -> bool {
        let Keys { newest, previous } = self.0;
        let mut matched = newest.verify_slice(expected).is_ok();
        for mac in previous.into_iter().flatten() {
            matched |= mac.verify_slice(expected).is_ok();
        }
        matched
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys(…)")
    }
}
