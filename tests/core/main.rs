//! The core's tests, through its public API.

mod details;
// Miri refuses to read a value's padding.
#[cfg(not(miri))]
mod dropped;
mod event_law;
mod exhaustive;
mod fuzzed;
mod ids;
mod laws;
mod model;
mod streaming;
mod support;
mod vectors;
mod verifier;
mod wycheproof;
