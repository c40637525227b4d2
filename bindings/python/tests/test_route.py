"""Routing to many, from several threads and from the listener itself."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from entkit import (
    Channel,
    Consents,
    ContactCard,
    ParseError,
    PreferenceDefaults,
    Preferences,
    Recipient,
    Recipients,
    RouteMessage,
    RouteVerdict,
    SchoolCalendar,
    SendingHours,
    route_message,
)

NOW = datetime(2026, 11, 26, 10, tzinfo=UTC)
NEWS = RouteMessage("news", channels=["in_app"])
ZOE = Recipient(
    "zoe",
    card=ContactCard(),
    consents=Consents(),
    preferences=Preferences().set("daily"),
    hours=SendingHours.working_days("Europe/Paris", SchoolCalendar.always_open()),
)


def people(times: int) -> Recipients:
    """Zoé, many times over."""
    made = Recipients(PreferenceDefaults.immediate(), now=NOW)
    made.add(ZOE, times=times)
    return made


def test_the_listener_may_ask_and_add() -> None:
    """Nothing is locked while it is called; who is added is not part of the call under way."""
    many, heard = people(50_000), []

    def listen(done: int, total: int) -> None:
        many.add(ZOE)
        heard.append((len(many), done, total))

    counts = many.route_all(NEWS, threads=2, on_progress=listen)
    assert counts[Channel.IN_APP] == {RouteVerdict.DAILY_DIGEST: 50_000}
    assert heard[-1] == (50_000 + len(heard), 50_000, 50_000)


def test_threads_share_recipients() -> None:
    """While others route."""
    many = people(50_000)
    with ThreadPoolExecutor(4) as pool:
        routed = [
            pool.submit(many.route_all, NEWS, on_progress=lambda *_: len(many) > 0)
            for _ in range(8)
        ]
        sizes = [pool.submit(len, many) for _ in range(8)]
        assert {size.result(20) for size in sizes} == {50_000}
        assert all(one.result(20)[Channel.IN_APP] for one in routed)


def test_too_many_is_refused() -> None:
    """Before memory is asked for."""
    many = people(1)
    for times in (100_000_000, 10**15, 2**80):
        with pytest.raises(ParseError) as refused:
            many.add(ZOE, times=times)
        assert refused.value.code == "bulk/too-many"


def test_what_was_held_goes_out_with_its_digest() -> None:
    """On the channel it was held for."""
    first = route_message(NEWS, [ZOE], defaults=PreferenceDefaults.immediate(), now=NOW)
    (held,) = first.held
    again = RouteMessage("news", channels=[held.channel], digest="daily")
    later = route_message(again, [ZOE], defaults=PreferenceDefaults.immediate(), now=held.until)
    assert [sent.channel for sent in later.deliveries] == [Channel.IN_APP]
