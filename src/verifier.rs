//! The verifier: secrets and rules, made once and used for every callback.

use core::fmt;

use crate::{
    error::Error,
    header,
    keys::Keys,
    normalize::{self, Runs, Whitespace},
    signature::Signature,
    stream::Stream,
};

/// Which bytes the signature covers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Signed {
    /// The whole body: what the API's documentation describes.
    #[default]
    Body,
    /// Only the value of the top-level member `payload`, as sent.
    ///
    /// The `type` is not authenticated then, so `payment-authorized` is the only event accepted; and
    /// the body has to be parsed before it is known to be authentic.
    #[cfg(feature = "event")]
    Payload,
}

impl Signed {
    /// The runs of bytes that are signed; `None` where the body has no such part.
    pub(crate) fn runs(self, body: &[u8], rule: Whitespace) -> Option<Runs<'_>> {
        match self {
            Signed::Body => Some(normalize::runs(body, rule)),
            #[cfg(feature = "event")]
            Signed::Payload => {
                let payload = crate::json::payload(normalize::without_mark(body, rule))?;
                Some(normalize::runs(payload.as_bytes(), rule))
            }
        }
    }
}

/// Verifies callbacks under one secret, or several during a rotation.
///
/// The secrets are turned into keyed states when it is made, and wiped when it is dropped; copies that
/// the compiler left on the stack, and the caller's own, are out of its reach. `Debug` is redacted.
/// `Clone` and `PartialEq` are withheld: a second copy of the keys, and a comparison of them that is
/// not in constant time, would each need a reason.
///
/// ```
/// use checkout_signature::{Event, Verifier};
///
/// let verifier = Verifier::new(b"the secret key for callbacks")?;
/// let body = br#"{"type":"payment-authorized","payload":{"amount":2000,"paymentId":"e7db","sessionId":"4e0d"}}"#;
/// let authorization = verifier.sign(body).to_string(); // the sender's part
///
/// let verified = verifier.verify(body, authorization.as_bytes())?;
/// let Event::PaymentAuthorized(payment) = verified.event()? else { unreachable!() };
/// assert_eq!(payment.amount, 2000);
/// # Ok::<(), checkout_signature::Error>(())
/// ```
pub struct Verifier {
    keys: Keys,
    whitespace: Whitespace,
    signed: Signed,
    max_body: usize,
}

impl Verifier {
    /// The default limit of a body's length in bytes: 1 MiB.
    pub const MAX_BODY: usize = 1 << 20;

    /// A verifier for the secret key that callbacks are signed with, by the documented rules.
    ///
    /// # Errors
    ///
    /// [`Error::EmptySecret`]: anybody could sign with that.
    pub fn new(secret: &[u8]) -> Result<Self, Error> {
        Ok(Verifier {
            keys: Keys::new(secret)?,
            whitespace: Whitespace::default(),
            signed: Signed::default(),
            max_body: Self::MAX_BODY,
        })
    }

    /// Accepts an older secret too, for the days of a rotation; call it once for each.
    ///
    /// # Errors
    ///
    /// [`Error::EmptySecret`], or [`Error::TooManySecrets`] beyond [`MAX_SECRETS`](crate::MAX_SECRETS).
    pub fn with_previous_secret(mut self, secret: &[u8]) -> Result<Self, Error> {
        self.keys.add(secret)?;
        Ok(self)
    }

    /// Removes other whitespace than the documented rule does.
    #[must_use]
    pub fn with_whitespace(mut self, rule: Whitespace) -> Self {
        self.whitespace = rule;
        self
    }

    /// Takes other bytes as signed than the whole body.
    #[must_use]
    pub fn with_signed(mut self, signed: Signed) -> Self {
        self.signed = signed;
        self
    }

    /// Refuses bodies longer than `bytes`, before any of them is hashed.
    #[must_use]
    pub fn with_max_body(mut self, bytes: usize) -> Self {
        self.max_body = bytes;
        self
    }

    /// Verifies a callback: the body as it came, and the value of its `Authorization` header (empty
    /// where there was none).
    ///
    /// # Errors
    ///
    /// The header's errors first, then [`Error::BodyTooLarge`], then [`Error::SignatureMismatch`].
    pub fn verify<'b>(&self, body: &'b [u8], authorization: &[u8]) -> Result<Verified<'b>, Error> {
        let expected = header::parse(authorization)?;
        if body.len() > self.max_body {
            return Err(Error::BodyTooLarge);
        }
        let runs = self.signed.runs(body, self.whitespace).ok_or(Error::SignatureMismatch)?;
        let hashed = self.keys.verify(runs, &expected).ok_or(Error::SignatureMismatch)?;
        Ok(Verified { body, hashed, whitespace: self.whitespace, signed: self.signed })
    }

    /// Begins to verify a callback whose body arrives in pieces.
    ///
    /// # Errors
    ///
    /// The header's: [`Error::MissingSignature`], [`Error::MalformedSignature`],
    /// [`Error::UnsupportedAlgorithm`].
    pub fn begin(&self, authorization: &[u8]) -> Result<Stream, Error> {
        let expected = header::parse(authorization)?;
        let stream = Stream::new(&self.keys, self.whitespace, self.max_body, expected);
        Ok(match self.signed {
            Signed::Body => stream,
            #[cfg(feature = "event")]
            Signed::Payload => stream.of_payload(self.whitespace),
        })
    }

    /// Signs a body with the newest secret, as the API does.
    ///
    /// Under `Signed::Payload` a body without that member has nothing to sign, and what is returned
    /// (the MAC of no bytes) will not verify.
    #[must_use]
    pub fn sign(&self, body: &[u8]) -> Signature {
        let nothing = || normalize::runs(&[], self.whitespace);
        let runs = self.signed.runs(body, self.whitespace).unwrap_or_else(nothing);
        Signature(self.keys.sign(runs))
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier")
            .field("keys", &self.keys)
            .field("whitespace", &self.whitespace)
            .field("signed", &self.signed)
            .field("max_body", &self.max_body)
            .finish()
    }
}

/// A body that is authentic. Only [`Verifier::verify`] makes one.
///
/// Whitespace is not signed: a stranger who holds one callback can send it again with other
/// whitespace, and it is still authentic. `event` (with the feature of that name) sees to that; who
/// parses [`body`](Verified::body) must see to it too. `Debug` does not show the body.
#[derive(Clone, Copy)]
#[cfg_attr(not(feature = "event"), allow(dead_code, reason = "only the event needs more than the body"))]
pub struct Verified<'b> {
    body: &'b [u8],
    /// How many bytes the signature covers.
    hashed: usize,
    whitespace: Whitespace,
    signed: Signed,
}

impl<'b> Verified<'b> {
    /// The body, exactly as it was given.
    #[must_use]
    pub const fn body(&self) -> &'b [u8] {
        self.body
    }

    /// The event that the body proves.
    ///
    /// # Errors
    ///
    /// [`Error::MalformedEvent`] where it is none; [`Error::AlteredWhitespace`] where the whitespace
    /// that was removed for the signature makes it another event, or none.
    #[cfg(feature = "event")]
    pub fn event(&self) -> Result<crate::Event, Error> {
        // As many bytes were hashed as were sent, so there is no whitespace that could have been altered.
        let rule = if self.hashed == self.body.len() { Whitespace::None } else { self.whitespace };
        crate::event::read(self.body, rule, self.signed)
    }
}

impl fmt::Debug for Verified<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verified").field("bytes", &self.body.len()).finish_non_exhaustive()
    }
}
