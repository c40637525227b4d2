"""A marked secret, put through everything of the rooms of passwords, identifiers and zones.

The doors are counted against the exports, so that none is forgotten.
"""

from __future__ import annotations

import base64
import inspect
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from entkit import (
    Credential,
    EntError,
    Entropy,
    HashPolicy,
    HashPool,
    ImportedHash,
    KeyRing,
    Password,
    PasswordHistory,
    PasswordRules,
    PersonName,
    Zone,
    compare_password,
    forced_change_exemption,
    lint_password_rules,
    parse_login,
    password_strength,
)
from entkit import _native as native
from test_canary_codes import hides, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from entkit import NewHash

CANARY = "Canari7Zibeline"
SALT = base64.b64encode(f"{CANARY}!".encode()).decode().rstrip("=")
MARKS = {
    "word": CANARY,
    "nul": f"{CANARY}\0",
    "half a pair": f"{CANARY}\ud800",
    "long": CANARY * 500,
    "strong": f"{CANARY}*2021",
    "hash": f"$argon2id$v=19$m=7168,t=1,p=1${SALT}${SALT}{SALT}",
    "login": CANARY.lower(),
    "date": f"{CANARY}-01-01",
}
"""Secrets in every shape that some door reads, and texts that none does."""

NOW = datetime(2026, 9, 1, 8, tzinfo=UTC)
POOL = HashPool(1, HashPolicy(memory_kib=7168, passes=1))
RULES = PasswordRules.find("educonnect")
OWN = PasswordRules.custom("mine", min=1, blocklist=False)
ANY: dict[str, Any] = {"entropy": Entropy.seeded(1)}
PARIS = Zone.parse("Europe/Paris")


def data(text: str) -> bytes:
    """Bytes that hold a mark."""
    return text.encode("utf-8", "surrogatepass")


def name(text: str) -> PersonName:
    """A person of a marked name."""
    return PersonName.parse(text, text)


def made(text: str) -> NewHash:
    """A hash of a marked password."""
    return POOL.hash_accepted(OWN, Password(text), **ANY)


def about(text: str) -> dict[str, Any]:
    """A second typing and words to avoid, all marked."""
    return {"confirmation": Password(text), "words": [text, ("login", text)]}


def history(text: str) -> PasswordHistory:
    """A history of marked passwords."""
    plain = Password(text)
    return PasswordHistory(provisional=plain, current=text, previous=[(plain, NOW)], last=1)


def kept(text: str) -> Credential:
    """An account with a marked record."""
    return Credential.kept(ImportedHash("portal", text), changed_at=NOW)


DOORS: dict[str, Callable[[str], object]] = {
    "Credential.changed": lambda text: kept(text).changed(made(text), at=NOW),
    "Credential.dump": lambda text: Credential.load(kept(text).dump()),
    "Credential.kept": Credential.kept,
    "Credential.load": lambda text: Credential.load(data(text)),
    "Credential.reset": lambda text: kept(text).reset(at=NOW),
    "Credential.without": Credential.without,
    "Entropy.failing": lambda text: POOL.hash_accepted(
        OWN, Password(text), entropy=Entropy.failing()
    ),
    "Entropy.seeded": lambda text: Entropy.seeded(int.from_bytes(data(text))),
    "Entropy.system": lambda _: Entropy.system(),
    "GeneratedPassword.reveal": lambda _: RULES.generate(**ANY),
    "HashPolicy": lambda text: HashPolicy(passes=len(text)),
    "HashPolicy.owasp_19m": lambda _: HashPolicy.owasp_19m(),
    "HashPolicy.owasp_46m": lambda _: HashPolicy.owasp_46m(),
    "HashPolicy.rfc9106_64m": lambda _: HashPolicy.rfc9106_64m(),
    "HashPool": lambda text: HashPool(len(text) % 2, HashPolicy(memory_kib=7168)),
    "HashPool.check_reuse": lambda text: POOL.check_reuse(
        OWN, Password(text), history(text), now=NOW, **about(text)
    ),
    "HashPool.hash_accepted": lambda text: POOL.hash_accepted(
        RULES, Password(text), **ANY, **about(text)
    ),
    "HashPool.hash_unused": lambda text: POOL.hash_unused(
        OWN, Password(f"{text}!"), history(text), now=NOW, **ANY
    ),
    "HashPool.rehash": lambda text: POOL.rehash(Password(text), kept(text), legacy=True, **ANY),
    "HashPool.verify": lambda text: [
        POOL.verify(Password(text), text, pepper=KeyRing("k", b"k" * 32)),
        POOL.verify(Password(text), ImportedHash(text, text)),
        POOL.verify(Password(text), kept(text), legacy=lambda *_: False),
    ],
    "ImportedHash": lambda text: repr(ImportedHash(text, text)),
    "ImportedHash.check": lambda text: ImportedHash("bcrypt", text).check(),
    "KeyRing": lambda text: KeyRing(f"{text}é", data(text), previous={text: data(text)}),
    "Password": Password,
    "PasswordHistory": history,
    "PasswordRules.all": lambda _: PasswordRules.all(),
    "PasswordRules.check": lambda text: OWN.check(Password(text), **about(text)),
    "PasswordRules.custom": lambda text: PasswordRules.custom(f"{text}é", special=text, note=text),
    "PasswordRules.deviations": lambda _: OWN.deviations(),
    "PasswordRules.find": PasswordRules.find,
    "PasswordRules.generate": lambda _: OWN.generate(**ANY),
    "PasswordRules.lint": lambda _: OWN.lint(),
    "PasswordRules.requirements": lambda text: RULES.requirements(Password(text)),
    "Zone.all": lambda _: Zone.all(),
    "Zone.instant_of": lambda text: PARIS.instant_of(NOW.date(), len(text)),
    "Zone.of": Zone.of,
    "Zone.parse": Zone.parse,
    "Zone.start_of": lambda _: PARIS.start_of(NOW.date()),
    "Zone.wall_time": lambda _: PARIS.wall_time(NOW),
    "compare_password": lambda text: compare_password([RULES, OWN], Password(text), **about(text)),
    "derive_login": lambda text: native.derive_login("pnom", name(text), [f"{text}é"]),
    "derive_logins": lambda text: native.derive_logins("pnom", [name(text)] * 2, []),
    "forced_change_exemption": lambda text: forced_change_exemption(NOW, kept(text)),
    "lint_password_rules": lambda text: lint_password_rules(text, special=text, source=text),
    "login_parts": lambda text: native.login_parts("pnom", text),
    "parse_login": lambda text: parse_login(f"{text}é"),
    "password_strength": lambda text: password_strength(Password(text), words=[text]),
}

ROOMS = re.compile(
    r"Credential|Entropy|Generated|Hash|Imported|KeyRing|NewHash|Password|Zone"
    r"|.*password|.*login|forced_change"
)


def exports() -> Iterator[str]:
    """What may be called in these rooms: functions, constructors, methods."""
    for export in native.__all__:
        if not ROOMS.match(export):
            continue
        thing = getattr(native, export)
        if not inspect.isclass(thing):
            yield export
            continue
        if "__new__" in vars(thing):
            yield export
        for member, value in vars(thing).items():
            if not member.startswith("_") and not inspect.isgetsetdescriptor(value):
                yield f"{export}.{member}"


def test_no_export_is_forgotten() -> None:
    """Each has its door."""
    assert sorted(exports()) == sorted(DOORS)


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("mark", MARKS)
def test_no_door_repeats_a_secret(door: str, mark: str) -> None:
    """Neither what it gives, as a program may log it, nor what it raises."""
    found: object
    try:
        found = DOORS[door](MARKS[mark])
    except EntError as error:
        found = error
    seen = shown(found)
    for secret in (MARKS[mark], SALT, CANARY):
        assert hides(seen, secret)


def test_what_is_made_shows_no_secret() -> None:
    """Hashes, generated passwords and peppers, once they are known."""
    new, key = made(CANARY), b"Canari7Zibeline-" * 2
    ring = KeyRing("2026", key)
    one = RULES.generate(**ANY)
    account = Credential.without("never-activated").changed(new, at=NOW)
    rehash = POOL.rehash(Password(CANARY), account, pepper=ring, **ANY)
    assert rehash is not None
    seen = repr([new, ring, one, account, rehash, one.password])
    for secret in (new.stored, rehash.new, one.reveal().decode(), key.decode(), CANARY):
        assert hides(seen, secret)
