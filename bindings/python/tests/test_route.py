"""Routing to many, from several threads and from the listener itself."""

from __future__ import annotations

import runpy
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import chain, repeat
from pathlib import Path

import pytest
from entkit import (
    Channel,
    ConsentEntry,
    Consents,
    ConsentSource,
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

EXAMPLE = Path(__file__).parents[3] / "examples" / "python" / "who_gets_this.py"
NOW = datetime(2026, 11, 26, 10, tzinfo=UTC)
NEWS = RouteMessage("news", channels=["in_app"])
HOURS = SendingHours.working_days("Europe/Paris", SchoolCalendar.always_open())
ZOE = Recipient(
    "zoe",
    card=ContactCard(),
    consents=Consents(),
    preferences=Preferences().set("daily"),
    hours=HOURS,
)


def somebody(number: int) -> Recipient:
    """Whoever has this number, made anew."""
    return named(f"person-{number}")


def named(person: str) -> Recipient:
    """Whoever has this id, made anew."""
    grant = ConsentEntry.grant(
        "partners", "sms", at=NOW, text_version=1, source=ConsentSource.ONBOARDING
    )
    return Recipient(
        person,
        card=ContactCard().set_wish("Après 18 h, merci."),
        consents=Consents().choose(grant, now=NOW),
        preferences=Preferences().set("daily", topic="news"),
        hours=HOURS,
        children=["pupil-1"],
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


def test_nobody_is_at_a_place_beyond_the_list() -> None:
    """Nor before it."""
    for at in (1, -1, 2**80):
        with pytest.raises(ParseError) as refused:
            people(1).verdicts(NEWS, at)
        assert refused.value.code == "bulk/nobody"


def test_only_what_was_held_is_routed_again() -> None:
    """Anything else is of the wrong type."""
    for other in (None, "held", ZOE):
        with pytest.raises(TypeError, match="RouteHeld"):
            NEWS.again(other)  # type: ignore[arg-type]


def test_what_was_held_goes_out_with_its_digest() -> None:
    """On the channel it was held for."""
    first = route_message(NEWS, [ZOE], defaults=PreferenceDefaults.immediate(), now=NOW)
    (held,) = first.held
    again = RouteMessage("news", channels=[held.channel], digest="daily")
    later = route_message(again, [ZOE], defaults=PreferenceDefaults.immediate(), now=held.until)
    assert [sent.channel for sent in later.deliveries] == [Channel.IN_APP]


def test_people_come_from_an_iterator() -> None:
    """Some thousands at a time, with the listener told of each turn."""
    many, heard = people(0), []

    def listen(added: int) -> None:
        heard.append((added, len(many)))

    many.extend((ZOE for _ in range(10_000)), on_progress=listen)
    assert len(many) == 10_000
    assert heard == [(4_096, 4_096), (8_192, 8_192), (10_000, 10_000)]


def test_adding_ends_when_the_listener_says_so() -> None:
    """What was added stays."""
    many = people(0)
    with pytest.raises(ParseError) as refused:
        many.extend(repeat(ZOE), on_progress=lambda added: added < 8_000)
    assert refused.value.code == "bulk/cancelled"
    assert len(many) == 8_192


@pytest.mark.parametrize("bad", ["zoe", None, ContactCard()])
def test_a_fault_of_the_iterator_keeps_what_came_before(bad: object) -> None:
    """Up to the one before it."""
    many = people(0)
    with pytest.raises(TypeError):
        many.extend(chain(repeat(ZOE, 5_000), [bad]))  # type: ignore[list-item]
    assert len(many) == 5_000
    ids = ["zoe", "zoé zoé", "lea"]
    with pytest.raises(ParseError, match="id/format"):
        many.extend(named(person) for person in ids)
    assert len(many) == 5_001


def test_memory_is_flat() -> None:
    """Each made anew with a card and a log of their own, and some 32 bytes once added."""
    script = """
import resource
from test_route import NEWS, ZOE, people, somebody
def used():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
many = people(0)
many.extend(somebody(number) for number in range(10_000))
before = used()
many.extend(somebody(number) for number in range(300_000))
many.route_all(NEWS, threads=2)
assert len(many) == 310_000
assert used() - before < 60, f"{used() - before} MiB"
"""
    subprocess.run([sys.executable, "-c", script], check=True, cwd=Path(__file__).parent)


def test_the_example_says_why(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A reason per family and channel, then the counts of many."""
    monkeypatch.setattr("sys.argv", [str(EXAMPLE), "20000"])
    monkeypatch.setenv("COLUMNS", "200")
    runpy.run_path(str(EXAMPLE), run_name="__main__")
    shown = capsys.readouterr().out
    assert "retenu jusqu’au lundi 18 mai à 8 h, vacances (zone A)" in shown
    assert "vous avez demandé à ne pas être contacté par SMS" in shown
    assert "20\N{NARROW NO-BREAK SPACE}000 personnes lues en" in shown
