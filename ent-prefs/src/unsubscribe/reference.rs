//! Whom a token speaks of.

use super::UnsubscribeError;
use crate::opaque::opaque_reference;

opaque_reference! {
    /// A person or a child as links of messages name them: a random text that the host made for these
    /// links alone and looks up when one comes back.
    ///
    /// A token is signed and not encrypted: whoever sees the link, such as a mail provider, reads it.
    /// That is why no account, pupil number or address stands in it. 16 to 64 characters of
    /// `A-Z a-z 0-9 _ -`: no e-mail address has that form, and no phone number that length.
    ///
    /// ```
    /// use ent_prefs::unsubscribe::UnsubscribeReference;
    ///
    /// assert!(UnsubscribeReference::parse("b1946ac92492d2347c6235b4d2611184").is_ok());
    /// assert!(UnsubscribeReference::parse("zoe.martin@exemple.fr").is_err());
    /// assert!(UnsubscribeReference::parse("+33612345678").is_err());
    /// ```
    UnsubscribeReference, UnsubscribeError, UnsubscribeError::Reference
}
