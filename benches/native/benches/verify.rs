//! `Verifier::verify` beside ring's HMAC over the body whose whitespace was removed before.

use checkout_signature::Verifier;
use divan::{Bencher, black_box, counter::BytesCount};

const SECRET: &[u8] = b"a secret key for callbacks, 40 letters..";
const COMPACT: &str = r#"{"type":"payment-authorized","payload":{"amount":2000,"paymentId":"e7dbc6b9fc2542c69eb53f9e9b978294","sessionId":"4e0d7dd3c12441fba02981f60732a13f"}}"#;
const BODIES: [&str; 4] = ["149 bytes", "197 bytes, indented", "1 KiB", "1 MiB, indented"];

fn main() {
    divan::main();
}

fn body(name: &str) -> String {
    let line = r#","name": "Coffee beans", "quantity": 2"#;
    let indented = COMPACT.replace(',', ",\n        ").replace(':', ": ").replace('{', "{\n    ");
    let long = |body: &str, bytes: usize, line: &str| {
        let filler = line.repeat(bytes.saturating_sub(body.len()) / line.len());
        format!("{}{filler}}}", &body[..body.len() - 1])
    };
    match name {
        "149 bytes" => COMPACT.to_owned(),
        "197 bytes, indented" => indented,
        "1 KiB" => long(COMPACT, 1024, &line.replace(' ', "")),
        _ => long(&indented, 1 << 20, &line.replace(',', ",\n    ")),
    }
}

#[divan::bench(args = BODIES)]
fn ours(bencher: Bencher<'_, '_>, name: &str) {
    let (verifier, body) = (Verifier::new(SECRET).expect("a secret"), body(name));
    let header = verifier.sign(body.as_bytes()).expect("signed").to_header();
    bencher
        .counter(BytesCount::of_str(&body))
        .bench_local(|| verifier.verify(black_box(body.as_bytes()), black_box(&header)).is_ok());
}

/// The hash and the comparison alone.
#[divan::bench(args = BODIES)]
fn ring(bencher: Bencher<'_, '_>, name: &str) {
    let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, SECRET);
    let body = body(name);
    let stripped: String = body.chars().filter(|character| !character.is_whitespace()).collect();
    let mac = ring::hmac::sign(&key, stripped.as_bytes());
    bencher.counter(BytesCount::of_str(&body)).bench_local(|| {
        ring::hmac::verify(&key, black_box(stripped.as_bytes()), black_box(mac.as_ref())).is_ok()
    });
}
