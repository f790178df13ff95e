//! `cargo xtask test`: every check that CI makes, each with its own output, and their sum.

mod checks;

use std::time::Instant;

use anyhow::{Result, bail};

/// A check: its name, and what it does.
type Check = (&'static str, fn() -> Result<()>);

/// Runs the checks whose name contains one of `names`, or all; returns whether all passed.
pub(crate) fn run(names: &[String]) -> Result<bool> {
    let chosen: Vec<&Check> = checks::ALL
        .iter()
        .filter(|(name, _)| names.is_empty() || names.iter().any(|n| name.contains(n)))
        .collect();
    if chosen.is_empty() {
        let all: Vec<_> = checks::ALL.iter().map(|(name, _)| *name).collect();
        bail!("no check is called like that; there are: {}", all.join(", "));
    }
    let begun = Instant::now();
    let results: Vec<_> = chosen.iter().map(|(name, check)| (name, timed(name, *check))).collect();

    println!("\n── checks ──");
    for (name, (outcome, seconds)) in &results {
        match outcome {
            Ok(()) => println!("ok      {seconds:>6.1} s  {name}"),
            Err(error) => println!("FAILED  {seconds:>6.1} s  {name}: {error:#}"),
        }
    }
    let failed = results.iter().filter(|(_, (outcome, _))| outcome.is_err()).count();
    println!("{:.0} s in all\n", begun.elapsed().as_secs_f64());
    println!("{} passed, {failed} failed", results.len() - failed);
    Ok(failed == 0)
}

fn timed(name: &str, check: fn() -> Result<()>) -> (Result<()>, f64) {
    println!("\n── {name} ──");
    let begun = Instant::now();
    let outcome = check();
    if let Err(error) = &outcome {
        println!("FAILED: {error:#}");
    }
    (outcome, begun.elapsed().as_secs_f64())
}
