"""Who gets this message, on which channel, when, and why not.

    pip install entkit rich
    python who_gets_this.py [people]

A message of the school during the Ascension break, and a bad-weather alert of the region, for a few
families; then the alert for a million people, each with choices of their own, in one call.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from random import Random
from time import perf_counter
from typing import TYPE_CHECKING

from entkit import (
    Channel,
    ConsentEntry,
    Consents,
    ContactCard,
    PhoneNumber,
    PreferenceDefaults,
    Preferences,
    Recipient,
    Recipients,
    RouteMessage,
    SchoolCalendar,
    SendingHours,
    UnverifiedEmail,
    route_message,
)
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterator

COLON = "\N{NO-BREAK SPACE}: "
NOW = datetime(2026, 5, 15, 8, 0, tzinfo=UTC)

DEFAULTS = PreferenceDefaults.immediate()
HOURS = SendingHours.working_days("Europe/Paris", SchoolCalendar.published("A"))
EMAIL = UnverifiedEmail.parse("famille@exemple.fr")
MOBILE = PhoneNumber.parse("06 12 34 56 78")


def consents(*given: tuple[str, str]) -> Consents:
    """Boxes that were ticked at the first connection."""
    at = datetime(2025, 9, 1, tzinfo=UTC)
    entries = [
        ConsentEntry.grant(purpose, channel, at=at, text_version=1, source="onboarding")
        for purpose, channel in given
    ]
    return Consents().record_all(entries)


# %% A few families.

REACHED = ContactCard().ask_email(EMAIL).card.confirm_email(EMAIL.confirmed()).card
CALLED = REACHED.with_school_phones(mobile=MOBILE).choose_contact(MOBILE)
EVERYTHING = consents(
    *(
        (purpose, channel)
        for purpose in ("own_establishment", "partners")
        for channel in ("email", "sms")
    )
)

FAMILIES = {
    "Martin": (CALLED, EVERYTHING, Preferences()),
    "Durand": (CALLED.refuse_sms(), EVERYTHING, Preferences()),
    "Petit": (REACHED, consents(("own_establishment", "email")), Preferences()),
    "Moreau": (CALLED, EVERYTHING, Preferences().set("weekly", topic="news")),
    "Leroy": (CALLED, EVERYTHING, Preferences().switched_off()),
    "Roux": (ContactCard(), Consents(), Preferences()),
}


def recipient(name: str) -> Recipient:
    """All that is known of a family."""
    card, given, preferences = FAMILIES[name]
    return Recipient(name, card=card, consents=given, preferences=preferences, hours=HOURS)


# %% One message each, with a reason per person and channel.

NEWS = RouteMessage("news", channels=["email", "sms"])
ALERT = RouteMessage(
    "transport", message_class="urgent", partner="region_council", channels=["email", "sms"]
)


def table(title: str, message: RouteMessage) -> Table:
    """Who gets a message."""
    routing = route_message(message, list(map(recipient, FAMILIES)), defaults=DEFAULTS, now=NOW)
    shown = Table(title=title, show_lines=True)
    for heading in ("famille", "canal", "décision"):
        shown.add_column(heading)
    lines = [(line.person, line.channel, f"[green]{line.trace_fr}") for line in routing.deliveries]
    lines += [(line.person, line.channel, f"[yellow]{line.trace_fr}") for line in routing.held]
    lines += [(line.person, line.channel, f"[red]{line.trace_fr}") for line in routing.refused]
    order = list(FAMILIES)
    for person, channel, said in sorted(lines, key=lambda line: (order.index(line[0]), line[1])):
        shown.add_row(person, channel.label_fr, said)
    return shown


# %% A million people in one call.

CARDS = [ContactCard(), REACHED, CALLED, CALLED.refuse_sms()]
BOXES = [
    (purpose, channel)
    for purpose in ("own_establishment", "partners")
    for channel in ("email", "sms", "push")
]
LOGS = [
    consents(*(box for bit, box in enumerate(BOXES) if ticked >> bit & 1))
    for ticked in range(1 << len(BOXES))
]
WISHES = [
    Preferences(),
    Preferences().set("daily"),
    Preferences().set("weekly", topic="news"),
    Preferences().refuse(topic="transport", channel="sms"),
    Preferences().switched_off(),
]
PLACES = [
    HOURS,
    SendingHours.working_days("Indian/Reunion", SchoolCalendar.published("reunion")),
    SendingHours.working_days("Europe/Paris", SchoolCalendar.published("C")),
]


def somebody(count: int) -> Iterator[Recipient]:
    """People of every kind, one after the other: nobody is kept."""
    pick = Random(2026).choice  # noqa: S311  (no secret is made)
    for number in range(count):
        yield Recipient(
            f"person-{number}",
            card=pick(CARDS),
            consents=pick(LOGS),
            preferences=pick(WISHES),
            hours=pick(PLACES),
            devices=["phone-1"] if number % 3 else [],
        )


def million(console: Console, count: int) -> None:
    """Count what becomes of the alert."""
    people = Recipients(DEFAULTS, now=NOW)
    with Progress(console=console) as progress:
        reading = progress.add_task("lecture", total=count)
        routing = progress.add_task("routage", total=count)
        start = perf_counter()
        people.extend(
            somebody(count), on_progress=lambda added: progress.update(reading, completed=added)
        )
        read = perf_counter()
        tally = people.route_all(
            ALERT,
            threads=2,
            on_progress=lambda done, _total: progress.update(routing, completed=done),
        )
        routed = perf_counter()
    for channel in (Channel.EMAIL, Channel.SMS):
        counts = tally.get(channel, {}).items()
        told = ", ".join(f"{spaced(count)} {verdict.label_fr}" for verdict, count in counts)
        console.print(f"{channel.label_fr}{COLON}{told or 'personne'}")
    console.print(
        f"{spaced(len(people))} personnes lues en {read - start:.2f} s, "
        f"décidées en {routed - read:.2f} s"
    )


def spaced(number: int) -> str:
    """Digits in threes, as French writes them."""
    return f"{number:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")


def main() -> None:
    """Print the tables, then count."""
    console = Console()
    console.print(table("Actualité de l’établissement", NEWS))
    console.print(table(f"Alerte intempéries{COLON}transports suspendus", ALERT))
    million(console, int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)


if __name__ == "__main__":
    main()
