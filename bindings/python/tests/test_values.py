"""Places, people, contact."""

from __future__ import annotations

import copy
import pickle
from datetime import UTC, date, datetime

import pytest
from entkit import (
    Channel,
    Email,
    Lang,
    ParseError,
    PersonName,
    PhoneKind,
    PhoneNumber,
    Profile,
    Region,
    System,
    Uai,
    UnverifiedEmail,
    academies,
    departments,
    enums,
    message_codes,
    message_text,
    parse_birth_date,
)
from entkit import _native as native
from hypothesis import given
from hypothesis import strategies as st


def code_of(refused: pytest.ExceptionInfo[ParseError]) -> str:
    """Give the code of what was raised."""
    return refused.value.code


class TestUai:
    """Establishment numbers."""

    def test_reads(self) -> None:
        """Strict and lenient reading."""
        uai = Uai.parse("0750360j")
        assert str(uai) == "0750360J"
        assert repr(uai) == "Uai('0750360J')"
        assert uai.key_valid
        assert uai.academy is not None
        assert uai.academy.name == "Paris"
        assert uai.department is not None
        assert uai.department.academy == uai.academy
        wrong = Uai.parse_lenient("0750360A")
        assert not wrong.key_valid
        assert wrong != uai
        assert Uai.parse_lenient("9990000A").academy is None

    def test_compares(self) -> None:
        """Values sort and hash."""
        numbers = [Uai.parse_lenient(text) for text in ("0750360J", "0010001A", "0750360j")]
        assert len(set(numbers)) == 2
        assert str(min(numbers)) == "0010001A"

    @pytest.mark.parametrize(
        ("text", "code"),
        [("", "uai/format"), ("0750360A", "uai/key"), ("0750360", "uai/format")],
    )
    def test_refuses(self, text: str, code: str) -> None:
        """Typed errors, which are ValueErrors too."""
        with pytest.raises(ParseError) as refused:
            Uai.parse(text)
        assert code_of(refused) == code
        assert isinstance(refused.value, ValueError)

    def test_lists(self) -> None:
        """Académies and departments."""
        assert "01" in {academy.code for academy in academies()}
        assert {department.code for department in departments()} >= {"2A", "75", "974"}


class TestPhone:
    """Phone numbers."""

    def test_reads(self) -> None:
        """Every form of one number."""
        number = PhoneNumber.parse("06 12 34 56 78")
        assert number == PhoneNumber.parse("+33612345678", Region.NC)
        assert number.kind is PhoneKind.MOBILE
        assert number.sms
        assert number.masked == "06 •• •• •• 78"
        assert number.national == "06 12 34 56 78"
        assert number.international == "+33 6 12 34 56 78"

    @pytest.mark.parametrize(
        ("text", "region", "code"),
        [
            ("", "FR", "phone/empty"),
            ("06", Region.FR, "phone/format"),
            ("07 12 34 56 78", None, "phone/unallocated"),
            ("06 12 34 56 78", "fr", "phone/region"),
        ],
    )
    def test_refuses(self, text: str, region: str | None, code: str) -> None:
        """Typed errors."""
        with pytest.raises(ParseError) as refused:
            PhoneNumber.parse(text, region)
        assert code_of(refused) == code


class TestPeople:
    """Names, birth dates, addresses."""

    def test_names(self) -> None:
        """Names in normal form and their comparison."""
        name = PersonName.parse(family=" E\u0301tienne ", given="Zoé, Marie")
        assert (name.family, name.given) == ("Étienne", "Zoé, Marie")
        assert name.same_as(PersonName.parse("ETIENNE", "zoe"))
        with pytest.raises(ParseError) as refused:
            PersonName.parse(family="Martin", given=" ")
        assert code_of(refused) == "name/given-empty"

    def test_birth_dates(self) -> None:
        """Native dates."""
        assert parse_birth_date("2008-05-17") == date(2008, 5, 17)
        for text, code in [("17/05/2008", "format"), ("1899-12-31", "out-of-range")]:
            with pytest.raises(ParseError) as refused:
                parse_birth_date(text)
            assert code_of(refused) == f"birth-date/{code}"

    def test_emails(self) -> None:
        """Unverified and verified addresses are different types."""
        email = Email.parse(" Zoe@Exemple.fr ")
        assert (email.address, email.key) == ("Zoe@Exemple.fr", "zoe@exemple.fr")
        asked = UnverifiedEmail.parse("Zoe@Exemple.fr")
        assert asked == email.unverified()
        assert asked.confirmed().email == email
        different: object = asked.confirmed()
        assert different != asked

    def test_profiles(self) -> None:
        """Every profile reads back from each of its own spellings."""
        assert Profile.parse(System.EDUCONNECT, "eleve2d") is Profile.PUPIL
        for profile in Profile:
            assert profile.label_fr
            assert profile.label_en
            assert f"National_{profile}" in profile.spellings("sdet")
        for system, code, error in [
            ("sdet", "National_XXX", "profile/unknown"),
            ("SDET", "National_ELV", "profile/system"),
        ]:
            with pytest.raises(ParseError) as refused:
                Profile.parse(system, code)
            assert code_of(refused) == error


VALUES = [
    Uai.parse("0750360J"),
    Uai.parse_lenient("0750360A"),
    PhoneNumber.parse("0692 12 34 56"),
    Email.parse("Zoe@Exemple.fr"),
    UnverifiedEmail.parse("zoe@exemple.fr"),
    PersonName.parse("Le Noël", "Zoé"),
    academies()[0],
    departments()[0],
    Profile.PUPIL,
]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_values_travel(value: object, protocol: int) -> None:
    """Values pickle, copy and hash."""
    again = pickle.loads(pickle.dumps(value, protocol))  # noqa: S301
    assert again == value
    assert copy.deepcopy(value) == value
    assert hash(again) == hash(value)


def test_errors_travel() -> None:
    """Errors pickle with their code and texts."""
    with pytest.raises(ParseError) as refused:
        Uai.parse("x")
    again = pickle.loads(pickle.dumps(refused.value))  # noqa: S301
    assert (again.code, again.text_fr) == (refused.value.code, refused.value.text_fr)
    assert str(again) == f"uai/format: {again.text_en}"


def test_lists_mirror_the_domain() -> None:
    """Each enumeration has exactly the codes of the domain, in its order."""
    for name, codes in native.listed_codes().items():
        assert [str(member) for member in getattr(enums, name)] == codes, name


def test_labels_are_known() -> None:
    """Every labelled member has a text."""
    known = set(message_codes())
    for name, room in enums._ROOMS.items():  # noqa: SLF001
        for member in getattr(enums, name):
            assert f"{room}/{member.value.lower()}" in known
            assert member.label_fr
    assert Channel.SMS.label_en
    assert message_text("no/such", Lang.EN) == "no/such"


@given(st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2199, 12, 31)))  # noqa: DTZ001
def test_instants_are_cut_to_milliseconds(moment: datetime) -> None:
    """What comes back is the instant that went in, in UTC, in whole milliseconds."""
    from entkit import ConsentEntry  # noqa: PLC0415

    aware = moment.replace(tzinfo=UTC)
    entry = ConsentEntry.withdrawal("partners", "sms", at=aware, source="message")
    assert entry.at == aware.replace(microsecond=aware.microsecond // 1000 * 1000)
    assert entry.at.tzinfo is UTC
