"""Provisional credentials on paper: what the steps of a letter decide and show."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from entkit.enums import _Labelled

if TYPE_CHECKING:
    from datetime import date, datetime

    from entkit._native import LetterTransition, Notice, UnverifiedEmail
    from entkit.records import PublicOutcome

__all__ = [
    "ActivatedLetter",
    "ActivationScope",
    "LetterBatch",
    "LetterExpiry",
    "LetterHolder",
    "LetterOutcome",
    "LetterOutcomeName",
    "LetterState",
    "LetterStep",
    "LetterView",
    "NoticeInstruction",
]


class LetterHolder(_Labelled):
    """Whose account a letter activates.

    A pupil confirms their own birth date and may leave the e-mail address out; a guardian confirms
    the children’s birth dates and gives an address.
    """

    PUPIL = "pupil"
    GUARDIAN = "guardian"


class LetterStep(_Labelled):
    """Where a person stands with a letter, as far as they may know."""

    SIGN_IN = "sign_in"
    ACTIVATION = "activation"
    ACTIVATED = "activated"


class LetterState(StrEnum):
    """What became of a letter; ``none`` before the first, ``superseded`` of an earlier one only."""

    NONE = "none"
    ACTIVE = "active"
    IN_ACTIVATION = "in_activation"
    ACTIVATED = "activated"
    EXPIRED = "expired"
    LOCKED = "locked"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"


class LetterOutcomeName(StrEnum):
    """What a committed step of a ``Letter`` decided."""

    PRINT = "print"
    ALREADY_ACTIVATED = "already_activated"
    OPENED = "opened"
    WRONG = "wrong"
    LOCKED = "locked"
    EXPIRED = "expired"
    NO_LETTER = "no_letter"
    NOT_OPEN = "not_open"
    OTHER_FLOW = "other_flow"
    PASSWORD_REFUSED = "password_refused"  # noqa: S105  (a code, no secret)
    PASSWORD_IS_PROVISIONAL = "password_is_provisional"  # noqa: S105  (a code, no secret)
    EMAIL_MISSING = "email_missing"
    DATES_REFUSED = "dates_refused"
    TRY_LATER = "try_later"
    ACTIVATED = "activated"
    ABANDONED = "abandoned"
    REVOKED = "revoked"
    OBSERVED = "observed"


@dataclass(frozen=True, slots=True)
class LetterExpiry:
    """When a letter ends."""

    last_day: date
    """Last day on which it may be used."""
    expires_at: datetime
    """First instant at which it is refused: midnight at the end of that day."""


@dataclass(frozen=True, slots=True)
class LetterView:
    """What may travel to the page or the phone; numbers only while the page is open."""

    step: LetterStep
    seconds_left: int | None
    """Seconds left to send the activation page."""
    date_attempts_left: int | None
    """Submissions of birth dates left."""
    email_required: bool | None


@dataclass(frozen=True, slots=True)
class NoticeInstruction:
    """One step of a notice."""

    id: str
    """Stable code, such as ``notice/pupil-sign-in``."""
    text: str
    """Sentence to print."""


@dataclass(frozen=True, slots=True)
class ActivationScope:
    """What the secret of a letter opens: the activation page of one flow. It is no session."""

    subject: str
    holder: LetterHolder
    flow: str
    """The only flow it is open to."""
    until: datetime
    """First instant at which the page is refused."""


@dataclass(frozen=True, slots=True)
class ActivatedLetter:
    """What an activation leaves to the host: store the password, send a link to the address."""

    subject: str
    password_hash: str = field(repr=False)
    email: UnverifiedEmail | None
    changed_at: datetime
    """When the account was activated and the password chosen."""


@dataclass(frozen=True, slots=True)
class LetterOutcome:
    """What a committed step of a ``Letter`` decided: ``public`` for the person."""

    name: LetterOutcomeName
    public: PublicOutcome
    notice: Notice | None
    """What to print and hand over, for ``print``."""
    scope: ActivationScope | None
    """For ``opened``."""
    account: ActivatedLetter | None
    """For ``activated``; keep the record, whose ``observe`` says it again for ten minutes."""
    attempts_left: int | None
    """For ``wrong`` and ``dates_refused``."""
    until: datetime | None
    """When a submission is judged again, for ``try_later``."""


@dataclass(frozen=True, slots=True)
class LetterBatch:
    """What a batch made before it ended, each letter sealed until it is stored."""

    letters: tuple[LetterTransition, ...]
    """One for each person, in their order, up to where the batch stopped."""
    stopped_at: int | None
    """Place in the list, from 0, where it stopped; None when everybody has a letter."""
    stopped_by: str | None
    """Code why it stopped, such as ``step/busy``."""
