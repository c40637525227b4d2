"""Instants of the vectors."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from entkit import parse_instant

if TYPE_CHECKING:
    from datetime import datetime


def instant(text: str) -> datetime:
    """Read an RFC 3339 text."""
    return parse_instant(text)


def rfc3339(moment: datetime) -> str:
    """Write an instant in UTC, with milliseconds where there are any."""
    moment = moment.astimezone(UTC)
    spec = "milliseconds" if moment.microsecond else "seconds"
    return moment.isoformat(timespec=spec).replace("+00:00", "Z")
