//! The core's tests, through its public API.

mod event_law;
mod ids;
mod streaming;
mod support;
mod vectors;
mod verifier;
mod wycheproof;
