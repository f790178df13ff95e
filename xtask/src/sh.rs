//! Other programs: found, started, waited for.

use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};

use anyhow::{Context as _, Result, bail};

/// The repository: this package lies in it.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_path_buf).unwrap_or_default()
}

/// Where this project keeps what it builds.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// A command with its arguments, run in the repository.
pub(crate) fn command<I: IntoIterator<Item = S>, S: AsRef<OsStr>>(program: &str, arguments: I) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(root());
    command
}

/// Runs to the end, with the command's output on ours.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| missing(command.get_program()))?;
    if !status.success() {
        bail!("{} ended with {status}", shown(command));
    }
    Ok(())
}

/// Runs to the end and returns what the command printed.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let output = command.output().with_context(|| missing(command.get_program()))?;
    if !output.status.success() {
        bail!("{} ended with {}\n{}", shown(command), output.status, String::from_utf8_lossy(&output.stderr));
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// Says what takes a while, and afterwards how long it took.
pub(crate) fn step<T>(what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    eprintln!("· {what} …");
    let begun = Instant::now();
    let result = work().with_context(|| what.to_owned())?;
    eprintln!("  {what}: {:.1} s", begun.elapsed().as_secs_f64());
    Ok(result)
}

/// Installs a rustup target that is not there yet.
pub(crate) fn rust_target(triple: &str) -> Result<()> {
    let sysroot = output(&mut command("rustc", ["--print", "sysroot"]))?;
    if Path::new(sysroot.trim()).join("lib/rustlib").join(triple).join("lib").is_dir() {
        return Ok(());
    }
    step(&format!("install the Rust target {triple}"), || {
        run(&mut command("rustup", ["target", "add", triple])).with_context(|| {
            format!("without rustup, install the standard library of {triple} as you installed Rust")
        })
    })
}

/// Installs a Debian package whose program is not there yet, where that is ours to do: as root, with apt-get.
pub(crate) fn debian(program: &str, package: &str) -> Result<()> {
    let starts = |program: &str| Command::new(program).arg("--version").output().is_ok();
    let is_root = || output(&mut command("id", ["-u"])).is_ok_and(|id| id.trim() == "0");
    if starts(program) || !is_root() || !starts("apt-get") {
        return Ok(());
    }
    step(&format!("install Debian's {package}"), || {
        run(&mut command("apt-get", ["update", "--quiet=2"]))?;
        run(&mut command("apt-get", ["install", "--yes", "--no-install-recommends", package]))
    })
}

fn missing(program: &OsStr) -> String {
    let help = match program.to_str() {
        Some("node" | "npm") => "install Node.js 20 or newer, with npm: https://nodejs.org",
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
