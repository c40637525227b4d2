"""Suites about consents and refusals by one click."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from entkit import (
    BaseAddress,
    ConsentAct,
    ConsentEntry,
    Consents,
    KeyRing,
    ParseError,
    check_who_consents,
    confirm_unsubscribe,
    message_text,
    read_unsubscribe,
    unsubscribe_link,
    unsubscribe_refusal,
    unsubscribe_token_of,
    who_may_consent,
)
from suites_preferences import preference_defaults
from values import instant, rfc3339

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from entkit import UnsubscribeScope

    Case = Mapping[str, Any]
    Found = dict[str, Any]


def _entry(row: Case, at: datetime) -> ConsentEntry:
    proof = row.get("proof")
    if proof == {}:
        # No proof at all is what leaving both out means in Python.
        code = "consent/proof"
        raise ParseError(code, message_text(code), message_text(code, "en"))
    proof = proof or {}
    version, more = (
        row.get("text_version"),
        {
            "at": at,
            "source": row["source"],
            "by": row.get("by"),
            "guardian": row.get("guardian"),
            "text_digest": proof.get("text"),
            "evidence": proof.get("evidence"),
        },
    )
    purpose, channel = row["purpose"], row["channel"]
    if ConsentAct(row["act"]) is ConsentAct.WITHDRAWN:
        return ConsentEntry.withdrawal(purpose, channel, text_version=version, **more)
    version = 0 if version is None else version
    return ConsentEntry.grant(purpose, channel, text_version=version, **more)


def consent_log(rows: Sequence[Case]) -> Consents:
    """Record or choose entries; one with ``count`` stands for as many, ``every`` seconds apart."""
    log = Consents()
    for row in rows:
        every = row.get("every", 0)
        entries = [
            _entry(row, instant(row["at"]) + timedelta(seconds=number * every))
            for number in range(row.get("count", 1))
        ]
        if row.get("chosen"):
            for entry in entries:
                log = log.choose(entry, now=instant(row["chosen"]))
        else:
            log = log.record_all(entries)
    return log


def _log(given: str | Sequence[Case]) -> Consents:
    """Read a list of entries, or the text that was stored."""
    return Consents.load(given.encode()) if isinstance(given, str) else consent_log(given)


def value(case: Case) -> Found:
    """What a log says."""
    log, now = _log(case["log"]), instant(case["now"])
    if case.get("withdraw_all"):
        log = log.withdraw_all(now=instant(case["withdraw_all"]), source="preferences")
    if case.get("compact"):
        log = log.compact(instant(case["compact"]))
    deciding = log.deciding(case["purpose"], case["channel"], now)
    return {
        "granted": log.granted(case["purpose"], case["channel"], now),
        "allowed": log.allows(case["purpose"], case["channel"], now),
        "at": deciding and rfc3339(deciding.at),
        "text_version": deciding and deciding.text_version,
        "count": len(log),
    }


def who(case: Case) -> Found:
    """Who has to agree, and whether an entry was made by them."""
    born = date.fromisoformat(case["born"]) if case["born"] else None
    found = who_may_consent(born, date.fromisoformat(case["day"]))
    if "entry" in case:
        check_who_consents(found, _entry(case["entry"], instant(case["entry"]["at"])))
    return {"who": found}


def _merged(logs: Iterable[Consents]) -> Consents:
    whole = Consents()
    for log in logs:
        whole = whole.merge(log)
    return whole


def merge(case: Case) -> Found:
    """Several copies of a log."""
    logs = [_log(log) for log in case["logs"]]
    whole, nested = _merged(logs), Consents()
    for log in reversed(logs):
        nested = log.merge(nested)
    lawful = [nested, _merged(reversed(logs)), _merged(logs + logs)]
    return {
        "count": len(whole),
        "granted": [
            f"{line.purpose}/{line.channel}"
            for line in whole.view(instant(case["now"]))
            if line.granted
        ],
        "digest": whole.export_for_officer(_person(case)).digest,
        "lawful": all(other == whole for other in lawful),
    }


def _person(case: Case) -> str:
    return case.get("person") or "guardian-1"


def export(case: Case) -> Found:
    """A log for its person, and for an officer."""
    log = _log(case["log"])
    words = log.export_for_person(case["zone"], now=instant(case["now"]), lang=case["lang"])
    officer = log.export_for_officer(_person(case))
    return {
        "in_force": [line.text for line in words.in_force],
        "acts": [line.text for line in words.acts],
        "facts": [
            {
                "purpose": line.purpose,
                "channel": line.channel,
                "granted": line.granted,
                "since": line.since and rfc3339(line.since),
            }
            for line in words.in_force
        ],
        "made": [rfc3339(line.at) for line in words.acts],
        "csv": officer.csv,
        "jsonl": officer.jsonl,
        "digest": officer.digest,
    }


def _keys(case: Case) -> KeyRing:
    (first, current), *previous = (
        (key["id"], bytes.fromhex(key["secret"])) for key in case["keys"]
    )
    return KeyRing(first, current, previous=dict(previous))


def _shown(scope: UnsubscribeScope) -> Found:
    return {
        "person": scope.person,
        "purpose": scope.purpose,
        "channel": scope.channel,
        "topic": scope.topic,
        "child": scope.child,
    }


def _issue(case: Case, keys: KeyRing) -> Found:
    base, scope = BaseAddress.parse(case["base"]), case["scope"]
    link = unsubscribe_link(
        base,
        scope["person"],
        scope["purpose"],
        scope["channel"],
        keys=keys,
        now=instant(case["now"]),
        topic=scope.get("topic"),
        child=scope.get("child"),
        mailto=case.get("mailto"),
        lifetime_days=case.get("lifetime_days"),
    )
    return {
        "token": link.token,
        "url": link.url,
        "headers": list(link.headers),
        "read_back": unsubscribe_token_of(base, link.url) == link.token,
    }


def token(case: Case) -> Found:
    """A link issued, opened, audited or posted to."""
    keys, now = _keys(case), instant(case["now"])
    if case["do"] == "issue":
        return _issue(case, keys)
    if case["do"] == "read":
        return _shown(read_unsubscribe(case["token"], keys=keys, now=now))
    if case["do"] == "audit":
        return {"reason": unsubscribe_refusal(case["token"], keys=keys, now=now)}
    body, defaults = case["body"].encode(), preference_defaults(case)
    done = confirm_unsubscribe(case["token"], body, keys=keys, defaults=defaults, now=now)
    shown, entry = _shown(done.scope), done.withdrawal
    effect = {
        "is": "preference",
        "purpose": shown["purpose"],
        "channel": shown["channel"],
        "topic": shown["topic"],
        "child": shown["child"],
    }
    if entry is not None:
        effect = {
            "is": "consent",
            "act": entry.act,
            "purpose": entry.purpose,
            "channel": entry.channel,
            "at": rfc3339(entry.at),
            "source": entry.source,
        }
    return {"scope": shown, "effect": effect}


SUITES = {
    "consent.value": value,
    "consent.who": who,
    "consent.merge": merge,
    "consent.export": export,
    "unsubscribe.token": token,
}
