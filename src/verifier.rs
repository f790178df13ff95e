//! The verifier: secrets and rules, made once and used for every callback.

use core::fmt;

use crate::{
    error::{SecretError, SignError, VerificationError},
    header,
    keys::Keys,
    rules::{Signed, Whitespace},
    signature::Signature,
    signed,
    stream::Stream,
    wipe::wiping,
};

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
/// let authorization = verifier.sign(body)?.to_string(); // the sender's part
///
/// let verified = verifier.verify(body, authorization.as_bytes())?;
/// let Event::PaymentAuthorized(payment) = verified.event()? else { unreachable!() };
/// assert_eq!(payment.amount, 2000);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Verifier {
    keys: Keys,
    whitespace: Whitespace,
    signed: Signed,
    max_body_bytes: usize,
}

impl Verifier {
    /// The default limit of a body's length: 1 MiB.
    pub const DEFAULT_MAX_BODY_BYTES: usize = 1 << 20;

    /// A verifier for the secret key that callbacks are signed with, by the documented rules.
    ///
    /// # Errors
    ///
    /// [`SecretError::Empty`]: anyone could sign with that.
    pub fn new(secret: &[u8]) -> Result<Self, SecretError> {
        Ok(Self {
            keys: wiping(|| Keys::new(secret))?,
            whitespace: Whitespace::default(),
            signed: Signed::default(),
            max_body_bytes: Self::DEFAULT_MAX_BODY_BYTES,
        })
    }

    /// Accepts an older secret too, for the days of a rotation; call it once for each.
    ///
    /// # Errors
    ///
    /// [`SecretError::Empty`], or [`SecretError::TooMany`] beyond [`MAX_SECRETS`](crate::MAX_SECRETS).
    pub fn with_previous_secret(mut self, secret: &[u8]) -> Result<Self, SecretError> {
        wiping(|| self.keys.add(secret))?;
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
        self.max_body_bytes = bytes;
        self
    }

    /// Verifies a callback: the body as it came, and the value of its `Authorization` header (empty
    /// where there was none).
    ///
    /// # Errors
    ///
    /// The header's errors first, then [`VerificationError::BodyTooLarge`], then
    /// [`VerificationError::SignatureMismatch`].
    pub fn verify<'b>(
        &self,
        body: &'b [u8],
        authorization: &[u8],
    ) -> Result<Verified<'b>, VerificationError> {
        wiping(|| {
            let expected = header::parse(authorization)?;
            if body.len() > self.max_body_bytes {
                return Err(VerificationError::BodyTooLarge);
            }
            let hashed = signed::runs(body, self.signed, self.whitespace)
                .and_then(|runs| self.keys.verify(runs, &expected))
                .ok_or(VerificationError::SignatureMismatch)?;
            Ok(Verified { body, hashed, whitespace: self.whitespace, signed: self.signed })
        })
    }

    /// Judges the `Authorization` header alone, to refuse a request before any of its body is read.
    ///
    /// # Errors
    ///
    /// [`VerificationError::MissingSignature`], [`VerificationError::MalformedSignature`],
    /// [`VerificationError::UnsupportedAlgorithm`].
    pub fn check_header(&self, authorization: &[u8]) -> Result<(), VerificationError> {
        wiping(|| header::parse(authorization).map(drop))
    }

    /// Begins to verify a callback whose body arrives in pieces.
    ///
    /// # Errors
    ///
    /// Those of [`check_header`](Self::check_header).
    pub fn begin(&self, authorization: &[u8]) -> Result<Stream, VerificationError> {
        let expected = header::parse(authorization)?;
        let stream = Stream::new(&self.keys, self.whitespace, self.max_body_bytes, expected);
        Ok(match self.signed {
            Signed::Body => stream,
            #[cfg(feature = "event")]
            Signed::Payload => stream.of_payload(self.whitespace),
        })
    }

    /// Signs a body with the newest secret, as the API does.
    ///
    /// # Errors
    ///
    /// [`SignError::NoPayload`] under `Signed::Payload`, where the body has no such member.
    pub fn sign(&self, body: &[u8]) -> Result<Signature, SignError> {
        wiping(|| {
            let runs = signed::runs(body, self.signed, self.whitespace).ok_or(SignError::NoPayload)?;
            Ok(Signature(self.keys.sign(runs)))
        })
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier")
            .field("keys", &self.keys)
            .field("whitespace", &self.whitespace)
            .field("signed", &self.signed)
            .field("max_body_bytes", &self.max_body_bytes)
            .finish()
    }
}

/// A body that is authentic. Only [`Verifier::verify`] makes one.
///
/// Whitespace is not signed: a stranger who holds one callback can send it again with other
/// whitespace, and it is still authentic. `event` (with the feature of that name) guards against that;
/// code that parses [`body`](Verified::body) itself has to do the same. `Debug` does not show the body.
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
    /// [`VerificationError::MalformedEvent`] where it is not an event;
    /// [`VerificationError::AlteredWhitespace`] where the whitespace that was removed for the signature
    /// makes it another event.
    #[cfg(feature = "event")]
    pub fn event(&self) -> Result<crate::Event<'b>, VerificationError> {
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
