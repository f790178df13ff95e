//! dudect (Reparaz, Balasch, Verbauwhede: "Dude, is my code constant time?"): two classes of input, timed in random order, and
//! Welch's t-test on the times. |t| below 4.5 tells nothing apart.

use std::hint::black_box;

use checkout_signature::Verifier;
use dudect_bencher::{BenchRng, Class, CtRunner, ctbench_main, rand::RngExt};

const BODY: &[u8] =
    br#"{"type":"payment-authorized","payload":{"amount":2000,"paymentId":"e7db","sessionId":"4e0d"}}"#;
const SAMPLES: usize = 200_000;

/// A header whose signature is wrong in this digit. Letters stay letters, since reading a letter is not reading a digit, and what
/// the sender wrote is not secret.
fn header(verifier: &Verifier, wrong: usize) -> Vec<u8> {
    let mut header = verifier.sign(BODY).expect("signed").to_header().to_vec();
    let digit = &mut header[22 + wrong];
    *digit = match *digit {
        b'9' => b'0',
        b'f' => b'a',
        other => other + 1,
    };
    header
}

/// The first byte of the signature is wrong, or the last one.
fn which_byte_is_wrong(runner: &mut CtRunner, random: &mut BenchRng) {
    let verifier = Verifier::new(b"the secret key for callbacks").expect("a secret");
    let (first, last) = (header(&verifier, 0), header(&verifier, 63));
    compare(runner, random, [(&verifier, &first), (&verifier, &last)]);
}

/// The secret has bits everywhere, or almost nowhere.
fn which_secret_it_is(runner: &mut CtRunner, random: &mut BenchRng) {
    let (full, sparse) = ([0xFF; 32], {
        let mut secret = [0; 32];
        secret[31] = 1;
        secret
    });
    let [full, sparse] = [full, sparse].map(|secret| Verifier::new(&secret).expect("a secret"));
    let wrong = format!("HMAC-SHA256 Signature={}", "0".repeat(64)).into_bytes();
    compare(runner, random, [(&full, &wrong), (&sparse, &wrong)]);
}

fn compare(runner: &mut CtRunner, random: &mut BenchRng, [left, right]: [(&Verifier, &Vec<u8>); 2]) {
    // Both headers are copied to the same place, since the time of a read depends on its address.
    let mut place = left.1.clone();
    for _ in 0..SAMPLES {
        let (class, (verifier, header)) =
            if random.random::<bool>() { (Class::Left, left) } else { (Class::Right, right) };
        place.copy_from_slice(header);
        runner.run_one(class, || black_box(verifier.verify(black_box(BODY), black_box(&place)).is_ok()));
    }
}

ctbench_main!(which_byte_is_wrong, which_secret_it_is);
