//! The contact card.

use ent_core::Lang;
use ent_prefs::contact_card::{
    self as domain, ChildContact, ContactChoice, ContactLine, ContactWish, SchoolPhones,
};
use ent_prefs::{CardChange, EmailChange, PhoneSlot};
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use crate::contact::{Email, PhoneNumber, UnverifiedEmail, VerifiedEmail};
use crate::convert::{Bytes, Listed, Text, record, tuple};
use crate::errors;
use crate::person::read_pupil;
use crate::prefs::{read, write};

/// How a person is reached, one card for all of their children.
///
/// The three numbers of the school are changed by its import alone, and are trusted; the person
/// adds two own numbers, to which no text message goes before they are confirmed. A new address
/// takes the place of the one in use when it is confirmed itself.
///
/// A card does not change: each method gives a new one. `repr` shows nothing of it.
///
/// A new card is empty.
#[pyclass(frozen, eq, module = "entkit")]
#[derive(PartialEq, Eq)]
pub(crate) struct ContactCard(pub(crate) ent_prefs::ContactCard);

impl ContactCard {
    fn apply(&self, change: CardChange) -> PyResult<Self> {
        self.0.apply(change).map(Self).map_err(errors::parse)
    }

    fn change_email<'py>(
        &self,
        py: Python<'py>,
        change: EmailChange,
    ) -> PyResult<Bound<'py, PyAny>> {
        let step = self.0.change_email(change).map_err(errors::parse)?;
        let notices = step.notices.iter().map(|notice| {
            record!(py, "CardNotice" {
                kind: Listed("CardNoticeKind", notice.kind.code()),
                to: Email(notice.to.clone()),
                text_fr: notice.text(Lang::Fr),
                text_en: notice.text(Lang::En),
            })
        });
        let notices = tuple(py, notices.collect::<PyResult<Vec<_>>>()?)?;
        record!(py, "CardStep" { card: Self(step.card), notices: notices })
    }
}

#[pymethods]
impl ContactCard {
    #[new]
    fn new() -> Self {
        Self(ent_prefs::ContactCard::new())
    }

    /// A card from the bytes of `dump`, of this release or an earlier one.
    ///
    /// Raises `StateError`: `state/corrupt`.
    #[staticmethod]
    fn load(data: Bytes) -> PyResult<Self> {
        read(&data).map(Self)
    }

    /// The card as bytes of JSON, to be kept on the server side.
    fn dump<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        write(py, &self.0)
    }

    /// The number in a `PhoneSlot`, or None.
    ///
    /// Raises `ParseError`: `choice/unknown`.
    fn number(&self, slot: Text) -> PyResult<Option<PhoneNumber>> {
        Ok(self.0.number(read_slot(&slot)?).cloned().map(PhoneNumber))
    }

    /// Whether a contact number was chosen, SMS refused, or neither: a `ContactState`.
    #[getter]
    const fn contact(&self) -> Listed {
        Listed(
            "ContactState",
            match self.0.contact() {
                ContactChoice::Unset => "unset",
                ContactChoice::Number(_) => "number",
                ContactChoice::NoSms => "no_sms",
            },
        )
    }

    /// Where a text message about a child, or about nobody in particular, may go: an `SmsReach`.
    ///
    /// « Ne pas me contacter par SMS » on the card counts for every child.
    ///
    /// Raises `ParseError`: `id/format`.
    #[pyo3(signature = (child=None))]
    fn sms_reach<'py>(&self, py: Python<'py>, child: Option<Text>) -> PyResult<Bound<'py, PyAny>> {
        let child = child.map(|child| read_pupil(&child)).transpose()?;
        let (reach, number) = match self.0.sms_reach(child.as_ref()) {
            domain::SmsReach::To(number) => ("to", Some(number)),
            domain::SmsReach::Unverified => ("unverified", None),
            domain::SmsReach::Refused => ("refused", None),
            domain::SmsReach::Nowhere => ("nowhere", None),
        };
        let number = number.cloned().map(PhoneNumber);
        record!(py, "SmsReach" { reach: Listed("Reach", reach), number: number })
    }

    /// Where an e-mail may go: an `EmailReach`. An address to be confirmed does not stop the one
    /// in use.
    fn email_reach<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let (reach, email) = match self.0.email_reach() {
            domain::EmailReach::To(email) => ("to", Some(email)),
            domain::EmailReach::Unverified => ("unverified", None),
            domain::EmailReach::Nowhere => ("nowhere", None),
        };
        let email = email.cloned().map(VerifiedEmail);
        record!(py, "EmailReach" { reach: Listed("Reach", reach), email: email })
    }

    /// The confirmed address that notifications go to, or None.
    #[getter]
    fn email(&self) -> Option<VerifiedEmail> {
        self.0.email().cloned().map(VerifiedEmail)
    }

    /// The address that waits for its confirmation, or None. Nothing but the link goes there.
    #[getter]
    fn asked_email(&self) -> Option<UnverifiedEmail> {
        self.0.asked_email().cloned().map(UnverifiedEmail)
    }

    /// « Quand et comment me joindre ? » about a child, or about nobody in particular, or None.
    ///
    /// Raises `ParseError`: `id/format`.
    #[pyo3(signature = (child=None))]
    fn wish(&self, child: Option<Text>) -> PyResult<Option<String>> {
        let child = child.map(|child| read_pupil(&child)).transpose()?;
        Ok(self.0.wish(child.as_ref()).map(|wish| wish.as_str().to_owned()))
    }

    /// Numbers that may be chosen as contact number, each once.
    fn choosable(&self) -> Vec<PhoneNumber> {
        self.0.choosable().into_iter().cloned().map(PhoneNumber).collect()
    }

    /// What a page may show, a `CardView`.
    fn view<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let view = self.0.view();
        let phones = view.phones.iter().map(|line| {
            record!(py, "PhoneLine" {
                slot: Listed("PhoneSlot", line.slot.code()),
                masked: line.masked.as_deref(),
                read_only: line.read_only,
                choosable: line.choosable,
                confirmed: line.confirmed,
            })
        });
        let children = view.children.iter().map(|line| {
            let (contact, masked) = line.contact.as_ref().map(contact_line).unzip();
            record!(py, "ChildLine" {
                child: line.child.as_str(),
                contact: contact,
                contact_masked: masked.flatten(),
                wish: line.wish.as_ref().map(ContactWish::as_str),
            })
        });
        let (contact, masked) = contact_line(&view.contact);
        let email = view.email.as_ref().map(
            |email| record!(py, "EmailLine" { masked: &email.masked, verified: email.verified }),
        );
        record!(py, "CardView" {
            phones: tuple(py, phones.collect::<PyResult<Vec<_>>>()?)?,
            contact: contact,
            contact_masked: masked,
            email: email.transpose()?,
            asked_email: view.asked_email.as_deref(),
            wish: view.wish.as_ref().map(ContactWish::as_str),
            children: tuple(py, children.collect::<PyResult<Vec<_>>>()?)?,
        })
    }

    /// The card with a number in a slot of one's own, to be confirmed unless the other slot
    /// has it confirmed.
    ///
    /// Raises `ParseError`: `contact/read-only`, `choice/unknown`.
    fn set_number(&self, slot: Text, number: PhoneNumber) -> PyResult<Self> {
        self.apply(CardChange::SetNumber { slot: read_slot(&slot)?, number: number.0 })
    }

    /// The card of a person who has shown that a number of it is theirs, by the code of a text
    /// message or of a call.
    ///
    /// Raises `ParseError`: `contact/not-on-card` when the number has left the card.
    fn confirm_number(&self, number: PhoneNumber) -> PyResult<Self> {
        self.apply(CardChange::ConfirmNumber(number.0))
    }

    /// The card with a slot of one's own emptied.
    ///
    /// Raises `ParseError`: `contact/read-only`, `choice/unknown`.
    fn remove_number(&self, slot: Text) -> PyResult<Self> {
        self.apply(CardChange::RemoveNumber { slot: read_slot(&slot)? })
    }

    /// The card with a number of it as contact number.
    ///
    /// Raises `ParseError`: `contact/not-on-card`, `contact/no-sms`.
    fn choose_contact(&self, number: PhoneNumber) -> PyResult<Self> {
        self.apply(CardChange::ChooseContact(number.0))
    }

    /// The card of someone who wants no text messages.
    fn refuse_sms(&self) -> PyResult<Self> {
        self.apply(CardChange::RefuseSms)
    }

    /// The card without contact number or refusal.
    fn clear_contact(&self) -> PyResult<Self> {
        self.apply(CardChange::ClearContact)
    }

    /// The card with when and how to be reached, read as `parse_contact_wish` does.
    ///
    /// Raises `ParseError`: `wish/empty`, `wish/too-long`, `wish/too-big`, `wish/marks`,
    /// `wish/control`, `wish/invisible`.
    fn set_wish(&self, wish: Text) -> PyResult<Self> {
        self.apply(CardChange::SetWish(parse_wish(&wish)?))
    }

    /// The card without when and how to be reached.
    fn clear_wish(&self) -> PyResult<Self> {
        self.apply(CardChange::ClearWish)
    }

    /// The card with what is otherwise for one child, in place of what was said before.
    ///
    /// `contact` is a number of the card, or `ContactState.NO_SMS` or `ContactState.UNSET`; what
    /// is None is as for the others.
    ///
    /// Raises `ParseError`: `contact/not-on-card`, `contact/no-sms`, `contact/too-many-children`
    /// above 40, `choice/unknown`, `id/format`, `wish/…`.
    #[pyo3(signature = (child, *, contact=None, wish=None))]
    fn set_child(
        &self,
        child: Text,
        contact: Option<ChildChoice>,
        wish: Option<Text>,
    ) -> PyResult<Self> {
        let child = read_pupil(&child)?;
        let contact = match contact {
            None => None,
            Some(ChildChoice::Number(number)) => Some(ContactChoice::Number(number.0)),
            Some(ChildChoice::State(state)) => Some(errors::choice(match state.as_str() {
                "unset" => Some(ContactChoice::Unset),
                "no_sms" => Some(ContactChoice::NoSms),
                _ => None,
            })?),
        };
        let wish = wish.map(|wish| parse_wish(&wish)).transpose()?;
        self.apply(CardChange::SetChild { child, contact: ChildContact { contact, wish } })
    }

    /// The card that counts for a child again.
    ///
    /// Raises `ParseError`: `id/format`.
    fn clear_child(&self, child: Text) -> PyResult<Self> {
        self.apply(CardChange::ClearChild { child: read_pupil(&child)? })
    }

    /// The card with an address to be confirmed, and the mails to send: a `CardStep`. The address
    /// in use stays so until then, and is told.
    fn ask_email<'py>(
        &self,
        py: Python<'py>,
        email: UnverifiedEmail,
    ) -> PyResult<Bound<'py, PyAny>> {
        self.change_email(py, EmailChange::Ask(email.0))
    }

    /// The card of a person who has opened the link, and the mails to send: a `CardStep`.
    ///
    /// Raises `ParseError`: `contact/other-email` when the card has another address by now.
    fn confirm_email<'py>(
        &self,
        py: Python<'py>,
        email: VerifiedEmail,
    ) -> PyResult<Bound<'py, PyAny>> {
        self.change_email(py, EmailChange::Confirm(email.0))
    }

    /// The card without the address that waits: a `CardStep`.
    fn withdraw_email<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.change_email(py, EmailChange::Withdraw)
    }

    /// The card without any address, and the mails to send: a `CardStep`.
    fn remove_email<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.change_email(py, EmailChange::Remove)
    }

    /// The card after an import of the school, which replaces all three numbers of the school.
    #[pyo3(signature = (*, personal=None, professional=None, mobile=None))]
    fn with_school_phones(
        &self,
        personal: Option<PhoneNumber>,
        professional: Option<PhoneNumber>,
        mobile: Option<PhoneNumber>,
    ) -> Self {
        let [personal, professional, mobile] =
            [personal, professional, mobile].map(|number| number.map(|number| number.0));
        Self(self.0.with_school_phones(SchoolPhones { personal, professional, mobile }))
    }

    #[expect(clippy::unused_self, reason = "a method of Python")]
    fn __repr__(&self) -> &'static str {
        "ContactCard(redacted)"
    }
}

/// What may be chosen for a child.
#[derive(FromPyObject)]
enum ChildChoice {
    Number(PhoneNumber),
    State(Text),
}

/// What a person typed under « Quand et comment me joindre ? », as it would be kept: a
/// `ContactWish`. Up to 300 characters, counted as a person counts them.
///
/// Raises `ParseError`: `wish/empty`, `wish/too-long`, `wish/too-big`, `wish/marks`,
/// `wish/control`, `wish/invisible`.
#[pyfunction]
pub(crate) fn parse_contact_wish(py: Python<'_>, text: Text) -> PyResult<Bound<'_, PyAny>> {
    let wish = parse_wish(&text)?;
    record!(py, "ContactWish" { text: wish.as_str(), length: wish.length(), left: wish.left() })
}

fn parse_wish(text: &Text) -> PyResult<ContactWish> {
    ContactWish::parse(text.as_str()).map_err(errors::parse)
}

fn contact_line(line: &ContactLine) -> (Listed, Option<&str>) {
    let (state, masked) = match line {
        ContactLine::Unset => ("unset", None),
        ContactLine::Number(masked) => ("number", Some(masked.as_str())),
        ContactLine::NoSms => ("no_sms", None),
    };
    (Listed("ContactState", state), masked)
}

fn read_slot(code: &Text) -> PyResult<PhoneSlot> {
    errors::choice(PhoneSlot::from_code(code.as_str()))
}
