//! The lines and branches of the core that its tests reach, by cargo-llvm-cov.

use std::{collections::BTreeMap, fs};

use anyhow::{Context as _, Result, ensure};

use super::{CORE, nightly};
use crate::{
    sh::{self, cmd},
    tools,
};

/// What no test can reach: the file, one of its lines, and why.
const UNREACHED: [(&str, &str, &str); 6] = [
    ("src/json.rs", "f.write_str(\"any value\")", "serde asks for it to word an error, and none is worded"),
    ("src/json.rs", "f.write_str(\"a name\")", "the same"),
    (
        "src/event.rs",
        "if a.amount != b.amount {",
        "whitespace inside an amount leaves no JSON, so that it never differs",
    ),
    ("src/event.rs", "return Some(Member::Amount);", "the same"),
    (
        "src/json.rs",
        "let Value::Text(text) = self.value(at)? else { return Err(self.invalid(at)) };",
        "an amount is always kept as text, which the types do not say",
    ),
    ("src/error/message.rs", "}?;", "a string takes every error that is written to it"),
];

pub(super) fn run() -> Result<()> {
    nightly(&["llvm-tools"])?;
    let tool = tools::python_tool_of("cargo-llvm-cov", "xtask/python/long.txt")?;
    let shell = sh::shell()?;
    shell.set_var("RUSTUP_TOOLCHAIN", "nightly");
    // What an earlier run has reached does not count.
    sh::run(cmd!(shell, "{tool} llvm-cov clean --workspace"))?;
    sh::run(cmd!(shell, "{tool} llvm-cov {CORE...} --branch --lib --test core --no-report"))?;
    let report = ["llvm-cov", "report", "--package", "checkout-signature"];
    let lines = sh::output(cmd!(shell, "{tool} {report...} --show-missing-lines"))?;
    let branches = sh::output(cmd!(shell, "{tool} {report...} --json"))?;
    let branches: serde_json::Value = serde_json::from_str(&branches)?;
    let branches = &branches["data"][0];
    for what in ["lines", "branches", "functions"] {
        let total = &branches["totals"][what];
        println!("seen: {} of {} {what} of the core", total["covered"], total["count"]);
    }
    let mut unreached = missing_lines(&lines)?;
    unreached.extend(missing_branches(branches)?);
    let is_listed = |(place, text): (&String, &String), file: &str, line: &str| {
        place.contains(file) && text.lines().any(|of| of.trim() == line)
    };
    let is_known = |found| UNREACHED.iter().any(|(file, line, _)| is_listed(found, file, line));
    let unknown: Vec<_> = unreached.iter().filter(|found| !is_known(*found)).collect();
    ensure!(unknown.is_empty(), "no test reaches this, and no reason is listed: {unknown:#?}");
    for (file, line, why) in UNREACHED {
        let is_unreached = unreached.iter().any(|found| is_listed(found, file, line));
        ensure!(is_unreached, "{line:?} in {file} is reached, although it is listed as {why:?}");
        println!("seen: not reached: `{line}`: {why}");
    }
    Ok(())
}

/// The places of lines that were never run, as `file: from-to`, and what stands there.
fn missing_lines(report: &str) -> Result<BTreeMap<String, String>> {
    let listed = report.split_once("Uncovered Lines:").map_or("", |(_, listed)| listed);
    let mut missing = BTreeMap::new();
    for (file, ranges) in listed.lines().filter_map(|line| line.split_once(": ")) {
        for range in ranges.split(", ") {
            let (from, to) = range.split_once('-').unwrap_or((range, range));
            let (from, to): (usize, usize) = (from.trim().parse()?, to.trim().parse()?);
            missing.insert(format!("{file}: {range}"), source(file, from, to)?);
        }
    }
    Ok(missing)
}

/// The places of branches that were always taken, or never, and what stands there.
fn missing_branches(report: &serde_json::Value) -> Result<BTreeMap<String, String>> {
    let mut missing = BTreeMap::new();
    for file in report["files"].as_array().context("files")? {
        let name = file["filename"].as_str().context("a file's name")?;
        // A branch is there once for each of its copies: its place, then how often it was taken and how often not.
        let mut taken: BTreeMap<(u64, u64), (u64, u64)> = BTreeMap::new();
        for branch in file["branches"].as_array().context("branches")? {
            let number = |at: usize| branch[at].as_u64().unwrap_or_default();
            let (yes, no) = taken.entry((number(0), number(1))).or_default();
            *yes += number(4);
            *no += number(5);
        }
        for ((line, column), _) in taken.iter().filter(|(_, (yes, no))| *yes == 0 || *no == 0) {
            let at = usize::try_from(*line)?;
            missing.insert(format!("{name}: {line}, column {column}"), source(name, at, at)?);
        }
    }
    Ok(missing)
}

/// These lines of a file, counted from 1.
fn source(file: &str, from: usize, to: usize) -> Result<String> {
    let text = fs::read_to_string(file).with_context(|| format!("read {file}"))?;
    Ok(text.lines().skip(from - 1).take(to + 1 - from).collect::<Vec<_>>().join("\n"))
}
