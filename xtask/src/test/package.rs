//! The package as it is published: what the tarball holds, its types, and what the demo prints.

use std::{fs, path::Path};

use anyhow::{Result, ensure};

use super::{Check, Lane, suites};
use crate::{
    demo, notices, npm,
    sh::{self, cmd},
};

/// Everything that the tarball holds.
const FILES: &[&str] = &[
    "CHANGELOG.md",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "SECURITY.md",
    "THIRD-PARTY.md",
    "dist/checkout_signature.wasm",
    "dist/cjs/d1.d.ts",
    "dist/cjs/d1.js",
    "dist/cjs/explain-bodies.js",
    "dist/cjs/explain-header.js",
    "dist/cjs/explain-signing.js",
    "dist/cjs/explain.d.ts",
    "dist/cjs/explain.js",
    "dist/cjs/handler.d.ts",
    "dist/cjs/handler.js",
    "dist/cjs/index.d.ts",
    "dist/cjs/index.js",
    "dist/cjs/module.js",
    "dist/cjs/mysql.d.ts",
    "dist/cjs/mysql.js",
    "dist/cjs/package.json",
    "dist/cjs/postgres.d.ts",
    "dist/cjs/postgres.js",
    "dist/cjs/redis.d.ts",
    "dist/cjs/redis.js",
    "dist/cjs/sandbox.d.ts",
    "dist/cjs/sandbox.js",
    "dist/cjs/sqlite.d.ts",
    "dist/cjs/sqlite.js",
    "dist/cli.js",
    "dist/d1.d.ts",
    "dist/d1.js",
    "dist/explain-bodies.js",
    "dist/explain-header.js",
    "dist/explain-signing.js",
    "dist/explain.d.ts",
    "dist/explain.js",
    "dist/handler.d.ts",
    "dist/handler.js",
    "dist/index.d.ts",
    "dist/index.edge.js",
    "dist/index.js",
    "dist/mysql.d.ts",
    "dist/mysql.js",
    "dist/postgres.d.ts",
    "dist/postgres.js",
    "dist/redis.d.ts",
    "dist/redis.js",
    "dist/sandbox.d.ts",
    "dist/sandbox.js",
    "dist/sqlite.d.ts",
    "dist/sqlite.js",
    "package.json",
];

pub(super) fn checks() -> Vec<Check> {
    vec![
        Check::new("build", Lane::Package, build),
        Check::new("package", Lane::Package, package),
        Check::new("types", Lane::Package, types),
        Check::new("notices", Lane::Package, notices::check),
        Check::new("demo", Lane::Package, demo),
    ]
}

/// All that the checks of the package need: everything of npm's, the package as it is packed, and a user's project.
fn build() -> Result<()> {
    npm::install(npm::Packages::All)?;
    suites::consumer().map(drop)
}

/// What is published holds what users need, and nothing else.
fn package() -> Result<()> {
    let shell = sh::shell()?;
    let installed = suites::consumer()?.join("node_modules/checkout-signature");
    let mut files = Vec::new();
    list(&installed, "", &mut files)?;
    files.sort();
    ensure!(files == FILES, "the tarball holds {files:?}, and should hold {FILES:?}");
    let manifest = fs::read_to_string(installed.join("package.json"))?;
    ensure!(!manifest.contains("\"dependencies\""), "the package must depend on nothing");
    npm::install(npm::Packages::All)?;
    refuses_unbuilt_folder()?;
    let tarball = suites::tarball()?;
    let again = crate::pkg::pack_again()?;
    ensure!(fs::read(&tarball)? == fs::read(again)?, "packed twice, the package gave two tarballs");
    runs_no_install_script()?;
    sh::run(cmd!(shell, "node node_modules/publint/src/cli.js --strict {tarball}"))
}

/// The packages for building and testing whose scripts npm runs when it installs them: runtimes, compilers and what they draw
/// in, which fetch or choose their program. One more is looked at before it stands here.
const INSTALL_SCRIPTS: &[&str] = &[
    "node_modules/@parcel/watcher",
    "node_modules/bun",
    "node_modules/deno",
    "node_modules/esbuild",
    "node_modules/node20",
    "node_modules/node22",
    "node_modules/node24",
    "node_modules/node26",
    "node_modules/oldest-node",
    "node_modules/sharp",
    "node_modules/workerd",
    "node_modules/wrangler/node_modules/esbuild",
];

/// What is published has no script that npm runs for its users, and no package here brings one that nobody has looked at.
fn runs_no_install_script() -> Result<()> {
    let manifest: serde_json::Value = serde_json::from_str(&fs::read_to_string("pkg/package.json")?)?;
    let scripts = manifest["scripts"].as_object().into_iter().flatten().map(|(name, _)| name);
    let scripts: Vec<_> = scripts.filter(|name| *name != "prepack").collect();
    ensure!(scripts.is_empty(), "pkg/package.json has the scripts {scripts:?}");
    let lock: serde_json::Value = serde_json::from_str(&fs::read_to_string("package-lock.json")?)?;
    let packages = lock["packages"].as_object().into_iter().flatten();
    let mut found: Vec<_> = packages
        .filter(|(_, package)| package["hasInstallScript"] == true)
        .map(|(name, _)| name.as_str())
        .collect();
    found.sort_unstable();
    ensure!(
        found == INSTALL_SCRIPTS,
        "packages with install scripts: {found:?}, and known are {INSTALL_SCRIPTS:?}"
    );
    Ok(())
}

/// `npm pack` and `npm publish` run `prepack`, which fails where the build is missing.
fn refuses_unbuilt_folder() -> Result<()> {
    let folder = sh::target().join("unbuilt");
    fs::create_dir_all(&folder)?;
    for name in ["package.json", "prepack.mjs", "README.md"] {
        fs::copy(Path::new("pkg").join(name), folder.join(name))?;
    }
    let shell = sh::shell()?;
    shell.change_dir(&folder);
    let refused = cmd!(shell, "npm pack --dry-run --silent").ignore_stderr().quiet().read().is_err();
    ensure!(refused, "npm packs a folder without dist");
    Ok(())
}

/// The sources and the other scripts under `tsc`, the declarations as a user meets them, and the reports of what they
/// declare.
fn types() -> Result<()> {
    suites::consumer()?;
    crate::pkg::check_api()?;
    npm::install(npm::Packages::All)?;
    let shell = sh::shell()?;
    for project in [
        "pkg/tsconfig.json",
        "pkg/src/cli/tsconfig.json",
        "tsconfig.json",
        "examples/tsconfig.json",
        "tests/types/tsconfig.json",
        "www/tsconfig.json",
    ] {
        sh::run(cmd!(shell, "node node_modules/typescript/bin/tsc --project {project}"))?;
    }
    Ok(())
}

/// What `cargo xtask demo` prints.
fn demo() -> Result<()> {
    suites::consumer()?;
    demo::verify()
}

fn list(folder: &Path, prefix: &str, files: &mut Vec<String>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            list(&entry.path(), &format!("{name}/"), files)?;
        } else {
            files.push(name);
        }
    }
    Ok(())
}
