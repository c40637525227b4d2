//! Which role sees which field, on the red list and off it.

use std::collections::BTreeMap;

use ent_core::Coded;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{DirectoryField, DirectoryFields, RedList, Viewer, ViewerRole};
use crate::unique;

/// Newest stored form of a policy.
const SCHEMA: u16 = 1;

/// What one role sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    off: DirectoryFields,
    /// INVARIANT: within `off`.
    on: DirectoryFields,
}

/// Which role sees which field of whom is off the red list, and which when on it.
///
/// The preset, off the list: the person, their guardians and the school office see all; a teacher
/// of the person sees name, profile, establishment, classes, e-mail address, numbers and wish; other
/// staff the same but for private numbers; other pupils and parents name, profile, establishment
/// and classes; a partner profile and establishment; anyone else nothing. On the list, nobody but
/// the person and whom they authorised sees address, e-mail, numbers, wish and whether notifications
/// are active; the rest stays. The Occitanie guide of first connection says so of the coordinates and of
/// the e-mail block by « Ces informations sont sur liste rouge »; numbers and wish on the same page
/// are held to be no less private.
///
/// Whatever the policy, the person sees everything, no partner sees how to reach anyone, and the
/// list never shows more than its absence.
///
/// ```
/// use ent_prefs::red_list::{DirectoryField, DirectoryFields, ViewerRole, Visibility};
///
/// let preset = Visibility::preset();
/// assert!(preset.fields(ViewerRole::Teacher, false).contains(DirectoryField::Email));
/// assert!(!preset.fields(ViewerRole::Teacher, true).contains(DirectoryField::Email));
///
/// let none = DirectoryFields::NONE;
/// let own = Visibility::builder().off(ViewerRole::Pupil, none).on(ViewerRole::Pupil, none);
/// assert_eq!(own.build()?.fields(ViewerRole::Pupil, false), none);
/// # Ok::<(), ent_prefs::red_list::VisibilityError>(())
/// ```
///
/// Stored as JSON, which a portal may also write by hand; a role that is left out keeps the preset:
///
/// ```
/// use ent_prefs::red_list::{DirectoryFields, ViewerRole, Visibility};
///
/// let own = r#"{"schema":1,"rules":{"pupil":{"off":["name","classes"],"on":[]}}}"#;
/// let own: Visibility = serde_json::from_str(own)?;
/// assert_eq!(own.fields(ViewerRole::Pupil, true), DirectoryFields::NONE);
/// assert!(own.fields(ViewerRole::Teacher, false).iter().count() > 2);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Stored", into = "Stored")]
pub struct Visibility {
    rules: [Rule; 9],
}

impl Visibility {
    /// The preset described above.
    #[must_use]
    pub fn preset() -> Self {
        use DirectoryField as F;
        let all = DirectoryFields::all();
        let school = [F::Name, F::Profile, F::Establishment, F::Classes];
        let reach = [F::Email, F::PhoneProfessional, F::ContactWish];
        let private = [F::PhonePersonal, F::PhoneMobile, F::PhoneOwn1, F::PhoneOwn2];
        let listed = school.into_iter().collect();
        let staff = school.into_iter().chain(reach);
        let teacher = staff.clone().chain(private).collect();
        let partner = [F::Profile, F::Establishment].into_iter().collect();
        let none = DirectoryFields::NONE;
        let rule = |off: DirectoryFields| Rule { off, on: off.without_contact() };
        Self {
            rules: [
                Rule { off: all, on: all },
                rule(all),
                rule(all),
                rule(teacher),
                rule(staff.collect()),
                rule(listed),
                rule(listed),
                rule(partner),
                rule(none),
            ],
        }
    }

    /// A policy of a portal’s own, from the preset on.
    pub fn builder() -> VisibilityBuilder {
        VisibilityBuilder { policy: Self::preset() }
    }

    /// What `role` sees of a person whose list is on or off.
    #[must_use]
    pub const fn fields(&self, role: ViewerRole, on_list: bool) -> DirectoryFields {
        let Rule { on, off } = *self.rule(role);
        if on_list { on } else { off }
    }

    /// What `viewer` sees of a person with this list.
    #[must_use]
    pub fn seen_by(&self, viewer: &Viewer, list: &RedList) -> DirectoryFields {
        let hides = list.is_on() && !list.authorises(viewer);
        self.fields(viewer.role(), hides)
    }

    const fn rule(&self, role: ViewerRole) -> &Rule {
        let [oneself, guardian, office, teacher, staff, pupil, other_guardian, partner, other] =
            &self.rules;
        match role {
            ViewerRole::Oneself => oneself,
            ViewerRole::Guardian => guardian,
            ViewerRole::SchoolOffice => office,
            ViewerRole::Teacher => teacher,
            ViewerRole::Staff => staff,
            ViewerRole::Pupil => pupil,
            ViewerRole::OtherGuardian => other_guardian,
            ViewerRole::Partner => partner,
            ViewerRole::Other => other,
        }
    }

    const fn rule_mut(&mut self, role: ViewerRole) -> &mut Rule {
        let [oneself, guardian, office, teacher, staff, pupil, other_guardian, partner, other] =
            &mut self.rules;
        match role {
            ViewerRole::Oneself => oneself,
            ViewerRole::Guardian => guardian,
            ViewerRole::SchoolOffice => office,
            ViewerRole::Teacher => teacher,
            ViewerRole::Staff => staff,
            ViewerRole::Pupil => pupil,
            ViewerRole::OtherGuardian => other_guardian,
            ViewerRole::Partner => partner,
            ViewerRole::Other => other,
        }
    }
}

impl Default for Visibility {
    fn default() -> Self {
        Self::preset()
    }
}

/// A policy under construction.
#[derive(Clone, Debug)]
#[must_use]
pub struct VisibilityBuilder {
    policy: Visibility,
}

impl VisibilityBuilder {
    /// What `role` sees of a person off the list.
    pub const fn off(mut self, role: ViewerRole, fields: DirectoryFields) -> Self {
        self.policy.rule_mut(role).off = fields;
        self
    }

    /// What `role` sees of a person on the list, unless authorised.
    pub const fn on(mut self, role: ViewerRole, fields: DirectoryFields) -> Self {
        self.policy.rule_mut(role).on = fields;
        self
    }

    /// The policy.
    ///
    /// # Errors
    ///
    /// [`VisibilityError::Oneself`], [`VisibilityError::Partner`] or [`VisibilityError::Wider`].
    pub fn build(self) -> Result<Visibility, VisibilityError> {
        let own = self.policy.rule(ViewerRole::Oneself);
        let all = DirectoryFields::all();
        if own.on != all || own.off != all {
            return Err(VisibilityError::Oneself);
        }
        let partner = self.policy.rule(ViewerRole::Partner);
        if [partner.off, partner.on].iter().any(|seen| *seen != seen.without_contact()) {
            return Err(VisibilityError::Partner);
        }
        if self.policy.rules.iter().any(|rule| !rule.on.is_within(rule.off)) {
            return Err(VisibilityError::Wider);
        }
        Ok(self.policy)
    }
}

/// A policy as JSON.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    schema: u16,
    #[serde(deserialize_with = "unique::keys")]
    rules: BTreeMap<ViewerRole, Rule>,
}

impl From<Visibility> for Stored {
    fn from(policy: Visibility) -> Self {
        let rules = ViewerRole::ALL.iter().map(|role| (*role, *policy.rule(*role)));
        Self { schema: SCHEMA, rules: rules.collect() }
    }
}

impl TryFrom<Stored> for Visibility {
    type Error = VisibilityError;

    fn try_from(stored: Stored) -> Result<Self, Self::Error> {
        if stored.schema != SCHEMA {
            return Err(VisibilityError::Schema);
        }
        let own = |builder: VisibilityBuilder, (role, rule): (ViewerRole, Rule)| {
            builder.off(role, rule.off).on(role, rule.on)
        };
        stored.rules.into_iter().fold(Self::builder(), own).build()
    }
}

/// Why a policy is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum VisibilityError {
    /// The person would not see something of their own.
    #[error("a person sees all of their own row")]
    Oneself,
    /// A partner would see how to reach someone.
    #[error("a partner sees no contact field")]
    Partner,
    /// A role would see more of a person on the list than off it.
    #[error("the red list cannot show more than its absence")]
    Wider,
    /// The stored policy has a schema that this version does not know.
    #[error("the stored policy has an unknown schema")]
    Schema,
}

impl Coded for VisibilityError {
    fn code(&self) -> &'static str {
        match self {
            Self::Oneself => "visibility/self",
            Self::Partner => "visibility/partner",
            Self::Wider => "visibility/wider",
            Self::Schema => "visibility/schema",
        }
    }
}
