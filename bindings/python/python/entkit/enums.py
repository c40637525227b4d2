"""Closed lists, as string enumerations: a member equals its stable code.

Every argument that takes a member takes its code too.
"""

from __future__ import annotations

from enum import StrEnum

from entkit import _native

__all__ = [
    "AcademyCodeKind",
    "AcademyKind",
    "ActivationOutcomeName",
    "ActivationStep",
    "Appointer",
    "Audience",
    "BirthDatePrecision",
    "Channel",
    "CharterAct",
    "CharterGateReason",
    "CharterLogFault",
    "CharterMateriality",
    "CharterScope",
    "CharterState",
    "CodePurpose",
    "Community",
    "ConsentAct",
    "ConsentPurpose",
    "ConsentSource",
    "ContactState",
    "ContextKind",
    "DepartmentKind",
    "Device",
    "EntDuty",
    "EntRole",
    "EstablishmentKind",
    "FailReason",
    "IdentitySource",
    "Lang",
    "LedgerOutcomeName",
    "LedgerState",
    "LedgerStep",
    "Level",
    "Majority",
    "MireAxis",
    "OnboardingStep",
    "Partner",
    "PhoneKind",
    "PhoneSlot",
    "PortalKind",
    "Profile",
    "Progress",
    "PublicCode",
    "RecordAudit",
    "Region",
    "Sector",
    "ServiceChannel",
    "Settlement",
    "Standing",
    "System",
]


class Lang(StrEnum):
    """Language of a text shown to a person."""

    FR = "fr"
    EN = "en"


class _Labelled(StrEnum):
    """A list whose members have a label in both languages."""

    @property
    def label_fr(self) -> str:
        """Words to show, in French."""
        return self._label(Lang.FR)

    @property
    def label_en(self) -> str:
        """Words to show, in English."""
        return self._label(Lang.EN)

    def _label(self, lang: Lang) -> str:
        return _native.message_text(f"{_ROOMS[type(self).__name__]}/{self.value.lower()}", lang)


_ROOMS = {
    "ClosureKind": "closure_kind",
    "Digest": "digest",
    "HoldReason": "hold_reason",
    "LocalHolidays": "local_holidays",
    "MessageClass": "message_class",
    "Pace": "pace",
    "PreferenceLayer": "layer",
    "RouteVerdict": "verdict",
    "Topic": "topic",
    "Weekday": "weekday",
    "WhoConsents": "who_consents",
    "LetterHolder": "letter_holder",
    "LetterStep": "letter_step",
    "AccountChange": "account_change",
    "LinkStep": "link_step",
    "PairingStep": "pairing_step",
    "AcademyCodeKind": "academy_code_kind",
    "AcademyKind": "academy_kind",
    "Appointer": "appointer",
    "BirthDatePrecision": "birth-date",
    "Channel": "channel",
    "CharterAct": "charter_act",
    "CharterGateReason": "charter_gate",
    "CharterLogFault": "charter_fault",
    "CharterMateriality": "charter_materiality",
    "CharterScope": "ent_charter",
    "CharterState": "charter_state",
    "Community": "community",
    "ConsentAct": "consent_act",
    "ConsentActorKind": "consent_actor",
    "ConsentPurpose": "purpose",
    "ConsentSource": "consent_source",
    "DepartmentKind": "department_kind",
    "Device": "device",
    "EntDuty": "duty",
    "EntRole": "role",
    "EstablishmentKind": "establishment_kind",
    "IdentitySource": "identity_source",
    "Level": "level",
    "Majority": "majority",
    "MireAxis": "mire_axis",
    "OnboardingStep": "onboarding",
    "Partner": "partner",
    "Authoriser": "authoriser",
    "DirectoryField": "directory_field",
    "ViewerRole": "viewer_role",
    "CardNoticeKind": "card_notice",
    "PhoneSlot": "phone_slot",
    "PortalKind": "portal_kind",
    "Profile": "profile",
    "Sector": "sector",
    "ServiceChannel": "service_channel",
    "Standing": "standing",
    "Exemption": "forced-change",
    "HashPreparation": "hash-preparation",
    "ImportFormat": "hash-format",
    "NoPassword": "no-password",
    "StrengthAdvice": "strength_advice",
    "StrengthLabel": "strength",
    "StrengthWarning": "strength_warning",
}


class Profile(_Labelled):
    """What someone is to a school, by the three letters of the SDET.

    >>> Profile.parse("gar", "National_elv")
    <Profile.PUPIL: 'ELV'>
    >>> Profile.LEGAL_GUARDIAN.label_en
    'Legal guardian of a pupil'
    """

    PUPIL = "ELV"
    LEGAL_GUARDIAN = "TUT"
    TEACHER = "ENS"
    DIRECTION = "DIR"
    SCHOOL_LIFE = "EVS"
    ADMINISTRATIVE = "ETA"
    ACADEMIC = "ACA"
    LIBRARIAN = "DOC"
    LOCAL_AUTHORITY = "COL"

    @classmethod
    def parse(cls, system: System | str, code: str) -> Profile:
        """Read how a System spells a profile, letter for letter.

        Raises ParseError: ``profile/unknown``, ``profile/ambiguous`` when the system uses one
        spelling for several profiles, ``profile/system``.
        """
        return _native.profile_parse(system, code)

    def spellings(self, system: System | str) -> list[str]:
        """Every spelling that a System has for the profile, shared ones included.

        Raises ParseError: ``profile/system``.
        """
        return _native.profile_spellings(self, system)

    @property
    def community(self) -> Community | None:
        """Part of the educational community, or None for staff of an académie."""
        return _native.profile_community(self)


class System(StrEnum):
    """A system with its own spelling of the profiles."""

    SDET = "sdet"
    SDET_LEGACY = "sdet-legacy"
    GAR = "gar"
    ENTCORE = "entcore"
    EDUCONNECT = "educonnect"
    AAF_FUNCTION = "aaf-function"
    AAF_CATEGORY = "aaf-category"
    RECIA = "recia"


class Community(_Labelled):
    """A part of the educational community (code de l’éducation, L111-3)."""

    PUPILS = "pupils"
    STAFF = "staff"
    PARENTS = "parents"
    LOCAL_AUTHORITIES = "local_authorities"
    ASSOCIATIONS = "associations"
    PARTNERS = "partners"


class EntRole(_Labelled):
    """A role in an ENT beside a profile."""

    ADMINISTRATOR = "administrator"
    AUTHORIZED_PERSON = "authorized_person"

    @property
    def duties(self) -> list[EntDuty]:
        """What the role is for."""
        return _native.role_duties(self)

    @property
    def appointers(self) -> list[Appointer]:
        """Who may give the role."""
        return _native.role_appointers(self)

    @property
    def least_per_establishment(self) -> int:
        """How many people must hold the role in each establishment."""
        return _native.role_least_per_establishment(self)

    @property
    def has_own_account(self) -> bool:
        """Whether the role comes with an account of its own."""
        return _native.role_has_own_account(self)


class EntDuty(_Labelled):
    """What a role of an ENT is for."""

    ADMINISTER = "administer"
    ADVISE = "advise"
    MODERATE = "moderate"
    CONTROL = "control"
    MAINTAIN = "maintain"


class Appointer(_Labelled):
    """Who gives a role of an ENT."""

    HEAD_OF_ESTABLISHMENT = "head_of_establishment"
    ESTABLISHMENT = "establishment"
    REGION = "region"


class BirthDatePrecision(_Labelled):
    """How much of a birth date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class Majority(_Labelled):
    """Whether someone is of age; ``unknown`` where the birth date leaves it open."""

    MINOR = "minor"
    EARLY_ADULT = "early_adult"
    ADULT = "adult"
    UNKNOWN = "unknown"


class Standing(_Labelled):
    """What an adult may decide for a pupil."""

    LEGAL = "legal"
    IN_CHARGE = "in_charge"
    CONTACT = "contact"


class Settlement(StrEnum):
    """What a school makes of a dispute: detach the child, or end the dispute."""

    UPHOLD = "uphold"
    RESTORE = "restore"


class Region(StrEnum):
    """Where a phone number is typed: metropolitan France, departments and territories overseas."""

    FR = "FR"
    GP = "GP"
    MQ = "MQ"
    GF = "GF"
    RE = "RE"
    YT = "YT"
    PM = "PM"
    NC = "NC"
    PF = "PF"
    WF = "WF"
    MF = "MF"
    BL = "BL"


class PhoneKind(StrEnum):
    """What a plan uses a number for; codes are sent to mobiles only."""

    MOBILE = "mobile"
    FIXED = "fixed"
    VOIP = "voip"
    OTHER = "other"


class PortalKind(_Labelled):
    """Kind of portal of an ENT."""

    ESTABLISHMENT = "establishment"
    PARTNERS = "partners"
    REGION = "region"
    DEPARTMENT = "department"
    ACADEMIC_AUTHORITY = "academic_authority"
    PRIVATE_EDUCATION = "private_education"


class EstablishmentKind(_Labelled):
    """Kind of the holder of a UAI number."""

    ECOLE_MATERNELLE = "ecole_maternelle"
    ECOLE_ELEMENTAIRE = "ecole_elementaire"
    ECOLE_PRIMAIRE = "ecole_primaire"
    COLLEGE = "college"
    LYCEE = "lycee"
    LYCEE_GENERAL = "lycee_general"
    LYCEE_GENERAL_TECHNOLOGIQUE = "lycee_general_technologique"
    LYCEE_POLYVALENT = "lycee_polyvalent"
    LYCEE_PROFESSIONNEL = "lycee_professionnel"
    LYCEE_AGRICOLE = "lycee_agricole"
    MAISON_FAMILIALE_RURALE = "maison_familiale_rurale"
    CFA = "cfa"
    CITE_SCOLAIRE = "cite_scolaire"
    EREA = "erea"
    MEDICO_SOCIAL = "medico_social"
    RECTORAT = "rectorat"
    DSDEN = "dsden"
    CIRCONSCRIPTION = "circonscription"
    CIO = "cio"
    OTHER = "other"

    @classmethod
    def of_nature(cls, text: str) -> EstablishmentKind | None:
        """Give what directories call so, by a code such as ``802`` or in words, or None."""
        return _native.establishment_kind_of_nature(text)

    @property
    def is_school(self) -> bool:
        """Whether people are schooled or trained there."""
        return _native.establishment_kind_is_school(self)

    @property
    def level(self) -> Level | None:
        """Level of schooling, where the kind has exactly one."""
        return _native.establishment_kind_level(self)


class Sector(_Labelled):
    """Whether an establishment is public or private."""

    PUBLIC = "public"
    PRIVATE = "private"
    PRIVATE_UNDER_CONTRACT = "private_under_contract"

    @classmethod
    def of_spelling(cls, text: str) -> Sector | None:
        """Give the sector that directories spell so, such as ``PR``, or None."""
        return _native.sector_of_spelling(text)


class AcademyKind(_Labelled):
    """Whether an académie is one in law."""

    ACADEMY = "academy"
    OVERSEAS_SERVICE = "overseas_service"


class AcademyCodeKind(_Labelled):
    """What an académie code stands for."""

    CURRENT = "current"
    MERGED = "merged"
    AGRICULTURAL = "agricultural"
    PSEUDO = "pseudo"


class DepartmentKind(_Labelled):
    """Whether a department is one in law."""

    DEPARTMENT = "department"
    OVERSEAS_COLLECTIVITY = "overseas_collectivity"


class Partner(_Labelled):
    """A body that sends messages through the ENT to those who agreed."""

    DEPARTMENT_COUNCIL = "department_council"
    REGION_COUNCIL = "region_council"
    ACADEMY = "academy"
    AGRICULTURAL_EDUCATION = "agricultural_education"
    DIRECCTE = "direccte"


class IdentitySource(_Labelled):
    """Who vouches for a person that signs in."""

    EDUCONNECT = "educonnect"
    ACADEMIC = "academic"
    AGRICULTURAL = "agricultural"
    ATEN = "aten"
    LOCAL = "local"
    UNPUBLISHED = "unpublished"


class Level(_Labelled):
    """Level of schooling that some sign-in pages ask for."""

    ECOLE = "ecole"
    COLLEGE = "college"
    LYCEE = "lycee"


class MireAxis(_Labelled):
    """What a page of a mire asks."""

    PROFILE = "profile"
    ACADEMY = "academy"
    LEVEL = "level"
    SOURCE = "source"


class Device(_Labelled):
    """Whose device it is, as a mire asks before it remembers a choice."""

    PUBLIC_PLACE = "public_place"
    OWN = "own"


class ServiceChannel(_Labelled):
    """Where a service of an ENT is used."""

    WEB = "web"
    MOBILE = "mobile"


class CharterScope(_Labelled):
    """Who sets a charter of use: the ENT as a whole, or each establishment."""

    ENT = "ent"
    ESTABLISHMENT = "establishment"


class OnboardingStep(_Labelled):
    """A step of the first connection."""

    CHARTER = "charter"
    PASSWORD = "password"  # noqa: S105  (a code, no secret)
    CONTACT = "contact"


class Progress(StrEnum):
    """Where a step of the first connection stands."""

    DONE = "done"
    CURRENT = "current"
    TODO = "todo"


class ContextKind(StrEnum):
    """What a word to avoid is."""

    NAME = "name"
    LOGIN = "login"
    SCHOOL = "school"
    TOWN = "town"
    ENT = "ent"
    BIRTH_DATE = "birth_date"
    OTHER = "other"


class RecordAudit(StrEnum):
    """State of the stored hash that a verification was given: for the host's audit log only."""

    ABSENT = "absent"
    CORRUPT = "corrupt"
    SOUND = "sound"


class CodePurpose(StrEnum):
    """What a one-time code is asked for."""

    ACTIVATION = "activation"
    RECOVERY = "recovery"
    PHONE_CHANGE = "phone_change"


class Audience(StrEnum):
    """Whether somebody will read the message: for the host only, never to be shown."""

    KNOWN = "known"
    DECOY = "decoy"


class LedgerState(StrEnum):
    """What became of the last code of a ledger: for the host only."""

    IDLE = "idle"
    PENDING = "pending"
    VERIFIED = "verified"
    EXHAUSTED = "exhausted"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class LedgerStep(StrEnum):
    """Where a person stands with a one-time code, as far as they may know."""

    IDLE = "idle"
    PENDING = "pending"
    VERIFIED = "verified"
    CLOSED = "closed"


class LedgerOutcomeName(StrEnum):
    """What a committed step of a ledger decided: for the host only."""

    SEND_SMS = "send_sms"
    NOTHING_TO_SEND = "nothing_to_send"
    VERIFIED = "verified"
    WRONG = "wrong"
    EXHAUSTED = "exhausted"
    EXPIRED = "expired"
    NOTHING_PENDING = "nothing_pending"
    OTHER_FLOW = "other_flow"
    MALFORMED = "malformed"
    TRY_LATER = "try_later"
    NO_SMS = "no_sms"
    DISABLED = "disabled"
    CANCELLED = "cancelled"
    REINSTATED = "reinstated"
    OBSERVED = "observed"


class PublicCode(StrEnum):
    """What a person may be told; the same for a known person and a decoy."""

    OK = "ok"
    REFUSED = "refused"
    TRY_LATER = "try_later"


class ActivationStep(StrEnum):
    """Where a guardian stands in an activation."""

    PHONE_ENTRY = "phone_entry"
    CODE_ENTRY = "code_entry"
    CHILDREN = "children"
    PASSWORD = "password"  # noqa: S105  (a code, no secret)
    ACTIVATED = "activated"
    FAILED = "failed"
    ABANDONED = "abandoned"


class ActivationOutcomeName(StrEnum):
    """What a committed step of an activation decided: for the host only."""

    ISSUE_CODE = "issue_code"
    CANCEL_CODE = "cancel_code"
    PROOF_REFUSED = "proof_refused"
    CHILDREN_LISTED = "children_listed"
    CHILDREN_INCOMPLETE = "children_incomplete"
    CHILDREN_REFUSED = "children_refused"
    TRY_LATER = "try_later"
    CHILDREN_CONFIRMED = "children_confirmed"
    PASSWORD_REFUSED = "password_refused"  # noqa: S105  (a code, no secret)
    ACTIVATED = "activated"
    FAILED = "failed"
    ABANDONED = "abandoned"
    OBSERVED = "observed"


class FailReason(StrEnum):
    """Why an activation failed."""

    CHILDREN = "children"
    NO_CHILD = "no_child"


class CharterMateriality(_Labelled):
    """Whether a new edition changes what people agree to."""

    EDITORIAL = "editorial"
    SUBSTANTIVE = "substantive"


class CharterAct(_Labelled):
    """What was done with a text of a charter."""

    PRESENTED = "presented"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class CharterGateReason(_Labelled):
    """Why the gate of a charter is open (the first four) or closed."""

    NO_CHARTER = "no_charter"
    ACCEPTED = "accepted"
    EDITORIAL_CHANGE = "editorial_change"
    GRACE = "grace"
    NEVER_ACCEPTED = "never_accepted"
    OUTDATED = "outdated"
    DECLINED = "declined"


class CharterState(_Labelled):
    """Where a person stands with the edition in force."""

    NOT_PRESENTED = "not_presented"
    PRESENTED = "presented"
    ACCEPTED = "accepted"
    OUTDATED = "outdated"
    DECLINED = "declined"


class CharterLogFault(_Labelled):
    """What is wrong with a record of a log, or with the log when the record is 0."""

    UNREADABLE = "unreadable"
    SIZE = "size"
    SEQUENCE = "sequence"
    CHAIN = "chain"
    DIGEST = "digest"
    TIME = "time"
    NOT_PRESENTED = "not_presented"
    REPRESENTATIVE = "representative"
    OTHER_TEXT = "other_text"
    HEAD = "head"
    UNKNOWN_VERSION = "unknown_version"
    NOT_PUBLISHED = "not_published"
    FUTURE = "future"


class PhoneSlot(_Labelled):
    """A place for a number on the contact card; the first three are the school's."""

    PERSONAL = "personal"
    PROFESSIONAL = "professional"
    MOBILE = "mobile"
    OWN_1 = "own_1"
    OWN_2 = "own_2"


class ContactState(StrEnum):
    """Whether a contact number was chosen."""

    UNSET = "unset"
    NUMBER = "number"
    NO_SMS = "no_sms"


class ConsentPurpose(_Labelled):
    """What notifications are sent for."""

    OWN_ESTABLISHMENT = "own_establishment"
    PARTNERS = "partners"


class Channel(_Labelled):
    """How notifications travel."""

    EMAIL = "email"
    SMS = "sms"
    PUSH = "push"
    IN_APP = "in_app"


class ConsentAct(_Labelled):
    """Agreed or no longer."""

    GRANTED = "granted"
    WITHDRAWN = "withdrawn"


class ConsentSource(_Labelled):
    """Where a choice was made; a link in a message can only withdraw."""

    ONBOARDING = "onboarding"
    PREFERENCES = "preferences"
    MESSAGE = "message"
