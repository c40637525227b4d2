//! Lifetimes and caps of an activation.

/// Lifetimes and caps of an activation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ActivationPolicy {
    pub(super) idle_seconds: i64,
    pub(super) code_seconds: i64,
    pub(super) children_attempts: u8,
    pub(super) children_failures_per_day: u8,
    pub(super) rules: &'static str,
}

impl ActivationPolicy {
    /// EduConnect: 30 minutes without progress end the journey (three hours while a code is
    /// awaited: the five messages of a day live 30 minutes each), birth dates may be submitted
    /// three times in a journey and be wrong five times a day, passwords follow the rules
    /// `educonnect`.
    #[must_use]
    pub const fn educonnect() -> Self {
        Self {
            idle_seconds: 30 * 60,
            code_seconds: 5 * 30 * 60,
            children_attempts: 3,
            children_failures_per_day: 5,
            rules: "educonnect",
        }
    }

    /// Submissions of birth dates in one journey.
    #[must_use]
    pub const fn children_attempts(&self) -> u8 {
        self.children_attempts
    }

    /// Wrong submissions of birth dates in any 24 hours, over all journeys.
    #[must_use]
    pub const fn children_failures_per_day(&self) -> u8 {
        self.children_failures_per_day
    }

    /// Id of the password rules the new password must have been accepted under.
    #[must_use]
    pub const fn rules(&self) -> &'static str {
        self.rules
    }
}
