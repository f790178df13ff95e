//! Where JSON's strings begin and end.

/// Follows the strings of a JSON text, byte by byte. Quotes and backslashes alone decide, so the text
/// need not be JSON.
#[derive(Clone, Debug, Default)]
pub(crate) struct Strings {
    is_inside: bool,
    is_escaped: bool,
}

impl Strings {
    /// Takes the next byte, and returns whether it stands outside of strings. Quotes count as inside.
    pub(crate) fn is_outside(&mut self, byte: u8) -> bool {
        if self.is_escaped {
            self.is_escaped = false;
        } else if byte == b'"' {
            self.is_inside = !self.is_inside;
        } else if self.is_inside {
            self.is_escaped = byte == b'\\';
        } else {
            return true;
        }
        false
    }

    /// Whether the next byte belongs to a string.
    pub(crate) fn is_inside(&self) -> bool {
        self.is_inside
    }
}
