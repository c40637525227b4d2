//! What may happen to a contact card.

use ent_core::{PhoneNumber, UnverifiedEmail, VerifiedEmail};

use super::{CardEmail, CardError, ContactCard, ContactChoice, PhoneSlot, SchoolPhones};

/// A change that a person makes to their own card.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "bindings mirror it")]
pub enum CardChange {
    /// Puts a number in an own slot, in place of the one there.
    SetNumber {
        /// [`PhoneSlot::Own1`] or [`PhoneSlot::Own2`].
        slot: PhoneSlot,
        /// The new number.
        number: PhoneNumber,
    },
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
    /// Gives an address to be confirmed; the address already confirmed stays so when it is the
    /// same.
    SetEmail(UnverifiedEmail),
    /// The owner of the address on the card has opened the link.
    ConfirmEmail(VerifiedEmail),
    /// Takes the address off the card.
    RemoveEmail,
}

impl ContactCard {
    /// The card after `change`; this one stays as it is.
    ///
    /// # Errors
    ///
    /// [`CardError::ReadOnly`] for a number of the school, [`CardError::NotOnCard`] or
    /// [`CardError::NoSms`] for a contact number that cannot be one, [`CardError::OtherEmail`]
    /// when the address confirmed is not the one on the card.
    pub fn apply(&self, change: CardChange) -> Result<Self, CardError> {
        let mut card = self.clone();
        match change {
            CardChange::SetNumber { slot, number } => *card.own_slot(slot)? = Some(number),
            CardChange::RemoveNumber { slot } => *card.own_slot(slot)? = None,
            CardChange::ChooseContact(number) => {
                card.check_contact(&number)?;
                card.contact = ContactChoice::Number(number);
            }
            CardChange::RefuseSms => card.contact = ContactChoice::NoSms,
            CardChange::ClearContact => card.contact = ContactChoice::Unset,
            CardChange::SetEmail(email) => {
                let known = card.notified_email().map(|known| known.email().key());
                if known != Some(email.email().key()) {
                    card.email = Some(CardEmail::Unverified(email));
                }
            }
            CardChange::ConfirmEmail(email) => {
                let on_card = match &card.email {
                    Some(CardEmail::Unverified(asked)) => asked.email(),
                    Some(CardEmail::Verified(known)) => known.email(),
                    None => return Err(CardError::OtherEmail),
                };
                if on_card.key() != email.email().key() {
                    return Err(CardError::OtherEmail);
                }
                card.email = Some(CardEmail::Verified(email));
            }
            CardChange::RemoveEmail => card.email = None,
        }
        card.forget_lost_contact();
        Ok(card)
    }

    /// The card after the school's import, the only way to its three numbers. A contact number
    /// that leaves the card with it is forgotten, never replaced.
    #[must_use]
    pub fn with_school_phones(&self, phones: SchoolPhones) -> Self {
        let mut card = Self { school: phones, ..self.clone() };
        card.forget_lost_contact();
        card
    }

    const fn own_slot(&mut self, slot: PhoneSlot) -> Result<&mut Option<PhoneNumber>, CardError> {
        let [own_1, own_2] = &mut self.own;
        match slot {
            PhoneSlot::Own1 => Ok(own_1),
            PhoneSlot::Own2 => Ok(own_2),
            PhoneSlot::Personal | PhoneSlot::Professional | PhoneSlot::Mobile => {
                Err(CardError::ReadOnly)
            }
        }
    }

    fn forget_lost_contact(&mut self) {
        if self.sms_number().is_some_and(|number| !self.holds(number)) {
            self.contact = ContactChoice::Unset;
        }
    }
}
