//! Ids of payments and sessions, compared the way the API writes them.
//!
//! The API writes the same id in two forms: as a UUID with hyphens, and as its 32 digits alone. Both have
//! one canonical form. Any other id is its own canonical form, so no two of them can share a key.

use core::{
    fmt,
    hash::{Hash, Hasher},
    ops::Deref,
};

/// Where a UUID has its hyphens (RFC 9562, section 4).
const HYPHENS: [usize; 4] = [8, 13, 18, 23];
/// Hexadecimal digits of a UUID.
const DIGITS: usize = 32;

/// The canonical form of an id: the key to store a payment under.
///
/// 32 hexadecimal digits, with a UUID's hyphens or without any, become 32 lower-case digits. Every
/// other id stays exactly as it is.
///
/// ```
/// use checkout_signature::id;
///
/// let key = id::canonical("E7DBC6B9-4F0A-4E0D-8D7D-6A7F5C1E2B3A");
/// assert_eq!(&*key, "e7dbc6b94f0a4e0d8d7d6a7f5c1e2b3a");
/// assert_eq!(&*id::canonical("order-17"), "order-17");
/// ```
#[must_use]
pub fn canonical(id: &str) -> CanonicalId<'_> {
    CanonicalId(digits(id.as_bytes()).map_or(Form::Other(id), Form::Digits))
}

/// Whether two ids have the same canonical form. An empty id is never the same as any other.
#[must_use]
pub fn same(a: &str, b: &str) -> bool {
    !a.is_empty() && canonical(a) == canonical(b)
}

/// An id in its canonical form, as text (`Deref`, `Display`); made by [`canonical`], without allocating.
#[derive(Clone, Copy)]
pub struct CanonicalId<'a>(Form<'a>);

#[derive(Clone, Copy)]
enum Form<'a> {
    Digits([u8; DIGITS]),
    Other(&'a str),
}

impl CanonicalId<'_> {
    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match &self.0 {
            // ASCII digits are always UTF-8.
            Form::Digits(digits) => str::from_utf8(digits).unwrap_or_default(),
            Form::Other(id) => id,
        }
    }
}

/// The lower-case digits of a UUID in either form.
fn digits(id: &[u8]) -> Option<[u8; DIGITS]> {
    let is_hyphenated = id.len() == DIGITS + HYPHENS.len() && HYPHENS.iter().all(|&at| id[at] == b'-');
    if id.len() != DIGITS && !is_hyphenated {
        return None;
    }
    let mut digits = [0; DIGITS];
    let given = id.iter().enumerate().filter(|(at, _)| !is_hyphenated || !HYPHENS.contains(at));
    for (digit, (_, byte)) in digits.iter_mut().zip(given) {
        *digit = byte.to_ascii_lowercase();
    }
    digits.iter().all(u8::is_ascii_hexdigit).then_some(digits)
}

impl Deref for CanonicalId<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl AsRef<str> for CanonicalId<'_> {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl PartialEq for CanonicalId<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for CanonicalId<'_> {}

impl Hash for CanonicalId<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl fmt::Display for CanonicalId<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for CanonicalId<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}
