"""Suites about school calendars, sending hours and routing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from entkit import (
    Channel,
    ContactCard,
    ParseError,
    PhoneNumber,
    Recipient,
    Recipients,
    RouteMessage,
    RouteVerdict,
    SchoolCalendar,
    SendingHours,
    UnverifiedEmail,
    message_text,
    parse_day,
    partner_view,
    route_message,
)
from suites_consents import consent_log
from suites_preferences import chosen_preferences, preference_defaults
from values import instant, rfc3339

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from entkit import Closure, Opening

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
        "calendar_known": opening.calendar_known,
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
        preferences=chosen_preferences(given),
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
    defaults, person = preference_defaults(given), _recipient(given)
    message = _message(case["message"])
    routing = route_message(message, [person], defaults=defaults, now=now)
    again = [message.again(line) for line in routing.held]
    order = list(Channel)
    held: list[tuple[Channel, str, datetime | None, str]] = [
        *((line.channel, line.reason, line.until, line.trace_fr) for line in routing.held),
        *((line.channel, line.reason, None, line.trace_fr) for line in routing.refused),
    ]
    return {
        "sent_fr": [line.trace_fr for line in routing.deliveries],
        "calendar_known": [line.calendar_known for line in routing.deliveries],
        "again": [{"channels": list(line.channels), "digest": line.digest} for line in again],
        "deliveries": [
            {"channel": line.channel, "target": " ".join(line.targets) or line.channel}
            for line in routing.deliveries
        ],
        "held": [
            {"channel": on, "reason": why, "until": until and rfc3339(until), "trace_fr": trace}
            for on, why, until, trace in sorted(held, key=lambda line: order.index(line[0]))
        ],
    }


def partner(case: Case) -> Found:
    """What partners may know of a person."""
    given, now = case["preferences"], instant(case["now"])
    defaults, person = preference_defaults(given), _recipient(given)
    view = partner_view(case["reference"], person, defaults=defaults, now=now)
    return {"channels": view and list(view.channels)}


def notify_bulk(case: Case) -> Found:
    """What becomes of a message for many."""
    message = _message(case["message"])
    about = case.get("people_about")
    people = Recipients(preference_defaults(case), now=instant(case["now"]), about=about)
    for given in case["people"]:
        people.add(_recipient(given), times=given.get("times", 1))
    tally = people.route_all(message, threads=case["threads"])
    verdicts = [list(RouteVerdict)[place] for place in people.decide_all(message)]
    decided = [verdicts[at : at + 4] for at in range(0, len(verdicts), 4)]
    return {"people": len(people), "tally": tally, "decided": decided}


SUITES = {
    "calendar.closure": closure,
    "disconnect.next_send": next_send,
    "disconnect.next_digest": next_digest,
    "notify.route": notify_route,
    "notify.bulk": notify_bulk,
    "partner.view": partner,
}
