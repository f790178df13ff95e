//! `cargo xtask …`: everything that builds, serves or checks this project.
//!
//! Each command does its own set-up from locked versions. Where it cannot, it says what is missing.

mod bench;
mod demo;
mod long;
mod notices;
mod npm;
mod pkg;
mod proof;
mod release;
#[cfg(test)]
mod security;
mod sh;
mod tables;
mod test;
mod tools;

use std::process::ExitCode;

use anyhow::{Context as _, Result};
use clap::{Parser, Subcommand};

/// Everything that builds, serves or checks this project.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", disable_help_subcommand = true)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Verify a signed callback, then serve the demo page on this machine
    Demo(demo::Options),
    /// Run every check that CI runs, or those whose name contains NAME
    Test(test::Options),
    /// Try the package in every runtime, or in those whose runner is named
    Runtimes(test::runtimes::Options),
    /// Run the long forms of the proofs, and write docs/assurance.md from them
    Proof(proof::Options),
    /// Build the npm package and pack it
    Pkg,
    /// Write docs/api, the reports of what the npm package declares
    Api,
    /// Measure sizes, speed and memory beside what a user would pick instead
    Bench(bench::Options),
    /// Build the demo page into target/site, for any static host
    Site,
    /// Run a proof of the core that takes long
    Long(long::Options),
    /// Say what is missing for a release
    Release(release::Options),
    /// Write THIRD-PARTY.md, the licences of the crates inside the module
    Notices,
    /// Compare the generated tables of errors and limits with the core
    Tables(tables::Options),
    /// Take the pictures in docs/screenshots: the README's, and the page's first screen
    Screenshots,
}

fn main() -> ExitCode {
    match run(CommandLine::parse().command) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Whether everything passed. An error means that the command could not do its work.
fn run(command: Command) -> Result<bool> {
    std::env::set_current_dir(sh::root()).context("enter the repository")?;
    match command {
        Command::Test(options) => return test::run(&options),
        Command::Release(options) => return release::run(&options),
        Command::Proof(options) => return proof::run(&options),
        Command::Demo(options) => demo::run(&options)?,
        Command::Runtimes(options) => test::runtimes::run(&options)?,
        Command::Pkg => drop(pkg::pack()?),
        Command::Api => pkg::write_api()?,
        Command::Bench(options) => bench::run(&options)?,
        Command::Site => demo::write_site()?,
        Command::Notices => notices::write()?,
        Command::Long(options) => long::run(&options)?,
        Command::Tables(options) => tables::run(&options)?,
        Command::Screenshots => demo::screenshots()?,
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        CommandLine::command().debug_assert();
    }

    #[test]
    fn a_flag_that_a_command_does_not_have_is_refused() {
        let wrong = [
            "bench --port 3",
            "pkg foo",
            "demo --write",
            "demo --port many",
            "test --port 3",
            "runtimes --quick",
            "release",
            "frobnicate",
            "",
        ];
        for line in wrong {
            let words = ["xtask"].into_iter().chain(line.split_whitespace());
            assert!(CommandLine::try_parse_from(words).is_err(), "{line:?} was accepted");
        }
        let words = ["xtask", "test", "core", "--skip", "www", "--skip", "runtimes"];
        assert!(CommandLine::try_parse_from(words).is_ok());
    }
}
