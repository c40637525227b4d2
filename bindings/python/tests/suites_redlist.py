"""The suites ``redlist.*`` and ``postal.read``."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from entkit import (
    Authoriser,
    BirthDate,
    ContactCard,
    DirectoryRow,
    PersonName,
    PhoneNumber,
    Profile,
    RedList,
    Uai,
    UnverifiedEmail,
    Viewer,
    Visibility,
    project_row,
    search_directory,
)
from suites_cards import for_child, postal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Case = Mapping[str, Any]
    Found = dict[str, Any]

CHANGED = datetime(2026, 11, 26, 10, tzinfo=UTC)


def postal_read(case: Case) -> Found:
    """An address as an envelope has it."""
    address = postal(case)
    return {"envelope": list(address.envelope), "fits": address.fits}


def _card(given: Case) -> ContactCard:
    def number(key: str) -> PhoneNumber | None:
        return PhoneNumber.parse(given[key]) if given.get(key) else None

    card = ContactCard().with_school_phones(
        personal=number("phone_personal"),
        professional=number("phone_professional"),
        mobile=number("phone_mobile"),
    )
    for slot in ("own_1", "own_2"):
        own = number(f"phone_{slot}")
        if own is not None:
            card = card.set_number(slot, own)
            card = card if given.get("unconfirmed") else card.confirm_number(own)
    if given.get("email"):
        email = UnverifiedEmail.parse(given["email"])
        card = card.ask_email(email).card.confirm_email(email.confirmed()).card
    if given.get("unverified_email"):
        card = card.ask_email(UnverifiedEmail.parse(given["unverified_email"])).card
    if given.get("contact_wish"):
        card = card.set_wish(given["contact_wish"])
    contact = number("contact")
    card = card if contact is None else card.choose_contact(contact)
    return for_child(card, given["child"]) if given.get("child") else card


def _row(given: Case) -> DirectoryRow:
    red_list = RedList().switched(given.get("on_list", False), at=CHANGED)
    for viewer in given.get("authorised", []):
        red_list = red_list.authorised(viewer, by=Authoriser.PERSON, at=CHANGED)
    profile, uai, born = (given.get(key) for key in ("profile", "establishment", "birth_date"))
    return DirectoryRow(
        PersonName.parse(given["family"], given["given"], given.get("usual")),
        profile=Profile(profile) if profile else None,
        establishment=Uai.parse(uai) if uai else None,
        classes=given.get("classes", []),
        birth_date=BirthDate.parse(born) if born else None,
        postal_address=postal(given["postal_address"]) if "postal_address" in given else None,
        card=_card(given),
        notifications=given.get("notifications"),
        red_list=red_list,
    )


def _viewer(case: Case) -> Viewer:
    viewer = case["viewer"]
    return Viewer(viewer["role"], id=viewer.get("id"), child=viewer.get("child"))


def _policy(case: Case) -> Visibility:
    """The preset, with the changes of a case."""
    preset = Visibility()
    policy = Visibility(
        [
            (
                change["role"],
                change.get("off", preset.fields(change["role"], on_list=False)),
                change.get("on", preset.fields(change["role"], on_list=True)),
            )
            for change in case.get("policy", [])
        ]
    )
    return Visibility.load(policy.dump())


def policy_of_role(case: Case) -> Found:
    """What a role sees."""
    policy = _policy(case)
    return {
        "off": list(policy.fields(case["role"], on_list=False)),
        "on": list(policy.fields(case["role"], on_list=True)),
    }


def project(case: Case) -> Found:
    """What a viewer sees of a person."""
    seen = project_row(_row(case["row"]), _viewer(case), _policy(case))
    phones = (
        seen.phone_personal,
        seen.phone_professional,
        seen.phone_mobile,
        seen.phone_own_1,
        seen.phone_own_2,
    )
    return {
        "fields": list(seen.fields),
        "name": seen.name and seen.name.list_name,
        "email": seen.email and seen.email.address,
        "phones": [phone.e164 for phone in phones if phone],
        "postal_address": seen.postal_address and list(seen.postal_address.envelope),
        "contact": seen.contact,
        "contact_wish": seen.contact_wish,
        "notifications": seen.notifications,
        "on_red_list": seen.on_red_list,
    }


def search(case: Case) -> Found:
    """Whom a search finds."""
    entries = [(_row(row), _viewer(case)) for row in case["rows"]]
    found = search_directory(entries, case["query"], _policy(case), limit=case.get("limit"))
    return {
        "rows": [hit.index for hit in found.hits],
        "more": found.more,
        "seen": [list(hit.seen.fields) for hit in found.hits],
    }


SUITES: dict[str, Callable[[Case], Found]] = {
    "postal.read": postal_read,
    "redlist.policy": policy_of_role,
    "redlist.project": project,
    "redlist.search": search,
}
