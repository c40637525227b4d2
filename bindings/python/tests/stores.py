"""A store in PostgreSQL, as a host writes one, and a program that steps until it is killed.

``python stores.py sqlite|postgres PLACE RUN`` says on its output what it has stored:

==========================  ===============================================
``ready``
``write``                   a write is done and not committed
``sent NUMBER CODE``        a code of the subject ``RUN-NUMBER`` is stored
``wrong NUMBER VERSION``    a guess is stored, and was wrong
``right NUMBER VERSION``    a guess is stored, and was right
==========================  ===============================================
"""

from __future__ import annotations

import sqlite3
import sys
import time
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Self

import psycopg
from entkit import (
    CodePolicy,
    Entropy,
    KeyRing,
    Ledger,
    LedgerContext,
    PhoneNumber,
    SqliteStore,
    drive,
)
from entkit.enums import CodePurpose

if TYPE_CHECKING:
    from entkit import (
        Store,
    )

SQL = Path(__file__).parents[3] / "examples" / "stores" / "sql"
NOW = datetime(2021, 9, 1, 8, tzinfo=UTC)
MOBILE = PhoneNumber.parse("06 12 34 56 78")
CONTEXT = LedgerContext(
    policy=CodePolicy.educonnect_sms(), keys=KeyRing("trial", b"k" * 32), entropy=Entropy.system()
)


def statement(name: str) -> bytes:
    """A statement of the page on stores; psycopg names its places ``%s``, in order."""
    text = (SQL / "postgres" / f"{name}.sql").read_text(encoding="utf-8")
    return (
        text.replace("$1", "%(key)s").replace("$2", "%(two)s").replace("$3", "%(bytes)s").encode()
    )


class PostgresStore:
    """A store over one connection to PostgreSQL."""

    def __init__(self, url: str) -> None:
        """Connect."""
        self.connection = psycopg.connect(url, autocommit=True)

    def load(self, key: str) -> bytes | None:
        """Give the bytes stored under ``key``, or None."""
        found = self.connection.execute(statement("load"), {"key": key}).fetchone()
        return None if found is None else bytes(found[0])

    def save_if(self, key: str, expected_version: int | None, data: bytes) -> bool:
        """Store ``data`` if the record has the expected version."""
        if expected_version is None:
            done = self.connection.execute(statement("create"), {"key": key, "two": data})
        else:
            given = {"key": key, "two": expected_version, "bytes": data}
            done = self.connection.execute(statement("replace"), given)
        return done.rowcount == 1

    def __enter__(self) -> Self:
        """Give the store itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the connection."""
        self.connection.close()


def linger() -> None:
    """Stay between write and commit about as long as everything else takes."""
    print("write", flush=True)  # noqa: T201  (read by the test)
    time.sleep(0.001)


class SlowPostgresStore(PostgresStore):
    """Takes its time to commit."""

    def save_if(self, key: str, expected_version: int | None, data: bytes) -> bool:
        """Store ``data`` if the record has the expected version."""
        with self.connection.transaction():
            stored = super().save_if(key, expected_version, data)
            linger()
        return stored


class SlowSqliteStore:
    """Takes its time to commit in the file of a ``SqliteStore``."""

    def __init__(self, path: str) -> None:
        """Open."""
        self.reader = SqliteStore(path)
        self.connection = sqlite3.connect(path, isolation_level=None, timeout=60)

    def load(self, key: str) -> bytes | None:
        """Give the bytes stored under ``key``, or None."""
        return self.reader.load(key)

    def save_if(self, key: str, expected_version: int | None, data: bytes) -> bool:
        """Store ``data`` if the record has the expected version."""
        self.connection.execute("BEGIN IMMEDIATE")
        if expected_version is None:
            text = "INSERT INTO entkit_records VALUES (:key, 1, :data) ON CONFLICT DO NOTHING"
        else:
            text = (
                "UPDATE entkit_records SET version = version + 1, data = :data"
                " WHERE key = :key AND version = :version"
            )
        given = {"key": key, "data": data, "version": expected_version}
        stored = self.connection.execute(text, given).rowcount == 1
        linger()
        self.connection.execute("COMMIT")
        return stored


def fresh(run: str, number: int) -> Ledger:
    """The ledger of a subject."""
    return Ledger.fresh(f"{run}-{number}", CodePurpose.ACTIVATION)


def issue(store: Store, ledger: Ledger) -> str:
    """A code, stored when this returns."""
    done = drive(
        store, ledger, lambda state: state.issue(flow="f", to=MOBILE, context=CONTEXT, now=NOW)
    )
    assert done.outcome.sms is not None
    return done.outcome.sms.code


def guess(store: Store, ledger: Ledger, code: str) -> tuple[str, int]:
    """The outcome of a guess and the version it led to, stored when this returns."""
    done = drive(
        store, ledger, lambda state: state.submit(flow="f", code=code, context=CONTEXT, now=NOW)
    )
    return str(done.outcome.name), done.state.version or 0


def main(kind: str, place: str, run: str) -> None:
    """Step until killed."""
    store: Store = SlowSqliteStore(place) if kind == "sqlite" else SlowPostgresStore(place)
    print("ready", flush=True)  # noqa: T201  (read by the test)
    for number in count():
        ledger = fresh(run, number)
        code = issue(store, ledger)
        print("sent", number, code, flush=True)  # noqa: T201  (read by the test)
        wrong = "".join("0" if digit == "9" else "9" for digit in code)
        for typed in [wrong] * (number % 5) + [code]:
            name, version = guess(store, ledger, typed)
            verdict = "right" if name == "verified" else "wrong"
            print(verdict, number, version, flush=True)  # noqa: T201  (read by the test)


if __name__ == "__main__":
    main(*sys.argv[1:])
