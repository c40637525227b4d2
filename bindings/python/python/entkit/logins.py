"""Identifiers that people sign in with; everything is in ``entkit`` too."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from entkit import _native
from entkit.enums import _Labelled

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from entkit._native import PersonName
    from entkit.enums import Lang

__all__ = ["DerivedLogin", "LoginParts", "LoginStyle"]


class LoginStyle(_Labelled):
    """How an identifier is made from a name.

    >>> from entkit import PersonName
    >>> name = PersonName.parse(family="Le Nœl", given="Zoé")
    >>> LoginStyle.INITIAL_DOT_FAMILY_NUMBER.derive(name, taken=["z.lenoel01"])
    'z.lenoel02'
    """

    GIVEN_DOT_FAMILY = "prenom.nom"
    """``zoe.martin``, then ``zoe.martin2``: accounts of an ENT’s own."""
    INITIAL_FAMILY = "pnom"
    """``zmartin``, then ``zmartin1``: academic accounts."""
    INITIAL_DOT_FAMILY_NUMBER = "p.nomXX"
    """``z.martin01`` to ``z.martin99``: EduConnect."""

    def derive(self, name: PersonName, taken: Iterable[str] = ()) -> str:
        """Make the first identifier for ``name`` that is not among ``taken``.

        Raises ParseError: ``login/no-letters`` when the first given name or the family name has no
        Latin letter, ``login/exhausted`` when 99 people of one name have an EduConnect identifier,
        ``login/format`` when one of ``taken`` is none.
        """
        return _native.derive_login(self, name, taken)

    def derive_all(
        self, names: Sequence[PersonName], taken: Iterable[str] = ()
    ) -> list[DerivedLogin]:
        """Make an identifier for each of ``names``, in their order, none given twice.

        Raises ParseError: ``login/format`` when one of ``taken`` is none.
        """
        return _native.derive_logins(self, names, taken)

    def parts(self, login: str) -> LoginParts | None:
        """Take an identifier apart, where it may have been made in this style.

        One identifier may fit two styles. Raises ParseError: ``login/empty``, ``login/format``.
        """
        return _native.login_parts(self, login)

    def _label(self, lang: Lang) -> str:
        return _native.message_text(f"login_style/{self.value}", lang)


@dataclass(frozen=True, slots=True)
class DerivedLogin:
    """What came of one name of a list: an identifier, or why there is none."""

    login: str | None = field(repr=False)
    error: str | None
    """``login/no-letters`` or ``login/exhausted``."""


@dataclass(frozen=True, slots=True)
class LoginParts:
    """The parts of an identifier."""

    given: str = field(repr=False)
    """Given name or its first letter."""
    family: str = field(repr=False)
    number: int | None
    """Number that tells people of one name apart."""
