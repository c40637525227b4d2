//! The charter of the example: its two texts, what the person did with them, the gate.

use ent_core::charter::{
    AcceptanceLog, ActKind, ActingPerson, CharterDraft, CharterEvent, CharterScope, CharterVersion,
    Gate, GateReason, Materiality, gate,
};
use ent_core::ent::Ent;
use ent_core::transition::Versioned;
use ent_core::{CharterVersionId, EditionId, Instant, Lang, Profile, SubjectId};

use crate::session::Session;
use crate::stop::Stop;
use crate::texts;

/// The charter of one person.
pub(crate) struct Charter {
    french: CharterVersion,
    english: CharterVersion,
    nothing_yet: AcceptanceLog,
}

impl Charter {
    pub(crate) fn new(ent: &Ent, person: SubjectId) -> Result<Self, Stop> {
        let scope = CharterScope::of_ent(ent.id())?;
        Ok(Self {
            french: version(Lang::Fr, &scope)?,
            english: version(Lang::En, &scope)?,
            nothing_yet: AcceptanceLog::new(person, scope),
        })
    }

    /// The text the person reads.
    pub(crate) const fn shown(&self, lang: Lang) -> &CharterVersion {
        match lang {
            Lang::Fr => &self.french,
            Lang::En => &self.english,
        }
    }

    /// Why the gate is open or closed.
    pub(crate) fn gate(
        &self,
        session: &Session,
        profile: Profile,
    ) -> Result<(bool, GateReason), Stop> {
        let stored: Option<Versioned<AcceptanceLog>> = session.state(&self.key())?;
        let log = stored.as_ref().map_or(&self.nothing_yet, Versioned::body);
        let now = session.now()?;
        let now = stored.as_ref().map_or(now, |stored| stored.floor(now));
        let versions = [self.french.clone(), self.english.clone()];
        let Gate { open, reason, .. } = gate(&versions, log, profile, now)?;
        Ok((open, reason))
    }

    /// Records what the person does with the text they read; it counts once it is stored.
    pub(crate) fn act(&self, session: &Session, act: ActKind, lang: Lang) -> Result<(), Stop> {
        let version = self.shown(lang).clone();
        let event = CharterEvent { act, version, by: ActingPerson::OWN };
        let committed = session.step(&self.key(), &self.nothing_yet, &event, &(), &())?;
        committed.outcome?;
        Ok(())
    }

    fn key(&self) -> ent_core::transition::StateKey {
        AcceptanceLog::key(self.nothing_yet.person(), self.nothing_yet.scope())
    }
}

/// The charter in one language; both are one edition, so either may be accepted.
fn version(lang: Lang, scope: &CharterScope) -> Result<CharterVersion, Stop> {
    let language = match lang {
        Lang::Fr => "fr",
        Lang::En => "en",
    };
    let articles: Vec<_> = texts::CHARTER.iter().map(|article| article.in_lang(lang)).collect();
    let draft = CharterDraft {
        id: CharterVersionId::parse(&format!("2021-{language}"))?,
        edition: EditionId::parse("2021")?,
        scope: scope.clone(),
        profiles: [].into(),
        language: language.parse()?,
        published_at: Instant::parse("2021-06-15T08:00:00Z")?,
        effective_at: Instant::parse("2021-08-31T22:00:00Z")?,
        materiality: Materiality::Substantive,
        grace_days: 0,
    };
    Ok(CharterVersion::new(draft, articles.join("\n").as_bytes())?)
}
