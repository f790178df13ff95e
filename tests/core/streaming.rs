//! A body in pieces has the verdict that it has in one call, wherever it is cut.

use crate::support::{cases, in_pieces, signature_verdict};
use checkout_signature::{VerificationError, Verifier};
use proptest::prelude::*;

/// Bodies up to this length are cut everywhere; in longer ones, where quadratic time would hurt, at every
/// byte near both ends and near the borders of blocks and pieces.
const EVERYWHERE: usize = 4_096;

#[test]
fn two_pieces_at_every_split_of_every_vector() {
    for (file, vectors) in crate::support::files() {
        for vector in vectors.vectors {
            let Ok(verifier) = vector.verifier() else { continue };
            let body = vector.body.to_vec();
            let splits = (0..=body.len()).filter(|&at| {
                body.len() <= EVERYWHERE
                    || at < 200
                    || body.len() - at < 200
                    || at % 4_096 < 3
                    || at % 4_096 > 4_093
            });
            for at in splits {
                let (a, b) = body.split_at(at);
                let verdict = in_pieces(&verifier, vector.authorization(), [a, b]);
                assert_eq!(
                    signature_verdict(&verdict),
                    vector.signature,
                    "{file}: {} cut at {at}",
                    vector.name
                );
            }
        }
    }
}

#[test]
fn pieces_of_every_small_size() {
    for (file, vectors) in crate::support::files() {
        for vector in vectors.vectors {
            let Ok(verifier) = vector.verifier() else { continue };
            let body = vector.body.to_vec();
            for size in [1, 2, 3, 4, 5, 7, 63, 64, 65] {
                let verdict = in_pieces(&verifier, vector.authorization(), body.chunks(size));
                assert_eq!(
                    signature_verdict(&verdict),
                    vector.signature,
                    "{file}: {} in pieces of {size}",
                    vector.name
                );
            }
        }
    }
}

#[test]
fn a_length_beyond_the_limit_is_refused_beforehand() {
    let verifier = Verifier::new(b"secret").expect("a secret").with_max_body(10);
    let authorization = verifier.sign(b"0123456789").expect("signed").to_string();
    let stream = || verifier.begin(authorization.as_bytes()).expect("a header");
    assert_eq!(stream().with_length(11).err(), Some(VerificationError::BodyTooLarge));

    let mut stream = stream().with_length(10).expect("at the limit");
    stream.update(b"0123456789");
    assert_eq!(stream.finish(), Ok(()));
}

/// Bytes out of which whitespace, marks, strings and escapes come up often.
fn tricky_bytes() -> impl Strategy<Value = Vec<u8>> {
    let bytes = *b" \t\n\"\\a{}\xC2\x85\xA0\xE1\x9A\x80\xE2\x81\x9F\xA8\xAF\xE3\xEF\xBB\xBF\xF0\xFF";
    prop::collection::vec(prop::sample::select(bytes.to_vec()), 0..40)
}

proptest! {
    #![proptest_config(cases(2_000))]

    #[test]
    fn tricky_bytes_sign_alike_in_any_pieces(
        body in tricky_bytes(),
        cuts in prop::collection::vec(0usize..40, 0..6),
        rule in 0..3usize,
    ) {
        use checkout_signature::Whitespace::{All, Insignificant, None};
        let rule = [All, Insignificant, None][rule];
        let verifier = Verifier::new(b"secret").expect("a secret").with_whitespace(rule);
        let authorization = verifier.sign(&body).expect("signed").to_string();
        let mut cuts: Vec<usize> = cuts.into_iter().map(|at| at.min(body.len())).collect();
        cuts.push(0);
        cuts.push(body.len());
        cuts.sort_unstable();
        let pieces = cuts.windows(2).map(|cut| &body[cut[0]..cut[1]]);
        prop_assert_eq!(in_pieces(&verifier, authorization.as_bytes(), pieces), Ok(()));
    }
}
