//! `cargo xtask release --check`: what has to be true before a version is published. RELEASING.md has the steps.

use std::{collections::BTreeSet, fs};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::{
    notices, pkg,
    sh::{self, cmd},
};

/// What the command line asks for.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Say what is missing for a release; nothing else is done here, since the workflow publishes
    #[arg(long, required = true)]
    check: bool,
    /// The tag of the release, which has to be its version with a `v` before it
    #[arg(long, value_name = "TAG")]
    tag: Option<String>,
}

type Requirement = (&'static str, fn(&Manifests) -> Result<()>);

const REQUIREMENTS: &[Requirement] = &[
    ("one version everywhere", one_version),
    ("the changelog has this version, with its date", changelog),
    ("repository and homepage are set", addresses),
    ("the working tree is committed", committed),
    ("THIRD-PARTY.md is what Cargo.lock asks for", |_| notices::check()),
    ("the crate can be published", crate_package),
    ("the npm package can be published", npm_package),
];

/// The manifests of both packages, as their tools read them.
struct Manifests {
    crates: Vec<Value>,
    npm: Value,
}

/// Checks everything, so that one run names all that is missing; returns whether nothing is.
pub(crate) fn run(options: &Options) -> Result<bool> {
    debug_assert!(options.check, "clap requires it");
    let manifests = Manifests::read()?;
    let version = manifests.version()?;
    let mut missing = 0;
    let mut tell = |what: &str, result: Result<()>| match result {
        Ok(()) => println!("ok       {what}"),
        Err(error) => {
            missing += 1;
            println!("MISSING  {what}: {error:#}");
        }
    };
    if let Some(tag) = &options.tag {
        let is_right = *tag == format!("v{version}");
        let result =
            if is_right { Ok(()) } else { Err(anyhow::anyhow!("{tag}, and the version is {version}")) };
        tell("the tag is the version", result);
    }
    for (what, check) in REQUIREMENTS {
        tell(what, check(&manifests));
    }
    match missing {
        0 => println!("\n{version} can be released: see RELEASING.md for the steps."),
        _ => println!("\n{version} cannot be released yet: {missing} of these are missing."),
    }
    Ok(missing == 0)
}

impl Manifests {
    fn read() -> Result<Self> {
        let shell = sh::shell()?;
        let metadata = sh::output(cmd!(shell, "cargo metadata --locked --no-deps --format-version 1"))?;
        let mut metadata: Value = serde_json::from_str(&metadata)?;
        let crates = metadata["packages"].take();
        let crates = crates.as_array().context("cargo's metadata names no packages")?.clone();
        let npm = serde_json::from_str(&fs::read_to_string(sh::root().join("pkg/package.json"))?)?;
        Ok(Self { crates, npm })
    }

    fn core(&self) -> Result<&Value> {
        let core = self.crates.iter().find(|package| package["name"] == "checkout-signature");
        core.context("the workspace has no package checkout-signature")
    }

    fn version(&self) -> Result<&str> {
        self.npm["version"].as_str().context("pkg/package.json has no version")
    }
}

fn one_version(manifests: &Manifests) -> Result<()> {
    let version = manifests.version()?;
    for package in &manifests.crates {
        if package["version"] != version {
            bail!("{} is {}, and pkg/package.json {version}", package["name"], package["version"]);
        }
    }
    let lock: Value = serde_json::from_str(&fs::read_to_string(sh::root().join("package-lock.json"))?)?;
    let locked = &lock["packages"]["pkg"]["version"];
    if locked != version {
        bail!("package-lock.json says {locked}: run `npm install`");
    }
    // Those of the folders that are workspaces of their own too: what runs there with `--locked` fails where one is old.
    let shell = sh::shell()?;
    for file in sh::output(cmd!(shell, "git ls-files *Cargo.lock"))?.lines() {
        let locked = locked_version(&fs::read_to_string(sh::root().join(file))?)?;
        if locked != version {
            let manifest = file.replace(".lock", ".toml");
            bail!("{file} says {locked}: run `cargo update --workspace --manifest-path {manifest}`");
        }
    }
    Ok(())
}

/// The core's version in a lock file of cargo.
fn locked_version(lock: &str) -> Result<String> {
    let mut lines = lock.lines().skip_while(|line| *line != r#"name = "checkout-signature""#).skip(1);
    let version = lines.next().and_then(|line| line.strip_prefix("version = \"")?.strip_suffix('"'));
    Ok(version.context("a Cargo.lock does not name the core")?.to_owned())
}

fn changelog(manifests: &Manifests) -> Result<()> {
    let version = manifests.version()?;
    let changelog = fs::read_to_string("CHANGELOG.md")?;
    let Some(line) = changelog.lines().find(|line| line.starts_with(&format!("## [{version}]"))) else {
        bail!("CHANGELOG.md has no section `## [{version}] - YYYY-MM-DD`");
    };
    let date = line.split(" - ").nth(1).unwrap_or_default();
    let is_date = date.len() == 10 && date.split('-').all(|part| part.parse::<u16>().is_ok());
    if !is_date {
        bail!("{line:?} has no date");
    }
    let unreleased =
        changelog.split("## [Unreleased]").nth(1).context("CHANGELOG.md has no section for what comes")?;
    if unreleased
        .lines()
        .skip(1)
        .take_while(|line| !line.starts_with("## "))
        .any(|line| line.starts_with('-'))
    {
        bail!("CHANGELOG.md has lines under Unreleased: they belong to {version}");
    }
    Ok(())
}

/// Without them the READMEs' links and pictures lead nowhere on the registries.
fn addresses(manifests: &Manifests) -> Result<()> {
    let mut missing = BTreeSet::new();
    let core = manifests.core()?;
    for (file, manifest) in [("Cargo.toml", core), ("pkg/package.json", &manifests.npm)] {
        for field in ["repository", "homepage"] {
            if manifest[field].is_null() {
                missing.insert(format!("{field} in {file}"));
            }
        }
    }
    if missing.is_empty() {
        return Ok(());
    }
    bail!("{}", missing.into_iter().collect::<Vec<_>>().join(", "));
}

fn committed(_: &Manifests) -> Result<()> {
    let shell = sh::shell()?;
    let changes = sh::output(cmd!(shell, "git status --porcelain"))?;
    match changes.lines().count() {
        0 => Ok(()),
        count => bail!("{count} files are not: {}", changes.lines().next().unwrap_or_default().trim()),
    }
}

/// Packs the crate and compiles what would be published.
fn crate_package(_: &Manifests) -> Result<()> {
    let shell = sh::shell()?;
    sh::run(cmd!(shell, "cargo package --quiet --locked --allow-dirty --package checkout-signature"))?;
    let list = sh::output(cmd!(shell, "cargo package --list --allow-dirty --package checkout-signature"))?;
    for wanted in ["src/lib.rs", "src/README.md", "CHANGELOG.md", "LICENSE-MIT", "LICENSE-APACHE"] {
        if !list.lines().any(|file| file == wanted) {
            bail!("the crate lacks {wanted}");
        }
    }
    Ok(())
}

/// Packs the npm package, and writes its bill of materials beside it.
fn npm_package(manifests: &Manifests) -> Result<()> {
    let tarball = pkg::pack()?;
    notices::write_sbom(manifests.version()?, &tarball.with_extension("cdx.json"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_file_says_which_version_of_the_core_it_has() {
        let lock = "version = 4\n\n[[package]]\nname = \"checkout-signature-wasm\"\nversion = \"0.0.0\"\n\n\
            [[package]]\nname = \"checkout-signature\"\nversion = \"1.2.3\"\ndependencies = [\n \"hmac\",\n]\n";
        assert_eq!(locked_version(lock).expect("a version"), "1.2.3");
        assert!(locked_version("version = 4\n").is_err());
    }

    #[test]
    fn each_lock_file_has_the_version_of_the_manifests() {
        let manifests = Manifests::read().expect("the manifests");
        one_version(&manifests).expect("one version");
    }
}
