//! Values that must not be seen: wiped when dropped, never printed, compared in constant time.

use std::fmt;

use ctutils::CtEq;
use zeroize::Zeroizing;

/// A secret text, such as a one-time code or the text message that carries it.
///
/// Its memory is wiped when it is dropped. `Debug` shows nothing of it, there is no `Display`,
/// `Clone` or `Serialize`, and `==` takes the same time wherever two texts of one length differ
/// (the length itself is not hidden).
///
/// ```
/// use ent_auth::SecretText;
///
/// let code = SecretText::new("042137".to_owned());
/// assert_eq!(format!("{code:?}"), "<redacted>");
/// assert_eq!(code.expose_secret(), "042137");
/// assert!(code != SecretText::copy_of("042138"));
/// ```
#[doc(alias = "mot de passe")]
pub struct SecretText(Zeroizing<String>);

impl SecretText {
    /// Takes over `text`; copies that the caller made of it stay the caller's to wipe.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// A secret with the same text as `text`.
    #[must_use]
    pub fn copy_of(text: &str) -> Self {
        Self::new(text.to_owned())
    }

    /// The text itself, for the moment it is sent, hashed or compared; not to be kept or logged.
    #[must_use]
    pub fn expose_secret(&self) -> &str {
        &self.0
    }
}

impl PartialEq for SecretText {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_bytes().ct_eq(other.0.as_bytes()).into()
    }
}

impl Eq for SecretText {}

impl fmt::Debug for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<redacted>")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_text_is_equal() {
        let cases = [
            // one, other, equal
            ("", "", true),
            ("Canari-1", "Canari-1", true),
            ("Canari-1", "Canari-2", false),
            ("Canari-1", "canari-1", false),
            ("Canari-1", "Canari-", false),
            ("", "a", false),
        ];
        for (one, other, equal) in cases {
            assert_eq!(SecretText::copy_of(one) == SecretText::copy_of(other), equal, "{one}");
        }
    }

    #[test]
    fn debug_shows_nothing_in_any_form() {
        let text = SecretText::copy_of("Canari-1");
        for shown in [format!("{text:?}"), format!("{text:#?}"), format!("{:?}", (1, &text))] {
            assert!(!shown.contains("Canari") && !shown.contains("67"), "{shown}");
        }
    }
}
