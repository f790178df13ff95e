//! dudect, natively and in Node.js: whether the times of a verification tell two kinds of input apart.

use std::collections::BTreeMap;

use anyhow::{Result, ensure};

use crate::{
    pkg,
    sh::{self, cmd},
};

/// dudect's own border: beyond it, the times tell two kinds of input apart.
const MAX_T: f64 = 4.5;

/// In how many processes the native times are taken. Where the system puts a process in memory makes one input or the other
/// faster by a part of a nanosecond, now this one and now that one. An input that is slower by itself is so in all of them: a
/// comparison that stops at the first wrong byte gives -350 to -600 in each.
const PROCESSES: usize = 9;

pub(super) fn run() -> Result<()> {
    pkg::build()?;
    let (shell, target) = (sh::shell()?, sh::target().join("dudect"));
    let manifest = "benches/dudect/Cargo.toml";
    let mut seen: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for _ in 0..PROCESSES {
        let run =
            cmd!(shell, "cargo run --locked --release --manifest-path {manifest} --target-dir {target}");
        for (question, t) in sh::output(run)?.lines().filter_map(read) {
            seen.entry(question).or_default().push(t);
        }
    }
    let mut are_alike = !seen.is_empty();
    for (question, mut all) in seen {
        all.sort_by(f64::total_cmp);
        let median = all[all.len() / 2];
        are_alike &= median.abs() < MAX_T;
        println!("seen: native, {question}: t = {median:.2}, the median of {all:.1?}");
    }
    sh::run(cmd!(shell, "node benches/dudect.mjs pkg/dist/index.js"))?;
    ensure!(are_alike, "the times tell the inputs apart, or the machine was not quiet");
    Ok(())
}

/// The question and its Welch's t, of a line that dudect prints.
fn read(line: &str) -> Option<(String, f64)> {
    let (name, rest) = line.strip_prefix("bench ")?.split_once("max t = ")?;
    let t = rest.split(',').next()?.trim_start_matches('+').parse().ok()?;
    Some((name.split_whitespace().next()?.replace('_', " "), t))
}
