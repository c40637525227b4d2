//! The school's record: invented people in a data file.

use ent_auth::LoginId;
use ent_auth::educonnect::{Child, GuardianRecord};
use ent_core::EstablishmentKind;
use ent_core::{
    BirthDate, GivenName, PersonName, PhoneNumber, Profile, PupilId, Region, SubjectId, System, Uai,
};
use ent_prefs::contact_card::SchoolPhones;
use serde::Deserialize;

use crate::stop::{Own, Stop};
use crate::texts;

const PEOPLE: &str = include_str!("../data/people.toml");

/// Everybody the school knows.
#[derive(Debug)]
pub(crate) struct Directory {
    pub(crate) teacher: Teacher,
    pub(crate) guardians: Vec<GuardianRecord>,
}

/// The teacher of the first journey, as the académie vouches for them.
#[derive(Debug)]
pub(crate) struct Teacher {
    pub(crate) name: PersonName,
    pub(crate) login: LoginId,
    pub(crate) profile: Profile,
    pub(crate) uai: Uai,
    pub(crate) school: EstablishmentKind,
    pub(crate) phones: SchoolPhones,
}

impl Directory {
    pub(crate) fn load() -> Result<Self, Stop> {
        Self::read(PEOPLE).ok_or_else(|| Own("example/directory", texts::DIRECTORY).into())
    }

    fn read(text: &str) -> Option<Self> {
        let raw: RawDirectory = toml::from_str(text).ok()?;
        let RawTeacher { family, given, login, profile, uai, school, professional, mobile } =
            raw.teacher;
        let teacher = Teacher {
            name: PersonName::parse(&family, &given).ok()?,
            login: LoginId::parse(&login).ok()?,
            profile: Profile::parse(System::Sdet, &profile).ok()?,
            uai: Uai::parse(&uai).ok()?,
            school,
            phones: SchoolPhones {
                personal: None,
                professional: Some(phone(&professional)?),
                mobile: Some(phone(&mobile)?),
            },
        };
        let guardians = raw.guardians.into_iter().map(guardian).collect::<Option<_>>()?;
        Some(Self { teacher, guardians })
    }

    /// Given name of a pupil, for the closing page.
    pub(crate) fn pupil(&self, pupil: &PupilId) -> Option<&str> {
        let mut children = self.guardians.iter().flat_map(|guardian| &guardian.children);
        children.find(|child| child.pupil == *pupil).map(|child| child.given_name.as_str())
    }
}

fn phone(text: &str) -> Option<PhoneNumber> {
    PhoneNumber::parse(text, Region::FR).ok()
}

fn guardian(raw: RawGuardian) -> Option<GuardianRecord> {
    let child = |child: RawChild| {
        let pupil = PupilId::parse(&child.pupil).ok()?;
        let given_name = GivenName::parse(&child.given).ok()?;
        Some(Child { pupil, given_name, birth_date: child.born })
    };
    Some(GuardianRecord {
        subject: SubjectId::parse(&raw.subject).ok()?,
        name: PersonName::parse(&raw.family, &raw.given).ok()?,
        mobile: phone(&raw.mobile)?,
        login: LoginId::parse(&raw.login).ok()?,
        children: raw.children.into_iter().map(child).collect::<Option<_>>()?,
        activated: false,
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawDirectory {
    teacher: RawTeacher,
    guardians: Vec<RawGuardian>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTeacher {
    family: String,
    given: String,
    login: String,
    profile: String,
    uai: String,
    school: EstablishmentKind,
    professional: String,
    mobile: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawGuardian {
    subject: String,
    family: String,
    given: String,
    mobile: String,
    login: String,
    children: Vec<RawChild>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawChild {
    pupil: String,
    given: String,
    born: BirthDate,
}

#[cfg(test)]
mod tests {
    use ent_core::Academy;

    use super::*;

    #[test]
    fn the_data_file_is_sound() {
        let directory = Directory::read(PEOPLE).unwrap();
        assert_eq!(directory.teacher.uai.academy().map(Academy::name), Some("Lyon"));
        assert!(directory.guardians.iter().all(|guardian| guardian.mobile.can_receive_sms()));
        assert_eq!(directory.guardians[0].children.len(), 3);
        assert!(Directory::read(&PEOPLE.replace("0690026D", "0690026E")).is_none());
    }
}
