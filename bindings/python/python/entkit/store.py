"""Stores with compare-and-swap, and the loop that uses them.

>>> from datetime import UTC, datetime
>>> from entkit import GuardianActivation, ActivationPolicy, MemoryStore, drive
>>> fresh = GuardianActivation.fresh("guardian-1")
>>> policy, now = ActivationPolicy.educonnect(), datetime(2021, 9, 1, 8, tzinfo=UTC)
>>> drive(MemoryStore(), fresh, lambda state: state.observe(now=now, policy=policy)).outcome.name
<ActivationOutcomeName.OBSERVED: 'observed'>
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING, Protocol, Self, TypeVar, runtime_checkable

from entkit.errors import CasLost, StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path
    from types import TracebackType

    from entkit.records import Write

__all__ = ["MemoryStore", "SqliteStore", "State", "Store", "Transition", "drive"]

C_co = TypeVar("C_co", covariant=True)
C = TypeVar("C")

_MAX_RACES = 1000
"""Lost races after which ``drive`` gives up: far more than one record ever has at once."""


@runtime_checkable
class Store(Protocol):
    """A store of records, as a host implements it."""

    def load(self, key: str) -> bytes | None:
        """Give the bytes stored under ``key``, or None."""
        ...

    def save_if(self, key: str, expected_version: int | None, data: bytes) -> bool:
        """Store ``data`` in one atomic operation, and tell whether it was stored.

        ``expected_version`` is the version that the record must have, None when there must be no
        record yet. The new record has the next version, 1 for the first.
        """
        ...


class State(Protocol):
    """A stored state, such as a ``Ledger`` or a ``Pairing``."""

    @property
    def key(self) -> str:
        """Key of the record."""
        ...

    def reload(self, data: bytes) -> Self:
        """Read the same record from stored bytes."""
        ...


class Transition(Protocol[C_co]):
    """A sealed step."""

    def writes(self) -> Sequence[Write]:
        """Give the records to store before ``commit``."""
        ...

    def commit(self, stored: bool) -> C_co:  # noqa: FBT001  (the answer of ``save_if``)
        """Open the outcome after the store has answered."""
        ...


S = TypeVar("S", bound=State)


def drive(store: Store, fresh: S, step: Callable[[S], Transition[C]]) -> C:
    """Load a record, take one step, store it and give what was committed.

    ``fresh`` is the record as it is before it was ever stored, such as
    ``Ledger.fresh(subject, purpose)``; ``step`` takes the state and gives a transition, and is
    called again when another step was stored first. It must not act on the world by itself.

    Raises StateError, StepError and whatever ``step`` or the store raises; CasLost after a
    thousand lost races.
    """
    for _ in range(_MAX_RACES):
        data = store.load(fresh.key)
        transition = step(fresh if data is None else fresh.reload(data))
        stored = all(
            store.save_if(write.key, write.expected_version, write.data)
            for write in transition.writes()
        )
        try:
            return transition.commit(stored)
        except CasLost:
            continue
    raise CasLost.of("cas/lost")


class MemoryStore:
    """A store in memory, for tests; threads may share it."""

    def __init__(self) -> None:
        """Start empty."""
        self._lock = Lock()
        self._records: dict[str, tuple[int, bytes]] = {}

    def load(self, key: str) -> bytes | None:
        """Give the bytes stored under ``key``, or None."""
        with self._lock:
            record = self._records.get(key)
            return None if record is None else record[1]

    def save_if(self, key: str, expected_version: int | None, data: bytes) -> bool:
        """Store ``data`` if the record has the expected version."""
        with self._lock:
            version, _ = self._records.get(key, (None, b""))
            if version != expected_version:
                return False
            self._records[key] = ((version or 0) + 1, data)
            return True

    def __len__(self) -> int:
        """Count the records."""
        return len(self._records)


class SqliteStore:
    """A store in one SQLite file, shared by threads and processes.

    Use it as a context manager, or ``close`` it. Its table is ``entkit_records``.
    """

    def __init__(self, path: str | Path, *, busy_seconds: float = 5.0) -> None:
        """Open or create the file; wait up to ``busy_seconds`` for another writer.

        Raises StoreError: ``store/failed``, ``store/busy``.
        """
        self._lock = Lock()
        with _reported():
            self._connection = sqlite3.connect(
                path, timeout=busy_seconds, isolation_level=None, check_same_thread=False
            )
            self._connection.execute(
                "CREATE TABLE IF NOT EXISTS entkit_records"
                " (key TEXT PRIMARY KEY, version INTEGER NOT NULL, data BLOB NOT NULL)"
            )

    def load(self, key: str) -> bytes | None:
        """Give the bytes stored under ``key``, or None.

        Raises StoreError: ``store/failed``, ``store/busy``.
        """
        with self._lock, _reported():
            found = self._connection.execute(
                "SELECT data FROM entkit_records WHERE key = ?", (key,)
            ).fetchone()
        return None if found is None else bytes(found[0])

    def save_if(self, key: str, expected_version: int | None, data: bytes) -> bool:
        """Store ``data`` if the record has the expected version.

        Raises StoreError: ``store/failed``, ``store/busy``.
        """
        with self._lock, _reported():
            if expected_version is None:
                done = self._connection.execute(
                    "INSERT INTO entkit_records (key, version, data) VALUES (?, 1, ?)"
                    " ON CONFLICT DO NOTHING",
                    (key, data),
                )
            else:
                done = self._connection.execute(
                    "UPDATE entkit_records SET version = version + 1, data = ?"
                    " WHERE key = ? AND version = ?",
                    (data, key, expected_version),
                )
        return done.rowcount == 1

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    def __enter__(self) -> Self:
        """Give the store itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the file."""
        self.close()


@contextmanager
def _reported() -> Iterator[None]:
    """Report a failure of SQLite without its text, which may hold what was stored."""
    try:
        yield
    except sqlite3.Error as error:
        busy = getattr(error, "sqlite_errorcode", None) in {
            sqlite3.SQLITE_BUSY,
            sqlite3.SQLITE_LOCKED,
        }
        raise StoreError.of("store/busy" if busy else "store/failed") from None
