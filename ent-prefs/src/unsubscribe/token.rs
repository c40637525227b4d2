//! The signed text of a link.

use std::fmt;

use base64ct::{Base64UrlUnpadded, Encoding};
use ctutils::CtEq;
use ent_core::{Instant, Key, KeyRing};

use super::{UnsubscribeError, UnsubscribeReference, UnsubscribeRefusal, UnsubscribeScope};
use crate::{Channel, Purpose, Topic};

/// What the signature is made under.
const DOMAIN: &[u8] = b"entkit/unsubscribe/1";
/// First byte of a token.
const VERSION: u8 = 1;
/// Bytes of the signature.
const MAC_BYTES: usize = 32;
/// Longest token that is read, in characters; the longest that is written has 328.
const MAX_CHARS: usize = 400;

/// How long links are honoured.
///
/// ```
/// use ent_prefs::unsubscribe::{UnsubscribeError, UnsubscribePolicy};
///
/// assert_eq!(UnsubscribePolicy::unlimited().lifetime_days(), None);
/// assert_eq!(UnsubscribePolicy::lasting(7), Err(UnsubscribeError::Lifetime));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct UnsubscribePolicy {
    /// INVARIANT: 30 to 3,650.
    lifetime_days: Option<u16>,
}

impl UnsubscribePolicy {
    /// Without end, which is what a host should choose: mails are opened late, and a refusal by an
    /// old link harms nobody. Links end with the key that signed them.
    #[must_use]
    pub const fn unlimited() -> Self {
        Self { lifetime_days: None }
    }

    /// For this many days of 24 hours.
    ///
    /// # Errors
    ///
    /// [`UnsubscribeError::Lifetime`] below 30 and above 3,650.
    pub const fn lasting(days: u16) -> Result<Self, UnsubscribeError> {
        if days < 30 || days > 3650 {
            return Err(UnsubscribeError::Lifetime);
        }
        Ok(Self { lifetime_days: Some(days) })
    }

    /// How many days, if there is an end.
    #[must_use]
    pub const fn lifetime_days(self) -> Option<u16> {
        self.lifetime_days
    }

    /// First instant at which a token of `now` is refused.
    fn end(self, now: Instant) -> Option<Instant> {
        let days = i64::from(self.lifetime_days?);
        Some(now.plus_seconds(days.saturating_mul(86_400)).unwrap_or(Instant::LAST))
    }
}

/// The token of one link: base64url (RFC 4648 §5) of what is refused and a signature.
///
/// Whoever has it can refuse in the person's name, and nothing else. Its parts, each behind its
/// length in a byte but the first and the last: version, name of the key, reference of the person,
/// codes of purpose and channel, code of the topic, reference of the child, end as milliseconds
/// in 8 bytes, highest first, the last three perhaps empty; then keyed `BLAKE2b-256` over all of it
/// ([`Key::mac`]).
pub struct UnsubscribeToken(String);

impl UnsubscribeToken {
    /// Signs `scope` with the current key of `keys`. Lend a ring of its own: one purpose, one ring.
    /// The same arguments give the same token.
    ///
    /// # Errors
    ///
    /// [`UnsubscribeError::Key`] when the key cannot sign, which none does.
    pub fn issue(
        scope: &UnsubscribeScope,
        policy: UnsubscribePolicy,
        now: Instant,
        keys: &KeyRing,
    ) -> Result<Self, UnsubscribeError> {
        let (id, key) = keys.current();
        let end = policy.end(now).map(|end| end.unix_millis().to_be_bytes());
        let child = scope.child().map(UnsubscribeReference::as_str).unwrap_or_default();
        let parts: [&[u8]; 7] = [
            id.as_str().as_bytes(),
            scope.person().as_str().as_bytes(),
            scope.purpose().code().as_bytes(),
            scope.channel().code().as_bytes(),
            scope.topic().map(Topic::code).unwrap_or_default().as_bytes(),
            child.as_bytes(),
            end.as_ref().map(<[u8; 8]>::as_slice).unwrap_or_default(),
        ];
        let mut bytes = vec![VERSION];
        for part in parts {
            // Names, references and codes have at most 64 bytes.
            bytes.push(u8::try_from(part.len()).map_err(|_| UnsubscribeError::Length)?);
            bytes.extend_from_slice(part);
        }
        let mac = sign(key, &bytes).ok_or(UnsubscribeError::Key)?;
        bytes.extend_from_slice(&mac);
        Ok(Self(Base64UrlUnpadded::encode_string(&bytes)))
    }

    /// The token as text, for the link; not to be logged.
    #[must_use]
    pub fn expose_secret(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for UnsubscribeToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<redacted>")
    }
}

fn sign(key: &Key, payload: &[u8]) -> Option<[u8; MAC_BYTES]> {
    key.mac(&[DOMAIN, payload])
}

/// What `token` refuses, once its signature and its age are checked.
pub(super) fn open(
    token: &str,
    keys: &KeyRing,
    now: Instant,
) -> Result<UnsubscribeScope, UnsubscribeRefusal> {
    use UnsubscribeRefusal::{Expired, Forged, Format, Scope, UnknownKey, Version};
    if token.len() > MAX_CHARS {
        return Err(Format);
    }
    let bytes = Base64UrlUnpadded::decode_vec(token).map_err(|_| Format)?;
    let (payload, mac) = bytes.split_last_chunk::<MAC_BYTES>().ok_or(Format)?;
    let (version, mut rest) = payload.split_first().ok_or(Format)?;
    if *version != VERSION {
        return Err(Version);
    }
    let id = text(part(&mut rest).ok_or(Format)?).ok_or(Format)?;
    let key = keys.find(id).ok_or(UnknownKey)?;
    let computed = sign(key, payload).ok_or(Forged)?;
    if !computed.ct_eq(mac).to_bool() {
        return Err(Forged);
    }
    let (scope, end) = signed(rest).ok_or(Scope)?;
    if end.is_some_and(|end| now >= end) {
        return Err(Expired);
    }
    Ok(scope)
}

/// What stands after the name of the key.
fn signed(mut rest: &[u8]) -> Option<(UnsubscribeScope, Option<Instant>)> {
    let mut next = || part(&mut rest);
    let person = UnsubscribeReference::parse(text(next()?)?).ok()?;
    let purpose = Purpose::from_code(text(next()?)?)?;
    let channel = Channel::from_code(text(next()?)?)?;
    let (topic, child, end) = (text(next()?)?, text(next()?)?, next()?);
    let mut scope = UnsubscribeScope::new(person, purpose, channel).ok()?;
    if !topic.is_empty() {
        scope = scope.about(Topic::from_code(topic)?).ok()?;
    }
    if !child.is_empty() {
        scope = scope.for_child(UnsubscribeReference::parse(child).ok()?);
    }
    let end = if end.is_empty() {
        None
    } else {
        let millis = i64::from_be_bytes(end.try_into().ok()?);
        Some(Instant::from_unix_millis(millis).ok()?)
    };
    rest.is_empty().then_some((scope, end))
}

/// The next part of `rest`, behind its length.
fn part<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let (length, after) = rest.split_first()?;
    let (part, after) = after.split_at_checked(usize::from(*length))?;
    *rest = after;
    Some(part)
}

fn text(part: &[u8]) -> Option<&str> {
    std::str::from_utf8(part).ok()
}
