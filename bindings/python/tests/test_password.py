"""Password rules, verdicts, hashes."""

from __future__ import annotations

import copy
import pickle
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from entkit import (
    BirthDate,
    ContextKind,
    Entropy,
    HashError,
    HashPolicy,
    HashPool,
    KeyRing,
    KeyRingError,
    ParseError,
    Password,
    PasswordRefused,
    PasswordRules,
    PasswordVerdict,
    RecordAudit,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    Words = Sequence[str | tuple[ContextKind | str, str] | BirthDate]

RULES = PasswordRules.find("educonnect")
GOOD = "Tournesol-2021!"
SMALL = HashPolicy(memory_kib=7168, passes=5)


def test_verdict_lists_every_violation() -> None:
    """In a fixed order, with typed parameters and texts."""
    verdict = RULES.check(Password("aZ"), confirmation=Password("az"))
    found = {broken.id: broken.params for broken in verdict.violations}
    assert list(found) == ["length/min", "class/digit", "class/special", "confirmation/differs"]
    assert found["length/min"] == {"min": 8, "actual": 2}
    assert verdict.violations[0].text_fr == "Inclure au moins 8 caractères."
    assert not verdict.accepted
    match RULES.check(Password(GOOD)):
        case PasswordVerdict(accepted=True, violations=()):
            pass
        case other:
            pytest.fail(repr(other))


def test_words_to_avoid() -> None:
    """A text alone is of kind other."""
    password = Password("Pagnol*2021")
    good: list[tuple[Words, str]] = [
        (["Pagnol"], "other"),
        ([(ContextKind.SCHOOL, "Marcel-Pagnol")], "school"),
        ([("town", "Pagnol-sur-Mer")], "town"),
        ([(ContextKind.BIRTH_DATE, "2021-00-00")], "birth_date"),
        ([BirthDate.parse("2021-09-01")], "birth_date"),
    ]
    for words, kind in good:
        (broken,) = RULES.check(password, words=words).violations
        assert (broken.id, broken.params) == ("word/context", {"kind": kind})
    bad: list[tuple[Words, str]] = [
        (["a"] * 17, "password/too-many-words"),
        (["a" * 2000], "password/word-too-long"),
        ([("city", "Lyon")], "choice/unknown"),
        ([("birth_date", "2021")], "birth-date/format"),
    ]
    for words, code in bad:
        with pytest.raises(ParseError, match=code):
            RULES.check(password, words=words)


def test_requirements_for_live_display() -> None:
    """The same list, met or not."""
    before, after = RULES.requirements(), RULES.requirements(Password(GOOD))
    assert [rule.id for rule in before] == [rule.id for rule in after]
    assert not any(rule.met for rule in before)
    assert all(rule.met for rule in after)


def test_password_is_out_of_reach() -> None:
    """Nothing gives it back, copies or pickles it."""
    password = Password(bytearray(GOOD, "utf-8"))
    assert password == Password(GOOD)
    assert password != Password("other")
    assert repr(password) == str(password) == "Password(redacted)"
    for way in (pickle.dumps, copy.copy, copy.deepcopy, hash, vars):
        with pytest.raises(TypeError):
            way(password)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a" * 1025, "password/too-long"),
        ("a" * 1_000_000, "password/too-long"),
        (b"\xff", "password/encoding"),
        ("\ud800", "password/encoding"),
    ],
)
def test_password_refuses(text: str | bytes, code: str) -> None:
    """Too much and no text."""
    with pytest.raises(ParseError, match=code):
        Password(text)


def test_hash_and_verify(pool: HashPool) -> None:
    """Right, wrong, absent, corrupt."""
    made = pool.hash_accepted(RULES, Password(GOOD), entropy=Entropy.system())
    assert made.rules_id == "educonnect"
    assert made.stored not in repr(made)
    right = pool.verify(Password(GOOD), made.stored)
    assert (right.right, right.rehash, right.record) == (True, False, RecordAudit.SOUND)
    assert not pool.verify(Password("Tournesol-2022!"), made.stored).right
    absent, corrupt = (pool.verify(Password(GOOD), stored) for stored in (None, "x\0"))
    assert (absent.right, absent.record) == (False, RecordAudit.ABSENT)
    assert (corrupt.right, corrupt.record_code) == (False, "hash/record-format")


def test_rehash_moves_to_the_current_policy(pool: HashPool) -> None:
    """And to the current pepper."""
    old = pool.hash_accepted(RULES, Password(GOOD), entropy=Entropy.system()).stored
    ring = KeyRing("2021", b"p" * 32)
    assert pool.verify(Password(GOOD), old, pepper=ring).rehash
    new = pool.rehash(Password(GOOD), old, entropy=Entropy.system(), pepper=ring)
    assert new is not None
    assert (new.old, new.credential) == (old, None)
    assert new.new.startswith("2021$argon2id$")
    assert repr(new) == "Rehash(credential=None)"
    assert not pool.verify(Password(GOOD), new.new, pepper=ring).rehash
    assert pool.rehash(Password(GOOD), new.new, entropy=Entropy.system(), pepper=ring) is None
    with pytest.raises(HashError, match="hash/pepper"):
        pool.verify(Password(GOOD), new.new)


def test_refused_password_is_not_hashed(pool: HashPool) -> None:
    """The error holds the verdict, and pickles."""
    with pytest.raises(PasswordRefused) as refused:
        pool.hash_accepted(RULES, Password("azerty"), entropy=Entropy.system())
    assert refused.value.code == "password/refused"
    assert len(refused.value.verdict.violations) == 4
    again = pickle.loads(pickle.dumps(refused.value))  # noqa: S301  (pickled here)
    assert again.verdict == refused.value.verdict


@pytest.mark.parametrize("cost", [{"memory_kib": 1}, {"passes": 10**30}, {"lanes": -1}])
def test_policies_are_bounded(cost: dict[str, int]) -> None:
    """Too cheap, too dear."""
    with pytest.raises(HashError, match="hash/policy"):
        HashPolicy(**cost)
    for buffers in (0, -1, 65, 10**30):
        with pytest.raises(HashError, match="hash/pool"):
            HashPool(buffers)
    for policy in (HashPolicy.owasp_19m(), HashPolicy.owasp_46m(), HashPolicy.rfc9106_64m()):
        assert policy.meets_owasp
    assert HashPolicy() == HashPolicy.owasp_19m()
    assert repr(HashPool(1, SMALL, largest=HashPolicy())) == f"HashPool(policy={SMALL!r})"


def test_hashing_lets_other_threads_run() -> None:
    """The GIL is released, so that callers meet: one buffer serves one of them at a time."""
    pool = HashPool(1, HashPolicy(memory_kib=65_536, passes=8))
    together = Barrier(4)

    def verify(_: int) -> str:
        together.wait()
        try:
            return str(pool.verify(Password(GOOD), None).right)
        except HashError as error:
            return error.code

    with ThreadPoolExecutor(4) as threads:
        assert set(threads.map(verify, range(4))) == {"False", "hash/busy"}


def test_keys() -> None:
    """Rings are bounded, show ids only, and stay in the process."""
    ring = KeyRing("2022", b"\xbb" * 32, previous={"2021": b"\xaa" * 64})
    assert ring.current_id == "2022"
    assert repr(ring) == "KeyRing(current_id='2022')"
    bad: list[tuple[str, bytes, dict[str, bytes], str]] = [
        ("a b", b"k" * 32, {}, "key/id"),
        ("a", b"k" * 31, {}, "key/length"),
        ("a", b"k" * 32, {"a": b"k" * 32}, "key/duplicate"),
        ("a", b"k" * 32, {f"p{n}": b"k" * 32 for n in range(9)}, "key/too-many"),
    ]
    for name, key, previous, code in bad:
        with pytest.raises(KeyRingError, match=code):
            KeyRing(name, key, previous=previous)
    for secret in (ring, Entropy.system()):
        with pytest.raises(TypeError):
            pickle.dumps(secret)
    assert "seeded" in repr(Entropy.seeded(-(10**30)))
