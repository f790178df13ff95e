//! Verifies one callback, for callgrind to count the instructions of it: `cargo xtask test instructions`.
//!
//! usage: instructions compact|indented|long signature|event

use std::{env, hint::black_box, process::ExitCode};

use checkout_signature::Verifier;

const COMPACT: &str = r#"{"type":"payment-authorized","payload":{"amount":2000,"paymentId":"e7dbc6b9fc2542c69eb53f9e9b978294","sessionId":"4e0d7dd3c12441fba02981f60732a13f"}}"#;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let [body, what] = arguments[..] else { return usage() };
    let body = match body {
        "compact" => COMPACT.to_owned(),
        "indented" => indent(COMPACT),
        "long" => indent(&COMPACT.replace(
            "}}",
            &format!("}},\"lines\":[{}0]}}", r#"{"name":"Coffee","quantity":2},"#.repeat(40)),
        )),
        _ => return usage(),
    };
    let verifier = Verifier::new(b"a secret key for callbacks, 40 letters..").expect("a secret");
    let header = verifier.sign(body.as_bytes()).expect("signed").to_header();
    match what {
        "signature" => counted(|| assert!(verifier.verify(black_box(body.as_bytes()), &header).is_ok())),
        "event" => counted(|| {
            let verified = verifier.verify(black_box(body.as_bytes()), &header).expect("authentic");
            assert!(black_box(verified.event()).is_ok());
        }),
        _ => return usage(),
    }
    ExitCode::SUCCESS
}

/// Callgrind counts from where this begins to where it ends, by its name.
#[inline(never)]
fn counted(work: impl FnOnce()) {
    work();
}

/// Each member on a line of its own, four spaces for each level.
fn indent(json: &str) -> String {
    let (mut indented, mut level) = (String::new(), 0);
    for character in json.chars() {
        if matches!(character, '}' | ']') {
            level -= 1;
            indented += &format!("\n{}", "    ".repeat(level));
        }
        indented.push(character);
        match character {
            '{' | '[' => level += 1,
            ':' => indented.push(' '),
            _ => {}
        }
        if matches!(character, '{' | '[' | ',') {
            indented += &format!("\n{}", "    ".repeat(level));
        }
    }
    indented
}

fn usage() -> ExitCode {
    eprintln!("usage: instructions compact|indented|long signature|event");
    ExitCode::FAILURE
}
