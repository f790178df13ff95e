//! `cargo xtask bench`: sizes, and speed and memory beside node:crypto doing the same job.

use anyhow::Result;

use crate::{pkg, sh};

/// Builds the package, measures it, and prints what it saw.
pub(crate) fn run() -> Result<()> {
    let tarball = pkg::pack()?;
    let module = sh::target().join("glue/checkout_signature_bg.wasm");
    println!();
    sh::run(sh::command("node", ["benches/sizes.mjs"]).arg(module).arg(tarball))?;
    println!();
    sh::run(&mut sh::command("node", ["benches/node-crypto.mjs", "pkg/dist/index.js"]))?;
    println!();
    sh::run(&mut sh::command("node", ["benches/handler.mjs", "pkg/dist/handler.js"]))
}
