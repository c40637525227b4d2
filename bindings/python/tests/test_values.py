"""Places, people, contact."""

from __future__ import annotations

import copy
import pickle
from datetime import UTC, date, datetime

import entkit
import pytest
from entkit import (
    Appointer,
    BirthDate,
    BirthDatePrecision,
    Channel,
    Community,
    Email,
    EntDuty,
    EntRole,
    Lang,
    Majority,
    ParseError,
    PersonName,
    PhoneKind,
    PhoneNumber,
    Profile,
    Quota,
    Region,
    StorageSize,
    System,
    Uai,
    UnverifiedEmail,
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
        assert name.usual is None
        married = PersonName.parse("d’Étienne", "Zoé, Marie-Lou", usual="Durand")
        assert (married.usual, married.display_name) == ("Durand", "Zoé, Marie-Lou DURAND")
        assert married.list_name == "DURAND Zoé, Marie-Lou"
        assert married.given_names == ("Zoé", "Marie-Lou")
        assert married.initials == "ZD"
        assert married.same_as(PersonName.parse("durand", "Zoé"))
        assert PersonName.parse("de Zuloaga", "A").sort_key > married.sort_key
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

    def test_birth_dates_known_in_part(self) -> None:
        """Two ages, and nothing of the date in ``repr``."""
        born = BirthDate.parse("2008-09-00")
        assert (born.text, born.presumed, born.date) == ("2008-09-00", True, None)
        assert born.precision is BirthDatePrecision.MONTH
        assert BirthDate.of(date(2008, 9, 1)).may_be_presumed
        assert "2008" not in f"{born!r} {born}"
        age = born.age_on(date(2026, 9, 15))
        assert (age.youngest, age.oldest, age.majority) == (17, 18, Majority.UNKNOWN)
        whole = BirthDate.of(date(2008, 9, 2))
        assert whole.date == date(2008, 9, 2)
        assert whole.age_on(date(2026, 9, 1), early=True).majority is Majority.EARLY_ADULT
        assert whole.age_on(date(2022, 9, 1)).under_15
        assert whole.age_on(date(2008, 9, 1)).youngest is None
        assert born < whole
        for day, code in [(date(1999, 12, 31), "day/out-of-range")]:
            with pytest.raises(ParseError) as refused:
                born.age_on(day)
            assert code_of(refused) == code
        with pytest.raises(TypeError):
            born.age_on(datetime(2026, 9, 15, tzinfo=UTC))

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

    def test_communities_and_roles(self) -> None:
        """What the law and the glossary of an ENT say."""
        assert Profile.PUPIL.community is Community.PUPILS
        assert Profile.ACADEMIC.community is None
        assert EntDuty.MODERATE in EntRole.ADMINISTRATOR.duties
        assert EntRole.AUTHORIZED_PERSON.appointers == [Appointer.REGION, Appointer.ESTABLISHMENT]
        assert EntRole.ADMINISTRATOR.has_own_account
        assert EntRole.ADMINISTRATOR.least_per_establishment == 1
        spelling, *_ = Profile.PUPIL.spellings(System.RECIA)
        assert Profile.parse(System.RECIA, spelling) is Profile.PUPIL


class TestStorage:
    """Sizes and quotas of shared folders."""

    def test_reads_and_shows(self) -> None:
        """A size in either language; a quota by its bytes."""
        size = StorageSize.parse("299,5 MB")
        assert (size.bytes, size.text_fr, size.text_en) == (314_048_512, "299.5 Mo", "299.5 MB")
        assert eval(repr(size), {"StorageSize": StorageSize}) == size  # noqa: S307  (a `repr` of ours)
        folder = Quota(limit=StorageSize(300 << 20), used=StorageSize(546 << 10))
        assert folder.available.text_fr == "299.5 Mo"
        assert folder.accepts(folder.available)
        assert not folder.accepts(StorageSize(folder.available.bytes + 1))
        assert folder.summary_en == "Space used: 546 KB, available: 299.5 MB"
        assert Quota(StorageSize(1), StorageSize(2)).available == StorageSize(0)

    @pytest.mark.parametrize(
        ("given", "code"),
        [("many", "format"), ("1025 Go", "too-large"), (-1, "format"), (2**40 + 1, "too-large")],
    )
    def test_refuses(self, given: str | int, code: str) -> None:
        """Typed errors."""
        read = StorageSize.parse if isinstance(given, str) else StorageSize
        with pytest.raises(ParseError) as refused:
            read(given)  # type: ignore[arg-type]
        assert code_of(refused) == f"storage_size/{code}"


VALUES = [
    Uai.parse("0750360J"),
    Uai.parse_lenient("0750360A"),
    PhoneNumber.parse("0692 12 34 56"),
    Email.parse("Zoe@Exemple.fr"),
    UnverifiedEmail.parse("zoe@exemple.fr"),
    PersonName.parse("Le Noël", "Zoé"),
    PersonName.parse("Le Noël", "Zoé", "Martin"),
    BirthDate.parse("2008-09-00"),
    BirthDate.parse("2008-09-02").age_on(date(2026, 9, 1)),
    StorageSize(546 << 10),
    Quota(StorageSize(1), StorageSize(2)),
    Profile.PUPIL,
]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_values_travel(value: object, protocol: int) -> None:
    """Values pickle, copy and hash."""
    again = pickle.loads(pickle.dumps(value, protocol))  # noqa: S301  (pickled here)
    assert again == value
    assert copy.deepcopy(value) == value
    assert hash(again) == hash(value)


def test_errors_travel() -> None:
    """Errors pickle with their code and texts."""
    with pytest.raises(ParseError) as refused:
        Uai.parse("x")
    again = pickle.loads(pickle.dumps(refused.value))  # noqa: S301  (pickled here)
    assert (again.code, again.text_fr) == (refused.value.code, refused.value.text_fr)
    assert str(again) == f"uai/format: {again.text_en}"


def test_lists_mirror_the_domain() -> None:
    """Each enumeration has exactly the codes of the domain, in its order."""
    for name, codes in native.listed_codes().items():
        assert [str(member) for member in getattr(entkit, name)] == codes, name


def test_labels_are_known() -> None:
    """Every labelled member has a text."""
    known = set(message_codes())
    for name, room in enums._ROOMS.items():  # noqa: SLF001  (what is tested)
        for member in getattr(entkit, name):
            assert f"{room}/{member.value.lower()}" in known
            assert member.label_fr
    assert Channel.SMS.label_en
    assert message_text("no/such", Lang.EN) == "no/such"


@given(st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2199, 12, 31)))  # noqa: DTZ001  (bounds)
def test_instants_are_cut_to_milliseconds(moment: datetime) -> None:
    """What comes back is the instant that went in, in UTC, in whole milliseconds."""
    from entkit import ConsentEntry  # noqa: PLC0415  (of this test alone)

    aware = moment.replace(tzinfo=UTC)
    entry = ConsentEntry.withdrawal("partners", "sms", at=aware, source="message")
    assert entry.at == aware.replace(microsecond=aware.microsecond // 1000 * 1000)
    assert entry.at.tzinfo is UTC
