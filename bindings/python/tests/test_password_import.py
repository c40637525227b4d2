"""Hashes of other stacks, what an account has, and changes that are asked for."""

from __future__ import annotations

import base64
import copy
import hashlib
import hmac
import pickle
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from argon2 import PasswordHasher
from entkit import (
    Credential,
    EntError,
    Entropy,
    Exemption,
    HashError,
    HashPreparation,
    ImportedHash,
    ImportFormat,
    KeyRing,
    NoPassword,
    ParseError,
    Password,
    PasswordHistory,
    PasswordRules,
    RecordAudit,
    StateError,
    forced_change_exemption,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from entkit import HashPool

RIGHT, WRONG = Password("Azerty69!"), Password("Azerty70!")
BCRYPT = "$2b$04$abcdefghijklmnopqrstuOLhS8D2jWNIleMyWMqrgMH8zRETLKiAe"
RULES = PasswordRules.find("educonnect")
MD5 = hashlib.md5(b"Azerty69!").hexdigest()  # noqa: S324  (of another stack)
CANARY = "Canari7Zibeline"


def at(text: str) -> datetime:
    """Midnight in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def read_md5(tag: str, password: bytearray, record: str) -> bool | None:
    """Read an unsalted digest, as an old portal may have left it."""
    if tag != "portal-md5":
        return None
    return hmac.compare_digest(hashlib.md5(password).hexdigest(), record)  # noqa: S324  (of another stack)


def test_formats(pool: HashPool) -> None:
    """Read under their tag, and always to be replaced."""
    cffi = PasswordHasher(time_cost=1, memory_cost=7168, parallelism=1).hash("Azerty69!")
    pbkdf2 = hashlib.pbkdf2_hmac("sha256", b"Azerty69!", b"saltsalt", 20000)
    django = f"pbkdf2_sha256$20000$saltsalt${base64.b64encode(pbkdf2).decode()}"
    for tag, record in (
        (ImportFormat.BCRYPT, BCRYPT),
        (ImportFormat.ARGON2, cffi),
        (ImportFormat.DJANGO_ARGON2, "argon2" + cffi),
        ("django-pbkdf2-sha256", django),
    ):
        kept = ImportedHash(tag, record)
        kept.check()
        assert (kept.tag, kept.record) == (tag, record)
        found, other = pool.verify(RIGHT, kept), pool.verify(WRONG, kept)
        assert (found.right, found.rehash, found.record) == (True, True, RecordAudit.SOUND)
        assert (other.right, other.rehash, other.record) == (False, False, RecordAudit.SOUND)
        assert pool.rehash(WRONG, kept, entropy=Entropy.system()) is None
        new = pool.rehash(RIGHT, kept, entropy=Entropy.system())
        assert new is not None
        assert (new.old, new.credential) == (record, None)
        assert pool.verify(RIGHT, new.new).right


def test_own_formats(pool: HashPool) -> None:
    """By a function of the host, or by what it found before."""
    kept = ImportedHash("portal-md5", MD5)
    for legacy in (read_md5, True):
        assert pool.verify(RIGHT, kept, legacy=legacy).right
        assert pool.rehash(RIGHT, kept, entropy=Entropy.system(), legacy=legacy) is not None
    for legacy in (read_md5, False):
        assert not pool.verify(WRONG, kept, legacy=legacy).right
        assert pool.rehash(WRONG, kept, entropy=Entropy.system(), legacy=legacy) is None
    for unread in (pool.verify(RIGHT, kept), pool.verify(RIGHT, ImportedHash("other", MD5))):
        assert (unread.right, unread.record_code) == (False, "hash/record-tag")
    unknown = pool.verify(RIGHT, ImportedHash("other", MD5), legacy=read_md5)
    assert (unknown.right, unknown.record) == (False, RecordAudit.CORRUPT)
    bcrypt = ImportedHash("bcrypt", BCRYPT)
    assert not pool.verify(WRONG, bcrypt, legacy=True).right


def test_a_reader_borrows_the_password(pool: HashPool) -> None:
    """What it was given is wiped when it returns, whatever it keeps."""
    kept: list[bytearray] = []

    def keep(tag: str, password: bytearray, record: str) -> bool:
        kept.append(password)
        return bytes(password) == b"Azerty69!" and (tag, record) == ("portal", "x")

    assert pool.verify(RIGHT, ImportedHash("portal", "x"), legacy=keep).right
    assert kept == [bytearray(len("Azerty69!"))]


def test_what_a_reader_raises_comes_out(pool: HashPool) -> None:
    """And the pool is usable after it."""
    inside: list[str] = []

    def fail(_tag: str, _password: bytearray, _record: str) -> bool:
        raise KeyError("connection")

    def reenter(_tag: str, _password: bytearray, _record: str) -> bool:
        try:
            pool.verify(RIGHT, None)
        except HashError as error:
            inside.append(error.code)
        return False

    kept = ImportedHash("portal", "x")
    with pytest.raises(KeyError, match="connection"):
        pool.verify(RIGHT, kept, legacy=fail)
    with pytest.raises(KeyError, match="connection"):
        pool.rehash(RIGHT, kept, entropy=Entropy.system(), legacy=fail)
    assert not pool.verify(RIGHT, kept, legacy=reenter).right
    assert inside == ["hash/busy"]
    bad: list[Any] = [lambda *_: 1, lambda *_: "yes", lambda: True, 1, "yes"]
    for legacy in bad:
        with pytest.raises(TypeError):
            pool.verify(RIGHT, kept, legacy=legacy)
    assert pool.verify(RIGHT, kept, legacy=lambda *_: True).right


@pytest.mark.parametrize(
    ("tag", "record", "code"),
    [
        ("argon2", "x", "hash/record-algorithm"),
        ("argon2", "$argon2id$v=19$m=99999999,t=2,p=1$c2FsdHNhbHQ$dGFn", "hash/record-bounds"),
        ("bcrypt", "$2b$31$" + "a" * 53, "hash/record-bounds"),
        ("bcrypt", "a" * 1_000_000, "hash/record-too-long"),
        ("bcrypt", "$2b$04$\0", "hash/record-format"),
        ("no tag", "x", "hash/record-tag"),
        ("", "x", "hash/record-tag"),
    ],
)
def test_bad_records(pool: HashPool, tag: str, record: str, code: str) -> None:
    """Told by check; a wrong password for a sign-in."""
    kept = ImportedHash(tag, record)
    with pytest.raises(HashError) as refused:
        kept.check()
    assert refused.value.code == code
    found = pool.verify(RIGHT, kept, legacy=lambda *_: True)
    assert (found.right, found.record_code) == (False, code)


def test_preparation() -> None:
    """Listed, and not guessed."""
    kept = ImportedHash("bcrypt", BCRYPT, preparation=HashPreparation.NFC)
    assert kept.preparation is HashPreparation.NFC
    assert kept == ImportedHash("bcrypt", BCRYPT, preparation="nfc")
    assert kept != ImportedHash("bcrypt", BCRYPT)
    with pytest.raises(ParseError, match="choice/unknown"):
        ImportedHash("bcrypt", BCRYPT, preparation="upper")
    for tag, record in (("\ud800", "x"), ("x", "\ud800")):
        with pytest.raises(ParseError, match="text/encoding"):
            ImportedHash(tag, record)


def test_an_imported_account_moves(pool: HashPool) -> None:
    """Sign-in, new hash, new password, letter: each gives another credential."""
    chosen = at("2023-09-04")
    old = Credential.kept(ImportedHash("bcrypt", BCRYPT), changed_at=chosen)
    assert pool.verify(RIGHT, old).rehash
    renewed = pool.rehash(RIGHT, old, entropy=Entropy.system())
    assert renewed is not None
    assert renewed.credential is not None
    assert renewed.old == BCRYPT
    account = Credential.load(renewed.credential.dump())
    assert account == Credential.kept(renewed.new, changed_at=chosen)
    assert (account.changed_at, account.reset_at, account.missing) == (chosen, None, None)
    assert not pool.verify(RIGHT, account).rehash
    assert pool.rehash(RIGHT, account, entropy=Entropy.system()) is None

    made = pool.hash_accepted(RULES, WRONG, entropy=Entropy.system())
    later = account.changed(made, at=at("2024-01-01"))
    assert pool.verify(WRONG, later).right
    assert pool.verify(RIGHT, account).right
    assert later.reset(at=at("2024-02-01")).reset_at == at("2024-02-01")
    with pytest.raises(HashError, match="credential/time"):
        later.changed(made, at=at("2023-12-31"))
    assert later.changed_at == at("2024-01-01")


def test_the_password_of_an_account_is_not_chosen_again(pool: HashPool) -> None:
    """Whatever kept it, and once it was taken back; what nobody can read is told."""
    now = at("2024-03-01")
    account = Credential.kept(ImportedHash("bcrypt", BCRYPT), changed_at=at("2023-09-04"))
    taken = account.reset(at=at("2024-02-01"))
    assert not pool.verify(RIGHT, taken).right
    for current in (account, taken, ImportedHash("bcrypt", BCRYPT)):
        history = PasswordHistory(current=current)
        verdict = pool.check_reuse(RULES, RIGHT, history, now=now)
        assert [broken.id for broken in verdict.violations] == ["reuse/current"]
        assert pool.check_reuse(RULES, WRONG, history, now=now).accepted
    unread = PasswordHistory(current=ImportedHash("other", MD5), previous=[(account, now)], last=1)
    verdict = pool.check_reuse(RULES, RIGHT, unread, now=now)
    assert [broken.id for broken in verdict.violations] == ["reuse/previous"]
    assert verdict.unread == ("hash/record-tag",)
    nothing = PasswordHistory(current=Credential.without(NoPassword.NEVER_ACTIVATED))
    assert pool.check_reuse(RULES, RIGHT, nothing, now=now).accepted


def test_an_account_without_password(pool: HashPool) -> None:
    """Is a state of its own, and costs as much to try."""
    nobody = Credential.without(NoPassword.NEVER_ACTIVATED)
    assert nobody.missing is NoPassword.NEVER_ACTIVATED
    found = pool.verify(RIGHT, nobody)
    assert (found.right, found.record) == (False, RecordAudit.ABSENT)
    assert pool.rehash(RIGHT, nobody, entropy=Entropy.system()) is None
    assert pool.rehash(RIGHT, None, entropy=Entropy.system()) is None
    with pytest.raises(HashError, match="credential/none"):
        nobody.reset(at=at("2024-01-01"))
    made = pool.hash_accepted(RULES, RIGHT, entropy=Entropy.system())
    assert nobody.changed(made, at=at("2024-01-01")).missing is None


def test_forced_change() -> None:
    """The four accounts that are left alone."""
    leak, before, after = at("2024-03-26"), at("2023-09-04"), at("2024-04-01")
    kept = ImportedHash("bcrypt", BCRYPT)
    cases: list[tuple[Credential, Exemption | None]] = [
        (Credential.kept(kept), None),
        (Credential.kept(kept, changed_at=before, reset_at=before), None),
        (Credential.kept(kept, changed_at=leak), Exemption.CHANGED_SINCE),
        (Credential.kept(kept, changed_at=before, reset_at=after), Exemption.ALREADY_RESET),
        (Credential.without("never-activated"), Exemption.NEVER_ACTIVATED),
        (Credential.without(NoPassword.FEDERATED_ONLY), Exemption.FEDERATED_ONLY),
    ]
    for account, exemption in cases:
        assert forced_change_exemption(leak, account) is exemption
        assert Credential.load(account.dump()) == account
        assert account.is_taken_back is (account.reset_at is not None)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"null",
        b"{}",
        b"\xff",
        b'{"schema":0,"state":"none","reason":"never-activated"}',
        b'{"schema":1,"state":"none","reason":"lost"}',
        b'{"schema":1,"state":"none","reason":"never-activated","more":1}',
        b'{"schema":1,"state":"set","hash":{"own":"x"}}',
        b'{"schema":1,"state":"set"}' + b" " * 10 + b"x",
        b"[" * 1_000_000,
    ],
)
def test_stored_credentials(data: bytes) -> None:
    """Anything else than what was written is corrupt."""
    with pytest.raises(StateError, match="state/corrupt"):
        Credential.load(data)


def test_a_credential_of_a_later_version() -> None:
    """It is told apart from a broken one."""
    later = b'{"schema":2,"state":"none","reason":"never-activated"}'
    with pytest.raises(StateError, match="state/newer") as refused:
        Credential.load(later)
    assert refused.value.params == {"found": "2", "known": "1"}


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: Credential.without("lost"), "choice/unknown"),
        (lambda: Credential.kept("x"), "hash/record-format"),
        (lambda: Credential.kept("x" * 1_000_000), "hash/record-too-long"),
        (lambda: Credential.kept("\ud800"), "text/encoding"),
        (
            lambda: Credential.kept(ImportedHash("a", "b"), changed_at=datetime(2024, 1, 1)),  # noqa: DTZ001  (naive on purpose)
            "instant/naive",
        ),
        (
            lambda: forced_change_exemption(at("1999-01-01"), Credential.without("federated-only")),
            "instant/out-of-range",
        ),
    ],
)
def test_credentials_refused(call: Callable[[], object], code: str) -> None:
    """By a code."""
    with pytest.raises(EntError) as refused:
        call()
    assert refused.value.code == code


def test_other_types(pool: HashPool) -> None:
    """Neither a text, an imported hash nor a credential."""
    bad: list[Any] = [b"x", 1, RIGHT, [], pool]
    for stored in bad:
        with pytest.raises(TypeError):
            pool.verify(RIGHT, stored)
        with pytest.raises(TypeError):
            pool.rehash(RIGHT, stored, entropy=Entropy.system())
        with pytest.raises(TypeError):
            Credential.kept(stored)


def test_secrets_stay_inside(pool: HashPool) -> None:
    """Nothing shows a record, nothing copies or pickles it."""
    kept = ImportedHash(CANARY, CANARY)
    account = Credential.kept(kept)
    assert CANARY not in repr(
        [kept, account, pool.verify(RIGHT, kept), pool.verify(RIGHT, account)]
    )
    renewed = pool.rehash(RIGHT, account, entropy=Entropy.system(), legacy=True)
    assert renewed is not None
    assert CANARY not in repr(renewed)
    assert renewed.new not in repr(renewed)
    for secret in (kept, account):
        for way in (pickle.dumps, copy.copy, copy.deepcopy, hash, vars):
            with pytest.raises(TypeError):
                way(secret)
    for call in (
        lambda: ImportedHash(CANARY + " ", CANARY).check(),
        lambda: ImportedHash("argon2", CANARY).check(),
        lambda: Credential.kept(CANARY),
        lambda: Credential.without(CANARY),
        lambda: Credential.load(CANARY.encode()),
        lambda: ImportedHash("a", "b", preparation=CANARY),
    ):
        with pytest.raises(EntError) as refused:
            call()
        assert CANARY not in f"{refused.value!r} {refused.value} {vars(refused.value)}"


def test_a_rehash_loses_to_a_change(pool: HashPool) -> None:
    """Compare-and-swap on the old hash keeps the newer password."""
    ring = KeyRing("2026", b"p" * 32)
    table = {"id-1": pool.hash_accepted(RULES, RIGHT, entropy=Entropy.system()).stored}
    renewed = pool.rehash(RIGHT, table["id-1"], entropy=Entropy.system(), pepper=ring)
    assert renewed is not None
    table["id-1"] = pool.hash_accepted(RULES, WRONG, entropy=Entropy.system()).stored
    if table["id-1"] == renewed.old:
        table["id-1"] = renewed.new
    assert pool.verify(WRONG, table["id-1"], pepper=ring).right
