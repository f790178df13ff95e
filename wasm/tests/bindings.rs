//! The bindings in Node: numbers, buffers and pieces, as JavaScript calls them.
#![cfg(target_arch = "wasm32")]

use checkout_signature::Error;
use checkout_signature_wasm::{
    AUTHENTIC, UNKNOWN_EVENT, Verifier, body_buffer, errors, header_buffer, kept_runs,
};
use js_sys::{Array, Uint8Array, WebAssembly::Memory};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

const SECRET: &[u8] = b"correct horse battery staple";
const BODY: &[u8] =
    br#"{"type":"payment-authorized","payload":{"amount":2000,"paymentId":"e7db","sessionId":"4e0d7d"}}"#;
const LIMIT: usize = 1 << 20;

/// A view of the module's memory, as JavaScript takes it.
fn view(address: *const u8, bytes: usize) -> Uint8Array {
    let memory: Memory = wasm_bindgen::memory().unchecked_into();
    Uint8Array::new_with_byte_offset_and_length(&memory.buffer(), address as u32, bytes as u32)
}

fn put_header(value: &str) -> usize {
    view(header_buffer(1024), value.len()).copy_from(value.as_bytes());
    value.len()
}

fn put_body(body: &[u8]) -> usize {
    view(body_buffer(16 * 1024), body.len()).copy_from(body);
    body.len()
}

fn text(from: i32, to: i32) -> String {
    let bytes = view(body_buffer(16 * 1024), to as usize).to_vec();
    String::from_utf8(bytes[from as usize..].to_vec()).expect("UTF-8")
}

fn verifier(secrets: &[&[u8]]) -> Verifier {
    put_body(&secrets.concat());
    let lengths: Vec<u32> = secrets.iter().map(|secret| secret.len() as u32).collect();
    Verifier::new(&lengths, 0, 0, LIMIT).expect("secrets")
}

fn sign(verifier: &Verifier, body: &[u8]) -> String {
    let length = verifier.sign(put_body(body));
    text(0, length as i32)
}

fn number(error: Error) -> i32 {
    Error::ALL.iter().position(|&e| e == error).expect("listed") as i32 + 1
}

#[wasm_bindgen_test]
fn the_errors_are_those_of_the_core_in_its_order() {
    let rows = errors();
    assert_eq!(rows.length() as usize, Error::ALL.len());
    for (row, error) in rows.iter().zip(Error::ALL) {
        let row: Array = row.unchecked_into();
        assert_eq!(row.get(0).as_string().as_deref(), Some(error.code()));
        assert_eq!(row.get(1).as_string(), Some(error.to_string()));
    }
}

#[wasm_bindgen_test]
fn an_event_comes_back_in_the_bodys_buffer() {
    let mut verifier = verifier(&[SECRET]);
    let authorization = sign(&verifier, BODY);
    assert_eq!(verifier.verify_signature(put_header(&authorization), put_body(BODY)), AUTHENTIC);
    assert_eq!(verifier.verify(put_header(&authorization), put_body(BODY)), AUTHENTIC);
    assert_eq!((verifier.amount, verifier.first, verifier.second), (2000.0, 4, 6));
    assert_eq!((text(0, 4), text(4, 10)), ("e7db".to_owned(), "4e0d7d".to_owned()));
}

#[wasm_bindgen_test]
fn an_unknown_event_comes_back_with_and_without_payload() {
    let mut verifier = verifier(&[SECRET]);
    for (body, second) in [(&br#"{"type":"refund","payload":{"a":1}}"#[..], 7), (br#"{"type":"refund"}"#, -1)]
    {
        let authorization = sign(&verifier, body);
        assert_eq!(verifier.verify(put_header(&authorization), put_body(body)), UNKNOWN_EVENT);
        assert_eq!((text(0, verifier.first), verifier.second), ("refund".to_owned(), second));
    }
    assert_eq!(verifier.second, -1);
}

#[wasm_bindgen_test]
fn a_refusal_is_the_number_of_its_error() {
    let mut verifier = verifier(&[SECRET]);
    let authorization = sign(&verifier, BODY);
    assert_eq!(verifier.verify(0, put_body(BODY)), number(Error::MissingSignature));
    assert_eq!(verifier.verify(put_header("Basic abc"), put_body(BODY)), number(Error::UnsupportedAlgorithm));
    let verdict = verifier.verify_signature(put_header(&authorization), put_body(b"{}"));
    assert_eq!(verdict, number(Error::SignatureMismatch));
}

#[wasm_bindgen_test]
fn pieces_give_the_verdict_of_one_call() {
    let mut verifier = verifier(&[SECRET]);
    let authorization = sign(&verifier, BODY);
    for size in [1, 7, 64, BODY.len()] {
        assert_eq!(verifier.begin(put_header(&authorization), BODY.len()), AUTHENTIC);
        for piece in BODY.chunks(size) {
            verifier.update(put_body(piece));
        }
        assert_eq!(verifier.finish(), AUTHENTIC, "pieces of {size}");
    }
    assert_eq!(verifier.begin(put_header(&authorization), LIMIT + 1), number(Error::BodyTooLarge));
    assert_eq!(
        verifier.begin(put_header("Bearer"), 1),
        number(Error::MalformedSignature(checkout_signature::HeaderFault::LoneToken))
    );
    assert_eq!(verifier.finish(), number(Error::SignatureMismatch), "what was not begun is not authentic");
}

#[wasm_bindgen_test]
fn every_secret_verifies_the_newest_signs_and_none_stays_in_the_buffer() {
    let both = verifier(&[SECRET, b"older"]);
    assert!(view(body_buffer(16 * 1024), 64).to_vec().iter().all(|&byte| byte == 0));
    let older = sign(&verifier(&[b"older"]), BODY);
    assert_eq!(both.verify_signature(put_header(&older), put_body(BODY)), AUTHENTIC);
    assert_eq!(sign(&both, BODY), sign(&verifier(&[SECRET]), BODY));
}

#[wasm_bindgen_test]
fn an_empty_secret_throws_its_number() {
    for lengths in [&[][..], &[0], &[3, 0]] {
        put_body(b"abc");
        let thrown = Verifier::new(lengths, 0, 0, LIMIT).map_err(JsValue::from).err();
        assert_eq!(thrown.and_then(|number| number.as_f64()), Some(f64::from(number(Error::EmptySecret))));
    }
}

#[wasm_bindgen_test]
fn kept_runs_are_places_in_the_body_under_each_rule() {
    // A byte order mark, and a no-break space (two bytes) inside a string.
    let body = "\u{FEFF}{ \"a\u{A0}b\" }\n".as_bytes();
    assert_eq!(kept_runs(put_body(body), 0), [3, 4, 5, 7, 9, 11, 12, 13]);
    assert_eq!(kept_runs(put_body(body), 1), [3, 4, 5, 11, 12, 13]);
    assert_eq!(kept_runs(put_body(body), 2), [0, 14]);
    assert!(kept_runs(put_body(b" \t"), 0).is_empty());
    assert!(kept_runs(0, 2).is_empty());
}
