//! What the checks need from this machine: installed where that is ours to do, named where it is not.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use anyhow::{Context as _, Result, ensure};

use crate::sh::{self, cmd};

/// Two checks that run side by side install one after the other.
fn take_turn() -> MutexGuard<'static, ()> {
    static INSTALLING: Mutex<()> = Mutex::new(());
    INSTALLING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Installs a target of the Rust toolchain, unless it is installed.
pub(crate) fn rust_target(triple: &str) -> Result<()> {
    let _turn = take_turn();
    let shell = sh::shell()?;
    let sysroot = sh::output(cmd!(shell, "rustc --print sysroot"))?;
    if Path::new(sysroot.trim()).join("lib/rustlib").join(triple).join("lib").is_dir() {
        return Ok(());
    }
    sh::step(&format!("install the Rust target {triple}"), || {
        sh::run(cmd!(shell, "rustup target add {triple}")).with_context(|| {
            format!("without rustup, install the standard library of {triple} as you installed Rust")
        })
    })
}

/// The oldest Rust that the published crate promises to build with.
pub(crate) fn oldest_rust() -> Result<String> {
    let shell = sh::shell()?;
    let metadata = sh::output(cmd!(shell, "cargo metadata --locked --no-deps --format-version 1"))?;
    let metadata: serde_json::Value = serde_json::from_str(&metadata)?;
    let packages = metadata["packages"].as_array().context("no packages in cargo's metadata")?;
    let core = packages.iter().find(|package| package["name"] == "checkout-signature");
    let version =
        core.and_then(|core| core["rust_version"].as_str()).context("no rust-version in Cargo.toml")?;
    // A toolchain's full name, so that one which is installed is found.
    Ok(if version.matches('.').count() == 1 { format!("{version}.0") } else { version.to_owned() })
}

/// Installs a Rust toolchain, unless it is installed.
pub(crate) fn rust_toolchain(version: &str) -> Result<()> {
    let _turn = take_turn();
    let (shell, toolchain) = (sh::shell()?, format!("+{version}"));
    if sh::output(cmd!(shell, "rustc {toolchain} --version")).is_ok() {
        return Ok(());
    }
    sh::step(&format!("install Rust {version}"), || {
        sh::run(cmd!(shell, "rustup toolchain install {version} --profile minimal")).with_context(|| {
            format!("the published crate is tested with Rust {version} too; rustup installs it")
        })
    })
}

/// Installs the Debian packages, each named after a program of it, whose programs are missing. It does so only as root, and with
/// apt-get.
pub(crate) fn debian(packages: &[(&str, &str)]) -> Result<()> {
    let _turn = take_turn();
    let missing: Vec<_> =
        packages.iter().filter(|(program, _)| !starts(program)).map(|(_, package)| *package).collect();
    if missing.is_empty() { Ok(()) } else { install_debian(&missing) }
}

/// Whether valgrind can be asked here, installed where that is ours to do. Where it cannot, that is printed, and in CI a failure.
pub(crate) fn valgrind() -> Result<bool> {
    if cfg!(all(target_os = "linux", target_arch = "x86_64")) {
        return debian(&[("valgrind", "valgrind")]).map(|()| true);
    }
    ensure!(!sh::in_ci(), "valgrind is asked on Linux with x86-64 only");
    sh::say("SKIPPED: valgrind, which is asked on Linux with x86-64 only");
    Ok(false)
}

fn install_debian(packages: &[&str]) -> Result<()> {
    static UPDATED: AtomicBool = AtomicBool::new(false);
    if !is_root() || !starts("apt-get") {
        return Ok(());
    }
    sh::step(&format!("install Debian's {}", packages.join(", ")), || {
        let shell = sh::shell()?;
        if !UPDATED.swap(true, Ordering::Relaxed) {
            sh::run(cmd!(shell, "apt-get update --quiet=2"))?;
        }
        sh::run(cmd!(shell, "apt-get install --yes --no-install-recommends {packages...}"))
    })
}

fn starts(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok()
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout.trim_ascii() == b"0")
}

/// A program that a wheel ships, from the versions in `xtask/python/requirements.txt`; they are installed into the build folder.
pub(crate) fn python_tool(program: &str) -> Result<PathBuf> {
    python_tool_of(program, "xtask/python/requirements.txt")
}

/// The same with other versions.
pub(crate) fn python_tool_of(program: &str, requirements: &str) -> Result<PathBuf> {
    let _turn = take_turn();
    let name = Path::new(requirements).file_stem().context("a file of requirements")?;
    let folder = sh::target().join("python").join(name);
    let bin = folder.join(if cfg!(windows) { "Scripts" } else { "bin" });
    let wanted = fs::read_to_string(requirements).with_context(|| format!("read {requirements}"))?;
    let stamp = folder.join("installed.txt");
    if fs::read_to_string(&stamp).ok().as_deref() != Some(wanted.as_str()) {
        sh::step("install the Python tools", || {
            let shell = sh::shell()?;
            let python = if cfg!(windows) { "python" } else { "python3" };
            // Debian has the module in a package of its own, which its python3 alone only names when it is used.
            if sh::output(cmd!(shell, "{python} -c 'import ensurepip'")).is_err() {
                install_debian(&["python3-venv"])?;
            }
            sh::run(cmd!(shell, "{python} -m venv --clear {folder}"))?;
            let pip = bin.join(sh::executable("pip"));
            sh::run(cmd!(
                shell,
                "{pip} install --quiet --disable-pip-version-check --only-binary=:all: --require-hashes --requirement {requirements}"
            ))?;
            fs::write(&stamp, &wanted).context("remember what was installed")
        })?;
    }
    Ok(bin.join(sh::executable(program)))
}
