"""The contract of a store: who keeps it, who breaks it, and processes that are killed."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import threading
import time
from collections import defaultdict
from contextlib import nullcontext
from typing import TYPE_CHECKING

import pytest
import stores
from entkit import CasLost, MemoryStore, SqliteStore
from entkit.testkit import (
    WORKERS,
    ContractError,
    ContractRule,
    check_loop,
    check_store,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from entkit import Ledger, Store
    from entkit.testkit import (
        Done,
        Loop,
        Step,
    )

ROUNDS = 25

URL = os.environ.get("ENT_POSTGRES", "")
postgres = pytest.mark.skipif(not URL, reason="needs ENT_POSTGRES: make test-stores")


@pytest.fixture(scope="session")
def url() -> str:
    """The database, with its table."""
    with stores.PostgresStore(URL) as store:
        store.connection.execute(stores.statement("schema"))
    return URL


def test_memory() -> None:
    """A store in memory is shared by its threads."""
    store = MemoryStore()
    report = check_store(lambda: nullcontext(store))
    assert (report.workers, report.judged >= 3) == (64, True)
    assert report.lost > 100


def test_sqlite(tmp_path: Path) -> None:
    """Each worker opens the file."""
    path = tmp_path / "records.sqlite"
    assert check_store(lambda: SqliteStore(path, busy_seconds=60)).lost > 100


@postgres
def test_postgres(url: str) -> None:
    """Each worker connects."""
    assert check_store(lambda: stores.PostgresStore(url)).lost > 100


class NoVersionCheck(MemoryStore):
    """Takes the version that stands."""

    def save_if(self, key: str, expected_version: int | None, data: bytes) -> bool:
        """Store."""
        stored = self._records.get(key)
        expected = stored[0] if stored and expected_version else expected_version
        return super().save_if(key, expected, data)


class Overwrites(MemoryStore):
    """Creates what is there."""

    def save_if(self, key: str, expected_version: int | None, data: bytes) -> bool:
        """Store."""
        if expected_version is None:
            self._records.pop(key, None)
        return super().save_if(key, expected_version, data)


class LastWriterWins(MemoryStore):
    """Checks, and writes later."""

    def save_if(self, key: str, expected_version: int | None, data: bytes) -> bool:
        """Store."""
        version = self._records.get(key, (None, b""))[0]
        if version != expected_version:
            return False
        time.sleep(0.02)
        self._records[key] = ((version or 0) + 1, data)
        return True


class Folds(MemoryStore):
    """Ignores case."""

    def load(self, key: str) -> bytes | None:
        """Load."""
        return super().load(key.lower())

    def save_if(self, key: str, expected_version: int | None, data: bytes) -> bool:
        """Store."""
        return super().save_if(key.lower(), expected_version, data)


class Decodes(MemoryStore):
    """Keeps texts."""

    def save_if(self, key: str, expected_version: int | None, data: bytes) -> bool:
        """Store."""
        return super().save_if(key, expected_version, data.decode(errors="replace").encode())


class Fails(MemoryStore):
    """Has no room for many workers."""

    def load(self, key: str) -> bytes | None:
        """Load."""
        if threading.current_thread() is not threading.main_thread():
            raise ConnectionError
        return super().load(key)


class Caches:
    """Reads what it has read before."""

    def __init__(self, store: Store) -> None:
        """Read ``store`` once for each key."""
        self.store, self.read = store, dict[str, bytes]()

    def load(self, key: str) -> bytes | None:
        """Load."""
        found = self.read.get(key) or self.store.load(key)
        if found is not None:
            self.read[key] = found
        return found

    def save_if(self, key: str, expected_version: int | None, data: bytes) -> bool:
        """Store, and read that from then on."""
        stored = self.store.save_if(key, expected_version, data)
        if stored:
            self.read[key] = data
        return stored


@pytest.mark.parametrize(
    ("broken", "rules"),
    [
        (NoVersionCheck, {ContractRule.REPLACE_VERSION, ContractRule.LOST_UNTOUCHED}),
        (Overwrites, {ContractRule.CREATE_ONCE}),
        (Folds, {ContractRule.KEYS}),
        (Decodes, {ContractRule.BYTES}),
        (Fails, {ContractRule.FAILED}),
        (
            LastWriterWins,
            {ContractRule.CREATE_RACE, ContractRule.REPLACE_RACE, ContractRule.VERSIONS},
        ),
    ],
)
def test_broken_stores_are_found(broken: type[MemoryStore], rules: set[ContractRule]) -> None:
    """By what each of them breaks."""
    store = broken()
    with pytest.raises(ContractError) as caught:
        check_store(lambda: nullcontext(store))
    assert rules <= {finding.rule for finding in caught.value.findings}


def test_a_cache_is_found() -> None:
    """Two connections tell different things."""
    store = MemoryStore()
    with pytest.raises(ContractError, match="another connection") as caught:
        check_store(lambda: Caches(store))
    assert ContractRule.VISIBLE in {finding.rule for finding in caught.value.findings}


def test_findings_read_well() -> None:
    """Code, what was expected, what happened."""
    store = Overwrites()
    with pytest.raises(ContractError) as caught:
        check_store(lambda: nullcontext(store))
    first, second, *_ = str(caught.value).splitlines()
    assert first == "the store breaks its contract"
    assert second == (
        "- store_contract/create-once: Creating a record that is there is lost. "
        "Happened: a creation of 3 bytes was stored (docs/stores.md)"
    )
    assert caught.value.findings[0].text_fr.startswith("La création")
    with pytest.raises(ValueError, match="workers"):
        check_store(MemoryStore, workers=0)


def loop_over(store: Store, *, verdict_first: bool) -> Callable[[], Loop]:
    """A loop as a host may write it."""
    every_verdict = threading.Barrier(WORKERS)

    def loop(fresh: Ledger, step: Step) -> Done:
        for _ in range(1000):
            data = store.load(fresh.key)
            transition = step(fresh if data is None else fresh.reload(data))
            writes = transition.writes()
            if verdict_first:
                done = transition.commit(stored=True)
                if data is not None:
                    every_verdict.wait(60)
            stored = all(store.save_if(w.key, w.expected_version, w.data) for w in writes)
            if verdict_first:
                return done
            if stored or not writes:
                return transition.commit(stored=True)
        raise CasLost.of("cas/lost")

    return lambda: loop


def test_a_verdict_before_the_store_is_found() -> None:
    """In the loop, whatever the store."""
    assert check_loop(loop_over(MemoryStore(), verdict_first=False)).judged >= 3
    with pytest.raises(ContractError) as caught:
        check_loop(loop_over(MemoryStore(), verdict_first=True))
    rules = {finding.rule for finding in caught.value.findings}
    assert {ContractRule.GUESSES, ContractRule.VERSIONS} <= rules


def killed(kind: str, place: str, run: str) -> tuple[dict[int, list[list[str]]], int]:
    """What a process told until it was killed, and the writes whose end it did not tell."""
    with subprocess.Popen(
        [sys.executable, stores.__file__, kind, place, run], stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        time.sleep(random.uniform(0, 0.02))  # noqa: S311  (a moment)
        child.kill()
        # A kill may tear the line being printed: what it says was not told.
        lines = [line.split() for line in child.stdout if line.endswith("\n")]
    assert child.returncode == -9, "it stopped by itself"
    told, still_open = defaultdict[int, list[list[str]]](list), 0
    for word, *rest in lines:
        still_open += 1 if word == "write" else -1
        if rest:
            told[int(rest[0])].append([word, rest[1]])
    return told, still_open


def holds(store: Store, ledger: Ledger, told: list[list[str]]) -> None:
    """What was told is stored and counted, and goes on from there."""
    data = store.load(ledger.key)
    assert data is not None
    version = ledger.reload(data).version or 0
    code = next(value for word, value in told if word == "sent")
    judged = [int(value) for word, value in told if word != "sent"]
    assert judged == list(range(2, len(judged) + 2))
    assert len(judged) <= version - 1 <= len(judged) + 1
    challenge = json.loads(data)["body"]["challenge"]
    succeeded = challenge["state"]["is"] == "verified"
    assert challenge["failed"] + succeeded == version - 1
    again = [stores.guess(store, ledger, code)[0] for _ in range(2)]
    assert succeeded + again.count("verified") == 1


def rounds(kind: str, place: str, store: Store) -> None:
    """Kill, look, and again."""
    hits = 0
    for number in range(ROUNDS):
        run = f"kill-{os.getpid()}-{kind}-{number}"
        told, still_open = killed(kind, place, run)
        hits += still_open > 0
        for subject, lines in told.items():
            holds(store, stores.fresh(run, subject), lines)
        following = stores.fresh(run, len(told))
        data = store.load(following.key)
        assert data is None or following.reload(data).version == 1
    assert hits >= ROUNDS // 10, f"only {hits} kills fell between write and answer"


def test_killed_over_sqlite(tmp_path: Path) -> None:
    """A process that is killed leaves what it told."""
    path = tmp_path / "records.sqlite"
    with SqliteStore(path, busy_seconds=60) as store:
        rounds("sqlite", str(path), store)


@postgres
def test_killed_over_postgres(url: str) -> None:
    """A process that is killed leaves what it told."""
    with stores.PostgresStore(url) as store:
        rounds("postgres", url, store)
