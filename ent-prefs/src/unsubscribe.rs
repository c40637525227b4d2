//! One-click refusal from a message (RFC 8058, RFC 2369): a link that names what it refuses, whose
//! opening changes nothing and whose confirmation is the same however often it comes.
//!
//! | call | when | changes |
//! |---|---|---|
//! | [`UnsubscribeToken::issue`] | a message is written | nothing |
//! | [`read`] | the link is opened (GET): show what it refuses, and a button | nothing |
//! | [`confirm`] | the button or a mail program posts | what it returns, once the host stores it |
//!
//! Mail programs and scanners open links: a GET never refuses anything. The answer to the POST is
//! no redirection, which many programs follow with a GET (RFC 8058 §3.2), and neither asks for
//! a session. The signature of the message (DKIM) covers both header lines (RFC 8058 §4).
//!
//! Security notices cannot be refused: no scope can be made for them, and the refusal of a whole
//! purpose leaves them alone.

mod body;
mod error;
mod link;
mod reference;
mod scope;
mod token;

pub use error::{UnsubscribeError, UnsubscribeRefusal, UnsubscribeRefused};
pub use link::UnsubscribeLink;
pub use reference::UnsubscribeReference;
pub use scope::{UnsubscribeEffect, UnsubscribeScope, Unsubscribed};
pub use token::{UnsubscribePolicy, UnsubscribeToken};

use ent_core::{Instant, KeyRing};

use crate::Defaults;

/// What the token of an opened link refuses. Nothing changes: show it with a button that posts
/// `List-Unsubscribe=One-Click` to the same address.
///
/// # Errors
///
/// [`UnsubscribeRefused`], always `unsubscribe/invalid` to the public; the audit trail may keep its
/// [`reason`](UnsubscribeRefused::reason).
pub fn read(
    token: &str,
    keys: &KeyRing,
    now: Instant,
) -> Result<UnsubscribeScope, UnsubscribeRefused> {
    token::open(token, keys, now).map_err(UnsubscribeRefused::new)
}

/// What to store after a POST with this body to the address of the link. Call it for the method
/// POST only.
///
/// The body holds the one field `List-Unsubscribe=One-Click`, form-encoded with spaces and line
/// ends around it at most, or as `multipart/form-data` (RFC 8058 §3.2 asks for the second and
/// allows the first). The same token has the same effect each time, but for the instant.
///
/// `defaults` are those of the person's establishment. A topic or a child is refused in the
/// [`Preferences`](crate::Preferences), unless the establishment locked part of it: then the consent
/// is withdrawn, since a click on « se désabonner » always ends the messages it stands below.
///
/// ```
/// use ent_core::{Instant, Key, KeyId, KeyRing};
/// use ent_prefs::unsubscribe::{
///     UnsubscribePolicy, UnsubscribeReference, UnsubscribeScope, UnsubscribeToken, confirm, read,
/// };
/// use ent_prefs::{Channel, Consents, Defaults, Purpose};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let keys = KeyRing::new(KeyId::parse("2026")?, Key::new(vec![7; 32])?);
/// let now = Instant::parse("2026-11-26T10:00:00Z")?;
/// let person = UnsubscribeReference::parse("b1946ac92492d2347c6235b4d2611184")?;
/// let scope = UnsubscribeScope::new(person, Purpose::Partners, Channel::Email)?;
/// let token = UnsubscribeToken::issue(&scope, UnsubscribePolicy::unlimited(), now, &keys)?;
///
/// let defaults = Defaults::immediate();
/// assert_eq!(read(token.expose_secret(), &keys, now)?, scope);
/// assert!(confirm(token.expose_secret(), b"", &keys, &defaults, now).is_err());
/// let posted = b"List-Unsubscribe=One-Click";
/// let done = confirm(token.expose_secret(), posted, &keys, &defaults, now)?;
/// let mut consents = Consents::new();
/// assert!(done.effect.apply(&mut consents));
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// [`UnsubscribeRefused`]: `unsubscribe/unconfirmed` for another body, `unsubscribe/invalid` for
/// a token that is not one of ours or is too old.
pub fn confirm(
    token: &str,
    post_body: &[u8],
    keys: &KeyRing,
    defaults: &Defaults,
    now: Instant,
) -> Result<Unsubscribed, UnsubscribeRefused> {
    if !body::is_one_click(post_body) {
        return Err(UnsubscribeRefused::new(UnsubscribeRefusal::Body));
    }
    let scope = read(token, keys, now)?;
    let effect = scope.effect(defaults, now);
    Ok(Unsubscribed { scope, effect })
}

#[cfg(test)]
mod tests;
