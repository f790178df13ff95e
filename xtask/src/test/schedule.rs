//! Runs checks: one live on the terminal, or several side by side with their output kept apart.

use std::{
    collections::VecDeque,
    fs::{self, File},
    iter,
    sync::{Mutex, PoisonError, mpsc},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, anyhow};

use super::{Check, Lane, Outcome};
use crate::sh;

/// How often a run that prints nothing says what it is waiting for.
const HEARTBEAT: Duration = Duration::from_secs(60);

/// Runs all of them; the outcomes come in the order of the checks.
pub(super) fn run(checks: Vec<Check>) -> Result<Vec<Outcome>> {
    let order: Vec<_> = checks.iter().map(|check| check.name.clone()).collect();
    let (alone, shared): (Vec<_>, Vec<_>) = checks.into_iter().partition(|check| check.lane == Lane::Alone);
    let (cargo, package): (Vec<_>, Vec<_>) = shared.into_iter().partition(|check| check.lane == Lane::Cargo);
    let (waiting, package): (Vec<_>, Vec<_>) =
        package.into_iter().partition(|check| check.lane == Lane::Waiting);
    let mut outcomes = Vec::new();
    if [&cargo, &package, &waiting].iter().filter(|checks| !checks.is_empty()).count() > 1 {
        outcomes.extend(run_beside(cargo, package, waiting)?);
    } else {
        outcomes.extend(cargo.iter().chain(&package).chain(&waiting).map(run_live));
    }
    outcomes.extend(alone.iter().map(run_live));
    outcomes.sort_by_key(|outcome| order.iter().position(|name| *name == outcome.name));
    Ok(outcomes)
}

fn run_live(check: &Check) -> Outcome {
    println!("\n── {} ──", check.name);
    let outcome = timed(check);
    if let Err(error) = &outcome.result {
        println!("FAILED: {error:#}");
    }
    outcome
}

fn timed(check: &Check) -> Outcome {
    let begun = Instant::now();
    // A check that panics has failed, and the others still run.
    let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| (check.run)()));
    let result = result.unwrap_or_else(|_| Err(anyhow!("the check itself panicked")));
    Outcome { name: check.name.clone(), result, seconds: begun.elapsed().as_secs_f64() }
}

/// Checks that any worker may take, one after another.
struct Queue(Mutex<VecDeque<Check>>);

impl Queue {
    fn new(checks: Vec<Check>) -> Self {
        Self(Mutex::new(checks.into()))
    }

    fn next(&self) -> Option<Check> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).pop_front()
    }
}

enum Event {
    Begun(String),
    Ended(Outcome),
}

/// Three workers: for cargo's checks, for the package's, and, once the first of those has built it, for those that mostly wait.
/// Each takes its own in their order, and then helps the others; only cargo's wait for one another.
/// The output of each check goes to a file, and is printed when the check ends.
fn run_beside(cargo: Vec<Check>, package: Vec<Check>, waiting: Vec<Check>) -> Result<Vec<Outcome>> {
    let logs = sh::target().join("checks");
    fs::create_dir_all(&logs)?;
    let log_of = |name: &str| logs.join(format!("{}.log", name.replace('/', "-")));
    let (events, received) = mpsc::channel();
    let (built, is_built) = mpsc::channel();
    let count = cargo.len() + package.len() + waiting.len();
    let mut outcomes = Vec::new();
    let run = |check: Check, events: &mpsc::Sender<Event>| {
        let _ = events.send(Event::Begun(check.name.clone()));
        let outcome = match File::create(log_of(&check.name)) {
            Ok(log) => sh::logged(log, || timed(&check)),
            Err(error) => Outcome { name: check.name, result: Err(error.into()), seconds: 0.0 },
        };
        let _ = events.send(Event::Ended(outcome));
    };
    let (package, waiting) = (Queue::new(package), Queue::new(waiting));
    thread::scope(|scope| -> Result<()> {
        let (run, package, waiting) = (&run, &package, &waiting);
        let to = events.clone();
        scope.spawn(move || {
            let others = iter::from_fn(|| package.next().or_else(|| waiting.next()));
            cargo.into_iter().chain(others).for_each(|check| run(check, &to));
        });
        let to = events.clone();
        scope.spawn(move || {
            while let Some(check) = package.next().or_else(|| waiting.next()) {
                run(check, &to);
                let _ = built.send(());
            }
        });
        scope.spawn(move || {
            // An error says that there is nothing to build.
            let _ = is_built.recv();
            while let Some(check) = waiting.next().or_else(|| package.next()) {
                run(check, &events);
            }
        });
        let mut running: Vec<(String, Instant)> = Vec::new();
        while outcomes.len() < count {
            match received.recv_timeout(HEARTBEAT) {
                Ok(Event::Begun(name)) => {
                    eprintln!("· {name} …");
                    running.push((name, Instant::now()));
                }
                Ok(Event::Ended(outcome)) => {
                    running.retain(|(name, _)| *name != outcome.name);
                    println!("\n── {} ──", outcome.name);
                    let log = fs::read(log_of(&outcome.name)).unwrap_or_default();
                    print!("{}", String::from_utf8_lossy(&log));
                    match &outcome.result {
                        Ok(()) => println!("ok: {} ({:.1} s)", outcome.name, outcome.seconds),
                        Err(error) => println!("FAILED: {error:#}"),
                    }
                    outcomes.push(outcome);
                }
                Err(mpsc::RecvTimeoutError::Timeout) => {
                    let running = running.iter().map(|(name, begun)| {
                        format!("{name} ({} s; {})", begun.elapsed().as_secs(), log_of(name).display())
                    });
                    eprintln!("… still running: {}", running.collect::<Vec<_>>().join(", "));
                }
                Err(mpsc::RecvTimeoutError::Disconnected) => break,
            }
        }
        Ok(())
    })
    .context("run two checks at once")?;
    Ok(outcomes)
}
