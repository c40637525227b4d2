"""Links that confirm an e-mail address, from the message to the card."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

import pytest
from entkit import (
    AccountChange,
    BaseAddress,
    ContactCard,
    EmailLink,
    LinkOutcomeName,
    LinkPolicy,
    LinkState,
    LinkStep,
    LinkToken,
    MemoryStore,
    ParseError,
    PublicCode,
    SqliteStore,
    StateError,
    UnverifiedEmail,
    closed_link,
    drive,
)
from mobile import MAIL, at, link_context, sent_link

if TYPE_CHECKING:
    from pathlib import Path


def test_an_address_is_confirmed_by_a_button(tmp_path: Path) -> None:
    """Request, inspection by scanners, confirmation, card and notice, over a database."""
    context, fresh = link_context(), EmailLink.fresh("guardian-1")
    with SqliteStore(tmp_path / "entkit.db") as store:
        mail = sent_link(store, context)
        assert mail.to == UnverifiedEmail.parse("Zoe.Canari@exemple.fr")
        assert mail.expires_at == at(86_400)
        index = {mail.lookup: "guardian-1"}

        token = LinkToken.from_url(MAIL, f"{mail.url(MAIL)}&utm_source=mail")
        account = index[token.lookup]
        data = store.load(EmailLink.fresh(account).key)
        assert data is not None
        link = EmailLink.load(account, data)
        for _ in range(3):
            opened = link.inspect(token=token, now=at(60))
            assert (opened.step, opened.seconds_left) == (LinkStep.PENDING, 86_340)
            assert opened.address == "Z•••@exemple.fr"
        done = drive(
            store,
            fresh,
            lambda link: link.confirm(
                token=LinkToken.parse(token.text), context=context, now=at(60)
            ),
        )
        confirmation = done.outcome.confirmation
        assert confirmation is not None
        assert confirmation.account == "guardian-1"
        assert confirmation.confirmed_at == at(60)
        assert confirmation.notice_to == UnverifiedEmail.parse("zoe@exemple.fr").confirmed()
        card = ContactCard().ask_email(UnverifiedEmail.parse("zoe.canari@exemple.fr")).card
        shown = card.confirm_email(confirmation.email).card.view().email
        assert shown is not None
        assert shown.verified
        assert done.state.inspect(token=token, now=at(61)) == closed_link()
        claimed = drive(store, fresh, lambda link: link.claim(context=context, now=at(62)))
        assert claimed.outcome.confirmation == confirmation


def test_a_link_dies() -> None:
    """Of a change of the account, a withdrawal, wrong tokens, time."""
    context, other = link_context(), LinkToken.parse(43 * "A")
    store = MemoryStore()
    mail = sent_link(store, context)
    token = LinkToken.from_url(MAIL, mail.url(MAIL))
    data = store.load(EmailLink.fresh("guardian-1").key)
    assert data is not None
    link = EmailLink.load("guardian-1", data)
    assert link.next_deadline == at(86_400)
    change = AccountChange.GROUPED
    for step, state in [
        (link.account_changed(change=change, context=context, now=at(1)), LinkState.SUPERSEDED),
        (link.revoke(context=context, now=at(1)), LinkState.REVOKED),
        (link.observe(context=context, now=at(86_400)), LinkState.EXPIRED),
    ]:
        dead = step.commit(stored=True).state
        assert dead.state is state
        after = dead.confirm(token=token, context=context, now=at(86_400)).commit(stored=True)
        assert after.outcome.name is LinkOutcomeName.NOTHING_PENDING
        assert after.outcome.public.code is PublicCode.REFUSED
    for left in range(9, 0, -1):
        wrong = link.confirm(token=other, context=context, now=at(1)).commit(stored=True)
        assert wrong.outcome.attempts_left == left
        link = wrong.state
    last = link.confirm(token=other, context=context, now=at(1)).commit(stored=True)
    assert last.outcome.name is LinkOutcomeName.EXHAUSTED


def test_messages_are_counted() -> None:
    """A second message waits for a minute."""
    context, store = link_context(), MemoryStore()
    sent_link(store, context)
    fresh = EmailLink.fresh("guardian-1")
    soon = drive(store, fresh, lambda link: link.resend(context=context, now=at(1)))
    assert (soon.outcome.until, soon.outcome.public.seconds) == (at(60), 59)
    view = soon.state.view(policy=LinkPolicy.email_link(), now=at(1))
    assert (view.step, view.sent_to, view.resend_in_seconds) == ("pending", "Z•••@exemple.fr", 59)
    later = drive(store, fresh, lambda link: link.resend(context=context, now=at(60)))
    assert later.outcome.mail is not None


def test_policies() -> None:
    """Preset, bounds, equality."""
    preset = LinkPolicy.email_link()
    assert LinkPolicy(max_attempts=10) == preset
    assert (preset.lifetime_seconds, preset.sends_per_day, preset.resend_seconds) == (86_400, 5, 60)
    assert [item.id for item in preset.deviations()] == ["link-lifetime"]
    assert repr(preset) == "LinkPolicy(lifetime_seconds=86400, max_attempts=10, …)"
    for bad in ({"lifetime_seconds": 86_401}, {"max_attempts": -1}, {"sends_per_day": 2**70}):
        with pytest.raises(ParseError) as refused:
            LinkPolicy(**bad)
        assert refused.value.code == "policy/bounds"


def test_bad_input() -> None:
    """Typed errors that repeat nothing."""
    context, store = link_context(), MemoryStore()
    mail = sent_link(store, context)
    link = EmailLink.fresh("guardian-1")
    for text, code in [("", "empty"), ("canary", "token"), ("A" * 42 + "\0", "token")]:
        with pytest.raises(ParseError) as refused:
            LinkToken.parse(text)
        assert refused.value.code == f"email-link/{code}"
        assert "canary" not in str(refused.value)
    with pytest.raises(ParseError) as refused:
        LinkToken.from_url(MAIL, "https://canary.test")
    assert refused.value.code == "email-link/other"
    app = BaseAddress.parse("fr.exemple.ent://courriel.exemple.fr")
    for write in (mail.url, LinkToken.parse(43 * "A").url):
        with pytest.raises(ParseError) as refused:
            write(app)
        assert refused.value.code == "email-link/base"
    with pytest.raises(ParseError) as refused:
        link.account_changed(change="canary", context=context, now=at(0))
    assert refused.value.code == "choice/unknown"
    with pytest.raises(TypeError):
        link.request(address="zoe@exemple.fr", context=context, now=at(0))  # type: ignore[arg-type]
    with pytest.raises(StateError):
        link.reload(b"{}")


def test_secrets_do_not_travel() -> None:
    """No repr shows a token or an address, nothing that holds one can be pickled."""
    context, store = link_context(), MemoryStore()
    mail = sent_link(store, context)
    token = LinkToken.from_url(MAIL, mail.url(MAIL))
    secret = token.text
    for thing in (mail, token, EmailLink.fresh("guardian-1"), context):
        assert secret not in repr(thing)
        assert "Canari" not in repr(thing)
        with pytest.raises(TypeError):
            pickle.dumps(thing)
