//! `cargo xtask test`: every check that CI makes, each with its own output, and a summary.

mod budgets;
mod package;
pub(crate) mod runtimes;
mod rust;
mod schedule;
mod scripts;
pub(crate) mod suites;

use std::time::Instant;

use anyhow::{Result, bail};

pub(crate) use rust::{copy_sources, differential};

/// What the command line asks for.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Run only the checks whose name contains NAME
    #[arg(value_name = "NAME")]
    names: Vec<String>,
    /// Leave out the checks whose name contains NAME; in CI that is a failure
    #[arg(long, value_name = "NAME")]
    skip: Vec<String>,
    /// Run what to run before each commit, and say what that leaves out
    #[arg(long)]
    quick: bool,
    /// Print the names of the checks, and run none
    #[arg(long)]
    list: bool,
}

/// One check.
struct Check {
    name: String,
    run: Box<dyn Fn() -> Result<()> + Send>,
    lane: Lane,
    /// Whether `--quick` runs it.
    quick: bool,
}

/// What a check can share the machine with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lane {
    /// Uses cargo's build folder: beside those of `Package`, after the other checks of `Cargo`.
    Cargo,
    /// Uses the built package: beside any one of `Cargo` or `Package`.
    Package,
    /// Uses the built package, and waits for browsers or databases most of the time: beside all of those.
    Waiting,
    /// Measures time, or takes every core: with nothing beside it.
    Alone,
}

impl Check {
    fn new(name: &str, lane: Lane, run: impl Fn() -> Result<()> + Send + 'static) -> Self {
        Self { name: name.to_owned(), run: Box::new(run), lane, quick: true }
    }

    /// Leaves the check out of `--quick`.
    fn slow(mut self) -> Self {
        self.quick = false;
        self
    }
}

/// How a check ended, and after how many seconds.
struct Outcome {
    name: String,
    result: Result<()>,
    seconds: f64,
}

/// All checks, in the order in which they tell most. The build of the package comes before what takes it, and the longest, the
/// runtimes, before the suites, so that it does not end last.
fn checks() -> Result<Vec<Check>> {
    let suites = suites::checks()?;
    Ok([rust::checks(), budgets::checks(), package::checks(), scripts::checks(), runtimes::checks(), suites]
        .into_iter()
        .flatten()
        .collect())
}

/// The names of all checks.
#[cfg(test)]
pub(crate) fn names() -> Result<Vec<String>> {
    std::env::set_current_dir(crate::sh::root())?;
    Ok(checks()?.into_iter().map(|check| check.name).collect())
}

/// Runs the checks that the options choose; returns whether all passed.
pub(crate) fn run(options: &Options) -> Result<bool> {
    let all = checks()?;
    if options.list {
        all.iter().for_each(|check| println!("{}", check.name));
        return Ok(true);
    }
    for wanted in options.names.iter().chain(&options.skip) {
        if !all.iter().any(|check| check.name.contains(wanted)) {
            let names: Vec<_> = all.iter().map(|check| check.name.as_str()).collect();
            bail!("no check has {wanted:?} in its name; there are: {}", names.join(", "));
        }
    }
    let within = |names: &[String], check: &Check| names.iter().any(|name| check.name.contains(name));
    let asked = |check: &Check| options.names.is_empty() || within(&options.names, check);
    let (mut chosen, mut skipped, mut left_out) = (Vec::new(), Vec::new(), Vec::new());
    for check in all.into_iter().filter(asked) {
        match &check {
            check if within(&options.skip, check) => skipped.push(check.name.clone()),
            check if options.quick && !check.quick => left_out.push(check.name.clone()),
            _ => chosen.push(check),
        }
    }
    if chosen.is_empty() {
        bail!("nothing is left to run");
    }
    let begun = Instant::now();
    let outcomes = schedule::run(chosen)?;
    report(&outcomes, &skipped, &left_out);
    println!("{:.0} s in total\n", begun.elapsed().as_secs_f64());

    let failed = outcomes.iter().filter(|outcome| outcome.result.is_err()).count();
    print!("{} passed, {failed} failed", outcomes.len() - failed);
    println!("{}", if skipped.is_empty() { String::new() } else { format!(", {} skipped", skipped.len()) });
    Ok(failed == 0 && (skipped.is_empty() || !crate::sh::in_ci()))
}

fn report(outcomes: &[Outcome], skipped: &[String], left_out: &[String]) {
    println!("\n── checks ──");
    for Outcome { name, result, seconds } in outcomes {
        match result {
            Ok(()) => println!("ok      {seconds:>6.1} s  {name}"),
            Err(error) => println!("FAILED  {seconds:>6.1} s  {name}: {error:#}"),
        }
    }
    for name in skipped {
        println!("SKIPPED           {name}");
    }
    if !left_out.is_empty() {
        println!("--quick leaves out: {}", left_out.join(", "));
    }
}
