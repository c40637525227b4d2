"""The contract of a store, for a host’s own tests.

``check_store`` plays it against a store: one call at a time over two connections, then with many
workers at one record. What is broken is raised as ``ContractError``, an ``AssertionError`` with a
line for each finding; ``docs/stores.md`` has the contract in six sentences, the causes of each
finding and the statements for several databases.

>>> from contextlib import nullcontext
>>> from entkit import MemoryStore
>>> from entkit.testkit import check_store
>>> store = MemoryStore()
>>> check_store(lambda: nullcontext(store), workers=8).workers
8

The records it leaves have keys that no other run has; nothing is deleted. Give it a database of the
tests.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from itertools import repeat
from secrets import token_bytes, token_hex
from threading import Barrier, Lock, Thread
from typing import TYPE_CHECKING, Final, Generic, ParamSpec, TypeVar

from entkit._native import (
    CodePolicy,
    Entropy,
    KeyRing,
    Ledger,
    LedgerContext,
    LedgerTransition,
    PhoneNumber,
    message_text,
)
from entkit.enums import CodePurpose
from entkit.errors import CasLost
from entkit.records import Committed, LedgerOutcome
from entkit.store import Store, drive

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = [
    "WORKERS",
    "ContractError",
    "ContractFinding",
    "ContractReport",
    "ContractRule",
    "Loop",
    "check_loop",
    "check_store",
]

WORKERS: Final = 64
"""Workers that find what the contract of a store is meant to stop."""

Step = Callable[[Ledger], LedgerTransition]
Done = Committed[Ledger, LedgerOutcome]
Loop = Callable[[Ledger, Step], Done]
"""A loop of the host’s own: ``drive`` without its store."""

T = TypeVar("T")
R = TypeVar("R")
P = ParamSpec("P")


class ContractRule(StrEnum):
    """A rule of the contract, by its code."""

    ABSENT = "store_contract/absent"
    BYTES = "store_contract/bytes"
    CREATE = "store_contract/create"
    CREATE_ONCE = "store_contract/create-once"
    CREATE_RACE = "store_contract/create-race"
    FAILED = "store_contract/failed"
    GUESSES = "store_contract/guesses"
    INDEPENDENT = "store_contract/independent"
    KEYS = "store_contract/keys"
    LOST_UNTOUCHED = "store_contract/lost-untouched"
    ONE_SUCCESS = "store_contract/one-success"
    PROGRESS = "store_contract/progress"
    REPLACE = "store_contract/replace"
    REPLACE_MISSING = "store_contract/replace-missing"
    REPLACE_RACE = "store_contract/replace-race"
    REPLACE_VERSION = "store_contract/replace-version"
    VERSIONS = "store_contract/versions"
    VISIBLE = "store_contract/visible"


@dataclass(frozen=True, slots=True)
class ContractFinding:
    """One thing that a store did wrong."""

    rule: ContractRule
    happened: str
    """What happened instead, in English."""

    @property
    def text_fr(self) -> str:
        """What was expected, in French."""
        return message_text(self.rule, "fr")

    @property
    def text_en(self) -> str:
        """What was expected, in English."""
        return message_text(self.rule, "en")

    def __str__(self) -> str:
        """All of it in a line."""
        return f"{self.rule}: {self.text_en} Happened: {self.happened} (docs/stores.md)"


class ContractError(AssertionError):
    """A store breaks its contract."""

    findings: tuple[ContractFinding, ...]
    """At least one, in the order in which they were made."""

    def __init__(self, findings: Iterable[ContractFinding]) -> None:
        """Keep the findings."""
        self.findings = tuple(findings)
        super().__init__(self.findings)

    def __str__(self) -> str:
        """Give a line for each finding."""
        return "\n- ".join(["the store breaks its contract", *map(str, self.findings)])


@dataclass(frozen=True, slots=True)
class ContractReport:
    """What was played against a store that kept the contract."""

    workers: int
    stored: int
    """Writes that were stored."""
    lost: int
    """Writes that were lost. Few when the workers hardly met: then the races prove little."""
    judged: int
    """Guesses that were judged."""


Opened = Callable[[], Store | AbstractContextManager[Store]]


def check_store(open_store: Opened, workers: int = WORKERS) -> ContractReport:
    """Play the contract against the store that ``open_store`` opens.

    It is called twice, then once by each worker in its own thread: give each a connection as a
    worker of the service gets one. A context manager, such as ``SqliteStore``, is entered and
    left; wrap one that is shared in ``nullcontext``.

    Raises ContractError with everything that was found. The races are run only by a store that
    does right one call at a time.
    """
    kit = _Kit(workers)

    def opened() -> _Opened[_Counted]:
        return _Opened(open_store, lambda store: _Counted(store, kit))

    with opened() as one, opened() as other:
        single = _Single(kit, one, other)
        for play in (single.compare_versions, single.read_bytes, single.tell_keys_apart):
            kit.attempt(play)
        kit.so_far()
        kit.attempt(_play_races, kit, one, opened)
    loops = lambda: _Opened(open_store, lambda store: _driven(_Counted(store, kit)))  # noqa: E731  (one expression)
    kit.attempt(_play_guesses, kit, loops)
    return kit.so_far()


def check_loop(open_loop: Callable[[], Loop], workers: int = WORKERS) -> ContractReport:
    """Play guesses of many workers against a loop of the host’s own: load, step, store, commit.

    ``open_loop`` gives each worker its loop, a function as ``drive`` without the store. What takes
    a verdict before the store has answered is found here and nowhere else.

    Raises ContractError with everything that was found.
    """
    kit = _Kit(workers)
    _play_guesses(kit, lambda: _Opened(open_loop, lambda loop: loop))
    return kit.so_far()


def _driven(store: Store) -> Loop:
    return lambda fresh, step: drive(store, fresh, step)


class _Stopped(Exception):
    """A call failed, so that what follows it means nothing."""

    def __init__(self, what: str, reason: Exception | str) -> None:
        super().__init__(f"{what}: {reason if isinstance(reason, str) else repr(reason)}")


class _Kit:
    """What the scenarios share: names, counts and findings."""

    def __init__(self, workers: int) -> None:
        if workers < 1:
            raise ValueError("workers")
        self.workers = workers
        self.run = token_hex(8)
        self.policy = CodePolicy.educonnect_sms()
        keys, entropy = KeyRing("testkit", token_bytes(32)), Entropy.system()
        self.context = LedgerContext(policy=self.policy, keys=keys, entropy=entropy)
        self.now = datetime(2026, 9, 1, 8, tzinfo=UTC)
        self.judged = 0
        self._writes: Counter[bool] = Counter()
        self._findings: dict[ContractFinding, None] = {}
        self._lock = Lock()

    def key(self, name: str) -> str:
        """Key of the record ``name`` of this run."""
        return f"store_probe/{self.run}/{name}"

    def wrote(self, stored: bool) -> None:  # noqa: FBT001  (the answer of ``save_if``)
        """Count a write."""
        with self._lock:
            self._writes[stored] += 1

    def find(self, rule: ContractRule, happened: str) -> None:
        """Keep a finding; many workers tell the same."""
        with self._lock:
            self._findings.setdefault(ContractFinding(rule, happened))

    def attempt(self, play: Callable[P, None], *args: P.args, **named: P.kwargs) -> None:
        """Play a scenario until a call fails."""
        try:
            play(*args, **named)
        except _Stopped as stopped:
            self.find(ContractRule.FAILED, str(stopped))

    def so_far(self) -> ContractReport:
        """Raise what was found."""
        if self._findings:
            raise ContractError(self._findings)
        return ContractReport(self.workers, self._writes[True], self._writes[False], self.judged)


class _Opened(Generic[R]):
    """What a factory gives, entered and left when it is a context manager."""

    def __init__(
        self, factory: Callable[[], T | AbstractContextManager[T]], use: Callable[[T], R]
    ) -> None:
        self._stack = ExitStack()
        self._enter: Callable[[], R] = lambda: use(self._given(factory()))

    def _given(self, given: T | AbstractContextManager[T]) -> T:
        if isinstance(given, AbstractContextManager):
            entered: T = self._stack.enter_context(given)
            return entered
        return given

    def __enter__(self) -> R:
        return self._enter()

    def __exit__(self, *_: object) -> None:
        self._stack.close()


class _Counted:
    """A store whose writes are counted, and whose failures are told."""

    def __init__(self, store: Store, kit: _Kit) -> None:
        self._store, self._kit = store, kit

    def load(self, key: str) -> bytes | None:
        what = "a load"
        try:
            found = self._store.load(key)
        except Exception as error:
            raise _Stopped(what, error) from error
        if found is not None:
            _expect(what, found, bytes)
        return found

    def save_if(self, key: str, expected_version: int | None, data: bytes) -> bool:
        what = f"{_at(expected_version)} of {len(data)} bytes"
        try:
            stored = self._store.save_if(key, expected_version, data)
        except Exception as error:
            raise _Stopped(what, error) from error
        _expect(what, stored, bool)
        self._kit.wrote(stored)
        return stored


def _expect(what: str, answer: object, kind: type) -> None:
    if not isinstance(answer, kind):
        raise _Stopped(what, f"a {type(answer).__name__} in place of {kind.__name__}")


def _at(version: int | None) -> str:
    return "a creation" if version is None else f"a replacement at version {version}"


# One call at a time.

_PAYLOADS: Final = (
    rb'{"b":1, "a":"\u00e9", "a":1.0}',
    b"",
    "\u00e9e\u0301\U0001f600".encode(),
    b" \t\r\nx\r\n ",
    bytes(3),
    bytes(range(256)),
    b"\xff\xfe\xc0\x80",
    bytes(range(256)) * 256,
)
"""Bytes that a store could change, the largest state among them."""

_NAMES: Final = {
    "e": "the plain name",
    "E": "upper case",
    "e ": "a space at the end",
    " e": "a space at the start",
    "e\u0301": "an accent of its own",
    "\u00e9": "an accent",
    "\u00ea": "another accent",
    "\u00c9": "an accent in upper case",
    "\uff45": "full width",
    "e\u200d": "an invisible character",
    "e/": "a slash at the end",
    "%": "a wildcard of LIKE",
    "_": "another wildcard of LIKE",
    "e'\"\\;--": "quotes",
    "ss": "two letters",
    "\u00df": "a sharp s",
    "0": "a number",
    "00": "a number with a zero before",
    "0.0": "a number with a point",
}
"""Names that a store could take for one another, and what makes it do so."""

_LONGEST: Final = 255
"""Longest key that is checked, in bytes: no key of the suite is longer."""


class _Single:
    """Two connections, one call at a time."""

    def __init__(self, kit: _Kit, one: Store, other: Store) -> None:
        self.kit, self.one, self.other = kit, one, other

    def compare_versions(self) -> None:
        key, rule = self.kit.key("versions"), ContractRule
        table: tuple[tuple[ContractRule, int | None, bytes, bool], ...] = (
            # what is broken otherwise, expected version, bytes, stored
            (rule.REPLACE_MISSING, 1, b"0", False),
            (rule.CREATE, None, b"1", True),
            (rule.CREATE_ONCE, None, b"one", False),
            (rule.REPLACE_VERSION, 2, b"one", False),
            (rule.REPLACE_VERSION, 2**32 - 1, b"one", False),
            (rule.REPLACE, 1, b"2", True),
            (rule.REPLACE_VERSION, 1, b"two", False),
            (rule.REPLACE_VERSION, 3, b"two", False),
            (rule.CREATE_ONCE, None, b"two", False),
            # The same bytes again are a version of their own.
            (rule.REPLACE, 2, b"2", True),
            (rule.REPLACE_VERSION, 2, b"two", False),
            (rule.REPLACE, 3, b"4", True),
        )
        held: bytes | None = None
        self.reads(rule.ABSENT, key, held)
        for broken, at, data, stored in table:
            self.save(broken, key, at, data, stored=stored)
            held = data if stored else held
            self.reads(rule.BYTES if stored else rule.LOST_UNTOUCHED, key, held)

    def read_bytes(self) -> None:
        for number, data in enumerate(_PAYLOADS):
            key, after = self.kit.key(f"bytes-{number}"), _PAYLOADS[number - 1]
            self.save(ContractRule.CREATE, key, None, data, stored=True)
            self.reads(ContractRule.BYTES, key, data)
            self.save(ContractRule.REPLACE, key, 1, after, stored=True)
            self.reads(ContractRule.BYTES, key, after)

    def tell_keys_apart(self) -> None:
        kit = self.kit
        stem = "k" * (_LONGEST - 1 - len(kit.key("")))
        names = _NAMES | {f"{stem}a": "255 bytes", f"{stem}b": "255 bytes, the last changed"}
        for name, what in names.items():
            found = self.one.load(kit.key(name))
            if found is not None:
                taken = names.get(found.decode(errors="replace"), "another")
                kit.find(ContractRule.KEYS, f"the key with {what} found the record of {taken}")
            elif not self.one.save_if(kit.key(name), None, name.encode()):
                kit.find(ContractRule.KEYS, f"the key with {what} had a record already")
        for name, what in names.items():
            if self.other.load(kit.key(name)) != name.encode():
                kit.find(ContractRule.KEYS, f"the key with {what} has the bytes of another")
        self.one.save_if(kit.key("e"), 1, b"changed")
        for name, what in names.items():
            if name != "e" and self.other.load(kit.key(name)) == b"changed":
                happened = f"the key with {what} changed with the plain name"
                kit.find(ContractRule.INDEPENDENT, happened)

    def save(
        self, rule: ContractRule, key: str, at: int | None, data: bytes, *, stored: bool
    ) -> None:
        if self.one.save_if(key, at, data) is not stored:
            answer = "lost" if stored else "stored"
            self.kit.find(rule, f"{_at(at)} of {len(data)} bytes was {answer}")

    def reads(self, rule: ContractRule, key: str, data: bytes | None) -> None:
        """Both connections read ``data``; that the other one does not is another rule."""

        def told(found: bytes | None) -> str:
            return "nothing" if found is None else f"{len(found)} bytes"

        for store, broken, who in (
            (self.one, rule, "the same connection"),
            (self.other, ContractRule.VISIBLE, "another connection"),
        ):
            found = store.load(key)
            if found != data:
                self.kit.find(broken, f"{who} read {told(found)} in place of {told(data)}")
                break


# Many workers at one record.

_ROUNDS: Final = 3
_STEPS: Final = 2
_GUESSES: Final = 3
_MAX_RACES: Final = 1000

Job = Callable[[T, int], list[R]]


def _all(kit: _Kit, open_one: Callable[[], _Opened[T]], jobs: Sequence[Job[T, R]]) -> list[list[R]]:
    """Run each job by every worker at once, each with a store of its own: what they told."""
    start = Barrier(kit.workers)
    told: list[list[R]] = [[] for _ in jobs]

    def work(number: int) -> None:
        with ExitStack() as stack:
            opened: list[T] = []
            try:
                opened.append(stack.enter_context(open_one()))
            except Exception as error:  # noqa: BLE001  (the host’s)
                kit.find(ContractRule.FAILED, f"a worker could not open the store: {error!r}")
            for job, into in zip(jobs, told, strict=True):
                start.wait()
                try:
                    # Appending is atomic.
                    into.extend(answer for one in opened for answer in job(one, number))
                except CasLost:
                    kit.find(ContractRule.PROGRESS, "a step lost a thousand races in a row")
                except _Stopped as stopped:
                    kit.find(ContractRule.FAILED, str(stopped))
                except Exception as error:  # noqa: BLE001  (the host’s)
                    kit.find(ContractRule.FAILED, repr(error))

    threads = [Thread(target=work, args=(number,)) for number in range(kit.workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def _play_races(kit: _Kit, store: Store, open_one: Callable[[], _Opened[_Counted]]) -> None:
    for number in range(_ROUNDS):
        created, replaced, counted = (
            kit.key(f"{name}-{number}") for name in ("create", "replace", "count")
        )
        store.save_if(replaced, None, b"first")

        def write(key: str, at: int | None) -> Job[_Counted, int]:
            return lambda one, worker: [worker] * one.save_if(key, at, b"%d" % worker)

        def count(key: str) -> Job[_Counted, int]:
            return lambda one, _: [_count(kit, one, key) for _ in range(_STEPS)]

        jobs = (write(created, None), write(replaced, 1), count(counted))
        creators, replacers, versions = _all(kit, open_one, jobs)
        _one_winner(kit, ContractRule.CREATE_RACE, creators, store.load(created))
        _one_winner(kit, ContractRule.REPLACE_RACE, replacers, store.load(replaced))
        _gap_free(kit, versions, 0)


def _count(kit: _Kit, store: Store, key: str) -> int:
    """Count one step in a record that holds its own version."""
    for _ in repeat(None, _MAX_RACES):
        version = int(store.load(key) or 0)
        if store.save_if(key, version or None, b"%d" % (version + 1)):
            read = int(store.load(key) or 0)
            if read <= version:
                happened = f"a worker stored version {version + 1} and then read version {read}"
                kit.find(ContractRule.VISIBLE, happened)
            return version + 1
    raise CasLost.of("cas/lost")


def _one_winner(kit: _Kit, rule: ContractRule, winners: list[int], stands: bytes | None) -> None:
    if len(winners) != 1:
        kit.find(rule, f"{len(winners)} of {kit.workers} workers were told it was stored")
    elif stands != b"%d" % winners[0]:
        kit.find(rule, "the bytes of another worker stand")


def _gap_free(kit: _Kit, versions: list[int], first: int) -> None:
    """Find versions above ``first`` that are missing or stand twice."""
    if sorted(versions) != list(range(first + 1, first + 1 + len(versions))):
        happened = f"{len(versions)} stored steps had {len(set(versions))} versions"
        kit.find(ContractRule.VERSIONS, f"{happened}, the last {max(versions, default=0)}")


_JUDGED: Final = {"verified", "wrong", "exhausted"}


def _play_guesses(kit: _Kit, open_one: Callable[[], _Opened[Loop]]) -> None:
    with open_one() as loop:
        targets = [_target(kit, loop, number) for number in range(_ROUNDS)]
    jobs = [_guesses(kit, fresh, code) for fresh, code in targets]
    limit = kit.policy.max_attempts
    for judged in _all(kit, open_one, jobs):
        kit.judged += len(judged)
        right = sum(name == "verified" for name, _ in judged)
        if len(judged) > limit:
            happened = f"{len(judged)} guesses at a limit of {limit} were judged"
            kit.find(ContractRule.GUESSES, happened)
        if right > 1:
            kit.find(ContractRule.ONE_SUCCESS, f"one code succeeded {right} times")
        if not judged:
            kit.find(ContractRule.PROGRESS, "no guess was judged")
        # The code itself is version 1.
        _gap_free(kit, [version for _, version in judged], 1)


def _target(kit: _Kit, loop: Loop, number: int) -> tuple[Ledger, str]:
    """Issue a code of its own to race for."""
    fresh = Ledger.fresh(f"store-check-{kit.run}-{number}", CodePurpose.ACTIVATION)
    to, context, now = PhoneNumber.parse("06 12 34 56 78"), kit.context, kit.now
    issued = loop(fresh, lambda ledger: ledger.issue(flow="f", to=to, context=context, now=now))
    if issued.outcome.sms is None:
        kit.find(ContractRule.PROGRESS, f"no code was issued, but {issued.outcome.name}")
        kit.so_far()
        raise AssertionError
    return fresh, issued.outcome.sms.code


def _guesses(kit: _Kit, fresh: Ledger, code: str) -> Job[Loop, tuple[str, int]]:
    wrong = "".join("0" if digit == "9" else "9" for digit in code)
    context, now = kit.context, kit.now

    def guess(loop: Loop, worker: int) -> list[tuple[str, int]]:
        judged = []
        for number in range(_GUESSES):
            # One guess in eight is right.
            typed = code if (worker + number) % 8 == 7 else wrong  # noqa: PLR2004  (one in eight is right)
            done = loop(
                fresh,
                lambda ledger, typed=typed: ledger.submit(  # type: ignore[misc]
                    flow="f", code=typed, context=context, now=now
                ),
            )
            if done.outcome.name in _JUDGED:
                judged.append((str(done.outcome.name), done.state.version or 0))
        return judged

    return guess
