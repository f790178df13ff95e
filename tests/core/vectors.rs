//! Every vector, against the crate's public API.

use crate::support::{event_verdict, signature_verdict};

#[test]
fn every_vector_has_its_verdicts() {
    let mut failures = Vec::new();
    let mut count = 0;
    for (file, vectors) in crate::support::files() {
        for vector in vectors.vectors {
            count += 1;
            let body = vector.body.to_vec();
            let (signature, event) = match vector.verifier() {
                Err(error) => (error.code(), error.code().into()),
                Ok(verifier) => {
                    let verified = verifier.verify(&body, vector.authorization());
                    let signature = signature_verdict(&verified);
                    (signature, event_verdict(verified.and_then(|verified| verified.event())))
                }
            };
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
