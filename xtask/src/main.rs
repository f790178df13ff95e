//! `cargo xtask …`: everything that builds, serves or checks this project. Each command does its own
//! set-up from locked versions, and says what is missing where it cannot.

mod bench;
mod demo;
mod npm;
mod pkg;
mod sh;
mod test;

use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};
use lexopt::prelude::*;

const HELP: &str = "\
cargo xtask demo [--port N] [--no-serve]   verify a signed callback, then serve the demo page
cargo xtask test [NAME …] [--skip NAME]    run every check (or those whose name contains NAME)
cargo xtask runtimes [NAME …] [--write]    try the package in every runtime; --write: the README's table
cargo xtask pkg                            build the npm package and pack it
cargo xtask bench                          measure speed and memory beside node:crypto, and sizes
cargo xtask screenshots                    take the README's pictures of the demo page
";

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Whether all went well; errors are for what could not be done at all.
fn run() -> Result<bool> {
    std::env::set_current_dir(sh::root()).context("enter the repository")?;
    let mut arguments = lexopt::Parser::from_env();
    let mut words = Vec::new();
    let mut demo = demo::Options::default();
    let (mut skip, mut write) = (Vec::new(), false);
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("port") => demo.port = arguments.value()?.parse()?,
            Long("no-serve") => demo.serve = false,
            Long("skip") => skip.push(arguments.value()?.string()?),
            Long("write") => write = true,
            Long("help") | Short('h') => {
                print!("{HELP}");
                return Ok(true);
            }
            Value(word) => words.push(word.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    let (command, rest) = match words.split_first() {
        Some((command, rest)) => (command.as_str(), rest),
        None => bail!("which command?\n{HELP}"),
    };
    match command {
        "demo" => demo::run(&demo).map(|()| true),
        "test" => test::run(rest, &skip),
        "runtimes" => test::runtimes(rest, write).map(|()| true),
        "pkg" => pkg::pack().map(|_| true),
        "bench" => bench::run().map(|()| true),
        "screenshots" => demo::screenshots().map(|()| true),
        _ => bail!("there is no command {command:?}\n{HELP}"),
    }
}
