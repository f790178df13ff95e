//! What the fuzzer tries (`fuzz/`): each function takes any bytes, and panics where a law is broken. The committed corpora are
//! tried here too, so that what was found once stays found.

use crate::model;
use checkout_signature::{Signed, Verifier, Whitespace, normalize};

const SECRET: &[u8] = b"secret";
const CALLBACK: &[u8] =
    br#"{"type":"payment-authorized","payload":{"amount":2000,"paymentId":"e7db","sessionId":"4e0d"}}"#;

fn verifier() -> Verifier {
    Verifier::new(SECRET).expect("a secret")
}

/// A header is judged as the model does. `@` stands for the right digits, which no fuzzer would guess.
pub(crate) fn header(data: &[u8]) {
    let digits = hex::encode(model::mac(SECRET, CALLBACK));
    let header: Vec<u8> = data
        .iter()
        .flat_map(|byte| if *byte == b'@' { digits.as_bytes() } else { std::slice::from_ref(byte) })
        .copied()
        .collect();
    let verdict = model::verdict(&[SECRET], &header, CALLBACK);
    assert_eq!(model::core_verdict(&verifier(), &header, CALLBACK), verdict);
    let early = verifier().check_header(&header).map_err(|error| error.code());
    assert_eq!(early.err(), verdict.err().filter(|code| *code != "signature-mismatch"));
}

/// Runs are what the rule keeps, and pieces of any size sign alike. The first byte chooses the rule, the second the size.
pub(crate) fn normalizer(data: &[u8]) {
    let [choice, size, body @ ..] = data else { return };
    let rule = Whitespace::ALL[usize::from(*choice) % Whitespace::ALL.len()];
    let kept: Vec<u8> = normalize::runs(body, rule).flatten().copied().collect();
    match rule {
        Whitespace::All => assert_eq!(kept, model::strip(body)),
        Whitespace::None => assert_eq!(kept, body),
        _ => assert_eq!(kept, model::strip_outside_strings(body)),
    }
    let verifier = verifier().with_whitespace(rule);
    let header = verifier.sign(body).expect("signed").to_header();
    assert!(verifier.verify(body, &header).is_ok());
    let mut stream = verifier.begin(&header).expect("a header");
    body.chunks(usize::from(*size).max(1)).for_each(|piece| stream.update(piece));
    assert_eq!(stream.finish(), Ok(()));
    if rule == Whitespace::All {
        assert_eq!(&header[..], model::sign(SECRET, body));
    }
}

/// The event of a body is the one that the law gives; other rules make no other payment of it.
pub(crate) fn event(data: &[u8]) {
    let header = model::sign(SECRET, data);
    let verdict = model::verdict(&[SECRET], &header, data);
    assert_eq!(model::core_verdict(&verifier(), &header, data), verdict);
    for (rule, signed) in [(Whitespace::Insignificant, Signed::Body), (Whitespace::All, Signed::Payload)] {
        let verifier = verifier().with_whitespace(rule).with_signed(signed);
        let Ok(signature) = verifier.sign(data) else { continue };
        let other = model::core_verdict(&verifier, &signature.to_header(), data);
        if let (Ok(other @ model::Event::Payment { .. }), Ok(event)) = (other, &verdict) {
            assert_eq!(&other, event);
        }
    }
}

/// A changed callback does not verify, or it is the same payment. The bytes up to the first FF are changes, the rest is the callback.
pub(crate) fn tamper(data: &[u8]) {
    let at = data.iter().position(|&byte| byte == 0xFF).unwrap_or(data.len());
    let (changes, original) =
        (&data[..at], data.get(at + 1..).filter(|rest| !rest.is_empty()).unwrap_or(CALLBACK));
    let header = verifier().sign(original).expect("signed").to_header();
    let mut changed = original.to_vec();
    for change in changes.chunks(3) {
        let [kind, place, byte] = *change else { break };
        let place = usize::from(place) % (changed.len() + 1);
        match kind % 4 {
            0 => changed.insert(place, byte),
            1 => drop(changed.splice(place..place, SPACES[usize::from(byte) % SPACES.len()].bytes())),
            2 if place < changed.len() => changed[place] = byte,
            _ => drop(changed.splice(place..changed.len().min(place + usize::from(byte % 4)), [])),
        }
    }
    let Ok(verified) = verifier().verify(&changed, &header) else { return };
    assert_eq!(model::strip(&changed), model::strip(original), "a forgery verifies");
    let Ok(event) = verified.event() else { return };
    let stripped = model::strip(original);
    let signed = model::core_verdict(&verifier(), &header, &stripped);
    assert_eq!(Ok(model::Event::from(event)), signed, "another event verifies");
}

const SPACES: [&str; 6] = [" ", "\n", "\u{85}", "\u{A0}", "\u{2003}", "\u{3000}"];

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use super::*;
    use crate::support::STEP;

    #[test]
    fn the_corpora_break_no_law() {
        for name in ["header", "normalizer", "event", "tamper"] {
            let law = match name {
                "header" => header,
                "normalizer" => normalizer,
                "event" => event,
                _ => tamper,
            };
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(name);
            let files: Vec<_> =
                fs::read_dir(&folder).expect("a corpus").map(|file| file.expect("a file").path()).collect();
            println!("{name}: {} files", files.len());
            assert!(files.len() > 10, "{name}: the corpus is missing");
            files.iter().step_by(STEP * STEP).for_each(|file| law(&fs::read(file).expect("its bytes")));
        }
    }
}
