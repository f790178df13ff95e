//! `cargo xtask notices`: THIRD-PARTY.md, the licences of the crates inside the WebAssembly module.
//!
//! Their texts come from the sources that the lock file names, which a build downloads anyway.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, bail, ensure};
use serde_json::{Value, json};

use crate::{
    pkg,
    sh::{self, cmd},
};

const FILE: &str = "THIRD-PARTY.md";
const PAGE: &str = "docs/dependencies.md";

const INTRODUCTION: &str = "\
# Third-party notices

The npm package `checkout-signature` has the following crates inside its WebAssembly module. This file is written by
`cargo xtask notices` from the versions in `Cargo.lock`. Where a crate offers a choice, it is used under the first licence
that its heading names.

The module also has the parts of Rust's standard library (`core`, `alloc`, `std`) that it uses: Copyright (c) The Rust
Project contributors, MIT OR Apache-2.0, <https://github.com/rust-lang/rust/blob/main/COPYRIGHT>.
";

/// Writes the file.
pub(crate) fn write() -> Result<()> {
    fs::write(FILE, render()?).context("write THIRD-PARTY.md")
}

/// The committed file is what `write` writes, and the page about dependencies names each crate.
pub(crate) fn check() -> Result<()> {
    let committed = fs::read_to_string(FILE).unwrap_or_default();
    ensure!(committed == render()?, "{FILE} is not what Cargo.lock asks for: run `cargo xtask notices`");
    let page = fs::read_to_string(PAGE).context("read the page about dependencies")?;
    let inside = linked_crates()?.into_iter().map(|linked| linked.name);
    for name in inside.chain(crates_of_the_core()?) {
        ensure!(page.contains(&format!("`{name}`")), "{PAGE} does not say why {name} is here");
    }
    Ok(())
}

/// The names of what the core links, on whatever machine.
fn crates_of_the_core() -> Result<BTreeSet<String>> {
    let (shell, format) = (sh::shell()?, "{p}");
    let tree = cmd!(
        shell,
        "cargo tree --locked --package checkout-signature --target all --edges normal,no-proc-macro --prefix none --format {format}"
    );
    let tree = sh::output(tree)?;
    Ok(tree.lines().filter_map(|line| line.split(' ').next()).skip(1).map(str::to_owned).collect())
}

/// The crates inside the module as a CycloneDX bill of materials, which is published with a release.
pub(crate) fn write_sbom(version: &str, file: &Path) -> Result<()> {
    let component = |linked: &Crate| {
        json!({
            "type": "library",
            "name": linked.name,
            "version": linked.version,
            "purl": format!("pkg:cargo/{}@{}", linked.name, linked.version),
            "licenses": [{ "expression": linked.licence.replace('/', " OR ") }],
        })
    };
    let components: Vec<_> = linked_crates()?.iter().map(component).collect();
    let purl = format!("pkg:npm/checkout-signature@{version}");
    let package =
        json!({ "type": "library", "name": "checkout-signature", "version": version, "purl": purl });
    let sbom = json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": { "component": package },
        "components": components,
    });
    fs::write(file, serde_json::to_string_pretty(&sbom)? + "\n").context("write the bill of materials")
}

/// A crate inside the module.
struct Crate {
    name: String,
    version: String,
    licence: String,
    folder: PathBuf,
}

fn render() -> Result<String> {
    let mut text = INTRODUCTION.to_owned();
    // Crates that share a text share a heading.
    let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for linked in linked_crates()? {
        for part in linked.licence.split(" AND ") {
            let licence = chosen_licence(part).with_context(|| format!("the crate {}", linked.name))?;
            let found = licence_text(&linked, licence)?;
            texts.entry(found).or_default().push(format!("{} {} ({licence})", linked.name, linked.version));
        }
    }
    let mut texts: Vec<_> = texts.into_iter().collect();
    texts.sort_by(|(_, left), (_, right)| left.cmp(right));
    for (licence, crates) in texts {
        write!(text, "\n## {}\n\n```text\n{}\n```\n", crates.join(", "), licence.trim())?;
    }
    Ok(text)
}

/// The packages of this repository that are in the module.
const OURS: [&str; 2] = ["checkout-signature", "checkout-signature-wasm"];

/// What the module links as it is shipped, without what only runs at build time.
fn linked_crates() -> Result<Vec<Crate>> {
    let (shell, wasm, feature, format) = (sh::shell()?, pkg::WASM, pkg::FEATURE, "{p}");
    // Only `cargo tree` knows the features that this one package asks for, and only the metadata knows the folders.
    let tree = cmd!(
        shell,
        "cargo tree --locked --package checkout-signature-wasm --features {feature} --target {wasm} --edges normal,no-proc-macro --prefix none --no-dedupe --format {format}"
    );
    let linked: BTreeSet<String> =
        sh::output(tree)?.lines().map(|line| line.split(' ').take(2).collect::<Vec<_>>().join(" ")).collect();
    let metadata = cmd!(
        shell,
        "cargo metadata --locked --format-version 1 --filter-platform {wasm} --features checkout-signature-wasm/{feature}"
    );
    let metadata: Value = serde_json::from_str(&sh::output(metadata)?)?;
    let packages = metadata["packages"].as_array().context("cargo's metadata has another form")?;
    let mut crates = Vec::new();
    // The packages of this repository have no source.
    for package in packages.iter().filter(|package| !package["source"].is_null()) {
        let (name, version) = (text_of(&package["name"])?, text_of(&package["version"])?);
        if linked.contains(&format!("{name} v{version}")) {
            let manifest = Path::new(text_of(&package["manifest_path"])?);
            crates.push(Crate {
                name: name.to_owned(),
                version: version.to_owned(),
                licence: text_of(&package["license"])?.to_owned(),
                folder: manifest.parent().context("a manifest in no folder")?.to_path_buf(),
            });
        }
    }
    let (named, known) = (linked.len(), crates.len() + OURS.len());
    ensure!(named == known, "cargo tree names {named} packages inside the module, and the metadata {known}");
    crates.sort_by(|left, right| (&left.name, &left.version).cmp(&(&right.name, &right.version)));
    Ok(crates)
}

fn text_of(value: &Value) -> Result<&str> {
    value.as_str().context("cargo's metadata has another form")
}

/// MIT where it is offered, since its text is the shortest.
fn chosen_licence(expression: &str) -> Result<&'static str> {
    let offered: Vec<_> = expression.trim_matches(['(', ')']).split(" OR ").map(str::trim).collect();
    let known = ["MIT", "Apache-2.0", "Unicode-3.0"];
    match known.into_iter().find(|licence| offered.contains(licence)) {
        Some(licence) => Ok(licence),
        None => bail!("its licence {expression:?} is not among {known:?}: look at it, and add it here"),
    }
}

/// The crate's own file for this licence.
fn licence_text(linked: &Crate, licence: &str) -> Result<String> {
    let mark = licence.split('-').next().unwrap_or(licence).to_uppercase();
    let mut files: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(&linked.folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_uppercase();
        if name.starts_with("LICEN") || name.starts_with("COPYING") || name.starts_with("UNLICENSE") {
            files.push(path);
        }
    }
    files.sort();
    let named = files.iter().find(|path| path.to_string_lossy().to_uppercase().contains(&mark));
    let only = if files.len() == 1 { files.first() } else { None };
    let file = named.or(only).with_context(|| {
        format!("{} {} has no text of the licence {licence} in its sources", linked.name, linked.version)
    })?;
    Ok(fs::read_to_string(file)?.replace("\r\n", "\n"))
}
