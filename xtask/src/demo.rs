//! `cargo xtask demo`: a signed callback, verified through the built npm package, and the page.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result, ensure};

use crate::{
    npm, pkg,
    sh::{self, cmd},
};

/// What the command line asks for.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// The port of the page on this machine; 0 is any free one
    #[arg(long, value_name = "N", default_value_t = 8080)]
    port: u16,
    /// Verify the callback, and do not serve the page
    #[arg(long)]
    no_serve: bool,
}

/// Verifies a callback and serves the page until it is interrupted.
pub(crate) fn run(options: &Options) -> Result<()> {
    pkg::build()?;
    verify()?;
    if options.no_serve {
        return Ok(());
    }
    println!("\nThe demo page, until you press Ctrl-C:");
    let (shell, site, port) = (sh::shell()?, site()?, options.port.to_string());
    replace(cmd!(shell, "node xtask/node/serve.mjs {site} {port}").into())
}

/// Verifies a callback through the built package and prints the result.
pub(crate) fn verify() -> Result<()> {
    let shell = sh::shell()?;
    sh::run(cmd!(shell, "node xtask/node/verify.mjs"))
}

/// Takes the README's pictures, and those of the first screen, which show a change of it in review.
pub(crate) fn screenshots() -> Result<()> {
    let shell = sh::shell()?;
    pkg::build()?;
    npm::install(npm::Packages::All)?;
    let site = site()?;
    sh::run(cmd!(shell, "node tests/www/screenshots.mjs {site} docs/screenshots www"))
}

/// Builds the page for a static host.
pub(crate) fn write_site() -> Result<()> {
    pkg::build()?;
    println!("{}", site()?.display());
    Ok(())
}

/// The page, the package's own files and the examples in one folder, as any static host would hold them.
pub(crate) fn site() -> Result<PathBuf> {
    let site = sh::target().join("site");
    let _ = fs::remove_dir_all(&site);
    copy(Path::new("www"), &site)?;
    join_styles(&site.join("css"))?;
    copy(Path::new("pkg/dist"), &site.join("pkg"))?;
    name_by_place(&site.join("pkg/explain.js"))?;
    // The page shows them.
    copy(Path::new("examples"), &site.join("examples"))?;
    Ok(site)
}

/// One stylesheet in place of those that it imports: each would be a request, and compressed by itself.
fn join_styles(folder: &Path) -> Result<()> {
    let index = folder.join("index.css");
    let mut joined = String::new();
    for line in fs::read_to_string(&index)?.lines() {
        if let Some(name) = line.strip_prefix("@import \"./").and_then(|rest| rest.strip_suffix("\";")) {
            let file = folder.join(name);
            joined += &fs::read_to_string(&file).with_context(|| format!("read {}", file.display()))?;
            fs::remove_file(file)?;
        } else {
            joined += line;
        }
        joined.push('\n');
    }
    let left = fs::read_dir(folder)?.count() - 1;
    ensure!(left == 0, "{left} stylesheets are not imported by {}", index.display());
    Ok(fs::write(index, joined)?)
}

/// Imports the package from beside the file: the page's Worker has no import map that says where it is.
fn name_by_place(file: &Path) -> Result<()> {
    let text = fs::read_to_string(file)?;
    let by_place = text.replace("from\"checkout-signature\"", "from\"./index.js\"");
    ensure!(by_place != text, "{} does not import the package by its name", file.display());
    Ok(fs::write(file, by_place)?)
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
fn replace(mut command: Command) -> Result<()> {
    use std::os::unix::process::CommandExt as _;
    Err(command.exec()).context("start the server")
}

#[cfg(not(unix))]
fn replace(command: Command) -> Result<()> {
    sh::run(command)
}
