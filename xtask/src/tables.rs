//! `cargo xtask tables`: what the core says, written down for TypeScript and for the documentation.

use std::fmt::Write as _;
use std::{fs, path::Path};

use anyhow::{Context as _, Result, ensure};
use checkout_signature::{
    ErrorKind, MAX_AMOUNT, MAX_DEPTH, MAX_SECRETS, SecretError, SignError, Signed, VerificationError,
    Verifier, Whitespace,
};

const TYPESCRIPT: &str = "pkg/src/verify/generated/core-table.ts";
const MARKDOWN: &str = "docs/errors.md";

#[derive(clap::Args, Default)]
pub(crate) struct Options {
    /// Write the tables instead
    #[arg(long)]
    write: bool,
}

/// Writes the tables, or compares them with what is committed.
pub(crate) fn run(options: &Options) -> Result<()> {
    for (path, text) in [(TYPESCRIPT, typescript()?), (MARKDOWN, markdown()?)] {
        if options.write {
            fs::create_dir_all(Path::new(path).parent().unwrap_or(Path::new(".")))?;
            fs::write(path, text).with_context(|| format!("write {path}"))?;
            println!("wrote {path}");
        } else {
            let committed = fs::read_to_string(path).with_context(|| format!("read {path}"))?;
            ensure!(committed == text, "{path} is not what the core says: cargo xtask tables --write");
        }
    }
    Ok(())
}

/// An error as the tables have it.
struct Row {
    code: &'static str,
    kind: ErrorKind,
    message: String,
}

macro_rules! rows {
    ($error:ident) => {
        $error::ALL.iter().map(|error| Row {
            code: error.code(),
            kind: error.kind(),
            message: error.to_string(),
        })
    };
}

/// The lists, by the name that TypeScript gives each.
fn lists() -> [(&'static str, &'static str, Vec<Row>); 3] {
    [
        ("SECRET_ERRORS", "Why no verifier could be made.", rows!(SecretError).collect()),
        ("SIGN_ERRORS", "Why a body could not be signed.", rows!(SignError).collect()),
        ("VERIFICATION_ERRORS", "Why a callback was refused.", rows!(VerificationError).collect()),
    ]
}

/// Each code once, in the order of the lists.
fn codes() -> Vec<Row> {
    let mut codes: Vec<Row> = Vec::new();
    for row in lists().into_iter().flat_map(|(_, _, rows)| rows) {
        if !codes.iter().any(|known| known.code == row.code) {
            codes.push(row);
        }
    }
    codes
}

fn typescript() -> Result<String> {
    let mut text = String::from(
        "\
// Written by `cargo xtask tables --write` from the Rust core, and compared with it by `cargo xtask test`.
// Change src/error.rs, src/error/message.rs or the constants in src/, not this file.
//
// Each list holds [code, message] in the order of the core's `ALL`: an error with the number n, as the
// WebAssembly module returns it, is the one at n - 1. One code has several messages. CODE_KINDS says of each
// code whose mistake it is: the caller's (a TypeError), refused (not proven to come from the API), or
// authentic (the signature is right, the body is not an event). The position of a name in WHITESPACE or SIGNED
// is its number in the module.
",
    );
    writeln!(text, "\nexport const CODE_KINDS = {{")?;
    for Row { code, kind, .. } in codes() {
        writeln!(text, "  {code:?}: {:?},", kind.name())?;
    }
    writeln!(text, "}} as const;")?;
    for (name, purpose, rows) in lists() {
        writeln!(text, "\n/** {purpose} */\nexport const {name} = [")?;
        for Row { code, message, .. } in rows {
            writeln!(text, "  [{code:?}, {message:?}],")?;
        }
        writeln!(text, "] as const;")?;
    }
    let names = |names: Vec<&str>| format!("{names:?}");
    let whitespace = names(Whitespace::ALL.iter().map(|rule| rule.name()).collect());
    let signed = names(Signed::ALL.iter().map(|part| part.name()).collect());
    write!(
        text,
        "
export const WHITESPACE = {whitespace} as const;
export const SIGNED = {signed} as const;

/** The options of a verifier where none are given. */
export const DEFAULT_WHITESPACE = {:?};
export const DEFAULT_SIGNED = {:?};
export const DEFAULT_MAX_BODY_BYTES = {};

/** The most secrets that one verifier takes. */
export const MAX_SECRETS = {MAX_SECRETS};
/** How deeply a body's arrays and objects may nest. */
export const MAX_DEPTH = {MAX_DEPTH};
/** The largest amount, in minor units: 2^53 - 1. */
export const MAX_AMOUNT = {MAX_AMOUNT};
",
        Whitespace::default().name(),
        Signed::default().name(),
        Verifier::DEFAULT_MAX_BODY_BYTES,
    )?;
    Ok(text)
}

fn markdown() -> Result<String> {
    let mut text = String::from(
        "\
<!-- Written by `cargo xtask tables --write` from the Rust core. -->

# Errors

Every error has a `code`, the same in Rust and JavaScript, and a message that says what to do. Codes are stable;
messages may be reworded.

| code | kind | message |
|---|---|---|
",
    );
    for (_, _, rows) in lists() {
        for Row { code, kind, message } in rows {
            writeln!(text, "| `{code}` | {} | {} |", kind.name(), message.replace('<', "&lt;"))?;
        }
    }
    text.push_str(
        "
- **caller**: a mistake in the program or its configuration. In JavaScript a `TypeError`, thrown at once.
- **refused**: the request is not proven to come from the API.
- **authentic**: the signature is right, and the body is not an event, or was altered where the signature does not cover it.

JavaScript has two more codes of the kind *caller*: `padded-secret` (a string secret with whitespace at an end) and
`body-not-raw` (the body was parsed before it was verified).
",
    );
    Ok(text)
}
