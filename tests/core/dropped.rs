//! Keys are wiped where they were: what a verifier and a stream leave behind when they are dropped.

use std::{mem::MaybeUninit, ptr};

use checkout_signature::Verifier;

const AUTHORIZATION: &[u8] =
    b"HMAC-SHA256 Signature=0000000000000000000000000000000000000000000000000000000000000000";

/// The bytes of a value, and those in the same place after it was dropped.
fn before_and_after<T>(value: T) -> [Vec<u8>; 2] {
    let mut place = Box::new(MaybeUninit::<T>::zeroed());
    place.write(value);
    let read = |place: &MaybeUninit<T>| -> Vec<u8> {
        let first = ptr::from_ref(place).cast::<u8>();
        // SAFETY: all of the box is there to be read, and byte by byte whatever the value was.
        (0..size_of::<T>()).map(|at| unsafe { first.add(at).read_volatile() }).collect()
    };
    let before = read(&place);
    // SAFETY: it was written above, and is not used any more.
    unsafe { place.assume_init_drop() };
    [before, read(&place)]
}

/// What differs between two secrets, and not between two runs with the same, comes from the secret.
fn assert_wiped<T>(what: &str, least: usize, make: impl Fn(&[u8]) -> T) {
    let [one, again, other] =
        [&b"a secret"[..], b"a secret", b"another one"].map(|secret| before_and_after(make(secret)));
    let differs =
        |at: &usize, run: usize| one[run][*at] != other[run][*at] && one[run][*at] == again[run][*at];
    let of_the_secret = |run| (0..size_of::<T>()).filter(|at| differs(at, run)).count();
    assert!(of_the_secret(0) >= least, "{what} has {} bytes of its secret", of_the_secret(0));
    assert_eq!(of_the_secret(1), 0, "{what} leaves that many of {} bytes", of_the_secret(0));
}

#[test]
fn a_dropped_verifier_leaves_nothing_of_its_keys() {
    // Two states of 32 bytes, of which a few may be the same by chance.
    assert_wiped("a verifier", 60, |secret| Verifier::new(secret).expect("a secret"));
    assert_wiped("a verifier with eight secrets", 8 * 60, |secret| {
        let newest = Verifier::new(secret).expect("a secret");
        (1..8_u8).fold(newest, |verifier, at| {
            verifier.with_previous_secret(&[secret, &[at]].concat()).expect("room for eight")
        })
    });
}

#[test]
fn a_dropped_stream_leaves_nothing_of_its_states() {
    assert_wiped("a stream", 60, |secret| {
        let mut stream = Verifier::new(secret).expect("a secret").begin(AUTHORIZATION).expect("a header");
        stream.update(&[b'x'; 100]);
        stream
    });
}
