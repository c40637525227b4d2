"""Stores and the loop that uses them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from entkit import (
    ActivationPolicy,
    CasLost,
    GuardianActivation,
    Ledger,
    MemoryStore,
    PhoneNumber,
    SqliteStore,
    StateError,
    Store,
    StoreError,
    drive,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from entkit import (
        LedgerTransition,
    )

Given = Callable[["datetime"], dict[str, Any]]
MOBILE = PhoneNumber.parse("06 12 34 56 78")
FRESH = Ledger.fresh("guardian-1", "activation")


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """Each of the stores."""
    if request.param == "memory":
        yield MemoryStore()
    else:
        with SqliteStore(tmp_path / "records.sqlite") as opened:
            yield opened


def test_compare_and_swap(store: Store) -> None:
    """Only the expected version is replaced."""
    assert isinstance(store, Store)
    assert store.load("a") is None
    steps = [
        (1, b"x", False),
        (None, b"one", True),
        (None, b"x", False),
        (2, b"x", False),
        (1, b"two", True),
        (1, b"x", False),
        (2, b"three", True),
    ]
    for expected, data, stored in steps:
        assert store.save_if("a", expected, data) is stored
    assert store.load("a") == b"three"
    assert store.load("b") is None


def test_64_parallel_guesses_get_5_verdicts(
    store: Store, code_context: Given, now: datetime
) -> None:
    """However many arrive at once, no guess is judged that is not counted (C2)."""
    given = code_context(now)
    issued = drive(store, FRESH, lambda ledger: ledger.issue(flow="f", to=MOBILE, **given))
    assert issued.outcome.sms is not None
    wrong = "".join(str((int(digit) + 1) % 10) for digit in issued.outcome.sms.code)

    def guess(_: int) -> str:
        committed = drive(store, FRESH, lambda ledger: ledger.submit(flow="f", code=wrong, **given))
        return committed.outcome.name

    with ThreadPoolExecutor(16) as threads:
        outcomes = list(threads.map(guess, range(64)))
    judged = [name for name in outcomes if name in {"wrong", "exhausted", "verified"}]
    assert sorted(judged) == ["exhausted", "wrong", "wrong", "wrong", "wrong"]


def test_drive_starts_over_after_a_lost_race(code_context: Given, now: datetime) -> None:
    """And gives up in the end."""
    given = code_context(now)

    class Unlucky(MemoryStore):
        """Loses some races first."""

        left = 3

        def save_if(self, key: str, expected_version: int | None, data: bytes) -> bool:
            """Lose while there are races left to lose."""
            self.left -= 1
            return self.left < 0 and super().save_if(key, expected_version, data)

    store, steps = Unlucky(), 0

    def step(ledger: Ledger) -> LedgerTransition:
        nonlocal steps
        steps += 1
        return ledger.issue(flow="f", to=MOBILE, **given)

    assert drive(store, FRESH, step).state.version == 1
    assert (steps, len(store)) == (4, 1)
    store.left = 10**9
    with pytest.raises(CasLost, match="cas/lost"):
        drive(store, FRESH, lambda ledger: ledger.cancel(flow="f", **given))


def test_drive_passes_errors_on(store: Store, now: datetime) -> None:
    """Of the state and of the step."""
    fresh, policy = GuardianActivation.fresh("guardian-1"), ActivationPolicy.educonnect()
    store.save_if(fresh.key, None, b"{}")
    with pytest.raises(StateError):
        drive(store, fresh, lambda state: state.observe(now=now, policy=policy))
    with pytest.raises(ZeroDivisionError):
        drive(MemoryStore(), fresh, lambda _: 1 // 0)  # type: ignore[arg-type, return-value]


def test_sqlite_reports_without_details(tmp_path: Path) -> None:
    """What SQLite says may hold what was stored."""
    with pytest.raises(StoreError, match="store/failed") as failed:
        SqliteStore(tmp_path / "no" / "such" / "folder.sqlite")
    assert failed.value.__cause__ is None
    path = tmp_path / "records.sqlite"
    with SqliteStore(path, busy_seconds=0.01) as store:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreError, match="store/busy"):
            store.save_if("a", None, b"x")
        other.execute("ROLLBACK")
        other.close()
        assert store.save_if("a", None, b"x")
    with pytest.raises(StoreError, match="store/failed"):
        store.load("a")


def test_sqlite_is_kept(tmp_path: Path, code_context: Given, now: datetime) -> None:
    """A second opening finds what the first stored."""
    path = tmp_path / "records.sqlite"
    with SqliteStore(path) as store:
        drive(store, FRESH, lambda ledger: ledger.reinstate(**code_context(now)))
        drive(store, FRESH, lambda ledger: ledger.issue(flow="f", to=MOBILE, **code_context(now)))
    with SqliteStore(str(path)) as store:
        data = store.load(FRESH.key)
    assert data is not None
    assert FRESH.reload(data).state == "pending"
