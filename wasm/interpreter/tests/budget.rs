//! How many WebAssembly instructions a verification takes at most. `MODULE` is the module to look at.

use std::{env, path::Path};

use wasm_interpreter::Interpreter;

const COMPACT: &[u8] = br#"{"type":"payment-authorized","payload":{"amount":2000,"paymentId":"e7dbc6b9fc2542c69eb53f9e9b978294","sessionId":"4e0d7dd3c12441fba02981f60732a13f"}}"#;
const INDENTED: &[u8] = br#"{
    "type": "payment-authorized",
    "payload": {
        "amount": 2000,
        "paymentId": "e7dbc6b9fc2542c69eb53f9e9b978294",
        "sessionId": "4e0d7dd3c12441fba02981f60732a13f"
    }
}"#;

#[test]
fn a_verification_takes_no_more_instructions_than_it_may() {
    let module = env::var_os("MODULE").expect("MODULE, which `cargo xtask test constant-time` sets");
    let mut wasm = Interpreter::start(Path::new(&module)).expect("the module starts");
    let (verifier, _) = wasm.verifier(&[b"a secret key for callbacks, 40 letters.."]).expect("a verifier");
    let mut over = 0;
    for (name, body, signature, event) in
        [("compact", COMPACT, 22_900, 43_400), ("indented", INDENTED, 34_200, 58_400)]
    {
        let (header, _) = wasm.sign(verifier, body).expect("signed");
        let seen = [
            ("signature", wasm.verify_signature(verifier, &header, body).expect("a verdict"), signature),
            ("event", wasm.verify(verifier, &header, body).expect("a verdict"), event),
        ];
        for (what, run, most) in seen {
            println!("seen: {what}, {} bytes, {name}: {} instructions, at most {most}", body.len(), run.fuel);
            assert_eq!(run.verdict, 0);
            over += usize::from(run.fuel > most);
        }
    }
    assert_eq!(over, 0, "more instructions than before: find out why, or raise the number with the reason");
}
