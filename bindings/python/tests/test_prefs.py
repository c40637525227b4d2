"""Contact card, consents, partners."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from entkit import (
    Academy,
    BaseAddress,
    CardNoticeKind,
    Channel,
    ConsentAct,
    ConsentEntry,
    ConsentPurpose,
    Consents,
    ConsentSource,
    ContactCard,
    ContactState,
    KeyRing,
    ParseError,
    PhoneNumber,
    PhoneSlot,
    PreferenceDefaults,
    Preferences,
    Reach,
    Recipient,
    RouteMessage,
    SchoolCalendar,
    SendingHours,
    StateError,
    UnverifiedEmail,
    Viewer,
    WhoConsents,
    check_who_consents,
    confirm_unsubscribe,
    parse_contact_wish,
    partner_view,
    read_preference,
    read_unsubscribe,
    school_zone_of_academy,
    unsubscribe_link,
    unsubscribe_token_of,
    who_may_consent,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from entkit import PartnerView

MOBILE = PhoneNumber.parse("06 12 34 56 78")
FIXED = PhoneNumber.parse("04 72 00 00 00")
NOW = datetime(2021, 9, 1, 8, tzinfo=UTC)
DEFAULTS = PreferenceDefaults.immediate()
GRANT = ConsentEntry.grant(
    ConsentPurpose.PARTNERS, Channel.SMS, at=NOW, text_version=1, source=ConsentSource.PREFERENCES
)


def test_cards_do_not_change() -> None:
    """Each change gives a new card."""
    empty = ContactCard()
    card = empty.with_school_phones(personal=FIXED).set_number(PhoneSlot.OWN_1, MOBILE)
    assert empty.number("own_1") is None
    assert card.number("own_1") == MOBILE
    assert card.choosable() == [MOBILE]
    chosen = card.choose_contact(MOBILE)
    assert (chosen.contact, chosen.sms_reach().reach) == (ContactState.NUMBER, Reach.UNVERIFIED)
    assert chosen.confirm_number(MOBILE).sms_reach().number == MOBILE
    assert chosen.refuse_sms().contact is ContactState.NO_SMS
    assert chosen.clear_contact() == card
    assert chosen.remove_number("own_1").sms_reach().reach is Reach.NOWHERE
    asked = UnverifiedEmail.parse("zoe@exemple.fr")
    mailed = chosen.ask_email(asked)
    assert (mailed.card.email, mailed.card.asked_email) == (None, asked)
    assert [notice.kind for notice in mailed.notices] == [CardNoticeKind.CONFIRM]
    confirmed = mailed.card.confirm_email(asked.confirmed()).card
    assert confirmed.email == confirmed.email_reach().email == asked.confirmed()
    changed = confirmed.ask_email(UnverifiedEmail.parse("z@exemple.fr"))
    assert [notice.to.address for notice in changed.notices] == ["z@exemple.fr", "zoe@exemple.fr"]
    assert changed.card.withdraw_email().card == confirmed
    view = confirmed.view()
    assert view.contact_masked == MOBILE.masked
    assert view.email is not None
    assert view.email.verified
    assert [line.slot for line in view.phones] == list(PhoneSlot)
    assert confirmed.remove_email().card.email is None
    assert ContactCard.load(confirmed.dump()) == confirmed


def test_a_child_and_a_wish_stand_on_the_card() -> None:
    """What is otherwise for one child leaves the others alone."""
    wish = parse_contact_wish("  après 18 h ")
    assert (wish.text, wish.length, wish.left) == ("après 18 h", 10, 290)
    assert "18" not in repr(wish)
    card = (
        ContactCard().with_school_phones(mobile=MOBILE).choose_contact(MOBILE).set_wish(wish.text)
    )
    other = card.set_child("lea", contact=ContactState.NO_SMS, wish="le mercredi")
    assert (other.sms_reach("lea").reach, other.wish("lea")) == (Reach.REFUSED, "le mercredi")
    assert (other.sms_reach("tom").number, other.wish("tom")) == (MOBILE, "après 18 h")
    assert other.set_child("lea", contact=MOBILE).sms_reach("lea").number == MOBILE
    assert other.clear_child("lea") == card
    assert card.clear_wish().wish() is None
    assert "18" not in repr(other.view())


def test_cards_refuse() -> None:
    """With typed errors."""
    card = ContactCard().with_school_phones(personal=FIXED)
    other = UnverifiedEmail.parse("zoe@exemple.fr").confirmed()
    cases: list[tuple[Callable[[], object], str]] = [
        (lambda: card.set_number("mobile", MOBILE), "contact/read-only"),
        (lambda: card.set_number("pager", MOBILE), "choice/unknown"),
        (lambda: card.choose_contact(MOBILE), "contact/not-on-card"),
        (lambda: card.choose_contact(FIXED), "contact/no-sms"),
        (lambda: card.confirm_email(other), "contact/other-email"),
        (lambda: card.confirm_number(MOBILE), "contact/not-on-card"),
        (lambda: card.set_child("lea", contact=MOBILE), "contact/not-on-card"),
        (lambda: card.set_child("lea", contact="number"), "choice/unknown"),
        (lambda: card.set_child("l a", contact="no_sms"), "id/format"),
        (lambda: card.set_wish("soir\u202ematin"), "wish/invisible"),
        (lambda: card.set_wish("é" * 301), "wish/too-long"),
    ]
    for change, code in cases:
        with pytest.raises(ParseError) as refused:
            change()
        assert refused.value.code == code


@pytest.mark.parametrize("data", [b"", b"{}", b"\xff", b"[" * 1_000_000])
def test_stored_preferences_are_checked(data: bytes) -> None:
    """Corrupt bytes are a typed error."""
    for load in (ContactCard.load, Consents.load):
        with pytest.raises(StateError, match="state/corrupt"):
            load(data)


def test_consents() -> None:
    """The last entry decides."""
    empty = Consents()
    log = empty.record(GRANT)
    assert (len(empty), len(log)) == (0, 1)
    assert not empty.granted("partners", "sms", NOW)
    assert log.granted("partners", "sms", NOW)
    assert [line.granted for line in log.view(NOW)].count(True) == 1
    withdrawn = log.record(
        ConsentEntry.withdrawal("partners", "sms", at=NOW, source=ConsentSource.MESSAGE)
    )
    last = withdrawn.deciding("partners", "sms", NOW)
    assert last is not None
    assert (last.act, last.text_version, last.at) == (ConsentAct.WITHDRAWN, None, NOW)
    assert (last.purpose, last.channel) == (ConsentPurpose.PARTNERS, Channel.SMS)
    assert last.source is ConsentSource.MESSAGE
    assert log.merge(withdrawn) == withdrawn.merge(log) == withdrawn
    assert Consents.load(withdrawn.dump()) == withdrawn
    assert GRANT in withdrawn.entries()
    assert hash(GRANT) == hash(log.entries()[0])
    assert "granted partners sms" in repr(GRANT)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"text_version": 0}, "consent/text-version"),
        ({"text_version": 10**30}, "consent/text-version"),
        ({"source": "message"}, "consent/source"),
        ({"source": "post"}, "choice/unknown"),
        ({"at": datetime(2021, 9, 1)}, "instant/naive"),  # noqa: DTZ001  (naive on purpose)
    ],
)
def test_grants_are_checked(changed: dict[str, object], code: str) -> None:
    """A grant names its text and is no opened link."""
    given: dict[str, object] = {"at": NOW, "text_version": 1, "source": "preferences"}
    with pytest.raises(ParseError, match=code):
        ConsentEntry.grant("partners", "sms", **(given | changed))  # type: ignore[arg-type]


def test_partners_get_a_reference() -> None:
    """Never an address, and nothing without consent."""
    reference = "r" * 16

    def seen(by: str, consents: Consents, preferences: Preferences) -> PartnerView | None:
        person = Recipient(
            "zoe",
            card=ContactCard().with_school_phones(mobile=MOBILE).choose_contact(MOBILE),
            consents=consents,
            preferences=preferences,
            hours=SendingHours.working_days("Europe/Paris", SchoolCalendar.always_open()),
        )
        return partner_view(by, person, defaults=DEFAULTS, now=NOW)

    granted = Consents().record(GRANT)
    assert seen(reference, Consents(), Preferences()) is None
    assert seen(reference, granted, Preferences().refuse(purpose="partners")) is None
    view = seen(reference, granted, Preferences())
    assert view is not None
    assert (view.reference, view.channels) == (reference, (Channel.SMS,))
    with pytest.raises(ParseError, match="partner/reference"):
        seen("short", granted, Preferences())


def test_a_refusal_by_link_is_stored() -> None:
    """The token is not shown, an opened link changes nothing, a post withdraws."""
    base, keys = BaseAddress.parse("https://ent.exemple.fr/refus"), KeyRing("k", b"7" * 32)
    link = unsubscribe_link(base, "r" * 16, "partners", "sms", keys=keys, now=NOW)
    assert link.token not in repr(link)
    token = unsubscribe_token_of(base, link.url)
    assert token == link.token
    scope = read_unsubscribe(token, keys=keys, now=NOW)
    assert (scope.person, scope.purpose, scope.topic) == ("r" * 16, "partners", None)
    posted = b"List-Unsubscribe=One-Click"
    done = confirm_unsubscribe(token, posted, keys=keys, defaults=DEFAULTS, now=NOW)
    assert done.withdrawal is not None
    refused = Consents().record(GRANT).unsubscribed(done.withdrawal)
    assert not refused.granted("partners", "sms", NOW)
    with pytest.raises(ParseError, match="unsubscribe/unconfirmed"):
        confirm_unsubscribe(token, b"", keys=keys, defaults=DEFAULTS, now=NOW)
    with pytest.raises(ParseError, match="unsubscribe/invalid"):
        read_unsubscribe(token + "=", keys=keys, now=NOW)


def test_who_may_consent() -> None:
    """Below fifteen, a guardian agrees too."""
    day = date(2026, 11, 26)
    assert who_may_consent(date(2011, 11, 27), day) is WhoConsents.JOINTLY
    assert who_may_consent(date(2011, 11, 26), day) is WhoConsents.ALONE
    assert who_may_consent(None, day) is WhoConsents.JOINTLY
    with pytest.raises(ParseError, match="consent/actor"):
        check_who_consents("jointly", GRANT)
    by_both = ConsentEntry.grant(
        "partners",
        "sms",
        at=NOW,
        text_version=1,
        source="preferences",
        by="jointly",
        guardian="g",
    )
    check_who_consents("jointly", by_both)
    assert (by_both.by, by_both.guardian) == ("jointly", "g")


def test_values_are_taken_in_place_of_their_codes() -> None:
    """A choice that was read, an académie, the record of a person."""
    news = read_preference("weekly", topic="news")
    row = (None, "news", None, "weekly")
    assert PreferenceDefaults(ent=[news]) == PreferenceDefaults(ent=[row])
    with pytest.raises(TypeError, match="PreferenceChoice"):
        PreferenceDefaults(ent=["weekly"])  # type: ignore[list-item]
    lyon = Academy.parse("10")
    assert school_zone_of_academy(lyon) == school_zone_of_academy("10")
    viewer = Viewer("guardian", id="g-1", child="p-1")
    assert (viewer.role, viewer.id, viewer.child) == ("guardian", "g-1", "p-1")
    partner = RouteMessage("news", partner="region_council").partner
    assert partner == "region_council"
