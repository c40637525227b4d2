"""A million people routed in one call, as ``cargo bench -p ent-prefs --bench route`` does in Rust.

``pytest benches --benchmark-only``, after a release build.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from entkit import (
    Channel,
    ConsentEntry,
    Consents,
    ConsentSource,
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
)

if TYPE_CHECKING:
    from pytest_benchmark.fixture import BenchmarkFixture

NOW = datetime(2026, 5, 15, 8, tzinfo=UTC)
MILLION = 1_000_000


def person(number: int) -> Recipient:
    """Somebody with or without a confirmed address, a contact number, an agreement."""
    email = UnverifiedEmail.parse("zoe.martin@exemple.fr")
    mobile = PhoneNumber.parse("06 12 34 56 78")
    card, consents = ContactCard().ask_email(email).card, Consents()
    if number & 1 == 0:
        card = card.confirm_email(email.confirmed()).card
    if number & 2 == 0:
        card = card.with_school_phones(mobile=mobile).choose_contact(mobile)
    if number & 4 == 0:
        for channel in (Channel.EMAIL, Channel.SMS, Channel.PUSH):
            consents = consents.record(
                ConsentEntry.grant(
                    "own_establishment",
                    channel,
                    at=NOW,
                    text_version=1,
                    source=ConsentSource.ONBOARDING,
                )
            )
    return Recipient(
        f"person-{number}",
        card=card,
        consents=consents,
        preferences=Preferences(),
        hours=SendingHours.working_days("Europe/Paris", SchoolCalendar.published("A")),
        devices=[f"phone-{number}"],
    )


def million() -> Recipients:
    """Eight kinds of people, a million in all."""
    people = Recipients(PreferenceDefaults.immediate(), now=NOW)
    for number in range(8):
        people.add(person(number), times=MILLION // 8)
    return people


def bench_count_a_million(benchmark: BenchmarkFixture) -> None:
    """Counts by channel and verdict, on one thread."""
    people, news = million(), RouteMessage("news", channels=list(Channel))
    counts = benchmark(lambda: people.route_all(news, threads=1))
    assert sum(counts[Channel.EMAIL].values()) == MILLION


def bench_decide_a_million(benchmark: BenchmarkFixture) -> None:
    """A byte a person and channel, on one thread."""
    people, news = million(), RouteMessage("news", channels=list(Channel))
    decided = benchmark(lambda: people.decide_all(news, threads=1))
    assert len(decided) == 4 * MILLION
