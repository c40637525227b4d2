"""Suites about passwords: rules, strength, hashes, forced changes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from entkit import (
    Credential,
    HashPolicy,
    HashPool,
    ImportedHash,
    ImportFormat,
    KeyRing,
    ParseError,
    Password,
    PasswordHistory,
    PasswordRules,
    compare_password,
    forced_change_exemption,
    lint_password_rules,
    password_strength,
)
from values import instant

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from entkit import Violation

    Case = Mapping[str, Any]
    Found = dict[str, Any]

NOW = datetime(2026, 9, 1, 8, tzinfo=UTC)
POOL = HashPool(1, HashPolicy(memory_kib=7168, passes=1, lanes=1))


def password_check(case: Case) -> Found:
    """Passwords against rules, and against those used before."""
    rules, password = _rules(case["rules"]), Password(case["password"])
    about = _about(case)
    if {"provisional", "current", "previous"} & set(case):
        verdict = POOL.check_reuse(rules, password, _history(case), now=NOW, **about)
    else:
        verdict = rules.check(password, **about)
    return {"accepted": verdict.accepted, "violations": _violations(verdict.violations)}


def password_compare(case: Case) -> Found:
    """Passwords against several sets of rules."""
    sets = [_rules(given) for given in case["rules"]]
    found = compare_password(sets, Password(case["password"]), **_about(case))
    refused = [
        {
            "rules": refusal.rules_id,
            "violations": _violations(refusal.violations),
            "uncounted": refusal.uncounted,
        }
        for refusal in found.refused
    ]
    accepted, common = found.accepted, found.common_specials
    return {"accepted": accepted, "refused": refused, "common_specials": common}


def password_requirements(case: Case) -> Found:
    """What a page shows while a person types."""
    typed = case.get("password")
    asked = _rules(case["rules"]).requirements(None if typed is None else Password(typed))
    return {"requirements": [{"id": rule.id, "met": rule.met} for rule in asked]}


def password_lint(case: Case) -> Found:
    """What is impossible or weak in rules."""
    given = case["rules"]
    lints = _rules(given).lint() if isinstance(given, str) else lint_password_rules(**given)
    try:
        deviations = _rules(given).deviations()
    except ParseError:
        deviations = []
    return {
        "lints": [
            {"id": lint.id, "params": lint.params, "impossible": lint.impossible} for lint in lints
        ],
        "deviations": [
            {
                "id": found.id,
                "standard": found.standard,
                "requirement": found.requirement,
                "value": found.value,
            }
            for found in deviations
        ],
    }


def password_passwordrules(case: Case) -> Found:
    """Rules as attributes of an HTML field."""
    rules = _rules(case["rules"])
    return {"passwordrules": rules.passwordrules, "pattern": rules.pattern}


def strength(case: Case) -> Found:
    """How hard passwords are to guess."""
    judged = password_strength(Password(case["password"]), words=_words(case))
    return {
        "score": judged.score,
        "label": judged.label,
        "warning": judged.warning,
        "advice": judged.advice,
    }


def password_forced_change(case: Case) -> Found:
    """Who must choose another password after a leak."""
    account = _account(case, ImportedHash(ImportFormat.BCRYPT, ""))
    exemption = forced_change_exemption(instant(case["since"]), account)
    return {"applies": exemption is None, "exemption": exemption}


def hash_verify(case: Case) -> Found:
    """Passwords against stored hashes, of this library and of other stacks."""
    record: str | ImportedHash | None = case.get("record")
    password, legacy = Password(case["password"]), case.get("legacy")
    if (tag := case.get("tag")) is not None:
        record = ImportedHash(tag, case.get("record") or "", preparation=case.get("prep"))
    account = case.get("account")
    kept = record if account is None else _account(account, record)
    verified = POOL.verify(password, kept, pepper=_ring(case), legacy=legacy)
    return {
        "right": verified.right,
        "rehash": verified.rehash,
        "record": verified.record,
        "reason": verified.record_code,
    }


def _account(given: Case, record: str | ImportedHash | None) -> Credential:
    if "without" in given:
        return Credential.without(given["without"])
    at = {key: given.get(key) and instant(given[key]) for key in ("changed_at", "reset_at")}
    return Credential.kept(record or "", **at)


def _rules(given: str | Case) -> PasswordRules:
    return PasswordRules.find(given) if isinstance(given, str) else PasswordRules.custom(**given)


def _about(case: Case) -> Found:
    confirmation = case.get("confirmation")
    return {
        "confirmation": None if confirmation is None else Password(confirmation),
        "words": _words(case),
    }


def _words(case: Case) -> list[str | tuple[str, str]]:
    return [
        word if isinstance(word, str) else (word["kind"], word["text"])
        for word in case.get("words", [])
    ]


def _history(case: Case) -> PasswordHistory:
    def former(given: str | Case) -> Password | str:
        if isinstance(given, str):
            return Password(given)
        return Password(given["password"]) if "password" in given else str(given["hash"])

    one = {key: former(case[key]) for key in ("provisional", "current") if key in case}
    previous = [
        (former(given), NOW - timedelta(days=given["days_ago"]))
        for given in case.get("previous", [])
    ]
    policy: dict[str, int] = case.get("no_reuse", {})
    return PasswordHistory(
        provisional=one.get("provisional"),
        current=one.get("current"),
        previous=previous,
        last=policy.get("last"),
        days=policy.get("days"),
    )


def _ring(case: Case) -> KeyRing | None:
    pairs = [(name, key.encode()) for name, key in case.get("pepper") or []]
    return KeyRing(*pairs[0], previous=dict(pairs[1:])) if pairs else None


def _violations(violations: Sequence[Violation]) -> list[Found]:
    return [{"id": broken.id, "params": broken.params} for broken in violations]
