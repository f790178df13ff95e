//! The conformance suite in every runtime, and `cargo xtask runtimes`.

use anyhow::Result;

use super::{Check, Lane, suites};
use crate::{
    npm,
    sh::{self, cmd},
};

/// What the command line asks for.
#[derive(Default, clap::Args)]
pub(crate) struct Options {
    /// Only the runners of these names, which are files of `tests/runtimes/runners`
    #[arg(value_name = "NAME")]
    names: Vec<String>,
    /// Write the table in the documentation from this run, where a run otherwise compares it
    #[arg(long)]
    write: bool,
}

pub(super) fn checks() -> Vec<Check> {
    vec![Check::new("runtimes", Lane::Package, || run(&Options::default())).slow()]
}

/// Runs the suite, and keeps the table of runtimes true.
pub(crate) fn run(options: &Options) -> Result<()> {
    let shell = sh::shell()?;
    suites::consumer()?;
    npm::install(npm::Packages::All)?;
    let (tarball, folder, names) = (suites::tarball()?, sh::target().join("runtimes"), &options.names);
    let write = options.write.then_some("--write");
    sh::run(cmd!(shell, "node tests/runtimes/run.mjs {tarball} {folder} {names...} {write...}"))
}
