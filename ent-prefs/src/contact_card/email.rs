//! The e-mail address of a card, and who is told when it changes.

use ent_core::message::text;
use ent_core::{Email, Lang, UnverifiedEmail, VerifiedEmail, listed};

use super::{CardError, ContactCard};

/// A change of the e-mail address, by the person or by the link sent to an address.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "bindings mirror it")]
pub enum EmailChange {
    /// Gives an address to be confirmed; the confirmed one stays in use until then. The address
    /// that is confirmed already takes back what was asked.
    Ask(UnverifiedEmail),
    /// The owner of the address that was asked has opened the link.
    Confirm(VerifiedEmail),
    /// Takes back what was asked.
    Withdraw,
    /// Takes every address off the card.
    Remove,
}

listed! {
    /// What an address is told of a card; the label is the subject of the mail.
    ///
    /// ```
    /// use ent_core::Lang;
    /// use ent_prefs::contact_card::CardNoticeKind;
    ///
    /// let subject = CardNoticeKind::Changed.label(Lang::Fr);
    /// assert_eq!(subject, "Votre adresse électronique a changé");
    /// ```
    #[expect(clippy::exhaustive_enums, reason = "a sender must handle every mail")]
    CardNoticeKind in "card_notice" {
        /// A new address is to be confirmed, by the link of the mail.
        Confirm = "confirm",
        /// Told to the address in use: another one was given.
        ChangeAsked = "change_asked",
        /// Told to the address that was in use: another one is.
        Changed = "changed",
        /// Told to the address that was in use: the card has none.
        Removed = "removed",
    }
}

/// A mail that a change of address asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CardNotice {
    /// What it says.
    pub kind: CardNoticeKind,
    /// Where it goes.
    pub to: Email,
}

impl CardNotice {
    /// What the mail says. It names no address: whoever reads it may not know the new one. The
    /// host adds its link to a [`CardNoticeKind::Confirm`].
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        let code = match self.kind {
            CardNoticeKind::Confirm => "card_notice_body/confirm",
            CardNoticeKind::ChangeAsked => "card_notice_body/change_asked",
            CardNoticeKind::Changed => "card_notice_body/changed",
            CardNoticeKind::Removed => "card_notice_body/removed",
        };
        text(code, lang, &[])
    }
}

/// A card after a change of address: store the card, then send the notices.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[must_use = "the notices warn the owner of the old address"]
pub struct CardStep {
    /// The card to store.
    pub card: ContactCard,
    /// The mails to send, none when nothing changed.
    pub notices: Vec<CardNotice>,
}

impl ContactCard {
    /// The card after a change of its e-mail address, with the mails it asks for: the link goes to
    /// the new address, and the one in use is told when another is asked, when it is replaced, and
    /// when it is removed.
    ///
    /// # Errors
    ///
    /// [`CardError::OtherEmail`] when the address confirmed is neither asked nor in use.
    ///
    /// ```
    /// use ent_core::UnverifiedEmail;
    /// use ent_prefs::contact_card::{CardNoticeKind, EmailChange};
    /// use ent_prefs::ContactCard;
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let (old, new) = (UnverifiedEmail::parse("a@exemple.fr")?, UnverifiedEmail::parse("b@exemple.fr")?);
    /// let card = ContactCard::new().change_email(EmailChange::Ask(old.clone()))?.card;
    /// let card = card.change_email(EmailChange::Confirm(old.clone().confirmed()))?.card;
    ///
    /// let asked = card.change_email(EmailChange::Ask(new.clone()))?;
    /// assert_eq!(asked.card.email(), Some(&old.clone().confirmed()));
    /// let told: Vec<_> = asked.notices.iter().map(|told| (told.kind, told.to.address())).collect();
    /// assert_eq!(told, [
    ///     (CardNoticeKind::Confirm, "b@exemple.fr"),
    ///     (CardNoticeKind::ChangeAsked, "a@exemple.fr"),
    /// ]);
    /// let done = asked.card.change_email(EmailChange::Confirm(new.confirmed()))?;
    /// let told: Vec<_> = done.notices.iter().map(|told| (told.kind, told.to.address())).collect();
    /// assert_eq!(told, [(CardNoticeKind::Changed, "a@exemple.fr")]);
    /// # Ok(())
    /// # }
    /// ```
    pub fn change_email(&self, change: EmailChange) -> Result<CardStep, CardError> {
        let mut step = CardStep { card: self.clone(), notices: Vec::new() };
        let in_use = self.email.as_ref().map(VerifiedEmail::email);
        let asked = self.asked_email.as_ref().map(UnverifiedEmail::email);
        match change {
            EmailChange::Ask(email) if same(in_use, email.email()) => step.card.asked_email = None,
            EmailChange::Ask(email) => {
                step.tell(CardNoticeKind::Confirm, Some(email.email()));
                // An address asked again gets its link again; the one in use was told already.
                if !same(asked, email.email()) {
                    step.tell(CardNoticeKind::ChangeAsked, in_use);
                }
                step.card.asked_email = Some(email);
            }
            EmailChange::Confirm(email) if same(asked, email.email()) => {
                step.tell(CardNoticeKind::Changed, in_use);
                step.card.email = Some(email);
                step.card.asked_email = None;
            }
            // The link is opened twice.
            EmailChange::Confirm(email) if same(in_use, email.email()) => {}
            EmailChange::Confirm(_) => return Err(CardError::OtherEmail),
            EmailChange::Withdraw => step.card.asked_email = None,
            EmailChange::Remove => {
                step.tell(CardNoticeKind::Removed, in_use);
                step.card.email = None;
                step.card.asked_email = None;
            }
        }
        Ok(step)
    }
}

impl CardStep {
    fn tell(&mut self, kind: CardNoticeKind, to: Option<&Email>) {
        self.notices.extend(to.cloned().map(|to| CardNotice { kind, to }));
    }
}

fn same(known: Option<&Email>, other: &Email) -> bool {
    known.is_some_and(|known| known.key() == other.key())
}
