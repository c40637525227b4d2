//! What counts until a person chooses: the rows of the ENT and of an establishment.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::row::Rows;
use super::table::{Cells, PaceTable};
use super::{Pace, PreferenceError, Scope};

/// Newest stored form of defaults.
const SCHEMA: u16 = 1;

/// What counts until a person chooses, for all people of an establishment.
///
/// ```
/// use ent_prefs::preferences::{Defaults, Pace, Scope};
/// use ent_prefs::{Channel, Topic};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let absences = Scope::EVERY.of(Topic::Absences).by(Channel::InApp);
/// let defaults = Defaults::builder()
///     .ent(Scope::EVERY, Pace::Immediate)
///     .establishment(Scope::EVERY.of(Topic::News), Pace::Weekly)
///     .locked(absences, Pace::Immediate)
///     .build()?;
/// assert_eq!(defaults.locked().collect::<Vec<_>>(), [absences]);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Stored", into = "Stored")]
pub struct Defaults {
    pub(super) ent: Rows,
    pub(super) establishment: Rows,
    /// INVARIANT: each has a row in `establishment`.
    pub(super) locked: BTreeSet<Scope>,
    /// INVARIANT: follow from the rows above.
    pub(super) table: PaceTable,
    pub(super) off_table: PaceTable,
    pub(super) locked_cells: Cells,
}

impl Defaults {
    /// Everything at once: a person who ticked a box of « Contact et préférences » is told, until
    /// they choose more finely (teacher guide of Ma classe en Auvergne-Rhône-Alpes). The consent,
    /// which is no until given, decides what leaves the portal at all.
    #[must_use]
    pub fn immediate() -> Self {
        let mut ent = Rows::default();
        // A scope without topic is never refused.
        let _ = ent.set(Scope::EVERY, Pace::Immediate);
        Self::of(ent, Rows::default(), BTreeSet::new())
    }

    /// Rows of one's own; where none holds a notification it is off.
    #[must_use]
    pub fn builder() -> DefaultsBuilder {
        DefaultsBuilder::default()
    }

    /// Rows of the ENT, coarsest first.
    pub fn ent(&self) -> impl Iterator<Item = (Scope, Pace)> {
        self.ent.iter()
    }

    /// Rows of the establishment, coarsest first, those that are locked among them.
    pub fn establishment(&self) -> impl Iterator<Item = (Scope, Pace)> {
        self.establishment.iter()
    }

    /// Scopes of the establishment about which nobody chooses otherwise, but where a finer row of
    /// the establishment is not locked.
    pub fn locked(&self) -> impl Iterator<Item = Scope> {
        self.locked.iter().copied()
    }

    /// Whether some of `scope` comes whatever a person chooses: the establishment locked a row that
    /// holds it and is not off. The withdrawal of the consent stops it where one is needed; nothing
    /// stops a locked line in the portal.
    #[must_use]
    pub fn locks(&self, scope: Scope) -> bool {
        scope.cells().any(|(purpose, topic, channel)| {
            self.locked_cells.has(purpose, topic, channel)
                && self.table.get(purpose, topic, channel) != Pace::Off
        })
    }

    fn of(ent: Rows, establishment: Rows, locked: BTreeSet<Scope>) -> Self {
        let (mut table, mut locked_cells) = (PaceTable::security_only(), Cells::default());
        for (scope, pace) in ent.iter().chain(establishment.iter()) {
            table.paint(scope, pace, |_, _, _| false);
        }
        for (purpose, topic, channel) in Scope::EVERY.cells() {
            let row = establishment.finest(purpose, topic, channel);
            if row.is_some_and(|(scope, _)| locked.contains(&scope)) {
                locked_cells.add(purpose, topic, channel);
            }
        }
        let mut off_table = table;
        off_table.paint(Scope::EVERY, Pace::Off, |purpose, topic, channel| {
            locked_cells.has(purpose, topic, channel)
        });
        Self { ent, establishment, locked, table, off_table, locked_cells }
    }
}

/// Collects the rows of [`Defaults`].
#[derive(Clone, Debug, Default)]
pub struct DefaultsBuilder {
    ent: Rows,
    establishment: Rows,
    locked: BTreeSet<Scope>,
    security: bool,
}

impl DefaultsBuilder {
    /// A row of the ENT; a later one of the same scope replaces it.
    #[must_use]
    pub fn ent(mut self, scope: Scope, pace: Pace) -> Self {
        self.security |= self.ent.set(scope, pace).is_err();
        self
    }

    /// A row of the establishment; a later one of the same scope replaces it.
    #[must_use]
    pub fn establishment(mut self, scope: Scope, pace: Pace) -> Self {
        self.security |= self.establishment.set(scope, pace).is_err();
        self.locked.remove(&scope);
        self
    }

    /// A row of the establishment that nobody changes, unless a finer row of the establishment
    /// says otherwise. It replaces no consent: one click on « se désabonner » below a message that
    /// it locks withdraws the consent ([`confirm`](crate::unsubscribe::confirm)).
    #[must_use]
    pub fn locked(self, scope: Scope, pace: Pace) -> Self {
        let mut with = self.establishment(scope, pace);
        with.locked.insert(scope);
        with
    }

    /// The defaults.
    ///
    /// # Errors
    ///
    /// [`PreferenceError::Security`] when a row was about [`Topic::Account`](crate::Topic::Account).
    pub fn build(self) -> Result<Defaults, PreferenceError> {
        if self.security {
            return Err(PreferenceError::Security);
        }
        Ok(Defaults::of(self.ent, self.establishment, self.locked))
    }
}

/// Defaults as JSON.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    schema: u16,
    ent: Rows,
    establishment: Rows,
    locked: Rows,
}

impl From<Defaults> for Stored {
    fn from(defaults: Defaults) -> Self {
        let Defaults { ent, establishment, locked, .. } = defaults;
        let (mut free, mut fixed) = (Rows::default(), Rows::default());
        for (scope, pace) in establishment.iter() {
            let rows = if locked.contains(&scope) { &mut fixed } else { &mut free };
            // It stood in the same kind of rows before.
            let _ = rows.set(scope, pace);
        }
        Self { schema: SCHEMA, ent, establishment: free, locked: fixed }
    }
}

impl TryFrom<Stored> for Defaults {
    type Error = PreferenceError;

    fn try_from(stored: Stored) -> Result<Self, Self::Error> {
        if stored.schema != SCHEMA {
            return Err(PreferenceError::Schema);
        }
        let mut establishment = stored.establishment;
        let mut locked = BTreeSet::new();
        for (scope, pace) in stored.locked.iter() {
            if establishment.has(scope) {
                return Err(PreferenceError::Twice);
            }
            establishment.set(scope, pace)?;
            locked.insert(scope);
        }
        Ok(Self::of(stored.ent, establishment, locked))
    }
}
