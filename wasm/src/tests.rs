//! The bindings as JavaScript calls them: numbers, a buffer and pieces. They run natively, since nothing in them depends on the
//! machine; the compiled module is what the npm package's tests run.

use alloc::{string::String, vec::Vec};

use checkout_signature::{HeaderFault, MAX_SECRETS, SecretError, SignError, VerificationError};

use crate::{AUTHENTIC, PAYMENT_AUTHORIZED, SharedBuffer, UNKNOWN_EVENT, Verifier, kept_runs};

const SECRET: &[u8] = b"correct horse battery staple";
const BODY: &[u8] =
    br#"{"type":"payment-authorized","payload":{"amount":2000,"paymentId":"e7db","sessionId":"4e0d7d"}}"#;
const LIMIT: usize = 1 << 20;
const BUFFER: usize = 16 * 1024;

fn put(buffer: &mut SharedBuffer, bytes: &[u8]) -> usize {
    let address = buffer.resize(BUFFER);
    buffer.put(bytes);
    assert_eq!(buffer.resize(BUFFER), address, "the buffer has moved");
    bytes.len()
}

/// A header and a body, and their lengths.
fn put_callback(buffer: &mut SharedBuffer, header: &str, body: &[u8]) -> (usize, usize) {
    put(buffer, &[header.as_bytes(), body].concat());
    (header.len(), body.len())
}

fn text(buffer: &SharedBuffer, from: usize, to: usize) -> String {
    String::from_utf8(buffer.bytes(to)[from..].to_vec()).expect("UTF-8")
}

fn create(buffer: &mut SharedBuffer, secrets: &[&[u8]]) -> Option<Verifier> {
    put(buffer, &secrets.concat());
    let lengths: Vec<u32> =
        secrets.iter().map(|secret| u32::try_from(secret.len()).expect("a length")).collect();
    Verifier::create(buffer, &lengths, 0, 0, LIMIT)
}

fn verifier(buffer: &mut SharedBuffer, secrets: &[&[u8]]) -> Verifier {
    create(buffer, secrets).expect("secrets")
}

fn sign(buffer: &mut SharedBuffer, verifier: &Verifier, body: &[u8]) -> String {
    let body = put(buffer, body);
    let length = verifier.sign(buffer, body);
    text(buffer, 0, usize::try_from(length).expect("signed"))
}

fn verify(buffer: &mut SharedBuffer, verifier: &Verifier, header: &str, body: &[u8]) -> i32 {
    let (header, body) = put_callback(buffer, header, body);
    verifier.verify(buffer, header, body)
}

fn verify_signature(buffer: &mut SharedBuffer, verifier: &Verifier, header: &str, body: &[u8]) -> i32 {
    let (header, body) = put_callback(buffer, header, body);
    verifier.verify_signature(buffer, header, body)
}

fn number<E: PartialEq>(all: &[E], error: E) -> i32 {
    i32::try_from(all.iter().position(|e| *e == error).expect("listed")).expect("a number") + 1
}

fn refused(error: VerificationError) -> i32 {
    number(VerificationError::ALL, error)
}

#[test]
fn an_event_comes_back_as_places_in_the_body() {
    let buffer = &mut SharedBuffer::new();
    let verifier = verifier(buffer, &[SECRET]);
    let authorization = sign(buffer, &verifier, BODY);
    assert_eq!(verify_signature(buffer, &verifier, &authorization, BODY), AUTHENTIC);
    assert!(buffer.bytes(authorization.len()).iter().all(|&byte| byte == 0), "a right signature is left");
    assert_eq!(verify(buffer, &verifier, &authorization, BODY), PAYMENT_AUTHORIZED);
    assert_eq!(buffer.last_results(), [2000.0, 67.0, 71.0, 86.0, 92.0, 0.0]);
    let start = authorization.len();
    assert_eq!(text(buffer, start + 67, start + 71), "e7db");
    assert_eq!(text(buffer, start + 86, start + 92), "4e0d7d");
    // The signature that was right is no longer there.
    assert!(buffer.bytes(start).iter().all(|&byte| byte == 0));
}

#[test]
fn texts_with_escapes_replace_the_body() {
    let buffer = &mut SharedBuffer::new();
    let verifier = verifier(buffer, &[SECRET]);
    let body =
        br#"{"type":"payment-authorized","payload":{"amount":1,"paymentId":"\u00e6b","sessionId":"4e0d"}}"#;
    let authorization = sign(buffer, &verifier, body);
    assert_eq!(verify(buffer, &verifier, &authorization, body), PAYMENT_AUTHORIZED);
    assert_eq!(buffer.last_results(), [1.0, 0.0, 3.0, 3.0, 7.0, 1.0]);
    let start = authorization.len();
    assert_eq!(text(buffer, start, start + 7), "\u{e6}b4e0d");
}

#[test]
fn an_unknown_event_comes_back_with_and_without_payload() {
    let buffer = &mut SharedBuffer::new();
    let verifier = verifier(buffer, &[SECRET]);
    for (body, payload) in [
        (&br#"{"type":"refund","payload":{"a":1}}"#[..], [27.0, 34.0]),
        (br#"{"type":"refund"}"#, [-1.0, -1.0]),
    ] {
        let authorization = sign(buffer, &verifier, body);
        assert_eq!(verify(buffer, &verifier, &authorization, body), UNKNOWN_EVENT);
        assert_eq!(buffer.last_results()[1..], [9.0, 15.0, payload[0], payload[1], 0.0]);
    }
}

#[test]
fn a_refusal_is_the_number_of_its_error() {
    let buffer = &mut SharedBuffer::new();
    let verifier = verifier(buffer, &[SECRET]);
    let authorization = sign(buffer, &verifier, BODY);
    let missing = refused(VerificationError::MissingSignature);
    let unsupported = refused(VerificationError::UnsupportedAlgorithm);
    assert_eq!(verify(buffer, &verifier, "", BODY), missing);
    assert_eq!(verify(buffer, &verifier, "Basic abc", BODY), unsupported);
    let (header, _) = put_callback(buffer, "Basic abc", b"");
    assert_eq!(verifier.judge_header(buffer, header), unsupported);
    let verdict = verify_signature(buffer, &verifier, &authorization, b"{}");
    assert_eq!(verdict, refused(VerificationError::SignatureMismatch));
}

#[test]
fn pieces_give_the_verdict_of_one_call() {
    let buffer = &mut SharedBuffer::new();
    let mut verifier = verifier(buffer, &[SECRET]);
    let authorization = sign(buffer, &verifier, BODY);
    for size in [1, 7, 64, BODY.len()] {
        let (header, _) = put_callback(buffer, &authorization, b"");
        assert_eq!(verifier.begin(buffer, header, BODY.len()), AUTHENTIC);
        for piece in BODY.chunks(size) {
            let piece = put(buffer, piece);
            verifier.update(buffer, piece);
        }
        assert_eq!(verifier.finish(), AUTHENTIC, "pieces of {size}");
    }
    let (header, _) = put_callback(buffer, &authorization, b"");
    assert_eq!(verifier.begin(buffer, header, LIMIT + 1), refused(VerificationError::BodyTooLarge));
    let (header, _) = put_callback(buffer, "Bearer", b"");
    assert_eq!(
        verifier.begin(buffer, header, 1),
        refused(VerificationError::MalformedSignature(HeaderFault::LoneToken))
    );
    let mismatch = refused(VerificationError::SignatureMismatch);
    assert_eq!(verifier.finish(), mismatch, "what was not begun is not authentic");
}

#[test]
fn every_secret_verifies_the_newest_signs_and_none_stays_in_the_buffer() {
    let buffer = &mut SharedBuffer::new();
    let both = verifier(buffer, &[SECRET, b"older"]);
    assert!(buffer.bytes(64).iter().all(|&byte| byte == 0));
    let (older, newest) = (verifier(buffer, &[b"older"]), verifier(buffer, &[SECRET]));
    let authorization = sign(buffer, &older, BODY);
    assert_eq!(verify_signature(buffer, &both, &authorization, BODY), AUTHENTIC);
    assert_eq!(sign(buffer, &both, BODY), sign(buffer, &newest, BODY));
}

#[test]
fn a_secret_without_bits_makes_no_verifier() {
    let buffer = &mut SharedBuffer::new();
    for secrets in [&[][..], &[&b""[..]], &[b"abc", b""], &[&[0; 32]]] {
        assert!(create(buffer, secrets).is_none());
        assert_eq!(buffer.last_results()[0], f64::from(number(SecretError::ALL, SecretError::Empty)));
    }
}

#[test]
fn one_secret_too_many_makes_no_verifier() {
    let buffer = &mut SharedBuffer::new();
    assert!(create(buffer, &[SECRET; MAX_SECRETS]).is_some());
    assert!(create(buffer, &[SECRET; MAX_SECRETS + 1]).is_none());
    assert_eq!(buffer.last_results()[0], f64::from(number(SecretError::ALL, SecretError::TooMany)));
}

#[test]
fn what_javascript_reads_has_its_numbers_and_a_place() {
    // The façade has the same numbers.
    assert_eq!([AUTHENTIC, PAYMENT_AUTHORIZED, UNKNOWN_EVENT], [0, 0, -1]);
    assert!(!SharedBuffer::new().results().is_null());
}

#[test]
fn what_cannot_be_signed_is_a_negative_number() {
    let buffer = &mut SharedBuffer::new();
    put(buffer, SECRET);
    let lengths = [u32::try_from(SECRET.len()).expect("a length")];
    let verifier = Verifier::create(buffer, &lengths, 0, 1, LIMIT).expect("a secret");
    let body = put(buffer, b"{}");
    assert_eq!(verifier.sign(buffer, body), -number(SignError::ALL, SignError::NoPayload));
}

#[test]
fn kept_runs_are_places_in_the_body_under_each_rule() {
    let buffer = &mut SharedBuffer::new();
    let mut runs = |body: &[u8], rule| {
        let body = put(buffer, body);
        kept_runs(buffer, body, rule)
    };
    // A byte order mark, and a no-break space (two bytes) inside a string.
    let body = "\u{FEFF}{ \"a\u{A0}b\" }\n".as_bytes();
    assert_eq!(runs(body, 0), [3, 4, 5, 7, 9, 11, 12, 13]);
    assert_eq!(runs(body, 1), [3, 4, 5, 11, 12, 13]);
    assert_eq!(runs(body, 2), [0, 14]);
    assert!(runs(b" \t", 0).is_empty());
    assert!(runs(b"", 2).is_empty());
}
