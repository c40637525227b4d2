//! First connection: the next step follows from what is already done, nothing else is stored.

use ent_core::Profile;
use ent_core::ent::{Ent, IdentitySource, OnboardingStep};
use serde::{Deserialize, Serialize};

/// What a person has already done on an ENT.
///
/// The host fills it from its own records at each question, so that a step done elsewhere (a
/// charter accepted on the phone, say) is not asked again, and a charter that changed is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::exhaustive_structs, reason = "hosts build it, and a new fact is a new question")]
pub struct Facts {
    /// The charter in force is accepted.
    pub charter_accepted: bool,
    /// The person has chosen the password of the ENT.
    pub password_chosen: bool,
    /// Contact details and preferences were checked and saved once.
    pub contact_saved: bool,
}

impl Facts {
    const fn has(self, step: OnboardingStep) -> bool {
        match step {
            OnboardingStep::Charter => self.charter_accepted,
            OnboardingStep::Password => self.password_chosen,
            OnboardingStep::Contact => self.contact_saved,
        }
    }
}

/// First step of the ENT's order that is not done, or `None` when the ENT is open.
///
/// ```
/// use ent_auth::onboarding::{Facts, next_step};
/// use ent_core::ent::{Ent, IdentitySource, OnboardingStep};
/// use ent_core::{Profile, System};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let ent = Ent::find("auvergne-rhone-alpes")?;
/// let teacher = Profile::parse(System::Sdet, "ENS")?;
/// let mut facts = Facts { charter_accepted: true, ..Facts::default() };
/// let next = next_step(ent, teacher, IdentitySource::Academic, &facts);
/// assert_eq!(next, Some(OnboardingStep::Password));
///
/// facts.password_chosen = true;
/// facts.contact_saved = true;
/// assert_eq!(next_step(ent, teacher, IdentitySource::Academic, &facts), None);
/// # Ok(())
/// # }
/// ```
#[must_use]
pub fn next_step(
    ent: &Ent,
    profile: Profile,
    source: IdentitySource,
    facts: &Facts,
) -> Option<OnboardingStep> {
    let mut order = ent.onboarding_order(profile, source).iter().copied();
    order.find(|step| !facts.has(*step))
}

/// Every step of the ENT's order with its progress, for a progress bar.
///
/// At most one step is [`Current`](Progress::Current): the one [`next_step`] gives.
///
/// ```
/// use ent_auth::onboarding::{Facts, Progress, journey};
/// use ent_core::ent::{Ent, IdentitySource};
/// use ent_core::{Profile, System};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let ent = Ent::find("occitanie")?;
/// let guardian = Profile::parse(System::Sdet, "TUT")?;
/// let facts = Facts { charter_accepted: true, ..Facts::default() };
/// let steps = journey(ent, guardian, IdentitySource::Aten, &facts);
/// let shown: Vec<_> = steps.iter().map(|stage| (stage.step.code(), stage.progress)).collect();
/// assert_eq!(shown, [("charter", Progress::Done), ("contact", Progress::Current)]);
/// # Ok(())
/// # }
/// ```
#[must_use]
pub fn journey(ent: &Ent, profile: Profile, source: IdentitySource, facts: &Facts) -> Vec<Stage> {
    let next = next_step(ent, profile, source, facts);
    let progress = |step| {
        if facts.has(step) {
            Progress::Done
        } else if Some(step) == next {
            Progress::Current
        } else {
            Progress::Todo
        }
    };
    let order = ent.onboarding_order(profile, source).iter();
    order.map(|&step| Stage { step, progress: progress(step) }).collect()
}

/// A step and how far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Stage {
    /// The step.
    pub step: OnboardingStep,
    /// How far it is.
    pub progress: Progress,
}

/// How far a step of a [`journey`] is.
///
/// ```
/// use ent_auth::onboarding::Progress;
///
/// assert_eq!(Progress::Current.code(), "current");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "a progress bar draws each")]
pub enum Progress {
    /// Done; not asked again.
    Done,
    /// To be shown now.
    Current,
    /// To come.
    Todo,
}

impl Progress {
    /// Stable code: `done`, `current` or `todo`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Current => "current",
            Self::Todo => "todo",
        }
    }
}

#[cfg(test)]
mod tests {
    use ent_core::System;

    use super::*;

    const PROFILES: [&str; 9] = ["ELV", "TUT", "ENS", "DIR", "EVS", "ETA", "ACA", "DOC", "COL"];

    fn all_facts() -> impl Iterator<Item = Facts> {
        (0..8).map(|bits| Facts {
            charter_accepted: bits & 1 != 0,
            password_chosen: bits & 2 != 0,
            contact_saved: bits & 4 != 0,
        })
    }

    /// Every ENT, profile, source and combination of facts.
    fn everybody(check: impl Fn(&Ent, Profile, IdentitySource, Facts)) {
        for ent in Ent::all() {
            for profile in PROFILES.map(|code| Profile::parse(System::Sdet, code).unwrap()) {
                for source in IdentitySource::ALL {
                    for facts in all_facts() {
                        check(ent, profile, *source, facts);
                    }
                }
            }
        }
    }

    #[test]
    fn doing_the_next_step_leads_to_the_end() {
        everybody(|ent, profile, source, mut facts| {
            let mut taken = Vec::new();
            while let Some(step) = next_step(ent, profile, source, &facts) {
                assert!(!taken.contains(&step), "{step:?} asked twice");
                taken.push(step);
                match step {
                    OnboardingStep::Charter => facts.charter_accepted = true,
                    OnboardingStep::Password => facts.password_chosen = true,
                    OnboardingStep::Contact => facts.contact_saved = true,
                }
            }
            let order = ent.onboarding_order(profile, source);
            assert!(order.iter().filter(|step| taken.contains(step)).eq(&taken), "out of order");
            assert!(order.iter().all(|step| facts.has(*step)));
        });
    }

    #[test]
    fn a_journey_has_the_next_step_as_its_only_current_one() {
        everybody(|ent, profile, source, facts| {
            let stages = journey(ent, profile, source, &facts);
            let current: Vec<_> =
                stages.iter().filter(|stage| stage.progress == Progress::Current).collect();
            let next = next_step(ent, profile, source, &facts);
            assert_eq!(current.iter().map(|stage| stage.step).next(), next);
            assert!(current.len() <= 1);
            assert_eq!(stages.len(), ent.onboarding_order(profile, source).len());
        });
    }

    #[test]
    fn facts_from_outside_are_complete_and_known() {
        let whole = r#"{"charter_accepted":true,"password_chosen":false,"contact_saved":true}"#;
        let facts: Facts = serde_json::from_str(whole).unwrap();
        assert!(facts.charter_accepted && !facts.password_chosen && facts.contact_saved);
        for bad in ["{}", &whole.replace("charter", "chart"), &whole.replace("true}", "1}")] {
            assert!(serde_json::from_str::<Facts>(bad).is_err(), "{bad}");
        }
    }
}
