//! What a person wishes to be told of, and how soon.

use ent_core::ent::Partner;
use ent_core::{Lang, PupilId};
use ent_prefs::preferences::{Answer, PreferenceRow};
use ent_prefs::{Pace, Scope, Topic};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyTuple};

use crate::convert::{Bytes, Listed, Moment, Text, record, tuple, wrong_type};
use crate::errors;
use crate::person::read_pupil;
use crate::prefs::{read, read_channel, read_purpose, write};

/// Purpose, topic and channel, each None for every one, and pace: a tuple or a `PreferenceChoice`.
struct Row(Option<Text>, Option<Text>, Option<Text>, Text);

impl<'py> FromPyObject<'_, 'py> for Row {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(given) = value.cast::<PyTuple>() {
            return given
                .extract()
                .map(|(purpose, topic, channel, pace)| Self(purpose, topic, channel, pace));
        }
        let part = |name| {
            value.getattr(name).map_err(|_| wrong_type("a PreferenceChoice or a tuple of four"))
        };
        Ok(Self(
            part("purpose")?.extract()?,
            part("topic")?.extract()?,
            part("channel")?.extract()?,
            part("pace")?.extract()?,
        ))
    }
}

/// Reads the codes of a choice, each None for every one, into a `PreferenceChoice`.
///
/// Raises `ParseError`: `preferences/purpose`, `preferences/topic`, `preferences/channel`,
/// `preferences/pace`, `preferences/security`.
#[pyfunction]
#[pyo3(signature = (pace, *, purpose=None, topic=None, channel=None))]
pub(crate) fn read_preference(
    py: Python<'_>,
    pace: Text,
    purpose: Option<Text>,
    topic: Option<Text>,
    channel: Option<Text>,
) -> PyResult<Bound<'_, PyAny>> {
    choice(py, row(&Row(purpose, topic, channel, pace))?)
}

fn row(Row(purpose, topic, channel, pace): &Row) -> PyResult<(Scope, Pace)> {
    let text = |given: &Option<Text>| given.as_ref().map(|text| text.as_str().to_owned());
    let (purpose, topic, channel) = (text(purpose), text(topic), text(channel));
    let row = PreferenceRow {
        purpose: purpose.as_deref(),
        topic: topic.as_deref(),
        channel: channel.as_deref(),
        pace: pace.as_str(),
    };
    row.read().map_err(errors::parse)
}

fn choice(py: Python<'_>, (scope, pace): (Scope, Pace)) -> PyResult<Bound<'_, PyAny>> {
    record!(py, "PreferenceChoice" {
        purpose: scope.purpose().map(|purpose| Listed("ConsentPurpose", purpose.code())),
        topic: scope.topic().map(|topic| Listed("Topic", topic.code())),
        channel: scope.channel().map(|channel| Listed("Channel", channel.code())),
        pace: Listed("Pace", pace.code()),
    })
}

pub(crate) fn answer_record(py: Python<'_>, answer: Answer) -> PyResult<Bound<'_, PyAny>> {
    record!(py, "PreferenceAnswer" {
        pace: Listed("Pace", answer.pace.code()),
        chosen: Listed("Pace", answer.chosen.code()),
        layer: Listed("PreferenceLayer", answer.layer.code()),
        scope: choice(py, (answer.scope, answer.chosen))?,
        locked: answer.locked,
        switched_off: answer.switched_off,
        text_fr: answer.text(Lang::Fr),
        text_en: answer.text(Lang::En),
    })
}

/// What counts until a person chooses, for all people of an establishment.
///
/// Each row is a `PreferenceChoice` or `(purpose, topic, channel, pace)`, where None is every one;
/// where no row holds a notification it is off. `locked` are rows of the establishment that nobody
/// changes.
///
/// Raises `ParseError`: `preferences/…`.
#[pyclass(frozen, eq, module = "entkit")]
#[derive(PartialEq, Eq)]
pub(crate) struct PreferenceDefaults(pub(crate) ent_prefs::Defaults);

#[pymethods]
impl PreferenceDefaults {
    #[new]
    #[pyo3(signature = (*, ent=None, establishment=None, locked=None))]
    fn new(
        ent: Option<Vec<Row>>,
        establishment: Option<Vec<Row>>,
        locked: Option<Vec<Row>>,
    ) -> PyResult<Self> {
        let mut builder = ent_prefs::Defaults::builder();
        for given in &ent.unwrap_or_default() {
            let (scope, pace) = row(given)?;
            builder = builder.ent(scope, pace);
        }
        for given in &establishment.unwrap_or_default() {
            let (scope, pace) = row(given)?;
            builder = builder.establishment(scope, pace);
        }
        for given in &locked.unwrap_or_default() {
            let (scope, pace) = row(given)?;
            builder = builder.locked(scope, pace);
        }
        builder.build().map(Self).map_err(errors::parse)
    }

    /// Whether some of this comes whatever a person chooses, since the establishment locked it.
    ///
    /// Raises `ParseError`: `choice/unknown`.
    #[pyo3(signature = (*, purpose=None, topic=None, channel=None))]
    fn locks(
        &self,
        purpose: Option<Text>,
        topic: Option<Text>,
        channel: Option<Text>,
    ) -> PyResult<bool> {
        Ok(self.0.locks(scope(purpose.as_ref(), topic.as_ref(), channel.as_ref())?))
    }

    /// Everything at once; consents decide what leaves the portal at all.
    #[staticmethod]
    fn immediate() -> Self {
        Self(ent_prefs::Defaults::immediate())
    }

    /// Defaults from the bytes of `dump`.
    ///
    /// Raises `StateError`: `state/corrupt`.
    #[staticmethod]
    fn load(data: Bytes) -> PyResult<Self> {
        read(&data).map(Self)
    }

    /// The defaults as bytes of JSON.
    fn dump<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        write(py, &self.0)
    }

    fn __repr__(&self) -> String {
        let (ent, own) = (self.0.ent().count(), self.0.establishment().count());
        format!("PreferenceDefaults({ent} rows of the ENT, {own} of the establishment)")
    }
}

/// What one person chose about notifications, for themself and for each child.
///
/// Preferences do not change: each method gives new ones. Nothing here is an agreement: what leaves
/// the portal needs a consent as well. `repr` shows nothing of them.
///
/// >>> chosen = Preferences().set("weekly", topic="news")
/// >>> chosen.choices()[0].pace.value
/// 'weekly'
#[pyclass(frozen, eq, module = "entkit")]
#[derive(PartialEq, Eq)]
pub(crate) struct Preferences(pub(crate) ent_prefs::Preferences);

impl Preferences {
    fn changed<T>(
        &self,
        change: impl FnOnce(&mut ent_prefs::Preferences) -> PyResult<T>,
    ) -> PyResult<Self> {
        let mut preferences = self.0.clone();
        change(&mut preferences)?;
        Ok(Self(preferences))
    }
}

#[pymethods]
impl Preferences {
    #[new]
    fn new() -> Self {
        Self(ent_prefs::Preferences::new())
    }

    /// Preferences from the bytes of `dump`.
    ///
    /// Raises `StateError`: `state/corrupt`.
    #[staticmethod]
    fn load(data: Bytes) -> PyResult<Self> {
        read(&data).map(Self)
    }

    /// The preferences as bytes of JSON.
    fn dump<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        write(py, &self.0)
    }

    /// With a choice for a child, or for everything else.
    ///
    /// Raises `ParseError`: `preferences/…`, `id/…`.
    #[pyo3(signature = (pace, *, purpose=None, topic=None, channel=None, child=None))]
    fn set(
        &self,
        pace: Text,
        purpose: Option<Text>,
        topic: Option<Text>,
        channel: Option<Text>,
        child: Option<Text>,
    ) -> PyResult<Self> {
        let (scope, pace) = row(&Row(purpose, topic, channel, pace))?;
        let child = pupil(child.as_ref())?;
        self.changed(|to| to.set(child.as_ref(), scope, pace).map_err(errors::parse))
    }

    /// With all of this refused, also where a finer choice said otherwise: for a child, or for the
    /// person and every child. What the establishment locked stays. Taking back the refusal, by
    /// `clear` or `set` of exactly this scope, brings back what was chosen before; a finer choice
    /// made afterwards counts.
    ///
    /// Raises `ParseError`: `preferences/…`, `choice/unknown`, `id/…`.
    #[pyo3(signature = (*, purpose=None, topic=None, channel=None, child=None))]
    fn refuse(
        &self,
        purpose: Option<Text>,
        topic: Option<Text>,
        channel: Option<Text>,
        child: Option<Text>,
    ) -> PyResult<Self> {
        let scope = scope(purpose.as_ref(), topic.as_ref(), channel.as_ref())?;
        let child = pupil(child.as_ref())?;
        self.changed(|to| to.refuse(child.as_ref(), scope).map_err(errors::parse))
    }

    /// Without the refusal of exactly this scope or, where there is none, the choice for it: what
    /// was there before, or what is coarser, decides again.
    ///
    /// Raises `ParseError`: `choice/unknown`, `id/…`.
    #[pyo3(signature = (*, purpose=None, topic=None, channel=None, child=None))]
    fn clear(
        &self,
        purpose: Option<Text>,
        topic: Option<Text>,
        channel: Option<Text>,
        child: Option<Text>,
    ) -> PyResult<Self> {
        let scope = scope(purpose.as_ref(), topic.as_ref(), channel.as_ref())?;
        let child = pupil(child.as_ref())?;
        self.changed(|of| {
            of.clear(child.as_ref(), scope);
            Ok(())
        })
    }

    /// Without any choice for a child.
    ///
    /// Raises `ParseError`: `id/…`.
    fn clear_child(&self, child: Text) -> PyResult<Self> {
        let child = read_pupil(&child)?;
        self.changed(|of| {
            of.clear_child(&child);
            Ok(())
        })
    }

    /// Everything off; no choice is lost.
    fn switched_off(&self) -> Self {
        let mut preferences = self.0.clone();
        preferences.switch_off();
        Self(preferences)
    }

    /// Everything off until an instant; no choice is lost.
    ///
    /// Raises `ParseError`: `instant/…`.
    fn paused_until(&self, until: Moment) -> Self {
        let mut preferences = self.0.clone();
        preferences.pause_until(until.0);
        Self(preferences)
    }

    /// Neither switched off nor paused.
    fn switched_on(&self) -> Self {
        let mut preferences = self.0.clone();
        preferences.switch_on();
        Self(preferences)
    }

    /// Whether everything is off.
    ///
    /// Raises `ParseError`: `instant/…`.
    fn is_off(&self, now: Moment) -> bool {
        self.0.is_off(now.0)
    }

    /// The choices for a child or, without one, the person’s own, coarsest first: a
    /// `PreferenceChoice` each. What a refusal hides is among them, and a refusal is an off like
    /// another: `page` says what counts, and `dump` keeps it all.
    ///
    /// Raises `ParseError`: `id/…`.
    #[pyo3(signature = (child=None))]
    fn choices<'py>(
        &self,
        py: Python<'py>,
        child: Option<Text>,
    ) -> PyResult<Vec<Bound<'py, PyAny>>> {
        let child = pupil(child.as_ref())?;
        self.0.rows(child.as_ref()).map(|row| choice(py, row)).collect()
    }

    /// What is refused for a child or, without one, in the person’s own choices and stands until
    /// `clear` takes it back or another pace is chosen for it: a `PreferenceChoice` each.
    ///
    /// Raises `ParseError`: `id/…`.
    #[pyo3(signature = (child=None))]
    fn refused<'py>(
        &self,
        py: Python<'py>,
        child: Option<Text>,
    ) -> PyResult<Vec<Bound<'py, PyAny>>> {
        let child = pupil(child.as_ref())?;
        self.0.refused(child.as_ref()).map(|scope| choice(py, (scope, Pace::Off))).collect()
    }

    /// Children with choices of their own.
    fn children(&self) -> Vec<&str> {
        self.0.children().map(PupilId::as_str).collect()
    }

    /// What counts for one purpose, topic and channel, and who decided it: a `PreferenceAnswer`.
    /// `child` is the pupil the notification is about, if it is about one.
    ///
    /// Raises `ParseError`: `choice/unknown`, `id/…`, `instant/…`.
    #[pyo3(signature = (defaults, purpose, topic, channel, *, now, child=None))]
    fn answer<'py>(
        &self,
        defaults: PyRef<'py, PreferenceDefaults>,
        purpose: Text,
        topic: Text,
        channel: Text,
        now: Moment,
        child: Option<Text>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let py = defaults.py();
        let (purpose, topic) = (read_purpose(&purpose)?, read_topic(&topic)?);
        let (channel, child) = (read_channel(&channel)?, pupil(child.as_ref())?);
        let child = child.as_ref();
        answer_record(py, self.0.answer(&defaults.0, child, purpose, topic, channel, now.0))
    }

    /// The page of a person, about one child or about everything else: a `PreferencePage`.
    /// `partners` are those of the establishment: without any, no line is about them.
    ///
    /// Raises `ParseError`: `choice/unknown`, `id/…`, `instant/…`.
    #[pyo3(signature = (defaults, partners, *, now, child=None))]
    fn page<'py>(
        &self,
        defaults: PyRef<'py, PreferenceDefaults>,
        partners: Vec<Text>,
        now: Moment,
        child: Option<Text>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let py = defaults.py();
        let partners = partners.iter().map(|code| Partner::from_code(code.as_str()));
        let partners = errors::choice(partners.collect::<Option<Vec<_>>>())?;
        let child = pupil(child.as_ref())?;
        let page = self.0.page(&defaults.0, child.as_ref(), &partners, now.0);
        let lines = page.lines.iter().map(|line| {
            record!(py, "PreferenceLine" {
                purpose: Listed("ConsentPurpose", line.purpose.code()),
                topic: Listed("Topic", line.topic.code()),
                channel: Listed("Channel", line.channel.code()),
                answer: answer_record(py, line.answer)?,
            })
        });
        let lines = tuple(py, lines.collect::<PyResult<Vec<_>>>()?)?;
        let partners = page.partners.iter().map(|partner| Listed("Partner", partner.code()));
        record!(py, "PreferencePage" {
            partners: tuple(py, partners)?,
            partners_fr: page.partners_text(Lang::Fr),
            partners_en: page.partners_text(Lang::En),
            lines: lines,
            switched_off: page.switched_off,
        })
    }

    #[expect(clippy::unused_self, reason = "a method of Python")]
    fn __repr__(&self) -> &'static str {
        "Preferences(redacted)"
    }
}

fn scope(purpose: Option<&Text>, topic: Option<&Text>, channel: Option<&Text>) -> PyResult<Scope> {
    let mut scope = Scope::EVERY;
    if let Some(purpose) = purpose {
        scope = scope.for_purpose(read_purpose(purpose)?);
    }
    if let Some(topic) = topic {
        scope = scope.of(read_topic(topic)?);
    }
    if let Some(channel) = channel {
        scope = scope.by(read_channel(channel)?);
    }
    Ok(scope)
}

pub(crate) fn pupil(child: Option<&Text>) -> PyResult<Option<PupilId>> {
    child.map(read_pupil).transpose()
}

pub(crate) fn read_topic(code: &Text) -> PyResult<Topic> {
    errors::choice(Topic::from_code(code.as_str()))
}
