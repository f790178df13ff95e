//! Verification takes the same instructions whatever the secret is, and wherever the signature is wrong.
//!
//! `MODULE` is the module to look at. `LEAKY` is the same module with a comparison that stops early: what is asked here
//! has to fail for it, or it asks nothing. `cargo xtask test constant-time` makes both.

use std::{
    collections::BTreeMap,
    env,
    path::{Path, PathBuf},
};

use wasm_interpreter::Interpreter;

const AUTHENTIC: i32 = 0;
const BODY: &[u8] = br#"{"type": "payment-authorized", "payload": {"amount": 2000, "paymentId": "e7db", "sessionId": "4e0d"}}"#;
/// Of one length, which is not a secret: alike bytes, all ones, one bit at an end, and what people choose.
const SECRETS: [[u8; 100]; 5] =
    [[0x6B; 100], [0xFF; 100], bit(0), bit(99), text(b"correct horse battery staple ")];

const fn bit(at: usize) -> [u8; 100] {
    let mut secret = [0; 100];
    secret[at] = 1;
    secret
}

const fn text(words: &[u8]) -> [u8; 100] {
    let (mut secret, mut at) = ([0; 100], 0);
    while at < 100 {
        secret[at] = words[at % words.len()];
        at += 1;
    }
    secret
}

/// For each question the numbers of instructions that were seen; one number each, if nothing leaks.
type Seen = BTreeMap<&'static str, Vec<u64>>;

#[test]
fn the_module_takes_the_same_instructions() {
    let seen = ask(&module("MODULE"));
    for (question, fuel) in &seen {
        println!("seen: {question}: {} runs of {fuel:?} instructions", fuel.len(), fuel = distinct(fuel));
    }
    let leaks: Vec<_> = seen.iter().filter(|(_, fuel)| distinct(fuel).len() != 1).collect();
    assert!(leaks.is_empty(), "{leaks:?}");
}

#[test]
fn a_leaky_module_is_found_out() {
    let seen = ask(&module("LEAKY"));
    for question in ["a wrong byte of the signature", "a wrong byte, in pieces", "which secret matched"] {
        let fuel = distinct(&seen[question]);
        println!("{question}: {} different numbers of instructions", fuel.len());
        assert!(fuel.len() > 1, "{question}: the leak was not seen");
    }
}

fn ask(module: &Path) -> Seen {
    let mut wasm = Interpreter::start(module).expect("the module starts");
    let mut seen = Seen::new();
    let mut note = |question, fuel| seen.entry(question).or_default().push(fuel);
    let pieces: Vec<&[u8]> = BODY.chunks(40).collect();

    let refused = b"HMAC-SHA256 Signature=00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    for secret in &SECRETS {
        let (verifier, fuel) = wasm.verifier(&[secret]).expect("a verifier");
        note("which secret, making its keys", fuel);
        note("which secret, signing", wasm.sign(verifier, BODY).expect("signed").1);
        let run = wasm.verify_signature(verifier, refused, BODY).expect("a verdict");
        assert!(run.verdict > AUTHENTIC);
        note("which secret, refused", run.fuel);
    }

    let (verifier, _) = wasm.verifier(&[&SECRETS[0]]).expect("a verifier");
    let (header, _) = wasm.sign(verifier, BODY).expect("signed");
    let digits = header.len() - 64;
    for at in digits..header.len() {
        let mut wrong = header.clone();
        wrong[at] = another(wrong[at]);
        let run = wasm.verify_signature(verifier, &wrong, BODY).expect("a verdict");
        assert!(run.verdict > AUTHENTIC);
        note("a wrong byte of the signature", run.fuel);
        let run = wasm.stream(verifier, &wrong, &pieces).expect("a verdict");
        assert!(run.verdict > AUTHENTIC);
        note("a wrong byte, in pieces", run.fuel);
    }

    let (both, _) = wasm.verifier(&[&SECRETS[0], &SECRETS[1]]).expect("a verifier");
    let (body, headers) = signed_alike(&mut wasm);
    let pieces: Vec<&[u8]> = body.chunks(40).collect();
    for header in &headers {
        let run = wasm.verify_signature(both, header, &body).expect("a verdict");
        assert_eq!(run.verdict, AUTHENTIC);
        note("which secret matched", run.fuel);
        let run = wasm.verify(both, header, &body).expect("a verdict");
        assert_eq!(run.verdict, AUTHENTIC);
        note("which secret matched, with the event", run.fuel);
        let run = wasm.stream(both, header, &pieces).expect("a verdict");
        assert_eq!(run.verdict, AUTHENTIC);
        note("which secret matched, in pieces", run.fuel);
    }
    seen
}

/// A body and its signatures under the first two secrets, with as many letters in the one as in the other: reading
/// a letter takes other instructions than reading a digit, and what the sender wrote is known to the sender.
fn signed_alike(wasm: &mut Interpreter) -> (Vec<u8>, [Vec<u8>; 2]) {
    let verifiers = [0, 1].map(|at| wasm.verifier(&[&SECRETS[at]]).expect("a verifier").0);
    let letters = |header: &Vec<u8>| {
        header[header.len() - 64..].iter().filter(|digit| digit.is_ascii_lowercase()).count()
    };
    for amount in 1000..2000 {
        let body = String::from_utf8_lossy(BODY).replace("2000", &amount.to_string()).into_bytes();
        let headers = verifiers.map(|verifier| wasm.sign(verifier, &body).expect("signed").0);
        if letters(&headers[0]) == letters(&headers[1]) {
            return (body, headers);
        }
    }
    unreachable!("one in eleven amounts will do");
}

/// Another digit of the same kind.
fn another(digit: u8) -> u8 {
    match digit {
        b'f' => b'a',
        b'9' => b'0',
        other => other + 1,
    }
}

fn distinct(fuel: &[u64]) -> Vec<u64> {
    let mut fuel = fuel.to_vec();
    fuel.sort_unstable();
    fuel.dedup();
    fuel
}

fn module(name: &str) -> PathBuf {
    env::var_os(name)
        .unwrap_or_else(|| panic!("{name} is not set; `cargo xtask test constant-time` sets it"))
        .into()
}
