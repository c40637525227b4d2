"""The suites of the conformance vectors: from the ``in`` of a case to what the package decides."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from entkit import (
    ConsentAct,
    ConsentEntry,
    Consents,
    ContactCard,
    Email,
    Ent,
    Facts,
    MireSource,
    Password,
    PasswordRules,
    PhoneNumber,
    Profile,
    Uai,
    UnverifiedEmail,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

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


def phone_parse(case: Case) -> Found:
    """Phone numbers."""
    number = PhoneNumber.parse(case["text"], case["region"])
    return {
        "e164": number.e164,
        "kind": number.kind,
        "sms": number.sms,
        "masked": number.masked,
        "national": number.national,
        "international": number.international,
    }


def email_parse(case: Case) -> Found:
    """E-mail addresses."""
    email = Email.parse(case["text"])
    return {"address": email.address, "key": email.key, "masked": email.masked}


def profile_parse(case: Case) -> Found:
    """Profiles by the spelling of a system."""
    return {"profile": Profile.parse(case["system"], case["code"])}


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


SUITES: dict[str, Callable[[Case], Found]] = {
    "consent.value": consent_value,
    "contact.card": contact_card,
    "email.parse": email_parse,
    "mire.choices": mire_choices,
    "onboarding.next": onboarding_next,
    "password.check": password_check,
    "phone.parse": phone_parse,
    "portal.resolve": portal_resolve,
    "portal.url": portal_url,
    "profile.parse": profile_parse,
    "uai.parse": uai_parse,
}
