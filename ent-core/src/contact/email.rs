//! E-mail addresses, proved and not.

use std::fmt;
use std::str::FromStr;

use email_address::{EmailAddress, Options};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::Coded;

/// Longest address that can be sent to, in bytes (RFC 5321 §4.5.3.1.3, less the brackets).
const MAX_BYTES: usize = 254;

/// Longest text that is trimmed and read, in bytes.
const MAX_TYPED: usize = 512;

/// An e-mail address such as `zoe.martin@exemple.fr`, kept as typed.
///
/// ASCII only, with a domain of two labels or more: look-alike letters, invisible and
/// bidirectional characters are refused with the rest. An international domain is given in its
/// `xn--` form and not decoded, which would take tables that phones need not carry. Quoted local
/// parts and `[192.0.2.1]` domains are refused, since no portal sends to them. Two addresses are
/// one person's when their [`key`](Self::key)s are equal. `Debug` is masked.
///
/// ```
/// use ent_core::{Email, EmailError};
///
/// let email = Email::parse(" Zoe.Martin@Exemple.fr ")?;
/// assert_eq!(email.address(), "Zoe.Martin@Exemple.fr");
/// assert_eq!(email.key(), "zoe.martin@exemple.fr");
/// assert_eq!(email.masked(), "Z•••@Exemple.fr");
/// assert_eq!(Email::parse("zoe.martin"), Err(EmailError::Format));
/// # Ok::<(), EmailError>(())
/// ```
#[doc(alias = "courriel")]
#[doc(alias = "adresse électronique")]
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

impl Email {
    /// Reads an address; ASCII spaces and line ends around it are dropped.
    ///
    /// # Errors
    ///
    /// [`EmailError::Empty`] when nothing but spaces is there, [`EmailError::Format`] for anything
    /// else that is not such an address or is longer than 254 bytes.
    pub fn parse(text: &str) -> Result<Self, EmailError> {
        if text.len() > MAX_TYPED {
            return Err(EmailError::Format);
        }
        let text = text.trim_ascii();
        if text.is_empty() {
            return Err(EmailError::Empty);
        }
        check(text)?;
        Ok(Self(text.to_owned()))
    }

    /// The address as typed.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.0
    }

    /// The address in lower case, for comparison; mail is sent to [`address`](Self::address).
    ///
    /// The part before `@` may in theory tell cases apart (RFC 5321 §2.4); no provider does, and
    /// two accounts on `Zoe@` and `zoe@` would be one person's.
    #[must_use]
    pub fn key(&self) -> String {
        self.0.to_ascii_lowercase()
    }

    /// First character and domain, such as `a•••@exemple.fr`.
    #[must_use]
    pub fn masked(&self) -> String {
        let (local, domain) = self.0.rsplit_once('@').unwrap_or_default();
        let first = local.chars().next().unwrap_or('•');
        format!("{first}•••@{domain}")
    }
}

fn check(text: &str) -> Result<(), EmailError> {
    let visible = |b: u8| b.is_ascii_graphic() && b != b'"';
    if text.len() > MAX_BYTES || !text.bytes().all(visible) {
        return Err(EmailError::Format);
    }
    let options =
        Options::default().with_required_tld().without_display_text().without_domain_literal();
    let read = EmailAddress::parse_with_options(text, options).map_err(|_| EmailError::Format)?;
    let domain = read.domain();
    let letters_digits_hyphens = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'.';
    let last = domain.rsplit('.').next().unwrap_or_default();
    let sendable = domain.bytes().all(letters_digits_hyphens)
        && last.len() >= 2
        && last.starts_with(|c: char| c.is_ascii_alphabetic());
    if sendable { Ok(()) } else { Err(EmailError::Format) }
}

impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Email({})", self.masked())
    }
}

impl FromStr for Email {
    type Err = EmailError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl TryFrom<String> for Email {
    type Error = EmailError;

    /// Reads a stored address; spaces around it are refused.
    fn try_from(text: String) -> Result<Self, Self::Error> {
        check(&text)?;
        Ok(Self(text))
    }
}

impl From<Email> for String {
    fn from(email: Email) -> Self {
        email.0
    }
}

/// An address that nobody has yet shown to be theirs.
///
/// ```
/// use ent_core::{EmailError, UnverifiedEmail};
///
/// let asked = UnverifiedEmail::parse("zoe@exemple.fr")?;
/// assert_eq!(asked.email().masked(), "z•••@exemple.fr");
/// assert!(UnverifiedEmail::parse("zoe@").is_err());
/// # Ok::<(), EmailError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UnverifiedEmail(Email);

impl UnverifiedEmail {
    /// Reads an address.
    ///
    /// # Errors
    ///
    /// As [`Email::parse`].
    pub fn parse(text: &str) -> Result<Self, EmailError> {
        Email::parse(text).map(Self)
    }

    /// The address, to send the confirmation link to.
    #[must_use]
    pub const fn email(&self) -> &Email {
        &self.0
    }

    /// The address as its owner's: call it once they have opened the link sent there.
    #[must_use]
    pub fn confirmed(self) -> VerifiedEmail {
        VerifiedEmail(self.0)
    }
}

impl From<Email> for UnverifiedEmail {
    fn from(email: Email) -> Self {
        Self(email)
    }
}

/// An address whose owner has opened the link sent there.
///
/// It comes from [`UnverifiedEmail::confirmed`] or from what was stored, and from nowhere else.
///
/// ```
/// use ent_core::{EmailError, UnverifiedEmail};
///
/// let shown = UnverifiedEmail::parse("zoe@exemple.fr")?.confirmed();
/// assert_eq!(shown.email().address(), "zoe@exemple.fr");
/// # Ok::<(), EmailError>(())
/// ```
///
/// ```compile_fail
/// let email = ent_core::Email::parse("zoe@exemple.fr").unwrap();
/// let _ = ent_core::VerifiedEmail::from(email);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct VerifiedEmail(Email);

impl VerifiedEmail {
    /// The address.
    #[must_use]
    pub const fn email(&self) -> &Email {
        &self.0
    }
}

/// Why a text is not an [`Email`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum EmailError {
    /// Nothing but spaces.
    #[error("no e-mail address was given")]
    Empty,
    /// Not an address, or one that no portal can send to.
    #[error("the text is not an e-mail address")]
    Format,
}

impl Coded for EmailError {
    fn code(&self) -> &'static str {
        match self {
            Self::Empty => "email/empty",
            Self::Format => "email/format",
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::message::is_known;

    #[test]
    fn reads_and_refuses() {
        use EmailError::{Empty, Format};
        let long_local = format!("{}@exemple.fr", "a".repeat(65));
        let longest = format!("a@{}{}.fr", "b.".repeat(124), "c");
        let too_long = format!("a@{}{}.fr", "b.".repeat(124), "cc");
        let huge = "a".repeat(1 << 20);
        let cases = [
            // text, key or error
            ("zoe@exemple.fr", Ok("zoe@exemple.fr")),
            ("\tZoe+ent@Exemple.FR\r\n", Ok("zoe+ent@exemple.fr")),
            ("ce.0750655E@ac-paris.fr", Ok("ce.0750655e@ac-paris.fr")),
            ("d'arc@exemple.fr", Ok("d'arc@exemple.fr")),
            ("z@xn--lcole-9ua.fr", Ok("z@xn--lcole-9ua.fr")),
            (&longest, Ok(&*longest)),
            ("", Err(Empty)),
            (" \t ", Err(Empty)),
            ("\u{A0}", Err(Format)),
            ("zoe", Err(Format)),
            ("zoe@", Err(Format)),
            ("@exemple.fr", Err(Format)),
            ("zoe@exemple", Err(Format)),
            ("zoe@exemple.f", Err(Format)),
            ("zoe@192.0.2.1", Err(Format)),
            ("zoe@[192.0.2.1]", Err(Format)),
            ("zoe@@exemple.fr", Err(Format)),
            ("zoe@a@exemple.fr", Err(Format)),
            ("zoe..m@exemple.fr", Err(Format)),
            (".zoe@exemple.fr", Err(Format)),
            ("zoe.@exemple.fr", Err(Format)),
            ("zoe@exemple..fr", Err(Format)),
            ("zoe@-exemple.fr", Err(Format)),
            ("zoe@exemple-.fr", Err(Format)),
            ("zoe@exem_ple.fr", Err(Format)),
            ("zoe@exemple.fr.", Err(Format)),
            ("zo e@exemple.fr", Err(Format)),
            ("\"zoe\"@exemple.fr", Err(Format)),
            ("Zoe <zoe@exemple.fr>", Err(Format)),
            ("<zoe@exemple.fr>", Err(Format)),
            ("zoé@exemple.fr", Err(Format)),
            ("zoe@école.fr", Err(Format)),
            ("zo\u{200B}e@exemple.fr", Err(Format)),
            ("zoe@exemple.fr\u{202E}", Err(Format)),
            ("zo\0e@exemple.fr", Err(Format)),
            ("zoe@exemple.fr\r\nbcc:x@y.fr", Err(Format)),
            ("ｚｏｅ@exemple.fr", Err(Format)),
            (&long_local, Err(Format)),
            (&too_long, Err(Format)),
            (&huge, Err(Format)),
        ];
        for (text, expected) in cases {
            let read = Email::parse(text).map(|email| email.key());
            assert_eq!(read, expected.map(str::to_owned), "{text:.60?}");
        }
        assert_eq!((longest.len(), too_long.len()), (254, 255));
    }

    #[test]
    fn nothing_shows_the_whole_address() {
        let email = Email::parse("zoe.martin@exemple.fr").unwrap();
        assert_eq!(format!("{email:?}"), "Email(z•••@exemple.fr)");
        let shown = format!("{:?}", UnverifiedEmail::from(email).confirmed());
        assert_eq!(shown, "VerifiedEmail(Email(z•••@exemple.fr))");
    }

    #[test]
    fn travels_as_a_plain_text() {
        let read: VerifiedEmail = serde_json::from_str(r#""Zoe@exemple.fr""#).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), r#""Zoe@exemple.fr""#);
        for bad in [r#"" zoe@exemple.fr""#, r#""zoe""#, r#""""#, "1"] {
            assert!(serde_json::from_str::<Email>(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn errors_have_texts() {
        assert!([EmailError::Empty, EmailError::Format].iter().all(|e| is_known(e.code())));
    }

    proptest! {
        #[test]
        fn never_panics_and_reads_what_it_shows(text in ".{0,12}@?[a-z.@-]{0,12}") {
            if let Ok(email) = Email::parse(&text) {
                prop_assert_eq!(&Email::parse(email.address()), &Ok(email.clone()));
                prop_assert_eq!(Email::parse(&email.key()).unwrap().key(), email.key());
            }
        }
    }
}
