//! What is wrong with a log, with versions that do not go together, or with a new act.

use std::borrow::Cow;

use thiserror::Error;

use crate::listed::listed;
use crate::{Coded, Params};

listed! {
    /// What is wrong with a record, or with the log when the record is 0.
    ///
    /// ```
    /// use ent_core::charter::LogFault;
    ///
    /// assert_eq!(LogFault::from_code("chain"), Some(LogFault::Chain));
    /// assert_eq!(LogFault::from_code("typo"), None);
    /// ```
    #[expect(clippy::exhaustive_enums, reason = "a new fault is a new rule")]
    LogFault in "charter_fault" {
        /// Not a record, or not a log, of a form this version reads.
        Unreadable = "unreadable",
        /// Longer than a log may be: 10,000 records or 8 MiB.
        Size = "size",
        /// Not the number that follows: a record was taken off, added or moved.
        Sequence = "sequence",
        /// Does not follow the record before it: a record was taken off, moved or replaced.
        Chain = "chain",
        /// Was changed after it was written.
        Digest = "digest",
        /// Earlier than the record before it.
        Time = "time",
        /// An answer to a text that had not been presented to who answers.
        NotPresented = "not_presented",
        /// The person is named as their own guardian.
        Representative = "representative",
        /// One version with two texts, or with another text than it was published with.
        OtherText = "other_text",
        /// The log does not end where it is known to end: the last records were taken off or added.
        Head = "head",
        /// Of a version that is not among those given.
        UnknownVersion = "unknown_version",
        /// Earlier than the publication of the version.
        NotPublished = "not_published",
        /// Later than the present.
        Future = "future",
    }
}

/// A log that cannot be right: the first bad record, never what it holds.
///
/// ```
/// use ent_core::Coded;
/// use ent_core::charter::{LogFault, verify_log};
///
/// let error = verify_log(b"{}", None).unwrap_err();
/// assert_eq!((error.record(), error.fault()), (0, LogFault::Unreadable));
/// assert_eq!(error.code(), "charter/log");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("record {record} of the log is wrong: {}", fault.code())]
pub struct LogError {
    record: u32,
    fault: LogFault,
}

impl LogError {
    pub(super) const fn new(record: u32, fault: LogFault) -> Self {
        Self { record, fault }
    }

    /// Number of the first bad record, from 1; 0 when it is the log as a whole.
    #[must_use]
    pub const fn record(&self) -> u32 {
        self.record
    }

    /// What is wrong with it.
    #[must_use]
    pub const fn fault(&self) -> LogFault {
        self.fault
    }
}

impl Coded for LogError {
    fn code(&self) -> &'static str {
        "charter/log"
    }

    fn params(&self) -> Params {
        vec![("record", Cow::Owned(self.record.to_string()))]
    }
}

/// Why an act is not recorded, or the gate not decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum CharterError {
    /// The log cannot be right.
    #[error(transparent)]
    Log(#[from] LogError),
    /// Two versions have one id.
    #[error("two versions have the same id")]
    VersionTwice,
    /// The version is not of the scope of the log.
    #[error("the version is of another scope than the log")]
    Scope,
    /// Texts of one edition differ in more than language and dates, or are in one language twice.
    #[error("the texts of one edition disagree")]
    Edition,
    /// Two editions for the same people take effect at one instant: none is the latest.
    #[error("two editions take effect at the same instant")]
    SameInstant,
    /// The version was not published yet.
    #[error("the version is not published yet")]
    NotPublished,
    /// Who answers has not been shown exactly this text.
    #[error("the text was not presented to who answers")]
    NotPresented,
    /// The version was recorded with another text before.
    #[error("the version was recorded with another text")]
    OtherText,
    /// The act would be later than the present.
    #[error("an act cannot lie in the future")]
    Future,
    /// The act would be earlier than the last one recorded.
    #[error("an act cannot be earlier than the last one")]
    ClockBack,
    /// The person is named as their own guardian.
    #[error("nobody is their own legal guardian")]
    Representative,
    /// The log has 10,000 records, or as many as a stored state can hold.
    #[error("the log is full")]
    Full,
}

impl Coded for CharterError {
    fn code(&self) -> &'static str {
        match self {
            Self::Log(error) => error.code(),
            Self::VersionTwice => "charter/version-twice",
            Self::Scope => "charter/scope",
            Self::Edition => "charter/edition",
            Self::SameInstant => "charter/same-instant",
            Self::NotPublished => "charter/not-published",
            Self::NotPresented => "charter/not-presented",
            Self::OtherText => "charter/other-text",
            Self::Future => "charter/future",
            Self::ClockBack => "charter/clock-back",
            Self::Representative => "charter/representative",
            Self::Full => "charter/full",
        }
    }

    fn params(&self) -> Params {
        match self {
            Self::Log(error) => error.params(),
            Self::VersionTwice
            | Self::Scope
            | Self::Edition
            | Self::SameInstant
            | Self::NotPublished
            | Self::NotPresented
            | Self::OtherText
            | Self::Future
            | Self::ClockBack
            | Self::Representative
            | Self::Full => Params::new(),
        }
    }
}
