"""Closed lists, as string enumerations: a member equals its stable code.

Every argument that takes a member takes its code too.
"""

from __future__ import annotations

from enum import StrEnum

from entkit import _native

__all__ = [
    "ActivationOutcomeName",
    "ActivationStep",
    "Audience",
    "Channel",
    "CodePurpose",
    "ConsentAct",
    "ConsentPurpose",
    "ConsentSource",
    "ContactState",
    "ContextKind",
    "EstablishmentKind",
    "FailReason",
    "IdentitySource",
    "Lang",
    "LedgerOutcomeName",
    "LedgerState",
    "LedgerStep",
    "Level",
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
    "Channel": "channel",
    "ConsentAct": "consent_act",
    "ConsentPurpose": "purpose",
    "ConsentSource": "consent_source",
    "EstablishmentKind": "establishment_kind",
    "IdentitySource": "identity_source",
    "Level": "level",
    "OnboardingStep": "onboarding",
    "Partner": "partner",
    "PhoneSlot": "phone_slot",
    "PortalKind": "portal_kind",
    "Profile": "profile",
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


class System(StrEnum):
    """A system with its own spelling of the profiles."""

    SDET = "sdet"
    SDET_LEGACY = "sdet-legacy"
    GAR = "gar"
    ENTCORE = "entcore"
    EDUCONNECT = "educonnect"
    AAF_FUNCTION = "aaf-function"


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
    """What a word to avoid in a password is."""

    NAME = "name"
    LOGIN = "login"
    SCHOOL = "school"
    ENT = "ent"
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


class ConsentAct(_Labelled):
    """Agreed or no longer."""

    GRANTED = "granted"
    WITHDRAWN = "withdrawn"


class ConsentSource(_Labelled):
    """Where a choice was made; a link in a message can only withdraw."""

    ONBOARDING = "onboarding"
    PREFERENCES = "preferences"
    MESSAGE = "message"
