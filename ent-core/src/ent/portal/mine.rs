//! The portals that are a person's own.

use super::{PortalAddress, PortalKind, find};
use crate::ent::definition::Portal;
use crate::{Academy, AdministrativeRegion, Department, Profile, Uai};

/// What ties a person to portals: the host knows it from its directory.
///
/// ```
/// use ent_core::ent::{Attachments, Ent};
/// use ent_core::{Profile, Uai};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let mut person = Attachments::new(Profile::Teacher);
/// person.establishments = vec![Uai::parse("0010018P")?];
/// let portals = Ent::find("auvergne-rhone-alpes")?.my_portals(&person);
/// let urls: Vec<_> = portals.iter().map(|portal| portal.url()).collect();
/// assert_eq!(urls, ["https://0010018P.ent.auvergnerhonealpes.fr"]);
/// // No guide shows the addresses of this one.
/// assert!(Ent::find("occitanie")?.my_portals(&person).is_empty());
/// # Ok(())
/// # }
/// ```
#[doc(alias = "rattachement")]
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attachments {
    /// What the person is.
    pub profile: Profile,
    /// Establishments, the main one first; a number whose key is wrong has no portal.
    pub establishments: Vec<Uai>,
    /// Regions that employ the person.
    pub regions: Vec<AdministrativeRegion>,
    /// Departments that employ the person.
    pub departments: Vec<Department>,
    /// Académies that employ the person.
    pub academies: Vec<Academy>,
    /// Whether the person works for the authority of agricultural education.
    #[doc(alias = "DRAAF")]
    pub agricultural: bool,
}

impl Attachments {
    /// A person of `profile` who is attached to nothing yet.
    #[must_use]
    pub const fn new(profile: Profile) -> Self {
        Self {
            profile,
            establishments: Vec::new(),
            regions: Vec::new(),
            departments: Vec::new(),
            academies: Vec::new(),
            agricultural: false,
        }
    }

    /// Keys of the portals of `kind` that are the person's, or `None` for all of that kind.
    fn keys(&self, kind: PortalKind) -> Option<Vec<String>> {
        let schools = || self.establishments.iter();
        Some(match kind {
            PortalKind::Establishment => schools().map(Uai::to_string).collect(),
            PortalKind::Department => {
                let of_schools = schools().filter_map(|uai| uai.department());
                let all = self.departments.iter().copied().chain(of_schools);
                all.map(|department| department.code().to_owned()).collect()
            }
            PortalKind::AcademicAuthority => {
                let of_schools = schools().filter_map(|uai| uai.academy());
                let all = self.academies.iter().copied().chain(of_schools);
                let agricultural = self.agricultural.then(|| DRAAF.to_owned());
                all.map(|academy| academy.code().to_owned()).chain(agricultural).collect()
            }
            PortalKind::Region => {
                let of_schools =
                    schools().filter_map(|uai| uai.department().and_then(Department::region));
                let all = self.regions.iter().copied().chain(of_schools);
                all.map(|region| region.code().to_owned()).collect()
            }
            PortalKind::Partners | PortalKind::PrivateEducation => return None,
        })
    }
}

/// Key of the portal of agricultural education.
const DRAAF: &str = "98";

pub(crate) fn mine(
    kinds: &[PortalKind],
    portals: &[Portal],
    person: &Attachments,
) -> Vec<PortalAddress> {
    let mut found: Vec<PortalAddress> = Vec::new();
    for kind in kinds.iter().copied() {
        let keys = person.keys(kind).unwrap_or_else(|| {
            let all = portals.iter().filter(|portal| portal.kind == kind);
            all.map(|portal| portal.key.to_string()).collect()
        });
        for portal in keys.iter().filter_map(|key| find(portals, kind, key).ok()) {
            if !found.contains(&portal) {
                found.push(portal);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ent::Ent;

    fn keys(person: &Attachments) -> Vec<String> {
        let portals = Ent::find("auvergne-rhone-alpes").unwrap().my_portals(person);
        portals.iter().map(|portal| format!("{}/{}", portal.kind().code(), portal.key())).collect()
    }

    #[test]
    fn own_portals_by_profile_and_attachment() {
        let mut person = Attachments::new(Profile::Pupil);
        assert!(keys(&person).is_empty());
        person.establishments = ["0010018P", "0010018P", "0690001A"]
            .map(|uai| Uai::parse_lenient(uai).unwrap())
            .to_vec();
        person.departments = vec![Department::parse("03").unwrap()];
        person.academies = vec![Academy::parse("08").unwrap()];
        person.agricultural = true;
        // A wrong key has no portal, and what is given twice stands once.
        assert_eq!(keys(&person), ["establishment/0010018P"]);
        person.profile = Profile::Academic;
        assert_eq!(
            keys(&person),
            [
                "establishment/0010018P",
                "academic_authority/08",
                "academic_authority/10",
                "academic_authority/98",
                "partners/partners",
            ]
        );
        person.profile = Profile::LocalAuthority;
        assert_eq!(
            keys(&person),
            [
                "establishment/0010018P",
                "department/03",
                "department/01",
                "department/69",
                "region/84",
                "partners/partners",
            ]
        );
    }
}
