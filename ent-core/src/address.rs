//! Addresses from the configuration of a portal: what links are built on.
//!
//! An address comes from the [`Ent`](crate::Ent) or the host's own configuration, never from a
//! request: a `Host` header is whatever an attacker writes.

use std::fmt;

use thiserror::Error;

use crate::Coded;

/// Longest address that is read, in bytes.
const MAX_BYTES: usize = 2048;

/// Name of a server, such as `ent.auvergnerhonealpes.fr`: ASCII, lower case, two labels or more.
///
/// Each label has letters, digits and inner hyphens, and the last one starts with a letter, so
/// that no IP address passes. An international name is given in its `xn--` form.
///
/// ```
/// use ent_core::address::{AddressError, HostName};
///
/// assert_eq!(HostName::parse("ENT.Exemple.fr")?.as_str(), "ent.exemple.fr");
/// assert_eq!(HostName::parse("192.0.2.1"), Err(AddressError::Host));
/// # Ok::<(), AddressError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[doc(alias = "serveur")]
pub struct HostName(String);

impl HostName {
    /// Longest name, in bytes (RFC 1035 §2.3.4, without the root).
    pub const MAX_BYTES: usize = 253;

    /// Reads a name in any case.
    ///
    /// # Errors
    ///
    /// [`AddressError::Host`] when it is no such name.
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        let is_label = |label: &str| {
            let allowed = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
            (1..=63).contains(&label.len())
                && label.bytes().all(allowed)
                && !label.starts_with('-')
                && !label.ends_with('-')
        };
        let (_, last) = text.rsplit_once('.').ok_or(AddressError::Host)?;
        let sound = text.len() <= Self::MAX_BYTES
            && text.split('.').all(is_label)
            && last.starts_with(|c: char| c.is_ascii_alphabetic());
        if sound { Ok(Self(text.to_ascii_lowercase())) } else { Err(AddressError::Host) }
    }

    /// The name in lower case.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for HostName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A page of a portal, or the application that answers in its place: what links are built on.
///
/// `https`, or a scheme of an application, which holds a dot (RFC 8252 §7.1); then a host and a
/// path of unreserved characters (RFC 3986 §2.3) and `/`. No port, user, query or fragment. Under
/// `https` no path is the path `/`, as browsers have it (RFC 9110 §4.2.3).
///
/// ```
/// use ent_core::address::{AddressError, BaseAddress};
/// use ent_core::Ent;
/// use ent_core::ent::PortalKind;
///
/// let ent = Ent::find("auvergne-rhone-alpes").map_err(|_| AddressError::Format)?;
/// let portal = ent.portal_url(PortalKind::Region, "84").map_err(|_| AddressError::Format)?;
/// let base = BaseAddress::parse(&format!("{}/mobile", portal.url()))?;
/// assert!(base.to_string().starts_with("https://"));
/// assert!(BaseAddress::parse("fr.exemple.ent://activer.exemple.fr").is_ok());
/// assert_eq!(BaseAddress::parse("http://ent.exemple.fr"), Err(AddressError::Scheme));
/// # Ok::<(), AddressError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct BaseAddress {
    scheme: String,
    host: HostName,
    /// Starts with `/`, or is empty under the scheme of an application.
    path: String,
}

impl BaseAddress {
    /// Reads an address of the configuration; scheme and host in any case.
    ///
    /// # Errors
    ///
    /// [`AddressError`] by the first part that is wrong.
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        let (scheme, host, path, rest) = split(text).ok_or(AddressError::Format)?;
        let scheme = scheme.to_ascii_lowercase();
        let of_app = scheme.contains('.') && !scheme.ends_with('.');
        if scheme != "https" && !of_app {
            return Err(AddressError::Scheme);
        }
        let host = HostName::parse(host)?;
        let plain = |b: u8| is_unreserved(b) || b == b'/';
        if !rest.is_empty() || !path.bytes().all(plain) {
            return Err(AddressError::Path);
        }
        Ok(Self { scheme, host, path: path.to_owned() })
    }

    /// Server of the page.
    #[must_use]
    pub const fn host(&self) -> &HostName {
        &self.host
    }

    /// Whether a browser opens it, and not an application only.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.scheme == "https"
    }

    /// What follows the path in `link`, when the link leads to this page: nothing, or a query or
    /// fragment with its mark.
    ///
    /// ```
    /// use ent_core::address::{AddressError, BaseAddress};
    ///
    /// let base = BaseAddress::parse("https://ent.exemple.fr/courriel")?;
    /// assert_eq!(base.rest_of("https://ENT.exemple.fr/courriel?id=1"), Some("?id=1"));
    /// assert_eq!(base.rest_of("https://ent.exemple.fr/autre?id=1"), None);
    /// # Ok::<(), AddressError>(())
    /// ```
    #[must_use]
    pub fn rest_of<'a>(&self, link: &'a str) -> Option<&'a str> {
        let (scheme, host, path, rest) = split(link)?;
        let here = scheme.eq_ignore_ascii_case(&self.scheme)
            && host.eq_ignore_ascii_case(self.host.as_str())
            && path == self.path;
        here.then_some(rest)
    }
}

impl fmt::Display for BaseAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}{}", self.scheme, self.host, self.path)
    }
}

/// Scheme, host, path, and what follows the path; under `https` an empty path is `/`.
fn split(text: &str) -> Option<(&str, &str, &str, &str)> {
    if text.len() > MAX_BYTES || !text.bytes().all(|b| b.is_ascii_graphic() && b != b'\\') {
        return None;
    }
    let (scheme, rest) = text.split_once("://")?;
    let in_scheme = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.');
    if !scheme.starts_with(|c: char| c.is_ascii_alphabetic()) || !scheme.bytes().all(in_scheme) {
        return None;
    }
    let host_ends = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, rest) = rest.split_at_checked(host_ends)?;
    let path_ends = rest.find(['?', '#']).unwrap_or(rest.len());
    let (path, rest) = rest.split_at_checked(path_ends)?;
    let bare = path.is_empty() && scheme.eq_ignore_ascii_case("https");
    Some((scheme, host, if bare { "/" } else { path }, rest))
}

const fn is_unreserved(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'~')
}

/// Why a text is not a [`BaseAddress`] or a [`HostName`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum AddressError {
    /// Not `scheme://host/path`, longer than 2,048 bytes, or not visible ASCII.
    #[error("the text is not an address")]
    Format,
    /// The scheme is neither `https` nor one of an application.
    #[error("the scheme is neither https nor that of an application")]
    Scheme,
    /// The host is not a name, or has a user or a port.
    #[error("the host is not the name of a server")]
    Host,
    /// The path holds what needs encoding, or a query or fragment follows.
    #[error("the path holds more than plain characters")]
    Path,
}

impl Coded for AddressError {
    fn code(&self) -> &'static str {
        match self {
            Self::Format => "address/format",
            Self::Scheme => "address/scheme",
            Self::Host => "address/host",
            Self::Path => "address/path",
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn addresses_are_read_and_refused() {
        use AddressError::{Format, Host, Path, Scheme};
        let long = format!("https://a.fr/{}", "a".repeat(2048));
        let cases = [
            // text, as shown or error
            ("https://ent.exemple.fr", Ok("https://ent.exemple.fr/")),
            ("HTTPS://ent.exemple.fr/", Ok("https://ent.exemple.fr/")),
            ("fr.exemple.ent://activer.exemple.fr", Ok("fr.exemple.ent://activer.exemple.fr")),
            ("HTTPS://ENT.Exemple.fr/Mobile", Ok("https://ent.exemple.fr/Mobile")),
            ("fr.exemple.ent://activer.exemple.fr/a", Ok("fr.exemple.ent://activer.exemple.fr/a")),
            ("https://z.xn--lcole-9ua.fr/~a_b-c.d", Ok("https://z.xn--lcole-9ua.fr/~a_b-c.d")),
            ("", Err(Format)),
            ("ent.exemple.fr", Err(Format)),
            ("https:ent.exemple.fr", Err(Format)),
            ("https://ent.exemple.fr\n", Err(Format)),
            ("https://ent.exemple.fr\\@evil.test", Err(Format)),
            ("1ent.a://ent.exemple.fr", Err(Format)),
            (&long, Err(Format)),
            ("http://ent.exemple.fr", Err(Scheme)),
            ("javascript://ent.exemple.fr", Err(Scheme)),
            ("entapp://ent.exemple.fr", Err(Scheme)),
            ("ent.://ent.exemple.fr", Err(Scheme)),
            ("https://", Err(Host)),
            ("https://localhost", Err(Host)),
            ("https://192.0.2.1", Err(Host)),
            ("https://user@ent.exemple.fr", Err(Host)),
            ("https://ent.exemple.fr:8443", Err(Host)),
            ("https://ent..fr", Err(Host)),
            ("https://-ent.fr", Err(Host)),
            ("https://ent.exemple.fr.", Err(Host)),
            ("https://ent_a.fr", Err(Host)),
            ("https://ent.exemple.fr?a=1", Err(Path)),
            ("https://ent.exemple.fr/#a", Err(Path)),
            ("https://ent.exemple.fr/%61", Err(Path)),
            ("https://ent.exemple.fr/a&b", Err(Path)),
        ];
        for (text, expected) in cases {
            let read = BaseAddress::parse(text).map(|base| base.to_string());
            assert_eq!(read, expected.map(str::to_owned), "{text:.60?}");
        }
    }

    #[test]
    fn errors_have_texts() {
        use AddressError::{Format, Host, Path, Scheme};
        assert!([Format, Host, Path, Scheme].iter().all(|e| crate::message::is_known(e.code())));
    }

    proptest! {
        #[test]
        fn shows_what_it_reads(text in "(https|fr\\.ent)://[a-zA-Z0-9.-]{1,20}/?[a-z~/._-]{0,9}") {
            if let Ok(base) = BaseAddress::parse(&text) {
                prop_assert_eq!(BaseAddress::parse(&base.to_string()), Ok(base));
            }
        }

        #[test]
        fn never_panics(text in "(https://)?.{0,40}") {
            let _ = BaseAddress::parse(&text);
            let base = BaseAddress::parse("https://ent.exemple.fr").unwrap();
            let _ = base.rest_of(&text);
        }
    }
}
