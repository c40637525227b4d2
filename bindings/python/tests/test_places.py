"""Academies, territories, authorities, establishments."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest
from entkit import (
    Abroad,
    AcademicAuthority,
    AcademicRegion,
    Academy,
    AcademyCode,
    AcademyCodeKind,
    AcademyKind,
    AdministrativeRegion,
    Country,
    Crec,
    Department,
    DepartmentKind,
    Establishment,
    EstablishmentKind,
    InDepartment,
    Level,
    LocalAuthority,
    Ministry,
    ParseError,
    Sector,
    Uai,
    academies,
    departments,
)

PLACES: list[Any] = [
    Academy,
    AcademyCode,
    Department,
    AdministrativeRegion,
    AcademicRegion,
    Country,
    Ministry,
]
NAMED = [place for place in PLACES if hasattr(place, "of_name")]


@pytest.mark.parametrize("place", PLACES)
def test_every_code_reads_back(place: Any) -> None:
    """By code, in order, as itself."""
    listed = place.all()
    assert listed == sorted(listed)
    assert len(set(listed)) == len(listed)
    for one in listed:
        assert place.parse(one.code) == one
        assert str(one) == one.code
        assert repr(one) == f"{place.__name__}({one.code!r})"
    with pytest.raises(ParseError, match="/unknown"):
        place.parse(listed[0].code + "x")


@pytest.mark.parametrize("place", NAMED)
def test_every_name_reads_back(place: Any) -> None:
    """Without regard to case and accents."""
    for one in place.all():
        assert place.of_name(one.name.upper()) == one
        assert one in place.search(one.name)
    assert place.search("") == place.all()
    assert place.search("zzz") == []
    with pytest.raises(ParseError, match="/unknown"):
        place.of_name("Atlantide")


def test_academies() -> None:
    """What is known of one, and what leads to it."""
    lyon = Academy.parse("10")
    assert (lyon.name, lyon.kind) == ("Lyon", AcademyKind.ACADEMY)
    assert lyon.academic_region is not None
    assert lyon.academic_region.region.name == "Auvergne-Rhône-Alpes"
    assert lyon in lyon.academic_region.academies
    assert "69" in [department.code for department in lyon.departments]
    assert Academy.of_domain("zoe@AC-LYON.fr") == lyon
    assert Academy.of_aaf_prefix(lyon.aaf_prefix) == lyon
    assert lyon.former_trigram is not None
    assert Academy.of_trigram(lyon.former_trigram) == lyon
    assert academies() == Academy.all()
    for find in (Academy.of_domain, Academy.of_aaf_prefix, Academy.of_trigram):
        with pytest.raises(ParseError, match="academy/unknown"):
            find("evil-ac-lyon.fr")


def test_academy_codes() -> None:
    """Merged ones lead to their successor, others to none."""
    caen = AcademyCode.parse("05")
    assert caen.kind is AcademyCodeKind.MERGED
    assert caen.academy is not None
    assert caen.academy.name == "Normandie"
    assert AcademyCode.of_domain("ac-caen.fr") == caen
    farms = AcademyCode.of_aaf_prefix("AGRICOLE")
    assert (farms.code, farms.kind, farms.academy) == ("98", AcademyCodeKind.AGRICULTURAL, None)
    assert farms.label_fr
    assert farms.label_en
    assert AcademyCode.parse_lenient("8").label_fr == "Grenoble"
    with pytest.raises(ParseError, match="academy_code/unknown"):
        AcademyCode.parse("8")


def test_territories() -> None:
    """Both ways."""
    rhone = Department.parse("69")
    assert rhone.kind is DepartmentKind.DEPARTMENT
    assert rhone.region is not None
    assert rhone in rhone.region.departments
    assert rhone.academy in rhone.region.academies
    assert Department.parse("988").region is None
    assert departments() == Department.all()
    assert Country.of_name("suisse").iso == "CH"


def test_registrations() -> None:
    """In a department, abroad, or nowhere known."""
    match Uai.parse("0750655E").registration:
        case InDepartment(department=department, academy=academy):
            assert (department.code, academy.name) == ("75", "Paris")
        case other:
            pytest.fail(repr(other))
    assert Uai.parse_lenient("1400031Y").registration == Abroad(Country.of_name("Suisse"))
    assert Uai.parse_lenient("0000000A").registration is None


def test_authorities() -> None:
    """By what they are and their territory."""
    draaf = AcademicAuthority.parse("draaf:84")
    assert (draaf.academy, draaf.name) == (None, "Auvergne-Rhône-Alpes")
    assert draaf.region is not None
    lyon = AcademicAuthority.parse("academy:10")
    assert (lyon.academy, lyon.region) == (Academy.parse("10"), None)
    council = LocalAuthority.parse("department:01")
    assert (council.department, council.region) == (Department.parse("01"), None)
    assert council.label_fr == "Conseil départemental\u00a0: Ain"
    assert LocalAuthority.parse("region:84").region == draaf.region
    assert Crec.parse("crec:84").region == draaf.region
    doors: list[Any] = [AcademicAuthority, LocalAuthority, Crec]
    for door in doors:
        for bad in ("", "84", "crec:00", "draaf:10"):
            with pytest.raises(ParseError, match="authority/unknown"):
                door.parse(bad)


class TestEstablishment:
    """Establishments by the fields of a directory."""

    def test_reads(self) -> None:
        """What follows from the fields."""
        read = Establishment.read("0351047Y", "Lycée", "LP", "Privé", "03")
        assert read.kind is EstablishmentKind.LYCEE_PROFESSIONNEL
        assert read.kind.level is Level.LYCEE
        assert read.kind.is_school
        assert read.sector is Sector.PRIVATE
        assert read.ministry == Ministry.parse("agriculture")
        assert read.is_agricultural
        assert str(read.authority) == "draaf:53"
        assert str(read.local_authority) == "region:53"
        assert read.academy == read.uai.academy
        coded = Establishment.read(
            uai="0351047y",
            name=" Lycée ",
            kind=EstablishmentKind.LYCEE_PROFESSIONNEL,
            sector=Sector.PRIVATE,
            ministry="agriculture",
        )
        assert coded == read

    @pytest.mark.parametrize(
        ("changed", "code"),
        [
            ({"uai": "0351047"}, "uai/format"),
            ({"uai": "0351047A"}, "uai/key"),
            ({"kind": "castle"}, "establishment/kind"),
            ({"sector": "mixte"}, "establishment/sector"),
            ({"ministry": "00"}, "ministry/unknown"),
            ({"name": " "}, "establishment/name-empty"),
            ({"name": "a" * 201}, "establishment/name-too-long"),
            ({"name": "a\0b"}, "text/control"),
            ({"name": "a\u202eb"}, "text/invisible"),
        ],
    )
    def test_refuses(self, changed: dict[str, str], code: str) -> None:
        """Typed errors, by the first field."""
        fields = {"uai": "0351047Y", "name": "Lycée", "kind": "LP"} | changed
        with pytest.raises(ParseError) as refused:
            Establishment.read(**fields)
        assert refused.value.code == code

    def test_spellings(self) -> None:
        """Spellings of directories, or None."""
        assert EstablishmentKind.of_nature("802") is EstablishmentKind.RECTORAT
        assert EstablishmentKind.RECTORAT.level is None
        assert not EstablishmentKind.RECTORAT.is_school
        assert EstablishmentKind.of_nature("castle") is None
        assert Sector.of_spelling("PU") is Sector.PUBLIC
        assert Sector.of_spelling("mixte") is None
        agriculture = Ministry.of_spelling("03")
        assert agriculture.number == "03"
        assert agriculture.label_en
        assert agriculture.label_fr


VALUES = [
    *(place.all()[0] for place in PLACES),
    AcademicAuthority.parse("draaf:84"),
    LocalAuthority.parse("department:69"),
    Crec.parse("crec:84"),
    Establishment.read("0351047Y", "Lycée", "LP", "Privé", "03"),
    Establishment.read("0351047Y", "Lycée", "LP"),
    Uai.parse("0750655E").registration,
    Uai.parse_lenient("1400031Y").registration,
]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_values_travel(value: object) -> None:
    """Values pickle, copy and hash."""
    again = pickle.loads(pickle.dumps(value))  # noqa: S301  (pickled here)
    assert again == value
    assert copy.deepcopy(value) == value
    assert hash(again) == hash(value)
