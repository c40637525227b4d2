"""Notifications: agreed to by whom, in which hours, on whose wish, to whom, and why not."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from entkit.enums import _Labelled

if TYPE_CHECKING:
    from datetime import date, datetime

    from entkit._native import ConsentEntry, Zone
    from entkit.enums import Channel, ConsentPurpose, Partner

__all__ = [
    "Closure",
    "ClosureKind",
    "ConsentActLine",
    "ConsentActorKind",
    "Digest",
    "HoldReason",
    "InForceLine",
    "LocalHolidays",
    "MessageClass",
    "OfficerConsents",
    "Opening",
    "Pace",
    "PersonConsents",
    "PreferenceAnswer",
    "PreferenceChoice",
    "PreferenceLayer",
    "PreferenceLine",
    "PreferencePage",
    "RouteDelivery",
    "RouteHeld",
    "RouteRefused",
    "RouteVerdict",
    "Routing",
    "SchoolZone",
    "Topic",
    "UnsubscribeLink",
    "UnsubscribeScope",
    "Unsubscribed",
    "Weekday",
    "WhoConsents",
]


class ConsentActorKind(_Labelled):
    """Who made a choice."""

    OWN = "self"
    LEGAL_GUARDIAN = "legal_guardian"
    JOINTLY = "jointly"


class WhoConsents(_Labelled):
    """Who has to agree, so that a grant counts in law."""

    ALONE = "alone"
    JOINTLY = "jointly"


class Weekday(_Labelled):
    """A day of the week."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


class ClosureKind(_Labelled):
    """Why a day is closed."""

    SCHOOL_HOLIDAYS = "school_holidays"
    PUBLIC_HOLIDAY = "public_holiday"
    CLOSED = "closed"


class LocalHolidays(_Labelled):
    """Public holidays of a part of a zone."""

    ALSACE_MOSELLE = "alsace_moselle"
    SAINT_BARTHELEMY = "saint_barthelemy"
    SAINT_MARTIN = "saint_martin"


class HoldReason(_Labelled):
    """Why a message is held."""

    EVENING = "evening"
    NIGHT = "night"
    OUTSIDE_HOURS = "outside_hours"
    WEEKEND = "weekend"
    SCHOOL_HOLIDAYS = "school_holidays"
    PUBLIC_HOLIDAY = "public_holiday"
    CLOSED = "closed"
    DIGEST = "digest"


class Digest(_Labelled):
    """How often messages go out together."""

    DAILY = "daily"
    WEEKLY = "weekly"


class Topic(_Labelled):
    """What a notification is about: one line of the preferences page."""

    MESSAGES = "messages"
    NEWS = "news"
    LIAISON_BOOK = "liaison_book"
    HOMEWORK = "homework"
    ASSESSMENTS = "assessments"
    ABSENCES = "absences"
    TIMETABLE = "timetable"
    TRANSPORT = "transport"
    CATERING = "catering"
    SURVEYS = "surveys"
    ACCOUNT = "account"


class Pace(_Labelled):
    """How soon a notification comes."""

    OFF = "off"
    IMMEDIATE = "immediate"
    DAILY = "daily"
    WEEKLY = "weekly"


class PreferenceLayer(_Labelled):
    """Who decided what counts, coarsest first."""

    ENT = "ent"
    ESTABLISHMENT = "establishment"
    PERSON = "person"
    CHILD = "child"


class MessageClass(_Labelled):
    """How a message stands to the wishes of a person."""

    ORDINARY = "ordinary"
    URGENT = "urgent"
    SECURITY = "security"


class RouteVerdict(_Labelled):
    """What becomes of a message on one channel."""

    NOT_ASKED = "not_asked"
    SENT = "sent"
    QUIET_HOURS = "quiet_hours"
    DAILY_DIGEST = "daily_digest"
    WEEKLY_DIGEST = "weekly_digest"
    NOT_CONCERNED = "not_concerned"
    SMS_REFUSED = "sms_refused"
    NO_TARGET = "no_target"
    UNVERIFIED = "unverified"
    NOT_GRANTED = "not_granted"
    EVERYTHING_OFF = "everything_off"
    SWITCHED_OFF = "switched_off"
    NO_HOURS = "no_hours"


@dataclass(frozen=True, slots=True)
class SchoolZone:
    """A part of France with school holidays of its own.

    ``known_until`` is the last day of the newest school year of which the holidays were found.
    """

    code: str
    label_fr: str
    label_en: str
    time_zones: tuple[Zone, ...]
    academies: tuple[str, ...]
    known_until: date | None


@dataclass(frozen=True, slots=True)
class Closure:
    """A period of whole days, both included, during which a school is closed."""

    kind: ClosureKind
    first: date
    last: date
    name: str


@dataclass(frozen=True, slots=True)
class Opening:
    """The instant at which a message may go out, with what held it until then.

    Where ``calendar_known`` is False, school holidays that nobody entered may still close the day.
    ``text_fr`` is a line to show: « retenu jusqu’au lundi 18 mai à 8 h, vacances (zone A) ».
    """

    at: datetime
    is_now: bool
    reasons: tuple[HoldReason, ...]
    closure: Closure | None
    school_zone: str | None
    calendar_known: bool
    text_fr: str
    text_en: str


@dataclass(frozen=True, slots=True)
class PreferenceChoice:
    """A choice: what it is about, where None is everything, and what is chosen."""

    purpose: ConsentPurpose | None
    topic: Topic | None
    channel: Channel | None
    pace: Pace


@dataclass(frozen=True, slots=True)
class PreferenceAnswer:
    """What counts for one purpose, topic and channel.

    ``pace`` is what is done; ``chosen`` what is done again once nothing is switched off; ``scope``
    the row that decided.
    """

    pace: Pace
    chosen: Pace
    layer: PreferenceLayer
    scope: PreferenceChoice
    locked: bool
    switched_off: bool
    text_fr: str
    text_en: str


@dataclass(frozen=True, slots=True)
class PreferenceLine:
    """One place of the preferences page."""

    purpose: ConsentPurpose
    topic: Topic
    channel: Channel
    answer: PreferenceAnswer


@dataclass(frozen=True, slots=True)
class PreferencePage:
    """The preferences of a person as a page shows them."""

    partners: tuple[Partner, ...]
    partners_fr: str
    partners_en: str
    lines: tuple[PreferenceLine, ...]
    switched_off: bool


@dataclass(frozen=True, slots=True)
class RouteDelivery:
    """To be sent now.

    ``targets`` is an address, a number, or ids of devices; empty in the portal. ``repr`` leaves
    them out. ``trace_fr`` is a line to show: « envoyé (Immédiat : réglage de l’ENT) ».
    ``calendar_known`` says whether the person’s calendar knows the day: where it does not, these
    may be school holidays that nobody entered.
    """

    person: str = field(repr=False)
    channel: Channel
    targets: tuple[str, ...] = field(repr=False)
    answer: PreferenceAnswer
    trace_fr: str
    trace_en: str
    calendar_known: bool


@dataclass(frozen=True, slots=True)
class RouteHeld:
    """To be kept, and routed anew when it is time."""

    person: str = field(repr=False)
    channel: Channel
    reason: RouteVerdict
    until: datetime
    trace_fr: str
    trace_en: str


@dataclass(frozen=True, slots=True)
class RouteRefused:
    """Not to be sent."""

    person: str = field(repr=False)
    channel: Channel
    reason: RouteVerdict
    answer: PreferenceAnswer
    trace_fr: str
    trace_en: str


@dataclass(frozen=True, slots=True)
class Routing:
    """What becomes of a message: each channel asked for, of each person, stands in one list."""

    deliveries: tuple[RouteDelivery, ...]
    held: tuple[RouteHeld, ...]
    refused: tuple[RouteRefused, ...]


@dataclass(frozen=True, slots=True)
class InForceLine:
    """What counts for one purpose and channel.

    ``since`` is when the choice that counts was made, or None; ``text`` is the line to show.
    """

    purpose: ConsentPurpose
    channel: Channel
    granted: bool
    since: datetime | None
    text: str


@dataclass(frozen=True, slots=True)
class ConsentActLine:
    """One choice of a log of consents, in words."""

    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class PersonConsents:
    """A log of consents in words: what counts, in the order of the page, and every choice."""

    in_force: tuple[InForceLine, ...]
    acts: tuple[ConsentActLine, ...]


@dataclass(frozen=True, slots=True)
class OfficerConsents:
    """Every entry of a log of consents with its proof, as JSON Lines and as CSV.

    ``digest`` is that of ``jsonl``, as ``b2sum -l 256`` prints it.
    """

    jsonl: str = field(repr=False)
    csv: str = field(repr=False)
    digest: str


@dataclass(frozen=True, slots=True)
class UnsubscribeLink:
    """A link that refuses messages of a kind; ``headers`` are the two lines of the message."""

    url: str = field(repr=False)
    headers: tuple[str, ...] = field(repr=False)
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class UnsubscribeScope:
    """What a link refuses; ``person`` and ``child`` mean nothing elsewhere."""

    person: str
    purpose: ConsentPurpose
    channel: Channel
    topic: Topic | None
    child: str | None


@dataclass(frozen=True, slots=True)
class Unsubscribed:
    """What a confirmed refusal does.

    ``withdrawal`` is to be recorded by ``Consents.unsubscribed``; without it, the part that
    ``scope`` names is to be switched off in the preferences.
    """

    scope: UnsubscribeScope
    withdrawal: ConsentEntry | None
