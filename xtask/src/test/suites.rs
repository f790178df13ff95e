//! The JavaScript suites: each folder in `tests/` that holds `*.test.mjs` files is a check of its own.
//!
//! They run over the packed tarball, installed in a user's project, whose folder is in `CONSUMER`.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Mutex,
};

use anyhow::{Result, bail, ensure};

use super::{Check, Lane};
use crate::{
    demo, npm, pkg,
    sh::{self, cmd},
    tools,
};

/// A suite, and what it needs beyond the packed tarball.
struct Suite {
    /// Its folder within `tests/`, which is its name.
    name: String,
    lane: Lane,
    quick: bool,
    /// How many of its files run at once; by default as many as Node chooses.
    files_at_once: Option<usize>,
    /// Debian packages, by a program of each.
    debian: &'static [(&'static str, &'static str)],
    /// Which Node runs it, from the root.
    node: PathBuf,
    /// Whether one process runs all files, which can then share what takes long to start.
    one_process: bool,
    /// What to build, and what to tell the tests of it.
    prepare: fn() -> Result<Vec<(&'static str, PathBuf)>>,
}

impl Suite {
    /// What the suites with needs of their own need. A new suite works without a line here.
    fn of(name: String) -> Self {
        let plain = Self {
            name,
            lane: Lane::Package,
            quick: true,
            files_at_once: None,
            debian: &[],
            node: "node".into(),
            one_process: false,
            prepare: || Ok(Vec::new()),
        };
        // The stores wait for leases, forgotten notes and servers most of the time: their files do so together.
        let waiting = |suite| Self { lane: Lane::Waiting, files_at_once: Some(3), ..suite };
        match plain.name.as_str() {
            "cli" => Self { quick: false, debian: &[("python3", "python3")], ..plain },
            "examples" => Self {
                quick: false,
                files_at_once: Some(1),
                debian: &[
                    ("php", "php-cli"),
                    ("ruby", "ruby"),
                    ("go", "golang-go"),
                    ("javac", "default-jdk-headless"),
                ],
                prepare: build_axum,
                ..plain
            },
            "explain" | "linear" => Self { quick: false, ..plain },
            "load" => Self { quick: false, lane: Lane::Alone, ..plain },
            "www" => Self {
                quick: false,
                lane: Lane::Waiting,
                // The first Node that runs the files of several tests in one process without a warning.
                node: npm_node("node24"),
                one_process: true,
                debian: &[
                    ("chromium", "chromium"),
                    ("firefox-esr", "firefox-esr"),
                    ("WebKitWebDriver", "webkit2gtk-driver"),
                    ("Xvfb", "xvfb"),
                ],
                prepare: build_site,
                ..plain
            },
            // Measures how long the page's visitors wait.
            "www/pace" => Self {
                quick: false,
                lane: Lane::Alone,
                files_at_once: Some(1),
                debian: &[("chromium", "chromium")],
                prepare: build_site,
                ..plain
            },
            "handler/stores/postgres" | "handler/stores/own" => {
                Self { quick: false, debian: &[("psql", "postgresql")], ..waiting(plain) }
            }
            "handler/stores/mysql" => {
                Self { quick: false, debian: &[("mariadbd", "mariadb-server")], ..waiting(plain) }
            }
            "handler/stores/sqlite" => {
                Self { quick: false, prepare: install_better_sqlite3, ..waiting(plain) }
            }
            name if name.starts_with("handler/stores/") => Self { quick: false, ..waiting(plain) },
            // Servers of databases, and frameworks.
            name if name.contains('/') => Self { quick: false, ..plain },
            _ => plain,
        }
    }

    fn run(&self) -> Result<()> {
        let shell = sh::shell()?;
        tools::debian(self.debian)?;
        let consumer = consumer()?;
        npm::install(npm::Packages::All)?;
        let files = test_files(&Path::new("tests").join(&self.name))?;
        let at_once = self.files_at_once.map(|count| format!("--test-concurrency={count}"));
        let one_process = self.one_process.then_some("--test-isolation=none");
        let node = &self.node;
        let options = at_once.iter().map(String::as_str).chain(one_process);
        let mut test = cmd!(shell, "{node} --test --test-reporter=spec {options...} {files...}");
        test = test.env("CONSUMER", consumer);
        for (name, value) in (self.prepare)()? {
            test = test.env(name, value);
        }
        sh::run(test)
    }
}

/// The suites that take more than a minute beside others.
const LONGEST: [&str; 5] = ["www", "examples", "cli", "handler/stores/sqlite", "handler/stores/redis"];

pub(super) fn checks() -> Result<Vec<Check>> {
    let mut folders = Vec::new();
    find_suites(Path::new("tests"), &mut folders)?;
    // The longest first: what runs beside them ends before they do.
    let rank =
        |folder: &PathBuf| LONGEST.iter().position(|name| folder.ends_with(name)).unwrap_or(LONGEST.len());
    folders.sort_by_key(|folder| (rank(folder), folder.clone()));
    let mut checks = Vec::new();
    for folder in folders {
        let suite = Suite::of(folder.strip_prefix("tests")?.to_string_lossy().replace('\\', "/"));
        let (name, lane, quick) = (suite.name.clone(), suite.lane, suite.quick);
        let check = Check::new(&name, lane, move || suite.run());
        checks.push(if quick { check } else { check.slow() });
    }
    checks.push(handler_on_oldest_node());
    Ok(checks)
}

/// The handler once more, on the oldest Node that `engines` allows: what strangers send has ended processes of that one only.
fn handler_on_oldest_node() -> Check {
    let suite = Suite { node: npm_node("oldest-node"), ..Suite::of("handler".into()) };
    Check::new("handler (oldest Node)", suite.lane, move || suite.run()).slow()
}

/// A Node that npm has installed.
fn npm_node(package: &str) -> PathBuf {
    Path::new("node_modules").join(package).join("bin").join(sh::executable("node"))
}

/// Every folder that has files of tests itself.
fn find_suites(folder: &Path, suites: &mut Vec<PathBuf>) -> Result<()> {
    if folder.file_name().is_some_and(|name| name == "node_modules") {
        return Ok(());
    }
    if !test_files(folder)?.is_empty() {
        suites.push(folder.to_path_buf());
    }
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            find_suites(&entry.path(), suites)?;
        }
    }
    Ok(())
}

/// The files of tests in a folder, in order.
fn test_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut tests = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.to_string_lossy().ends_with(".test.mjs") {
            tests.push(path);
        }
    }
    tests.sort();
    Ok(tests)
}

fn build_axum() -> Result<Vec<(&'static str, PathBuf)>> {
    let shell = sh::shell()?;
    sh::run(cmd!(shell, "cargo build --locked --workspace --bin example-axum"))?;
    Ok(vec![("AXUM", sh::target().join("debug").join(sh::executable("example-axum")))])
}

/// Not among the other packages: where npm finds no prebuilt program, it compiles SQLite for minutes.
pub(crate) fn install_better_sqlite3() -> Result<Vec<(&'static str, PathBuf)>> {
    let folder = sh::target().join("better-sqlite3");
    if !folder.join("node_modules/better-sqlite3/build").is_dir() {
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("package.json"), "{ \"private\": true }\n")?;
        let shell = sh::shell()?;
        let install =
            sh::step("install better-sqlite3, and compile it where there is no prebuilt program", || {
                let quiet = ["--no-audit", "--no-fund", "--loglevel=error"];
                let npm = cmd!(shell, "npm install --prefix {folder} {quiet...} better-sqlite3@12.11.1");
                // What is tested is the store: a fast SQLite would take several times as long to compile.
                let fast = "-O0 -g0";
                sh::run(npm.env("CFLAGS", fast).env("CXXFLAGS", fast).env("MAKEFLAGS", "-j2"))
            });
        if let Err(error) = install {
            ensure!(!sh::in_ci(), "better-sqlite3 cannot be installed: {error:#}");
            println!("SKIPPED: the tests with better-sqlite3: {error:#}");
        }
    }
    Ok(vec![("BETTER_SQLITE3", folder)])
}

fn build_site() -> Result<Vec<(&'static str, PathBuf)>> {
    Ok(vec![("SITE", demo::site()?)])
}

/// A user's project with the tarball installed; made once in a run.
pub(crate) fn consumer() -> Result<PathBuf> {
    let shell = sh::shell()?;
    static MADE: Mutex<Option<PathBuf>> = Mutex::new(None);
    let mut made = MADE.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    if let Some(folder) = &*made {
        return Ok(folder.clone());
    }
    // A space in its name, since users have some.
    let folder = sh::target().join("a consumer");
    let tarball = pkg::pack()?;
    sh::run(cmd!(shell, "node tests/lib/make-consumer.mjs {tarball} {folder}"))?;
    ensure!(folder.is_dir(), "{} was not made", folder.display());
    Ok(made.insert(folder).clone())
}

/// The packed tarball, which `consumer` made.
pub(super) fn tarball() -> Result<PathBuf> {
    let folder = sh::target().join("package");
    let found = fs::read_dir(&folder)?.filter_map(Result::ok).map(|entry| entry.path());
    let mut tarballs: Vec<_> = found.filter(|path| path.extension().is_some_and(|e| e == "tgz")).collect();
    match (tarballs.pop(), tarballs.is_empty()) {
        (Some(tarball), true) => Ok(tarball),
        _ => bail!("one tarball was expected in {}", folder.display()),
    }
}
