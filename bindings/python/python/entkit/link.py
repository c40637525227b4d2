"""Links that confirm an e-mail address: what their steps decide and show."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from entkit.enums import _Labelled

if TYPE_CHECKING:
    from datetime import datetime

    from entkit._native import LinkMail, VerifiedEmail
    from entkit.records import PublicOutcome

__all__ = [
    "LinkConfirmation",
    "LinkInspection",
    "LinkOutcome",
    "LinkOutcomeName",
    "LinkState",
    "LinkStep",
    "LinkView",
]


class LinkStep(_Labelled):
    """Where the confirmation of an address stands."""

    IDLE = "idle"
    PENDING = "pending"
    CONFIRMED = "confirmed"
    CLOSED = "closed"


class LinkState(StrEnum):
    """What became of the last link of an account."""

    IDLE = "idle"
    PENDING = "pending"
    CONFIRMED = "confirmed"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"


class LinkOutcomeName(StrEnum):
    """What a committed step of an ``EmailLink`` decided."""

    SEND_LINK = "send_link"
    TRY_LATER = "try_later"
    CONFIRMED = "confirmed"
    WRONG = "wrong"
    EXHAUSTED = "exhausted"
    EXPIRED = "expired"
    NOTHING_PENDING = "nothing_pending"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"
    OBSERVED = "observed"


@dataclass(frozen=True, slots=True)
class LinkView:
    """What the signed-in page of the account may show."""

    step: LinkStep
    sent_to: str | None
    """Masked address, while the link may be confirmed."""
    seconds_left: int
    """Seconds during which the link may be confirmed."""
    resend_in_seconds: int
    """Seconds before another link may be asked for."""


@dataclass(frozen=True, slots=True)
class LinkInspection:
    """What the page of an opened link may show: whether a button confirms it."""

    step: LinkStep
    """``pending`` when the link may be confirmed, ``closed`` otherwise."""
    address: str | None
    """Masked address that would be confirmed."""
    seconds_left: int


@dataclass(frozen=True, slots=True)
class LinkConfirmation:
    """An address that its owner confirmed: write it on the card. It signs nobody in."""

    account: str
    """The account that asked."""
    email: VerifiedEmail
    """The address, as it was asked for."""
    notice_to: VerifiedEmail | None
    """The address that it takes the place of, to be told of the change."""
    confirmed_at: datetime


@dataclass(frozen=True, slots=True)
class LinkOutcome:
    """What a committed step of an ``EmailLink`` decided: ``public`` for the person."""

    name: LinkOutcomeName
    public: PublicOutcome
    mail: LinkMail | None
    """What to index and then to send, for ``send_link``."""
    confirmation: LinkConfirmation | None
    """For ``confirmed``."""
    attempts_left: int | None
    """For ``wrong``."""
    until: datetime | None
    """When the same request may pass, for ``try_later``."""
