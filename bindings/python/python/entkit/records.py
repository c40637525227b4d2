"""What the package answers: frozen records, to compare, match, hash and pickle.

They are made by the package; a program has no reason to build one. What is personal or secret is
left out of ``repr``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from entkit._native import (
        Academy,
        AdministrativeRegion,
        CharterActor,
        Country,
        Department,
        GuardianEdge,
        PhoneNumber,
        PhoneProof,
        Sms,
        Uai,
    )
    from entkit.enums import (
        ActivationOutcomeName,
        ActivationStep,
        Audience,
        Channel,
        CharterAct,
        CharterGateReason,
        CharterLogFault,
        CharterState,
        ConsentPurpose,
        FailReason,
        IdentitySource,
        LedgerOutcomeName,
        LedgerStep,
        Majority,
        OnboardingStep,
        PortalKind,
        Profile,
        Progress,
        PublicCode,
        RecordAudit,
        ServiceChannel,
    )

__all__ = [
    "Abroad",
    "ActivatedAccount",
    "ActivationOutcome",
    "ActivationView",
    "AgeReading",
    "CharterGate",
    "CharterLogCheck",
    "CharterLogEntry",
    "ChildGuardian",
    "Choice",
    "CodeRequest",
    "Committed",
    "ConsentLine",
    "Deviation",
    "EntFileProblem",
    "EntLifetimes",
    "EntService",
    "GuardianChild",
    "GuardianDispute",
    "HelpGroup",
    "HelpTopic",
    "InDepartment",
    "LedgerOutcome",
    "LedgerView",
    "ListedChild",
    "MireChoices",
    "MirePath",
    "MireSource",
    "PartnerView",
    "Partnership",
    "PasswordVerdict",
    "PortalAddress",
    "PublicOutcome",
    "Requirement",
    "Stage",
    "Verification",
    "Violation",
    "Write",
]

S_co = TypeVar("S_co", covariant=True)
O_co = TypeVar("O_co", covariant=True)


@dataclass(frozen=True, slots=True)
class InDepartment:
    """An establishment is registered in a department or overseas collectivity."""

    department: Department
    academy: Academy


@dataclass(frozen=True, slots=True)
class Abroad:
    """An establishment is registered abroad."""

    country: Country


@dataclass(frozen=True, slots=True)
class AgeReading:
    """What is known of an age on a day, in whole years; None before birth."""

    youngest: int | None
    """If the person was born as late as the date allows."""
    oldest: int | None
    """If the person was born as early as the date allows."""
    majority: Majority
    under_15: bool | None
    """None where the date leaves it open; below 15, EduConnect advises a parent’s address."""


@dataclass(frozen=True, slots=True)
class GuardianChild:
    """A child and what is said of a guardian and the child."""

    child: str
    edge: GuardianEdge


@dataclass(frozen=True, slots=True)
class ChildGuardian:
    """A guardian and what is said of the guardian and a child."""

    guardian: str
    edge: GuardianEdge


@dataclass(frozen=True, slots=True)
class GuardianDispute:
    """What a school has to settle: a guardian said not to be the child’s."""

    guardian: str
    child: str
    by: str
    """The account that said so."""
    at: datetime


@dataclass(frozen=True, slots=True)
class PortalAddress:
    """A portal with its address and the person who answers for what it publishes."""

    kind: PortalKind
    key: str
    name: str
    url: str
    director_fr: str
    director_en: str
    uai: Uai | None


@dataclass(frozen=True, slots=True)
class Choice:
    """A sign-in choice to show; ``id`` is appended to the path when it is made."""

    id: str
    label_fr: str
    label_en: str


@dataclass(frozen=True, slots=True)
class MireChoices:
    """Choices to show next, in this order."""

    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class MireSource:
    """The person signs in there; ``academy`` is set when the choice names one."""

    source: IdentitySource
    academy: Academy | None
    selection: str | None
    """Key of the choice in the sign-in address, where it is verified."""
    sign_in: str | None
    """Sign-in address, where it is verified."""


@dataclass(frozen=True, slots=True)
class MirePath:
    """Choices that lead to a sign-in."""

    path: tuple[str, ...]
    """Ids of the choices, as ``Ent.mire_choices`` takes them."""
    choices: tuple[Choice, ...]
    label_fr: str
    """Labels of the choices in one line."""
    label_en: str


@dataclass(frozen=True, slots=True)
class Partnership:
    """One published list of the partners that carry an ENT."""

    id: str
    """Stable id among the lists of the ENT."""
    read_on: date | None
    """Day on which the document was read; always given."""
    since: date | None
    """First day on which the list holds, when the document tells."""
    regions: tuple[AdministrativeRegion, ...]
    """In the order of the file, as what follows is."""
    departments: tuple[Department, ...]
    academies: tuple[Academy, ...]
    agricultural_education: bool
    """Whether the authority of agricultural education (DRAAF) is a partner."""
    private_education: bool
    """Whether the regional committee of catholic education (CREC) is a partner."""


@dataclass(frozen=True, slots=True)
class EntService:
    """A service or feature of an ENT."""

    id: str
    label_fr: str
    label_en: str
    profiles: tuple[Profile, ...]
    """Who is known to have it; empty when the guides do not tell."""
    channels: tuple[ServiceChannel, ...]


@dataclass(frozen=True, slots=True)
class HelpTopic:
    """A topic or frequent question of the online help."""

    id: str
    label_fr: str
    label_en: str


@dataclass(frozen=True, slots=True)
class HelpGroup:
    """A page of the online help."""

    id: str
    label_fr: str
    label_en: str
    profiles: tuple[Profile, ...]
    """Whose page it is; empty for everybody’s."""
    topics: tuple[HelpTopic, ...]
    """In the order people see them; empty when the guides do not show them."""


@dataclass(frozen=True, slots=True)
class EntLifetimes:
    """How long things last on an ENT; None where the guides do not tell."""

    sms_code_minutes: int | None
    """For which a code by SMS may be used."""
    mobile_code_minutes: int | None
    """For which a code that activates a phone may be used."""
    email_link_hours: int | None
    """For which a link by e-mail may be opened."""
    letter_months: int | None
    """For which a provisional password on paper may be used."""
    retention_months: int | None
    """After which an account that nobody is entitled to any more is deleted."""
    remembered_choice_days: int | None
    """For which a sign-in choice is remembered."""


@dataclass(frozen=True, slots=True)
class EntFileProblem:
    """One thing that is wrong with the file of an ENT; nothing repeats what the file says."""

    code: str
    """Stable code, such as ``ent-file/unknown-field``."""
    path: str
    """Where, such as ``mires.enseignant.choices[2].source``; empty for the whole file."""
    line: int | None
    """Counted from 1, where it is known."""
    column: int | None
    """In characters, counted from 1, for a syntax error."""
    text_fr: str
    text_en: str

    def __str__(self) -> str:
        """Line, path, code and English text."""
        line = "" if self.line is None else f"line {self.line}: "
        return f"{line}{self.path or '(file)'}: {self.text_en} ({self.code})"


@dataclass(frozen=True, slots=True)
class Stage:
    """A step of a first connection and where it stands."""

    step: OnboardingStep
    progress: Progress


@dataclass(frozen=True, slots=True)
class CharterLogEntry:
    """One record of a charter log."""

    sequence: int
    """Place in the log, from 1."""
    at: datetime
    act: CharterAct
    version: str
    """Id of the text it was done with."""
    text_digest: str
    """Digest of the exact bytes of that text."""
    by: CharterActor
    previous: str
    """Digest of the record before; of person and scope for the first."""
    digest: str
    """Digest of this record and, by the chain, of all before."""


@dataclass(frozen=True, slots=True)
class CharterGate:
    """Whether a person may go on, and why."""

    open: bool
    required: str | None
    """Id of the edition in force, accepted or not, or None where no charter is in force."""
    reason: CharterGateReason
    grace_until: datetime | None
    """First instant at which the grace is over, while it runs."""
    state: CharterState


@dataclass(frozen=True, slots=True)
class CharterLogCheck:
    """Whether a stored log is as it was written."""

    intact: bool
    record: int | None
    """Number of the first bad record, from 1; 0 for the log as a whole."""
    fault: CharterLogFault | None


@dataclass(frozen=True, slots=True)
class Violation:
    """One rule that a password breaks; its text says what to do."""

    id: str
    """Stable code, such as ``length/min``."""
    params: Mapping[str, int | str] = field(hash=False)
    """Values of the rule, such as ``{"min": 8, "actual": 5}``."""
    text_fr: str
    text_en: str


@dataclass(frozen=True, slots=True)
class PasswordVerdict:
    """Every rule that a password breaks, in a fixed order; none when it is accepted."""

    rules_id: str
    accepted: bool
    violations: tuple[Violation, ...]
    unread: tuple[str, ...] = ()
    """Codes of the hashes of earlier passwords that could not be read, and were not compared."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """One published rule and whether what is typed so far keeps it."""

    id: str
    met: bool
    text_fr: str
    text_en: str


@dataclass(frozen=True, slots=True)
class Verification:
    """Whether a password is the one that was stored."""

    right: bool
    rehash: bool
    """Whether the stored hash has another cost or pepper than a new one would have."""
    record: RecordAudit
    """For the host's audit log, never for the person."""
    record_code: str | None
    """Code of what is wrong with a corrupt stored hash."""


@dataclass(frozen=True, slots=True)
class Write:
    """A record to store before a transition is committed.

    SQL: ``INSERT … ON CONFLICT DO NOTHING`` when ``expected_version`` is None, else
    ``UPDATE … WHERE key = ? AND version = ?``. The new version is one more.
    """

    key: str
    expected_version: int | None
    data: bytes = field(repr=False)
    """UTF-8 JSON, to be kept on the server side."""


@dataclass(frozen=True, slots=True)
class Committed(Generic[S_co, O_co]):
    """A step that has been stored: the state it led to and what was decided."""

    state: S_co
    outcome: O_co


@dataclass(frozen=True, slots=True)
class PublicOutcome:
    """What the person may be told; the same for a known person and a decoy."""

    code: PublicCode
    seconds: int | None
    """Seconds to wait, for ``try_later``."""
    text_fr: str
    text_en: str


@dataclass(frozen=True, slots=True)
class LedgerOutcome:
    """What a committed step of a ledger decided: ``public`` for the person, all for the host."""

    name: LedgerOutcomeName
    public: PublicOutcome
    sms: Sms | None
    """The message to send, for ``send_sms``."""
    proof: PhoneProof | None
    """For ``verified``."""
    attempts_left: int | None
    """For ``wrong``."""
    until: datetime | None
    """When to try again, for ``try_later``."""


@dataclass(frozen=True, slots=True)
class LedgerView:
    """What a person may see of their one-time code."""

    step: LedgerStep
    sent_to: str | None
    """Masked number, while a code may be typed."""
    seconds_left: int
    attempts_left: int
    resend_in_seconds: int | None
    """Seconds before another code may be asked for, while one may be typed."""


@dataclass(frozen=True, slots=True)
class Deviation:
    """Where a policy is laxer than a named standard asks; seconds for a lifetime."""

    id: str
    standard: str
    requirement: int
    value: int


@dataclass(frozen=True, slots=True)
class CodeRequest:
    """A code to issue on the ledger of ``subject``, for the purpose ``activation``."""

    subject: str
    to: PhoneNumber
    audience: Audience = field(repr=False)


@dataclass(frozen=True, slots=True)
class ActivatedAccount:
    """What the host creates when an activation ends well."""

    subject: str
    login: str = field(repr=False)
    attached: tuple[str, ...]
    """Pupils attached to the account."""
    disputed: tuple[str, ...]
    """Pupils whose attachment the guardian disputes: for the school to decide."""
    password_hash: str = field(repr=False)
    activated_at: datetime


@dataclass(frozen=True, slots=True)
class ActivationOutcome:
    """What a committed step of an activation decided: ``public`` for the person."""

    name: ActivationOutcomeName
    public: PublicOutcome
    code_request: CodeRequest | None
    """For ``issue_code``."""
    cancel_subject: str | None
    """Subject of the ledger to cancel, for ``cancel_code``."""
    attempts_left: int | None
    """For ``children_refused``."""
    until: datetime | None
    """When to try again, for ``try_later``."""
    account: ActivatedAccount | None
    """For ``activated``."""
    reason: FailReason | None
    """For ``failed``."""


@dataclass(frozen=True, slots=True)
class ListedChild:
    """A child shown to a guardian who has proved the phone."""

    pupil: str
    given_name: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ActivationView:
    """What a guardian may see of an activation."""

    step: ActivationStep
    sent_to: str | None
    """Masked number, while a code is awaited."""
    children: tuple[ListedChild, ...]
    attempts_left: int | None
    login: str | None = field(repr=False)
    seconds_left: int | None


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """Whether a person agrees for one purpose and one channel."""

    purpose: ConsentPurpose
    channel: Channel
    granted: bool


@dataclass(frozen=True, slots=True)
class PartnerView:
    """What a partner may know of a person: a reference and how they may be reached."""

    reference: str
    channels: tuple[Channel, ...]
