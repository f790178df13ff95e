#![doc = include_str!("README.md")]
#![no_std]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![forbid(unsafe_code)]

#[cfg(feature = "event")]
extern crate alloc;

mod block;
#[cfg(feature = "event")]
mod depth;
mod error;
#[cfg(feature = "event")]
mod event;
mod header;
pub mod id;
#[cfg(feature = "event")]
mod json;
mod keys;
mod mac;
pub mod normalize;
mod rules;
mod signature;
mod signed;
mod stream;
mod strings;
mod verifier;
mod wipe;
mod word;

#[cfg(feature = "event")]
pub use depth::MAX_DEPTH;
pub use error::{
    ErrorKind, EventFault, HeaderFault, Member, MemberFault, SecretError, SignError, VerificationError,
};
#[cfg(feature = "event")]
pub use event::{Event, PaymentAuthorized, UnknownEvent};
#[cfg(feature = "event")]
pub use json::MAX_AMOUNT;
pub use keys::MAX_SECRETS;
pub use rules::{Signed, Whitespace};
pub use signature::Signature;
pub use stream::Stream;
pub use verifier::{Verified, Verifier};
pub use wipe::wipe_stack;
