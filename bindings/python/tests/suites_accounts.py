"""Suites about identifiers and time zones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from entkit import LoginStyle, PersonName, Zone, parse_day
from values import instant

if TYPE_CHECKING:
    from collections.abc import Mapping

    Case = Mapping[str, Any]
    Found = dict[str, Any]


def login_derive(case: Case) -> Found:
    """Identifiers made from names."""
    return {"login": LoginStyle(case["style"]).derive(_name(case), case["taken"])}


def login_derive_all(case: Case) -> Found:
    """Identifiers of a list of names."""
    names = [_name(name) for name in case["names"]]
    made = LoginStyle(case["style"]).derive_all(names, case.get("taken", []))
    return {"logins": [one.login if one.error is None else one.error for one in made]}


def login_parts(case: Case) -> Found:
    """Identifiers taken apart."""
    parts = LoginStyle(case["style"]).parts(case["login"])
    return {
        "fits": parts is not None,
        "given": parts and parts.given,
        "family": parts and parts.family,
        "number": parts and parts.number,
    }


def _name(case: Case) -> PersonName:
    return PersonName.parse(case["family"], case["given"])


def zone_day(case: Case) -> Found:
    """Where a day begins."""
    return {"starts_at": Zone.parse(case["zone"]).start_of(parse_day(case["day"]))}


def zone_clock(case: Case) -> Found:
    """What a clock on the wall shows."""
    shown = Zone.parse(case["zone"]).wall_time(instant(case["at"]))
    return {"shown": shown.isoformat(), "day": shown.date().isoformat()}


def zone_instant(case: Case) -> Found:
    """When a clock shows a time."""
    zone, day = Zone.parse(case["zone"]), parse_day(case["day"])
    return {"at": zone.instant_of(day, case["hour"], case["minute"])}
