"""The suites about charters."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from entkit import (
    CharterActor,
    CharterLog,
    CharterVersion,
    EntError,
    Profile,
    charter_gate,
    charter_text_digest,
    export_charter_csv,
    export_charter_jsonl,
    verify_charter_log,
)
from values import instant

if TYPE_CHECKING:
    from collections.abc import Mapping

    from entkit import CharterGate

    Case = Mapping[str, Any]
    Found = dict[str, Any]


def _charter_versions(case: Case) -> list[CharterVersion]:
    return [
        CharterVersion.of_text(
            row["text"].encode(),
            id=row["id"],
            edition=row["edition"],
            scope=row.get("scope", "ent:occitanie"),
            profiles=[Profile.parse("sdet", code) for code in row.get("profiles", [])],
            language=row["language"],
            published_at=instant(row["published_at"]),
            effective_at=instant(row["effective_at"]),
            materiality=row["materiality"],
            grace_days=row.get("grace_days", 0),
        )
        for row in case["versions"]
    ]


def _empty_log(case: Case) -> CharterLog:
    return CharterLog.empty(case.get("person", "pupil-1"), case.get("scope", "ent:occitanie"))


def _append(log: CharterLog, versions: list[CharterVersion], act: Case) -> CharterLog:
    (version,) = [version for version in versions if version.id == act["version"]]
    evidence: Any = act.get("evidence")
    match act.get("by", "self"):
        case "legal_guardian":
            by = CharterActor.legal_guardian(act["guardian"], evidence)
        case "institution":
            by = CharterActor.institution(evidence)
        case _:
            by = CharterActor.own(evidence)
    at = instant(act["at"])
    now = instant(act["now"]) if "now" in act else at
    return log.append(act["act"], version, by=by, at=at, now=now)


def _gate(case: Case, versions: list[CharterVersion], log: CharterLog) -> CharterGate:
    profile = Profile.parse("sdet", case["profile"])
    return charter_gate(versions, log, profile=profile, now=instant(case["now"]))


def charter_gates(case: Case) -> Found:
    """Whether the gate of a charter is open."""
    versions = _charter_versions(case)
    if isinstance(case["log"], str):
        log = CharterLog.from_json(case["log"])
    else:
        log = _empty_log(case)
        for act in case["log"]:
            log = _append(log, versions, act)
    return asdict(_gate(case, versions, log))


def charter_log(case: Case) -> Found:
    """Acceptance logs after a list of acts."""
    versions, log, errors = _charter_versions(case), _empty_log(case), list[str | None]()
    for act in case["appends"]:
        try:
            log = _append(log, versions, act)
            errors.append(None)
        except EntError as error:
            errors.append(error.code)
    state = _gate(case, versions, log).state
    return {"errors": errors, "records": len(log), "head": log.head, "state": state}


def charter_verify(case: Case) -> Found:
    """Stored acceptance logs."""
    return asdict(verify_charter_log(case["log"], expected_head=case.get("head")))


def charter_digest(case: Case) -> Found:
    """Digests of texts."""
    return {"digest": charter_text_digest(case["text"].encode())}


def charter_export(case: Case) -> Found:
    """Acceptance logs for a data-protection officer."""
    versions, log = _charter_versions(case), _empty_log(case)
    for act in case["appends"]:
        log = _append(log, versions, act)
    assert (export_charter_csv([log]), export_charter_jsonl([log])) == (
        log.export_csv(),
        log.export_jsonl(),
    )
    return {"csv": log.export_csv(), "jsonl": log.export_jsonl()}
