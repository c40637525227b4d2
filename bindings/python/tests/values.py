"""Instants and consents of the vectors."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any

from entkit import ConsentAct, ConsentEntry, parse_instant

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


def instant(text: str) -> datetime:
    """Read an RFC 3339 text."""
    return parse_instant(text)


def rfc3339(moment: datetime) -> str:
    """Write an instant in UTC, with milliseconds where there are any."""
    moment = moment.astimezone(UTC)
    spec = "milliseconds" if moment.microsecond else "seconds"
    return moment.isoformat(timespec=spec).replace("+00:00", "Z")


def consent_entry(entry: Mapping[str, Any]) -> ConsentEntry:
    """Read an entry of a consent log."""
    purpose, channel, version = entry["purpose"], entry["channel"], entry["text_version"]
    at, source = instant(entry["at"]), entry["source"]
    if ConsentAct(entry["act"]) is ConsentAct.WITHDRAWN:
        return ConsentEntry.withdrawal(purpose, channel, at=at, source=source, text_version=version)
    version = 0 if version is None else version
    return ConsentEntry.grant(purpose, channel, at=at, source=source, text_version=version)
