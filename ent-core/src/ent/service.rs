//! What an ENT offers, to whom and where.

use super::definition::Service as Row;
use crate::listed::listed;
use crate::{Lang, Profile};

listed! {
    /// Where a service is used.
    ///
    /// ```
    /// use ent_core::ent::ServiceChannel;
    ///
    /// assert_eq!(ServiceChannel::from_code("mobile"), Some(ServiceChannel::Mobile));
    /// assert_eq!(ServiceChannel::from_code("fax"), None);
    /// ```
    #[expect(clippy::exhaustive_enums, reason = "a new channel needs its own screens")]
    ServiceChannel in "service_channel" {
        /// The portal in a browser.
        Web = "web",
        /// The application of the phone.
        #[doc(alias = "application mobile")]
        Mobile = "mobile",
    }
}

/// A service or feature of an ENT.
///
/// ```
/// use ent_core::ent::{Ent, ServiceChannel};
/// use ent_core::{Lang, Profile};
///
/// let ent = Ent::find("auvergne-rhone-alpes")?;
/// let has = |profile, id| {
///     ent.services(profile, ServiceChannel::Mobile).any(|service| service.id() == id)
/// };
/// assert!(has(Profile::Teacher, "appel") && !has(Profile::Pupil, "appel"));
/// let first = ent.services(Profile::Pupil, ServiceChannel::Mobile).next();
/// assert_eq!(first.map(|service| service.label(Lang::Fr)), Some("Messagerie"));
/// # Ok::<(), ent_core::ent::EntError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Service<'a>(&'a Row);

impl<'a> Service<'a> {
    pub(super) const fn new(row: &'a Row) -> Self {
        Self(row)
    }

    /// Stable id among the services of the ENT.
    #[must_use]
    pub fn id(self) -> &'a str {
        &self.0.id
    }

    /// Name to show.
    #[must_use]
    pub fn label(self, lang: Lang) -> &'a str {
        match lang {
            Lang::Fr => &self.0.fr,
            Lang::En => &self.0.en,
        }
    }

    /// Who is known to have it; empty when the guides do not tell.
    #[must_use]
    pub fn profiles(self) -> &'a [Profile] {
        &self.0.profiles
    }

    /// Where it is.
    #[must_use]
    pub fn channels(self) -> &'a [ServiceChannel] {
        &self.0.channels
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ent::Ent;

    #[test]
    fn codes_and_labels() {
        ServiceChannel::check_list();
    }

    #[test]
    fn mobile_features_by_profile() {
        let ent = Ent::find("auvergne-rhone-alpes").unwrap();
        let ids = |profile| -> Vec<_> {
            ent.services(profile, ServiceChannel::Mobile).map(Service::id).collect()
        };
        let common = ["messagerie", "actualites", "cahier_de_textes", "travail_a_faire"];
        let family = ["emploi_du_temps", "absences", "evaluations"];
        assert_eq!(ids(Profile::Teacher), [&common[..], &["appel"]].concat());
        assert_eq!(ids(Profile::Pupil), [&common[..], &family].concat());
        assert_eq!(ids(Profile::LegalGuardian), ids(Profile::Pupil));
        assert!(ids(Profile::LocalAuthority).is_empty());
        // The presentation lists twelve more, and does not tell who has which.
        assert_eq!(ent.all_services().filter(|s| s.profiles().is_empty()).count(), 12);
    }
}
