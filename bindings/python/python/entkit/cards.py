"""The contact card: where a person may be reached, and who is told of a change."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from entkit.enums import _Labelled

if TYPE_CHECKING:
    from entkit._native import ContactCard, Email, PhoneNumber, VerifiedEmail
    from entkit.enums import ContactState, PhoneSlot

__all__ = [
    "CardNotice",
    "CardNoticeKind",
    "CardStep",
    "CardView",
    "ChildLine",
    "ContactWish",
    "EmailLine",
    "EmailReach",
    "PhoneLine",
    "Reach",
    "SmsReach",
]


class CardNoticeKind(_Labelled):
    """What an address is told of a card; the label is the subject of the mail."""

    CONFIRM = "confirm"
    CHANGE_ASKED = "change_asked"
    CHANGED = "changed"
    REMOVED = "removed"


class Reach(StrEnum):
    """Whether a card says where a message may go."""

    TO = "to"
    UNVERIFIED = "unverified"
    REFUSED = "refused"
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class SmsReach:
    """Where a text message may go; the number is there with ``Reach.TO`` alone."""

    reach: Reach
    number: PhoneNumber | None


@dataclass(frozen=True, slots=True)
class EmailReach:
    """Where an e-mail may go; the address is there with ``Reach.TO`` alone."""

    reach: Reach
    email: VerifiedEmail | None


@dataclass(frozen=True, slots=True)
class CardNotice:
    """A mail that a change of address asks for; the host adds its link to a ``CONFIRM``."""

    kind: CardNoticeKind
    to: Email
    text_fr: str
    text_en: str


@dataclass(frozen=True, slots=True)
class CardStep:
    """A card after a change of address: store the card, then send the notices."""

    card: ContactCard
    notices: tuple[CardNotice, ...]


@dataclass(frozen=True, slots=True)
class ContactWish:
    """What a person typed under « Quand et comment me joindre ? », as it is kept."""

    text: str = field(repr=False)
    length: int
    left: int


@dataclass(frozen=True, slots=True)
class PhoneLine:
    """One number of a contact card as a page may show it."""

    slot: PhoneSlot
    masked: str | None
    read_only: bool
    choosable: bool
    confirmed: bool


@dataclass(frozen=True, slots=True)
class EmailLine:
    """The address of a contact card as a page may show it."""

    masked: str
    verified: bool


@dataclass(frozen=True, slots=True)
class ChildLine:
    """What is otherwise for one child; what is None is as for the others."""

    child: str
    contact: ContactState | None
    contact_masked: str | None
    wish: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class CardView:
    """A contact card as a page may show it."""

    phones: tuple[PhoneLine, ...]
    contact: ContactState
    contact_masked: str | None
    email: EmailLine | None
    asked_email: str | None
    wish: str | None = field(repr=False)
    children: tuple[ChildLine, ...]
