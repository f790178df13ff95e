//! cargo-mutants: faults planted in the core and the bindings.

use std::{fs, path::Path, process::Command};

use anyhow::{Context as _, Result, ensure};

use super::{cargo_tool, nightly};
use crate::sh::{self, cmd};

/// What has faults planted: a crate, and the file that says how, and which of them nothing can see.
const MUTATED: [(&str, &str); 2] = [
    ("checkout-signature", ".cargo/mutants.toml"),
    ("checkout-signature-wasm", ".cargo/mutants-bindings.toml"),
];

/// Plants all faults, or those of what has changed since a commit.
pub(super) fn run(since: Option<&str>) -> Result<()> {
    // Its test runner can end with the first test that fails, although another one never ends.
    nightly(&[])?;
    let (shell, version) = (sh::shell()?, "27.1.0");
    let tool = cargo_tool("cargo-mutants", version)?;
    println!("seen: with cargo-mutants {version}");
    for (package, config) in MUTATED {
        excluded_are_planted(&tool, package, config)?;
    }
    let mut only_changed = Vec::new();
    if let Some(since) = since {
        let diff = sh::target().join("changes.diff");
        fs::write(&diff, sh::output(cmd!(shell, "git diff {since} --"))?)?;
        only_changed = vec!["--in-diff".to_owned(), diff.to_string_lossy().into_owned()];
    }
    let only_changed = &only_changed;
    // Each is tried, also after the other has a fault that lived.
    let results = MUTATED.map(|(package, config)| {
        let out = sh::target().join("mutants-report").join(package);
        let _ = fs::remove_dir_all(&out);
        fs::create_dir_all(&out)?;
        let options = ["--config", config, "--package", package];
        let run = cmd!(shell, "{tool} mutants {options...} {only_changed...} --output {out}");
        // Few cases see a fault as well as many, and the smallest case that shows it is not needed.
        let run = run.env("CASES", "100").env("SYMBOLS", "2").env("PROPTEST_MAX_SHRINK_ITERS", "0");
        let run = run.env("RUST_BACKTRACE", "0").env("RUSTUP_TOOLCHAIN", "nightly").env_remove("CARGO");
        let status = Command::from(run).status().context("start cargo-mutants")?;
        // 3 says that none lived and some ran out of time: a fault that never ends is seen by that.
        let is_sound = matches!(status.code(), Some(0 | 3));
        let Ok(outcomes) = fs::read_to_string(out.join("mutants.out/outcomes.json")) else {
            println!("seen: {package}: no fault was planted");
            ensure!(is_sound && since.is_some(), "{package}: cargo-mutants ended with {status} and no report");
            return Ok(());
        };
        let outcomes: serde_json::Value = serde_json::from_str(&outcomes)?;
        let [total, caught, missed, timeout, unviable] =
            ["total_mutants", "caught", "missed", "timeout", "unviable"].map(|what| &outcomes[what]);
        println!(
            "seen: {package}: {total} faults planted, {caught} caught, {timeout} ran out of time, {unviable} do not compile, {missed} lived"
        );
        ensure!(is_sound, "{package}: cargo-mutants ended with {status}");
        Ok(())
    });
    results.into_iter().collect()
}

/// Whether each fault that a file excludes is one that would be planted: else the exclusion waits for a fault that it was not
/// written for.
fn excluded_are_planted(tool: &Path, package: &str, config: &str) -> Result<()> {
    let shell = sh::shell()?;
    let text = fs::read_to_string(config)?;
    let (_, excluded) = text.split_once("exclude_re = [").with_context(|| format!("{config}: exclude_re"))?;
    // A string of TOML's on a line of its own is one of JSON's.
    for line in excluded.lines().map(str::trim).filter(|line| line.starts_with('"')) {
        let pattern: String = serde_json::from_str(line.trim_end_matches(','))?;
        let options = ["--list", "--no-config", "--package", package, "--re", &pattern];
        let planted = sh::output(cmd!(shell, "{tool} mutants {options...}").env_remove("CARGO"))?;
        ensure!(
            !planted.trim().is_empty(),
            "{config} excludes {pattern:?}, but no mutant matches that any more"
        );
    }
    Ok(())
}
