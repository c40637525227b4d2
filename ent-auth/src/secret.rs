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

/// Secret bytes, such as a digest or a draw of the random source; the rules of [`SecretText`].
///
/// ```
/// use ent_auth::SecretBytes;
///
/// let drawn = SecretBytes::new(vec![7; 16]);
/// assert_eq!(format!("{drawn:?}"), "<redacted>");
/// assert!(drawn == SecretBytes::new(vec![7; 16]));
/// assert!(drawn != SecretBytes::new(vec![7; 15]));
/// ```
pub struct SecretBytes(Zeroizing<Vec<u8>>);

impl SecretBytes {
    /// Takes over `bytes`; copies that the caller made of them stay the caller's to wipe.
    #[must_use]
    pub fn new(bytes: Vec<u8>) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The bytes themselves, for the moment they are used; not to be kept or logged.
    #[must_use]
    pub fn expose_secret(&self) -> &[u8] {
        &self.0
    }
}

impl PartialEq for SecretBytes {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_slice().ct_eq(other.0.as_slice()).into()
    }
}

impl Eq for SecretBytes {}

impl fmt::Debug for SecretBytes {
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
            let bytes = [one, other].map(|text| SecretBytes::new(text.as_bytes().to_vec()));
            assert_eq!(bytes[0] == bytes[1], equal, "{one}");
        }
    }

    #[test]
    fn debug_shows_nothing_in_any_form() {
        let text = SecretText::copy_of("Canari-1");
        let bytes = SecretBytes::new(b"Canari-1".to_vec());
        for shown in [format!("{text:?}"), format!("{text:#?}"), format!("{:?}", (&bytes, &text))] {
            assert!(!shown.contains("Canari") && !shown.contains("67"), "{shown}");
        }
    }
}
