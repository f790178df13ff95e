//! The bytes that a signature covers.

use crate::{
    normalize::{self, Runs},
    rules::{Signed, Whitespace},
};

/// The runs of bytes that are signed; `None` where the body has no such part.
pub(crate) fn runs(body: &[u8], signed: Signed, whitespace: Whitespace) -> Option<Runs<'_>> {
    match signed {
        Signed::Body => Some(normalize::runs(body, whitespace)),
        #[cfg(feature = "event")]
        Signed::Payload => {
            let payload = crate::json::payload(normalize::text(body, whitespace))?;
            Some(normalize::runs(payload.as_bytes(), whitespace))
        }
    }
}
