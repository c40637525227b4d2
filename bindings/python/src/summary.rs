//! The page « Résumé » of a person’s preferences.

use ent_core::Lang;
use ent_prefs::contact_card::ContactWish;
use ent_prefs::summary as domain;
use pyo3::prelude::*;

use crate::card::ContactCard;
use crate::consent::Consents;
use crate::convert::{Listed, Moment, record, tuple};
use crate::person::PersonName;
use crate::postal::PostalAddress;
use crate::preferences::{PreferenceDefaults, Preferences};
use crate::red_list::RedList;

/// The page « Résumé » at `now`: the person’s own details in full, and whether notifications go
/// out, a `Summary`. Show it to the person, once signed in, and to nobody else.
#[pyfunction]
#[pyo3(signature = (
    *, name, card, consents, preferences, defaults, red_list, now, postal_address=None
))]
#[expect(clippy::too_many_arguments, reason = "keyword arguments of Python")]
pub(crate) fn summarise<'py>(
    py: Python<'py>,
    name: PersonName,
    card: PyRef<'py, ContactCard>,
    consents: PyRef<'py, Consents>,
    preferences: PyRef<'py, Preferences>,
    defaults: PyRef<'py, PreferenceDefaults>,
    red_list: PyRef<'py, RedList>,
    now: Moment,
    postal_address: Option<PostalAddress>,
) -> PyResult<Bound<'py, PyAny>> {
    let page = domain::Summary::of(
        domain::SummarySource {
            name: &name.0,
            postal_address: postal_address.as_ref().map(|address| &address.0),
            card: &card.0,
            consents: &consents.0,
            preferences: &preferences.0,
            defaults: &defaults.0,
            red_list: &red_list.0,
        },
        now.0,
    );
    let phones = page.phones.iter().map(|line| {
        record!(py, "SummaryPhone" {
            slot: Listed("PhoneSlot", line.slot.code()),
            number: line.number.as_deref(),
            read_only: line.read_only,
            confirmed: line.confirmed,
            text_fr: line.text(Lang::Fr),
            text_en: line.text(Lang::En),
        })
    });
    let children = page.children.iter().map(|line| {
        record!(py, "SummaryChild" {
            child: line.child.as_str(),
            sms: line.sms.as_ref().map(|sms| sms_line(py, sms)).transpose()?,
            wish: line.wish.as_ref().map(ContactWish::as_str),
        })
    });
    record!(py, "Summary" {
        family: &page.family,
        given: &page.given,
        postal_address: tuple(py, &page.postal_address)?,
        on_red_list: page.on_red_list,
        red_list_fr: page.red_list_text(Lang::Fr),
        red_list_en: page.red_list_text(Lang::En),
        email: page.email.as_deref(),
        asked_email: page.asked_email.as_deref(),
        email_notifications: page.email_notifications,
        email_fr: page.email_text(Lang::Fr),
        email_en: page.email_text(Lang::En),
        notifications_fr: page.notifications_text(Lang::Fr),
        notifications_en: page.notifications_text(Lang::En),
        phones: tuple(py, phones.collect::<PyResult<Vec<_>>>()?)?,
        school_fr: page.school_text(Lang::Fr),
        school_en: page.school_text(Lang::En),
        sms: sms_line(py, &page.sms)?,
        sms_notifications: page.sms_notifications,
        wish: page.wish.as_ref().map(ContactWish::as_str),
        wish_left: page.wish_left,
        children: tuple(py, children.collect::<PyResult<Vec<_>>>()?)?,
    })
}

fn sms_line<'py>(py: Python<'py>, sms: &domain::SummarySms) -> PyResult<Bound<'py, PyAny>> {
    let (kind, number) = match sms {
        domain::SummarySms::Unset => ("unset", None),
        domain::SummarySms::Number(number) => ("number", Some(number.as_str())),
        domain::SummarySms::Unconfirmed(number) => ("unconfirmed", Some(number.as_str())),
        domain::SummarySms::Refused => ("refused", None),
    };
    record!(py, "SummarySms" {
        kind: Listed("SummarySmsKind", kind),
        number: number,
        text_fr: sms.text(Lang::Fr),
        text_en: sms.text(Lang::En),
    })
}
