//! Where a message may go by what a card says, and why nowhere.

use ent_core::{PhoneNumber, PupilId, VerifiedEmail};

use super::{ContactCard, ContactChoice};

/// Where an SMS may go; `Debug` is masked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "senders must handle every answer")]
pub enum SmsReach<'a> {
    /// To this number, which the school gave or the person confirmed.
    To(&'a PhoneNumber),
    /// To nobody: the person has not confirmed the number yet.
    Unverified,
    /// To nobody: « Ne pas me contacter par SMS ».
    Refused,
    /// To nobody: no contact number is chosen.
    Nowhere,
}

impl<'a> SmsReach<'a> {
    /// The number, where there is one to send to.
    #[must_use]
    pub const fn number(self) -> Option<&'a PhoneNumber> {
        match self {
            Self::To(number) => Some(number),
            Self::Unverified | Self::Refused | Self::Nowhere => None,
        }
    }
}

/// Where an e-mail may go; `Debug` is masked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "senders must handle every answer")]
pub enum EmailReach<'a> {
    /// To this address, whose owner opened the link.
    To(&'a VerifiedEmail),
    /// To nobody: the address waits for its confirmation.
    Unverified,
    /// To nobody: the card has no address.
    Nowhere,
}

impl ContactCard {
    /// Where an SMS about `child`, or about nobody in particular, may go: see
    /// [`ContactCard::contact_for`].
    #[must_use]
    pub fn sms_reach(&self, child: Option<&PupilId>) -> SmsReach<'_> {
        match self.contact_for(child) {
            ContactChoice::Number(number) if self.trusts(number) => SmsReach::To(number),
            ContactChoice::Number(_) => SmsReach::Unverified,
            ContactChoice::NoSms => SmsReach::Refused,
            ContactChoice::Unset => SmsReach::Nowhere,
        }
    }

    /// Where an e-mail may go. An address to be confirmed does not stop the one in use.
    #[must_use]
    pub const fn email_reach(&self) -> EmailReach<'_> {
        match (&self.email, &self.asked_email) {
            (Some(email), _) => EmailReach::To(email),
            (None, Some(_)) => EmailReach::Unverified,
            (None, None) => EmailReach::Nowhere,
        }
    }
}
