"""The suites of the conformance vectors: from the ``in`` of a case to what the package decides."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from entkit import (
    AafRelation,
    Abroad,
    Academy,
    AcademyCode,
    BirthDate,
    CharterActor,
    CharterLog,
    CharterVersion,
    ConsentAct,
    ConsentEntry,
    Consents,
    ContactCard,
    Department,
    Email,
    Ent,
    EntError,
    EntRole,
    Establishment,
    Facts,
    GuardianEdge,
    Guardianship,
    InDepartment,
    MireSource,
    Password,
    PasswordRules,
    PersonName,
    PhoneNumber,
    Profile,
    Quota,
    Settlement,
    StorageSize,
    Uai,
    UnverifiedEmail,
    charter_gate,
    charter_text_digest,
    export_charter_csv,
    export_charter_jsonl,
    parse_birth_date,
    verify_charter_log,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from entkit import CharterGate

    Case = Mapping[str, Any]
    Found = dict[str, Any]


def instant(text: str) -> datetime:
    """Read an RFC 3339 text."""
    return datetime.fromisoformat(text)


def rfc3339(moment: datetime) -> str:
    """Write an instant in UTC, with milliseconds where there are any."""
    moment = moment.astimezone(UTC)
    spec = "milliseconds" if moment.microsecond else "seconds"
    return moment.isoformat(timespec=spec).replace("+00:00", "Z")


def uai_parse(case: Case) -> Found:
    """Establishment numbers."""
    parse = {"strict": Uai.parse, "lenient": Uai.parse_lenient}[case["mode"]]
    uai = parse(case["text"])
    return {
        "uai": str(uai),
        "key_valid": uai.key_valid,
        "academy": uai.academy and uai.academy.code,
        "department": uai.department and uai.department.code,
    }


def uai_registration(case: Case) -> Found:
    """Where establishments are registered."""
    match Uai.parse_lenient(case["text"]).registration:
        case InDepartment(department=department, academy=academy):
            return {"place": "department", "department": department.code, "academy": academy.code}
        case Abroad(country=country):
            return {"place": "abroad", "country": country.code, "name": country.name}
        case _:
            return {"place": "unknown"}


def academy_find(case: Case) -> Found:
    """Academies by what is known of them."""
    doors: dict[str, Callable[[str], Academy | None]] = {
        "code": Academy.parse,
        "name": Academy.of_name,
        "domain": Academy.of_domain,
        "aaf_prefix": Academy.of_aaf_prefix,
        "trigram": Academy.of_trigram,
        "department": lambda text: Department.parse(text).academy,
        "uai": lambda text: Uai.parse(text).academy,
    }
    academy = doors[case["by"]](case["text"])
    if academy is None:
        return {}
    return {
        "code": academy.code,
        "name": academy.name,
        "kind": academy.kind,
        "academic_region": academy.academic_region and academy.academic_region.name,
        "domain": academy.rectorat_domain,
        "aaf_prefix": academy.aaf_prefix,
        "trigram": academy.former_trigram,
        "departments": [department.code for department in academy.departments],
    }


def academy_code(case: Case) -> Found:
    """Codes that feeds carry for academies."""
    parse = {"strict": AcademyCode.parse, "lenient": AcademyCode.parse_lenient}[case["mode"]]
    code = parse(case["text"])
    return {
        "code": code.code,
        "kind": code.kind,
        "label_fr": code.label_fr,
        "label_en": code.label_en,
        "academy": code.academy and code.academy.code,
        "departments": [department.code for department in code.departments],
        "aaf_prefix": code.aaf_prefix,
        "trigram": code.former_trigram,
    }


def academy_search(case: Case) -> Found:
    """Academies by words of their name."""
    return {"codes": [academy.code for academy in Academy.search(case["text"])]}


def department_find(case: Case) -> Found:
    """Departments by code or name."""
    find = {"code": Department.parse, "name": Department.of_name}[case["by"]]
    department = find(case["text"])
    return {
        "code": department.code,
        "name": department.name,
        "kind": department.kind,
        "region": department.region and department.region.code,
        "academy": department.academy and department.academy.code,
    }


def department_search(case: Case) -> Found:
    """Departments by words of their name."""
    return {"codes": [department.code for department in Department.search(case["text"])]}


def establishment_read(case: Case) -> Found:
    """Establishments by the fields of a directory."""
    read = Establishment.read(
        uai=case["uai"],
        name=case["name"],
        kind=case["kind"],
        sector=case.get("sector"),
        ministry=case.get("ministry"),
    )
    authority, council = read.authority, read.local_authority
    return {
        "uai": str(read.uai),
        "name": read.name,
        "kind": read.kind,
        "is_school": read.kind.is_school,
        "level": read.kind.level,
        "sector": read.sector,
        "ministry": read.ministry and read.ministry.code,
        "agricultural": read.is_agricultural,
        "academy": read.academy and read.academy.code,
        "authority": authority and authority.code,
        "authority_fr": authority and authority.label_fr,
        "local_authority": council and council.code,
        "local_authority_fr": council and council.label_fr,
    }


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
    day = date.fromisoformat(case["on"])
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
    day = date.fromisoformat(given["on"])
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


def password_check(case: Case) -> Found:
    """Passwords against published rules."""
    words = [
        word if isinstance(word, str) else (word["kind"], word["text"])
        for word in case.get("words", [])
    ]
    confirmation = case.get("confirmation")
    verdict = PasswordRules.find(case["rules"]).check(
        Password(case["password"]),
        confirmation=None if confirmation is None else Password(confirmation),
        words=words,
    )
    violations = [{"id": broken.id, "params": broken.params} for broken in verdict.violations]
    return {"accepted": verdict.accepted, "violations": violations}


def portal_url(case: Case) -> Found:
    """Addresses of portals."""
    portal = Ent.find(case["ent"]).portal_url(case["kind"], case["key"])
    return {"url": portal.url, "director": portal.director_fr}


def portal_resolve(case: Case) -> Found:
    """Portals by their address."""
    portal = Ent.find(case["ent"]).resolve(case["url"])
    return {"kind": portal.kind, "key": portal.key}


def mire_choices(case: Case) -> Found:
    """Sign-in choices."""
    answer = Ent.find(case["ent"]).mire_choices(case["path"], case.get("level"))
    match answer:
        case MireSource(source=source, academy=academy):
            return {"source": source, "academy": academy and academy.code}
        case _:
            choices = [{"id": choice.id, "label": choice.label_fr} for choice in answer.choices]
            return {"choices": choices}


def onboarding_next(case: Case) -> Found:
    """Next step of a first connection."""
    done = case["facts"]
    facts = Facts(
        charter_accepted=done.get("charter", False),
        password_chosen=done.get("password", False),
        contact_saved=done.get("contact", False),
    )
    step = Ent.find(case["ent"]).onboarding_next(case["profile"], case["source"], facts)
    return {"step": step}


def contact_card(case: Case) -> Found:
    """Contact cards after a list of changes."""
    card = _import(ContactCard(), case["school"])
    for change in case["changes"]:
        ((verb, given),) = change.items()
        card = CHANGES[verb](card, given)
    view = ContactCard.load(card.dump()).view()
    return {
        "phones": {line.slot: line.masked for line in view.phones},
        "contact": {"unset": None, "no_sms": "no_sms"}.get(view.contact, view.contact_masked),
        "email": view.email and asdict(view.email),
    }


def _import(card: ContactCard, school: Case) -> ContactCard:
    return card.with_school_phones(
        **{slot: PhoneNumber.parse(number) for slot, number in school.items()}
    )


CHANGES: dict[str, Callable[[ContactCard, Any], ContactCard]] = {
    "import": _import,
    "set": lambda card, to: card.set_number(to["slot"], PhoneNumber.parse(to["number"])),
    "remove": lambda card, to: card.remove_number(to["slot"]),
    "choose": lambda card, to: card.choose_contact(PhoneNumber.parse(to)),
    "refuse_sms": lambda card, _: card.refuse_sms(),
    "clear_contact": lambda card, _: card.clear_contact(),
    "email": lambda card, to: card.set_email(UnverifiedEmail.parse(to)),
    "confirm": lambda card, to: card.confirm_email(UnverifiedEmail.parse(to).confirmed()),
    "remove_email": lambda card, _: card.remove_email(),
}


def consent_value(case: Case) -> Found:
    """Value of a consent log."""
    log = Consents()
    for entry in case["log"]:
        log = log.record(_entry(entry))
    last = log.last(case["purpose"], case["channel"])
    return {
        "granted": log.value(case["purpose"], case["channel"]),
        "at": last and rfc3339(last.at),
        "text_version": last and last.text_version,
    }


def _entry(entry: Case) -> ConsentEntry:
    purpose, channel, version = entry["purpose"], entry["channel"], entry["text_version"]
    at, source = instant(entry["at"]), entry["source"]
    if ConsentAct(entry["act"]) is ConsentAct.WITHDRAWN:
        return ConsentEntry.withdrawal(purpose, channel, at=at, source=source, text_version=version)
    version = 0 if version is None else version
    return ConsentEntry.grant(purpose, channel, at=at, source=source, text_version=version)


def _charter_versions(case: Case) -> list[CharterVersion]:
    return [
        CharterVersion.of_text(
            row["text"].encode(),
            id=row["id"],
            edition=row["edition"],
            scope=row.get("scope", "ent:occitanie"),
            profiles=[Profile.parse("sdet", code) for code in row.get("profiles", [])],
            language=row["language"],
            published_at=instant(row["published_at"]),
            effective_at=instant(row["effective_at"]),
            materiality=row["materiality"],
            grace_days=row.get("grace_days", 0),
        )
        for row in case["versions"]
    ]


def _empty_log(case: Case) -> CharterLog:
    return CharterLog.empty(case.get("person", "pupil-1"), case.get("scope", "ent:occitanie"))


def _append(log: CharterLog, versions: list[CharterVersion], act: Case) -> CharterLog:
    (version,) = [version for version in versions if version.id == act["version"]]
    evidence: Any = act.get("evidence")
    match act.get("by", "self"):
        case "legal_guardian":
            by = CharterActor.legal_guardian(act["guardian"], evidence)
        case "institution":
            by = CharterActor.institution(evidence)
        case _:
            by = CharterActor.own(evidence)
    at = instant(act["at"])
    now = instant(act["now"]) if "now" in act else at
    return log.append(act["act"], version, by=by, at=at, now=now)


def _gate(case: Case, versions: list[CharterVersion], log: CharterLog) -> CharterGate:
    profile = Profile.parse("sdet", case["profile"])
    return charter_gate(versions, log, profile=profile, now=instant(case["now"]))


def charter_gates(case: Case) -> Found:
    """Whether the gate of a charter is open."""
    versions = _charter_versions(case)
    if isinstance(case["log"], str):
        log = CharterLog.from_json(case["log"])
    else:
        log = _empty_log(case)
        for act in case["log"]:
            log = _append(log, versions, act)
    return asdict(_gate(case, versions, log))


def charter_log(case: Case) -> Found:
    """Acceptance logs after a list of acts."""
    versions, log, errors = _charter_versions(case), _empty_log(case), list[str | None]()
    for act in case["appends"]:
        try:
            log = _append(log, versions, act)
            errors.append(None)
        except EntError as error:
            errors.append(error.code)
    state = _gate(case, versions, log).state
    return {"errors": errors, "records": len(log), "head": log.head, "state": state}


def charter_verify(case: Case) -> Found:
    """Stored acceptance logs."""
    return asdict(verify_charter_log(case["log"], expected_head=case.get("head")))


def charter_digest(case: Case) -> Found:
    """Digests of texts."""
    return {"digest": charter_text_digest(case["text"].encode())}


def charter_export(case: Case) -> Found:
    """Acceptance logs for a data-protection officer."""
    versions, log = _charter_versions(case), _empty_log(case)
    for act in case["appends"]:
        log = _append(log, versions, act)
    assert (export_charter_csv([log]), export_charter_jsonl([log])) == (
        log.export_csv(),
        log.export_jsonl(),
    )
    return {"csv": log.export_csv(), "jsonl": log.export_jsonl()}


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


SUITES: dict[str, Callable[[Case], Found]] = {
    "academy.code": academy_code,
    "academy.find": academy_find,
    "academy.search": academy_search,
    "birth_date.age": birth_date_age,
    "birth_date.read": birth_date_read,
    "charter.digest": charter_digest,
    "charter.export": charter_export,
    "charter.gate": charter_gates,
    "charter.log": charter_log,
    "charter.verify": charter_verify,
    "consent.value": consent_value,
    "contact.card": contact_card,
    "department.find": department_find,
    "department.search": department_search,
    "email.mask": email_mask,
    "email.parse": email_parse,
    "establishment.read": establishment_read,
    "guardianship.edge": guardianship_edge,
    "guardianship.story": guardianship_story,
    "mire.choices": mire_choices,
    "name.display": name_display,
    "name.match": name_match,
    "onboarding.next": onboarding_next,
    "password.check": password_check,
    "phone.format": phone_format,
    "phone.parse": phone_parse,
    "portal.resolve": portal_resolve,
    "portal.url": portal_url,
    "profile.community": profile_community,
    "profile.parse": profile_parse,
    "profile.roles": profile_roles,
    "services.quota": services_quota,
    "uai.parse": uai_parse,
    "uai.registration": uai_registration,
}
