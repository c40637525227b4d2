"""Instants of the vectors."""

from __future__ import annotations

from datetime import UTC, datetime


def instant(text: str) -> datetime:
    """Read an RFC 3339 text."""
    return datetime.fromisoformat(text)


def rfc3339(moment: datetime) -> str:
    """Write an instant in UTC, with milliseconds where there are any."""
    moment = moment.astimezone(UTC)
    spec = "milliseconds" if moment.microsecond else "seconds"
    return moment.isoformat(timespec=spec).replace("+00:00", "Z")
