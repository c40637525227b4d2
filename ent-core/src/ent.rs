//! The ENT: who runs it, its portals, its sign-in choices and its first-connection order, as data.

pub mod mire;
pub mod onboarding;
pub mod partner;
pub mod portal;
pub mod source;

use std::fmt;

use thiserror::Error;

pub use mire::{Choice, Level, Mire, MireAnswer, MireError};
pub(crate) use onboarding::Onboarding;
pub use onboarding::OnboardingStep;
pub use partner::Partner;
pub(crate) use partner::Partners;
pub(crate) use portal::Portal;
pub use portal::{PortalAddress, PortalError, PortalKind};
pub use source::IdentitySource;

use crate::tables::ents::ENTS;
use crate::{Coded, EstablishmentKind, Profile};

/// A school portal project (ENT, *environnement numérique de travail*) such as
/// « Ma classe en Auvergne-Rhône-Alpes ».
///
/// The definitions are data, each fact with its source and date; they are complete only as far as
/// the guides of the ENT tell.
///
/// ```
/// use ent_core::ent::{Ent, EntError};
///
/// let ent = Ent::find("auvergne-rhone-alpes")?;
/// assert_eq!(ent.name(), "Ma classe en Auvergne-Rhône-Alpes");
/// assert_eq!(Ent::find("Auvergne"), Err(EntError::Unknown));
/// # Ok::<(), EntError>(())
/// ```
#[doc(alias = "espace numérique de travail")]
#[doc(alias = "environnement numérique de travail")]
pub struct Ent {
    pub(crate) id: &'static str,
    pub(crate) name: &'static str,
    pub(crate) addresses: &'static [&'static str],
    pub(crate) partners: &'static [Partners],
    pub(crate) portals: &'static [Portal],
    pub(crate) mire: &'static [mire::Entry],
    pub(crate) onboarding: &'static [Onboarding],
}

impl Ent {
    /// The ENT called `id`, spelled exactly.
    ///
    /// # Errors
    ///
    /// [`EntError::Unknown`] when no ENT has this id.
    pub fn find(id: &str) -> Result<&'static Self, EntError> {
        Self::all().iter().find(|ent| ent.id == id).ok_or(EntError::Unknown)
    }

    /// Every known ENT, by id.
    #[must_use]
    pub fn all() -> &'static [Self] {
        ENTS
    }

    /// Stable identifier, such as `hauts-de-france`.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        self.id
    }

    /// Name as the ENT writes it, in French.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Addresses at which people sign in, the first being the usual one.
    #[must_use]
    pub const fn addresses(&self) -> &'static [&'static str] {
        self.addresses
    }

    /// Partners that may write to the people of an establishment of this kind, if they agreed;
    /// empty when the ENT has not published who they are.
    #[must_use]
    pub fn partners(&self, kind: EstablishmentKind) -> &'static [Partner] {
        self.partners.iter().find(|row| row.establishment == kind).map_or(&[], |row| row.partners)
    }

    /// Address and publication director of the portal of `kind` known by `key`: UAI number, INSEE
    /// code of the department or region, code of the académie (`98` for the DRAAF), `partners` or
    /// `crec`.
    ///
    /// # Errors
    ///
    /// [`PortalError::Unknown`] when the ENT has no such portal or the UAI number is wrong.
    pub fn portal_url(&self, kind: PortalKind, key: &str) -> Result<PortalAddress, PortalError> {
        portal::find(self.portals, kind, key)
    }

    /// Portal that `url` belongs to, whatever its path, query and fragment.
    ///
    /// The case of scheme and host, `http`, and the port a scheme implies make no difference.
    /// User names, other ports, a final dot of the host, backslashes, and anything but visible
    /// ASCII are refused: the answer decides where a person is sent.
    ///
    /// # Errors
    ///
    /// [`PortalError::Unknown`] when the address is not that of a portal of this ENT.
    pub fn resolve(&self, url: &str) -> Result<PortalAddress, PortalError> {
        portal::resolve(self.portals, url)
    }

    /// Sign-in choices of the ENT.
    #[must_use]
    pub const fn mire(&self) -> Mire {
        Mire::new(self.mire)
    }

    /// Steps of a first connection for a person of `profile` who signed in with `source`, in the
    /// order the ENT shows them.
    #[must_use]
    pub fn onboarding_order(
        &self,
        profile: Profile,
        source: IdentitySource,
    ) -> &'static [OnboardingStep] {
        onboarding::order(self.onboarding, profile, source)
    }
}

impl PartialEq for Ent {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Ent {}

impl fmt::Debug for Ent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ent").field("id", &self.id).finish_non_exhaustive()
    }
}

/// Why an [`Ent`] cannot be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum EntError {
    /// No ENT has this id.
    #[error("no ent has this id")]
    Unknown,
}

impl Coded for EntError {
    fn code(&self) -> &'static str {
        match self {
            Self::Unknown => "ent/unknown",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::is_known;

    #[test]
    fn ids_are_sorted_and_found() {
        assert!(Ent::all().windows(2).all(|pair| pair[0].id < pair[1].id));
        for ent in Ent::all() {
            assert_eq!(Ent::find(ent.id), Ok(ent));
            assert!(ent.addresses.iter().all(|address| address.starts_with("https://")));
        }
        for unknown in ["", " occitanie", "Occitanie", &"a".repeat(1 << 20)] {
            assert_eq!(Ent::find(unknown), Err(EntError::Unknown));
        }
    }

    #[test]
    fn codes_have_texts() {
        assert!(is_known(EntError::Unknown.code()));
    }
}
