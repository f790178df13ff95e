//! Other programs: started, waited for, and their output kept together.

use std::{
    cell::RefCell,
    ffi::OsStr,
    fs::File,
    io::Write as _,
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};

use anyhow::{Context as _, Result, bail};
use xshell::Shell;
pub(crate) use xshell::cmd;

thread_local! {
    /// Where this thread's output goes, when it is not the terminal.
    static LOG: RefCell<Option<File>> = const { RefCell::new(None) };
}

/// The folder of the repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_path_buf).unwrap_or_default()
}

/// The folder for everything that is built.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// Whether this is a gate, where what is skipped is a failure.
pub(crate) fn in_ci() -> bool {
    std::env::var_os("CI").is_some_and(|ci| !ci.is_empty())
}

/// The file name of a program on this system.
pub(crate) fn executable(name: &str) -> String {
    format!("{name}{}", std::env::consts::EXE_SUFFIX)
}

/// What `cmd!` asks for: a shell that stands in the repository.
pub(crate) fn shell() -> Result<Shell> {
    let shell = Shell::new().context("find the current folder")?;
    shell.change_dir(root());
    Ok(shell)
}

/// Sends the output of this thread, and of the programs that it starts, to a file while `work` runs.
pub(crate) fn logged<T>(log: File, work: impl FnOnce() -> T) -> T {
    LOG.set(Some(log));
    let result = work();
    LOG.set(None);
    result
}

/// Prints a line, where the output of this thread goes.
pub(crate) fn say(line: &str) {
    LOG.with_borrow_mut(|log| match log {
        // A full disk shows up elsewhere soon enough.
        Some(file) => drop(writeln!(file, "{line}")),
        None => eprintln!("{line}"),
    });
}

/// Runs a program to its end. Its output goes where the output of this thread goes.
pub(crate) fn run(command: impl Into<Command>) -> Result<()> {
    let mut command = command.into();
    LOG.with_borrow(|log| -> Result<()> {
        if let Some(file) = log {
            if cfg!(unix) && command.get_program() == "cargo" {
                command = niced(&command);
            }
            command.stdout(file.try_clone()?).stderr(file.try_clone()?);
        }
        Ok(())
    })?;
    let status = command.status().with_context(|| missing(command.get_program()))?;
    if !status.success() {
        bail!("{} ended with {status}", shown(&command));
    }
    Ok(())
}

/// The same program, which takes what the others leave: compilers may take every core, and beside them tests wait for time.
fn niced(command: &Command) -> Command {
    let mut niced = Command::new("nice");
    niced.args(["-n", "5"]).arg(command.get_program()).args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => niced.env(name, value),
            None => niced.env_remove(name),
        };
    }
    if let Some(folder) = command.get_current_dir() {
        niced.current_dir(folder);
    }
    niced
}

/// Runs a program to its end and returns what it printed.
pub(crate) fn output(command: impl Into<Command>) -> Result<String> {
    let mut command = command.into();
    let output = command.output().with_context(|| missing(command.get_program()))?;
    if !output.status.success() {
        bail!(
            "{} ended with {}\n{}",
            shown(&command),
            output.status,
            String::from_utf8_lossy(&output.stderr)
        );
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// Says what takes a while, and afterwards how long it took.
pub(crate) fn step<T>(what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    say(&format!("· {what} …"));
    let begun = Instant::now();
    let result = work().with_context(|| what.to_owned())?;
    say(&format!("  {what}: {:.1} s", begun.elapsed().as_secs_f64()));
    Ok(result)
}

fn missing(program: &OsStr) -> String {
    let help = match program.to_str() {
        Some("node" | "npm") => "install Node.js 20.11 or newer, with npm: https://nodejs.org",
        Some("rustup" | "cargo" | "rustc") => "install Rust with rustup: https://rustup.rs",
        Some("python3") => "install Python 3.9 or newer: https://www.python.org",
        _ => "install it and put it on the PATH",
    };
    format!("{} cannot be started; {help}", program.display())
}

fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
