//! The address and the header lines of a message.

use std::fmt;

use ent_core::Email;
use ent_core::address::BaseAddress;

use super::{UnsubscribeError, UnsubscribeToken};

/// Longest line of a header, in bytes (RFC 5322 §2.1.1).
const MAX_LINE: usize = 998;
const HEADER: &str = "List-Unsubscribe";
const POST_HEADER: &str = "List-Unsubscribe-Post";
/// What mail programs post, and the value of the second header.
const POST_VALUE: &str = "List-Unsubscribe=One-Click";

/// A one-click link of one message.
///
/// ```
/// use ent_core::address::BaseAddress;
/// use ent_core::{Instant, Key, KeyId, KeyRing};
/// use ent_prefs::unsubscribe::{
///     UnsubscribeLink, UnsubscribePolicy, UnsubscribeReference, UnsubscribeScope,
///     UnsubscribeToken,
/// };
/// use ent_prefs::{Channel, Purpose};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let keys = KeyRing::new(KeyId::parse("2026")?, Key::new(vec![7; 32])?);
/// let now = Instant::parse("2026-11-26T10:00:00Z")?;
/// let person = UnsubscribeReference::parse("b1946ac92492d2347c6235b4d2611184")?;
/// let scope = UnsubscribeScope::new(person, Purpose::Partners, Channel::Email)?;
/// let token = UnsubscribeToken::issue(&scope, UnsubscribePolicy::unlimited(), now, &keys)?;
///
/// let base = BaseAddress::parse("https://ent.exemple.fr/refus")?;
/// let link = UnsubscribeLink::new(&base, &token)?;
/// let [list, post] = link.headers();
/// assert!(list.starts_with("List-Unsubscribe: <https://ent.exemple.fr/refus?token="));
/// assert_eq!(post, "List-Unsubscribe-Post: List-Unsubscribe=One-Click");
/// assert_eq!(UnsubscribeLink::token_of(&base, link.url()), Some(token.expose_secret()));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct UnsubscribeLink {
    url: String,
    mailto: Option<String>,
    token: String,
}

impl UnsubscribeLink {
    /// The page `base` of the configuration with the token.
    ///
    /// # Errors
    ///
    /// [`UnsubscribeError::Base`] when the page is not `https`, [`UnsubscribeError::Length`] when
    /// the header line would be too long.
    pub fn new(base: &BaseAddress, token: &UnsubscribeToken) -> Result<Self, UnsubscribeError> {
        if !base.is_https() {
            return Err(UnsubscribeError::Base);
        }
        let token = token.expose_secret().to_owned();
        Self { url: format!("{base}?token={token}"), mailto: None, token }.checked()
    }

    /// With an address that refuses by mail too, for programs that cannot post: the subject of such
    /// a mail is `unsubscribe`, a space and the token.
    ///
    /// # Errors
    ///
    /// [`UnsubscribeError::Length`] when the header line would be too long.
    pub fn with_mailto(self, to: &Email) -> Result<Self, UnsubscribeError> {
        let mailto = format!("mailto:{}?subject=unsubscribe%20{}", encoded(to), self.token);
        Self { mailto: Some(mailto), ..self }.checked()
    }

    fn checked(self) -> Result<Self, UnsubscribeError> {
        let [list, _] = self.headers();
        if list.len() > MAX_LINE { Err(UnsubscribeError::Length) } else { Ok(self) }
    }

    /// The link, also for the text of the message. Answer it with `Referrer-Policy: no-referrer`.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Both header lines of the message, without line ends: visible ASCII and spaces only.
    #[must_use]
    pub fn headers(&self) -> [String; 2] {
        let list = match &self.mailto {
            None => format!("{HEADER}: <{}>", self.url),
            Some(mailto) => format!("{HEADER}: <{}>, <{mailto}>", self.url),
        };
        [list, format!("{POST_HEADER}: {POST_VALUE}")]
    }

    /// The token of a link that was opened or posted to, when it leads to the page `base` and has
    /// one; to be read by [`read`](super::read) or [`confirm`](super::confirm).
    #[must_use]
    pub fn token_of<'a>(base: &BaseAddress, url: &'a str) -> Option<&'a str> {
        let query = base.rest_of(url)?.strip_prefix('?')?;
        let query = query.split_once('#').map_or(query, |(query, _)| query);
        let mut found = query.split('&').filter_map(|pair| pair.strip_prefix("token="));
        found.next().filter(|_| found.next().is_none())
    }
}

impl fmt::Debug for UnsubscribeLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<redacted>")
    }
}

/// The address as a link holds it (RFC 6068 §2): all but plain characters percent-encoded.
fn encoded(to: &Email) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'~' | b'@');
    let written = |b: u8| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") };
    to.address().bytes().map(written).collect()
}
