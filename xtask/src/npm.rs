//! npm packages, from the one committed lock file.

use std::{
    fs,
    sync::{Mutex, PoisonError},
};

use anyhow::{Context as _, Result, bail};

use crate::sh::{self, cmd};

/// How much of the lock file is installed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Packages {
    /// What building and serving take: a minute less than all of them.
    Tools,
    /// What the tests and benchmarks take too.
    All,
}

impl Packages {
    const fn name(self) -> &'static str {
        match self {
            Self::Tools => "tools",
            Self::All => "all",
        }
    }
}

/// Installs what the lock file names, unless exactly that is installed already.
pub(crate) fn install(packages: Packages) -> Result<()> {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _guard = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    check_node()?;
    let lock = fs::read_to_string("package-lock.json").context("read package-lock.json")?;
    let stamp = sh::root().join("node_modules/.installed");
    let stamped = |packages: Packages| format!("{}\n{lock}", packages.name());
    let installed = fs::read_to_string(&stamp).unwrap_or_default();
    if installed == stamped(packages) || installed == stamped(Packages::All) {
        return Ok(());
    }
    // After a change of the lock file only the difference is fetched: `npm ci` would begin by deleting everything.
    let command = if installed.is_empty() { "ci" } else { "install" };
    sh::step(&format!("npm {command}, {} packages", packages.name()), || {
        let shell = sh::shell()?;
        let workspace: &[&str] =
            if packages == Packages::Tools { &["--workspace", "xtask/node"] } else { &[] };
        sh::run(cmd!(shell, "npm {command} --no-audit --no-fund --loglevel=error {workspace...}"))
    })?;
    fs::write(stamp, stamped(packages)).context("remember what was installed")
}

fn check_node() -> Result<()> {
    let shell = sh::shell()?;
    let version = sh::output(cmd!(shell, "node --version"))?;
    let mut numbers =
        version.trim().trim_start_matches('v').split('.').map(|number| number.parse::<u32>().ok());
    if (numbers.next().flatten(), numbers.next().flatten()) < (Some(20), Some(11)) {
        bail!("Node.js 20.11 or newer is needed, and this is {}: https://nodejs.org", version.trim());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Without these npm asks for the list of versions of every package, and takes twice as long.
    #[test]
    fn the_lock_file_says_where_each_package_is() -> Result<()> {
        let lock = fs::read_to_string(sh::root().join("package-lock.json"))?;
        let lock: serde_json::Value = serde_json::from_str(&lock)?;
        let packages = lock["packages"].as_object().context("no packages in package-lock.json")?;
        let registry = "https://registry.npmjs.org/";
        let nowhere: Vec<_> = packages
            .iter()
            .filter(|(_, package)| package["integrity"].is_string())
            .filter(|(_, package)| !package["resolved"].as_str().is_some_and(|url| url.starts_with(registry)))
            .map(|(place, _)| place)
            .collect();
        assert!(packages.len() > 1000 && nowhere.is_empty(), "no address of {nowhere:?}");
        Ok(())
    }
}
