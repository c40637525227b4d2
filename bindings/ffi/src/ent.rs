//! The ENT: portals, sign-in choices, partners, services.

mod file;
mod mire;

use std::sync::Arc;

use ent_core::ent as domain;
use ent_core::{Lang, Uai};

pub use self::file::{EntFileError, EntFileProblem, ent_file_schema};
pub use self::mire::{Device, MireAnswer, MireAxis, MireChoice, MirePath, RememberedChoice};
use crate::mirror::labelled;
use crate::onboarding::OnboardingStep;
use crate::place::{Academy, Department, EstablishmentKind};
use crate::profile::Profile;
use crate::storage::StorageSize;
use crate::{CalendarDate, EntError};

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

labelled! {
    /// Where a service is used.
    ServiceChannel = domain::ServiceChannel {
        /// The portal in a browser.
        Web,
        /// The application of the phone.
        Mobile,
    }
}

labelled! {
    /// Who sets a charter of use.
    CharterScope = domain::CharterScope {
        /// The ENT as a whole.
        Ent,
        /// Each establishment.
        Establishment,
    }
}

/// What ties a person to portals: the host knows it from its directory.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Attachments {
    /// What the person is.
    pub profile: Profile,
    /// UAI numbers of the establishments, the main one first; a number whose key is wrong has no
    /// portal.
    #[uniffi(default = [])]
    pub establishments: Vec<String>,
    /// INSEE codes of the regions that employ the person.
    #[uniffi(default = [])]
    pub regions: Vec<String>,
    /// INSEE codes of the departments that employ the person.
    #[uniffi(default = [])]
    pub departments: Vec<String>,
    /// Codes of the académies that employ the person.
    #[uniffi(default = [])]
    pub academies: Vec<String>,
    /// Whether the person works for the authority of agricultural education (DRAAF).
    #[uniffi(default = false)]
    pub agricultural: bool,
}

impl Attachments {
    fn read(&self) -> Result<domain::Attachments, EntError> {
        let mut person = domain::Attachments::new(self.profile.into());
        let schools = self.establishments.iter().map(|uai| Uai::parse_lenient(uai));
        person.establishments = schools.collect::<Result<_, _>>()?;
        let regions = self.regions.iter().map(|code| ent_core::AdministrativeRegion::parse(code));
        person.regions = regions.collect::<Result<_, _>>()?;
        let departments = self.departments.iter().map(|code| ent_core::Department::parse(code));
        person.departments = departments.collect::<Result<_, _>>()?;
        let academies = self.academies.iter().map(|code| ent_core::Academy::parse(code));
        person.academies = academies.collect::<Result<_, _>>()?;
        person.agricultural = self.agricultural;
        Ok(person)
    }
}

/// One published list of the partners that carry an ENT.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Partnership {
    /// Stable id among the lists of the ENT.
    pub id: String,
    /// Day on which the document was read; always given.
    pub read_on: Option<CalendarDate>,
    /// First day on which the list holds, when the document tells.
    pub since: Option<CalendarDate>,
    /// Regions, by INSEE code.
    pub regions: Vec<String>,
    /// Departments, in the order of the file.
    pub departments: Vec<Department>,
    /// Académies, in the order of the file.
    pub academies: Vec<Academy>,
    /// Whether the authority of agricultural education (DRAAF) is a partner.
    pub agricultural_education: bool,
    /// Whether the regional committee of Catholic education (CREC) is a partner.
    pub private_education: bool,
}

impl From<domain::Partnership<'_>> for Partnership {
    fn from(list: domain::Partnership<'_>) -> Self {
        Self {
            id: list.id().to_owned(),
            read_on: list.read_on().map(Into::into),
            since: list.since().map(Into::into),
            regions: list.regions().map(|region| region.code().to_owned()).collect(),
            departments: list.departments().map(Into::into).collect(),
            academies: list.academies().map(Into::into).collect(),
            agricultural_education: list.agricultural_education(),
            private_education: list.private_education(),
        }
    }
}

/// A service or feature of an ENT.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct EntService {
    /// Stable id among the services of the ENT.
    pub id: String,
    /// Name to show, in French.
    pub label_fr: String,
    /// Name to show, in English.
    pub label_en: String,
    /// Who is known to have it; empty when the guides do not tell.
    pub profiles: Vec<Profile>,
    /// Where it is.
    pub channels: Vec<ServiceChannel>,
}

impl From<domain::Service<'_>> for EntService {
    fn from(service: domain::Service<'_>) -> Self {
        Self {
            id: service.id().to_owned(),
            label_fr: service.label(Lang::Fr).to_owned(),
            label_en: service.label(Lang::En).to_owned(),
            profiles: service.profiles().iter().map(|&profile| profile.into()).collect(),
            channels: service.channels().iter().map(|&channel| channel.into()).collect(),
        }
    }
}

/// A topic or frequent question of the online help.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct HelpTopic {
    /// Stable id within its page.
    pub id: String,
    /// Title or question to show, in French.
    pub label_fr: String,
    /// Title or question to show, in English.
    pub label_en: String,
}

/// A page of the online help.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct HelpGroup {
    /// Stable id among the pages of the ENT.
    pub id: String,
    /// Title to show, in French.
    pub label_fr: String,
    /// Title to show, in English.
    pub label_en: String,
    /// Whose page it is; empty for everybody's.
    pub profiles: Vec<Profile>,
    /// Topics, in the order people see them; empty when the guides do not show them.
    pub topics: Vec<HelpTopic>,
}

impl From<domain::HelpGroup<'_>> for HelpGroup {
    fn from(group: domain::HelpGroup<'_>) -> Self {
        let topic = |topic: domain::HelpTopic<'_>| HelpTopic {
            id: topic.id().to_owned(),
            label_fr: topic.label(Lang::Fr).to_owned(),
            label_en: topic.label(Lang::En).to_owned(),
        };
        Self {
            id: group.id().to_owned(),
            label_fr: group.label(Lang::Fr).to_owned(),
            label_en: group.label(Lang::En).to_owned(),
            profiles: group.profiles().iter().map(|&profile| profile.into()).collect(),
            topics: group.topics().map(topic).collect(),
        }
    }
}

/// How long things last on an ENT; none where the guides do not tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Record)]
pub struct EntLifetimes {
    /// Minutes for which a code by SMS may be used, 1 to 30.
    pub sms_code_minutes: Option<i32>,
    /// Minutes for which a code that activates a phone may be used, 1 to 10.
    pub mobile_code_minutes: Option<i32>,
    /// Hours for which a link by e-mail may be opened, 1 to 24.
    pub email_link_hours: Option<i32>,
    /// Calendar months for which a provisional password on paper may be used, 1 to 3.
    pub letter_months: Option<i32>,
    /// Calendar months after which an account that nobody is entitled to any more is deleted.
    pub retention_months: Option<i32>,
    /// Days for which a sign-in choice is remembered, 1 to 366.
    pub remembered_choice_days: Option<i32>,
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

    /// Reads the definition of an ENT in TOML, of at most 1 MiB.
    ///
    /// The format is that of the JSON Schema `docs/ent.schema.json`. Fails with everything that is
    /// wrong, each with its path and line.
    #[uniffi::constructor]
    pub fn from_toml(text: &str) -> Result<Self, EntFileError> {
        Ok(Self { inner: domain::Ent::from_toml(text)? })
    }

    /// Reads the definition of an ENT in JSON, of the same format.
    ///
    /// Fails as `from_toml`; lines are known for syntax only.
    #[uniffi::constructor]
    pub fn from_json(text: &str) -> Result<Self, EntFileError> {
        Ok(Self { inner: domain::Ent::from_json(text)? })
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

    /// Steps of a first connection, in the order the ENT shows them.
    pub fn onboarding_order(
        &self,
        profile: Profile,
        source: IdentitySource,
    ) -> Vec<OnboardingStep> {
        let order = self.inner.onboarding_order(profile.into(), source.into());
        order.iter().map(|&step| step.into()).collect()
    }

    /// Who runs the software, when it is known.
    pub fn operator_name(&self) -> Option<String> {
        self.inner.operator().map(str::to_owned)
    }

    /// Every host of the ENT; `*.` in front stands for one more label.
    pub fn hosts(&self) -> Vec<String> {
        self.inner.hosts().map(str::to_owned).collect()
    }

    /// Portals that a person opens as theirs, in the order the ENT shows them.
    ///
    /// Académie and department of the establishments count as attachments. Empty when the ENT has
    /// not published who sees what, or not the addresses. Fails with `uai/format`,
    /// `department/unknown` or `academy/unknown`.
    pub fn my_portals(&self, person: &Attachments) -> Result<Vec<PortalAddress>, EntError> {
        Ok(self.inner.my_portals(&person.read()?).into_iter().map(Into::into).collect())
    }

    /// Whether an address lies on one of the hosts of the ENT.
    pub fn owns(&self, url: &str) -> bool {
        self.inner.owns(url)
    }

    /// Kinds of portal that a profile opens, in the order people see them, whether or not their
    /// addresses are known.
    pub fn portal_kinds(&self, profile: Profile) -> Vec<PortalKind> {
        self.inner.portal_kinds(profile.into()).iter().map(|&kind| kind.into()).collect()
    }

    /// How much the shared folders of a class hold; none when the guides do not tell.
    pub fn shared_folder_quota(&self) -> Option<StorageSize> {
        self.inner.shared_folder_quota().map(Into::into)
    }

    /// Every published list of the partners, the earliest first.
    pub fn partnerships(&self) -> Vec<Partnership> {
        self.inner.partnerships().map(Into::into).collect()
    }

    /// The list of partners in force on a day: the last one that holds since then or has no date.
    ///
    /// Fails with `day/out-of-range` outside 2000 to 2199, and with `day/format` for a day that no
    /// calendar has.
    pub fn partnership_on(&self, day: CalendarDate) -> Result<Option<Partnership>, EntError> {
        Ok(self.inner.partnership_on(day.read_day()?).map(Into::into))
    }

    /// Every service the ENT offers, those included of which the guides do not tell who has them.
    pub fn all_services(&self) -> Vec<EntService> {
        self.inner.all_services().map(Into::into).collect()
    }

    /// Services that a profile is known to have on a channel, in the order of the guides.
    pub fn services(&self, profile: Profile, channel: ServiceChannel) -> Vec<EntService> {
        self.inner.services(profile.into(), channel.into()).map(Into::into).collect()
    }

    /// Pages of the online help for a profile.
    pub fn help(&self, profile: Profile) -> Vec<HelpGroup> {
        self.inner.help(profile.into()).map(Into::into).collect()
    }

    /// Who sets the charter that a person of this profile accepts; empty when it is not told.
    pub fn charter_scopes(&self, profile: Profile) -> Vec<CharterScope> {
        self.inner.charter_scopes(profile.into()).iter().map(|&scope| scope.into()).collect()
    }

    /// Id of the rules for a new password that the source keeps, when they are known.
    pub fn password_rules(&self, source: IdentitySource) -> Option<String> {
        self.inner.password_rules(source.into()).map(str::to_owned)
    }

    /// How long things last, as far as the guides tell.
    pub fn lifetimes(&self) -> EntLifetimes {
        let lifetimes = self.inner.lifetimes();
        EntLifetimes {
            sms_code_minutes: lifetimes.sms_code_minutes().map(Into::into),
            mobile_code_minutes: lifetimes.mobile_code_minutes().map(Into::into),
            email_link_hours: lifetimes.email_link_hours().map(Into::into),
            letter_months: lifetimes.letter_months().map(Into::into),
            retention_months: lifetimes.retention_months().map(Into::into),
            remembered_choice_days: lifetimes.remembered_choice_days().map(Into::into),
        }
    }

    /// Whether a person of this profile at a private establishment of this kind uses the ENT, or
    /// none when the guides say nothing of private education.
    pub fn admits_private(&self, profile: Profile, kind: EstablishmentKind) -> Option<bool> {
        self.inner.admits_private(profile.into(), kind.into())
    }
}

/// The ENT of this package that an address lies on.
///
/// Fails with `ent/unknown` when it lies on none.
#[uniffi::export]
pub fn ent_of_url(url: &str) -> Result<Arc<Ent>, EntError> {
    Ok(Arc::new(Ent::find(domain::Ent::of_url(url)?.id())?))
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
        let Ok(MireAnswer::Source { source, academy, selection, sign_in }) = answer else {
            panic!("no source")
        };
        assert_eq!((source, academy, selection), (IdentitySource::EduConnect, None, None));
        assert!(sign_in.unwrap().starts_with("https://educonnect.education.gouv.fr/"));
        let error = ent.mire_choices(vec!["canary".to_owned()], None).unwrap_err();
        assert_eq!(error.code(), "mire/unknown");
    }

    #[test]
    fn what_an_ent_offers() {
        let ent = Ent::find("auvergne-rhone-alpes").unwrap();
        let mut person = Attachments {
            profile: Profile::Academic,
            establishments: vec!["0010018P".to_owned()],
            regions: vec![],
            departments: vec![],
            academies: vec![],
            agricultural: true,
        };
        let keys: Vec<_> =
            ent.my_portals(&person).unwrap().into_iter().map(|portal| portal.key).collect();
        assert_eq!(keys, ["0010018P", "10", "98", "partners"]);
        person.academies = vec!["05".to_owned()];
        assert_eq!(ent.my_portals(&person).unwrap_err().code(), "academy/unknown");

        let counts: Vec<_> = ent.partnerships().iter().map(|list| list.departments.len()).collect();
        assert_eq!(counts, [7, 9, 10]);
        let day = crate::time::parse_birth_date("2026-11-25").unwrap();
        let today = ent.partnership_on(day).unwrap().unwrap();
        assert!(today.private_education && today.read_on.is_some() && today.since.is_none());
        let early = crate::time::parse_birth_date("1999-12-31").unwrap();
        assert_eq!(ent.partnership_on(early).unwrap_err().code(), "day/out-of-range");

        assert_eq!(ent.services(Profile::Teacher, ServiceChannel::Mobile).len(), 5);
        assert_eq!(ent.all_services().len(), 20);
        assert_eq!(ent.lifetimes().mobile_code_minutes, Some(5));
        assert_eq!(ent.password_rules(IdentitySource::Academic).as_deref(), Some("ent-ara"));
        assert_eq!(ent.charter_scopes(Profile::Pupil), [CharterScope::Ent]);
        let private = |profile| ent.admits_private(profile, EstablishmentKind::Lycee);
        assert_eq!(private(Profile::Direction), Some(true));
        assert_eq!(private(Profile::Teacher), Some(false));
        let help = Ent::find("occitanie").unwrap().help(Profile::LegalGuardian);
        assert_eq!(help.iter().map(|group| group.topics.len()).collect::<Vec<_>>(), [13, 7]);
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
