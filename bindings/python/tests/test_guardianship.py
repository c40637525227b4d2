"""Guardians, accounts, children."""

from __future__ import annotations

import json
import pickle
import threading
from typing import TYPE_CHECKING

import pytest
from entkit import (
    AafLink,
    AafRelation,
    ChildGuardian,
    GuardianChild,
    GuardianDispute,
    GuardianEdge,
    Guardianship,
    Majority,
    ParseError,
    Settlement,
    Standing,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

MOTHER = AafRelation.parse("2000000$10$1$1$1$0")


@pytest.fixture
def family() -> Guardianship:
    """A mother with an account and a child."""
    graph = Guardianship()
    graph.add_guardian(MOTHER.guardian)
    graph.attach("account", MOTHER.guardian)
    graph.add_child(MOTHER.guardian, "zoe", MOTHER.edge)
    return graph


def test_relations() -> None:
    """As the feed writes them."""
    assert MOTHER.to_aaf() == "2000000$10$1$1$1$0"
    edge = MOTHER.edge
    assert edge == GuardianEdge("10", Standing.LEGAL, financial=True, contact=True)
    assert edge != GuardianEdge("10", "contact", financial=True, contact=True)
    assert (edge.link.label_fr, edge.standing, edge.payment) == ("Mère", Standing.LEGAL, False)
    assert Standing.LEGAL.label_en
    assert AafLink.parse("2") == AafLink.parse("10")
    assert AafLink.parse("10").old_code == "2"
    assert AafLink.all() == sorted(AafLink.all())
    for value in (MOTHER, edge, edge.link):
        again = pickle.loads(pickle.dumps(value))  # noqa: S301  (pickled here)
        assert again == value
        assert hash(again) == hash(value)
    assert eval(repr(edge), {"GuardianEdge": GuardianEdge}) == edge  # noqa: S307  (a `repr` of ours)
    assert "2000000" not in repr(MOTHER)


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: AafRelation.parse("1$10"), "aaf-relation/fields"),
        (lambda: AafRelation.parse("1$8$1$1$1$1"), "aaf-relation/link"),
        (lambda: AafRelation.parse("1$10$1$4$1$1"), "aaf-relation/standing"),
        (lambda: AafLink.parse("8"), "link/unknown"),
        (lambda: GuardianEdge("8", "legal"), "link/unknown"),
        (lambda: GuardianEdge("10", "uncle"), "choice/unknown"),
        (lambda: GuardianEdge.own_guardian(Majority.MINOR), "guardianship/minor"),
        (lambda: GuardianEdge.own_guardian("old"), "choice/unknown"),
    ],
)
def test_edges_refuse(make: Callable[[], object], code: str) -> None:
    """Typed errors."""
    with pytest.raises(ParseError) as refused:
        make()
    assert refused.value.code == code


def test_a_family(family: Guardianship) -> None:
    """What the graph answers."""
    assert family.guardians() == [MOTHER.guardian]
    assert family.accounts_of(MOTHER.guardian) == ["account"]
    assert family.guardian_of("account") == MOTHER.guardian
    assert family.children("account") == [GuardianChild("zoe", MOTHER.edge)]
    assert family.guardians_of("zoe") == [ChildGuardian(MOTHER.guardian, MOTHER.edge)]
    assert family.displayed("account") == "zoe"
    assert family.may_act_for("account", "zoe")
    family.add_child(MOTHER.guardian, "adam", GuardianEdge("10", "in_charge"))
    assert family.displayed("account") == "adam"
    family.display("account", "zoe")
    assert family.displayed("account") == "zoe"
    assert not family.may_act_for("account", "adam")
    family.update_child(MOTHER.guardian, "adam", MOTHER.edge)
    assert family.may_act_for("account", "adam")
    family.remove_child(MOTHER.guardian, "adam")
    family.detach("account")
    assert family.displayed("account") is None
    family.remove_guardian(MOTHER.guardian)
    assert family == Guardianship()


def test_disputes(family: Guardianship, now: datetime) -> None:
    """A child is hidden until the school settles the dispute."""
    family.dispute("account", "zoe", at=now)
    assert family.children("account") == []
    assert family.disputes() == [GuardianDispute(MOTHER.guardian, "zoe", "account", now)]
    stored = family.to_json()
    family.settle(MOTHER.guardian, "zoe", Settlement.RESTORE)
    assert family.disputes() == []
    again = Guardianship.from_json(stored.encode())
    assert again != family
    again.settle(MOTHER.guardian, "zoe", "uphold")
    assert again.guardians_of("zoe") == []


def test_one_person_under_two_names(family: Guardianship) -> None:
    """All accounts and children go to one."""
    family.add_guardian("same")
    family.attach("second", "same")
    family.merge(MOTHER.guardian, "same")
    assert family.guardians() == [MOTHER.guardian]
    assert family.guardian_of("second") == MOTHER.guardian


def test_a_pupil_of_age(family: Guardianship) -> None:
    """Is their own guardian."""
    own = GuardianEdge.own_guardian(Majority.ADULT)
    assert (own.link.code, own.standing) == ("70", Standing.LEGAL)
    family.add_guardian("zoe")
    family.add_child("zoe", "zoe", own)
    assert ("zoe", own) in [(of.guardian, of.edge) for of in family.guardians_of("zoe")]


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda f, _: f.add_guardian("2000000"), "guardianship/guardian-exists"),
        (lambda f, _: f.add_guardian("a b"), "id/format"),
        (lambda f, _: f.remove_guardian("nobody"), "guardianship/guardian-unknown"),
        (lambda f, _: f.attach("account", "2000000"), "guardianship/account-taken"),
        (lambda f, _: f.detach("nobody"), "guardianship/account-unknown"),
        (lambda f, _: f.add_child("2000000", "zoe", MOTHER.edge), "guardianship/edge-exists"),
        (lambda f, _: f.update_child("2000000", "adam", MOTHER.edge), "guardianship/edge-unknown"),
        (lambda f, _: f.remove_child("2000000", "adam"), "guardianship/edge-unknown"),
        (lambda f, now: f.dispute("account", "adam", at=now), "guardianship/edge-unknown"),
        (
            lambda f, now: f.dispute("account", "zoe", at=now.replace(tzinfo=None)),
            "instant/naive",
        ),
        (lambda f, _: f.settle("2000000", "zoe", "uphold"), "guardianship/not-disputed"),
        (lambda f, _: f.settle("2000000", "zoe", "shrug"), "choice/unknown"),
        (lambda f, _: f.merge("2000000", "2000000"), "guardianship/same-guardian"),
        (lambda f, _: f.display("account", "adam"), "guardianship/not-shown"),
    ],
)
def test_a_refused_call_changes_nothing(
    family: Guardianship, now: datetime, call: Callable[..., None], code: str
) -> None:
    """Typed errors."""
    before = family.to_json()
    with pytest.raises(ParseError) as refused:
        call(family, now)
    assert refused.value.code == code
    assert family.to_json() == before


def test_graphs_are_stored(family: Guardianship) -> None:
    """As JSON, checked again when read."""
    assert Guardianship.from_json(family.to_json()) == family
    assert pickle.loads(pickle.dumps(family)) == family  # noqa: S301  (pickled here)
    assert "zoe" not in repr(family)
    with pytest.raises(TypeError):
        hash(family)
    newer = json.loads(family.to_json()) | {"schema": 9}
    for bad, code in [("", "corrupt"), ("{}", "corrupt"), (json.dumps(newer), "newer")]:
        with pytest.raises(ParseError) as refused:
            Guardianship.from_json(bad)
        assert refused.value.code == f"guardianship/{code}"


def test_threads_take_turns(family: Guardianship) -> None:
    """Two threads that change and compare one graph end."""
    other = Guardianship()

    def work(number: int) -> None:
        for each in range(50):
            family.add_guardian(f"g{number}-{each}")
            assert family != other
            assert other != family

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(family.guardians()) == 201
