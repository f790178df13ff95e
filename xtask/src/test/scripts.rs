//! The scripts, as they are written: their format and lints, and what generators wrote from them.

use anyhow::{Context as _, Result};

use super::{Check, Lane};
use crate::{
    npm,
    sh::{self, cmd},
    tools,
};

pub(super) fn checks() -> Vec<Check> {
    vec![Check::new("lint", Lane::Package, lint), Check::new("vectors", Lane::Package, vectors)]
}

/// Biome: the format and the lints of every script and stylesheet. biome.jsonc says why a rule is off.
fn lint() -> Result<()> {
    let shell = sh::shell()?;
    npm::install(npm::Packages::All)?;
    sh::run(cmd!(shell, "node node_modules/@biomejs/biome/bin/biome check ."))
}

/// The committed vectors are what their generator writes.
fn vectors() -> Result<()> {
    let shell = sh::shell()?;
    tools::debian("python3", "python3")?;
    sh::run(cmd!(shell, "python3 tests/vectors/generate.py --check"))
        .context("the vectors, from Python 3.9 or newer")
}
