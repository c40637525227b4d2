//! Contact card, consents, partners.

use ent_prefs::contact_card::{CardEmail, ContactChoice, ContactLine, SchoolPhones};
use ent_prefs::{CardChange, Channel, PartnerReference, PartnerView, PhoneSlot, Purpose};
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::consent::Consents;
use crate::contact::{PhoneNumber, UnverifiedEmail, VerifiedEmail};
use crate::convert::{Bytes, Listed, Moment, Text, record, tuple};
use crate::errors;

/// The contact card of a person: numbers of the school, own numbers, contact number, e-mail.
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
}

#[pymethods]
impl ContactCard {
    #[new]
    fn new() -> Self {
        Self(ent_prefs::ContactCard::new())
    }

    /// A card from the bytes of `dump`.
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

    /// The number that text messages go to, or None.
    #[getter]
    fn sms_number(&self) -> Option<PhoneNumber> {
        self.0.sms_number().cloned().map(PhoneNumber)
    }

    /// The address given, confirmed or not, or None.
    #[getter]
    fn email<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        Ok(match self.0.email() {
            None => None,
            Some(CardEmail::Unverified(email)) => {
                Some(UnverifiedEmail(email.clone()).into_pyobject(py)?.into_any())
            }
            Some(CardEmail::Verified(email)) => {
                Some(VerifiedEmail(email.clone()).into_pyobject(py)?.into_any())
            }
        })
    }

    /// The confirmed address that notifications go to, or None.
    #[getter]
    fn notified_email(&self) -> Option<VerifiedEmail> {
        self.0.notified_email().cloned().map(VerifiedEmail)
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
            })
        });
        let (contact, masked) = match &view.contact {
            ContactLine::Unset => ("unset", None),
            ContactLine::Number(masked) => ("number", Some(masked)),
            ContactLine::NoSms => ("no_sms", None),
        };
        let email = view.email.as_ref().map(
            |email| record!(py, "EmailLine" { masked: &email.masked, verified: email.verified }),
        );
        record!(py, "CardView" {
            phones: tuple(py, phones.collect::<PyResult<Vec<_>>>()?)?,
            contact: Listed("ContactState", contact),
            contact_masked: masked,
            email: email.transpose()?,
        })
    }

    /// The card with a number in a slot of one's own.
    ///
    /// Raises `ParseError`: `contact/read-only`, `choice/unknown`.
    fn set_number(&self, slot: Text, number: PhoneNumber) -> PyResult<Self> {
        self.apply(CardChange::SetNumber { slot: read_slot(&slot)?, number: number.0 })
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

    /// The card with an address to be confirmed.
    fn set_email(&self, email: UnverifiedEmail) -> PyResult<Self> {
        self.apply(CardChange::SetEmail(email.0))
    }

    /// The card with its address confirmed.
    ///
    /// Raises `ParseError`: `contact/other-email`.
    fn confirm_email(&self, email: VerifiedEmail) -> PyResult<Self> {
        self.apply(CardChange::ConfirmEmail(email.0))
    }

    /// The card without address.
    fn remove_email(&self) -> PyResult<Self> {
        self.apply(CardChange::RemoveEmail)
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

/// What a partner may know of a person, a `PartnerView`; None when they may know nothing.
///
/// `reference` is a name of the person that means nothing elsewhere: 16 to 64 characters of
/// `A-Z a-z 0-9 _ -`.
///
/// Raises `ParseError`: `partner/reference`.
#[pyfunction]
pub(crate) fn partner_view<'py>(
    py: Python<'py>,
    reference: Text,
    card: PyRef<'py, ContactCard>,
    consents: PyRef<'py, Consents>,
    now: Moment,
) -> PyResult<Option<Bound<'py, PyAny>>> {
    let reference = PartnerReference::parse(reference.as_str()).map_err(errors::parse)?;
    let view = PartnerView::of(reference, &card.0, &consents.0, now.0).map(|view| {
        let channels = view.channels().iter().map(|channel| Listed("Channel", channel.code()));
        record!(py, "PartnerView" {
            reference: view.reference().as_str(),
            channels: tuple(py, channels)?,
        })
    });
    view.transpose()
}

pub(crate) fn read<T: DeserializeOwned>(data: &Bytes) -> PyResult<T> {
    serde_json::from_slice(data.as_slice()).map_err(|_| errors::corrupt())
}

pub(crate) fn write<'py>(py: Python<'py>, value: &impl Serialize) -> PyResult<Bound<'py, PyBytes>> {
    let bytes = serde_json::to_vec(value).map_err(|_| errors::corrupt())?;
    Ok(PyBytes::new(py, &bytes))
}

fn read_slot(code: &Text) -> PyResult<PhoneSlot> {
    errors::choice(PhoneSlot::from_code(code.as_str()))
}

pub(crate) fn read_purpose(code: &Text) -> PyResult<Purpose> {
    errors::choice(Purpose::from_code(code.as_str()))
}

pub(crate) fn read_channel(code: &Text) -> PyResult<Channel> {
    errors::choice(Channel::from_code(code.as_str()))
}
