"""Rules of a stack's own, comparison, generated passwords, reuse, strength."""

from __future__ import annotations

import copy
import pickle
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from entkit import (
    BirthDate,
    Entropy,
    HashError,
    ImportedHash,
    KeyRing,
    ParseError,
    Password,
    PasswordHistory,
    PasswordRefused,
    PasswordRules,
    StrengthAdvice,
    StrengthLabel,
    StrengthWarning,
    compare_password,
    lint_password_rules,
    password_strength,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from entkit import HashPool, NewHash

EDUCONNECT, ARA = PasswordRules.find("educonnect"), PasswordRules.find("ent-ara")
NOW = datetime(2026, 9, 1, 8, tzinfo=UTC)
CANARY = "Canari7Zibeline!"


def test_presets() -> None:
    """Six of them, each with its source."""
    ids = [rules.id for rules in PasswordRules.all()]
    assert ids == ["anssi", "cnil-case1", "cnil-case2", "educonnect", "ent-ara", "nist-63b4"]
    nist, cnil = PasswordRules.find("nist-63b4"), PasswordRules.find("cnil-case1")
    assert (nist.min, nist.lower, nist.blocklist, nist.require_special) == (15, False, True, False)
    assert (cnil.entropy_bits, cnil.attempt_limit) == (80, False)
    for rules in PasswordRules.all():
        assert rules.source
        assert rules.note
        assert pickle.loads(pickle.dumps(rules)) == rules  # noqa: S301  (pickled here)


def test_own_rules() -> None:
    """They are checked, compared, hashed and pickled as published ones are."""
    own = PasswordRules.custom("mine", min=10, digit=True, special="!?", source="Charte 2026")
    assert (own.min, own.max, own.special, own.require_special) == (10, 128, "!?", False)
    assert (own.digit, own.upper, own.blocklist, own.source) == (True, False, True, "Charte 2026")
    broken = own.check(Password("kxzqv")).violations
    assert [one.id for one in broken] == ["length/min", "class/digit"]
    again = PasswordRules.custom("mine", min=10, digit=True, special="!?", source="Charte 2026")
    for same in (again, copy.deepcopy(own), pickle.loads(pickle.dumps(own))):  # noqa: S301  (pickled here)
        assert same == own
        assert hash(same) == hash(own)
    assert own != PasswordRules.custom("mine", min=11)
    assert repr(own) == "PasswordRules('mine')"


def test_own_rules_are_hashed_by(pool: HashPool) -> None:
    """The id of a stack's own rules stands beside the hash."""
    own = PasswordRules.custom("mine", min=10)
    made = pool.hash_accepted(own, Password("kxzqv-kxzqv"), entropy=Entropy.system())
    assert made.rules_id == "mine"
    with pytest.raises(PasswordRefused):
        pool.hash_accepted(own, Password("kxzqv"), entropy=Entropy.system())


@pytest.mark.parametrize(
    ("id", "options", "code"),
    [
        ("", {}, "rules/id"),
        ("Mine", {}, "rules/id"),
        ("educonnect", {}, "rules/reserved"),
        ("mine", {"min": 0}, "rules/bounds"),
        ("mine", {"min": -1}, "rules/bounds"),
        ("mine", {"max": 10**30}, "rules/bounds"),
        ("mine", {"entropy_bits": 257}, "rules/bounds"),
        ("mine", {"max": 14}, "rules/min-above-max"),
        ("mine", {"special": "!!"}, "rules/special"),
        ("mine", {"special": "é"}, "rules/special"),
        ("mine", {"special": "\ud800"}, "text/encoding"),
        ("mine", {"require_special": True}, "rules/special-empty"),
        ("mine", {"note": "\0"}, "rules/text"),
        ("mine", {"source": "a" * 1_000_000}, "rules/text"),
    ],
)
def test_own_rules_refused(id: str, options: dict[str, Any], code: str) -> None:
    """By a code, the first of what lint lists."""
    with pytest.raises(ParseError) as refused:
        PasswordRules.custom(id, **options)
    assert refused.value.code == code
    if code not in {"rules/bounds", "text/encoding"}:
        lints = lint_password_rules(id, **options)
        assert [lint.id for lint in lints] == [code]
        assert all(lint.impossible and lint.text_fr and lint.text_en for lint in lints)


@pytest.mark.parametrize(
    "options", [{"minimum": 8}, {"min": "8"}, {"min": None}, {"lower": 1}, {"special": b"!"}]
)
def test_own_rules_of_another_type(options: dict[str, Any]) -> None:
    """A keyword that is not known, a value of another type."""
    for call in (PasswordRules.custom, lint_password_rules):
        with pytest.raises(TypeError):
            call("mine", **options)


def test_weak_rules() -> None:
    """Lints and deviations for a security file."""
    lints = lint_password_rules("mine", min=6, blocklist=False)
    assert [lint.id for lint in lints] == ["lint/min-weak", "lint/entropy-weak", "lint/blocklist"]
    assert lints[0].params == {"min": "6"}
    assert len(lints) == len({hash(lint) for lint in lints})
    assert "password-min" in {found.id for found in EDUCONNECT.deviations()}
    assert PasswordRules.find("anssi").lint() == []


def test_comparison() -> None:
    """The two published lists of special characters differ."""
    found = compare_password([ARA, EDUCONNECT], Password("Azerty$69"))
    assert found.accepted == ("educonnect",)
    (refusal,) = found.refused
    assert (refusal.rules_id, refusal.uncounted) == ("ent-ara", "$")
    assert [broken.id for broken in refusal.violations] == ["class/special"]
    assert len(found.common_specials) == 15
    words = ["Azerty"]
    assert compare_password([ARA, EDUCONNECT], Password("Azerty$69"), words=words).accepted == ()
    assert compare_password([], Password("a")).accepted == ()


def test_generated_passwords() -> None:
    """The rules accept them, a page can show them, nothing else does."""
    for rules in PasswordRules.all():
        made = [rules.generate(entropy=Entropy.system()) for _ in range(20)]
        for one in made:
            assert rules.check(one.password).accepted
            shown = one.reveal()
            assert Password(shown) == one.password
            assert re.fullmatch(r"[\x20-\x7e]+", shown.decode())
            shown[:] = bytes(len(shown))
            assert Password(one.reveal()) == one.password
            assert repr(one) == str(one) == "GeneratedPassword(redacted)"
            for way in (pickle.dumps, copy.copy, vars):
                with pytest.raises(TypeError):
                    way(one)
        assert len({bytes(one.reveal()) for one in made}) == len(made)
    seeded = [EDUCONNECT.generate(entropy=Entropy.seeded(1)).reveal() for _ in range(2)]
    assert seeded[0] == seeded[1]


def test_reuse(pool: HashPool) -> None:
    """In plain or stored, the last ones and those of some days."""
    stored = pool.hash_accepted(ARA, Password("Azerty71!"), entropy=Entropy.system()).stored
    history = PasswordHistory(
        provisional=Password("Azerty69!"),
        current=stored,
        previous=[
            (Password("Azerty70!"), NOW - timedelta(days=40)),
            ("no hash", NOW),
            (Password("Azerty69!"), NOW - timedelta(days=20)),
        ],
        last=1,
        days=30,
    )

    def broken(text: str, given: PasswordHistory) -> list[str]:
        verdict = pool.check_reuse(EDUCONNECT, Password(text), given, now=NOW)
        assert verdict.accepted is not bool(verdict.violations)
        return [one.id for one in verdict.violations]

    assert broken("Azerty69!", history) == ["reuse/provisional", "reuse/previous"]
    assert broken("Azerty70!", history) == []
    assert broken("Azerty71!", history) == ["reuse/current"]
    assert broken("Azerty72!", history) == []
    assert broken("azerty", PasswordHistory(current=Password("azerty")))[-1] == "reuse/current"
    assert broken("Azerty69!", PasswordHistory()) == []
    assert repr(history) == "PasswordHistory(redacted)"


def test_what_was_used_before_is_not_hashed(pool: HashPool) -> None:
    """What is accepted is, and tells which of the kept hashes could not be read."""
    bcrypt = "$2b$04$abcdefghijklmnopqrstuOLhS8D2jWNIleMyWMqrgMH8zRETLKiAe"
    before = ImportedHash("bcrypt", bcrypt)
    history = PasswordHistory(current="no hash", previous=[(before, NOW)], last=1)

    def hashed(text: str, entropy: Entropy) -> NewHash:
        return pool.hash_unused(EDUCONNECT, Password(text), history, entropy=entropy, now=NOW)

    for text, code in [("Azerty69!", "reuse/previous"), ("azerty", "length/min")]:
        with pytest.raises(PasswordRefused) as refused:
            hashed(text, Entropy.system())
        assert refused.value.verdict.violations[0].id == code
    new = hashed("Azerty70!", Entropy.system())
    assert (new.rules_id, new.unread) == ("educonnect", ("hash/record-format",))
    assert pool.verify(Password("Azerty70!"), new.stored).right
    plain = pool.hash_accepted(EDUCONNECT, Password("Azerty70!"), entropy=Entropy.system())
    assert plain.unread == ()
    assert repr(Entropy.failing()) == "Entropy.failing(…)"
    with pytest.raises(HashError, match="step/entropy"):
        hashed("Azerty70!", Entropy.failing())


def test_reuse_with_a_pepper(pool: HashPool) -> None:
    """A stored hash whose key is missing is no answer."""
    ring = KeyRing("2026", b"p" * 32)
    typed = Password("Azerty71!")
    stored = pool.hash_accepted(ARA, typed, entropy=Entropy.system(), pepper=ring).stored
    history = PasswordHistory(current=stored)
    verdict = pool.check_reuse(ARA, typed, history, now=NOW, pepper=ring)
    assert [broken.id for broken in verdict.violations] == ["reuse/current"]
    with pytest.raises(HashError, match="hash/pepper"):
        pool.check_reuse(ARA, typed, history, now=NOW)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"last": -1}, "rules/bounds"),
        ({"last": 25}, "rules/bounds"),
        ({"days": 3654}, "rules/bounds"),
        ({"days": 10**30}, "rules/bounds"),
        ({"previous": [("x", NOW)] * 25}, "password/too-many-previous"),
        ({"previous": [("x", NOW.replace(tzinfo=None))]}, "instant/naive"),
        ({"previous": [("x", datetime(1999, 1, 1, tzinfo=UTC))]}, "instant/out-of-range"),
        ({"current": "\ud800"}, "text/encoding"),
    ],
)
def test_reuse_refused(given: dict[str, Any], code: str) -> None:
    """When the history is made, not when a password is checked."""
    with pytest.raises(ParseError) as refused:
        PasswordHistory(**given)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "given", [{"current": b"x"}, {"provisional": 1}, {"previous": ["x"]}, {"previous": "x"}]
)
def test_reuse_of_another_type(given: dict[str, Any]) -> None:
    """Neither a password nor a stored text."""
    with pytest.raises(TypeError):
        PasswordHistory(**given)


def test_strength() -> None:
    """Score, label, what makes it weak, what would help."""
    strong = password_strength(Password("kX9$vQ2mZr!e"))
    assert (strong.score, strong.label) == (4, StrengthLabel.VERY_STRONG)
    assert (strong.warning, strong.advice) == (None, ())
    weak = password_strength(Password("Canari2013"), words=[("name", "Canari")])
    assert weak.score <= 2
    assert weak.warning is StrengthWarning.CONTEXT
    assert StrengthAdvice.NO_CONTEXT in weak.advice
    assert StrengthLabel.STRONG.label_fr == "Fort"
    assert pickle.loads(pickle.dumps(weak)) == weak  # noqa: S301  (pickled here)


@pytest.mark.parametrize(
    "judge",
    [
        password_strength,
        EDUCONNECT.check,
        lambda password, *, words: compare_password([ARA], password, words=words),
    ],
)
def test_words_of_other_types(judge: Callable[..., object]) -> None:
    """Everything that takes words takes the same."""
    password = Password("Azerty69!")
    for good in (["a"], [("town", "Lyon")], [BirthDate.parse("2008-09-02")], (), None):
        judge(password, words=good)
    for bad in ("Lyon", [1], [("town", 1)], [("town",)], [b"Lyon"], [NOW.date()]):
        with pytest.raises(TypeError):
            judge(password, words=bad)


def test_a_hostile_password_lets_other_threads_run() -> None:
    """The estimate runs without the GIL; the answers are those of one thread."""
    texts = [text * 24 for text in ("Marie2009", "azerty", "MotDePasse", "1qaz2wsx")]
    alone = [password_strength(Password(text)) for text in texts]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(lambda text: password_strength(Password(text)), texts)) == alone


def test_nothing_repeats_a_password(pool: HashPool) -> None:
    """A marked secret is in no record, repr or error of what judges it."""
    canary, own = Password(CANARY), PasswordRules.custom("mine", min=128)
    history = PasswordHistory(provisional=canary, current=CANARY, previous=[(canary, NOW)])
    seen: list[object] = [
        own.check(canary, confirmation=Password("a"), words=[CANARY]),
        own.requirements(canary),
        compare_password([own, ARA], canary, words=[("login", CANARY)]),
        password_strength(canary, words=[CANARY]),
        pool.check_reuse(ARA, canary, history, now=NOW),
        history,
    ]
    for call in (
        lambda: PasswordRules.custom(CANARY),
        lambda: PasswordRules.custom("mine", special=CANARY),
        lambda: own.check(canary, words=[CANARY] * 17),
        lambda: own.check(canary, words=[("birth_date", CANARY)]),
        lambda: pool.hash_accepted(own, canary, entropy=Entropy.system()),
    ):
        with pytest.raises((ParseError, PasswordRefused)) as refused:
            call()
        seen += [refused.value, str(refused.value), vars(refused.value)]
    assert "anari" not in repr(seen)
