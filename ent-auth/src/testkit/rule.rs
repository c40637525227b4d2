//! The rules of the contract, and what was found against them.

use std::fmt;

use ent_core::{Coded, Lang};
use thiserror::Error;

/// A rule of the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Rule {
    /// A key that was never stored gives nothing.
    Absent,
    /// Loading gives exactly the bytes last stored.
    Bytes,
    /// Creating a record that is not there is stored.
    Create,
    /// Creating a record that is there is lost.
    CreateOnce,
    /// Of creations at once exactly one is stored.
    CreateRace,
    /// Every load and write is answered.
    Failed,
    /// No guess is judged beyond the limit of the code.
    Guesses,
    /// Writing one key leaves the others as they were.
    Independent,
    /// Two keys that differ in one byte are two records.
    Keys,
    /// A lost write leaves the record as it was.
    LostUntouched,
    /// A code succeeds once at most.
    OneSuccess,
    /// Steps at once are stored in the end.
    Progress,
    /// Replacing at the exact version is stored.
    Replace,
    /// Replacing a record that is not there is lost.
    ReplaceMissing,
    /// Of replacements of one version at once exactly one is stored.
    ReplaceRace,
    /// Replacing at another version is lost.
    ReplaceVersion,
    /// Each stored step raises the version by one.
    Versions,
    /// What is stored is read at once by every connection.
    Visible,
}

impl Rule {
    /// Every rule, in the order of its code.
    pub const ALL: &'static [Self] = &[
        Self::Absent,
        Self::Bytes,
        Self::Create,
        Self::CreateOnce,
        Self::CreateRace,
        Self::Failed,
        Self::Guesses,
        Self::Independent,
        Self::Keys,
        Self::LostUntouched,
        Self::OneSuccess,
        Self::Progress,
        Self::Replace,
        Self::ReplaceMissing,
        Self::ReplaceRace,
        Self::ReplaceVersion,
        Self::Versions,
        Self::Visible,
    ];

    /// Number of the sentence of `docs/stores.md` that says it.
    #[must_use]
    pub const fn sentence(self) -> u8 {
        match self {
            Self::Absent | Self::Bytes => 1,
            Self::Keys | Self::Independent => 2,
            Self::Create | Self::CreateOnce | Self::CreateRace => 3,
            Self::Replace
            | Self::ReplaceMissing
            | Self::ReplaceRace
            | Self::ReplaceVersion
            | Self::Versions => 4,
            Self::Failed | Self::LostUntouched | Self::Visible => 5,
            Self::Guesses | Self::OneSuccess | Self::Progress => 6,
        }
    }
}

impl Coded for Rule {
    fn code(&self) -> &'static str {
        match self {
            Self::Absent => "store_contract/absent",
            Self::Bytes => "store_contract/bytes",
            Self::Create => "store_contract/create",
            Self::CreateOnce => "store_contract/create-once",
            Self::CreateRace => "store_contract/create-race",
            Self::Failed => "store_contract/failed",
            Self::Guesses => "store_contract/guesses",
            Self::Independent => "store_contract/independent",
            Self::Keys => "store_contract/keys",
            Self::LostUntouched => "store_contract/lost-untouched",
            Self::OneSuccess => "store_contract/one-success",
            Self::Progress => "store_contract/progress",
            Self::Replace => "store_contract/replace",
            Self::ReplaceMissing => "store_contract/replace-missing",
            Self::ReplaceRace => "store_contract/replace-race",
            Self::ReplaceVersion => "store_contract/replace-version",
            Self::Versions => "store_contract/versions",
            Self::Visible => "store_contract/visible",
        }
    }
}

/// One thing that a store did wrong.
///
/// Its text says what was expected; displayed, it says all:
/// `store_contract/create-once: Creating a record that is there is lost. Happened: …`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// The rule that is broken.
    pub rule: Rule,
    /// What happened instead, in English.
    pub happened: String,
}

impl Finding {
    pub(super) fn new(rule: Rule, happened: impl Into<String>) -> Self {
        Self { rule, happened: happened.into() }
    }
}

impl Coded for Finding {
    fn code(&self) -> &'static str {
        self.rule.code()
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (code, expected) = (self.code(), self.text(Lang::En));
        let sentence = self.rule.sentence();
        let happened = &self.happened;
        write!(f, "{code}: {expected} Happened: {happened} (docs/stores.md, sentence {sentence})")
    }
}

/// A store breaks its contract: every finding, in the order in which they were made.
///
/// `Debug` says what `Display` does, a line for each finding, so that a test that unwraps is
/// readable.
#[derive(Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub struct ContractError {
    /// At least one.
    pub findings: Vec<Finding>,
}

impl ContractError {
    pub(super) fn one(rule: Rule, happened: impl Into<String>) -> Self {
        Self { findings: vec![Finding::new(rule, happened)] }
    }
}

impl fmt::Display for ContractError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the store breaks its contract")?;
        self.findings.iter().try_for_each(|finding| write!(f, "\n- {finding}"))
    }
}

impl fmt::Debug for ContractError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
