//! `cargo xtask bench`: sizes, and speed and memory beside node:crypto doing the same job.

use anyhow::Result;

use crate::{
    pkg,
    sh::{self, cmd},
};

/// Builds the package, measures it, and prints what it saw.
pub(crate) fn run() -> Result<()> {
    let tarball = pkg::pack()?;
    let module = sh::target().join("glue/checkout_signature_bg.wasm");
    let shell = sh::shell()?;
    println!();
    sh::run(cmd!(shell, "node benches/sizes.mjs {module} {tarball}"))?;
    println!();
    sh::run(cmd!(shell, "node benches/node-crypto.mjs pkg/dist/index.js"))?;
    println!();
    sh::run(cmd!(shell, "node benches/handler.mjs pkg/dist/handler.js"))?;
    println!();
    sh::run(cmd!(shell, "node benches/stores.mjs pkg/dist"))
}
