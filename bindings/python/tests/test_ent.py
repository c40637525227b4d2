"""Portals, sign-in choices, first connection."""

from __future__ import annotations

import pickle

import pytest
from entkit import (
    Ent,
    EstablishmentKind,
    Facts,
    IdentitySource,
    Level,
    MireChoices,
    MireSource,
    OnboardingStep,
    ParseError,
    Partner,
    PortalKind,
    Profile,
    Progress,
    Uai,
)

ARA = Ent.find("auvergne-rhone-alpes")


def test_ents_are_found() -> None:
    """Each by its id."""
    assert [Ent.find(ent.id) for ent in Ent.all()] == Ent.all()
    assert len(set(Ent.all())) == len(Ent.all())
    assert ARA.name
    assert all(address.startswith("https://") for address in ARA.addresses)
    assert pickle.loads(pickle.dumps(ARA)) == ARA  # noqa: S301
    with pytest.raises(ParseError, match="ent/unknown"):
        Ent.find("Occitanie")


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
    match Ent.find("hauts-de-france").mire_choices(["eleve_ou_parent"], Level.COLLEGE):
        case MireSource(source=source, academy=academy):
            assert source is IdentitySource.EDUCONNECT
            assert academy is None
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
