"""Activation of the mobile application: what its steps decide and show."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from entkit import _native
from entkit.enums import _Labelled

if TYPE_CHECKING:
    from datetime import datetime

    from entkit._native import DeviceGrant, PairingCode
    from entkit.records import PublicOutcome

__all__ = [
    "AccountChange",
    "PairedDevice",
    "PairingOutcome",
    "PairingOutcomeName",
    "PairingState",
    "PairingStep",
    "PairingView",
]


class AccountChange(_Labelled):
    """A change after which codes, links and perhaps devices of an account no longer count."""

    EMAIL_CHANGED = "email_changed"
    PASSWORD_RESET = "password_reset"  # noqa: S105  (a code, no secret)
    UNLINKED = "unlinked"
    GROUPED = "grouped"
    CLOSED = "closed"

    @property
    def ends_devices(self) -> bool:
        """Whether control of the account was in doubt or passed on: devices lose their access too.

        >>> [change.value for change in AccountChange if not change.ends_devices]
        ['email_changed', 'unlinked']
        """
        return _native.account_change_ends_devices(self)


class PairingStep(_Labelled):
    """Where an activation stands, for the signed-in person who asked for it."""

    IDLE = "idle"
    ISSUED = "issued"
    REDEEMED = "redeemed"
    EXPIRED = "expired"
    EXHAUSTED = "exhausted"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"


class PairingState(StrEnum):
    """What became of the last code of an account; ``decoy`` for a record of nobody."""

    IDLE = "idle"
    ISSUED = "issued"
    REDEEMED = "redeemed"
    EXHAUSTED = "exhausted"
    EXPIRED = "expired"
    REVOKED = "revoked"
    DECOY = "decoy"


class PairingOutcomeName(StrEnum):
    """What a committed step of a ``Pairing`` decided."""

    ISSUED = "issued"
    OTHER_ACCOUNT = "other_account"
    STALE_SESSION = "stale_session"
    TOO_MANY_DEVICES = "too_many_devices"
    TRY_LATER = "try_later"
    GRANTED = "granted"
    WRONG = "wrong"
    EXHAUSTED = "exhausted"
    EXPIRED = "expired"
    NOTHING_PENDING = "nothing_pending"
    UNKNOWN = "unknown"
    DELAYED = "delayed"
    DISABLED = "disabled"
    REVOKED = "revoked"
    REINSTATED = "reinstated"
    OBSERVED = "observed"


@dataclass(frozen=True, slots=True)
class PairedDevice:
    """A device that may act for an account."""

    device: str
    since: datetime


@dataclass(frozen=True, slots=True)
class PairingView:
    """What the signed-in page of the account may show; not for a phone."""

    step: PairingStep
    seconds_left: int
    """Seconds during which the code may be typed."""
    attempts_left: int
    device: str | None
    """Device on which the code was typed."""
    issue_in_seconds: int
    """Seconds before another code may be asked for."""


@dataclass(frozen=True, slots=True)
class PairingOutcome:
    """What a committed step of a ``Pairing`` decided: ``public`` for the person, all for the host.

    A phone is told ``public`` only.
    """

    name: PairingOutcomeName
    public: PublicOutcome
    code: PairingCode | None
    """What to show on the page that asked, for ``issued``."""
    grant: DeviceGrant | None
    """For ``granted``."""
    attempts_left: int | None
    """For ``wrong``."""
    until: datetime | None
    """When to try again, for ``try_later`` and ``delayed``."""
    revoked: tuple[str, ...]
    """Devices whose sessions are to be ended, for ``revoked``."""
