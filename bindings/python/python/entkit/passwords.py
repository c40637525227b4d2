"""Lists and answers about passwords; everything is in ``entkit`` too."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, TypedDict

from entkit.enums import _Labelled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from entkit._native import Credential
    from entkit.records import Violation

__all__ = [
    "Exemption",
    "HashPreparation",
    "ImportFormat",
    "LegacyReader",
    "NoPassword",
    "PasswordComparison",
    "PasswordLint",
    "PasswordRefusal",
    "PasswordRulesOptions",
    "PasswordStrength",
    "Rehash",
    "StrengthAdvice",
    "StrengthLabel",
    "StrengthWarning",
]


class StrengthLabel(_Labelled):
    """How strong a password is, in the order of the scores 0 to 4.

    >>> StrengthLabel.STRONG.label_fr
    'Fort'
    """

    VERY_WEAK = "very_weak"
    WEAK = "weak"
    FAIR = "fair"
    STRONG = "strong"
    VERY_STRONG = "very_strong"


class StrengthWarning(_Labelled):
    """What makes a password easy to guess most of all."""

    CONTEXT = "context"
    COMMON = "common"
    KEYBOARD = "keyboard"
    CALENDAR = "calendar"
    CLUB = "club"
    SCHOOL = "school"
    FIRST_NAME = "first_name"
    TOWN = "town"
    WORD = "word"
    DATE = "date"
    REPEAT = "repeat"
    SEQUENCE = "sequence"
    SHORT = "short"


class StrengthAdvice(_Labelled):
    """What makes a password harder to guess."""

    LONGER = "longer"
    PASSPHRASE = "passphrase"  # noqa: S105  (a code, no secret)
    NO_CONTEXT = "no_context"
    NO_DATE = "no_date"
    NO_PATTERN = "no_pattern"
    CAPITALS = "capitals"
    LOOKALIKES = "lookalikes"


class ImportFormat(_Labelled):
    """A format of other stacks that is read; the code is the tag kept beside each hash."""

    ARGON2 = "argon2"
    DJANGO_ARGON2 = "django-argon2"
    DJANGO_PBKDF2_SHA256 = "django-pbkdf2-sha256"
    BCRYPT = "bcrypt"
    DJANGO_BCRYPT_SHA256 = "django-bcrypt-sha256"


class HashPreparation(_Labelled):
    """What another stack did to a typed password before hashing it.

    ``none``: the bytes as typed are tried first, then the prepared form. ``nfc``: Unicode normal
    form C, so that only the prepared form is tried.
    """

    NONE = "none"
    NFC = "nfc"


class NoPassword(_Labelled):
    """Why an account has no password."""

    NEVER_ACTIVATED = "never-activated"
    FEDERATED_ONLY = "federated-only"


class Exemption(_Labelled):
    """Why a forced change leaves an account alone."""

    NEVER_ACTIVATED = "never-activated"
    CHANGED_SINCE = "changed-since"
    ALREADY_RESET = "already-reset"
    FEDERATED_ONLY = "federated-only"


class LegacyReader(Protocol):
    """The host’s own reader of hashes of other stacks, for the time of a move."""

    def __call__(self, tag: str, password: bytearray, record: str, /) -> bool | None:
        """Tell whether ``password`` is that of ``record``, in constant time.

        None when the tag is not known or the record cannot be read. ``password`` is wiped
        afterwards; the pool must not be used inside.
        """


class PasswordRulesOptions(TypedDict, total=False):
    """Rules of a stack’s own; what is not given is a sound start by NIST SP 800-63B-4."""

    min: int
    """Fewest code points, 1 to ``max``; 15 when not given."""
    max: int
    """Most code points, 1 to 128; 128 when not given."""
    lower: bool
    """Whether a lower-case letter is required; no class is when not given."""
    upper: bool
    digit: bool
    special: str
    """The special characters that count: ASCII punctuation, each once."""
    require_special: bool
    entropy_bits: int
    """Least class entropy in bits, at most 256; 0 for none."""
    blocklist: bool
    """Whether passwords that everybody tries first are refused; true when not given."""
    attempt_limit: bool
    """Whether the rules hold only where attempts are limited; true when not given."""
    source: str
    """Where the rules are published, at most 200 visible characters, as the next two."""
    date: str
    note: str


@dataclass(frozen=True, slots=True)
class PasswordStrength:
    """How strong a password is, and what to say about it; nothing of the password is in it."""

    score: int
    """0 to 4; less than 3 is too weak."""
    label: StrengthLabel
    warning: StrengthWarning | None
    """None from score 3."""
    advice: tuple[StrengthAdvice, ...]
    """In a fixed order; empty from score 3."""


@dataclass(frozen=True, slots=True)
class PasswordLint:
    """Something about rules that whoever sets them should know; its text says what to do."""

    id: str
    """Stable code, such as ``lint/min-weak``, or that of the error when nothing can be built."""
    params: Mapping[str, str] = field(hash=False)
    """Values of the lint, such as ``{"min": "6"}``."""
    impossible: bool
    """Whether the rules cannot be built at all."""
    text_fr: str
    text_en: str


@dataclass(frozen=True, slots=True)
class PasswordRefusal:
    """What one of several sets of rules refuses."""

    rules_id: str
    violations: tuple[Violation, ...]
    uncounted: str
    """Special characters that count under another set compared and not under this one."""


@dataclass(frozen=True, slots=True)
class PasswordComparison:
    """Which sets of rules accept a password, and why the others do not."""

    accepted: tuple[str, ...]
    """Ids, in the order in which the sets were given."""
    refused: tuple[PasswordRefusal, ...]
    common_specials: str
    """Special characters that count under every set that lists any: those to suggest."""


@dataclass(frozen=True, slots=True)
class Rehash:
    """A stored hash and the one to put in its place, by compare-and-swap.

    ``UPDATE account SET hash = :new, tag = NULL WHERE id = :id AND hash = :old``. When no row
    changed, the password was changed meanwhile: drop this value, for writing it would bring the
    former password back. The sign-in stands either way. Write ``credential`` by comparing the
    whole stored value: a reset keeps the hash.
    """

    old: str = field(repr=False)
    """The text that was verified: it must still be the one stored when the new one is written."""
    new: str = field(repr=False)
    """What replaces it: a hash of this library."""
    credential: Credential | None
    """The account with the new hash, where one was given."""
