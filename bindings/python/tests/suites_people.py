"""The suites about people and how to reach them."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from entkit import (
    AafRelation,
    BirthDate,
    Email,
    EntError,
    EntRole,
    GuardianEdge,
    Guardianship,
    PersonName,
    PhoneNumber,
    Profile,
    Settlement,
    parse_birth_date,
    parse_day,
)
from values import instant

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Case = Mapping[str, Any]
    Found = dict[str, Any]


def phone_parse(case: Case) -> Found:
    """Phone numbers."""
    number = PhoneNumber.parse(case["text"], case["region"])
    return {"e164": number.e164, "kind": number.kind, "sms": number.sms}


def phone_format(case: Case) -> Found:
    """Phone numbers as they are shown."""
    number = PhoneNumber.parse(case["text"], case["region"])
    return {
        "national": number.national,
        "international": number.international,
        "masked": number.masked,
    }


def email_parse(case: Case) -> Found:
    """E-mail addresses."""
    email = Email.parse(case["text"])
    return {"address": email.address, "key": email.key}


def email_mask(case: Case) -> Found:
    """E-mail addresses as they are shown."""
    return {"masked": Email.parse(case["text"]).masked}


def profile_parse(case: Case) -> Found:
    """Profiles by the spelling of a system."""
    return {"profile": Profile.parse(case["system"], case["code"])}


def profile_roles(case: Case) -> Found:
    """Roles beside the profiles."""
    role = EntRole(case["role"])
    return {
        "duties": role.duties,
        "appointers": role.appointers,
        "least_per_establishment": role.least_per_establishment,
        "own_account": role.has_own_account,
    }


def profile_community(case: Case) -> Found:
    """Parts of the educational community."""
    return {"community": Profile.parse("sdet", case["profile"]).community}


def _name(given: Case) -> PersonName:
    return PersonName.parse(given["family"], given["given"], given.get("usual"))


def name_match(case: Case) -> Found:
    """Whether two names may be of one person."""
    one, other = _name(case["one"]), _name(case["other"])
    assert one.same_as(other) is other.same_as(one)
    return {"same": one.same_as(other)}


def name_display(case: Case) -> Found:
    """Names as they are shown."""
    name = _name(case)
    return {
        "display": name.display_name,
        "in_list": name.list_name,
        "initials": name.initials,
        "sort_key": name.sort_key,
        "given_names": name.given_names,
    }


def birth_date_read(case: Case) -> Found:
    """Birth dates, perhaps known in part."""
    read = (lambda text: BirthDate.of(parse_birth_date(text))) if case["full"] else BirthDate.parse
    born = read(case["text"])
    return {
        "text": born.text,
        "precision": born.precision,
        "presumed": born.presumed,
        "may_be_presumed": born.may_be_presumed,
    }


def birth_date_age(case: Case) -> Found:
    """Ages on a day."""
    day = parse_day(case["on"])
    return asdict(BirthDate.parse(case["born"]).age_on(day, early=case.get("early", False)))


def guardianship_edge(case: Case) -> Found:
    """What a feed says of an adult and a pupil."""
    relation = AafRelation.parse(case["text"])
    edge = relation.edge
    return {
        "guardian": relation.guardian,
        "link": edge.link.code,
        "label": edge.link.label_fr,
        "standing": edge.standing,
        "financial": edge.financial,
        "contact": edge.contact,
        "payment": edge.payment,
        "text": relation.to_aaf(),
    }


def guardianship_story(case: Case) -> Found:
    """A graph of guardians after a list of calls."""
    graph, refused = Guardianship(), list[str | None]()
    for call in case["calls"]:
        ((verb, given),) = call.items()
        try:
            graph = CALLS[verb](graph, given) or graph
            refused.append(None)
        except EntError as error:
            refused.append(error.code)
        assert Guardianship.from_json(graph.to_json()) == graph
    account, child = case["account"], case["child"]
    return {
        "refused": refused,
        "guardian": graph.guardian_of(account),
        "children": [shown.child for shown in graph.children(account)],
        "displayed": graph.displayed(account),
        "guardians": [[of.guardian, of.edge.standing] for of in graph.guardians_of(child)],
        "may_act": graph.may_act_for(account, child),
        "disputes": [[row.guardian, row.child, row.by] for row in graph.disputes()],
    }


def _attach_child(graph: Guardianship, given: Case) -> None:
    relation = AafRelation.parse(given["relation"])
    graph.add_child(relation.guardian, given["child"], relation.edge)


def _update_child(graph: Guardianship, given: Case) -> None:
    relation = AafRelation.parse(given["relation"])
    graph.update_child(relation.guardian, given["child"], relation.edge)


def _own_guardian(graph: Guardianship, given: Case) -> None:
    day = parse_day(given["on"])
    age = BirthDate.parse(given["born"]).age_on(day, early=given["early"])
    graph.add_child(given["guardian"], given["child"], GuardianEdge.own_guardian(age.majority))


CALLS: dict[str, Callable[[Guardianship, Case], Guardianship | None]] = {
    "guardian": lambda graph, to: graph.add_guardian(to["guardian"]),
    "forget": lambda graph, to: graph.remove_guardian(to["guardian"]),
    "attach": lambda graph, to: graph.attach(to["account"], to["guardian"]),
    "detach": lambda graph, to: graph.detach(to["account"]),
    "add": _attach_child,
    "update": _update_child,
    "own": _own_guardian,
    "remove": lambda graph, to: graph.remove_child(to["guardian"], to["child"]),
    "dispute": lambda graph, to: graph.dispute(to["account"], to["child"], at=instant(to["at"])),
    "uphold": lambda graph, to: graph.settle(to["guardian"], to["child"], Settlement.UPHOLD),
    "restore": lambda graph, to: graph.settle(to["guardian"], to["child"], Settlement.RESTORE),
    "merge": lambda graph, to: graph.merge(to["kept"], to["gone"]),
    "display": lambda graph, to: graph.display(to["account"], to["child"]),
    "load": lambda _, to: Guardianship.from_json(to["json"]),
}
