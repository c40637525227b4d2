"""Suites about school calendars, sending hours, preferences and routing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from entkit import (
    Channel,
    ContactCard,
    Ent,
    ParseError,
    PhoneNumber,
    PreferenceDefaults,
    Preferences,
    Recipient,
    Recipients,
    RouteMessage,
    SchoolCalendar,
    SendingHours,
    UnverifiedEmail,
    message_text,
    parse_day,
    read_preference,
    route_message,
)
from suites_consents import consent_log
from values import instant, rfc3339

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from entkit import Closure, Opening, PreferenceAnswer, PreferenceChoice

    Case = Mapping[str, Any]
    Found = dict[str, Any]

ANY_ZONE = "A"


def _calendar(case: Case) -> SchoolCalendar:
    """Read the published calendar of a zone, the host's rows, or both."""
    zone = case.get("calendar")
    calendar = SchoolCalendar.published(zone) if zone else SchoolCalendar.always_open()
    for local in case.get("local") or []:
        calendar = calendar.with_local_holidays(local)
    if "rows" not in case:
        return calendar
    rows = [
        (
            str(row.get("zone") or ""),
            str(row.get("kind") or ""),
            str(row.get("first") or ""),
            str(row.get("last") or ""),
            str(row.get("name") or ""),
        )
        for row in case["rows"]
    ]
    own = SchoolCalendar.from_rows(case.get("rows_of") or ANY_ZONE, rows)
    if not zone and case.get("rows_of"):
        return own
    for row, (_, kind, first, last, name) in zip(case["rows"], rows, strict=True):
        if (row.get("zone") or ANY_ZONE) == (case.get("rows_of") or ANY_ZONE):
            calendar = calendar.with_closure(
                parse_day(first), parse_day(last), kind=kind, name=name
            )
    return calendar


def _hours(case: Case) -> SendingHours:
    calendar, hours = _calendar(case), case.get("hours")
    if not isinstance(hours, dict):
        return SendingHours.working_days(case["zone"], calendar)
    windows = [
        (day, *(window.split("-") if window.count("-") == 1 else (window, "")))
        for day, listed in hours.items()
        for window in listed
    ]
    return SendingHours(
        case["zone"],
        calendar,
        windows,
        not_closed_by=case.get("not_closed_by") or [],
        digest_at=case.get("digest_at"),
        weekly_on=case.get("weekly_on"),
    )


def _told(opening: Opening) -> Found:
    return {
        "at": rfc3339(opening.at),
        "now": opening.is_now,
        "reasons": list(opening.reasons),
        "text_fr": opening.text_fr,
        "text_en": opening.text_en,
    }


def closure(case: Case) -> Found:
    """The closure of a day."""
    calendar = _calendar(case)
    found: Closure | None = calendar.closure_on(parse_day(case["day"]))
    return {
        "closed": found is not None,
        "kind": found and found.kind,
        "first": found and str(found.first),
        "last": found and str(found.last),
        "name": found and found.name,
        "known_until": calendar.known_until and str(calendar.known_until),
    }


def next_send(case: Case) -> Found:
    """When a message may go out."""
    hours = SendingHours.load(_hours(case).dump())
    return _told(hours.next_send(instant(case["now"])))


def next_digest(case: Case) -> Found:
    """When a digest goes out."""
    return _told(_hours(case).next_digest(instant(case["now"]), case["digest"]))


def _row(row: Case) -> tuple[Any, Any, Any, Any]:
    return (row.get("purpose"), row.get("topic"), row.get("channel"), row["pace"])


def _scope(choice: PreferenceChoice) -> Found:
    return {"purpose": choice.purpose, "topic": choice.topic, "channel": choice.channel}


def _defaults(case: Case) -> PreferenceDefaults:
    given = case.get("defaults")
    if given is None:
        return PreferenceDefaults.immediate()
    layers = {name: [_row(row) for row in rows] for name, rows in given.items()}
    return PreferenceDefaults.load(PreferenceDefaults(**layers).dump())


def _chosen(case: Case) -> Preferences:
    preferences = Preferences()
    for row in case.get("rows") or []:
        purpose, topic, channel, pace = _row(row)
        preferences = preferences.set(
            pace, purpose=purpose, topic=topic, channel=channel, child=row.get("child")
        )
    if case.get("off"):
        preferences = preferences.switched_off()
    if case.get("paused_until"):
        preferences = preferences.paused_until(instant(case["paused_until"]))
    return Preferences.load(preferences.dump())


def preferences_read(case: Case) -> Found:
    """Codes of a choice."""
    purpose, topic, channel, pace = _row(case)
    choice = read_preference(pace, purpose=purpose, topic=topic, channel=channel)
    return {**_scope(choice), "pace": choice.pace}


def preferences_answer(case: Case) -> Found:
    """What counts, and who decided it."""
    answer: PreferenceAnswer = _chosen(case).answer(
        _defaults(case),
        case["purpose"],
        case["topic"],
        case["channel"],
        now=instant(case["now"]),
        child=case.get("child"),
    )
    return {
        "pace": answer.pace,
        "chosen": answer.chosen,
        "layer": answer.layer,
        "scope": _scope(answer.scope),
        "locked": answer.locked,
        "switched_off": answer.switched_off,
        "text_fr": answer.text_fr,
        "text_en": answer.text_en,
    }


def preferences_page(case: Case) -> Found:
    """The page of a person."""
    chosen, partners = _chosen(case), Ent.find(case["ent"]).partners(case["kind"])
    page = chosen.page(_defaults(case), partners, now=instant(case["now"]), child=case.get("child"))
    return {
        "partners": list(page.partners),
        "partners_fr": page.partners_fr,
        "lines": len(page.lines),
        "not_immediate": {
            f"{line.purpose} {line.topic} {line.channel}": line.answer.pace
            for line in page.lines
            if line.answer.pace != "immediate"
        },
        "locked": sum(line.answer.locked for line in page.lines),
        "switched_off": page.switched_off,
    }


def _recipient(given: Case) -> Recipient:
    card = ContactCard()
    if given.get("mobile"):
        mobile = PhoneNumber.parse(given["mobile"])
        card = card.with_school_phones(mobile=mobile).choose_contact(mobile)
    if given.get("no_sms"):
        card = card.refuse_sms()
    if given.get("email"):
        email = UnverifiedEmail.parse(given["email"])
        card = card.ask_email(email).card
        if given.get("email_verified", True):
            card = card.confirm_email(email.confirmed()).card
    consents = consent_log(given.get("consents") or [])
    zone = given.get("calendar")
    calendar = SchoolCalendar.published(zone) if zone else SchoolCalendar.always_open()
    if given.get("closed"):
        first, last = (parse_day(given["closed"][key]) for key in ("first", "last"))
        calendar = calendar.with_closure(first, last, kind="closed")
    return Recipient(
        "person",
        card=card,
        consents=consents,
        preferences=_chosen(given),
        hours=SendingHours.working_days(given.get("zone") or "Europe/Paris", calendar),
        devices=given.get("devices") or [],
        children=given.get("children") or [],
    )


def _message(given: Case) -> RouteMessage:
    try:
        return RouteMessage(
            given["topic"],
            message_class=given["class"],
            channels=given["channels"],
            partner=given.get("partner"),
            about=given.get("about"),
            digest=given.get("digest"),
        )
    except ParseError as error:
        # A code of no list is refused as such in Python.
        if error.code != "choice/unknown":
            raise
        code = "notify/format"
        raise ParseError(code, message_text(code), message_text(code, "en")) from None


def notify_route(case: Case) -> Found:
    """What becomes of a message for a person."""
    given, now = case["preferences"], instant(case["now"])
    defaults, person = _defaults(given), _recipient(given)
    routing = route_message(_message(case["message"]), [person], defaults=defaults, now=now)
    order = list(Channel)
    held: list[tuple[Channel, str, datetime | None, str]] = [
        *((line.channel, line.reason, line.until, line.trace_fr) for line in routing.held),
        *((line.channel, line.reason, None, line.trace_fr) for line in routing.refused),
    ]
    return {
        "deliveries": [
            {"channel": line.channel, "target": " ".join(line.targets) or line.channel}
            for line in routing.deliveries
        ],
        "held": [
            {"channel": on, "reason": why, "until": until and rfc3339(until), "trace_fr": trace}
            for on, why, until, trace in sorted(held, key=lambda line: order.index(line[0]))
        ],
    }


def notify_bulk(case: Case) -> Found:
    """What becomes of a message for many."""
    message = _message(case["message"])
    about = case.get("audience_about")
    audience = Recipients(_defaults(case), now=instant(case["now"]), about=about)
    for given in case["people"]:
        audience.add(_recipient(given), times=given.get("times", 1))
    tally = audience.route_all(message, threads=case["threads"])
    return {"people": len(audience), "tally": tally}


SUITES = {
    "calendar.closure": closure,
    "disconnect.next_send": next_send,
    "disconnect.next_digest": next_digest,
    "preferences.read": preferences_read,
    "preferences.answer": preferences_answer,
    "preferences.page": preferences_page,
    "notify.route": notify_route,
    "notify.bulk": notify_bulk,
}
