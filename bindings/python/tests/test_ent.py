"""Portals, sign-in choices, first connection."""

from __future__ import annotations

import json
import pickle
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from entkit import (
    Academy,
    Attachments,
    CharterScope,
    Department,
    Device,
    Ent,
    EntFileError,
    EntFileProblem,
    EstablishmentKind,
    Facts,
    IdentitySource,
    Level,
    MireAxis,
    MireChoices,
    MireSource,
    OnboardingStep,
    ParseError,
    Partner,
    PasswordRules,
    PortalKind,
    Profile,
    Progress,
    RememberedChoice,
    ServiceChannel,
    Uai,
    parse_day,
)

ARA = Ent.find("auvergne-rhone-alpes")
HDF = Ent.find("hauts-de-france")
SHIPPED = Path(__file__).parents[3] / "ent-core" / "data" / "ents"
NOW = datetime(2026, 9, 1, 8, tzinfo=UTC)


def test_ents_are_found() -> None:
    """Each by its id."""
    assert [Ent.find(ent.id) for ent in Ent.all()] == Ent.all()
    assert len(set(Ent.all())) == len(Ent.all())
    assert ARA.name
    assert all(address.startswith("https://") for address in ARA.addresses)
    assert ARA.operator == "Kosmos"
    assert "*.ent.auvergnerhonealpes.fr" in ARA.hosts
    assert pickle.loads(pickle.dumps(ARA)) == ARA  # noqa: S301  (pickled here)
    with pytest.raises(ParseError, match="ent/unknown"):
        Ent.find("Occitanie")
    address = "https://allier.ent.auvergnerhonealpes.fr/menu"
    assert Ent.of_url(address) == ARA
    assert ARA.owns(address)
    assert not ARA.owns(address.replace("/menu", ".evil.test"))
    with pytest.raises(ParseError, match="ent/unknown"):
        Ent.of_url("https://ent.auvergnerhonealpes.fr.evil.test")


def test_portals() -> None:
    """From a kind and a key to an address and back."""
    portal = ARA.portal_url(PortalKind.DEPARTMENT, "03")
    assert portal.url == "https://allier.ent.auvergnerhonealpes.fr"
    assert portal.director_fr == "Président du Conseil Départemental"
    assert ARA.resolve("HTTPS://allier.ent.auvergnerhonealpes.fr/menu") == portal
    assert portal.uai is None
    school = ARA.portal_url("establishment", "0690001A") if _is_uai("0690001A") else None
    assert school is None or school.uai is not None
    for kind, key in [("department", "75"), ("town", "03"), ("", "")]:
        with pytest.raises(ParseError, match="portal/unknown"):
            ARA.portal_url(kind, key)


def _is_uai(text: str) -> bool:
    return Uai.parse_lenient(text).key_valid


def test_mire() -> None:
    """Choices, then a source."""
    match ARA.mire_choices():
        case MireChoices(choices=(first, *_)):
            assert (first.id, first.label_fr) == ("eleve_ou_parent", "Élève ou parent")
        case other:
            pytest.fail(repr(other))
    match HDF.mire_choices(["eleve_ou_parent"], Level.COLLEGE):
        case MireSource(source=source, academy=academy, selection=None, sign_in=str(address)):
            assert source is IdentitySource.EDUCONNECT
            assert academy is None
            assert address.startswith("https://educonnect.education.gouv.fr/")
        case other:
            pytest.fail(repr(other))
    for path, level in [(["visitor"], None), ([], "university"), (["eleve_ou_parent"] * 9, None)]:
        with pytest.raises(ParseError, match="mire/unknown"):
            ARA.mire_choices(path, level)


def test_partners() -> None:
    """In their order."""
    partners = ARA.partners(EstablishmentKind.COLLEGE)
    assert partners == [Partner.DEPARTMENT_COUNCIL, Partner.ACADEMY]
    assert Partner.REGION_COUNCIL.label_fr == "Le conseil régional"
    with pytest.raises(ParseError, match="choice/unknown"):
        ARA.partners("kindergarten")


def test_first_connection() -> None:
    """The next step follows from the facts."""
    who = Profile.TEACHER, IdentitySource.ACADEMIC
    order = ARA.onboarding_order(*who)
    assert ARA.onboarding_next(*who, Facts()) is order[0] is OnboardingStep.CHARTER
    begun = Facts(charter_accepted=True)
    assert ARA.onboarding_next(*who, begun) is order[1]
    progress = [stage.progress for stage in ARA.onboarding_journey(*who, begun)]
    assert progress[:2] == [Progress.DONE, Progress.CURRENT]
    done = Facts(charter_accepted=True, password_chosen=True, contact_saved=True)
    assert ARA.onboarding_next(*who, done) is None
    assert done != begun
    assert "charter_accepted=True" in repr(begun)
    for profile, source, code in [("XXX", "academic", "profile"), ("ENS", "x", "choice")]:
        with pytest.raises(ParseError, match=f"{code}/unknown"):
            ARA.onboarding_next(profile, source, begun)


def test_the_mire_is_searched() -> None:
    """In both languages, and each way leads to a sign-in."""
    (way,) = HDF.mire_search("COLLEGE")
    assert way.label_fr == "Élève ou parent › Collège"
    assert [choice.id for choice in way.choices] == list(way.path)
    assert HDF.mire_search("lower secondary", "en") == [way]
    assert isinstance(HDF.mire_choices(way.path), MireSource)
    assert HDF.mire_asks(way.path) is None
    assert HDF.mire_asks() is MireAxis.PROFILE
    assert HDF.mire_search("zzz") == []
    with pytest.raises(ParseError, match="mire/unknown"):
        HDF.mire_asks(["zzz"])
    with pytest.raises(ParseError, match="choice/unknown"):
        HDF.mire_search("a", "de")


def test_choices_are_remembered() -> None:
    """On an own device, for a while; nothing in a public place."""
    path = ["eleve_ou_parent"]
    kept = HDF.remember_choice(path, level="college", device=Device.OWN, days=30, now=NOW)
    assert kept is not None
    assert (kept.ent_id, kept.path, kept.level) == (HDF.id, tuple(path), Level.COLLEGE)
    assert (kept.chosen_at, kept.expires_at) == (NOW, NOW + timedelta(days=30))
    again = RememberedChoice.parse(kept.text.encode())
    assert again == kept == pickle.loads(pickle.dumps(kept))  # noqa: S301  (pickled here)
    assert hash(again) == hash(kept)
    assert HDF.recall_choice(again, now=NOW) == HDF.mire_choices(path, Level.COLLEGE)
    public = HDF.remember_choice(path, level="college", device="public_place", days=30, now=NOW)
    assert public is None
    with pytest.raises(ParseError, match="mire/expired"):
        HDF.recall_choice(kept, now=kept.expires_at)
    with pytest.raises(ParseError, match="mire/unknown"):
        ARA.recall_choice(kept, now=NOW)


@pytest.mark.parametrize(
    ("path", "device", "days", "code"),
    [
        (["eleve_ou_parent"], "own", 30, "mire/unfinished"),
        (["zzz"], "own", 30, "mire/unknown"),
        (["eleve_ou_parent", "college"], "own", 0, "mire/lifetime"),
        (["eleve_ou_parent", "college"], "own", -(2**70), "mire/lifetime"),
        (["eleve_ou_parent", "college"], "public_place", 367, "mire/lifetime"),
        (["eleve_ou_parent", "college"], "toaster", 30, "choice/unknown"),
    ],
)
def test_some_choices_are_not(path: list[str], device: str, days: int, code: str) -> None:
    """Typed errors."""
    with pytest.raises(ParseError) as refused:
        HDF.remember_choice(path, device=device, days=days, now=NOW)
    assert refused.value.code == code


@pytest.mark.parametrize("text", ["", "{}", "[]", b"\xff", '{"schema": 1}'])
def test_stored_choices_are_read_again(text: str | bytes) -> None:
    """Whatever a browser sends is refused."""
    with pytest.raises(ParseError, match="mire/remembered"):
        RememberedChoice.parse(text)


def test_my_portals() -> None:
    """By code or by value."""
    person = Attachments(
        Profile.ACADEMIC,
        establishments=[Uai.parse("0010018P")],
        departments=[Department.parse("69")],
        academies=[Academy.parse("10")],
        agricultural=True,
    )
    assert [portal.key for portal in ARA.my_portals(person)] == ["0010018P", "10", "98", "partners"]
    codes = Attachments(
        "ACA",
        establishments=["0010018p"],
        departments=["69"],
        academies=["10"],
        agricultural=True,
    )
    assert codes == person
    assert Attachments("ACA") != person
    assert "0010018P" not in repr(person)
    assert Ent.find("occitanie").my_portals(person) == []
    for given, code in [
        ({"establishments": ["x"]}, "uai/format"),
        ({"regions": ["x"]}, "administrative_region/unknown"),
        ({"departments": ["20"]}, "department/unknown"),
        ({"academies": ["05"]}, "academy/unknown"),
    ]:
        with pytest.raises(ParseError, match=code):
            Attachments("ACA", **given)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        Attachments("ACA", establishments=[1])  # type: ignore[list-item]
    with pytest.raises(ParseError, match="profile/unknown"):
        Attachments("XXX")


def test_partnerships() -> None:
    """Every published list, and the one in force on a day."""
    early, *_, late = ARA.partnerships()
    assert (len(early.departments), len(late.departments)) == (7, 10)
    assert late.read_on == date(2026, 11, 22)
    assert late.private_education
    assert late.agricultural_education
    assert Academy.parse("10") in late.academies
    assert [region.code for region in late.regions] == ["84"]
    assert ARA.partnership_on(parse_day("2026-11-25")) == late
    assert Ent.find("occitanie").partnership_on(date(2026, 11, 25)) is None
    with pytest.raises(ParseError, match="day/out-of-range"):
        ARA.partnership_on(date(1999, 12, 31))
    with pytest.raises(ParseError, match="day/format"):
        parse_day("25/11/2026")
    with pytest.raises(TypeError):
        ARA.partnership_on(NOW)


def test_what_an_ent_offers() -> None:
    """Services, help, charters, rules, lifetimes."""
    mobile = ARA.services(Profile.TEACHER, ServiceChannel.MOBILE)
    assert len(mobile) == 5
    assert all(Profile.TEACHER in service.profiles for service in mobile)
    assert all(ServiceChannel.MOBILE in service.channels for service in mobile)
    assert set(mobile) < set(ARA.all_services())
    assert mobile[0].label_fr
    groups = Ent.find("occitanie").help("TUT")
    assert [len(group.topics) for group in groups] == [13, 7]
    assert ARA.charter_scopes(Profile.PUPIL) == [CharterScope.ENT]
    rules = ARA.password_rules(IdentitySource.ACADEMIC)
    assert rules is not None
    assert PasswordRules.find(rules).id == "ent-ara"
    assert ARA.lifetimes.mobile_code_minutes == 5
    assert ARA.lifetimes.letter_months is None
    assert ARA.portal_kinds("ELV") == [PortalKind.ESTABLISHMENT]
    quota = Ent.find("occitanie").shared_folder_quota
    assert quota is None or quota.bytes > 0
    assert ARA.admits_private(Profile.DIRECTION, EstablishmentKind.LYCEE) is True
    assert ARA.admits_private(Profile.TEACHER, "lycee") is False
    assert Ent.find("occitanie").admits_private("TUT", "lycee") is None
    for value in (*mobile, *groups, ARA.lifetimes, *ARA.partnerships()):
        again = pickle.loads(pickle.dumps(value))  # noqa: S301  (pickled here)
        assert again == value
        assert hash(again) == hash(value)


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.toml")), ids=lambda path: path.stem)
def test_a_file_becomes_an_ent(path: Path) -> None:
    """The shipped files make the shipped ENTs, and travel as their text."""
    ent = Ent.from_toml(path.read_text(encoding="utf-8"))
    assert ent == Ent.find(path.stem)
    assert hash(ent) == hash(Ent.find(path.stem))
    assert pickle.loads(pickle.dumps(ent)) == ent  # noqa: S301  (pickled here)


CHOICE = {"id": "compte", "fr": "Compte", "en": "Account", "source": "local", "from": "guide"}
OWN = {
    "mires": {"start": {"asks": "source", "choices": [CHOICE]}},
    "onboarding": [{"steps": ["charter"], "from": "guide"}],
    "schema": 1,
    "id": "exemple",
    "name": "Mon ENT",
    "addresses": ["https://ent.exemple.fr"],
    "hosts": ["ent.exemple.fr"],
    "source": "guide",
    "date": "2026-09-01",
}


def test_an_own_file() -> None:
    """A host loads what it writes itself, and the schema names each key."""
    ent = Ent.from_json(json.dumps(OWN))
    assert (ent.id, ent.name, ent.operator) == ("exemple", "Mon ENT", None)
    assert ent not in Ent.all()
    assert pickle.loads(pickle.dumps(ent)) == ent  # noqa: S301  (pickled here)
    assert ent.services("ELV", "web") == []
    assert set(OWN) <= set(json.loads(Ent.json_schema())["properties"])


def test_a_refused_file_says_everything() -> None:
    """All problems at once, with path, line and texts, never what the file says."""
    text = json.dumps(OWN | {"name": "", "hosts": ["canary zibeline"], "colour": 1})
    with pytest.raises(EntFileError) as refused:
        Ent.from_json(text)
    error = refused.value
    assert isinstance(error, ParseError)
    assert error.code == "ent-file/refused"
    assert len({problem.path for problem in error.problems}) >= 3
    assert all(problem.text_fr != problem.code for problem in error.problems)
    assert all(f"({problem.code})" in str(error) for problem in error.problems)
    assert "canary" not in f"{error} {error!r} {error.text_fr}"
    assert str(len(error.problems)) in error.text_en
    again = pickle.loads(pickle.dumps(error))  # noqa: S301  (pickled here)
    assert (again.problems, again.text_fr) == (error.problems, error.text_fr)


def test_a_syntax_error_has_a_place() -> None:
    """One problem, by line and column."""
    with pytest.raises(EntFileError) as refused:
        Ent.from_toml("schema = 1\ncanary")
    (problem,) = refused.value.problems
    assert isinstance(problem, EntFileProblem)
    assert (problem.code, problem.path, problem.line) == ("ent-file/syntax", "", 2)
    assert problem.column is not None
    assert str(problem).startswith("line 2: (file): ")
    with pytest.raises(EntFileError, match="ent-file/too-large"):
        Ent.from_toml("#" * (2**20 + 1))
    with pytest.raises(TypeError):
        Ent.from_toml(b"schema = 1")  # type: ignore[arg-type]
