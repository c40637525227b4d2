//! The native module under the Python package entkit.
//!
//! Translation only: no rule is decided here. Exceptions, enumerations and records are written in
//! Python, in the package itself; whatever holds an invariant or a secret is a class of this
//! module.

#![expect(clippy::needless_pass_by_value, reason = "arguments of Python are taken over")]
#![expect(unused_qualifications, reason = "the hash of `pyclass` writes a full path")]

mod card;
mod charter;
mod consent;
mod contact;
mod convert;
mod ent;
mod errors;
mod guardian;
mod guardianship;
mod keys;
mod ledger;
mod login;
mod message;
mod password;
mod person;
mod place;
mod prefs;
mod profile;
mod storage;
mod transition;
mod zone;

mod address;
mod countdown;
mod disconnect;
mod letter;
mod link;
mod pairing;
mod policy;
mod postal;
mod preferences;
mod red_list;
mod route;
mod sms;
mod summary;
mod throttle;
mod unsubscribe;

/// Native part of entkit; import from `entkit` instead.
#[pyo3::pymodule]
mod _native {
    use pyo3::prelude::*;

    #[pymodule_export]
    use crate::card::{ContactCard, parse_contact_wish};
    #[pymodule_export]
    use crate::charter::{
        CharterActor, CharterLog, CharterVersion, charter_gate, charter_text_digest,
        export_charter_csv, export_charter_jsonl, verify_charter_log,
    };
    #[pymodule_export]
    use crate::consent::{ConsentEntry, Consents, check_who_consents, who_may_consent};
    #[pymodule_export]
    use crate::contact::{Email, PhoneNumber, UnverifiedEmail, VerifiedEmail};
    #[pymodule_export]
    use crate::ent::attachments::Attachments;
    #[pymodule_export]
    use crate::ent::mire::RememberedChoice;
    #[pymodule_export]
    use crate::ent::{Ent, Facts};
    #[pymodule_export]
    use crate::guardian::claim::{Child, GuardianClaim, GuardianMatch, GuardianRecord};
    #[pymodule_export]
    use crate::guardian::{
        ActivationPolicy, ActivationTransition, ChildAnswer, GuardianActivation,
    };
    #[pymodule_export]
    use crate::guardianship::{AafLink, AafRelation, GuardianEdge, Guardianship};
    #[pymodule_export]
    use crate::keys::{Entropy, KeyRing};
    #[pymodule_export]
    use crate::ledger::{CodePolicy, Ledger, LedgerContext, LedgerTransition, PhoneProof};
    #[pymodule_export]
    use crate::login::{derive_login, derive_logins, login_parts, parse_login};
    #[pymodule_export]
    use crate::message::{listed_codes, message_codes, message_text};
    #[pymodule_export]
    use crate::password::Password;
    #[pymodule_export]
    use crate::password::credential::{Credential, forced_change_exemption};
    #[pymodule_export]
    use crate::password::hash::{HashPolicy, HashPool, NewHash};
    #[pymodule_export]
    use crate::password::import::ImportedHash;
    #[pymodule_export]
    use crate::password::reuse::PasswordHistory;
    #[pymodule_export]
    use crate::password::rules::{
        GeneratedPassword, PasswordRules, compare_password, lint_password_rules,
    };
    #[pymodule_export]
    use crate::password::strength::password_strength;
    #[pymodule_export]
    use crate::person::{BirthDate, PersonName, parse_birth_date, parse_day, parse_instant};
    #[pymodule_export]
    use crate::place::academy::{Academy, AcademyCode};
    #[pymodule_export]
    use crate::place::authority::{AcademicAuthority, Crec, LocalAuthority};
    #[pymodule_export]
    use crate::place::establishment::{
        Establishment, Ministry, establishment_kind_is_school, establishment_kind_level,
        establishment_kind_of_nature, sector_of_spelling,
    };
    #[pymodule_export]
    use crate::place::territory::{AcademicRegion, AdministrativeRegion, Country, Department};
    #[pymodule_export]
    use crate::place::{Uai, academies, departments};
    #[pymodule_export]
    use crate::postal::PostalAddress;
    #[pymodule_export]
    use crate::prefs::partner_view;
    #[pymodule_export]
    use crate::profile::{
        profile_community, profile_parse, profile_spellings, role_appointers, role_duties,
        role_has_own_account, role_least_per_establishment,
    };
    #[pymodule_export]
    use crate::red_list::{
        DirectoryRow, RedList, Viewer, Visibility, project_card, project_row, search_directory,
    };
    #[pymodule_export]
    use crate::storage::{Quota, StorageSize};
    #[pymodule_export]
    use crate::summary::summarise;
    #[pymodule_export]
    use crate::throttle::{Throttle, ThrottlePolicy, ThrottleTransition};
    #[pymodule_export]
    use crate::unsubscribe::{
        confirm_unsubscribe, read_unsubscribe, unsubscribe_link, unsubscribe_refusal,
        unsubscribe_token_of,
    };
    #[pymodule_export]
    use crate::zone::Zone;

    #[pymodule_export]
    use crate::address::{BaseAddress, account_change_ends_devices};
    #[pymodule_export]
    use crate::countdown::Countdown;
    #[pymodule_export]
    use crate::disconnect::{SchoolCalendar, SendingHours, school_zone_of_academy, school_zones};
    #[pymodule_export]
    use crate::letter::{
        Letter, LetterContext, LetterPolicy, LetterRecipient, LetterTransition, Notice,
        issue_letters,
    };
    #[pymodule_export]
    use crate::link::{
        EmailLink, LinkContext, LinkMail, LinkPolicy, LinkToken, LinkTransition, closed_link,
    };
    #[pymodule_export]
    use crate::pairing::{
        DeviceGrant, Pairing, PairingCode, PairingContext, PairingPayload, PairingPolicy,
        PairingTransition, parse_pairing_id,
    };
    #[pymodule_export]
    use crate::preferences::{PreferenceDefaults, Preferences, read_preference};
    #[pymodule_export]
    use crate::route::{Recipient, Recipients, RouteMessage, route_message};
    #[pymodule_export]
    use crate::sms::{Sms, measure_sms, read_sms};

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}
