//! What counts for a notification, and who decided it.

use ent_core::message::text;
use ent_core::{Lang, listed};

use super::{Pace, Scope};

listed! {
    /// Who decided, coarsest first.
    ///
    /// ```
    /// use ent_prefs::preferences::Layer;
    ///
    /// assert!(Layer::Child > Layer::Person && Layer::Person > Layer::Establishment);
    /// ```
    #[doc(alias = "niveau")]
    #[expect(clippy::exhaustive_enums, reason = "a new layer changes every answer")]
    Layer in "layer" {
        /// The portal project, for everybody.
        Ent = "ent",
        /// The establishment, for its people.
        Establishment = "establishment",
        /// The person, for themself and for all children.
        Person = "person",
        /// The person, for one child.
        Child = "child",
    }
}

/// What counts for one purpose, topic and channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Answer {
    /// What is done.
    pub pace: Pace,
    /// What the layers say, which is done again once nothing is switched off.
    pub chosen: Pace,
    /// Who decided.
    pub layer: Layer,
    /// The row that decided.
    pub scope: Scope,
    /// Whether the person cannot choose otherwise.
    pub locked: bool,
    /// Whether it is off because the person has everything switched off; never where locked.
    pub switched_off: bool,
}

impl Answer {
    /// Notices about the account come at once, whatever is chosen.
    pub(super) const fn security() -> Self {
        let (pace, scope) = (Pace::Immediate, Scope::EVERY);
        Self { pace, chosen: pace, layer: Layer::Ent, scope, locked: true, switched_off: false }
    }

    /// No layer has a row.
    pub(super) const fn nothing_said() -> Self {
        let (pace, scope) = (Pace::Off, Scope::EVERY);
        Self { pace, chosen: pace, layer: Layer::Ent, scope, locked: false, switched_off: false }
    }

    /// A line to show: « Récapitulatif hebdomadaire : votre choix ».
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        let code = match (self.switched_off, self.locked) {
            (true, _) => "answer/switched-off",
            (false, true) => "answer/locked",
            (false, false) => "answer/decided",
        };
        let (pace, layer) = (self.pace.label(lang), self.layer.label(lang));
        text(code, lang, &[("pace", pace.into()), ("layer", layer.into())])
    }
}
