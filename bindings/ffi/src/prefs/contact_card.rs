//! The contact card, and what changes it.

use std::fmt;
use std::sync::Arc;

use ent_core::{Lang, PupilId};
use ent_prefs::contact_card as domain;
use ent_prefs::{CardChange, EmailChange};

use super::card_view::{CardView, ContactWish};
use super::preferences::pupil;
use super::{read_json, write_json};
use crate::EntError;
use crate::contact::{Email, PhoneNumber, UnverifiedEmail, VerifiedEmail};
use crate::mirror::labelled;

labelled! {
    /// A place for a number on the card.
    PhoneSlot = ent_prefs::PhoneSlot {
        /// Home number the school knows.
        Personal,
        /// Work number the school knows.
        Professional,
        /// Mobile number the school knows.
        Mobile,
        /// First number the person adds.
        Own1,
        /// Second number the person adds.
        Own2,
    }
}

/// The numbers a school knows of a person, as its import brings them.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct SchoolPhones {
    /// Home number.
    #[uniffi(default = None)]
    pub personal: Option<PhoneNumber>,
    /// Work number.
    #[uniffi(default = None)]
    pub professional: Option<PhoneNumber>,
    /// Mobile number.
    #[uniffi(default = None)]
    pub mobile: Option<PhoneNumber>,
}

impl SchoolPhones {
    fn read(self) -> Result<domain::SchoolPhones, EntError> {
        let read = |number: Option<PhoneNumber>| number.map(PhoneNumber::read).transpose();
        Ok(domain::SchoolPhones {
            personal: read(self.personal)?,
            professional: read(self.professional)?,
            mobile: read(self.mobile)?,
        })
    }
}

/// Which number is used for SMS.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum ContactChoice {
    /// No SMS until the person chooses.
    Unset,
    /// This number of the card.
    Number {
        /// The number.
        number: PhoneNumber,
    },
    /// « Ne pas me contacter par SMS ».
    NoSms,
}

/// What counts for messages about one child; where it says nothing, the card counts.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ChildContact {
    /// Which number is used for SMS about the child.
    #[uniffi(default = None)]
    pub contact: Option<ContactChoice>,
    /// « Quand et comment me joindre ? » about the child.
    #[uniffi(default = None)]
    pub wish: Option<ContactWish>,
}

impl ChildContact {
    fn read(self) -> Result<domain::ChildContact, EntError> {
        let contact = match self.contact {
            None => None,
            Some(ContactChoice::Unset) => Some(domain::ContactChoice::Unset),
            Some(ContactChoice::NoSms) => Some(domain::ContactChoice::NoSms),
            Some(ContactChoice::Number { number }) => {
                Some(domain::ContactChoice::Number(number.read()?))
            }
        };
        let wish = self.wish.map(|wish| wish.read()).transpose()?;
        Ok(domain::ChildContact { contact, wish })
    }
}

/// Where an SMS may go.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum SmsReach {
    /// To this number, which the school gave or the person confirmed.
    To {
        /// The number.
        number: PhoneNumber,
    },
    /// To nobody: the person has not confirmed the number yet.
    Unverified,
    /// To nobody: « Ne pas me contacter par SMS ».
    Refused,
    /// To nobody: no contact number is chosen.
    Nowhere,
}

/// Where an e-mail may go.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum EmailReach {
    /// To this address, whose owner opened the link.
    To {
        /// The address.
        email: VerifiedEmail,
    },
    /// To nobody: the address waits for its confirmation.
    Unverified,
    /// To nobody: the card has no address.
    Nowhere,
}

labelled! {
    /// What an address is told of a card; the label is the subject of the mail.
    CardNoticeKind = domain::CardNoticeKind {
        /// A new address is to be confirmed, by the link of the mail.
        Confirm,
        /// Told to the address in use: another one was given.
        ChangeAsked,
        /// Told to the address that was in use: another one is.
        Changed,
        /// Told to the address that was in use: the card has none.
        Removed,
    }
}

/// A mail that a change of address asks for.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct CardNotice {
    /// What it says.
    pub kind: CardNoticeKind,
    /// Where it goes.
    pub to: Email,
    /// What the mail says, in French; the host adds its link to a `Confirm`.
    pub text_fr: String,
    /// The same in English.
    pub text_en: String,
}

/// A card after a change of address: store the card, then send the notices.
#[derive(Clone, Debug, uniffi::Record)]
pub struct CardStep {
    /// The card to store.
    pub card: Arc<ContactCard>,
    /// The mails to send, none when nothing changed.
    pub notices: Vec<CardNotice>,
}

impl From<domain::CardStep> for CardStep {
    fn from(step: domain::CardStep) -> Self {
        let notices = step.notices.iter().map(|notice| CardNotice {
            kind: notice.kind.into(),
            to: (&notice.to).into(),
            text_fr: notice.text(Lang::Fr),
            text_en: notice.text(Lang::En),
        });
        let notices = notices.collect();
        Self { card: Arc::new(ContactCard { inner: step.card }), notices }
    }
}

/// How one person is reached, one card for all of their children.
///
/// A card never changes: each change gives another card. The three numbers of the school are
/// changed by its import alone, and are trusted; the person adds two own numbers, to which no SMS
/// goes before they are confirmed. A new e-mail address takes the place of the one in use when it
/// is confirmed itself.
#[derive(uniffi::Object)]
pub struct ContactCard {
    pub(crate) inner: ent_prefs::ContactCard,
}

#[uniffi::export]
impl ContactCard {
    /// A card with nothing on it.
    #[uniffi::constructor]
    pub fn empty() -> Self {
        Self { inner: ent_prefs::ContactCard::new() }
    }

    /// Reads what `to_json` wrote, in this release or an earlier one.
    ///
    /// Fails with `state/corrupt` for anything else, and for a card that breaks a rule.
    #[uniffi::constructor]
    pub fn from_json(bytes: Vec<u8>) -> Result<Self, EntError> {
        Ok(Self { inner: read_json(&bytes)? })
    }

    /// The card to store, as UTF-8 JSON: on the server side, since numbers are in it.
    ///
    /// Never fails in practice; `state/corrupt` otherwise.
    pub fn to_json(&self) -> Result<Vec<u8>, EntError> {
        write_json(&self.inner)
    }

    /// The card as a page may show it.
    pub fn view(&self) -> CardView {
        self.inner.view().into()
    }

    /// Number in a slot, if there is one.
    pub fn number(&self, slot: PhoneSlot) -> Option<PhoneNumber> {
        self.inner.number(slot.into()).map(Into::into)
    }

    /// Where an SMS about a child, or about nobody in particular, may go. « Ne pas me contacter par
    /// SMS » on the card counts for every child.
    ///
    /// Fails with `id/format`.
    #[uniffi::method(default(child = None))]
    pub fn sms_reach(&self, child: Option<String>) -> Result<SmsReach, EntError> {
        let child = pupil(child)?;
        Ok(match self.inner.sms_reach(child.as_ref()) {
            domain::SmsReach::To(number) => SmsReach::To { number: number.into() },
            domain::SmsReach::Unverified => SmsReach::Unverified,
            domain::SmsReach::Refused => SmsReach::Refused,
            domain::SmsReach::Nowhere => SmsReach::Nowhere,
        })
    }

    /// Where an e-mail may go. An address to be confirmed does not stop the one in use.
    pub fn email_reach(&self) -> EmailReach {
        match self.inner.email_reach() {
            domain::EmailReach::To(email) => {
                EmailReach::To { email: VerifiedEmail { email: email.email().into() } }
            }
            domain::EmailReach::Unverified => EmailReach::Unverified,
            domain::EmailReach::Nowhere => EmailReach::Nowhere,
        }
    }

    /// The confirmed address, to which notifications may go.
    pub fn email(&self) -> Option<VerifiedEmail> {
        let email = self.inner.email()?.email();
        Some(VerifiedEmail { email: email.into() })
    }

    /// The address that waits for its confirmation. Nothing but the link goes there.
    pub fn asked_email(&self) -> Option<UnverifiedEmail> {
        let email = self.inner.asked_email()?.email();
        Some(UnverifiedEmail { email: email.into() })
    }

    /// « Quand et comment me joindre ? » about a child, or about nobody in particular.
    ///
    /// Fails with `id/format`.
    #[uniffi::method(default(child = None))]
    pub fn wish(&self, child: Option<String>) -> Result<Option<ContactWish>, EntError> {
        let child = pupil(child)?;
        Ok(self.inner.wish(child.as_ref()).map(Into::into))
    }

    /// Numbers that may be chosen as contact number, each once, in the order of the card.
    pub fn choosable(&self) -> Vec<PhoneNumber> {
        self.inner.choosable().into_iter().map(Into::into).collect()
    }

    /// The card after the school's import. A contact number that leaves the card with it is
    /// forgotten, never replaced.
    ///
    /// Fails with `phone/…` when a number cannot be read.
    pub fn with_school_phones(&self, phones: SchoolPhones) -> Result<ContactCard, EntError> {
        Ok(Self { inner: self.inner.with_school_phones(phones.read()?) })
    }

    /// Puts a number in an own slot, in place of the one there; it is to be confirmed, unless the
    /// other own slot has it confirmed.
    ///
    /// Fails with `contact/read-only` for a slot of the school, or `phone/…`.
    pub fn set_number(
        &self,
        slot: PhoneSlot,
        number: PhoneNumber,
    ) -> Result<ContactCard, EntError> {
        self.apply(CardChange::SetNumber { slot: slot.into(), number: number.read()? })
    }

    /// The person has shown that a number of the card is theirs, by the code of an SMS or of a call.
    ///
    /// Fails with `contact/not-on-card` when the number has left the card, or `phone/…`.
    pub fn confirm_number(&self, number: PhoneNumber) -> Result<ContactCard, EntError> {
        self.apply(CardChange::ConfirmNumber(number.read()?))
    }

    /// Empties an own slot.
    ///
    /// Fails with `contact/read-only` for a slot of the school.
    pub fn remove_number(&self, slot: PhoneSlot) -> Result<ContactCard, EntError> {
        self.apply(CardChange::RemoveNumber { slot: slot.into() })
    }

    /// Takes a number of the card as contact number, which also ends a refusal of SMS.
    ///
    /// Fails with `contact/not-on-card`, `contact/no-sms`, or `phone/…`.
    pub fn choose_contact(&self, number: PhoneNumber) -> Result<ContactCard, EntError> {
        self.apply(CardChange::ChooseContact(number.read()?))
    }

    /// « Ne pas me contacter par SMS »: forgets the contact number.
    pub fn refuse_sms(&self) -> Result<ContactCard, EntError> {
        self.apply(CardChange::RefuseSms)
    }

    /// Forgets the contact number or the refusal of SMS.
    pub fn clear_contact(&self) -> Result<ContactCard, EntError> {
        self.apply(CardChange::ClearContact)
    }

    /// Says when and how to be reached.
    ///
    /// Fails with `wish/…`.
    pub fn set_wish(&self, wish: ContactWish) -> Result<ContactCard, EntError> {
        self.apply(CardChange::SetWish(wish.read()?))
    }

    /// Forgets when and how to be reached.
    pub fn clear_wish(&self) -> Result<ContactCard, EntError> {
        self.apply(CardChange::ClearWish)
    }

    /// Says what is otherwise for one child, in place of what was said before.
    ///
    /// Fails with `contact/not-on-card`, `contact/no-sms`, `contact/too-many-children` above 40,
    /// `id/format`, `phone/…` or `wish/…`.
    pub fn set_child(&self, child: &str, contact: ChildContact) -> Result<ContactCard, EntError> {
        let child = PupilId::parse(child)?;
        self.apply(CardChange::SetChild { child, contact: contact.read()? })
    }

    /// Lets the card count for a child.
    ///
    /// Fails with `id/format`.
    pub fn clear_child(&self, child: &str) -> Result<ContactCard, EntError> {
        self.apply(CardChange::ClearChild { child: PupilId::parse(child)? })
    }

    /// Gives an address to be confirmed; the one in use stays so until then.
    ///
    /// Fails with `email/…`.
    pub fn ask_email(&self, email: &UnverifiedEmail) -> Result<CardStep, EntError> {
        self.change_email(EmailChange::Ask(email.read()?))
    }

    /// The owner of the address that was asked has opened the link.
    ///
    /// Fails with `contact/other-email` when the card has another address by now, or `email/…`.
    pub fn confirm_email(&self, email: &VerifiedEmail) -> Result<CardStep, EntError> {
        self.change_email(EmailChange::Confirm(email.read()?))
    }

    /// Takes back the address that waits for its confirmation.
    pub fn withdraw_email(&self) -> Result<CardStep, EntError> {
        self.change_email(EmailChange::Withdraw)
    }

    /// Takes every address off the card.
    pub fn remove_email(&self) -> Result<CardStep, EntError> {
        self.change_email(EmailChange::Remove)
    }
}

impl ContactCard {
    fn apply(&self, change: CardChange) -> Result<Self, EntError> {
        Ok(Self { inner: self.inner.apply(change)? })
    }

    fn change_email(&self, change: EmailChange) -> Result<CardStep, EntError> {
        Ok(self.inner.change_email(change)?.into())
    }
}

impl fmt::Debug for ContactCard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ContactCard(redacted)")
    }
}
