//! The ENT: who runs it, its portals, its sign-in choices, what it offers to whom, as data.

pub(crate) mod definition;
pub mod file;
pub mod help;
pub(crate) mod list;
pub mod mire;
pub mod onboarding;
pub mod partner;
pub mod partnership;
pub mod portal;
pub mod rules;
pub mod service;
pub mod source;

use std::fmt;

use thiserror::Error;

pub(crate) use file::is_ent_id;
pub use file::{EntFileError, EntFileProblem};
pub use help::{HelpGroup, HelpTopic};
pub use mire::{
    Choice, Device, Level, Mire, MireAnswer, MireAxis, MireError, MirePath, RememberedChoice,
};
pub use onboarding::OnboardingStep;
pub use partner::Partner;
pub use partnership::Partnership;
pub use portal::{Attachments, PortalAddress, PortalError, PortalKind};
pub use rules::{CharterScope, Lifetimes};
pub use service::{Service, ServiceChannel};
pub use source::IdentitySource;

use crate::tables::ents::ENTS;
use crate::{Coded, Day, EstablishmentKind, Profile, StorageSize};
use definition::Definition;

/// A school portal project (ENT, *environnement numérique de travail*) such as
/// « Ma classe en Auvergne-Rhône-Alpes ».
///
/// The definitions are data, each fact with its source and date; they are complete only as far as
/// the guides of the ENT tell. A host reads the file of its own ENT by [`from_toml`] or
/// [`from_json`]; a clone shares what was read.
///
/// ```
/// use ent_core::ent::{Ent, EntError};
///
/// let ent = Ent::find("auvergne-rhone-alpes")?;
/// assert_eq!(ent.name(), "Ma classe en Auvergne-Rhône-Alpes");
/// assert_eq!(Ent::find("Auvergne"), Err(EntError::Unknown));
/// # Ok::<(), EntError>(())
/// ```
///
/// [`from_toml`]: Self::from_toml
/// [`from_json`]: Self::from_json
#[doc(alias = "espace numérique de travail")]
#[doc(alias = "environnement numérique de travail")]
#[derive(Clone, PartialEq, Eq)]
pub struct Ent(pub(crate) Definition);

impl Ent {
    /// The shipped ENT called `id`, spelled exactly.
    ///
    /// # Errors
    ///
    /// [`EntError::Unknown`] when no shipped ENT has this id.
    pub fn find(id: &str) -> Result<&'static Self, EntError> {
        Self::all().iter().find(|ent| ent.id() == id).ok_or(EntError::Unknown)
    }

    /// The shipped ENT that `url` lies on.
    ///
    /// # Errors
    ///
    /// [`EntError::Unknown`] when it lies on none.
    pub fn of_url(url: &str) -> Result<&'static Self, EntError> {
        Self::all().iter().find(|ent| ent.owns(url)).ok_or(EntError::Unknown)
    }

    /// Every shipped ENT, by id.
    #[must_use]
    pub fn all() -> &'static [Self] {
        ENTS
    }

    /// Stable identifier, such as `hauts-de-france`.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.0.id
    }

    /// Name as the ENT writes it, in French.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// Who runs the software, when it is known.
    #[must_use]
    pub fn operator(&self) -> Option<&str> {
        self.0.operator.as_deref()
    }

    /// Addresses at which people sign in, the first being the usual one.
    #[must_use]
    pub fn addresses(&self) -> impl ExactSizeIterator<Item = &str> {
        self.0.addresses.iter().map(|address| &**address)
    }

    /// Every host of the ENT; `*.` in front stands for one more label.
    #[must_use]
    pub fn hosts(&self) -> impl ExactSizeIterator<Item = &str> {
        self.0.hosts.iter().map(|host| &**host)
    }

    /// Partners that may write to the people of an establishment of this kind, if they agreed;
    /// empty when the ENT has not published who they are.
    #[must_use]
    pub fn partners(&self, kind: EstablishmentKind) -> &[Partner] {
        let row = self.0.partners.iter().find(|row| row.kinds.contains(&kind));
        row.map_or(&[], |row| &row.partners)
    }

    /// Every published list of the partners, the earliest first.
    pub fn partnerships(&self) -> impl ExactSizeIterator<Item = Partnership<'_>> {
        self.0.partnerships.iter().map(Partnership::new)
    }

    /// The list of partners in force on `day`: the last one that holds since then or has no date.
    #[must_use]
    pub fn partnership_on(&self, day: Day) -> Option<Partnership<'_>> {
        self.partnerships().filter(|list| list.since().is_none_or(|since| since <= day)).last()
    }

    /// Address and publication director of the portal of `kind` known by `key`: UAI number, INSEE
    /// code of the department or region, code of the académie (`98` for the DRAAF), `partners` or
    /// `crec`.
    ///
    /// # Errors
    ///
    /// [`PortalError::Unknown`] when the ENT has no such portal or the UAI number is wrong.
    pub fn portal_url(&self, kind: PortalKind, key: &str) -> Result<PortalAddress, PortalError> {
        portal::find(&self.0.portals, kind, key)
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
        portal::resolve(&self.0.portals, url)
    }

    /// Whether `url` lies on one of the [hosts](Self::hosts), read as strictly as by
    /// [`resolve`](Self::resolve).
    ///
    /// ```
    /// use ent_core::ent::Ent;
    ///
    /// let ent = Ent::find("hauts-de-france")?;
    /// assert!(ent.owns("http://college.entsomme.fr/auth/login"));
    /// assert!(!ent.owns("https://college.entsomme.fr.evil.test"));
    /// # Ok::<(), ent_core::ent::EntError>(())
    /// ```
    #[must_use]
    pub fn owns(&self, url: &str) -> bool {
        portal::is_at(self.hosts(), url)
    }

    /// Kinds of portal that `profile` opens, in the order people see them, whether or not their
    /// addresses are known; empty when the guides do not tell.
    #[must_use]
    pub fn portal_kinds(&self, profile: Profile) -> &[PortalKind] {
        let row = self.0.access.iter().find(|row| fits(&row.profiles, profile));
        row.map_or(&[], |row| &row.kinds)
    }

    /// Portals that a person opens as theirs, in the order the ENT shows them: each kind of the
    /// first list that fits the profile, and of a kind those the person is attached to.
    ///
    /// Académie, department and region of the establishments count as attachments. Empty when the ENT has
    /// not published who sees what, or not the addresses.
    #[doc(alias = "Mes portails")]
    #[doc(alias = "Mes accès")]
    #[must_use]
    pub fn my_portals(&self, person: &Attachments) -> Vec<PortalAddress> {
        portal::mine(self.portal_kinds(person.profile), &self.0.portals, person)
    }

    /// Sign-in choices of the ENT.
    #[must_use]
    pub fn mire(&self) -> Mire<'_> {
        Mire::new(&self.0.id, &self.0.mires)
    }

    /// Steps of a first connection for a person of `profile` who signed in with `source`, in the
    /// order the ENT shows them.
    #[must_use]
    pub fn onboarding_order(&self, profile: Profile, source: IdentitySource) -> &[OnboardingStep] {
        onboarding::order(&self.0.onboarding, profile, source)
    }

    /// Who sets the charter that a person of `profile` accepts; empty when the guides do not tell.
    #[must_use]
    pub fn charter_scopes(&self, profile: Profile) -> &[CharterScope] {
        match &self.0.charter {
            Some(row) if fits(&row.profiles, profile) => &row.scopes,
            _ => &[],
        }
    }

    /// Id of the rules for a new password that `source` keeps, when they are known.
    #[must_use]
    pub fn password_rules(&self, source: IdentitySource) -> Option<&str> {
        let row = self.0.password_rules.iter().find(|row| row.sources.contains(&source));
        row.map(|row| &*row.rules)
    }

    /// How long things last, as far as the guides tell.
    #[must_use]
    pub fn lifetimes(&self) -> Lifetimes {
        Lifetimes::new(self.0.lifetimes.unwrap_or_default())
    }

    /// How much the shared folders of a class hold, when the guides tell.
    #[doc(alias = "dossiers partagés")]
    #[must_use]
    pub fn shared_folder_quota(&self) -> Option<StorageSize> {
        let mo = self.0.storage?.shared_folder_mo;
        StorageSize::from_bytes(u64::from(mo).checked_mul(1 << 20)?).ok()
    }

    /// Every service the ENT offers, those included of which the guides do not tell who has them.
    pub fn all_services(&self) -> impl ExactSizeIterator<Item = Service<'_>> {
        self.0.services.iter().map(Service::new)
    }

    /// Services that `profile` is known to have on `channel`, in the order of the guides. Guides
    /// list services without saying who has them: [`all_services`](Self::all_services).
    pub fn services(
        &self,
        profile: Profile,
        channel: ServiceChannel,
    ) -> impl Iterator<Item = Service<'_>> {
        self.all_services().filter(move |service| {
            service.profiles().contains(&profile) && service.channels().contains(&channel)
        })
    }

    /// Pages of the online help for `profile`, those for everybody first where the ENT has them so.
    pub fn help(&self, profile: Profile) -> impl Iterator<Item = HelpGroup<'_>> {
        let groups = self.0.help.iter().filter(move |group| fits(&group.profiles, profile));
        groups.map(HelpGroup::new)
    }

    /// Whether a person of `profile` at a private establishment of this kind uses the ENT, or
    /// `None` when the guides say nothing of private education.
    #[doc(alias = "enseignement privé")]
    #[must_use]
    pub fn admits_private(&self, profile: Profile, kind: EstablishmentKind) -> Option<bool> {
        let row = self.0.private_education.as_ref()?;
        Some(row.profiles.contains(&profile) && row.kinds.contains(&kind))
    }
}

/// Whether a row for `profiles` fits; one for nobody in particular fits all.
fn fits(profiles: &[Profile], profile: Profile) -> bool {
    profiles.is_empty() || profiles.contains(&profile)
}

impl fmt::Debug for Ent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ent").field("id", &self.0.id).finish_non_exhaustive()
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
        assert!(Ent::all().windows(2).all(|pair| pair[0].id() < pair[1].id()));
        for ent in Ent::all() {
            assert_eq!(Ent::find(ent.id()), Ok(ent));
            assert!(ent.addresses().all(|address| address.starts_with("https://")));
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
