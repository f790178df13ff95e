//! dudect (Reparaz, Balasch, Verbauwhede: "Dude, is my code constant time?"): two classes of input, timed in random order, and
//! Welch's t-test on the times. |t| below 4.5 tells nothing apart.

use std::hint::black_box;

use checkout_signature::Verifier;
use dudect_bencher::{BenchRng, Class, CtRunner, ctbench_main, rand::RngExt};

const BODY: &[u8] =
    br#"{"type":"payment-authorized","payload":{"amount":2000,"paymentId":"e7db","sessionId":"4e0d"}}"#;
const SAMPLES: usize = 200_000;

/// The second digit of the signature's first byte in the header: the first digit is looked at once more, for a `0x` before
/// the others, and what the sender wrote is not secret.
const FIRST: usize = 23;
/// The second digit of its last byte.
const LAST: usize = 22 + 63;

/// The first byte of the signature is wrong, or the last one.
fn which_byte_is_wrong(runner: &mut CtRunner, random: &mut BenchRng) {
    let verifier = Verifier::new(b"the secret key for callbacks").expect("a secret");
    let right = verifier.sign(BODY).expect("signed").to_header();
    let changes = [FIRST, LAST].map(|at| right[at] ^ another(right[at]));
    let mut header = right;
    for _ in 0..SAMPLES {
        let which = random.random_range(0..=1u8);
        // Both digits are written, without a branch: the processor remembers for a while which way it went.
        let is_first = which.wrapping_sub(1);
        header[FIRST] = right[FIRST] ^ (changes[0] & is_first);
        header[LAST] = right[LAST] ^ (changes[1] & !is_first);
        time(runner, which, &verifier, &header);
    }
}

/// Letters stay letters, since reading a letter is not reading a digit.
fn another(digit: u8) -> u8 {
    match digit {
        b'9' => b'0',
        b'f' => b'a',
        other => other + 1,
    }
}

/// The secret has bits everywhere, or almost nowhere.
fn which_secret_it_is(runner: &mut CtRunner, random: &mut BenchRng) {
    let header = format!("HMAC-SHA256 Signature={}", "0".repeat(64)).into_bytes();
    for _ in 0..SAMPLES {
        let which = random.random_range(0..=1u8);
        let secret = secret(which);
        let verifier = Verifier::new(black_box(&secret)).expect("a secret");
        time(runner, which, &verifier, &header);
    }
}

/// Both are made in the same place, without a branch: the time of a read depends on its address. And apart from the loop,
/// where the compiler knows that the secret goes with the class, and the processor may still be at it when the clock starts.
#[inline(never)]
fn secret(which: u8) -> [u8; 32] {
    let mut secret = [which.wrapping_sub(1); 32];
    secret[31] |= 1;
    secret
}

fn time(runner: &mut CtRunner, class: u8, verifier: &Verifier, header: &[u8]) {
    let class = if class == 0 { Class::Left } else { Class::Right };
    runner
        .run_one(black_box(class), || black_box(verifier.verify(black_box(BODY), black_box(header)).is_ok()));
}

ctbench_main!(which_byte_is_wrong, which_secret_it_is);
