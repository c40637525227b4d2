//! Reading of instants written as text.

use ent_core::{Coded, Instant};

/// Why a text is not an instant.
///
/// ```
/// use ent_ffi::instant::{InstantError, instant_millis};
///
/// assert_eq!(instant_millis("2021-09-01T08:00:00Z"), Ok(1_630_483_200_000));
/// assert_eq!(instant_millis("yesterday"), Err(InstantError::Format));
/// assert_eq!(InstantError::OutOfRange.code(), "instant/out-of-range");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, uniffi::Error)]
#[uniffi::export(Display)]
#[non_exhaustive]
pub enum InstantError {
    /// The text is not an RFC 3339 date and time.
    #[error("an instant is an RFC 3339 date and time")]
    Format,
    /// The instant is before 2000 or after 2200.
    #[error("an instant lies between 2000 and 2200")]
    OutOfRange,
}

#[uniffi::export]
impl InstantError {
    /// Stable identifier, such as `instant/format`.
    #[must_use]
    pub fn code(&self) -> String {
        ent_core::InstantError::from(*self).code().to_owned()
    }

    /// Sentence to show, in French.
    #[must_use]
    pub fn text_fr(&self) -> String {
        ent_core::InstantError::from(*self).text_fr()
    }

    /// Sentence to show, in English.
    #[must_use]
    pub fn text_en(&self) -> String {
        ent_core::InstantError::from(*self).text_en()
    }
}

impl From<ent_core::InstantError> for InstantError {
    fn from(error: ent_core::InstantError) -> Self {
        match error {
            ent_core::InstantError::OutOfRange => Self::OutOfRange,
            _ => Self::Format,
        }
    }
}

impl From<InstantError> for ent_core::InstantError {
    fn from(error: InstantError) -> Self {
        match error {
            InstantError::Format => Self::Format,
            InstantError::OutOfRange => Self::OutOfRange,
        }
    }
}

/// Reads an RFC 3339 text with any offset, as milliseconds after 1970-01-01T00:00:00Z.
///
/// # Errors
///
/// `InstantError.Format` when the text is not RFC 3339 or longer than 64 bytes,
/// `InstantError.OutOfRange` before 2000 or after 2200.
#[uniffi::export]
pub fn instant_millis(text: &str) -> Result<i64, InstantError> {
    Ok(Instant::parse(text)?.unix_millis())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_keep_their_code_and_texts() {
        for text in ["", "yesterday", "1999-12-31T23:59:59Z", "2200-01-01T00:00:01Z"] {
            let known = Instant::parse(text).unwrap_err();
            let error = instant_millis(text).unwrap_err();
            assert_eq!(error.code(), known.code(), "{text}");
            assert_eq!(error.text_fr(), known.text_fr(), "{text}");
            assert_eq!(error.text_en(), known.text_en(), "{text}");
            assert_eq!(error.to_string(), known.to_string(), "{text}");
        }
    }
}
