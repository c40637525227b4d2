"""The red list, the page « Résumé » and postal addresses, as a host uses them."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from entkit import (
    Authoriser,
    Consents,
    ContactCard,
    DirectoryField,
    DirectoryRow,
    ParseError,
    PersonName,
    PhoneNumber,
    PostalAddress,
    PreferenceDefaults,
    Preferences,
    RedList,
    StateError,
    Viewer,
    ViewerRole,
    Visibility,
    project_card,
    project_row,
    search_directory,
    summarise,
)

if TYPE_CHECKING:
    from collections.abc import Callable

NOW = datetime(2026, 9, 1, 8, tzinfo=UTC)
NAME = PersonName.parse("Chamson", "André")
MOBILE = PhoneNumber.parse("06 12 12 12 12")
CARD = ContactCard().with_school_phones(mobile=MOBILE).set_wish("au crépuscule")
HOME = PostalAddress.parse(["1 boulevard Pasteur"], "30120", "Le Vigan")
ON = RedList().switched(on=True, at=NOW)
TEACHER = Viewer(ViewerRole.TEACHER, id="teacher-1")
POLICY = Visibility()


def row(red_list: RedList) -> DirectoryRow:
    """A person whose list is given."""
    return DirectoryRow(NAME, card=CARD, postal_address=HOME, red_list=red_list)


def test_who_sees_what() -> None:
    """A teacher sees a number until the list is on, and again when authorised."""
    assert project_row(row(RedList()), TEACHER, POLICY).phone_mobile == MOBILE
    hidden = project_row(row(ON), TEACHER, POLICY)
    assert (hidden.phone_mobile, hidden.on_red_list, hidden.contact_wish) == (None, None, None)
    lifted = ON.authorised("teacher-1", by=Authoriser.HEAD, at=NOW)
    assert project_row(row(lifted), TEACHER, POLICY).phone_mobile == MOBILE
    assert project_card(CARD, lifted, TEACHER, POLICY).phone_mobile == MOBILE
    assert [viewer.id for viewer in lifted.viewers] == ["teacher-1"]
    assert lifted.authorises(TEACHER)
    assert lifted.revoked("teacher-1") == ON == RedList.load(ON.dump())
    own = project_row(row(ON), Viewer("self", id="andre"), POLICY)
    assert own.contact_wish == "au crépuscule"
    assert own.on_red_list


def test_a_search_finds_nobody_by_what_is_hidden() -> None:
    """Only what the viewer sees is compared."""
    entries = [(row(ON), TEACHER), (row(RedList()), TEACHER)]
    by_number = search_directory(entries, MOBILE.national, POLICY)
    assert [hit.index for hit in by_number.hits] == [1]
    by_name = search_directory(entries, "chamson", POLICY, limit=1)
    assert (len(by_name.hits), by_name.more) == (1, True)
    with ThreadPoolExecutor(4) as pool:
        found = pool.map(lambda _: search_directory(entries, "andre", POLICY), range(16))
    assert {len(hits.hits) for hits in found} == {2}


def test_refusals() -> None:
    """With typed errors."""
    contact = [DirectoryField.NAME, DirectoryField.EMAIL]
    earlier = NOW.replace(year=2025)
    cases: list[tuple[Callable[[], object], str]] = [
        (lambda: Visibility([("partner", contact, [])]), "visibility/partner"),
        (lambda: Visibility([("staff", [], contact)]), "visibility/wider"),
        (lambda: Visibility([("self", contact, contact)]), "visibility/self"),
        (lambda: Visibility([("head", [], [])]), "choice/unknown"),
        (lambda: ON.switched(on=False, at=earlier), "red_list/clock"),
        (lambda: ON.authorised("", by="head", at=NOW), "id/format"),
        (lambda: ON.authorised("v", by="nobody", at=NOW), "choice/unknown"),
        (lambda: search_directory([], "c", POLICY), "search/too-short"),
        (lambda: search_directory([], "chamson\u202e", POLICY), "search/invisible"),
        (lambda: PostalAddress.parse([], "3012", "Le Vigan"), "postal/postcode"),
        (lambda: PostalAddress.parse([], "30120"), "postal/town"),
        (lambda: PostalAddress.parse([], None, "Genève", "00000"), "country/unknown"),
    ]
    for call, code in cases:
        with pytest.raises(ParseError) as refused:
            call()
        assert refused.value.code == code
    for data in (b"", b"{}", b"[" * 1_000_000):
        with pytest.raises(StateError, match="state/corrupt"):
            RedList.load(data)


def test_the_page_is_whole_and_its_repr_empty() -> None:
    """The person reads everything; a log nothing."""
    page = summarise(
        name=NAME,
        postal_address=HOME,
        card=CARD,
        consents=Consents(),
        preferences=Preferences(),
        defaults=PreferenceDefaults.immediate(),
        red_list=ON,
        now=NOW,
    )
    assert page.postal_address == ("1 boulevard Pasteur", "30120 LE VIGAN")
    assert page.phones[2].text_fr == "Téléphone mobile\u00a0: +33 6 12 12 12 12"
    assert (page.wish, page.wish_left) == ("au crépuscule", 287)
    own = project_row(row(ON), Viewer("self", id="andre"), POLICY)
    entry = (row(ON), TEACHER)
    shown = repr([page, page.phones, page.sms, HOME, own, *entry, ON, POLICY])
    for private in ("Chamson", "12 12", "Pasteur", "Vigan", "crépuscule", "1212"):
        assert private not in shown


def test_addresses_pickle() -> None:
    """And come back equal."""
    abroad = PostalAddress.parse(["1 quai du Mont-Blanc"], None, "1201 Genève", "99140")
    for address in (HOME, abroad):
        assert pickle.loads(pickle.dumps(address)) == address  # noqa: S301  (pickled here)
    assert abroad.envelope[-1] == "SUISSE"
    assert HOME.fits
    assert len({HOME, PostalAddress.parse(["1 boulevard Pasteur"], "30120", "Le Vigan")}) == 1
