//! The ENT: portals, sign-in choices, partners.

use std::sync::Arc;

use ent_core::Lang;
use ent_core::ent as domain;

use crate::EntError;
use crate::mirror::labelled;
use crate::onboarding::OnboardingStep;
use crate::place::{Academy, EstablishmentKind};
use crate::profile::Profile;

labelled! {
    /// The guichet that knows a person's password, chosen on the mire.
    IdentitySource = domain::IdentitySource {
        /// EduConnect, the national account of pupils and guardians.
        EduConnect,
        /// Account given by an académie to its staff.
        Academic,
        /// Account of agricultural education.
        Agricultural,
        /// ATEN, the guichet of some académies before EduConnect.
        Aten,
        /// Account kept by the ENT itself.
        Local,
        /// The choice exists; no guide shows where it leads.
        Unpublished,
    }
}

labelled! {
    /// Kind of portal.
    PortalKind = domain::PortalKind {
        /// Of one collège or lycée; its key is the UAI number.
        Establishment,
        /// Common to all partners; its key is `partners`.
        Partners,
        /// Of the region; its key is the INSEE code.
        Region,
        /// Of a department; its key is the INSEE code.
        Department,
        /// Of an académie or of the DRAAF; its key is the code of the académie, `98` for the DRAAF.
        AcademicAuthority,
        /// Of private education; its key is `crec`.
        PrivateEducation,
    }
}

labelled! {
    /// Level of schooling that some ENTs ask for beside the profile.
    Level = domain::Level {
        /// École, ages 3 to 10.
        Ecole,
        /// Collège, ages 11 to 14.
        College,
        /// Lycée, ages 15 to 17.
        Lycee,
    }
}

labelled! {
    /// A body that sends messages through the ENT to those who agreed.
    Partner = domain::Partner {
        /// Council of the department.
        DepartmentCouncil,
        /// Council of the region.
        RegionCouncil,
        /// The académie.
        Academy,
        /// The authority of agricultural education.
        AgriculturalEducation,
        /// The regional directorate for enterprise and labour.
        Direccte,
    }
}

/// A portal with its address and the person who answers for what it publishes.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct PortalAddress {
    /// Kind of the portal.
    pub kind: PortalKind,
    /// Key among the portals of its kind; a UAI number is in upper case.
    pub key: String,
    /// Name of the portal, in French.
    pub name: String,
    /// Address, always `https`.
    pub url: String,
    /// Title of the publication director, in French.
    pub director_fr: String,
    /// Title of the publication director, in English.
    pub director_en: String,
}

impl From<domain::PortalAddress> for PortalAddress {
    fn from(portal: domain::PortalAddress) -> Self {
        Self {
            kind: portal.kind().into(),
            key: portal.key(),
            name: portal.name().to_owned(),
            url: portal.url(),
            director_fr: portal.director(Lang::Fr).to_owned(),
            director_en: portal.director(Lang::En).to_owned(),
        }
    }
}

/// A choice to show on the mire.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct MireChoice {
    /// Stable id, to be appended to the path when the choice is made.
    pub id: String,
    /// Words to show, in French.
    pub label_fr: String,
    /// Words to show, in English.
    pub label_en: String,
}

/// What the mire answers to the choices made so far.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum MireAnswer {
    /// Choices to show next.
    Choices {
        /// The choices, in the order they are shown.
        choices: Vec<MireChoice>,
    },
    /// The person signs in there.
    Source {
        /// Who vouches for the person.
        source: IdentitySource,
        /// The académie the guichet belongs to, when the choice names one.
        academy: Option<Academy>,
    },
}

impl From<domain::MireAnswer> for MireAnswer {
    fn from(answer: domain::MireAnswer) -> Self {
        match answer {
            domain::MireAnswer::Choices(choices) => Self::Choices {
                choices: choices
                    .iter()
                    .map(|choice| MireChoice {
                        id: choice.id().to_owned(),
                        label_fr: choice.label(Lang::Fr).to_owned(),
                        label_en: choice.label(Lang::En).to_owned(),
                    })
                    .collect(),
            },
            domain::MireAnswer::Source { source, academy, .. } => {
                Self::Source { source: source.into(), academy: academy.map(Into::into) }
            }
        }
    }
}

/// A school portal project (ENT) such as « Ma classe en Auvergne-Rhône-Alpes ».
#[derive(Debug, PartialEq, Eq, uniffi::Object)]
pub struct Ent {
    pub(crate) inner: domain::Ent,
}

#[uniffi::export]
impl Ent {
    /// The ENT with this id, such as `auvergne-rhone-alpes`.
    ///
    /// Fails with `ent/unknown`.
    #[uniffi::constructor]
    pub fn find(id: &str) -> Result<Self, EntError> {
        Ok(Self { inner: domain::Ent::find(id)?.clone() })
    }

    /// Stable id.
    pub fn id(&self) -> String {
        self.inner.id().to_owned()
    }

    /// Name as the ENT writes it, in French.
    pub fn name(&self) -> String {
        self.inner.name().to_owned()
    }

    /// Addresses at which people sign in, the first being the usual one.
    pub fn addresses(&self) -> Vec<String> {
        self.inner.addresses().map(str::to_owned).collect()
    }

    /// Partners that may write to the people of an establishment of this kind, if they agreed;
    /// empty when the ENT has not published who they are.
    pub fn partners(&self, kind: EstablishmentKind) -> Vec<Partner> {
        self.inner.partners(kind.into()).iter().map(|&partner| partner.into()).collect()
    }

    /// The portal of `kind` known by `key`.
    ///
    /// Fails with `portal/unknown`.
    pub fn portal_url(&self, kind: PortalKind, key: &str) -> Result<PortalAddress, EntError> {
        Ok(self.inner.portal_url(kind.into(), key)?.into())
    }

    /// The portal that `url` belongs to, whatever its path, query and fragment.
    ///
    /// Fails with `portal/unknown`, for anything that is not plainly an address of this ENT.
    pub fn resolve(&self, url: &str) -> Result<PortalAddress, EntError> {
        Ok(self.inner.resolve(url)?.into())
    }

    /// What comes after the choices made so far: further choices, or who signs the person in.
    ///
    /// `path` are the ids of the choices made, none at first. A level that is asked for may be
    /// given as `level` or as last id of `path`. Fails with `mire/unknown`.
    #[uniffi::method(default(level = None))]
    pub fn mire_choices(
        &self,
        path: Vec<String>,
        level: Option<Level>,
    ) -> Result<MireAnswer, EntError> {
        let path: Vec<_> = path.iter().map(String::as_str).collect();
        Ok(self.inner.mire().choices(&path, level.map(Into::into))?.into())
    }

    /// Steps of a first connection, in the order the ENT shows them.
    pub fn onboarding_order(
        &self,
        profile: Profile,
        source: IdentitySource,
    ) -> Vec<OnboardingStep> {
        let order = self.inner.onboarding_order(profile.into(), source.into());
        order.iter().map(|&step| step.into()).collect()
    }
}

/// Every known ENT, by id.
#[uniffi::export]
pub fn all_ents() -> Vec<Arc<Ent>> {
    domain::Ent::all().iter().map(|ent| Arc::new(Ent { inner: ent.clone() })).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn portals_are_found_both_ways() {
        let ent = Ent::find("auvergne-rhone-alpes").unwrap();
        let portal = ent.portal_url(PortalKind::Department, "03").unwrap();
        assert_eq!(portal.url, "https://allier.ent.auvergnerhonealpes.fr");
        assert_eq!(ent.resolve(&portal.url).unwrap(), portal);
        let error = ent.resolve("https://canary.example").unwrap_err();
        assert_eq!(error.code(), "portal/unknown");
        assert!(!format!("{error} {error:?}").contains("canary"));
        assert_eq!(Ent::find("canary").unwrap_err().code(), "ent/unknown");
        assert!(all_ents().iter().any(|known| **known == ent));
        let partners = ent.partners(EstablishmentKind::College);
        assert_eq!(partners, [Partner::DepartmentCouncil, Partner::Academy]);
    }

    #[test]
    fn the_mire_leads_to_a_source() {
        let ent = Ent::find("hauts-de-france").unwrap();
        let MireAnswer::Choices { choices } = ent.mire_choices(vec![], None).unwrap() else {
            panic!("no choice")
        };
        assert!(choices.iter().any(|choice| choice.id == "eleve_ou_parent"));
        let answer = ent.mire_choices(vec!["eleve_ou_parent".to_owned()], Some(Level::College));
        let educonnect = MireAnswer::Source { source: IdentitySource::EduConnect, academy: None };
        assert_eq!(answer, Ok(educonnect));
        let error = ent.mire_choices(vec!["canary".to_owned()], None).unwrap_err();
        assert_eq!(error.code(), "mire/unknown");
    }

    #[test]
    fn codes_and_labels_are_those_of_the_domain() {
        for source in domain::IdentitySource::ALL {
            let mirrored = IdentitySource::from(*source);
            assert_eq!(mirrored.code(), source.code());
            assert_eq!(mirrored.label_fr(), source.label(Lang::Fr));
        }
        for kind in domain::PortalKind::ALL {
            assert_eq!(PortalKind::from(*kind).code(), kind.code());
        }
    }
}
