//! Identifier and code as a link: deep link into the application, and content of its QR code.

use ent_core::Coded;
use thiserror::Error;

use super::{PairingId, PairingTyped};
use crate::SecretText;
use crate::address::{BaseAddress, link_to, params_of};

/// Identifier and code, read from a link into the application.
///
/// `https://ent.exemple.fr/mobile#id=4821930576&code=WDJBMJHT`, on the page or application scheme
/// of the configuration. They stand in the fragment, which a browser without the application does
/// not send to any server.
///
/// ```
/// use ent_auth::address::BaseAddress;
/// use ent_auth::pairing::{PairingPayload, PayloadError};
///
/// let base = BaseAddress::parse("https://ent.exemple.fr/mobile").map_err(|_| PayloadError::Other)?;
/// let scanned = "https://ent.exemple.fr/mobile#id=4821930576&code=WDJBMJHT";
/// let payload = PairingPayload::parse(&base, scanned)?;
/// assert_eq!(payload.identifier.as_str(), "4821930576");
/// assert_eq!(payload.to_link(&base).expose_secret(), scanned);
/// let elsewhere = PairingPayload::parse(&base, "https://evil.test/mobile#id=4821930576");
/// assert_eq!(elsewhere.unwrap_err(), PayloadError::Other);
/// # Ok::<(), PayloadError>(())
/// ```
#[derive(Debug)]
#[expect(clippy::exhaustive_structs, reason = "the two things that are typed")]
pub struct PairingPayload {
    /// Public name of the activation.
    pub identifier: PairingId,
    /// Its code.
    pub code: PairingTyped,
}

impl PairingPayload {
    /// The link, as the page shows it and the QR code holds it.
    #[must_use]
    pub fn to_link(&self, base: &BaseAddress) -> SecretText {
        Self::write(base, &self.identifier, self.code.letters())
    }

    pub(super) fn write(base: &BaseAddress, identifier: &PairingId, letters: &str) -> SecretText {
        link_to(base, '#', &[("id", identifier.as_str()), ("code", letters)])
    }

    /// Reads a link that was scanned or opened.
    ///
    /// # Errors
    ///
    /// [`PayloadError`] by the first part that is wrong; nothing of the link is repeated in it.
    pub fn parse(base: &BaseAddress, link: &str) -> Result<Self, PayloadError> {
        let params = params_of(base, '#', link).ok_or(PayloadError::Other)?;
        let identifier = params.value("id").and_then(|id| PairingId::parse(&id).ok());
        let code = params.value("code").and_then(|code| PairingTyped::parse(&code).ok());
        Ok(Self {
            identifier: identifier.ok_or(PayloadError::Identifier)?,
            code: code.ok_or(PayloadError::Code)?,
        })
    }
}

/// Why a link holds no [`PairingPayload`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PayloadError {
    /// It leads elsewhere, or is no link.
    #[error("the link is not one of this application")]
    Other,
    /// It has no identifier, or two, or one that is none.
    #[error("the link has no identifier")]
    Identifier,
    /// It has no code, or two, or one that is none.
    #[error("the link has no code")]
    Code,
}

impl Coded for PayloadError {
    fn code(&self) -> &'static str {
        match self {
            Self::Other => "pairing-link/other",
            Self::Identifier => "pairing-link/id",
            Self::Code => "pairing-link/code",
        }
    }
}

#[cfg(test)]
mod tests {
    use ent_core::message::is_known;
    use proptest::prelude::*;

    use super::*;

    fn base() -> BaseAddress {
        BaseAddress::parse("https://ent.exemple.fr/mobile").unwrap()
    }

    #[test]
    fn links_are_read_and_refused() {
        use PayloadError::{Code, Identifier, Other};
        let cases = [
            // link, error
            ("https://ent.exemple.fr/mobile#id=4821930576&code=WDJBMJHT", None),
            ("HTTPS://ENT.exemple.fr/mobile#code=wdjb-mjht&id=4821930576", None),
            ("https://ent.exemple.fr/mobile?utm=1#id=4821930576&code=WDJBMJHT&x=1", None),
            ("https://ent.exemple.fr/mobile#id=482%20193%200576&code=WDJB%2DMJHT", None),
            ("", Some(Other)),
            ("4821930576 WDJB-MJHT", Some(Other)),
            ("http://ent.exemple.fr/mobile#id=4821930576&code=WDJBMJHT", Some(Other)),
            ("https://ent.exemple.fr.evil.test/mobile#id=4821930576", Some(Other)),
            ("https://ent.exemple.fr@evil.test/mobile#id=4821930576", Some(Other)),
            ("https://ent.exemple.fr:444/mobile#id=4821930576", Some(Other)),
            ("https://ent.exemple.fr/Mobile#id=4821930576", Some(Other)),
            ("https://ent.exemple.fr/mobile/#id=4821930576", Some(Other)),
            (" https://ent.exemple.fr/mobile#id=4821930576&code=WDJBMJHT", Some(Other)),
            ("https://ent.exemple.fr/mobile", Some(Identifier)),
            ("https://ent.exemple.fr/mobile?id=4821930576&code=WDJBMJHT", Some(Identifier)),
            ("https://ent.exemple.fr/mobile#id=z.martin&code=WDJBMJHT", Some(Identifier)),
            ("https://ent.exemple.fr/mobile#id=4821930576&id=4821930576", Some(Identifier)),
            ("https://ent.exemple.fr/mobile#id=%ff&code=WDJBMJHT", Some(Identifier)),
            ("https://ent.exemple.fr/mobile#id=4821930576", Some(Code)),
            ("https://ent.exemple.fr/mobile#id=4821930576&code=", Some(Code)),
            ("https://ent.exemple.fr/mobile#id=4821930576&code=WDJBMJHA", Some(Code)),
            ("https://ent.exemple.fr/mobile#id=4821930576&code=%00", Some(Code)),
        ];
        for (link, error) in cases {
            assert_eq!(PairingPayload::parse(&base(), link).err(), error, "{link:?}");
        }
        assert!([Other, Identifier, Code].iter().all(|error| is_known(error.code())));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(id in "[0-9]{10}", code in "[BCDFGHJKLMNPQRSTVWXZ]{8}", app: bool) {
            let text = if app { "fr.exemple.ent://activer.exemple.fr" } else { "https://a.fr/m" };
            let base = BaseAddress::parse(text).unwrap();
            let id = PairingId::parse(&id).unwrap();
            let link = PairingPayload::write(&base, &id, &code);
            let read = PairingPayload::parse(&base, link.expose_secret()).unwrap();
            prop_assert_eq!((&read.identifier, read.code.letters()), (&id, &*code));
            prop_assert!(read.to_link(&base) == link);
        }

        #[test]
        fn never_panics(tail in ".{0,60}") {
            let _ = PairingPayload::parse(&base(), &tail);
            let _ = PairingPayload::parse(&base(), &format!("https://ent.exemple.fr/mobile#{tail}"));
        }
    }
}
