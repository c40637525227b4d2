//! What may happen to the numbers and wishes of a contact card.

use ent_core::{PhoneNumber, PupilId};

use super::{
    CardError, ChildContact, ContactCard, ContactChoice, ContactWish, MAX_CHILDREN, OwnNumber,
    PhoneSlot, SchoolPhones,
};

/// A change that a person makes to their own card; those of the e-mail address are [`EmailChange`].
///
/// [`EmailChange`]: super::EmailChange
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "bindings mirror it")]
pub enum CardChange {
    /// Puts a number in an own slot, in place of the one there; it is to be confirmed, unless the
    /// other own slot has it confirmed.
    SetNumber {
        /// [`PhoneSlot::Own1`] or [`PhoneSlot::Own2`].
        slot: PhoneSlot,
        /// The new number.
        number: PhoneNumber,
    },
    /// The person has shown that a number of the card is theirs, by the code of an SMS or of a call.
    ConfirmNumber(PhoneNumber),
    /// Empties an own slot; nothing happens when it is empty.
    RemoveNumber {
        /// [`PhoneSlot::Own1`] or [`PhoneSlot::Own2`].
        slot: PhoneSlot,
    },
    /// Takes a number of the card as contact number, which also ends a refusal of SMS.
    ChooseContact(PhoneNumber),
    /// « Ne pas me contacter par SMS »: forgets the contact number.
    RefuseSms,
    /// Forgets the contact number or the refusal of SMS.
    ClearContact,
    /// Says when and how to be reached.
    SetWish(ContactWish),
    /// Forgets when and how to be reached.
    ClearWish,
    /// Says what is otherwise for one child, in place of what was said before; an empty one is
    /// [`ClearChild`](Self::ClearChild).
    SetChild {
        /// The child.
        child: PupilId,
        /// What is otherwise.
        contact: ChildContact,
    },
    /// Lets the card count for a child.
    ClearChild {
        /// The child.
        child: PupilId,
    },
}

impl ContactCard {
    /// The card after `change`; this one stays as it is.
    ///
    /// # Errors
    ///
    /// [`CardError::ReadOnly`] for a number of the school, [`CardError::NotOnCard`] or
    /// [`CardError::NoSms`] for a contact number that cannot be one, [`CardError::NotOnCard`] for
    /// a confirmed number that has left the card, [`CardError::TooManyChildren`] above 40.
    pub fn apply(&self, change: CardChange) -> Result<Self, CardError> {
        let mut card = self.clone();
        match change {
            CardChange::SetNumber { slot, number } => {
                let known =
                    card.own.iter().flatten().any(|own| own.confirmed && own.number == number);
                *card.own_slot(slot)? = Some(OwnNumber { number, confirmed: known });
            }
            CardChange::ConfirmNumber(number) => {
                if !card.holds(&number) {
                    return Err(CardError::NotOnCard);
                }
                for own in card.own.iter_mut().flatten().filter(|own| own.number == number) {
                    own.confirmed = true;
                }
            }
            CardChange::RemoveNumber { slot } => *card.own_slot(slot)? = None,
            CardChange::ChooseContact(number) => {
                let chosen = ContactChoice::Number(number);
                card.check_contact(&chosen)?;
                card.contact = chosen;
            }
            CardChange::RefuseSms => card.contact = ContactChoice::NoSms,
            CardChange::ClearContact => card.contact = ContactChoice::Unset,
            CardChange::SetWish(wish) => card.wish = Some(wish),
            CardChange::ClearWish => card.wish = None,
            CardChange::SetChild { child, contact } => card.set_child(child, contact)?,
            CardChange::ClearChild { child } => {
                card.children.remove(&child);
            }
        }
        card.forget_lost_contacts();
        Ok(card)
    }

    /// The card after the school's import, the only way to its three numbers. A contact number
    /// that leaves the card with it is forgotten, never replaced.
    #[must_use]
    pub fn with_school_phones(&self, phones: SchoolPhones) -> Self {
        let mut card = Self { school: phones, ..self.clone() };
        card.forget_lost_contacts();
        card
    }

    const fn own_slot(&mut self, slot: PhoneSlot) -> Result<&mut Option<OwnNumber>, CardError> {
        let [own_1, own_2] = &mut self.own;
        match slot {
            PhoneSlot::Own1 => Ok(own_1),
            PhoneSlot::Own2 => Ok(own_2),
            PhoneSlot::Personal | PhoneSlot::Professional | PhoneSlot::Mobile => {
                Err(CardError::ReadOnly)
            }
        }
    }

    fn set_child(&mut self, child: PupilId, contact: ChildContact) -> Result<(), CardError> {
        if contact.is_empty() {
            self.children.remove(&child);
            return Ok(());
        }
        if let Some(choice) = &contact.contact {
            self.check_contact(choice)?;
        }
        if !self.children.contains_key(&child) && self.children.len() >= MAX_CHILDREN {
            return Err(CardError::TooManyChildren);
        }
        self.children.insert(child, contact);
        Ok(())
    }

    fn forget_lost_contacts(&mut self) {
        let held: Vec<_> = self.choosable().into_iter().cloned().collect();
        let own = std::iter::once(&mut self.contact);
        let of_children = self.children.values_mut().filter_map(|child| child.contact.as_mut());
        for choice in own.chain(of_children) {
            if matches!(choice, ContactChoice::Number(number) if !held.contains(number)) {
                *choice = ContactChoice::Unset;
            }
        }
    }
}
