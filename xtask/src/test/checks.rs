//! The checks, in the order in which they tell most.

use std::{
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, bail, ensure};

use super::Check;
use crate::{demo, npm, pkg, sh};

const BARE_METAL: &str = "thumbv7em-none-eabi";

pub(super) const ALL: &[Check] = &[
    ("format", format),
    ("core", core),
    ("lint", lint),
    ("docs", docs),
    ("bare-metal", bare_metal),
    ("vectors", vectors),
    ("bindings", bindings),
    ("package", package),
    ("types", types),
    ("conformance", conformance),
    ("handler", handler),
    ("redis", redis),
    ("explain", explain),
    ("sandbox", sandbox),
    ("command", command),
    ("load", load),
    ("examples", examples),
    ("readme", readme),
    ("demo", demo),
    ("page", page),
    ("reproducible", reproducible),
    ("runtimes", || runtimes(&[], false)),
];

fn cargo(arguments: &[&str]) -> Result<()> {
    sh::run(&mut sh::command("cargo", arguments))
}

fn format() -> Result<()> {
    cargo(&["fmt", "--all", "--check"])
}

fn core() -> Result<()> {
    cargo(&["test", "--locked", "--package", "checkout-signature"])
}

fn lint() -> Result<()> {
    let deny = ["--", "--deny", "warnings"];
    sh::rust_target(pkg::WASM)?;
    let core = ["clippy", "--locked", "--package", "checkout-signature", "--no-default-features"];
    let bindings = [
        "clippy",
        "--locked",
        "--package",
        "checkout-signature-wasm",
        "--all-targets",
        "--target",
        pkg::WASM,
    ];
    cargo(&[&["clippy", "--locked", "--workspace", "--all-targets"][..], &deny].concat())?;
    cargo(&[&core[..], &deny].concat())?;
    cargo(&[&bindings[..], &deny].concat())
}

fn docs() -> Result<()> {
    let mut doc = sh::command("cargo", ["doc", "--locked", "--workspace", "--no-deps"]);
    sh::run(doc.env("RUSTDOCFLAGS", "--deny warnings"))?;
    let mut core = sh::command("cargo", ["doc", "--locked", "--no-deps", "--no-default-features"]);
    sh::run(core.args(["--package", "checkout-signature"]).env("RUSTDOCFLAGS", "--deny warnings"))
}

/// The core needs no operating system, no allocator and no unwinding.
fn bare_metal() -> Result<()> {
    sh::rust_target(BARE_METAL)?;
    let core = ["build", "--locked", "--package", "checkout-signature", "--no-default-features", "--target"];
    cargo(&[&core[..], &[BARE_METAL]].concat())
}

/// The committed vectors are what their generator writes.
fn vectors() -> Result<()> {
    sh::debian("python3", "python3")?;
    let mut check = sh::command("python3", ["tests/vectors/generate.py", "--check"]);
    sh::run(&mut check).context("the vectors, from Python 3.9 or newer")
}

/// wasm-bindgen's own runner, in Node.
fn bindings() -> Result<()> {
    sh::rust_target(pkg::WASM)?;
    cargo(&["build", "--quiet", "--locked", "--package", "wasm-test-runner"])?;
    let runner = sh::target().join("debug").join(format!("wasm-test-runner{}", std::env::consts::EXE_SUFFIX));
    // As a list of one: cargo would split a string at the spaces of a folder's name.
    let runner = format!("target.{}.runner=[{:?}]", pkg::WASM, runner.to_string_lossy());
    cargo(&[
        "test",
        "--locked",
        "--package",
        "checkout-signature-wasm",
        "--tests",
        "--target",
        pkg::WASM,
        "--config",
        &runner,
    ])
}

/// What is published holds what users need, and nothing else.
fn package() -> Result<()> {
    const FILES: &[&str] = &[
        "CHANGELOG.md",
        "LICENSE-APACHE",
        "LICENSE-MIT",
        "README.md",
        "dist/checkout_signature.wasm",
        "dist/cli.js",
        "dist/edge.js",
        "dist/explain.cjs",
        "dist/explain.d.cts",
        "dist/explain.d.ts",
        "dist/explain.js",
        "dist/handler.cjs",
        "dist/handler.d.cts",
        "dist/handler.d.ts",
        "dist/handler.js",
        "dist/index.cjs",
        "dist/index.d.cts",
        "dist/index.d.ts",
        "dist/index.js",
        "dist/redis.cjs",
        "dist/redis.d.cts",
        "dist/redis.d.ts",
        "dist/redis.js",
        "dist/sandbox.cjs",
        "dist/sandbox.d.cts",
        "dist/sandbox.d.ts",
        "dist/sandbox.js",
        "package.json",
    ];
    let consumer = consumer()?;
    let mut files = Vec::new();
    list(&consumer.join("node_modules/checkout-signature"), "", &mut files)?;
    files.sort();
    ensure!(files == FILES, "the tarball holds {files:?}, and should hold {FILES:?}");
    let manifest = fs::read_to_string(consumer.join("node_modules/checkout-signature/package.json"))?;
    ensure!(!manifest.contains("\"dependencies\""), "the package must depend on nothing");
    npm::install(npm::Packages::All)?;
    sh::run(sh::command("node", ["node_modules/publint/src/cli.js", "--strict"]).arg(tarball()?))
}

/// The façade under `tsc --checkJs`, and the declarations as a user meets them.
fn types() -> Result<()> {
    consumer()?;
    npm::install(npm::Packages::All)?;
    for project in ["pkg/tsconfig.json", "pkg/src/cli/tsconfig.json", "tests/types/tsconfig.json"] {
        sh::run(sh::command("node", ["node_modules/typescript/bin/tsc", "--project"]).arg(project))?;
    }
    Ok(())
}

/// The conformance suite in Node, over the packed tarball.
fn conformance() -> Result<()> {
    node_tests(&tests_in("tests/verify")?)
}

/// The handler, by real clients over sockets.
fn handler() -> Result<()> {
    node_tests(&tests_in("tests/handler")?)
}

/// Exactly-once handling over a real Redis, with processes that die and a Redis that restarts.
fn redis() -> Result<()> {
    node_tests(&tests_in("tests/handler/stores/redis")?)
}

/// What `/explain` finds, and what it never says.
fn explain() -> Result<()> {
    node_tests(&tests_in("tests/explain")?)
}

/// The Checkout API in miniature, and the callbacks that it sends.
fn sandbox() -> Result<()> {
    node_tests(&tests_in("tests/sandbox")?)
}

/// The command, as a user starts it.
fn command() -> Result<()> {
    sh::debian("python3", "python3")?;
    node_tests(&tests_in("tests/cli")?)
}

/// Ten thousand callbacks over 64 connections.
fn load() -> Result<()> {
    node_tests(&tests_in("tests/load")?)
}

/// Each example as it stands, in its own runtime, against the sandbox.
fn examples() -> Result<()> {
    npm::install(npm::Packages::All)?;
    cargo(&["build", "--locked", "--package", "recipe-axum"])?;
    let axum = sh::target().join("debug").join(format!("recipe-axum{}", std::env::consts::EXE_SUFFIX));
    let mut test = sh::command("node", ["--test", "--test-reporter=spec", "--test-concurrency=1"]);
    sh::run(test.args(tests_in("tests/examples")?).env("CONSUMER", consumer()?).env("AXUM", axum))
}

/// The README's samples, run as they stand there.
fn readme() -> Result<()> {
    node_tests(&tests_in("tests/docs")?)
}

fn node_tests<S: AsRef<OsStr>>(files: &[S]) -> Result<()> {
    let consumer = consumer()?;
    npm::install(npm::Packages::All)?;
    let mut test = sh::command("node", ["--test", "--test-reporter=spec"]);
    sh::run(test.args(files).env("CONSUMER", consumer))
}

/// The files of tests in a folder, in order.
fn tests_in(folder: &str) -> Result<Vec<PathBuf>> {
    let files = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    let is_test = |file: &PathBuf| file.to_string_lossy().ends_with(".test.mjs");
    let mut tests: Vec<_> = files.into_iter().filter(is_test).collect();
    tests.sort();
    ensure!(!tests.is_empty(), "{folder} has no tests");
    Ok(tests)
}

/// The conformance suite in every runtime, or in those named; `write` keeps the README's table.
pub(crate) fn runtimes(names: &[String], write: bool) -> Result<()> {
    consumer()?;
    npm::install(npm::Packages::All)?;
    let mut run = sh::command("node", ["tests/runtimes/run.mjs"]);
    run.arg(tarball()?).arg(sh::target().join("runtimes")).args(names);
    if write {
        run.arg("--write");
    }
    sh::run(&mut run)
}

/// What `cargo xtask demo` prints.
fn demo() -> Result<()> {
    demo::run(&demo::Options { serve: false, ..demo::Options::default() })
}

/// The demo page: walked in both browsers, and judged by axe-core and Lighthouse.
fn page() -> Result<()> {
    // Here and not by the tests: two of their files run at once, and apt-get does not.
    sh::debian("chromium", "chromium")?;
    sh::debian("firefox-esr", "firefox-esr")?;
    pkg::build()?;
    npm::install(npm::Packages::All)?;
    let mut test = sh::command("node", ["--test", "--test-reporter=spec", "--test-concurrency=2"]);
    sh::run(test.args(tests_in("tests/www")?).env("SITE", demo::site()?))
}

/// The same sources give the same module in another folder.
fn reproducible() -> Result<()> {
    let here = fs::read(pkg::module()?)?;
    let elsewhere = sh::target().join("else where");
    let _ = fs::remove_dir_all(&elsewhere);
    let list = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
    let sources = ["*.toml", "*.rs", "*.md", "Cargo.lock", ".cargo"];
    let tracked = sh::output(sh::command("git", list).args(sources))?;
    for file in tracked.split_terminator('\0').filter(|file| Path::new(file).exists()) {
        let to = elsewhere.join(file);
        fs::create_dir_all(to.parent().context("a folder")?)?;
        fs::copy(file, to)?;
    }
    let there = fs::read(pkg::module_of(&elsewhere, &elsewhere.join("target"))?)?;
    ensure!(here == there, "two folders gave two modules: {} and {} bytes", here.len(), there.len());
    println!("{} bytes, the same from two folders", here.len());
    Ok(())
}

/// A user's project with the tarball installed; made once in a run.
fn consumer() -> Result<PathBuf> {
    static MADE: std::sync::OnceLock<PathBuf> = std::sync::OnceLock::new();
    if let Some(folder) = MADE.get() {
        return Ok(folder.clone());
    }
    // A space in its name, since users have some.
    let folder = sh::target().join("a consumer");
    let tarball = pkg::pack()?;
    sh::run(sh::command("node", ["tests/lib/make-consumer.mjs"]).arg(tarball).arg(&folder))?;
    Ok(MADE.get_or_init(|| folder).clone())
}

fn tarball() -> Result<PathBuf> {
    let folder = sh::target().join("package");
    let found = fs::read_dir(&folder)?.filter_map(Result::ok).map(|entry| entry.path());
    let mut tarballs: Vec<_> = found.filter(|path| path.extension().is_some_and(|e| e == "tgz")).collect();
    match (tarballs.pop(), tarballs.is_empty()) {
        (Some(tarball), true) => Ok(tarball),
        _ => bail!("one tarball was expected in {}", folder.display()),
    }
}

fn list(folder: &Path, prefix: &str, files: &mut Vec<String>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            list(&entry.path(), &format!("{name}/"), files)?;
        } else {
            files.push(name);
        }
    }
    Ok(())
}
