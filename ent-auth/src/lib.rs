//! How one gets into a French school portal: the rules that guard.

pub mod onboarding;
