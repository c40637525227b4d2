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
    from collections.abc import Iterator

    from pytest_benchmark.fixture import BenchmarkFixture

LONG_AGO, NOW = datetime(2021, 9, 1, tzinfo=UTC), datetime(2026, 11, 26, 10, tzinfo=UTC)
MILLION, KINDS = 1_000_000, 512
EMAIL = UnverifiedEmail.parse("zoe.martin@exemple.fr")
MOBILE = PhoneNumber.parse("06 12 34 56 78")
PARIS = SendingHours.working_days("Europe/Paris", SchoolCalendar.published("A"))
REUNION = SendingHours.working_days("Indian/Reunion", SchoolCalendar.published("reunion"))


def person(kind: int) -> Recipient:
    """Somebody of whom each bit of a kind says yes or no."""

    def told(bit: int) -> bool:
        return bool(kind >> bit & 1)

    card, consents, preferences = ContactCard().ask_email(EMAIL).card, Consents(), Preferences()
    if told(0):
        card = card.confirm_email(EMAIL.confirmed()).card
    if told(1):
        card = card.with_school_phones(mobile=MOBILE).choose_contact(MOBILE)
    if told(2):
        card = card.refuse_sms()
    for bit, channel in ((3, Channel.EMAIL), (4, Channel.SMS), (5, Channel.PUSH)):
        if told(bit):
            source = ConsentSource.ONBOARDING
            consents = consents.record(
                ConsentEntry.grant(
                    "own_establishment", channel, at=LONG_AGO, text_version=1, source=source
                )
            )
    if told(6):
        preferences = preferences.set("daily", topic="news")
    if told(7):
        preferences = preferences.switched_off()
    return Recipient(
        "zoe",
        card=card,
        consents=consents,
        preferences=preferences,
        hours=REUNION if told(8) else PARIS,
        devices=["phone-1"],
    )


def order() -> Iterator[int]:
    """The kind of each of a million people, as in Rust."""
    state = 1
    for _ in range(MILLION):
        yield (state >> 16) % KINDS
        state = (state * 1_103_515_245 + 12_345) & 0x7FFF_FFFF


def million() -> Recipients:
    """A million people, compiled as an iterator makes them."""
    people, kinds = (
        Recipients(PreferenceDefaults.immediate(), now=NOW),
        [*map(person, range(KINDS))],
    )
    people.extend(kinds[kind] for kind in order())
    return people


def bench_compile_a_million(benchmark: BenchmarkFixture) -> None:
    """From all that is known of them, on one thread, with the cost of the iterator."""
    assert len(benchmark(million)) == MILLION


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
