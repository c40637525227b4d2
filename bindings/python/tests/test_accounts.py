"""Identifiers made from names; the time zones of France."""

from __future__ import annotations

import copy
import io
import pickle
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from entkit import LoginParts, LoginStyle, ParseError, PersonName, Zone, parse_login
from hypothesis import given
from hypothesis import strategies as st

ZOE = PersonName.parse(family="Le Nœl", given="Zoé")
NOBODY = PersonName.parse(family="明", given="明")


def test_logins_are_derived() -> None:
    """The first that is free, in three styles."""
    for style, first, second in (
        (LoginStyle.GIVEN_DOT_FAMILY, "zoe.lenoel", "zoe.lenoel2"),
        (LoginStyle.INITIAL_FAMILY, "zlenoel", "zlenoel1"),
        (LoginStyle.INITIAL_DOT_FAMILY_NUMBER, "z.lenoel01", "z.lenoel02"),
    ):
        assert style.derive(ZOE) == first
        for taken in ([first.upper()], {first}, (first,), iter([first]), {first: 1}):
            assert style.derive(ZOE, taken) == second
        made = style.derive_all([ZOE, NOBODY, ZOE], taken=["a"])
        assert [one.login for one in made] == [first, None, second]
        assert [one.error for one in made] == [None, "login/no-letters", None]
        parts = style.parts(second)
        assert parts is not None
        assert parts.family == "lenoel"
        assert "lenoel" not in repr([made, parts])
    assert LoginStyle.INITIAL_FAMILY.parts("z.lenoel02") is None
    assert LoginStyle("p.nomXX").parts("Z.Lenoel02") == LoginParts("z", "lenoel", 2)
    assert LoginStyle.GIVEN_DOT_FAMILY.label_fr == "Identifiant au format prénom.nom"


def test_logins_are_refused() -> None:
    """By a code; a text is no list of texts."""
    style = LoginStyle.INITIAL_DOT_FAMILY_NUMBER
    full = [f"z.lenoel{number:02}" for number in range(1, 100)]
    cases: list[tuple[PersonName, Any, str]] = [
        (NOBODY, [], "login/no-letters"),
        (ZOE, full, "login/exhausted"),
        (ZOE, ["é"], "login/format"),
        (ZOE, ["a\0"], "login/format"),
        (ZOE, ["\ud800"], "text/encoding"),
        (ZOE, ["a" * 1_000_000], "login/format"),
    ]
    for name, taken, code in cases:
        with pytest.raises(ParseError) as refused:
            style.derive(name, taken)
        assert refused.value.code == code
    assert style.derive_all([ZOE], full)[0].error == "login/exhausted"
    bad: list[Any] = ["z.lenoel01", 1, None, [1], [b"a"]]
    for taken in bad:
        with pytest.raises(TypeError):
            style.derive(ZOE, taken)
        with pytest.raises(TypeError):
            style.derive_all([ZOE], taken)
    for text, code in (("", "login/empty"), ("a b", "login/format"), ("\ud800", "text/encoding")):
        for call in (parse_login, style.parts):
            with pytest.raises(ParseError) as refused:
                call(text)
            assert refused.value.code == code


def test_many_logins() -> None:
    """A school of one name: none is given twice."""
    made = LoginStyle.GIVEN_DOT_FAMILY.derive_all([ZOE] * 2000)
    assert len({one.login for one in made}) == 2000


def test_zones() -> None:
    """Days, clocks, and what a change of clocks does."""
    paris, day = Zone.parse("Europe/Paris"), date(2027, 3, 28)
    assert Zone.all()[0] == paris
    assert paris.start_of(day) == datetime(2027, 3, 27, 23, tzinfo=UTC)
    assert paris.start_of(day).tzinfo is UTC
    gap = paris.instant_of(day, 2, 30)
    assert paris.wall_time(gap) == datetime(2027, 3, 28, 3, 30)  # noqa: DTZ001  (a wall time)
    assert paris.wall_time(gap).tzinfo is None
    twice = paris.instant_of(date(2027, 10, 31), 2, 30)
    assert twice == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    assert paris.instant_of(day, 12) == datetime(2027, 3, 28, 10, tzinfo=UTC)


@pytest.mark.parametrize("zone", Zone.all(), ids=str)
def test_zones_travel(zone: Zone) -> None:
    """They pickle, copy, hash, and are named as zoneinfo names them."""
    assert (str(zone), repr(zone)) == (zone.name, f"Zone('{zone.name}')")
    for same in (
        pickle.loads(pickle.dumps(zone)),  # noqa: S301  (pickled here)
        copy.deepcopy(zone),
        Zone.of(zone),
        Zone.of(zone.name),
        Zone.of(ZoneInfo(zone.name)),
    ):
        assert same == zone
        assert hash(same) == hash(zone)


@given(
    zone=st.sampled_from(Zone.all()),
    at=st.datetimes(
        min_value=datetime(2001, 1, 1),  # noqa: DTZ001  (bounds)
        max_value=datetime(2036, 12, 31),  # noqa: DTZ001  (bounds)
        timezones=st.just(UTC),
    ),
)
def test_zones_agree_with_zoneinfo(zone: Zone, at: datetime) -> None:
    """A clock shows what that of the standard library shows."""
    shown = at.astimezone(ZoneInfo(zone.name)).replace(tzinfo=None, microsecond=0, fold=0)
    assert zone.wall_time(at) == shown
    start = zone.start_of(shown.date())
    assert start <= at < start + timedelta(hours=26)


def test_zones_refuse() -> None:
    """By a code: other countries, times that are none, days out of range."""
    paris, day = Zone.parse("Europe/Paris"), date(2027, 3, 28)
    for name, code in (
        ("Europe/Berlin", "zone/unknown"),
        ("europe/paris", "zone/unknown"),
        ("Europe/Paris\0", "zone/unknown"),
        ("\ud800", "text/encoding"),
        ("a" * 1_000_000, "zone/unknown"),
    ):
        for read in (Zone.parse, Zone.of):
            with pytest.raises(ParseError) as refused:
                read(name)
            assert refused.value.code == code
    with pytest.raises(ParseError, match="zone/unknown"):
        Zone.of(ZoneInfo("Europe/Berlin"))
    tzif = b"TZif" + bytes(40) + b"\0" * 6
    tzif = tzif[:36] + (1).to_bytes(4) + (1).to_bytes(4) + bytes(6) + b"\0"
    with pytest.raises(ParseError, match="zone/unknown"):
        Zone.of(ZoneInfo.from_file(io.BytesIO(tzif)))
    for hour, minute in ((24, 0), (-1, 0), (0, 60), (256, 0), (10**30, 0), (0, -(10**30))):
        with pytest.raises(ParseError, match="zone/time"):
            paris.instant_of(day, hour, minute)
    for bad_day, code in (
        (date(1999, 12, 31), "day/out-of-range"),
        (date(2200, 1, 1), "day/out-of-range"),
        (date(2000, 1, 1), "zone/out-of-range"),
    ):
        with pytest.raises(ParseError) as refused:
            paris.start_of(bad_day)
        assert refused.value.code == code
    with pytest.raises(ParseError, match="instant/naive"):
        paris.wall_time(datetime(2027, 3, 28))  # noqa: DTZ001  (naive on purpose)


def test_zones_of_another_type() -> None:
    """Neither a zone nor a name; a datetime is no day."""
    paris = Zone.parse("Europe/Paris")
    bad: list[Any] = [None, 1, b"Europe/Paris", UTC, date(2027, 1, 1)]
    for zone in bad:
        with pytest.raises(TypeError):
            Zone.of(zone)
        with pytest.raises(TypeError):
            Zone.parse(zone)
    moments: list[Any] = [datetime(2027, 1, 1, tzinfo=UTC), "2027-01-01", None, 1]
    for day in moments:
        with pytest.raises(TypeError):
            paris.start_of(day)
    times: list[Any] = [12.0, "12", None]
    for hour in times:
        with pytest.raises(TypeError):
            paris.instant_of(date(2027, 1, 1), hour)
