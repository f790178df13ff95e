//! dudect, natively and in Node.js: whether the times of a verification tell two kinds of input apart.

use std::collections::BTreeMap;

use anyhow::{Result, ensure};
use xshell::Cmd;

use crate::{
    pkg,
    sh::{self, cmd},
};

/// dudect's own border: beyond it, the times tell two kinds of input apart.
const MAX_T: f64 = 4.5;

/// In how many processes the times are taken. Where the system puts a process in memory makes one input or the other faster
/// by a part of a nanosecond, now this one and now that one. An input that is slower by itself is so in all of them: a
/// comparison that stops at the first wrong byte gives -350 to -600 in each, natively.
const PROCESSES: usize = 9;

/// Which byte is wrong, and which secret it is.
const QUESTIONS: usize = 2;

pub(super) fn run() -> Result<()> {
    pkg::build()?;
    let (shell, target) = (sh::shell()?, sh::target().join("dudect"));
    let manifest = "benches/dudect/Cargo.toml";
    let native =
        || cmd!(shell, "cargo run --locked --release --manifest-path {manifest} --target-dir {target}");
    let node = || cmd!(shell, "node benches/dudect.mjs pkg/dist/index.js");
    let mut are_alike = true;
    for (place, answers) in [("native", ask(native)?), ("Node.js", ask(node)?)] {
        ensure!(
            answers.len() == QUESTIONS,
            "{place}: {QUESTIONS} questions were asked, {} answered",
            answers.len()
        );
        for (question, mut all) in answers {
            ensure!(all.len() == PROCESSES, "{place}, {question}: answered by {} of {PROCESSES}", all.len());
            all.sort_by(f64::total_cmp);
            let median = all[all.len() / 2];
            are_alike &= median.abs() < MAX_T;
            println!("seen: {place}, {question}: t = {median:.2}, the median of {all:.1?}");
        }
    }
    ensure!(are_alike, "the times tell the inputs apart, or the machine was not quiet");
    Ok(())
}

/// What all processes answer to each question.
fn ask<'s>(command: impl Fn() -> Cmd<'s>) -> Result<BTreeMap<String, Vec<f64>>> {
    let mut answers: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for _ in 0..PROCESSES {
        for (question, t) in sh::output(command())?.lines().filter_map(read) {
            answers.entry(question).or_default().push(t);
        }
    }
    Ok(answers)
}

/// The question and its Welch's t, of a line of either bench.
fn read(line: &str) -> Option<(String, f64)> {
    let line = line.strip_prefix("bench ").unwrap_or(line);
    let (question, t) = line.split_once(" ... ").or_else(|| line.split_once(": "))?;
    let t = t.split_once("t = ")?.1.split(',').next()?.trim_start_matches('+').parse().ok()?;
    Some((question.trim().replace('_', " "), t))
}
