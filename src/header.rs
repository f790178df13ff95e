//! The `Authorization` header: one scheme, one signature, nothing else.
//!
//! The grammar is that of credentials in RFC 9110, section 11.4, narrowed to
//! `HMAC-SHA256 Signature=<64 hex digits>`. Case and whitespace are free where the RFC frees them; all
//! else is refused, because a lenient parser lets two readers see two signatures.

use crate::error::{HeaderFault, VerificationError};

const SCHEME: &[u8] = b"HMAC-SHA256";
const PARAMETER: &[u8] = b"Signature";

/// What the API writes before the digits. Recognised at once; the grammar would give the same.
pub(crate) const CANONICAL: &[u8] = b"HMAC-SHA256 Signature=";

/// The 32 bytes of the signature that the header's value holds.
///
/// The scheme is judged before what follows it is read, so that a new algorithm is reported as one.
pub(crate) fn parse(value: &[u8]) -> Result<[u8; 32], VerificationError> {
    if let Some(Ok(signature)) = value.strip_prefix(CANONICAL).map(digits) {
        return Ok(signature);
    }
    let value = trim_end(trim_start(value));
    if value.is_empty() {
        return Err(VerificationError::MissingSignature);
    }
    let (scheme, after) = token(value);
    let parameters = trim_start(after);
    if scheme.is_empty() {
        return Err(VerificationError::MalformedSignature(HeaderFault::Scheme));
    }
    if after.is_empty() {
        return Err(VerificationError::MalformedSignature(HeaderFault::LoneToken));
    }
    if parameters.len() == after.len() {
        return Err(VerificationError::MalformedSignature(HeaderFault::Scheme));
    }
    if !scheme.eq_ignore_ascii_case(SCHEME) {
        return Err(VerificationError::UnsupportedAlgorithm);
    }
    signature(parameters).map_err(VerificationError::MalformedSignature)
}

fn signature(parameters: &[u8]) -> Result<[u8; 32], HeaderFault> {
    let (name, rest) = token(parameters);
    if !name.eq_ignore_ascii_case(PARAMETER) {
        return Err(HeaderFault::Parameter);
    }
    let rest = trim_start(rest).strip_prefix(b"=").ok_or(HeaderFault::Parameter)?;
    let value = trim_start(rest);
    let value = match value.strip_prefix(b"\"") {
        Some(quoted) => {
            let end = quoted.iter().position(|&b| b == b'"').ok_or(HeaderFault::Digits)?;
            if end + 1 != quoted.len() {
                return Err(HeaderFault::Trailing);
            }
            &quoted[..end]
        }
        None => value,
    };
    digits(value)
}

fn digits(value: &[u8]) -> Result<[u8; 32], HeaderFault> {
    // By their number first: the decoder passes over a leading `0x`.
    let decoded = <&[u8; 64]>::try_from(value).map(const_hex::decode_to_array);
    match decoded {
        Ok(Ok(signature)) => Ok(signature),
        _ if matches!(token(value).1, [b' ' | b'\t' | b',' | b';', ..]) => Err(HeaderFault::Trailing),
        _ => Err(HeaderFault::Digits),
    }
}

/// Splits after the longest token (RFC 9110, section 5.6.2), which may be empty.
fn token(value: &[u8]) -> (&[u8], &[u8]) {
    let end = value.iter().position(|&b| !is_tchar(b)).unwrap_or(value.len());
    value.split_at(end)
}

fn is_tchar(b: u8) -> bool {
    matches!(b, b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'!' | b'#'..=b'\'' | b'*' | b'+' | b'-' | b'.' | b'^'..=b'`' | b'|' | b'~')
}

/// Optional whitespace is SP and HTAB only (RFC 9110, section 5.6.3).
fn is_space(b: u8) -> bool {
    b == b' ' || b == b'\t'
}

fn trim_start(value: &[u8]) -> &[u8] {
    let start = value.iter().position(|&b| !is_space(b)).unwrap_or(value.len());
    &value[start..]
}

fn trim_end(value: &[u8]) -> &[u8] {
    let end = value.iter().rposition(|&b| !is_space(b)).map_or(0, |last| last + 1);
    &value[..end]
}
