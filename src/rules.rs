//! The rules a sender may follow: which whitespace is removed, and which bytes are signed.

/// Which whitespace is removed before hashing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Whitespace {
    /// All of it, wherever it stands, inside JSON strings too: the API's documented rule.
    #[default]
    All,
    /// Only outside JSON strings, for a sender that signs minified JSON.
    Insignificant,
    /// None: the bytes are hashed exactly as sent, a byte order mark included.
    None,
}

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

impl Whitespace {
    /// Every rule; a binding uses the position as the rule's number.
    pub const ALL: &'static [Self] = &[Self::All, Self::Insignificant, Self::None];

    /// The rule's name as an option, the same in every language.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Insignificant => "insignificant",
            Self::None => "none",
        }
    }
}

impl Signed {
    /// Every choice; a binding uses the position as the choice's number.
    pub const ALL: &'static [Self] = &[
        Self::Body,
        #[cfg(feature = "event")]
        Self::Payload,
    ];

    /// The choice's name as an option, the same in every language.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Body => "body",
            #[cfg(feature = "event")]
            Self::Payload => "payload",
        }
    }
}
