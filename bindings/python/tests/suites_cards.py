"""The suites ``contact.*``: the card, the wish on it, and who is told of a change of address."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from entkit import (
    ConsentEntry,
    Consents,
    ConsentSource,
    ContactCard,
    PersonName,
    PhoneNumber,
    PostalAddress,
    PreferenceDefaults,
    Preferences,
    Reach,
    RedList,
    UnverifiedEmail,
    parse_contact_wish,
    summarise,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from entkit import CardStep, ContactState

    Case = Mapping[str, Any]
    Found = dict[str, Any]


AGREED = datetime(2026, 9, 1, 8, tzinfo=UTC)


def _import(card: ContactCard, school: Case) -> ContactCard:
    return card.with_school_phones(
        **{slot: PhoneNumber.parse(number) for slot, number in school.items()}
    )


def postal(given: Case) -> PostalAddress:
    """The address of a case."""
    return PostalAddress.parse(
        given.get("lines", []), given.get("postcode"), given.get("town"), given.get("country")
    )


def for_child(card: ContactCard, given: Case) -> ContactCard:
    """Something else for a child."""
    contact: PhoneNumber | str | None = given.get("contact")
    if contact not in {None, "no_sms", "unset"}:
        contact = PhoneNumber.parse(given["contact"])
    return card.set_child(given["child"], contact=contact, wish=given.get("wish"))


EMAILS: dict[str, Callable[[ContactCard, Any], CardStep]] = {
    "email": lambda card, to: card.ask_email(UnverifiedEmail.parse(to)),
    "confirm": lambda card, to: card.confirm_email(UnverifiedEmail.parse(to).confirmed()),
    "withdraw_email": lambda card, _: card.withdraw_email(),
    "remove_email": lambda card, _: card.remove_email(),
}

CHANGES: dict[str, Callable[[ContactCard, Any], ContactCard]] = {
    "import": _import,
    "set": lambda card, to: card.set_number(to["slot"], PhoneNumber.parse(to["number"])),
    "confirm_number": lambda card, to: card.confirm_number(PhoneNumber.parse(to)),
    "remove": lambda card, to: card.remove_number(to["slot"]),
    "choose": lambda card, to: card.choose_contact(PhoneNumber.parse(to)),
    "refuse_sms": lambda card, _: card.refuse_sms(),
    "clear_contact": lambda card, _: card.clear_contact(),
    "wish": lambda card, to: card.set_wish(to),
    "clear_wish": lambda card, _: card.clear_wish(),
    "child": for_child,
    "clear_child": lambda card, to: card.clear_child(to),
}


def _card(case: Case) -> ContactCard:
    """The card of the case, stored and read back."""
    card = _import(ContactCard(), case["school"])
    for change in case["changes"]:
        ((verb, given),) = change.items()
        card = EMAILS[verb](card, given).card if verb in EMAILS else CHANGES[verb](card, given)
    return ContactCard.load(card.dump())


def _contact(state: ContactState | None, masked: str | None) -> str | None:
    return masked if state == "number" else state


def contact_card(case: Case) -> Found:
    """Contact cards after a list of changes."""
    card = _card(case)
    view, about = card.view(), case.get("about")
    sms, mail = card.sms_reach(about), card.email_reach()
    return {
        "phones": {line.slot: line.masked for line in view.phones},
        "confirmed": [line.slot for line in view.phones if line.confirmed],
        "contact": None if view.contact == "unset" else _contact(view.contact, view.contact_masked),
        "email": view.email and asdict(view.email),
        "asked_email": view.asked_email,
        "wish": card.wish(about),
        "children": [
            {
                "child": line.child,
                "contact": _contact(line.contact, line.contact_masked),
                "wish": line.wish,
            }
            for line in view.children
        ],
        "sms_reach": sms.number.e164 if sms.number else sms.reach,
        "email_reach": mail.email.email.address
        if mail.reach is Reach.TO and mail.email
        else mail.reach,
    }


def contact_wish(case: Case) -> Found:
    """What a person typed about when and how to be reached."""
    wish = parse_contact_wish(case["text"] * case.get("times", 1))
    return {"wish": wish.text, "length": wish.length, "left": wish.left}


def contact_email_change(case: Case) -> Found:
    """Who is told of the last change of an address."""
    card = ContactCard()
    for change in case["changes"]:
        ((verb, given),) = change.items()
        step = EMAILS[verb](card, given)
        card = step.card
    return {
        "notices": [
            {
                "kind": notice.kind,
                "to": notice.to.address,
                "subject_fr": notice.kind.label_fr,
                "text_fr": notice.text_fr,
                "text_en": notice.text_en,
            }
            for notice in step.notices
        ],
        "email": card.email and card.email.email.address,
        "asked_email": card.asked_email and card.asked_email.email.address,
    }


def contact_summary(case: Case) -> Found:
    """The page « Résumé »."""
    consents, now = Consents(), datetime.fromisoformat(case["now"])
    for pair in case.get("granted", []):
        purpose, channel = pair.split("/")
        consents = consents.record(
            ConsentEntry.grant(
                purpose, channel, at=AGREED, text_version=1, source=ConsentSource.ONBOARDING
            )
        )
    preferences = Preferences()
    if case.get("everything_off"):
        preferences = preferences.switched_off()
    for channel in case.get("off", []):
        preferences = preferences.set("off", channel=channel)
    page = summarise(
        name=PersonName.parse(case["family"], case["given"]),
        postal_address=postal(case["postal_address"]) if "postal_address" in case else None,
        card=_card(case),
        consents=consents,
        preferences=preferences,
        defaults=PreferenceDefaults.immediate(),
        red_list=RedList().switched(case.get("on_list", False), at=now),
        now=now,
    )
    return {
        "family": page.family,
        "given": page.given,
        "postal_address": list(page.postal_address),
        "on_red_list": page.on_red_list,
        "red_list_fr": page.red_list_fr,
        "email": page.email,
        "asked_email": page.asked_email,
        "email_notifications": page.email_notifications,
        "email_fr": page.email_fr,
        "email_en": page.email_en,
        "notifications_fr": page.notifications_fr,
        "phones": {line.slot: line.number for line in page.phones},
        "confirmed": [line.slot for line in page.phones if line.confirmed],
        "lines_fr": [line.text_fr for line in page.phones],
        "school_fr": page.school_fr,
        "sms_fr": page.sms.text_fr,
        "sms_en": page.sms.text_en,
        "sms_notifications": page.sms_notifications,
        "wish": page.wish,
        "wish_left": page.wish_left,
        "children": [
            {"child": line.child, "sms_fr": line.sms and line.sms.text_fr, "wish": line.wish}
            for line in page.children
        ],
    }


SUITES: dict[str, Callable[[Case], Found]] = {
    "contact.card": contact_card,
    "contact.email_change": contact_email_change,
    "contact.summary": contact_summary,
    "contact.wish": contact_wish,
}
