//! The npm package: the WebAssembly module, its glue, the bundle, the tarball.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, ensure};
use wasm_bindgen_cli_support::Bindgen;

use crate::{
    npm,
    sh::{self, cmd},
    tools,
};

/// The target of the bindings.
pub(crate) const WASM: &str = "wasm32-unknown-unknown";
/// The feature with which the bindings are the module that is shipped: its allocator and panic handler.
pub(crate) const FEATURE: &str = "module";

/// Builds `pkg/dist`.
pub(crate) fn build() -> Result<()> {
    tools::rust_target(WASM)?;
    npm::install(npm::Packages::Tools)?;
    let module = sh::step("build the WebAssembly module", module)?;
    let generated = glue_folder();
    sh::step("generate its glue and bundle the package", || {
        let shell = sh::shell()?;
        bind(&module, &generated)?;
        let (root, out) = (sh::root(), sh::root().join("pkg/dist"));
        let _ = fs::remove_dir_all(&out);
        sh::run(cmd!(shell, "node xtask/node/bundle.mjs {root} {generated} {out}"))
    })
}

/// Builds the package and packs it; returns the tarball.
pub(crate) fn pack() -> Result<PathBuf> {
    build()?;
    sh::step("declare its types", declare)?;
    // The package has a README of its own, and shares the rest.
    for name in ["CHANGELOG.md", "SECURITY.md", "THIRD-PARTY.md", "LICENSE-MIT", "LICENSE-APACHE"] {
        fs::copy(name, Path::new("pkg").join(name)).with_context(|| format!("copy {name}"))?;
    }
    let out = sh::target().join("package");
    let _ = fs::remove_dir_all(&out);
    fs::create_dir_all(&out)?;
    let shell = sh::shell()?;
    shell.change_dir("pkg");
    let name = sh::output(cmd!(shell, "npm pack --silent --pack-destination {out}"))?;
    let tarball = out.join(name.trim());
    ensure!(tarball.is_file(), "npm pack made no {}", tarball.display());
    let shown = tarball.strip_prefix(sh::root()).unwrap_or(&tarball);
    sh::say(&format!("  packed {} ({} bytes)", shown.display(), fs::metadata(&tarball)?.len()));
    Ok(tarball)
}

/// Bundles, declares and packs once more, in a folder of its own, from the module and the glue that are built; returns the
/// tarball. The check `reproducible` builds the module a second time.
pub(crate) fn pack_again() -> Result<PathBuf> {
    let (shell, root, again) = (sh::shell()?, sh::root(), sh::target().join("pack again"));
    let _ = fs::remove_dir_all(&again);
    let (generated, out) = (glue_folder(), again.join("dist"));
    sh::run(cmd!(shell, "node xtask/node/bundle.mjs {root} {generated} {out}"))?;
    declare_into(&out, &again.join("api"))?;
    for entry in fs::read_dir("pkg")? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            fs::copy(entry.path(), again.join(entry.file_name()))?;
        }
    }
    shell.change_dir(&again);
    let name = sh::output(cmd!(shell, "npm pack --silent"))?;
    Ok(again.join(name.trim()))
}

/// Writes the package's declarations, and a report of its public face for each entry.
fn declare() -> Result<()> {
    declare_into(&sh::root().join("pkg/dist"), &reports())
}

fn declare_into(out: &Path, reports: &Path) -> Result<()> {
    let shell = sh::shell()?;
    let generated = sh::target().join("types");
    let _ = fs::remove_dir_all(reports);
    sh::run(cmd!(shell, "node xtask/node/declarations.mjs {generated} {out} {reports}"))
}

/// Where the reports of what the package declares are, after [`pack`].
fn reports() -> PathBuf {
    sh::target().join("api")
}

/// The committed reports.
const API: &str = "docs/api";

/// Writes the reports of the public face to `docs/api`.
pub(crate) fn write_api() -> Result<()> {
    pack()?;
    let _ = fs::remove_dir_all(API);
    fs::create_dir_all(API)?;
    for (name, report) in read_folder(&reports())? {
        fs::write(Path::new(API).join(name), report)?;
    }
    Ok(())
}

/// Whether the committed reports are those of the sources; after [`pack`].
pub(crate) fn check_api() -> Result<()> {
    let (committed, now) = (read_folder(Path::new(API))?, read_folder(&reports())?);
    let names = committed.keys().chain(now.keys());
    let changed: Vec<_> = names.filter(|&name| committed.get(name) != now.get(name)).collect();
    ensure!(
        changed.is_empty(),
        "the public face changed ({changed:?}): `cargo xtask api` writes {API}, to be reviewed with the change"
    );
    Ok(())
}

fn read_folder(folder: &Path) -> Result<BTreeMap<String, String>> {
    let files = fs::read_dir(folder).with_context(|| format!("read {}", folder.display()))?;
    files
        .map(|file| {
            let file = file?;
            Ok((file.file_name().to_string_lossy().into_owned(), fs::read_to_string(file.path())?))
        })
        .collect()
}

/// Compiles the bindings; the same sources give the same bytes in any folder.
pub(crate) fn module() -> Result<PathBuf> {
    module_of(&sh::root(), &sh::target().join("wasm"))
}

/// The same for a copy of this repository.
pub(crate) fn module_of(repository: &Path, target: &Path) -> Result<PathBuf> {
    let shell = sh::shell()?;
    let cargo_home = std::env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| std::env::home_dir().map(|home| home.join(".cargo")))
        .context("find cargo's home folder")?;
    let sysroot = sh::output(cmd!(shell, "rustc --print sysroot"))?;
    let remap = |from: &Path, to: &str| format!("--remap-path-prefix={}={to}", from.display());
    // Separated by 0x1f, as cargo wants it: folders may have spaces.
    let flags = [
        "-Ctarget-feature=+simd128".to_owned(),
        // Less inlining than usual, and no loop over the eight secrets written out: 11 kB fewer, for a percent of the time. Below 200 for
        // what asks to be inlined, an indented body takes a fifth longer.
        "-Cllvm-args=-inline-threshold=32 -inlinehint-threshold=250 -unroll-full-max-count=4".to_owned(),
        remap(repository, "checkout-signature"),
        remap(&cargo_home, "cargo"),
        remap(Path::new(sysroot.trim()), "rust"),
    ];
    shell.change_dir(repository);
    let build = cmd!(
        shell,
        "cargo build --locked --package checkout-signature-wasm --lib --features {FEATURE} --profile wasm --target {WASM} --target-dir {target}"
    );
    sh::run(build.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}")))?;
    Ok(target.join(WASM).join("wasm/checkout_signature_wasm.wasm"))
}

/// Makes the module that is shipped, and its glue, in the folder `out`.
pub(crate) fn bind(module: &Path, out: &Path) -> Result<PathBuf> {
    npm::install(npm::Packages::Tools)?;
    glue(module, out)?;
    let bound = out.join(BOUND);
    optimize(&bound)?;
    Ok(bound)
}

/// What the generator of the glue names the module.
const BOUND: &str = "checkout_signature_bg.wasm";

fn glue_folder() -> PathBuf {
    sh::target().join("glue")
}

/// The module that is shipped, after [`pack`].
pub(crate) fn shipped() -> PathBuf {
    glue_folder().join(BOUND)
}

fn glue(module: &Path, out: &Path) -> Result<()> {
    let mut bindgen = Bindgen::new();
    bindgen.input_path(module).out_name("checkout_signature").web(true)?.typescript(true);
    bindgen.omit_default_module_path(true).reset_state_function(true).remove_producers_section(true);
    bindgen.remove_name_section(true);
    bindgen.generate(out)?;
    let path = out.join("checkout_signature.js");
    let mut glue = fs::read_to_string(&path)?;
    // `instanceof` is false for a module that another realm compiled (edge runtimes, Jest), and the glue
    // would then try to compile it. Ours is always a module.
    glue = replace_once(&glue, "if (!(module instanceof WebAssembly.Module))", "if (false)")?;
    // The package's own code asks first whether a verifier is of this instance, passes no other buffer, schedules no
    // new instance, and has a `using` of its own.
    for object in ["this", "(buffer)"] {
        let is_stale =
            format!("{object}.__wbg_inst !== undefined && {object}.__wbg_inst !== __wbg_instance_id");
        let message = "Invalid stale object from previous Wasm instance";
        let check =
            format!("        if ({is_stale}) {{\n            throw new Error('{message}');\n        }}\n");
        glue = remove_all(&glue, &check)?;
    }
    glue = remove_all(&glue, "        _assertClass(buffer, SharedBuffer);\n")?;
    glue = remove_all(&glue, "        __wbg_call_guard();\n")?;
    for class in ["CoreVerifier", "SharedBuffer"] {
        let disposable = format!("{class}.prototype[Symbol.dispose] = {class}.prototype.free");
        glue = remove_all(&glue, &format!("if (Symbol.dispose) {disposable};\n"))?;
    }
    // Made on first use, since Jest's environment for browsers has no TextDecoder.
    let decoder = "new TextDecoder('utf-8', { ignoreBOM: true });";
    glue = replace_once(
        &glue,
        &format!("let cachedTextDecoder = {decoder}\ncachedTextDecoder.decode();\n"),
        "let cachedTextDecoder;\n",
    )?;
    glue = replace_once(
        &glue,
        "return cachedTextDecoder.decode(bytes);",
        &format!("cachedTextDecoder ??= {decoder}\n    return cachedTextDecoder.decode(bytes);"),
    )?;
    fs::write(path, glue)?;
    Ok(())
}

fn remove_all(glue: &str, what: &str) -> Result<String> {
    ensure!(glue.contains(what), "wasm-bindgen's glue has changed: it has no {what:?}");
    Ok(glue.replace(what, ""))
}

fn replace_once(glue: &str, from: &str, to: &str) -> Result<String> {
    ensure!(glue.matches(from).count() == 1, "wasm-bindgen's glue has changed: it has no {from:?}");
    Ok(glue.replace(from, to))
}

/// Makes the module smaller, with binaryen at the locked version. Named features only: engines must know all of them.
fn optimize(module: &Path) -> Result<()> {
    let shell = sh::shell()?;
    let features = [
        "--enable-bulk-memory",
        "--enable-multivalue",
        "--enable-mutable-globals",
        "--enable-nontrapping-float-to-int",
        "--enable-reference-types",
        "--enable-sign-ext",
        "--enable-simd",
    ];
    sh::run(cmd!(
        shell,
        "node node_modules/binaryen/bin/wasm-opt -O3 --converge {features...} {module} -o {module}"
    ))
}
