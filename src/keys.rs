//! The secrets of a verifier, and the MACs of one body under all of them.

use core::{fmt, iter};

use crate::{
    error::SecretError,
    mac::{Key, Mac},
    normalize::Runs,
};

/// How many secrets a verifier can hold. A rotation needs two, and without an allocator there has to be
/// a limit.
pub const MAX_SECRETS: usize = 8;

/// The secrets as keyed states, newest first.
pub(crate) struct Keys {
    newest: Key,
    previous: [Option<Key>; MAX_SECRETS - 1],
}

impl Keys {
    pub(crate) fn new(secret: &[u8]) -> Result<Self, SecretError> {
        Ok(Self { newest: Key::new(secret)?, previous: [const { None }; MAX_SECRETS - 1] })
    }

    pub(crate) fn add(&mut self, secret: &[u8]) -> Result<(), SecretError> {
        let key = Key::new(secret)?;
        let free = self.previous.iter_mut().find(|slot| slot.is_none()).ok_or(SecretError::TooMany)?;
        *free = Some(key);
        Ok(())
    }

    /// The MAC under the newest secret.
    pub(crate) fn sign(&self, runs: Runs<'_>) -> [u8; 32] {
        let mut mac = self.newest.begin();
        runs.gather(&mut |part| mac.update(part));
        mac.into_bytes()
    }

    /// How many bytes the runs have in total, if the expected MAC is one of ours.
    ///
    /// All comparisons are made: `|=` does not stop at the first match, so the time taken does not say which
    /// secret it was.
    pub(crate) fn verify(&self, runs: Runs<'_>, expected: &[u8; 32]) -> Option<usize> {
        let (mut matched, mut bytes) = (false, 0);
        for key in self.all() {
            let mut mac = key.begin();
            bytes = runs.clone().gather(&mut |part| mac.update(part));
            matched |= mac.is(expected);
        }
        matched.then_some(bytes)
    }

    /// MACs under every secret, for a body in pieces.
    pub(crate) fn begin(&self) -> Macs {
        let mut macs = [const { None }; MAX_SECRETS];
        for (mac, key) in macs.iter_mut().zip(self.all()) {
            *mac = Some(key.begin());
        }
        Macs(macs)
    }

    fn all(&self) -> impl Iterator<Item = &Key> {
        iter::once(&self.newest).chain(self.previous.iter().map_while(Option::as_ref))
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys(…)")
    }
}

/// The MACs of one body that arrives in pieces, one for each secret; begun from [`Keys`].
pub(crate) struct Macs([Option<Mac>; MAX_SECRETS]);

impl Macs {
    pub(crate) fn update(&mut self, run: &[u8]) {
        for mac in self.all() {
            mac.update(run);
        }
    }

    /// Whether any of the MACs is the expected one; compared as in [`Keys::verify`].
    pub(crate) fn verify(mut self, expected: &[u8; 32]) -> bool {
        self.all().fold(false, |matched, mac| matched | mac.is(expected))
    }

    fn all(&mut self) -> impl Iterator<Item = &mut Mac> {
        self.0.iter_mut().map_while(Option::as_mut)
    }
}
