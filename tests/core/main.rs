//! The core's tests, through its public API.

mod details;
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
