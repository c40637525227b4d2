"""The suites about an ENT and what it offers."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from entkit import (
    Attachments,
    Device,
    Ent,
    EntFileError,
    EstablishmentKind,
    Facts,
    IdentitySource,
    Lang,
    MireChoices,
    MireSource,
    PortalKind,
    Profile,
    Quota,
    RememberedChoice,
    ServiceChannel,
    StorageSize,
    parse_day,
)
from values import instant, rfc3339

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from entkit import Choice, EntService, HelpGroup, HelpTopic, MirePath

    Case = Mapping[str, Any]
    Found = dict[str, Any]


def _ent(case: Case) -> Ent:
    return Ent.from_toml(case["toml"]) if "toml" in case else Ent.find(case["ent"])


def _lang(case: Case) -> Lang:
    return Lang(case.get("lang", "fr"))


def _profile(case: Case) -> Profile:
    return Profile.parse("sdet", case["profile"])


def _label(labelled: Choice | EntService | HelpGroup | HelpTopic | MirePath, lang: Lang) -> str:
    return labelled.label_en if lang is Lang.EN else labelled.label_fr


def portal_url(case: Case) -> Found:
    """Addresses of portals."""
    portal = _ent(case).portal_url(PortalKind(case["kind"]), case["key"])
    return {"url": portal.url, "director": portal.director_fr}


def portal_resolve(case: Case) -> Found:
    """Portals by their address."""
    portal = _ent(case).resolve(case["url"])
    return {"kind": portal.kind, "key": portal.key}


def portal_mine(case: Case) -> Found:
    """Portals that a person opens as theirs."""
    person = Attachments(
        _profile(case),
        establishments=case.get("establishments"),
        regions=case.get("regions"),
        departments=case.get("departments"),
        academies=case.get("academies"),
        agricultural=case.get("agricultural", False),
    )
    portals = [
        {"kind": portal.kind, "key": portal.key, "url": portal.url}
        for portal in _ent(case).my_portals(person)
    ]
    return {"portals": portals}


def _answer(ent: Ent, path: Sequence[str], answer: MireChoices | MireSource, lang: Lang) -> Found:
    match answer:
        case MireSource(source=source, academy=academy):
            return {
                "source": source,
                "academy": academy and academy.code,
                "selection": answer.selection,
                "sign_in": answer.sign_in,
            }
        case MireChoices(choices=choices):
            shown = [{"id": choice.id, "label": _label(choice, lang)} for choice in choices]
            return {"choices": shown, "asks": ent.mire_asks(path)}


def mire_choices(case: Case) -> Found:
    """Sign-in choices."""
    ent = _ent(case)
    answer = ent.mire_choices(case["path"], case.get("level"))
    return _answer(ent, case["path"], answer, _lang(case))


def mire_search(case: Case) -> Found:
    """Ways to a sign-in by their labels."""
    lang = _lang(case)
    found = _ent(case).mire_search(case["text"], lang)
    return {"paths": [{"path": way.path, "label": _label(way, lang)} for way in found]}


def mire_remember(case: Case) -> Found:
    """Remembered sign-in choices."""
    ent = _ent(case)
    if "remembered" in case:
        kept: RememberedChoice | None = RememberedChoice.parse(json.dumps(case["remembered"]))
    else:
        kept = ent.remember_choice(
            case["path"],
            level=case.get("level"),
            device=Device(case["device"]),
            days=case["days"],
            now=instant(case["now"]),
        )
    if kept is None:
        return {"remembered": False}
    found = {"remembered": True, "expires_at": rfc3339(kept.expires_at)}
    if "then" in case:
        answer = ent.recall_choice(kept, now=instant(case["then"]))
        found |= _answer(ent, kept.path, answer, Lang.FR)
    return found


def onboarding_next(case: Case) -> Found:
    """Next step of a first connection."""
    done = case["facts"]
    facts = Facts(
        charter_accepted=done.get("charter", False),
        password_chosen=done.get("password", False),
        contact_saved=done.get("contact", False),
    )
    step = _ent(case).onboarding_next(case["profile"], case["source"], facts)
    return {"step": step}


def services_list(case: Case) -> Found:
    """Services of a profile."""
    ent, lang = _ent(case), _lang(case)
    services = ent.services(_profile(case), ServiceChannel(case["channel"]))
    return {
        "services": [{"id": one.id, "label": _label(one, lang)} for one in services],
        "offered": [one.id for one in ent.all_services()],
    }


def _size(given: float | str) -> StorageSize:
    return StorageSize.parse(given) if isinstance(given, str) else StorageSize(int(given))


def services_quota(case: Case) -> Found:
    """Quotas of shared folders."""
    quota = Quota(limit=_size(case["limit"]), used=_size(case["used"]))
    sizes = {"limit": quota.limit, "used": quota.used, "available": quota.available}
    adding = case.get("adding")
    return (
        {name: size.bytes for name, size in sizes.items()}
        | {f"{name}_fr": size.text_fr for name, size in sizes.items()}
        | {f"{name}_en": size.text_en for name, size in sizes.items()}
        | {
            "summary_fr": quota.summary_fr,
            "summary_en": quota.summary_en,
            "accepts": None if adding is None else quota.accepts(_size(adding)),
        }
    )


def help_topics(case: Case) -> Found:
    """Pages of the online help."""
    lang = _lang(case)
    groups = [
        {
            "id": group.id,
            "label": _label(group, lang),
            "topics": [{"id": topic.id, "label": _label(topic, lang)} for topic in group.topics],
        }
        for group in _ent(case).help(_profile(case))
    ]
    return {"groups": groups}


def partners_list(case: Case) -> Found:
    """Who may write to the people of an establishment."""
    return {"partners": _ent(case).partners(EstablishmentKind(case["kind"]))}


def partnership_members(case: Case) -> Found:
    """Lists of partners, dated."""
    ent = _ent(case)
    if "id" in case:
        found = [known for known in ent.partnerships() if known.id == case["id"]]
        members = found[0] if found else None
    else:
        members = ent.partnership_on(parse_day(case["on"]))
    if members is None:
        return {"id": None}
    return {
        "id": members.id,
        "read_on": members.read_on and members.read_on.isoformat(),
        "since": members.since and members.since.isoformat(),
        "regions": [region.code for region in members.regions],
        "departments": [department.code for department in members.departments],
        "academies": [academy.code for academy in members.academies],
        "draaf": members.agricultural_education,
        "crec": members.private_education,
    }


def ent_rules(case: Case) -> Found:
    """Charters, password rules and lifetimes of an ENT."""
    ent, profile = _ent(case), _profile(case)
    quota = ent.shared_folder_quota
    return asdict(ent.lifetimes) | {
        "shared_folder_bytes": quota and quota.bytes,
        "portal_kinds": ent.portal_kinds(profile),
        "operator": ent.operator,
        "hosts": ent.hosts,
        "addresses": ent.addresses,
        "charter_scopes": ent.charter_scopes(profile),
        "password_rules": ent.password_rules(IdentitySource(case["source"])),
        "admits_private": ent.admits_private(profile, EstablishmentKind(case["kind"])),
    }


def ent_of_url(case: Case) -> Found:
    """ENTs by an address."""
    return {"ent": Ent.of_url(case["url"]).id}


def ent_load(case: Case) -> Found:
    """Files of ENTs, with everything that is wrong with each."""
    parts = "".join(part["text"] * part.get("times", 1) for part in case.get("parts", []))
    try:
        if "json" in case or case.get("format") == "json":
            ent = Ent.from_json(case.get("json", parts))
        else:
            ent = Ent.from_toml(case.get("toml", parts))
    except EntFileError as error:
        return {"problems": [{"code": one.code, "path": one.path} for one in error.problems]}
    return {"id": ent.id, "name": ent.name}
