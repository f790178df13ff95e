//! `cargo xtask proof`: the long forms of the proofs, which the gate has no time for. What they showed goes into
//! docs/assurance.md.

mod page;

use std::{
    fs,
    io::{BufRead as _, BufReader, Read},
    process::{Command, Stdio},
    sync::Mutex,
    thread,
    time::Instant,
};

use anyhow::{Context as _, Result, ensure};
use page::PAGE;

use crate::{npm, sh, test::suites};

/// What the command line asks for.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Run only the proofs of these names; the page keeps what the others showed last
    #[arg(long, value_name = "NAME")]
    only: Vec<String>,
    /// Print the names of the proofs, and run none
    #[arg(long)]
    list: bool,
}

/// One long form.
pub(crate) struct Proof {
    pub(crate) name: &'static str,
    /// As a shell would take it: variables, then words without spaces in them.
    command: &'static str,
    /// What holds if it passes.
    proves: &'static str,
    /// How long it takes on two cores.
    takes: &'static str,
    needs: Needs,
}

/// What has to be there before the command runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Needs {
    /// What cargo builds by itself.
    Cargo,
    /// The packed tarball in a user's project, whose folder is in `CONSUMER`, and the packages of the tests.
    Package,
}

const fn proof(
    name: &'static str,
    needs: Needs,
    takes: &'static str,
    command: &'static str,
    proves: &'static str,
) -> Proof {
    Proof { name, command, proves, takes, needs }
}

/// All of them. A command says what it has seen in lines that begin with `seen: `; of another, the last line counts.
#[rustfmt::skip]
pub(crate) const PROOFS: &[Proof] = &[
    proof("laws", Needs::Cargo, "5 min", "CASES=50000 cargo test --locked --release --package checkout-signature --test core laws",
        "The laws of the design hold for random callbacks, in Rust: 100 times as many as in the gate."),
    proof("javascript-laws", Needs::Package, "2 min", "LAW_RUNS=20000 node --test --test-reporter=spec tests/verify/laws.test.mjs",
        "The laws of the design hold for random callbacks, through the npm package: 40 times as many as in the gate."),
    proof("javascript-coverage", Needs::Cargo, "10 min", "cargo xtask long javascript-coverage",
        "The tests reach every line and branch of the package's verify, handler and stores, but for those that `tests/proof/unreached.mjs` lists with a reason."),
    proof("facade-fuzz", Needs::Package, "30 min", "SECONDS=1800 node tests/proof/fuzz.mjs",
        "The npm package, through its real module, keeps the laws for half an hour of the vectors' bodies and headers with bytes changed."),
    proof("javascript-mutants", Needs::Cargo, "1 h", "cargo xtask long javascript-mutants",
        "Each fault that Stryker plants in the package's verify and handler, and in the parts of its stores that need no server, makes a test fail, but for those that `tests/proof/survivors` lists with a reason."),
    proof("exhaustive", Needs::Cargo, "10 min", "cargo xtask long exhaustive",
        "The core gives every body of up to 6 symbols and every header of up to 5 the verdict of a model that reads like the specification."),
    proof("differential", Needs::Cargo, "8 min", "cargo xtask long differential",
        "The core, the npm package, node:crypto and Python's hmac with regex give 10 million random callbacks the same verdicts."),
    proof("fuzz", Needs::Cargo, "2 h", "cargo xtask long fuzz",
        "Half an hour of coverage-guided fuzzing breaks no law of the header, of whitespace removal, of the event, or of a changed callback."),
    proof("mutants", Needs::Cargo, "50 min", "cargo xtask long mutants",
        "Each fault that cargo-mutants plants in the core and the bindings makes a test fail, but for those that `.cargo/mutants*.toml` list with a reason."),
    proof("constant-time", Needs::Cargo, "1 min", "cargo xtask test constant-time",
        "The module takes the same instructions whatever the secret is; natively, the verdict is the only branch that depends on it."),
    proof("miri", Needs::Cargo, "5 min", "cargo xtask long miri",
        "The core's tests show no undefined behaviour in Miri, that of its dependencies included."),
    proof("coverage", Needs::Cargo, "2 min", "cargo xtask long coverage",
        "The tests reach every line and branch of the core, but for those that `xtask/src/long/coverage.rs` lists with a reason."),
    proof("dudect", Needs::Cargo, "1 min", "cargo xtask long dudect",
        "The time of a verification does not tell which byte of a signature is wrong, or which secret it is: the median of Welch's t in nine processes is below 4.5."),
    proof("oldest-dependencies", Needs::Cargo, "2 min", "cargo xtask long oldest-dependencies",
        "The core passes its tests with the oldest dependencies that its manifest allows."),
];

/// Runs what the options choose, and writes the page after each; returns whether all passed.
pub(crate) fn run(options: &Options) -> Result<bool> {
    if options.list {
        PROOFS.iter().for_each(|proof| println!("{:<24} {:>7}  {}", proof.name, proof.takes, proof.proves));
        return Ok(true);
    }
    for name in &options.only {
        let names: Vec<_> = PROOFS.iter().map(|proof| proof.name).collect();
        ensure!(
            names.contains(&name.as_str()),
            "no proof has the name {name:?}; there are: {}",
            names.join(", ")
        );
    }
    let is_chosen =
        |proof: &&Proof| options.only.is_empty() || options.only.iter().any(|name| name == proof.name);
    let mut all_passed = true;
    for proof in PROOFS.iter().filter(is_chosen) {
        println!("\n── {} ({}) ──\n{}\n", proof.name, proof.takes, proof.command);
        let seen = proof.run()?;
        all_passed &= seen.passed;
        let section = page::section(proof, &seen)?;
        println!("\n{section}");
        let path = sh::root().join(PAGE);
        let before = fs::read_to_string(&path).with_context(|| format!("read {PAGE}"))?;
        fs::write(path, page::with_section(&before, proof.name, &section))
            .with_context(|| format!("write {PAGE}"))?;
    }
    println!("{PAGE} has what was seen.");
    Ok(all_passed)
}

/// How a command ended.
struct Seen {
    passed: bool,
    lines: Vec<String>,
    seconds: u64,
}

impl Proof {
    fn run(&self) -> Result<Seen> {
        let (variables, words) = self.words();
        let (program, arguments) = words.split_first().context("a command without a program")?;
        let mut command = Command::new(program);
        command.args(arguments).envs(variables).current_dir(sh::root());
        if self.needs == Needs::Package {
            let consumer = suites::consumer()?;
            npm::install(npm::Packages::All)?;
            command.env("CONSUMER", consumer);
        }
        let begun = Instant::now();
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .with_context(|| format!("{program} cannot be started"))?;
        let lines = Mutex::new(Vec::new());
        let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
        thread::scope(|scope| {
            if let Some(stream) = stdout {
                scope.spawn(|| keep_lines(stream, &lines));
            }
            if let Some(stream) = stderr {
                scope.spawn(|| keep_lines(stream, &lines));
            }
        });
        let status = child.wait()?;
        let passed = status.success();
        let lines = lines.into_inner().unwrap_or_default();
        let is_cut_short = status.code().is_none() || !passed && names_a_killed_program(&lines);
        ensure!(!is_cut_short, "{} was cut short ({status}): {PAGE} keeps what it said", self.name);
        Ok(Seen { passed, lines: telling_lines(&lines), seconds: begun.elapsed().as_secs() })
    }

    /// The variables that the command begins with, and its words.
    fn words(&self) -> (Vec<(&'static str, &'static str)>, Vec<&'static str>) {
        let mut words = self.command.split_whitespace().peekable();
        let mut variables = Vec::new();
        while let Some(variable) = words.peek().and_then(|word| word.split_once('=')) {
            variables.push(variable);
            words.next();
        }
        (variables, words.collect())
    }
}

/// Prints what a program prints, and keeps it.
fn keep_lines(stream: impl Read, lines: &Mutex<Vec<String>>) {
    for line in BufReader::new(stream).split(b'\n').map_while(Result::ok) {
        let line = String::from_utf8_lossy(&line).trim_end().to_owned();
        println!("{line}");
        if let Ok(mut lines) = lines.lock() {
            lines.push(line);
        }
    }
}

/// Whether a command failed because someone ended a program that it had started: its last lines then name the signal. A crash
/// has other signals, and is a failure.
fn names_a_killed_program(lines: &[String]) -> bool {
    const KILLED: [&str; 4] = ["SIGHUP", "SIGINT", "SIGKILL", "SIGTERM"];
    let last = lines.iter().rev().filter(|line| !line.is_empty()).take(10);
    last.into_iter().any(|line| KILLED.iter().any(|signal| line.contains(signal)))
}

/// The lines in which a command says what it has seen, and those in which Rust's tests are counted; else its last one.
fn telling_lines(lines: &[String]) -> Vec<String> {
    let told = |line: &String| {
        let told = line.split_once("seen: ").map(|(_, told)| told);
        told.or(line.starts_with("test result: ").then_some(line.as_str())).map(str::to_owned)
    };
    let seen: Vec<String> = lines.iter().filter_map(told).collect();
    let last = lines.iter().rfind(|line| !line.trim().is_empty());
    if seen.is_empty() { last.cloned().into_iter().collect() } else { seen }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sh::cmd;

    #[test]
    fn what_a_command_has_seen_is_kept() {
        let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(telling_lines(&lines("a\nseen: 3 cases\nb\n# seen: 4 more")), ["3 cases", "4 more"]);
        assert_eq!(telling_lines(&lines("a\nlast\n\n")), ["last"]);
        let counted = "test result: ok. 2 passed";
        assert_eq!(telling_lines(&lines(&format!("seen: 3\n{counted}\nend"))), ["3", counted]);
    }

    #[cfg(unix)]
    #[test]
    fn a_run_that_was_cut_short_shows_nothing() {
        let run = |command| proof("a name", Needs::Cargo, "1 s", command, "nothing").run();
        let killed = run("timeout -s KILL 0.1 sleep 9");
        assert!(killed.is_err_and(|error| error.to_string().contains("cut short")));
        assert!(!run("false").expect("it ends by itself").passed);
        // `ls` finds no such file, and its message contains the signal's name.
        let inner = run("ls signal:SIGKILL");
        assert!(inner.is_err_and(|error| error.to_string().contains("cut short")));
    }

    #[cfg(unix)]
    #[test]
    fn a_run_whose_inner_program_was_killed_shows_nothing() {
        let shell = sh::shell().expect("a shell");
        let killed = sh::run(cmd!(shell, "timeout -s KILL 0.1 sleep 9")).expect_err("killed").to_string();
        let cargo = "process didn't exit successfully: `core-1f` (signal: 15, SIGTERM: termination signal)";
        let crash =
            "process didn't exit successfully: `core-1f` (signal: 11, SIGSEGV: invalid memory reference)";
        let ends_with =
            |line: &str| names_a_killed_program(&["seen: 1".to_owned(), line.to_owned(), String::new()]);
        assert!(ends_with(&killed) && ends_with(cargo), "{killed}");
        assert!(!ends_with(crash) && !ends_with("error: a test failed"));
    }

    #[test]
    fn each_command_has_a_program_and_a_name_of_its_own() {
        for proof in PROOFS {
            let (variables, words) = proof.words();
            assert!(
                !words.is_empty() && words.iter().all(|word| !word.contains(['\'', '"'])),
                "{}",
                proof.name
            );
            assert!(
                variables.iter().all(|(name, _)| name.chars().all(|c| c.is_ascii_uppercase() || c == '_'))
            );
            assert_eq!(PROOFS.iter().filter(|other| other.name == proof.name).count(), 1, "{}", proof.name);
            for word in words.iter().filter(|word| word.ends_with(".mjs")) {
                assert!(sh::root().join(word).is_file(), "{word} of the proof {}", proof.name);
            }
        }
    }
}
