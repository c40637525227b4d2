"""Charters: versions, acceptance logs, the gate."""

from __future__ import annotations

import hashlib
import json
import pickle
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from entkit import (
    CharterAct,
    CharterActor,
    CharterGateReason,
    CharterLog,
    CharterLogFault,
    CharterMateriality,
    CharterState,
    CharterVersion,
    EntError,
    ParseError,
    Profile,
    StateError,
    charter_gate,
    charter_text_digest,
    export_charter_csv,
    export_charter_jsonl,
    verify_charter_log,
)

if TYPE_CHECKING:
    from collections.abc import Callable

TEXT = "Article 1 : être courtois.".encode()
FACTS: dict[str, Any] = {
    "id": "v1",
    "edition": "2026",
    "scope": "ent:occitanie",
    "language": "fr",
    "published_at": datetime(2026, 6, 15, 8, tzinfo=UTC),
    "effective_at": datetime(2026, 9, 1, tzinfo=UTC),
    "materiality": CharterMateriality.SUBSTANTIVE,
    "profiles": [Profile.PUPIL],
    "grace_days": 30,
}
VERSION = CharterVersion.of_text(TEXT, **FACTS)
EMPTY = CharterLog.empty("pupil-1", "ent:occitanie")
LATER = datetime(2026, 9, 2, 8, tzinfo=UTC)
GUARDIAN = CharterActor.legal_guardian("guardian-7", "paper-118")
SHOWN = EMPTY.append(CharterAct.PRESENTED, VERSION, now=LATER)
ACCEPTED = SHOWN.append("accepted", VERSION, now=LATER + timedelta(seconds=1))


def test_versions() -> None:
    """All that is said about one, and its exact text."""
    assert {name: getattr(VERSION, name) for name in FACTS} == FACTS | {"profiles": ("ELV",)}
    assert VERSION.text_digest == hashlib.blake2b(TEXT, digest_size=32).hexdigest()
    assert VERSION.text_digest == charter_text_digest(TEXT)
    assert VERSION.is_text(TEXT)
    assert not VERSION.is_text(TEXT + b"\n")
    assert VERSION.grace_until == datetime(2026, 10, 1, tzinfo=UTC)
    assert CharterVersion.from_json(VERSION.to_json()) == VERSION
    bare = CharterVersion.of_text(
        TEXT, **{name: value for name, value in FACTS.items() if name[:2] not in {"pr", "gr"}}
    )
    assert (bare.profiles, bare.grace_days) == ((), 0)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"id": ""}, "id/format"),
        ({"edition": "a b"}, "id/format"),
        ({"scope": "occitanie"}, "charter/scope-format"),
        ({"language": "français"}, "charter/language"),
        ({"materiality": "minor"}, "choice/unknown"),
        ({"materiality": "editorial"}, "charter/editorial-grace"),
        ({"grace_days": -1}, "charter/grace"),
        ({"grace_days": 367}, "charter/grace"),
        ({"grace_days": 2**80}, "charter/grace"),
        ({"profiles": ["XXX"]}, "profile/unknown"),
        ({"effective_at": datetime(2026, 6, 1, tzinfo=UTC)}, "charter/effective"),
        ({"published_at": datetime(2026, 6, 1)}, "instant/naive"),  # noqa: DTZ001  (naive on purpose)
        ({"effective_at": datetime(2300, 6, 1, tzinfo=UTC)}, "instant/out-of-range"),
    ],
)
def test_versions_refuse(changed: dict[str, Any], code: str) -> None:
    """Typed errors."""
    with pytest.raises(ParseError) as refused:
        CharterVersion.of_text(TEXT, **(FACTS | changed))
    assert refused.value.code == code


def test_the_text_has_bytes() -> None:
    """None, too many and a ``str`` are refused."""
    for text, code in [(b"", "charter/text-empty"), (bytes(2**24 + 1), "charter/text-too-large")]:
        with pytest.raises(ParseError, match=code):
            CharterVersion.of_text(text, **FACTS)
    with pytest.raises(TypeError):
        CharterVersion.of_text("Article 1", **FACTS)  # type: ignore[arg-type]


def test_the_gate() -> None:
    """Closed before the acceptance, open after it; a log never changes."""
    gate = charter_gate([VERSION], EMPTY, profile=Profile.PUPIL, now=LATER)
    assert (gate.open, gate.reason) == (False, CharterGateReason.NEVER_ACCEPTED)
    assert (gate.required, gate.state) == ("v1", CharterState.NOT_PRESENTED)
    later = LATER + timedelta(days=1)
    gate = charter_gate([VERSION], ACCEPTED, profile="ELV", now=later)
    assert (gate.open, gate.reason, gate.grace_until) == (True, CharterGateReason.ACCEPTED, None)
    assert len(EMPTY) == 0
    gate = charter_gate([], EMPTY, profile="ENS", now=LATER)
    assert (gate.open, gate.required) == (True, None)
    assert CharterGateReason.NO_CHARTER.label_fr
    with pytest.raises(EntError, match="charter/log"):
        charter_gate([], ACCEPTED, profile="ELV", now=later)
    with pytest.raises(ParseError, match="charter/version-twice"):
        charter_gate([VERSION, VERSION], EMPTY, profile="ELV", now=LATER)
    with pytest.raises(ParseError, match="profile/unknown"):
        charter_gate([], EMPTY, profile="XXX", now=LATER)


def test_grace() -> None:
    """After a substantive change the edition accepted before opens for a while."""
    facts = {"id": "v2", "edition": "2027", "published_at": LATER}
    effective = datetime(2027, 9, 1, tzinfo=UTC)
    second = CharterVersion.of_text(b"Article 2", **(FACTS | facts | {"effective_at": effective}))
    gate = charter_gate([second, VERSION], ACCEPTED, profile="ELV", now=effective)
    assert (gate.open, gate.reason) == (True, CharterGateReason.GRACE)
    assert gate.grace_until == effective + timedelta(days=30)
    gate = charter_gate([second, VERSION], ACCEPTED, profile="ELV", now=gate.grace_until)
    assert (gate.open, gate.required, gate.state) == (False, "v2", CharterState.OUTDATED)


def test_logs() -> None:
    """Person, scope, and a chain of records."""
    assert (ACCEPTED.person, ACCEPTED.scope) == ("pupil-1", "ent:occitanie")
    first, second = ACCEPTED.entries()
    assert (first.sequence, first.at, first.act) == (1, LATER, CharterAct.PRESENTED)
    assert (first.previous, second.previous) == (EMPTY.head, SHOWN.head)
    assert (second.digest, second.version) == (ACCEPTED.head, "v1")
    assert second.text_digest == VERSION.text_digest
    assert second.by == CharterActor.own()
    assert (second.by.kind, second.by.guardian, second.by.evidence) == ("self", None, None)


def test_a_guardian_accepts_for_a_child() -> None:
    """Who acted is named; what one was shown another cannot accept."""
    with pytest.raises(ParseError, match="charter/not-presented"):
        SHOWN.append("accepted", VERSION, by=GUARDIAN, now=LATER)
    log = SHOWN.append("presented", VERSION, by=GUARDIAN, now=LATER)
    log = log.append("accepted", VERSION, by=GUARDIAN, now=LATER)
    entry = log.entries()[-1]
    assert (entry.by.guardian, entry.by.evidence) == ("guardian-7", "paper-118")
    paper = CharterActor.institution("paper-1")
    assert (paper.kind, paper.evidence) == ("institution", "paper-1")
    with pytest.raises(ParseError, match="id/format"):
        CharterActor.institution("")


@pytest.mark.parametrize(
    ("append", "code"),
    [
        (lambda: EMPTY.append("accepted", VERSION, now=LATER), "charter/not-presented"),
        (lambda: EMPTY.append("ticked", VERSION, now=LATER), "choice/unknown"),
        (
            lambda: EMPTY.append("presented", VERSION, at=LATER, now=LATER - timedelta(days=1)),
            "charter/future",
        ),
        (
            lambda: ACCEPTED.append("presented", VERSION, at=LATER, now=LATER + timedelta(days=1)),
            "charter/clock-back",
        ),
        (
            lambda: EMPTY.append("presented", VERSION, now=datetime(2026, 1, 1, tzinfo=UTC)),
            "charter/not-published",
        ),
        (
            lambda: CharterLog.empty("p", "ent:a").append("presented", VERSION, now=LATER),
            "charter/scope",
        ),
        (
            lambda: EMPTY.append(
                "presented", VERSION, by=CharterActor.legal_guardian("pupil-1", "e"), now=LATER
            ),
            "charter/representative",
        ),
        (lambda: CharterLog.empty("", "ent:a"), "id/format"),
        (lambda: CharterLog.empty("p", "a"), "charter/scope-format"),
    ],
)
def test_logs_refuse(append: Callable[[], object], code: str) -> None:
    """Typed errors."""
    with pytest.raises(ParseError) as refused:
        append()
    assert refused.value.code == code


def test_stored_logs_are_verified() -> None:
    """A change, and an end that was cut off, are found."""
    stored = ACCEPTED.to_json()
    assert CharterLog.from_json(stored) == ACCEPTED
    check = verify_charter_log(stored.encode(), expected_head=ACCEPTED.head)
    assert (check.intact, check.record, check.fault) == (True, None, None)
    check = verify_charter_log(SHOWN.to_json(), expected_head=ACCEPTED.head)
    assert (check.intact, check.fault) == (False, CharterLogFault.HEAD)
    forged = stored.replace('"accepted"', '"declined"')
    check = verify_charter_log(forged)
    assert (check.record, check.fault) == (2, CharterLogFault.DIGEST)
    assert CharterLogFault.DIGEST.label_en
    for bad in (forged, "", "{}", b"\xff", "[" * 100_000):
        with pytest.raises(StateError) as refused:
            CharterLog.from_json(bad)
        assert refused.value.code == "charter/log"
    with pytest.raises(StateError, match="state/corrupt"):
        CharterVersion.from_json("{}")
    with pytest.raises(ParseError, match="charter/digest"):
        verify_charter_log(stored, expected_head="0")


def test_exports() -> None:
    """One record a line, for one log and for many."""
    assert ACCEPTED.export_csv() == export_charter_csv([ACCEPTED])
    assert ACCEPTED.export_jsonl() == export_charter_jsonl([ACCEPTED])
    both = export_charter_jsonl([ACCEPTED, SHOWN]).splitlines()
    assert [json.loads(line)["act"] for line in both] == ["presented", "accepted", "presented"]
    assert len(export_charter_csv([ACCEPTED, SHOWN]).splitlines()) == 4


@pytest.mark.parametrize("log", [EMPTY, SHOWN, ACCEPTED], ids=len)
def test_logs_travel(log: CharterLog) -> None:
    """They pickle and hash, and do not show whose they are."""
    again = pickle.loads(pickle.dumps(log))  # noqa: S301  (pickled here)
    assert again == log
    assert hash(again) == hash(log)
    assert "pupil" not in repr(log)


def test_values_travel() -> None:
    """Versions, actors and records pickle and hash."""
    gate = charter_gate([VERSION], ACCEPTED, profile="ELV", now=LATER + timedelta(days=1))
    papers = [CharterActor.own(), CharterActor.own("e"), CharterActor.institution("e"), GUARDIAN]
    for value in (VERSION, *papers, *ACCEPTED.entries(), gate, verify_charter_log("")):
        again = pickle.loads(pickle.dumps(value))  # noqa: S301  (pickled here)
        assert again == value
        assert hash(again) == hash(value)
    assert "guardian-7" not in repr(GUARDIAN)
