//! What a machine can count exactly, and must not grow unnoticed: the core's instructions, under callgrind.
//!
//! The module's are in `wasm/interpreter/tests/budget.rs`, the bytes in `tests/verify/sizes.test.mjs`. Times are noise, and
//! stay in `cargo xtask bench`.

use anyhow::{Context as _, Result, ensure};

use super::{Check, Lane};
use crate::{
    sh::{self, cmd},
    tools,
};

/// The most instructions that each verification may take. Valgrind's processor has no SHA instructions, so nearly all of
/// them are the hash's.
const INSTRUCTIONS: [(&str, &str, u64); 5] = [
    ("compact", "signature", 15_000),
    ("compact", "event", 20_700),
    ("indented", "signature", 18_200),
    ("indented", "event", 24_400),
    ("long", "event", 205_000),
];

pub(super) fn checks() -> Vec<Check> {
    vec![Check::new("instructions", Lane::Cargo, instructions).slow()]
}

fn instructions() -> Result<()> {
    if !tools::valgrind()? {
        return Ok(());
    }
    let shell = sh::shell()?;
    sh::run(cmd!(shell, "cargo build --quiet --locked --release --package instructions"))?;
    let program = sh::target().join("release/instructions");
    let mut over = Vec::new();
    for (body, what, most) in INSTRUCTIONS {
        let count = ["--tool=callgrind", "--toggle-collect=*counted*", "--callgrind-out-file=/dev/null"];
        let output = cmd!(shell, "valgrind {count...} {program} {body} {what}").quiet().output()?;
        ensure!(output.status.success(), "valgrind ended with {}", output.status);
        let report = String::from_utf8_lossy(&output.stderr).into_owned();
        let (_, counted) =
            report.split_once("Collected :").context("valgrind says nothing of what it collected")?;
        let counted: u64 = counted.split_whitespace().next().context("a number")?.parse()?;
        sh::say(&format!("seen: {what}, {body}: {counted} instructions, at most {most}"));
        if counted > most {
            over.push(format!("{what}, {body}"));
        }
    }
    ensure!(
        over.is_empty(),
        "more instructions than before ({over:?}): find out why, or raise the number with the reason"
    );
    Ok(())
}
