//! Every vector, against the crate's public API.

mod support;

use support::{event_verdict, signature_verdict};

#[test]
fn every_vector_has_its_verdicts() {
    let mut failures = Vec::new();
    let mut count = 0;
    for (file, vectors) in support::files() {
        for vector in vectors.vectors {
            count += 1;
            let (verifier, body) = (vector.verifier(), vector.body.to_vec());
            let verified = verifier.verify(&body, vector.authorization());
            let signature = signature_verdict(&verified);
            let event = event_verdict(verified.and_then(|verified| verified.event()));
            if signature != vector.signature || event != vector.event {
                failures.push(format!(
                    "{file}: {}\n  expected {} and {}\n  saw      {signature} and {event}",
                    vector.name, vector.signature, vector.event,
                ));
            }
        }
    }
    println!("{count} vectors");
    assert!(failures.is_empty(), "{} of {count} vectors:\n{}", failures.len(), failures.join("\n"));
}
