//! Everything that is small, against the model: each body and each header up to a few symbols.
//!
//! `SYMBOLS=6` makes the bodies as long as that; the default keeps the test quick.

use crate::{model, support::STEP};
use checkout_signature::{Verifier, Whitespace, normalize};
use std::env;

const SECRET: &[u8] = b"secret";

/// The bytes that matter to whitespace and JSON: each lead byte and a trail byte of each kind.
const BODY_SYMBOLS: [&[u8]; 20] = [
    b"\"",
    b"\\",
    b" ",
    b"1",
    b"{",
    b"}",
    b",",
    b"\xC2",
    b"\x85",
    b"\xA0",
    b"\xE1",
    b"\x9A",
    b"\x80",
    b"\xE2",
    b"\x81",
    b"\x9F",
    b"\xA8",
    b"\xAF",
    b"\xE3",
    b"\xEF\xBB\xBF",
];

/// Parts of a callback, so that a few of them make one, or almost.
const EVENT_SYMBOLS: [&[u8]; 14] = [
    b"{\"type\":\"payment-authorized\",\"payload\":{",
    b"\"amount\":1,",
    b"\"amount\":1 0,",
    b"\"paymentId\":\"a\",",
    b"\"paymentId\":\"",
    b"\"sessionId\":\"b\"",
    b"\"sessionId\":\" b\"",
    b"\"ses sionId\":\"b\"",
    b"}}",
    b" ",
    b"\xE2\x80\x83",
    b",",
    b"\"note\":\"a b\",",
    b"{\"type\":\"x\",\"payload\":1}",
];

#[test]
fn every_small_body_has_the_verdict_of_the_model() {
    let verifier = Verifier::new(SECRET).expect("a secret");
    let (mut count, mut events) = (0u64, 0u64);
    each_text(&BODY_SYMBOLS, symbols(4), &mut |body| {
        let kept: Vec<u8> = normalize::runs(body, Whitespace::All).flatten().copied().collect();
        assert_eq!(kept, model::strip(body), "{}", show(body));
        let kept: Vec<u8> = normalize::runs(body, Whitespace::Insignificant).flatten().copied().collect();
        assert_eq!(kept, model::strip_outside_strings(body), "{}", show(body));
        events += u64::from(hold_against_model(&verifier, body));
        count += 1;
    });
    println!("seen: {count} bodies up to {} symbols, {events} events", symbols(4));
}

#[test]
fn every_small_callback_has_the_verdict_of_the_model() {
    let verifier = Verifier::new(SECRET).expect("a secret");
    let (mut count, mut events) = (0u64, 0u64);
    let [opening, closing] = [EVENT_SYMBOLS[0], EVENT_SYMBOLS[8]];
    each_text(&EVENT_SYMBOLS, symbols(4), &mut |middle| {
        let whole = [opening, middle, EVENT_SYMBOLS[5], closing].concat();
        for body in [&whole, middle] {
            events += u64::from(hold_against_model(&verifier, body));
            count += 1;
        }
    });
    println!("seen: {count} callbacks of up to {} symbols, {events} events", symbols(4) + 3);
    assert!(events > 50 || symbols(4) < 4, "few are events: {events}");
}

/// Signs by the model, and compares what the core says. Returns whether it is an event.
fn hold_against_model(verifier: &Verifier, body: &[u8]) -> bool {
    let header = model::sign(SECRET, body);
    let modelled = model::verdict(&[SECRET], &header, body);
    assert_eq!(model::core_verdict(verifier, &header, body), modelled, "{}", show(body));
    modelled.is_ok()
}

#[test]
fn every_small_header_has_the_verdict_of_the_model() {
    let verifier = Verifier::new(SECRET).expect("a secret");
    let body = b"{\"type\":\"x\"}";
    let right = hex::encode(model::mac(SECRET, body));
    let (upper, wrong) = (right.to_uppercase(), "0".repeat(64));
    let symbols: [&[u8]; 17] = [
        b"HMAC-SHA256",
        b"hmac-sha256",
        b"HMAC-SHA512",
        b"HMAC-SHA256 Signature=",
        b"Signature",
        b"sIGNATURE",
        b"=",
        b" ",
        b"\t",
        b"\"",
        b",",
        b";",
        b"\n",
        b"\xC2\xA0",
        right.as_bytes(),
        upper.as_bytes(),
        wrong.as_bytes(),
    ];
    let (mut count, mut authentic) = (0u64, 0u64);
    let longest = self::symbols(5).clamp(if cfg!(miri) { 1 } else { 4 }, 5);
    each_text(&symbols, longest, &mut |header| {
        let verdict = model::core_verdict(&verifier, header, body);
        assert_eq!(verdict, model::verdict(&[SECRET], header, body), "{}", show(header));
        let early = verifier.check_header(header).map_err(|error| error.code());
        assert_eq!(early.err(), verdict.as_ref().err().copied().filter(|code| *code != "signature-mismatch"));
        count += 1;
        authentic += u64::from(verdict.is_ok());
    });
    println!("seen: {count} headers up to {longest} symbols, {authentic} authentic");
    assert!(authentic > 10 || longest < 4, "few are authentic: {authentic}");
}

/// How many symbols a body has at most.
fn symbols(quick: usize) -> usize {
    env::var("SYMBOLS").map_or(quick, |symbols| symbols.parse().expect("SYMBOLS is a number"))
}

/// Calls `visit` with every text of at most `longest` symbols.
fn each_text(symbols: &[&[u8]], longest: usize, visit: &mut impl FnMut(&[u8])) {
    fn extend(text: &mut Vec<u8>, symbols: &[&[u8]], left: usize, visit: &mut impl FnMut(&[u8])) {
        visit(text);
        if left == 0 {
            return;
        }
        for symbol in symbols.iter().step_by(STEP) {
            let length = text.len();
            text.extend_from_slice(symbol);
            extend(text, symbols, left - 1, visit);
            text.truncate(length);
        }
    }
    extend(&mut Vec::new(), symbols, longest, visit);
}

fn show(bytes: &[u8]) -> String {
    format!("\"{}\"", bytes.escape_ascii())
}
