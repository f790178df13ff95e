//! The Rust side: the core, the bindings, and the tools themselves.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, ensure};

use super::{Check, Lane, suites};
use crate::{
    pkg,
    sh::{self, cmd},
    tables, tools,
};

const BARE_METAL: &str = "thumbv7em-none-eabi";

pub(super) fn checks() -> Vec<Check> {
    vec![
        Check::new("format", Lane::Cargo, format),
        Check::new("core", Lane::Cargo, core),
        Check::new("xtask", Lane::Cargo, xtask).slow(),
        Check::new("clippy", Lane::Cargo, clippy),
        Check::new("rustdoc", Lane::Cargo, rustdoc).slow(),
        Check::new("tables", Lane::Cargo, || tables::run(&tables::Options::default())),
        Check::new("bare-metal", Lane::Cargo, bare_metal).slow(),
        Check::new("oldest-rust", Lane::Cargo, oldest_rust).slow(),
        Check::new("bindings", Lane::Cargo, bindings),
        Check::new("reproducible", Lane::Cargo, reproducible).slow(),
        Check::new("constant-time", Lane::Cargo, constant_time).slow(),
        Check::new("differential", Lane::Cargo, || differential(20_000, false)).slow(),
    ]
}

fn format() -> Result<()> {
    let shell = sh::shell()?;
    sh::run(cmd!(shell, "cargo fmt --all --check"))
}

/// With the features of the whole workspace no dependency is compiled twice. `constant-time` has what is left out here.
const FEATURES_OF_ALL: [&str; 4] = ["--locked", "--workspace", "--exclude", "wasm-interpreter"];

fn core() -> Result<()> {
    let shell = sh::shell()?;
    sh::run(cmd!(shell, "cargo test {FEATURES_OF_ALL...} --lib --test core"))?;
    sh::run(cmd!(shell, "cargo test {FEATURES_OF_ALL...} --doc"))
}

/// These tools themselves.
fn xtask() -> Result<()> {
    let shell = sh::shell()?;
    sh::run(cmd!(shell, "cargo test --locked --workspace --bin xtask"))
}

fn clippy() -> Result<()> {
    tools::rust_target(pkg::WASM)?;
    let (shell, wasm) = (sh::shell()?, pkg::WASM);
    let deny = ["--", "--deny", "warnings"];
    let everything = ["--locked", "--workspace", "--all-targets"];
    if cfg!(windows) {
        // A program that runs, as this one does, cannot be replaced there.
        sh::run(cmd!(shell, "cargo clippy {everything...} {deny...}"))?;
    } else {
        // `cargo clippy` reads every dependency before, which takes most of its time. Here the tests need them built anyway.
        check_clippy_denies()?;
        let build = cmd!(shell, "cargo build {everything...}");
        sh::run(build.env("RUSTC_WORKSPACE_WRAPPER", CLIPPY).env("CLIPPY_ARGS", DENY_WARNINGS))?;
    }
    sh::run(cmd!(
        shell,
        "cargo clippy --locked --package checkout-signature --no-default-features {deny...}"
    ))?;
    sh::run(cmd!(
        shell,
        "cargo clippy --locked --package checkout-signature-wasm --features module --target {wasm} {deny...}"
    ))
}

/// What `cargo clippy` puts between cargo and the compiler, and how it is told what to refuse.
const CLIPPY: &str = "clippy-driver";
const DENY_WARNINGS: &str = "--deny__CLIPPY_HACKERY__warnings";

/// A version of Clippy that is told in another way would refuse nothing.
fn check_clippy_denies() -> Result<()> {
    let (shell, folder) = (sh::shell()?, sh::target().join("clippy"));
    fs::create_dir_all(&folder)?;
    shell.change_dir(&folder);
    shell.write_file("sound.rs", "pub fn one() -> u8 {\n    1\n}\n")?;
    shell.write_file("faulty.rs", "pub fn one() -> u8 {\n    return 1;\n}\n")?;
    let passes = |source: &str| {
        let read = cmd!(shell, "{CLIPPY} rustc --crate-type lib --emit metadata {source}");
        read.env("CLIPPY_ARGS", DENY_WARNINGS).ignore_stderr().quiet().run().is_ok()
    };
    ensure!(passes("sound.rs") && !passes("faulty.rs"), "Clippy does not refuse what it warns of");
    Ok(())
}

/// The documentation of what others use: the crate, with its features and without, and the bindings.
fn rustdoc() -> Result<()> {
    let shell = sh::shell()?;
    shell.set_var("RUSTDOCFLAGS", "--deny warnings");
    let document = ["doc", "--locked", "--no-deps", "--package", "checkout-signature"];
    sh::run(cmd!(shell, "cargo {document...} --package checkout-signature-wasm"))?;
    sh::run(cmd!(shell, "cargo {document...} --no-default-features"))
}

/// The core needs no operating system, no allocator and no unwinding.
fn bare_metal() -> Result<()> {
    let shell = sh::shell()?;
    tools::rust_target(BARE_METAL)?;
    sh::run(cmd!(
        shell,
        "cargo build --locked --package checkout-signature --no-default-features --target {BARE_METAL}"
    ))
}

/// The published crate builds, and passes its tests, with the Rust that its manifest promises.
fn oldest_rust() -> Result<()> {
    let oldest = tools::oldest_rust()?;
    let toolchain = format!("+{oldest}");
    tools::rust_toolchain(&oldest)?;
    let (shell, target) = (sh::shell()?, sh::target().join("oldest-rust"));
    let crate_only = ["--locked", "--package", "checkout-signature"];
    sh::run(cmd!(
        shell,
        "cargo {toolchain} check {crate_only...} --no-default-features --target-dir {target}"
    ))?;
    let test = cmd!(shell, "cargo {toolchain} test {crate_only...} --all-features --target-dir {target}");
    // The check `core` has tried many more of the random and the small cases.
    sh::run(test.env("CASES", "50").env("SYMBOLS", "2"))
}

/// What JavaScript calls, and the core's unit tests once more. The compiled module itself is what the package's tests run.
fn bindings() -> Result<()> {
    let shell = sh::shell()?;
    sh::run(cmd!(shell, "cargo test {FEATURES_OF_ALL...} --lib"))
}

/// The same sources give the same module in another folder.
fn reproducible() -> Result<()> {
    let here = fs::read(pkg::module()?)?;
    let elsewhere = elsewhere();
    let _ = fs::remove_dir_all(&elsewhere);
    copy_sources(&elsewhere, &SOURCES)?;
    let there = fs::read(pkg::module_of(&elsewhere, &elsewhere.join("target"))?)?;
    ensure!(here == there, "two folders gave two modules: {} and {} bytes", here.len(), there.len());
    sh::say(&format!("{} bytes, the same from two folders", here.len()));
    Ok(())
}

/// Another folder, with a space in its name, since users have some.
fn elsewhere() -> PathBuf {
    sh::target().join("else where")
}

/// What cargo needs.
const SOURCES: [&str; 5] = ["*.toml", "*.rs", "*.md", "Cargo.lock", ".cargo"];

/// Copies the files that git knows by these names.
pub(crate) fn copy_sources(to: &Path, sources: &[&str]) -> Result<()> {
    let shell = sh::shell()?;
    let tracked =
        sh::output(cmd!(shell, "git ls-files -z --cached --others --exclude-standard {sources...}"))?;
    for file in tracked.split_terminator('\0').filter(|file| Path::new(file).exists()) {
        let to = to.join(file);
        fs::create_dir_all(to.parent().context("a folder")?)?;
        fs::copy(file, to)?;
    }
    Ok(())
}

/// What the core compares with, and what a careless hand would write: it stops at the first byte that differs, and at
/// the first secret that matches. Without `black_box` the compiler would compare all bytes at once.
const LEAKS: [(&str, &str, &str); 2] = [
    (
        "src/mac.rs",
        "self.finish() == CtOutput::new((*expected).into())",
        "self.finish().into_bytes().iter().zip(expected).all(|(a, b)| core::hint::black_box(*a) == *b)",
    ),
    ("src/keys.rs", "matched |= mac.is(expected);", "matched = matched || mac.is(expected);"),
];

/// The module takes the same instructions whatever the secret is; a leaky one is found out.
fn constant_time() -> Result<()> {
    let shell = sh::shell()?;
    suites::consumer()?;
    let module = pkg::shipped();
    // What `reproducible` has built there is used again.
    let elsewhere = elsewhere();
    copy_sources(&elsewhere, &SOURCES)?;
    for (file, sound, leaky) in LEAKS {
        let file_elsewhere = elsewhere.join(file);
        let source = fs::read_to_string(&file_elsewhere)?;
        ensure!(source.contains(sound), "{file} has no {sound:?} to make leaky");
        fs::write(&file_elsewhere, source.replace(sound, leaky))?;
    }
    let leaky = pkg::module_of(&elsewhere, &elsewhere.join("target"))?;
    let leaky = pkg::bind(&leaky, &sh::target().join("constant-time/leaky"))?;
    let test =
        cmd!(shell, "cargo test --locked --workspace --test budget --test constant_time -- --nocapture");
    sh::run(test.env("MODULE", module).env("LEAKY", leaky))?;
    undefined_secret()
}

/// The same of the native build: valgrind takes the secret for undefined, and counts the branches on it.
fn undefined_secret() -> Result<()> {
    if !tools::valgrind()? {
        return Ok(());
    }
    let shell = sh::shell()?;
    sh::run(cmd!(shell, "cargo build --locked --release --package undefined-secret"))?;
    let program = sh::target().join("release/undefined-secret");
    // Errors are what it counts itself; their places would be pages.
    sh::run(cmd!(shell, "valgrind --quiet --error-limit=no --log-file=/dev/null {program}"))
}

/// The same callbacks, judged by the core, the npm package, node:crypto, and Python's hmac with regex.
pub(crate) fn differential(cases: u64, is_long: bool) -> Result<()> {
    let (shell, consumer) = (sh::shell()?, suites::consumer()?);
    let python = tools::python_tool("python")?;
    let profile = if is_long { "release" } else { "dev" };
    let (cases, seed) = (cases.to_string(), cases.to_string());
    let run =
        cmd!(shell, "cargo run --locked --quiet --profile {profile} --bin differential -- {cases} {seed}");
    sh::run(run.env("CONSUMER", consumer).env("PYTHON", python))
}
