//! Who and where in a French school portal (ENT, *Environnement Numérique de Travail*): the nouns
//! that `ent-auth` and `ent-prefs` make rules about.
//!
//! Nothing here reads a clock, draws randomness, opens a file or keeps global state: time,
//! [`Entropy`] and keys are arguments. Text from outside becomes a value of one of these types or
//! a typed error with a stable code and a French and an English text ([`Coded`]).
//!
//! | room | holds |
//! |---|---|
//! | [`message`] | stable codes and their texts |
//! | [`instant`] | UTC time in whole milliseconds |
//! | [`day`] | calendar days |
//! | [`zone`] | the time zones of France: where a day begins, what a clock shows |
//! | [`text`] | normal form, comparison form, refusal of invisible characters |
//! | [`id`] | opaque identifiers given by the host |
//! | [`ent`] | the portal projects: portals, sign-in choices, first connection |
//! | [`address`] | the pages that links are built on |
//! | [`entropy`] | the random source a host lends |
//! | [`keys`] | the keys a host lends |
//! | [`calendar`] | zones of school holidays, days on which schools are closed |
//! | [`charter`] | versions of the terms of use, who accepted them, the gate |
//! | [`contact`] | e-mail addresses, phone numbers and postal addresses |
//! | [`person`] | names, birth dates and ages, guardians and children |
//! | [`place`] | establishments, their numbers, academies, departments, regions, authorities |
//! | [`profile`] | what someone is to a school |
//! | [`storage`] | sizes and quotas of shared folders |
//! | [`transition`] | the sealed step of every stored state |

pub mod address;
pub mod calendar;
pub mod charter;
pub mod contact;
pub mod day;
pub mod ent;
pub mod entropy;
pub mod id;
pub mod instant;
pub mod keys;
mod listed;
pub mod message;
pub mod person;
pub mod place;
pub mod profile;
pub mod storage;
mod tables;
pub mod text;
pub mod transition;
mod weekday;
pub mod zone;

pub use calendar::{CalendarError, SchoolCalendar, SchoolZone};
pub use contact::email::{Email, EmailError, UnverifiedEmail, VerifiedEmail};
pub use contact::phone::{PhoneError, PhoneKind, PhoneNumber, Region, RegionError};
pub use contact::postal::{PostalAddress, PostalError};
pub use day::{Day, DayError};
pub use ent::{Ent, EntError};
pub use entropy::{Entropy, EntropyError};
pub use id::{
    CharterVersionId, DeviceId, EditionId, EvidenceId, FlowId, GuardianId, IdError, PupilId,
    SubjectId,
};
pub use instant::{Instant, InstantError};
pub use keys::{Key, KeyError, KeyId, KeyRing};
pub use message::{Coded, Lang, Params};
pub use person::{
    Age, BirthDate, BirthDateError, BirthDatePrecision, GivenName, Majority, NameError, NamePart,
    PersonName,
};
pub use place::{
    AcademicAuthority, AcademicRegion, AcademicRegionError, Academy, AcademyCode, AcademyCodeError,
    AcademyCodeKind, AcademyError, AcademyKind, AdministrativeRegion, AdministrativeRegionError,
    AuthorityError, Country, CountryError, Crec, Department, DepartmentError, DepartmentKind,
    Establishment, EstablishmentError, EstablishmentKind, LocalAuthority, Ministry, MinistryError,
    Registration, Sector, Uai, UaiError,
};
pub use profile::{Profile, ProfileError, System, SystemError};
pub use storage::{Quota, StorageSize, StorageSizeError};
pub use weekday::Weekday;
pub use zone::{WallTime, Zone, ZoneError};

/// Runs the examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
