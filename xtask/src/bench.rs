//! `cargo xtask bench`: sizes, and speed and memory beside what a user would pick instead.

use anyhow::Result;

use crate::{
    npm, pkg,
    sh::{self, cmd},
};

#[derive(clap::Args)]
pub(crate) struct Options {
    /// Write the tables and the picture of docs/performance.md from this run
    #[arg(long)]
    write: bool,
}

/// Builds the package, measures it, and prints what it saw.
pub(crate) fn run(options: &Options) -> Result<()> {
    let tarball = pkg::pack()?;
    npm::install(npm::Packages::All)?;
    let module = sh::target().join("glue/checkout_signature_bg.wasm");
    let shell = sh::shell()?;
    println!();
    sh::run(cmd!(shell, "node benches/sizes.mjs {module} {tarball}"))?;
    println!();
    sh::step("install what it is compared with", || {
        sh::run(cmd!(
            shell,
            "npm ci --prefix benches/peers --ignore-scripts --no-audit --no-fund --loglevel=error"
        ))
    })?;
    for node in ["node20", "node26"] {
        sh::run(cmd!(shell, "node benches/startup.mjs pkg/dist/index.js 40 node_modules/{node}/bin/node"))?;
        println!();
    }
    let write = options.write.then_some("--write");
    sh::run(cmd!(shell, "node benches/peers/run.mjs . pkg/dist {write...}"))?;
    println!();
    let target = sh::target().join("native-benches");
    sh::run(cmd!(
        shell,
        "cargo bench --quiet --locked --manifest-path benches/native/Cargo.toml --target-dir {target}"
    ))?;
    println!();
    sh::run(cmd!(shell, "node --expose-gc benches/many.mjs pkg/dist/index.js"))?;
    println!();
    sh::run(cmd!(shell, "node benches/share.mjs pkg/dist/index.js"))?;
    println!();
    sh::run(cmd!(shell, "node benches/node-crypto.mjs pkg/dist/index.js"))?;
    println!();
    sh::run(cmd!(shell, "node benches/handler.mjs pkg/dist/handler.js"))?;
    println!();
    sh::run(cmd!(shell, "node benches/stores.mjs pkg/dist"))
}
