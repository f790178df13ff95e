//! Run under valgrind: the only branch that depends on the secret is the verdict.
//!
//! Memcheck follows every bit of the secret through keys, states and MACs. It counts an error for each branch on
//! such a bit, and for each address that is made of one. `cargo xtask test constant-time` runs this.

mod memcheck;

use std::process::ExitCode;

use checkout_signature::{Stream, VerificationError, Verifier};
use memcheck::{errors, make_defined, make_undefined};

const BODY: &[u8] = br#"{"type": "payment-authorized", "payload": {"amount": 2000, "paymentId": "e7db", "sessionId": "4e0d"}}"#;
const SECRETS: [&[u8]; 3] = [
    b"the secret key for callbacks",
    b"the one before",
    b"one that is longer than a block of SHA-256, so that it is hashed first",
];

fn main() -> ExitCode {
    if !memcheck::is_running() {
        eprintln!("start this under valgrind, on x86-64");
        return ExitCode::FAILURE;
    }
    let mut failures = 0;
    let mut at_most = |most: usize, what: &str, seen: usize| {
        println!("seen: {what}: {seen} branches on the secret, at most {most} allowed");
        failures += usize::from(seen > most);
    };

    for secret in SECRETS {
        // Whether it is empty is the one thing that is asked of it.
        at_most(1, "keys of a secret", branches(|| undefined(&[secret])));
    }
    let verifier = undefined(&SECRETS);
    for (at, secret) in SECRETS.iter().enumerate() {
        let header = Verifier::new(secret).expect("a secret").sign(BODY).expect("signed").to_header();
        let at_once = || verdict(verifier.verify(BODY, &header).map(drop), Ok(()));
        at_most(1, &format!("secret {at} matches"), branches(at_once));
        let in_pieces = || verdict(stream(&verifier, &header).finish(), Ok(()));
        at_most(1, &format!("secret {at} matches, in pieces"), branches(in_pieces));
    }
    let right = *Verifier::new(SECRETS[0]).expect("a secret").sign(BODY).expect("signed").as_bytes();
    let refused = Err(VerificationError::SignatureMismatch);
    let wrong = |at: usize| {
        let mut wrong = right;
        wrong[at] ^= 1;
        header(&wrong)
    };
    let seen: Vec<_> = (0..32)
        .map(|at| branches(|| verdict(verifier.verify(BODY, &wrong(at)).map(drop), refused)))
        .collect();
    at_most(1, "a wrong byte, at worst", seen.iter().copied().max().unwrap_or(0));
    let seen: Vec<_> =
        (0..32).map(|at| branches(|| verdict(stream(&verifier, &wrong(at)).finish(), refused))).collect();
    at_most(1, "a wrong byte in pieces, at worst", seen.iter().copied().max().unwrap_or(0));
    at_most(0, "a signature is made", branches(|| verifier.sign(BODY).map(drop).expect("signed")));

    // What a careless hand would write has to be seen, or nothing above was looked at.
    let mut computed = *verifier.sign(BODY).expect("signed").as_bytes();
    let leaky = branches(|| computed.iter().zip(&right).all(|(a, b)| core::hint::black_box(*a) == *b));
    make_defined(&mut computed);
    println!("a comparison that stops early: {leaky} branches on the secret");
    failures += usize::from(leaky < 16);

    println!("{failures} failures");
    if failures == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// A verifier whose secrets are undefined to valgrind.
fn undefined(secrets: &[&[u8]]) -> Verifier {
    let mut secrets: Vec<Vec<u8>> = secrets.iter().map(|secret| secret.to_vec()).collect();
    secrets.iter_mut().for_each(|secret| make_undefined(&mut secret[..]));
    let verifier = Verifier::new(&secrets[0]).expect("a secret");
    secrets[1..]
        .iter()
        .fold(verifier, |verifier, secret| verifier.with_previous_secret(secret).expect("room"))
}

fn stream(verifier: &Verifier, header: &[u8]) -> Stream {
    let mut stream = verifier.begin(header).expect("a header");
    BODY.chunks(40).for_each(|piece| stream.update(piece));
    stream
}

fn header(mac: &[u8; 32]) -> Vec<u8> {
    let digits: String = mac.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("HMAC-SHA256 Signature={digits}").into_bytes()
}

/// How many branches on undefined bits `work` takes.
fn branches<T>(work: impl FnOnce() -> T) -> usize {
    let before = errors();
    core::hint::black_box(work());
    errors() - before
}

/// The verdict is what it should be; that it may be looked at is the point of it.
fn verdict(mut seen: Result<(), VerificationError>, expected: Result<(), VerificationError>) {
    make_defined(&mut seen);
    assert_eq!(seen, expected);
}
