//! First connection: the next step follows from what is already done.

use crate::ent::{Ent, IdentitySource};
use crate::mirror::{coded, labelled};
use crate::profile::Profile;

labelled! {
    /// A step of the first connection.
    OnboardingStep = ent_core::ent::OnboardingStep {
        /// Read and accept the charter of use.
        Charter,
        /// Choose a password for the ENT.
        Password,
        /// Check numbers and e-mail address, choose what to be told.
        Contact,
    }
}

coded! {
    /// How far a step is.
    OnboardingProgress = ent_auth::onboarding::Progress {
        /// Done; not asked again.
        Done,
        /// To be shown now.
        Current,
        /// To come.
        Todo,
    }
}

/// What a person has already done on an ENT, from the host's own records at each question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Record)]
pub struct OnboardingFacts {
    /// The charter in force is accepted.
    pub charter_accepted: bool,
    /// The person has chosen the password of the ENT.
    pub password_chosen: bool,
    /// Contact details and preferences were checked and saved once.
    pub contact_saved: bool,
}

impl From<OnboardingFacts> for ent_auth::onboarding::Facts {
    fn from(facts: OnboardingFacts) -> Self {
        let OnboardingFacts { charter_accepted, password_chosen, contact_saved } = facts;
        Self { charter_accepted, password_chosen, contact_saved }
    }
}

/// A step and how far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Record)]
pub struct OnboardingStage {
    /// The step.
    pub step: OnboardingStep,
    /// How far it is.
    pub progress: OnboardingProgress,
}

#[uniffi::export]
impl Ent {
    /// First step of a first connection that is not done; none when the ENT is open to the person.
    pub fn next_step(
        &self,
        profile: Profile,
        source: IdentitySource,
        facts: OnboardingFacts,
    ) -> Option<OnboardingStep> {
        let facts = facts.into();
        let (profile, source) = (profile.into(), source.into());
        ent_auth::onboarding::next_step(&self.inner, profile, source, &facts).map(Into::into)
    }

    /// Every step with its progress, for a progress bar.
    pub fn journey(
        &self,
        profile: Profile,
        source: IdentitySource,
        facts: OnboardingFacts,
    ) -> Vec<OnboardingStage> {
        let facts = facts.into();
        let (profile, source) = (profile.into(), source.into());
        let stages =
            ent_auth::onboarding::journey(&self.inner, profile, source, &facts).into_iter();
        stages
            .map(|stage| OnboardingStage {
                step: stage.step.into(),
                progress: stage.progress.into(),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_step_follows_from_facts() {
        let ent = Ent::find("auvergne-rhone-alpes").unwrap();
        let (profile, source) = (Profile::Teacher, IdentitySource::Academic);
        let mut facts = OnboardingFacts {
            charter_accepted: true,
            password_chosen: false,
            contact_saved: false,
        };
        assert_eq!(ent.next_step(profile, source, facts), Some(OnboardingStep::Password));
        let shown = ent.journey(profile, source, facts);
        assert_eq!(
            shown.iter().map(|stage| stage.step).collect::<Vec<_>>(),
            ent.onboarding_order(profile, source)
        );
        let progress: Vec<_> = shown.iter().map(|stage| stage.progress.code()).collect();
        assert_eq!(progress, ["done", "current", "todo"]);
        facts.password_chosen = true;
        facts.contact_saved = true;
        assert_eq!(ent.next_step(profile, source, facts), None);
    }
}
