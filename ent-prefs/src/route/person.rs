//! All that is known of a person who may be told.

use std::fmt;

use ent_core::{DeviceId, Instant, PupilId, SubjectId};

use super::compiled::{CompiledPerson, HoursIndex};
use crate::{Consents, ContactCard, Defaults, Preferences, SendingHours};

/// All that is known of a person who may be told, borrowed from the host.
#[derive(Clone, Copy)]
#[expect(clippy::exhaustive_structs, reason = "hosts build it, and a new fact is a new rule")]
pub struct Person<'a> {
    /// Who it is.
    pub id: &'a SubjectId,
    /// Where the person can be reached.
    pub card: &'a ContactCard,
    /// What they agreed to.
    pub consents: &'a Consents,
    /// What they wish to be told of.
    pub preferences: &'a Preferences,
    /// Phones and tablets paired with the account.
    pub devices: &'a [DeviceId],
    /// Pupils they are told about: their children, or a pupil's own id.
    pub children: &'a [PupilId],
    /// When they may be written to.
    pub hours: &'a SendingHours,
}

impl Person<'_> {
    /// The person in compiled form, for messages about `about` at `now`.
    #[must_use]
    pub fn compiled(
        &self,
        defaults: &Defaults,
        about: Option<&PupilId>,
        hours: HoursIndex,
        now: Instant,
    ) -> CompiledPerson {
        CompiledPerson::of(self, defaults, about, hours, now)
    }
}

impl fmt::Debug for Person<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Person").field("id", self.id).finish_non_exhaustive()
    }
}
