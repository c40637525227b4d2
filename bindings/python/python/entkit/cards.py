"""The contact card, the page « Résumé », and the red list: who sees what of a person."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from entkit.enums import _Labelled

if TYPE_CHECKING:
    from datetime import datetime

    from entkit._native import (
        BirthDate,
        ContactCard,
        Email,
        PersonName,
        PhoneNumber,
        PostalAddress,
        Uai,
        VerifiedEmail,
    )
    from entkit.enums import ContactState, PhoneSlot, Profile

__all__ = [
    "AuthorisedViewer",
    "Authoriser",
    "CardNotice",
    "CardNoticeKind",
    "CardStep",
    "CardView",
    "ChildLine",
    "ContactWish",
    "DirectoryField",
    "DirectoryHit",
    "DirectoryHits",
    "EmailLine",
    "EmailReach",
    "PhoneLine",
    "Projection",
    "Reach",
    "SmsReach",
    "Summary",
    "SummaryChild",
    "SummaryPhone",
    "SummarySms",
    "SummarySmsKind",
    "ViewerRole",
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


class SummarySmsKind(StrEnum):
    """Where text messages go."""

    UNSET = "unset"
    NUMBER = "number"
    UNCONFIRMED = "unconfirmed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class SummarySms:
    """Where text messages go, with a line to show."""

    kind: SummarySmsKind
    number: str | None = field(repr=False)
    text_fr: str = field(repr=False)
    text_en: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SummaryPhone:
    """One number in full, with a line to show."""

    slot: PhoneSlot
    number: str | None = field(repr=False)
    read_only: bool
    confirmed: bool
    text_fr: str = field(repr=False)
    text_en: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SummaryChild:
    """What is otherwise for one child; what is None is as for the others."""

    child: str = field(repr=False)
    sms: SummarySms | None
    wish: str | None = field(repr=False)


@dataclass(frozen=True, slots=True, repr=False)
class Summary:
    """The page « Résumé »: the person’s own details in full; ``repr`` shows nothing of them."""

    family: str
    given: str
    postal_address: tuple[str, ...]
    on_red_list: bool
    red_list_fr: str | None
    red_list_en: str | None
    email: str | None
    asked_email: str | None
    email_notifications: bool
    email_fr: str
    email_en: str
    notifications_fr: str
    notifications_en: str
    phones: tuple[SummaryPhone, ...]
    school_fr: str
    school_en: str
    sms: SummarySms
    sms_notifications: bool
    wish: str | None
    wish_left: int
    children: tuple[SummaryChild, ...]

    def __repr__(self) -> str:
        """Show nothing of it."""
        return "Summary(redacted)"


class ViewerRole(_Labelled):
    """What a viewer is to the person looked at; the host states it, person by person."""

    ONESELF = "self"
    GUARDIAN = "guardian"
    SCHOOL_OFFICE = "school_office"
    TEACHER = "teacher"
    STAFF = "staff"
    PUPIL = "pupil"
    OTHER_GUARDIAN = "other_guardian"
    PARTNER = "partner"
    OTHER = "other"


class DirectoryField(_Labelled):
    """One thing that a directory knows of a person."""

    NAME = "name"
    PROFILE = "profile"
    ESTABLISHMENT = "establishment"
    CLASSES = "classes"
    BIRTH_DATE = "birth_date"
    POSTAL_ADDRESS = "postal_address"
    EMAIL = "email"
    PHONE_PERSONAL = "phone_personal"
    PHONE_PROFESSIONAL = "phone_professional"
    PHONE_MOBILE = "phone_mobile"
    PHONE_OWN_1 = "phone_own_1"
    PHONE_OWN_2 = "phone_own_2"
    CONTACT_WISH = "contact_wish"
    NOTIFICATIONS = "notifications"


class Authoriser(_Labelled):
    """Who authorised a viewer."""

    PERSON = "person"
    HEAD = "head"


@dataclass(frozen=True, slots=True)
class AuthorisedViewer:
    """A viewer for whom the red list is lifted."""

    id: str
    by: Authoriser
    at: datetime


@dataclass(frozen=True, slots=True, repr=False)
class Projection:
    """The fields one viewer sees of one person; ``repr`` names them and shows no value."""

    name: PersonName | None
    profile: Profile | None
    establishment: Uai | None
    classes: tuple[str, ...]
    birth_date: BirthDate | None
    postal_address: PostalAddress | None
    email: Email | None
    phone_personal: PhoneNumber | None
    phone_professional: PhoneNumber | None
    phone_mobile: PhoneNumber | None
    phone_own_1: PhoneNumber | None
    phone_own_2: PhoneNumber | None
    contact: PhoneSlot | None
    contact_wish: str | None
    notifications: bool | None
    on_red_list: bool | None
    fields: tuple[DirectoryField, ...]

    def __repr__(self) -> str:
        """Name the fields, without a value."""
        return f"Projection({', '.join(self.fields)})"


@dataclass(frozen=True, slots=True)
class DirectoryHit:
    """One person found, by their place among the entries searched."""

    index: int
    seen: Projection


@dataclass(frozen=True, slots=True)
class DirectoryHits:
    """The people a search found, and whether the limit left others out."""

    hits: tuple[DirectoryHit, ...]
    more: bool
