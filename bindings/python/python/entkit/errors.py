"""Exceptions: what went wrong, by a stable code and a French and an English text.

None of them holds or repeats what a person typed.

========================  =====================================================================
``EntError``              base of all
``ParseError``            a value is refused (``uai/key``); also a ``ValueError``
``EntFileError``          the file of an ENT is refused; a ``ParseError`` with all ``problems``
``PasswordRefused``       a password breaks rules; its ``verdict`` lists them
``StepError``             a step cannot be taken (``step/clock``); nothing changed
``StateError``            stored bytes are no state (``state/corrupt``)
``CasLost``               another step was stored first: load again and step again
``HashError``             a password cannot be hashed or compared (``hash/busy``)
``KeyRingError``          a key or a ring of keys is refused (``key/length``)
``StoreError``            a store failed (``store/failed``, ``store/busy``)
========================  =====================================================================
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from entkit.records import EntFileProblem, PasswordVerdict

__all__ = [
    "CasLost",
    "EntError",
    "EntFileError",
    "HashError",
    "KeyRingError",
    "ParseError",
    "PasswordRefused",
    "StateError",
    "StepError",
    "StoreError",
]


class EntError(Exception):
    """Base of every exception of the package.

    Programs compare ``code``, which never changes; screens show ``text_fr`` or ``text_en``.
    """

    code: str
    """Stable identifier ``room/reason``, such as ``uai/key``."""

    text_fr: str
    """Sentence to show, in French."""

    text_en: str
    """Sentence to show, in English."""

    params: Mapping[str, str]
    """What fills the texts, by name, such as the ``field`` that is out of bounds."""

    def __init__(
        self, code: str, text_fr: str, text_en: str, params: Mapping[str, str] | None = None
    ) -> None:
        """Keep the code, its texts and what fills them."""
        self.code = code
        self.text_fr = text_fr
        self.text_en = text_en
        self.params = dict(params or {})
        super().__init__(code, text_fr, text_en, self.params)

    def __str__(self) -> str:
        """Code and English text."""
        return f"{self.code}: {self.text_en}"

    @classmethod
    def of(cls, code: str) -> Self:
        """Build the exception from a code that has texts."""
        from entkit._native import message_text  # noqa: PLC0415  (the module imports this one)

        return cls(code, message_text(code, "fr"), message_text(code, "en"))


class ParseError(EntError, ValueError):
    """A value from outside is refused."""


class EntFileError(ParseError):
    """The file of an ENT is refused: everything that is wrong with it, at once."""

    problems: tuple[EntFileProblem, ...]
    """At least one: what each value breaks, in the order of the format, then what several do."""

    def __init__(
        self, code: str, text_fr: str, text_en: str, problems: Iterable[EntFileProblem]
    ) -> None:
        """Keep the code, its texts and the problems."""
        super().__init__(code, text_fr, text_en)
        self.problems = tuple(problems)
        self.args = (code, text_fr, text_en, self.problems)

    def __str__(self) -> str:
        """Code and English text, then a line for each problem."""
        return "\n".join([super().__str__(), *map(str, self.problems)])


class PasswordRefused(EntError):
    """A password breaks rules."""

    verdict: PasswordVerdict
    """Every broken rule."""

    def __init__(self, code: str, text_fr: str, text_en: str, verdict: PasswordVerdict) -> None:
        """Keep the code, its texts and the verdict."""
        super().__init__(code, text_fr, text_en)
        self.args = (code, text_fr, text_en, verdict)
        self.verdict = verdict


class StepError(EntError):
    """A step cannot be taken at all: a fault of the program, the clock or the random source."""


class StateError(EntError):
    """Stored bytes are not the state they should be."""


class CasLost(EntError):
    """Another step was stored first; nothing of this one counts."""


class HashError(EntError):
    """A password cannot be hashed or compared; none tells whether it was right."""


class KeyRingError(EntError):
    """A key or a ring of keys is refused."""


class StoreError(EntError):
    """A store failed or is too busy."""
