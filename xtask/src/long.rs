//! `cargo xtask long NAME`: proofs that take longer than a check may, each with a line that sums it up.

mod coverage;
mod dudect;
mod mutants;

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result, ensure};

use crate::{
    npm,
    sh::{self, cmd},
    test::{self, suites},
    tools,
};

/// What the command line asks for.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Which proof to run
    proof: Proof,
    /// Minutes for each target of `fuzz`
    #[arg(long, default_value_t = 30)]
    minutes: u64,
    /// Callbacks for `differential`, cases of each property for `laws`
    #[arg(long, default_value_t = 10_000_000)]
    cases: u64,
    /// With mutants: only what has changed since this commit. With `semver`: what to compare with
    #[arg(long, value_name = "COMMIT")]
    since: Option<String>,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Proof {
    /// Every body up to six symbols and every header up to five, against the model
    Exhaustive,
    /// The laws, with many random cases each
    Laws,
    /// Random callbacks through the core, the package, node:crypto and Python
    Differential,
    /// The fuzz targets, with nightly Rust
    Fuzz,
    /// Faults planted in the core and the bindings: each makes a test fail, or is listed in .cargo/mutants*.toml; with nightly
    /// Rust
    Mutants,
    /// The core's tests in Miri, with nightly Rust
    Miri,
    /// Lines and branches of the core that the tests reach, with nightly Rust
    Coverage,
    /// Faults planted in the package's verify and handler by Stryker: each makes a test fail, or is listed in
    /// tests/proof/survivors
    JavascriptMutants,
    /// Lines and branches of the package's verify, handler and stores that the tests reach, those with databases too
    JavascriptCoverage,
    /// Times of wrong signatures and of secrets, native and in Node.js, told apart or not; wants a quiet machine
    Dudect,
    /// Whether the public face is compatible with an earlier commit
    Semver,
    /// The core's tests with the oldest versions that its manifest allows, with nightly Rust
    OldestDependencies,
}

const FUZZ_TARGETS: [&str; 4] = ["header", "normalizer", "event", "tamper"];
const CORE: [&str; 3] = ["--locked", "--package", "checkout-signature"];

pub(crate) fn run(options: &Options) -> Result<()> {
    let shell = sh::shell()?;
    match options.proof {
        Proof::Exhaustive => {
            let test = cmd!(shell, "cargo test {CORE...} --release --test core exhaustive -- --nocapture");
            sh::run(test.env("SYMBOLS", "6"))?;
        }
        Proof::Laws => {
            let test =
                cmd!(shell, "cargo test {CORE...} --release --test core -- laws event_law streaming::tricky");
            sh::run(test.env("CASES", options.cases.min(1_000_000).to_string()))?;
        }
        Proof::Differential => test::differential(options.cases, true)?,
        Proof::Fuzz => fuzz(options.minutes)?,
        Proof::Mutants => mutants::run(options.since.as_deref())?,
        Proof::Miri => {
            nightly(&["miri", "rust-src"])?;
            // Those read the vectors' files, a megabyte of JSON, before they come to the core.
            let skipped = ["every_vector", "pieces_of_every_small_size", "wycheproof"];
            let skipped: Vec<_> = skipped.iter().flat_map(|test| ["--skip", test]).collect();
            let test = cmd!(shell, "cargo +nightly miri test {CORE...} --lib --test core -- {skipped...}");
            sh::run(test.env("CASES", "1").env("SYMBOLS", "1").env("MIRIFLAGS", "-Zmiri-disable-isolation"))?;
        }
        Proof::Coverage => coverage::run()?,
        Proof::JavascriptMutants => {
            let since: Vec<_> = options.since.iter().flat_map(|commit| ["--since", commit]).collect();
            in_node("tests/proof/mutants.mjs", &since)?;
        }
        Proof::JavascriptCoverage => {
            let databases =
                [("psql", "postgresql"), ("mariadbd", "mariadb-server"), ("redis-server", "redis-server")];
            tools::debian(&databases)?;
            suites::install_better_sqlite3()?;
            in_node("tests/proof/coverage.mjs", &[])?;
        }
        Proof::Dudect => dudect::run()?,
        Proof::Semver => {
            let tool = cargo_tool("cargo-semver-checks", "0.51.0")?;
            let before = options.since.clone().map_or_else(last_tag, Ok)?;
            sh::run(cmd!(
                shell,
                "{tool} semver-checks --package checkout-signature --baseline-rev {before}"
            ))?;
        }
        Proof::OldestDependencies => oldest_dependencies()?,
    }
    Ok(())
}

/// The fuzzer stops at the first callback that breaks a law.
fn fuzz(minutes: u64) -> Result<()> {
    nightly(&[])?;
    let tool = tools::python_tool_of("cargo-fuzz", "xtask/python/long.txt")?;
    let (shell, seconds) = (sh::shell()?, format!("-max_total_time={}", minutes * 60));
    for target in FUZZ_TARGETS {
        let grown = sh::root().join("fuzz/grown").join(target);
        fs::create_dir_all(&grown)?;
        let (seeds, log) = (sh::root().join("fuzz/corpus").join(target), grown.with_extension("log"));
        println!("· {target}, for {minutes} minutes: {}", log.display());
        let run = cmd!(shell, "{tool} run {target} {grown} {seeds} -- {seconds} -print_final_stats=1");
        let mut run = Command::from(run.env("RUSTUP_TOOLCHAIN", "nightly"));
        let status = run.stderr(fs::File::create(&log)?).status().context("start cargo-fuzz")?;
        let text = fs::read_to_string(&log)?;
        ensure!(
            status.success(),
            "the fuzzer of {target} ended with {status}:\n{}",
            text.get(text.len().saturating_sub(4_000)..).unwrap_or(&text)
        );
        let last = |word: &str| {
            let after = text.rsplit(word).next().unwrap_or_default();
            after.split_whitespace().next().unwrap_or_default().to_owned()
        };
        let (executed, edges) = (last("number_of_executed_units:"), last(" cov: "));
        println!("seen: {target}: {executed} executions, {edges} edges covered, no law broken");
    }
    Ok(())
}

/// A program of the tests' own, over the packed tarball.
fn in_node(program: &str, arguments: &[&str]) -> Result<()> {
    let (shell, consumer) = (sh::shell()?, suites::consumer()?);
    npm::install(npm::Packages::All)?;
    sh::run(cmd!(shell, "node {program} {arguments...}").env("CONSUMER", consumer))
}

/// The oldest versions of what the manifest names, in a copy with a lock file of its own.
fn oldest_dependencies() -> Result<()> {
    nightly(&[])?;
    let copy = sh::target().join("oldest dependencies");
    test::copy_sources(&copy, &["Cargo.toml", "*.md", "src", "tests/core", "tests/vectors", "fuzz/corpus"])?;
    let _ = fs::remove_file(copy.join("Cargo.lock"));
    // Without the other packages, which ask for newer ones.
    let manifest = fs::read_to_string(copy.join("Cargo.toml"))?;
    let names_others = |line: &&str| line.starts_with("members = ") || line.starts_with("default-members = ");
    let lines: Vec<_> = manifest.lines().filter(|line| !names_others(line)).collect();
    fs::write(copy.join("Cargo.toml"), lines.join("\n") + "\n")?;
    let shell = sh::shell()?;
    shell.change_dir(&copy);
    sh::run(cmd!(shell, "cargo +nightly update -Z direct-minimal-versions"))?;
    let target = copy.join("target");
    let test = cmd!(shell, "cargo test --package checkout-signature --lib --test core --target-dir {target}");
    sh::run(test.env("CASES", "50").env("SYMBOLS", "2"))?;
    let lock = fs::read_to_string(copy.join("Cargo.lock"))?;
    let version = |name: &str| {
        let after = lock.split_once(&format!("name = \"{name}\"\nversion = \""));
        after.and_then(|(_, rest)| rest.split_once('"')).map_or("none", |(version, _)| version).to_owned()
    };
    let versions =
        ["const-hex", "hmac", "serde", "serde_json", "sha2"].map(|name| format!("{name} {}", version(name)));
    println!("seen: the core's tests pass with {}", versions.join(", "));
    Ok(())
}

fn last_tag() -> Result<String> {
    let shell = sh::shell()?;
    let tag = sh::output(cmd!(shell, "git describe --tags --abbrev=0"))
        .context("no tag yet: name a commit with --since")?;
    Ok(tag.trim().to_owned())
}

/// Nightly Rust with these components.
fn nightly(components: &[&str]) -> Result<()> {
    tools::rust_toolchain("nightly")?;
    let shell = sh::shell()?;
    if !components.is_empty() {
        sh::run(cmd!(shell, "rustup component add --toolchain nightly {components...}"))?;
    }
    println!("seen: with {}", sh::output(cmd!(shell, "rustc +nightly --version"))?.trim());
    Ok(())
}

/// A tool that is compiled on its first use, into the build folder.
fn cargo_tool(name: &str, version: &str) -> Result<PathBuf> {
    let folder = sh::target().join("cargo-tools").join(version);
    let program = folder.join("bin").join(sh::executable(name));
    if !Path::new(&program).is_file() {
        sh::step(&format!("compile {name} {version}"), || {
            let shell = sh::shell()?;
            sh::run(cmd!(shell, "cargo install --locked --root {folder} {name}@{version}"))
        })?;
    }
    ensure!(program.is_file(), "cargo install made no {}", program.display());
    Ok(program)
}
