//! One text of a charter, and from when it counts.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{CharterLanguage, CharterScope, TextDigest};
use crate::listed::listed;
use crate::{CharterVersionId, Coded, EditionId, Instant, Profile};

/// Longest grace, in days: a leap year.
const MAX_GRACE_DAYS: u16 = 366;

/// Largest text that is read: 16 MiB, a PDF with pictures.
const MAX_TEXT: usize = 16 * 1024 * 1024;

listed! {
    /// Whether a new edition changes what people agree to.
    ///
    /// ```
    /// use ent_core::charter::Materiality;
    ///
    /// assert_eq!(Materiality::from_code("editorial"), Some(Materiality::Editorial));
    /// assert_eq!(Materiality::from_code("minor"), None);
    /// ```
    #[expect(clippy::exhaustive_enums, reason = "an edition asks again or it does not")]
    Materiality in "charter_materiality" {
        /// A typo, a new address: who accepted the edition before is not asked again.
        Editorial = "editorial",
        /// A change of what is agreed to: everybody is asked again.
        Substantive = "substantive",
    }
}

/// One text of a charter in one language, as published by the host.
///
/// Translations of one text share their edition and count as one: accepting any of them accepts
/// the edition. An edition takes effect with the earliest of its texts; a translation may follow
/// later. A version never changes once published: a correction is another version of another
/// edition.
///
/// ```
/// use ent_core::charter::{CharterDraft, CharterVersion, Materiality};
/// use ent_core::{CharterVersionId, EditionId, Instant, Profile};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let draft = CharterDraft {
///     id: CharterVersionId::parse("2026-fr")?,
///     edition: EditionId::parse("2026")?,
///     scope: "ent:occitanie".parse()?,
///     profiles: [Profile::Pupil, Profile::LegalGuardian].into(),
///     language: "fr".parse()?,
///     published_at: Instant::parse("2026-06-15T08:00:00Z")?,
///     effective_at: Instant::parse("2026-09-01T00:00:00Z")?,
///     materiality: Materiality::Substantive,
///     grace_days: 30,
/// };
/// let version = CharterVersion::new(draft.clone(), "Article 1er…".as_bytes())?;
/// assert!(version.is_text("Article 1er…".as_bytes()));
/// assert!(!version.is_text("Article 1er...".as_bytes()));
///
/// let backdated = CharterDraft { effective_at: Instant::FIRST, ..draft };
/// assert!(CharterVersion::new(backdated, b"Article").is_err());
/// # Ok(())
/// # }
/// ```
#[doc(alias = "charte")]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Stored", into = "Stored")]
pub struct CharterVersion {
    draft: CharterDraft,
    text: TextDigest,
    /// INVARIANT: `effective_at` and the days of grace.
    grace_until: Instant,
}

/// All that is said about a version, but for its text.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "hosts build it; a new fact is a new decision")]
pub struct CharterDraft {
    /// Name of the text, unique within its scope.
    pub id: CharterVersionId,
    /// Name shared by the translations of one text.
    pub edition: EditionId,
    /// Where it applies.
    pub scope: CharterScope,
    /// Whom it is for; nobody named means everybody.
    pub profiles: BTreeSet<Profile>,
    /// Language of the text.
    pub language: CharterLanguage,
    /// From when it may be read and accepted.
    pub published_at: Instant,
    /// From when it counts, this instant included.
    pub effective_at: Instant,
    /// Whether it changes what is agreed to.
    pub materiality: Materiality,
    /// Days of 24 hours after `effective_at` for which the edition accepted before still opens, 0
    /// to 366. It is for those who had accepted: newcomers have no grace.
    pub grace_days: u16,
}

impl CharterVersion {
    /// The version that `draft` describes, with the digest of the exact bytes that are shown.
    ///
    /// # Errors
    ///
    /// [`CharterVersionError`] when the text is empty or larger than 16 MiB, or the facts
    /// contradict each other.
    pub fn new(draft: CharterDraft, text: &[u8]) -> Result<Self, CharterVersionError> {
        if text.is_empty() {
            return Err(CharterVersionError::TextEmpty);
        }
        if text.len() > MAX_TEXT {
            return Err(CharterVersionError::TextTooLarge);
        }
        Self::checked(draft, TextDigest::of_bytes(text))
    }

    fn checked(draft: CharterDraft, text: TextDigest) -> Result<Self, CharterVersionError> {
        if draft.effective_at < draft.published_at {
            return Err(CharterVersionError::EffectiveBeforePublished);
        }
        if draft.grace_days > MAX_GRACE_DAYS {
            return Err(CharterVersionError::Grace);
        }
        if draft.materiality == Materiality::Editorial && draft.grace_days > 0 {
            return Err(CharterVersionError::EditorialGrace);
        }
        let seconds = i64::from(draft.grace_days).saturating_mul(24 * 60 * 60);
        let grace_until =
            draft.effective_at.plus_seconds(seconds).map_err(|_| CharterVersionError::Grace)?;
        Ok(Self { draft, text, grace_until })
    }

    /// Name of the text.
    #[must_use]
    pub const fn id(&self) -> &CharterVersionId {
        &self.draft.id
    }

    /// Name shared by its translations.
    #[must_use]
    pub const fn edition(&self) -> &EditionId {
        &self.draft.edition
    }

    /// Where it applies.
    #[must_use]
    pub const fn scope(&self) -> &CharterScope {
        &self.draft.scope
    }

    /// Whom it is for; empty for everybody.
    #[must_use]
    pub const fn profiles(&self) -> &BTreeSet<Profile> {
        &self.draft.profiles
    }

    /// Whether it is for people of `profile`.
    #[must_use]
    pub fn is_for(&self, profile: Profile) -> bool {
        self.draft.profiles.is_empty() || self.draft.profiles.contains(&profile)
    }

    /// Language of the text.
    #[must_use]
    pub const fn language(&self) -> &CharterLanguage {
        &self.draft.language
    }

    /// From when it may be read and accepted.
    #[must_use]
    pub const fn published_at(&self) -> Instant {
        self.draft.published_at
    }

    /// From when it counts, this instant included.
    #[must_use]
    pub const fn effective_at(&self) -> Instant {
        self.draft.effective_at
    }

    /// Whether it changes what is agreed to.
    #[must_use]
    pub const fn materiality(&self) -> Materiality {
        self.draft.materiality
    }

    /// Days of grace.
    #[must_use]
    pub const fn grace_days(&self) -> u16 {
        self.draft.grace_days
    }

    /// First instant at which the edition accepted before no longer opens.
    #[must_use]
    pub const fn grace_until(&self) -> Instant {
        self.grace_until
    }

    /// Digest of the exact bytes of the text.
    #[must_use]
    pub const fn text(&self) -> &TextDigest {
        &self.text
    }

    /// Whether `bytes` are the text, to be asked before it is shown.
    #[must_use]
    pub fn is_text(&self, bytes: &[u8]) -> bool {
        TextDigest::of_bytes(bytes) == self.text
    }
}

/// A version as JSON.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    id: CharterVersionId,
    edition: EditionId,
    scope: CharterScope,
    profiles: BTreeSet<Profile>,
    language: CharterLanguage,
    published_at: Instant,
    effective_at: Instant,
    materiality: Materiality,
    grace_days: u16,
    text: TextDigest,
}

impl From<CharterVersion> for Stored {
    fn from(CharterVersion { draft, text, .. }: CharterVersion) -> Self {
        Self {
            id: draft.id,
            edition: draft.edition,
            scope: draft.scope,
            profiles: draft.profiles,
            language: draft.language,
            published_at: draft.published_at,
            effective_at: draft.effective_at,
            materiality: draft.materiality,
            grace_days: draft.grace_days,
            text,
        }
    }
}

impl TryFrom<Stored> for CharterVersion {
    type Error = CharterVersionError;

    fn try_from(stored: Stored) -> Result<Self, Self::Error> {
        let draft = CharterDraft {
            id: stored.id,
            edition: stored.edition,
            scope: stored.scope,
            profiles: stored.profiles,
            language: stored.language,
            published_at: stored.published_at,
            effective_at: stored.effective_at,
            materiality: stored.materiality,
            grace_days: stored.grace_days,
        };
        Self::checked(draft, stored.text)
    }
}

/// Why there is no [`CharterVersion`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum CharterVersionError {
    /// The text has no bytes.
    #[error("the text is empty")]
    TextEmpty,
    /// The text is larger than 16 MiB.
    #[error("the text is larger than 16 MiB")]
    TextTooLarge,
    /// It would count before anybody could read it.
    #[error("a version takes effect at or after its publication")]
    EffectiveBeforePublished,
    /// More than 366 days of grace, or a grace that ends after 2200.
    #[error("the grace has 0 to 366 days")]
    Grace,
    /// An editorial version asks nobody again, so there is nothing to wait for.
    #[error("an editorial version has no grace")]
    EditorialGrace,
}

impl Coded for CharterVersionError {
    fn code(&self) -> &'static str {
        match self {
            Self::TextEmpty => "charter/text-empty",
            Self::TextTooLarge => "charter/text-too-large",
            Self::EffectiveBeforePublished => "charter/effective",
            Self::Grace => "charter/grace",
            Self::EditorialGrace => "charter/editorial-grace",
        }
    }
}
