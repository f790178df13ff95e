//! `cargo xtask test`: every check that CI makes, each with its own output, and their sum.

mod checks;

use std::time::Instant;

use anyhow::{Result, bail};

/// A check: its name, and what it does.
type Check = (&'static str, fn() -> Result<()>);

pub(crate) use checks::runtimes;

/// Runs the checks whose name contains one of `names`, or all; returns whether all passed.
///
/// Those whose name contains one of `skip` are printed as skipped, and in CI that is a failure.
pub(crate) fn run(names: &[String], skip: &[String]) -> Result<bool> {
    let within = |names: &[String], name: &str| names.iter().any(|n| name.contains(n.as_str()));
    let asked = |(name, _): &&Check| names.is_empty() || within(names, name);
    let (skipped, chosen): (Vec<&Check>, Vec<&Check>) =
        checks::ALL.iter().filter(asked).partition(|(name, _)| within(skip, name));
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
    for (name, _) in &skipped {
        println!("SKIPPED           {name}");
    }
    let in_ci = std::env::var_os("CI").is_some_and(|ci| !ci.is_empty());
    let failed = results.iter().filter(|(_, (outcome, _))| outcome.is_err()).count();
    println!("{:.0} s in all\n", begun.elapsed().as_secs_f64());
    print!("{} passed, {failed} failed", results.len() - failed);
    println!("{}", if skipped.is_empty() { String::new() } else { format!(", {} skipped", skipped.len()) });
    Ok(failed == 0 && (skipped.is_empty() || !in_ci))
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
