//! What an ENT offers, and to whom: partners, services, help, lifetimes.

use ent_core::ent::{HelpGroup, HelpTopic, Lifetimes, Partnership, Service};
use ent_core::{Lang, Profile};
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use crate::convert::{CalendarDay, Listed, record, tuple};
use crate::place::academy::Academy;
use crate::place::territory::{AdministrativeRegion, Department};

pub(super) fn partnership_record<'py>(
    py: Python<'py>,
    list: Partnership<'_>,
) -> PyResult<Bound<'py, PyAny>> {
    record!(py, "Partnership" {
        id: list.id(),
        read_on: list.read_on().map(CalendarDay),
        since: list.since().map(CalendarDay),
        regions: tuple(py, list.regions().map(AdministrativeRegion))?,
        departments: tuple(py, list.departments().map(Department))?,
        academies: tuple(py, list.academies().map(Academy))?,
        agricultural_education: list.agricultural_education(),
        private_education: list.private_education(),
    })
}

pub(super) fn service_record<'py>(
    py: Python<'py>,
    service: Service<'_>,
) -> PyResult<Bound<'py, PyAny>> {
    let channels = service.channels().iter();
    record!(py, "EntService" {
        id: service.id(),
        label_fr: service.label(Lang::Fr),
        label_en: service.label(Lang::En),
        profiles: profiles(py, service.profiles())?,
        channels: tuple(py, channels.map(|channel| Listed("ServiceChannel", channel.code())))?,
    })
}

pub(super) fn help_record<'py>(
    py: Python<'py>,
    group: HelpGroup<'_>,
) -> PyResult<Bound<'py, PyAny>> {
    let topic = |topic: HelpTopic<'_>| {
        record!(py, "HelpTopic" {
            id: topic.id(),
            label_fr: topic.label(Lang::Fr),
            label_en: topic.label(Lang::En),
        })
    };
    record!(py, "HelpGroup" {
        id: group.id(),
        label_fr: group.label(Lang::Fr),
        label_en: group.label(Lang::En),
        profiles: profiles(py, group.profiles())?,
        topics: tuple(py, group.topics().map(topic).collect::<PyResult<Vec<_>>>()?)?,
    })
}

pub(super) fn lifetimes_record(py: Python<'_>, lifetimes: Lifetimes) -> PyResult<Bound<'_, PyAny>> {
    record!(py, "EntLifetimes" {
        sms_code_minutes: lifetimes.sms_code_minutes(),
        mobile_code_minutes: lifetimes.mobile_code_minutes(),
        email_link_hours: lifetimes.email_link_hours(),
        letter_months: lifetimes.letter_months(),
        retention_months: lifetimes.retention_months(),
        remembered_choice_days: lifetimes.remembered_choice_days(),
    })
}

fn profiles<'py>(py: Python<'py>, profiles: &[Profile]) -> PyResult<Bound<'py, PyTuple>> {
    tuple(py, profiles.iter().map(|profile| Listed("Profile", profile.code())))
}
