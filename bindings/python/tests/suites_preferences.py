"""Suites about preferences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from entkit import Ent, PreferenceDefaults, Preferences, read_preference
from values import instant

if TYPE_CHECKING:
    from collections.abc import Mapping

    from entkit import PreferenceAnswer, PreferenceChoice

    Case = Mapping[str, Any]
    Found = dict[str, Any]


def _row(row: Case) -> tuple[Any, Any, Any, Any]:
    return (row.get("purpose"), row.get("topic"), row.get("channel"), row["pace"])


def _scope(choice: PreferenceChoice) -> Found:
    return {"purpose": choice.purpose, "topic": choice.topic, "channel": choice.channel}


def preference_defaults(case: Case) -> PreferenceDefaults:
    """Rows of the ENT and the establishment; everything immediate without any."""
    given = case.get("defaults")
    if given is None:
        return PreferenceDefaults.immediate()
    layers = {name: [_row(row) for row in rows] for name, rows in given.items()}
    return PreferenceDefaults.load(PreferenceDefaults(**layers).dump())


def chosen_preferences(case: Case) -> Preferences:
    """Choose, refuse, choose again, take back, then switch off or pause."""

    def scopes(key: str) -> list[dict[str, str | None]]:
        names = ("purpose", "topic", "channel", "child")
        return [{name: row.get(name) for name in names} for row in case.get(key) or []]

    def paces(key: str) -> list[str]:
        return [row["pace"] for row in case.get(key) or []]

    preferences = Preferences()
    for pace, scope in zip(paces("rows"), scopes("rows"), strict=True):
        preferences = preferences.set(pace, **scope)
    for scope in scopes("refused"):
        preferences = preferences.refuse(**scope)
    for pace, scope in zip(paces("then"), scopes("then"), strict=True):
        preferences = preferences.set(pace, **scope)
    for scope in scopes("cleared"):
        preferences = preferences.clear(**scope)
    if case.get("off"):
        preferences = preferences.switched_off()
    if case.get("paused_until"):
        preferences = preferences.paused_until(instant(case["paused_until"]))
    return Preferences.load(preferences.dump())


def read(case: Case) -> Found:
    """Codes of a choice."""
    purpose, topic, channel, pace = _row(case)
    choice = read_preference(pace, purpose=purpose, topic=topic, channel=channel)
    return {**_scope(choice), "pace": choice.pace}


def answer(case: Case) -> Found:
    """What counts, and who decided it."""
    chosen = chosen_preferences(case)
    found: PreferenceAnswer = chosen.answer(
        preference_defaults(case),
        case["purpose"],
        case["topic"],
        case["channel"],
        now=instant(case["now"]),
        child=case.get("child"),
    )
    return {
        "pace": found.pace,
        "chosen": found.chosen,
        "layer": found.layer,
        "scope": _scope(found.scope),
        "locked": found.locked,
        "switched_off": found.switched_off,
        "text_fr": found.text_fr,
        "text_en": found.text_en,
        "refused": [_scope(refused) for refused in chosen.refused(case.get("child"))],
    }


def page(case: Case) -> Found:
    """The page of a person."""
    chosen, partners = chosen_preferences(case), Ent.find(case["ent"]).partners(case["kind"])
    shown = chosen.page(
        preference_defaults(case), partners, now=instant(case["now"]), child=case.get("child")
    )
    return {
        "partners": list(shown.partners),
        "partners_fr": shown.partners_fr,
        "lines": len(shown.lines),
        "not_immediate": {
            f"{line.purpose} {line.topic} {line.channel}": line.answer.pace
            for line in shown.lines
            if line.answer.pace != "immediate"
        },
        "locked": sum(line.answer.locked for line in shown.lines),
        "switched_off": shown.switched_off,
    }


SUITES = {
    "preferences.read": read,
    "preferences.answer": answer,
    "preferences.page": page,
}
