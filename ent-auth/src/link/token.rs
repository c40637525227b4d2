//! The secret of a link, and its address.

use base64ct::{Base64UrlUnpadded, Encoding};
use blake2::digest::consts::U32;
use blake2::{Blake2b, Digest};
use ent_core::{Coded, Entropy, EntropyError};
use thiserror::Error;
use zeroize::Zeroizing;

use crate::SecretText;
use crate::address::{BaseAddress, link_to, params_of};
use crate::hex::Hex;

/// The secret of a link: 32 random bytes, 43 characters of base64url (RFC 4648 §5).
///
/// Its `BLAKE2b-256` digest is what is stored: with 256 bits no key is needed (OWASP ASVS 5.0
/// 6.5.2 asks for one below 112).
///
/// ```
/// use ent_auth::address::BaseAddress;
/// use ent_auth::link::{LinkError, LinkToken};
///
/// let base = BaseAddress::parse("https://ent.exemple.fr/courriel").map_err(|_| LinkError::Other)?;
/// let opened = format!("https://ent.exemple.fr/courriel?token={}", "A".repeat(43));
/// let token = LinkToken::from_url(&base, &opened)?;
/// assert_eq!(token.to_url(&base)?.expose_secret(), opened);
/// assert_eq!(LinkToken::parse("").unwrap_err(), LinkError::Empty);
/// # Ok::<(), LinkError>(())
/// ```
#[derive(Debug)]
#[doc(alias = "jeton")]
pub struct LinkToken {
    text: SecretText,
}

impl LinkToken {
    const BYTES: usize = 32;
    const CHARS: usize = 43;

    pub(super) fn draw(entropy: &mut dyn Entropy) -> Result<Self, EntropyError> {
        let mut bytes = Zeroizing::new([0; Self::BYTES]);
        entropy.fill(bytes.as_mut_slice())?;
        Ok(Self { text: SecretText::new(Base64UrlUnpadded::encode_string(bytes.as_slice())) })
    }

    /// Reads a token.
    ///
    /// # Errors
    ///
    /// [`LinkError::Empty`] for no text, [`LinkError::Token`] for anything but 43 characters that
    /// stand for 32 bytes.
    pub fn parse(text: &str) -> Result<Self, LinkError> {
        if text.is_empty() {
            return Err(LinkError::Empty);
        }
        if text.len() != Self::CHARS {
            return Err(LinkError::Token);
        }
        let mut bytes = Zeroizing::new([0; Self::BYTES]);
        Base64UrlUnpadded::decode(text, bytes.as_mut_slice()).map_err(|_| LinkError::Token)?;
        Ok(Self { text: SecretText::copy_of(text) })
    }

    /// Reads a link that was opened: to the page of the configuration, with one `token`. Other
    /// parameters, as mail gateways add them, are left alone.
    ///
    /// # Errors
    ///
    /// [`LinkError`] by the first part that is wrong; nothing of the link is repeated in it.
    pub fn from_url(base: &BaseAddress, url: &str) -> Result<Self, LinkError> {
        let params = params_of(base, '?', url).ok_or(LinkError::Other)?;
        Self::parse(&params.value("token").ok_or(LinkError::Empty)?)
    }

    /// The link to send: the page of the configuration with the token. Answer it with
    /// `Referrer-Policy: no-referrer`.
    ///
    /// # Errors
    ///
    /// [`LinkError::Base`] when the page is not `https`.
    pub fn to_url(&self, base: &BaseAddress) -> Result<SecretText, LinkError> {
        if !base.is_https() {
            return Err(LinkError::Base);
        }
        Ok(link_to(base, '?', &[("token", self.text.expose_secret())]))
    }

    /// The token as text, for the form whose button confirms it; not to be kept or logged.
    #[must_use]
    pub fn expose_secret(&self) -> &str {
        self.text.expose_secret()
    }

    /// Name of the token in the index of the host: its digest as 64 hexadecimal digits, no secret.
    #[must_use]
    pub fn lookup(&self) -> String {
        self.digest().to_string()
    }

    pub(super) fn digest(&self) -> Hex<32> {
        Hex(Blake2b::<U32>::digest(self.text.expose_secret()).into())
    }
}

/// Why a text is not a [`LinkToken`] or no link holds one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum LinkError {
    /// There is no token.
    #[error("the link has no token")]
    Empty,
    /// The token is none of ours.
    #[error("the token of the link cannot be read")]
    Token,
    /// The link leads elsewhere, or is none.
    #[error("the link is not one of this portal")]
    Other,
    /// The configured page is not `https`.
    #[error("a link of a message must be https")]
    Base,
}

impl Coded for LinkError {
    fn code(&self) -> &'static str {
        match self {
            Self::Empty => "email-link/empty",
            Self::Token => "email-link/token",
            Self::Other => "email-link/other",
            Self::Base => "email-link/base",
        }
    }
}

#[cfg(test)]
mod tests {
    use ent_core::message::is_known;
    use proptest::prelude::*;

    use super::*;

    fn base() -> BaseAddress {
        BaseAddress::parse("https://ent.exemple.fr/courriel").unwrap()
    }

    #[test]
    fn links_are_read_and_refused() {
        use LinkError::{Empty, Other, Token};
        let token = "A".repeat(43);
        let cases = [
            // what follows the host, error
            (format!("/courriel?token={token}"), None),
            (format!("/courriel?utm_source=mail&token={token}&x=1#top"), None),
            (format!("/courriel?token=%41{}", "A".repeat(42)), None),
            ("/courriel".to_owned(), Some(Empty)),
            ("/courriel?token=".to_owned(), Some(Empty)),
            (format!("/courriel#token={token}"), Some(Empty)),
            (format!("/courriel?token={token}&token={token}"), Some(Empty)),
            (format!("/courriel?Token={token}"), Some(Empty)),
            (format!("/courriel?token={token}A"), Some(Token)),
            (format!("/courriel?token={token}="), Some(Token)),
            (format!("/courriel?token={}B", "A".repeat(42)), Some(Token)), // bits left over
            (format!("/courriel?token=+{}", "A".repeat(42)), Some(Token)),
            (format!("/courriel?token=%00{}", "A".repeat(42)), Some(Token)),
            (format!("/autre?token={token}"), Some(Other)),
            (format!(".evil.test/courriel?token={token}"), Some(Other)),
            (format!("@evil.test/courriel?token={token}"), Some(Other)),
            (format!(":8443/courriel?token={token}"), Some(Other)),
            (format!("/courriel?token={token}\n"), Some(Other)),
        ];
        for (rest, error) in cases {
            let url = format!("https://ent.exemple.fr{rest}");
            assert_eq!(LinkToken::from_url(&base(), &url).err(), error, "{url:?}");
        }
        assert!([Empty, Token, Other, LinkError::Base].iter().all(|e| is_known(e.code())));
        let app = BaseAddress::parse("fr.exemple.ent://courriel.exemple.fr").unwrap();
        let token = LinkToken::parse(&token).unwrap();
        assert_eq!(token.to_url(&app).err(), Some(LinkError::Base));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(bytes: [u8; 32]) {
            let token = LinkToken::parse(&Base64UrlUnpadded::encode_string(&bytes)).unwrap();
            let url = token.to_url(&base()).unwrap();
            let read = LinkToken::from_url(&base(), url.expose_secret()).unwrap();
            prop_assert_eq!(read.lookup(), token.lookup());
            prop_assert_eq!(token.lookup().len(), 64);
        }

        #[test]
        fn never_panics(text in ".{0,60}") {
            let _ = (LinkToken::parse(&text).is_ok(), LinkToken::from_url(&base(), &text).is_ok());
            let url = format!("https://ent.exemple.fr/courriel?token={text}");
            let _ = LinkToken::from_url(&base(), &url);
        }
    }
}
