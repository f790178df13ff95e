//! What is fuzzed is written once, in the core's tests, which try the committed corpora with it.

#[path = "../../tests/core/fuzzed.rs"]
mod fuzzed;
#[path = "../../tests/core/model.rs"]
mod model;

/// The header's grammar.
pub fn header(data: &[u8]) {
    fuzzed::header(data);
}

/// Whitespace removal, at once and in pieces.
pub fn normalizer(data: &[u8]) {
    fuzzed::normalizer(data);
}

/// The event law.
pub fn event(data: &[u8]) {
    fuzzed::event(data);
}

/// Sign, tamper, verify.
pub fn tamper(data: &[u8]) {
    fuzzed::tamper(data);
}
