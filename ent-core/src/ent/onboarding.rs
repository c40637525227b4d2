//! What an ENT asks at a first connection, and in which order.

use super::definition::Onboarding;
use super::{IdentitySource, fits};
use crate::Profile;
use crate::listed::listed;

listed! {
    /// A step of the first connection.
    ///
    /// ```
    /// use ent_core::Lang;
    /// use ent_core::ent::OnboardingStep;
    ///
    /// assert_eq!(OnboardingStep::Charter.label(Lang::Fr), "Charte d’utilisation");
    /// assert_eq!(OnboardingStep::from_code("captcha"), None);
    /// ```
    #[doc(alias = "première connexion")]
    #[expect(clippy::exhaustive_enums, reason = "a new step needs its own page")]
    OnboardingStep in "onboarding" {
        /// Read and accept the charter of use.
        Charter = "charter",
        /// Choose a password for the ENT.
        Password = "password",
        /// Check numbers and e-mail address, choose what to be told.
        Contact = "contact",
    }
}

/// Steps of the first row that fits.
pub(super) fn order(
    rows: &[Onboarding],
    profile: Profile,
    source: IdentitySource,
) -> &[OnboardingStep] {
    let suits = |row: &&Onboarding| {
        fits(&row.profiles, profile) && (row.sources.is_empty() || row.sources.contains(&source))
    };
    rows.iter().find(suits).map_or(&[], |row| &row.steps)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::System;
    use crate::ent::Ent;

    #[test]
    fn codes_and_labels() {
        OnboardingStep::check_list();
    }

    #[test]
    fn every_pair_has_steps() {
        for ent in Ent::all() {
            for profile in Profile::ALL {
                for source in IdentitySource::ALL {
                    let steps = ent.onboarding_order(profile, *source);
                    assert_eq!(steps.first(), Some(&OnboardingStep::Charter));
                    assert_eq!(steps.last(), Some(&OnboardingStep::Contact));
                }
            }
        }
    }

    #[test]
    fn federated_pupils_and_guardians_choose_no_password() {
        use IdentitySource::{Agricultural, Aten, EduConnect};
        for ent in Ent::all() {
            for code in ["ELV", "TUT"] {
                let profile = Profile::parse(System::Sdet, code).unwrap();
                for source in [EduConnect, Aten, Agricultural] {
                    let steps = ent.onboarding_order(profile, source);
                    assert!(!steps.contains(&OnboardingStep::Password), "{ent:?} {code}");
                }
            }
        }
    }
}
