#![doc = include_str!("README.md")]
#![no_std]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![forbid(unsafe_code)]

#[cfg(feature = "event")]
extern crate alloc;

mod error;
#[cfg(feature = "event")]
mod event;
mod header;
#[cfg(feature = "event")]
mod json;
mod keys;
pub mod normalize;
mod signature;
mod stream;
mod verifier;

pub use error::{Error, EventFault, HeaderFault};
#[cfg(feature = "event")]
pub use event::{Event, PaymentAuthorized, UnknownEvent};
pub use keys::MAX_SECRETS;
pub use normalize::Whitespace;
pub use signature::Signature;
pub use stream::Stream;
pub use verifier::{Signed, Verified, Verifier};
