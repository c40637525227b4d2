//! Who is told, on which channel, when, and why not.

use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ent_core::ent::Partner;
use ent_core::{DeviceId, Lang, PupilId, SubjectId};
use ent_prefs::route as domain;
use ent_prefs::{Channel, Digest};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyBytes, PyDict, PyTuple};

use crate::card::ContactCard;
use crate::consent::Consents;
use crate::convert::{Listed, Moment, Text, Whole, record, tuple, wrong_type};
use crate::disconnect::SendingHours;
use crate::errors;
use crate::preferences::{PreferenceDefaults, Preferences, answer_record, pupil, read_topic};
use crate::prefs::read_channel;

/// People of an iterable that are compiled together.
const TURN: usize = 4096;

/// A message to be routed: all but its text.
///
/// `channels` are those it may travel by, all four unless given; `partner` is the one whose message
/// the ENT carries, None for the establishment and the ENT; `about` is the pupil it is about;
/// `digest` is the one it goes out with, where it was held for one: `again` says what to route
/// then.
///
/// Raises `ParseError`: `notify/format` when class, topic, sender and channels do not go together,
/// `choice/unknown`, `id/…`.
///
/// >>> RouteMessage("news", channels=("email", "sms"))
/// RouteMessage(ordinary news)
#[pyclass(frozen, eq, from_py_object, module = "entkit")]
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct RouteMessage(domain::Message);

#[pymethods]
impl RouteMessage {
    #[new]
    #[pyo3(signature = (
        topic, *, message_class=None, channels=None, partner=None, about=None, digest=None
    ))]
    fn new(
        topic: Text,
        message_class: Option<Text>,
        channels: Option<Vec<Text>>,
        partner: Option<Text>,
        about: Option<Text>,
        digest: Option<Text>,
    ) -> PyResult<Self> {
        let class = match &message_class {
            Some(code) => errors::choice(domain::MessageClass::from_code(code.as_str()))?,
            None => domain::MessageClass::Ordinary,
        };
        let sender = match &partner {
            Some(code) => {
                domain::Sender::Partner(errors::choice(Partner::from_code(code.as_str()))?)
            }
            None => domain::Sender::Establishment,
        };
        let channels = match &channels {
            Some(channels) => {
                let channels = channels.iter().map(read_channel).collect::<PyResult<Vec<_>>>()?;
                domain::Channels::of(&channels)
            }
            None => domain::Channels::ALL,
        };
        let message = domain::Message::new(class, sender, read_topic(&topic)?, channels);
        let message = message.map_err(errors::parse)?;
        let message = match &digest {
            Some(code) => message.in_digest(errors::choice(Digest::from_code(code.as_str()))?),
            None => message,
        };
        Ok(Self(match pupil(about.as_ref())? {
            Some(child) => message.about_child(child),
            None => message,
        }))
    }

    /// How it stands to wishes, a `MessageClass`.
    #[getter]
    const fn message_class(&self) -> Listed {
        Listed("MessageClass", self.0.class().code())
    }

    /// What it is about, a Topic.
    #[getter]
    const fn topic(&self) -> Listed {
        Listed("Topic", self.0.topic().code())
    }

    /// The `Partner` whose message the ENT carries, or None.
    #[getter]
    const fn partner(&self) -> Option<Listed> {
        match self.0.sender() {
            domain::Sender::Partner(partner) => Some(Listed("Partner", partner.code())),
            domain::Sender::Establishment => None,
        }
    }

    /// Channels it may travel by, a tuple of `Channel`.
    #[getter]
    fn channels<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let asked = Channel::ALL.iter().filter(|channel| self.0.channels().has(**channel));
        tuple(py, asked.map(|channel| Listed("Channel", channel.code())))
    }

    /// The digest it goes out with, a `Digest`, or None.
    #[getter]
    fn digest(&self) -> Option<Listed> {
        self.0.digest().map(|digest| Listed("Digest", digest.code()))
    }

    /// The pupil it is about, or None.
    #[getter]
    fn about(&self) -> Option<&str> {
        self.0.about().map(PupilId::as_str)
    }

    /// What to route when it is time for what was held, a `RouteHeld`: the message on that channel
    /// alone, as part of the digest it waited for.
    ///
    /// Raises `ParseError`: `choice/unknown`.
    fn again(&self, held: &Bound<'_, PyAny>) -> PyResult<Self> {
        let code = |name: &str| match held.getattr(name) {
            Ok(code) => code.extract::<Text>(),
            Err(_) => Err(wrong_type("a RouteHeld")),
        };
        let channel = read_channel(&code("channel")?)?;
        let reason = errors::choice(domain::Verdict::from_code(code("reason")?.as_str()))?;
        Ok(Self(self.0.again(channel, reason)))
    }

    fn __repr__(&self) -> String {
        format!("RouteMessage({} {})", self.0.class().code(), self.0.topic().code())
    }
}

/// All that is known of a person who may be told; `repr` shows nothing of it.
///
/// `devices` are paired with the account; `children` are the pupils the person is told about, or a
/// pupil’s own id.
///
/// Raises `ParseError`: `id/…`.
#[pyclass(frozen, module = "entkit")]
pub(crate) struct Recipient {
    person: SubjectId,
    card: Py<ContactCard>,
    consents: Py<Consents>,
    preferences: Py<Preferences>,
    hours: Py<SendingHours>,
    devices: Vec<DeviceId>,
    children: Vec<PupilId>,
}

impl Recipient {
    pub(crate) fn lend(&self) -> domain::Person<'_> {
        domain::Person {
            id: &self.person,
            card: &self.card.get().0,
            consents: &self.consents.get().0,
            preferences: &self.preferences.get().0,
            devices: &self.devices,
            children: &self.children,
            hours: &self.hours.get().0,
        }
    }
}

#[pymethods]
impl Recipient {
    #[new]
    #[pyo3(signature = (person, *, card, consents, preferences, hours, devices=None, children=None))]
    fn new(
        person: Text,
        card: Py<ContactCard>,
        consents: Py<Consents>,
        preferences: Py<Preferences>,
        hours: Py<SendingHours>,
        devices: Option<Vec<Text>>,
        children: Option<Vec<Text>>,
    ) -> PyResult<Self> {
        let (devices, children) = (devices.unwrap_or_default(), children.unwrap_or_default());
        let devices = devices.iter().map(|id| DeviceId::parse(id.as_str()));
        let children = children.iter().map(|id| PupilId::parse(id.as_str()));
        Ok(Self {
            person: SubjectId::parse(person.as_str()).map_err(errors::parse)?,
            card,
            consents,
            preferences,
            hours,
            devices: devices.collect::<Result<_, _>>().map_err(errors::parse)?,
            children: children.collect::<Result<_, _>>().map_err(errors::parse)?,
        })
    }

    /// Who it is.
    #[getter]
    fn person(&self) -> &str {
        self.person.as_str()
    }

    #[expect(clippy::unused_self, reason = "a method of Python")]
    fn __repr__(&self) -> &'static str {
        "Recipient(redacted)"
    }
}

/// What becomes of a message for people, in their order: a `Routing`. Each channel asked for, of
/// each person, stands in one of its lists.
///
/// Raises `ParseError`: `instant/…`.
#[pyfunction]
#[pyo3(signature = (message, people, *, defaults, now))]
pub(crate) fn route_message<'py>(
    py: Python<'py>,
    message: RouteMessage,
    people: Vec<PyRef<'py, Recipient>>,
    defaults: PyRef<'py, PreferenceDefaults>,
    now: Moment,
) -> PyResult<Bound<'py, PyAny>> {
    let lent = people.iter().map(|person| person.lend());
    let routing = domain::route(&message.0, lent, &defaults.0, now.0);
    let deliveries = routing.deliveries.iter().map(|line| {
        record!(py, "RouteDelivery" {
            person: line.person.as_str(),
            channel: Listed("Channel", line.channel.code()),
            targets: targets(py, &line.target)?,
            answer: answer_record(py, line.answer)?,
            trace_fr: line.trace(Lang::Fr),
            trace_en: line.trace(Lang::En),
            calendar_known: line.calendar_known,
        })
    });
    let deliveries = tuple(py, deliveries.collect::<PyResult<Vec<_>>>()?)?;
    let held = routing.held.iter().map(|line| {
        record!(py, "RouteHeld" {
            person: line.person.as_str(),
            channel: Listed("Channel", line.channel.code()),
            reason: Listed("RouteVerdict", line.reason.code()),
            until: Moment(line.until()),
            trace_fr: line.trace(Lang::Fr),
            trace_en: line.trace(Lang::En),
        })
    });
    let held = tuple(py, held.collect::<PyResult<Vec<_>>>()?)?;
    let refused = routing.refused.iter().map(|line| {
        record!(py, "RouteRefused" {
            person: line.person.as_str(),
            channel: Listed("Channel", line.channel.code()),
            reason: Listed("RouteVerdict", line.reason.code()),
            answer: answer_record(py, line.answer)?,
            trace_fr: line.trace(Lang::Fr),
            trace_en: line.trace(Lang::En),
        })
    });
    let refused = tuple(py, refused.collect::<PyResult<Vec<_>>>()?)?;
    record!(py, "Routing" { deliveries: deliveries, held: held, refused: refused })
}

fn targets<'py>(py: Python<'py>, target: &domain::Target) -> PyResult<Bound<'py, PyTuple>> {
    match target {
        domain::Target::Email(email) => tuple(py, [email.email().address()]),
        domain::Target::Sms(number) => tuple(py, [number.e164()]),
        domain::Target::Push(devices) => tuple(py, devices.iter().map(DeviceId::as_str)),
        domain::Target::InApp => tuple::<&str>(py, []),
    }
}

/// People in compiled form, for messages about one child, or about nobody in particular, at one
/// moment: some 32 bytes each, and nothing that names them. The program keeps their order.
///
/// Raises `ParseError`: `id/…`, `instant/…`.
#[pyclass(frozen, module = "entkit")]
pub(crate) struct Recipients(Mutex<Arc<domain::Recipients>>);

impl Recipients {
    fn lock(&self) -> MutexGuard<'_, Arc<domain::Recipients>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[pymethods]
impl Recipients {
    #[new]
    #[pyo3(signature = (defaults, *, now, about=None))]
    fn new(
        defaults: PyRef<'_, PreferenceDefaults>,
        now: Moment,
        about: Option<Text>,
    ) -> PyResult<Self> {
        let about = pupil(about.as_ref())?;
        let people = domain::Recipients::new(defaults.0.clone(), about, now.0);
        Ok(Self(Mutex::new(Arc::new(people))))
    }

    /// Adds a person, `times` times over.
    ///
    /// Raises `ParseError`: `bulk/too-many`, `bulk/too-many-hours`; `times`
    /// below 1 adds nobody.
    #[pyo3(signature = (person, *, times=None))]
    fn add(&self, person: PyRef<'_, Recipient>, times: Option<Whole>) -> PyResult<()> {
        let times = times.map_or(1, Whole::clamped);
        if times == 0 {
            return Ok(());
        }
        let mut people = self.lock();
        let all = Arc::make_mut(&mut people);
        all.push(&person.lend()).map_err(errors::parse)?;
        let last = all.len().saturating_sub(1);
        all.repeat(last, times.saturating_sub(1)).map_err(errors::parse)
    }

    /// Adds the people of an iterable, in their order, some thousands at a time: one that makes them
    /// as it goes keeps memory flat. The GIL is released while they are compiled;
    /// `on_progress(added)` is called after each turn and ends the call when it returns False itself
    /// or raises. The ones before a fault stay.
    ///
    /// Raises `ParseError`: as `add`, and `bulk/cancelled`.
    #[pyo3(signature = (people, *, on_progress=None))]
    fn extend(
        &self,
        people: &Bound<'_, PyAny>,
        on_progress: Option<Bound<'_, PyAny>>,
    ) -> PyResult<()> {
        let (py, mut people, mut added) = (people.py(), people.try_iter()?, 0_usize);
        loop {
            let mut fault = None;
            let turn = people.by_ref().take(TURN).map_while(|person| {
                let read = person.and_then(|person| Ok(person.cast_into()?.unbind()));
                read.map_err(|error| fault = Some(error)).ok()
            });
            let turn: Vec<Py<Recipient>> = turn.collect();
            py.detach(|| {
                let mut all = self.lock();
                let all = Arc::make_mut(&mut all);
                turn.iter().try_for_each(|person| all.push(&person.get().lend()))
            })
            .map_err(errors::parse)?;
            if let Some(fault) = fault {
                return Err(fault);
            }
            if turn.is_empty() {
                return Ok(());
            }
            added = added.saturating_add(turn.len());
            py.check_signals()?;
            if let Some(listener) = &on_progress {
                let answer = listener.call1((added,))?;
                if is_false(&answer) {
                    return Err(errors::parse(domain::BulkError::Cancelled { done: added }));
                }
            }
        }
    }

    /// Counts what becomes of a message for everybody: a dict from `Channel` to a dict from
    /// `RouteVerdict` to how many. The GIL is released; `on_progress(done, total)` is called now
    /// and then, and ends the call when it returns False itself or raises. `threads` is 1 unless
    /// given, and at most 64.
    ///
    /// Raises `ParseError`: `bulk/other-child`, `bulk/cancelled`, `bulk/no-thread`.
    #[pyo3(signature = (message, *, threads=None, on_progress=None))]
    fn route_all<'py>(
        &self,
        py: Python<'py>,
        message: RouteMessage,
        threads: Option<Whole>,
        on_progress: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyDict>> {
        let tally = self.run(py, threads, on_progress, |people, threads, go_on| {
            people.route_all(&message.0, threads, go_on)
        })?;
        let told = PyDict::new(py);
        for channel in Channel::ALL {
            let of = PyDict::new(py);
            for (_, verdict, count) in tally.counts().filter(|(on, _, _)| on == channel) {
                of.set_item(Listed("RouteVerdict", verdict.code()), count)?;
            }
            if !of.is_empty() {
                told.set_item(Listed("Channel", channel.code()), of)?;
            }
        }
        Ok(told)
    }

    /// What becomes of a message for everybody, as bytes: four of a person (e-mail, SMS, push, in
    /// the portal), each the place of its verdict in `list(RouteVerdict)`. The GIL is released;
    /// `threads` and `on_progress` are as for `route_all`.
    ///
    /// Raises `ParseError`: `bulk/other-child`, `bulk/cancelled`, `bulk/no-thread`, `bulk/too-many`.
    #[pyo3(signature = (message, *, threads=None, on_progress=None))]
    fn decide_all<'py>(
        &self,
        py: Python<'py>,
        message: RouteMessage,
        threads: Option<Whole>,
        on_progress: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let decided = self.run(py, threads, on_progress, |people, threads, go_on| {
            let mut out = Vec::new();
            out.try_reserve_exact(people.len()).map_err(|_| domain::BulkError::TooMany)?;
            out.resize(people.len(), domain::Decision::NONE);
            people.decide_all(&message.0, &mut out, threads, go_on)?;
            Ok(out)
        })?;
        let verdicts = decided.iter().flat_map(|decision| decision.each());
        let places = verdicts.map(domain::Verdict::place);
        PyBytes::new_with(py, decided.len().saturating_mul(4), |bytes| {
            bytes.iter_mut().zip(places).for_each(|(byte, place)| *byte = place);
            Ok(())
        })
    }

    /// What becomes of a message for the person at a place: a `RouteVerdict` for e-mail, SMS, push
    /// and in the portal.
    ///
    /// Raises `ParseError`: `bulk/other-child`, `bulk/nobody` when nobody is there.
    fn verdicts(&self, message: RouteMessage, at: Whole) -> PyResult<[Listed; 4]> {
        let at = at.fit().unwrap_or(usize::MAX);
        let decision = self.lock().decision(&message.0, at).map_err(errors::parse)?;
        Ok(decision.each().map(|verdict| Listed("RouteVerdict", verdict.code())))
    }

    fn __len__(&self) -> usize {
        self.lock().len()
    }

    fn __repr__(&self) -> String {
        format!("Recipients({} people)", self.__len__())
    }
}

/// Whether a listener returned False itself: what a print or a counter returns ends no call.
fn is_false(answer: &Bound<'_, PyAny>) -> bool {
    answer.cast::<PyBool>().is_ok_and(|answer| !answer.is_true())
}

/// Hears how far a call has come.
type GoOn<'a> = &'a mut (dyn FnMut(domain::Progress) -> ControlFlow<()> + Send);

impl Recipients {
    fn run<T: Send>(
        &self,
        py: Python<'_>,
        threads: Option<Whole>,
        on_progress: Option<Bound<'_, PyAny>>,
        call: impl Fn(&domain::Recipients, NonZeroUsize, GoOn<'_>) -> Result<T, domain::BulkError>
        + Send
        + Sync,
    ) -> PyResult<T> {
        let threads = threads.map_or(1, Whole::clamped);
        let threads = NonZeroUsize::new(threads).unwrap_or(NonZeroUsize::MIN);
        let listener = on_progress.map(Bound::unbind);
        let mut raised = None;
        let made = py.detach(|| {
            let mut go_on = |progress: domain::Progress| {
                let Some(listener) = &listener else { return ControlFlow::Continue(()) };
                let heard = Python::attach(|py| {
                    let answer = listener.bind(py).call1((progress.done, progress.total))?;
                    Ok::<_, PyErr>(!is_false(&answer))
                });
                match heard {
                    Ok(true) => ControlFlow::Continue(()),
                    Ok(false) => ControlFlow::Break(()),
                    Err(error) => {
                        raised = Some(error);
                        ControlFlow::Break(())
                    }
                }
            };
            // The listener may ask these people for something: nothing is locked while it is called.
            let people = Arc::clone(&self.lock());
            call(&people, threads, &mut go_on)
        });
        match raised {
            Some(error) => Err(error),
            None => made.map_err(errors::parse),
        }
    }
}
