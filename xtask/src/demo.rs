//! `cargo xtask demo`: a signed callback, verified through the built npm package, and the page.

use std::{fs, path::Path, process::Command};

use anyhow::{Context as _, Result};

use crate::{npm, pkg, sh};

/// What the command line asks for.
pub(crate) struct Options {
    /// Where the page is served on loopback; 0 is any free port.
    pub(crate) port: u16,
    /// Whether the page is served at all.
    pub(crate) serve: bool,
}

impl Default for Options {
    fn default() -> Self {
        Options { port: 8080, serve: true }
    }
}

/// Verifies a callback and serves the page until it is interrupted.
pub(crate) fn run(options: &Options) -> Result<()> {
    pkg::build()?;
    sh::run(&mut sh::command("node", ["xtask/node/verify.mjs"]))?;
    let site = site()?;
    if options.serve {
        println!("\nThe demo page, until you press Ctrl-C:");
        let port = options.port.to_string();
        replace(sh::command("node", ["xtask/node/serve.mjs"]).arg(site).arg(port))?;
    }
    Ok(())
}

/// Takes the README's pictures of the page.
pub(crate) fn screenshots() -> Result<()> {
    pkg::build()?;
    npm::install(npm::Packages::All)?;
    sh::run(sh::command("node", ["tests/www/screenshots.mjs"]).arg(site()?).arg("docs/screenshots"))
}

/// The page, the package's own files and the examples in one folder, as any static host would hold them.
pub(crate) fn site() -> Result<std::path::PathBuf> {
    let site = sh::target().join("site");
    let _ = fs::remove_dir_all(&site);
    copy(Path::new("www"), &site)?;
    copy(Path::new("pkg/dist"), &site.join("pkg"))?;
    // Its last step shows them.
    copy(Path::new("examples"), &site.join("examples"))?;
    Ok(site)
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| format!("read {}", from.display()))? {
        let entry = entry?;
        let (path, to) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy(&path, &to)?;
        } else {
            fs::copy(&path, &to)?;
        }
    }
    Ok(())
}

/// Becomes the other program, so that signals reach it and nothing is left running.
#[cfg(unix)]
fn replace(command: &mut Command) -> Result<()> {
    use std::os::unix::process::CommandExt as _;
    Err(command.exec()).context("start the server")
}

#[cfg(not(unix))]
fn replace(command: &mut Command) -> Result<()> {
    sh::run(command)
}
