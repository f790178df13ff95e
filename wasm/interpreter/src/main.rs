//! Prints the fuel that the compiled module uses for callbacks of several sizes.

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use wasm_interpreter::Interpreter;

const CALLBACK: &[u8] =
    br#"{"type":"payment-authorized","payload":{"amount":2000,"paymentId":"e7dbc6b94f0a4e0d8d7d6a7f5c1e2b3a","sessionId":"4e0d8d7d6a7f5c1e2b3ae7dbc6b94f0a"}}"#;

fn main() -> Result<()> {
    let module = std::env::args_os().nth(1).context("usage: wasm-interpreter MODULE.wasm")?;
    let mut interpreter = Interpreter::start(&PathBuf::from(module))?;
    let (verifier, created) = interpreter.verifier(&[b"the secret key for callbacks"])?;
    println!("{:>9}  {:>12}  {:>12}  {:>12}  {:>12}", "bytes", "signature", "event", "in 4 KiB", "sign");
    for padding in [0, 1 << 10, 1 << 14, 1 << 17] {
        let body = [CALLBACK, &b" ".repeat(padding / 8), &b"x".repeat(padding - padding / 8)].concat();
        let (header, sign) = interpreter.sign(verifier, &body)?;
        let signature = interpreter.verify_signature(verifier, &header, &body)?.fuel;
        let event = interpreter.verify(verifier, &header, &body)?.fuel;
        let pieces: Vec<&[u8]> = body.chunks(4096).collect();
        let stream = interpreter.stream(verifier, &header, &pieces)?.fuel;
        println!("{:>9}  {signature:>12}  {event:>12}  {stream:>12}  {sign:>12}", body.len());
    }
    println!("fuel of one call; making the verifier took {created}");
    Ok(())
}
