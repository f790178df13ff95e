//! npm packages, from committed lock files.

use std::{fs, path::Path};

use anyhow::{Context as _, Result, bail};

use crate::sh;

/// Installs what the lock file in `folder` names, unless exactly that is installed already.
pub(crate) fn install(folder: &str) -> Result<()> {
    check_node()?;
    let folder = sh::root().join(folder);
    let lock = fs::read(folder.join("package-lock.json"))?;
    let stamp = folder.join("node_modules/.installed-lock.json");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    sh::step(&format!("npm ci in {}", shown(&folder)), || {
        sh::run(
            sh::command("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(&folder),
        )
    })?;
    fs::write(stamp, lock).context("remember what was installed")
}

fn check_node() -> Result<()> {
    let version = sh::output(&mut sh::command("node", ["--version"]))?;
    let major = version.trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok());
    if major.is_none_or(|major| major < 20) {
        bail!("Node.js 20 or newer is needed, and this is {}: https://nodejs.org", version.trim());
    }
    Ok(())
}

fn shown(folder: &Path) -> String {
    folder.strip_prefix(sh::root()).unwrap_or(folder).display().to_string()
}
