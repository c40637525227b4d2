"""A marked secret, put through everything of the rooms of codes, links and letters.

The doors are counted against the exports, so that none is forgotten.
"""

from __future__ import annotations

import base64
import inspect
import re
import traceback
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from entkit import (
    BaseAddress,
    CodePolicy,
    Countdown,
    EmailLink,
    Ent,
    EntError,
    Entropy,
    Ledger,
    LedgerContext,
    Letter,
    LetterContext,
    LetterPolicy,
    LetterRecipient,
    LinkContext,
    LinkPolicy,
    LinkToken,
    MemoryStore,
    Pairing,
    PairingContext,
    PairingPayload,
    PairingPolicy,
    Password,
    PersonName,
    PhoneNumber,
    UnverifiedEmail,
    closed_link,
    issue_letters,
    measure_sms,
    parse_instant,
    parse_pairing_id,
    read_sms,
)
from entkit import _native as native
from hypothesis import example, given, settings
from hypothesis import strategies as st
from mobile import (
    APP,
    KEYS,
    MAIL,
    NOW,
    POOL,
    TO,
    letter_context,
    link_context,
    pairing_context,
    printed_notice,
    sent_link,
    shown_code,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from entkit import LetterTransition, LinkTransition, PairingTransition, Sms

CANARY = "Canari7Zibeline"
TOKEN = base64.urlsafe_b64encode(f"{CANARY}-{CANARY}-".encode()).decode().rstrip("=")
MARKS = {
    "word": CANARY,
    "not an id": f"{CANARY}é",
    "half a pair": f"{CANARY}\ud800",
    "long": CANARY * 500,
    "code": "7418529630",
    "pairing code": "ZXWV-TSRQ",
    "letter secret": "ZXWV-TSRQ-PNML-KJHG",
    "token": TOKEN,
    "address": f"{CANARY}@exemple.fr",
    "link": f"{MAIL.text}?token={TOKEN}",
    "mobile link": f"{APP.text}#id=4821930576&code=ZXWVTSRQ",
    "message": f"{CANARY}\n\n@ent.exemple.fr #7418529630",
}
"""Secrets in every shape that some door reads, and texts that none does."""

PAIRING: dict[str, Any] = {"context": pairing_context(), "now": NOW}
LINK: dict[str, Any] = {"context": link_context(), "now": NOW}
LETTER: dict[str, Any] = {"context": letter_context(), "now": NOW}
FRESH = Pairing.fresh("guardian-1")
MAILS = EmailLink.fresh("guardian-1")
LETTERS = Letter.fresh("pupil-1", "guardian")
CODE = shown_code(MemoryStore(), PAIRING["context"])
MESSAGE = sent_link(MemoryStore(), LINK["context"])
NOTICE = printed_notice(MemoryStore(), LETTER["context"])
SPOKEN = {
    "LinkToken.text",
    "LinkToken.url",
    "PairingPayload.code",
    "PairingPayload.link",
}
"""What is there to give back the secret it was given."""


def message() -> Sms:
    """A message with a code."""
    context = LedgerContext(policy=CodePolicy.oob_10min(), keys=KEYS, entropy=Entropy.seeded(1))
    to, ledger = PhoneNumber.parse("06 12 34 56 78"), Ledger.fresh("a", "activation")
    step = ledger.issue(flow="f", to=to, context=context, now=NOW)
    sms = step.commit(stored=True).outcome.sms
    assert sms is not None
    return sms


def page(text: str) -> dict[str, Any]:
    """An activation page with a marked password."""
    day = NOW.date().replace(year=2012)
    return {"flow": "f", "password": Password(text), "birth_dates": [(day, day)], **LETTER}


def not_stored(step: LetterTransition | LinkTransition | PairingTransition) -> object:
    """A transition that lost its race."""
    return step.commit(stored=False)


def recipient(text: str) -> LetterRecipient:
    """Somebody with a marked name and login."""
    name = PersonName.parse(text, text)
    ent = Ent.find("occitanie")
    return LetterRecipient(name=name, login=text.lower(), ent=ent, children=[name])


def confirm(text: str) -> LinkTransition:
    """A link to a marked address."""
    address = UnverifiedEmail.parse(text)
    return MAILS.request(address=address, previous=address.confirmed(), **LINK)


DOORS: dict[str, Callable[[str], object]] = {
    "BaseAddress.parse": lambda text: BaseAddress.parse(f"ftp://{text}"),
    "Countdown.seconds_left": lambda _: Countdown.start(1, NOW).seconds_left(NOW),
    "Countdown.start": lambda text: Countdown.start(len(text), NOW),
    "Countdown.until": lambda _: Countdown.until(NOW, server=NOW, client=NOW),
    "EmailLink.account_changed": lambda text: MAILS.account_changed(change=text, **LINK),
    "EmailLink.claim": lambda _: MAILS.claim(**LINK),
    "EmailLink.confirm": lambda text: MAILS.confirm(token=LinkToken.parse(text), **LINK),
    "EmailLink.fresh": lambda text: EmailLink.fresh(f"{text}é"),
    "EmailLink.inspect": lambda text: MAILS.inspect(token=LinkToken.parse(text), now=NOW),
    "EmailLink.load": lambda text: EmailLink.load("a", text.encode("utf-8", "surrogatepass")),
    "EmailLink.observe": lambda _: MAILS.observe(**LINK),
    "EmailLink.reload": lambda text: MAILS.reload(text.encode("utf-8", "surrogatepass")),
    "EmailLink.request": confirm,
    "EmailLink.resend": lambda _: MAILS.resend(**LINK),
    "EmailLink.revoke": lambda _: MAILS.revoke(**LINK),
    "EmailLink.view": lambda _: MAILS.view(policy=LinkPolicy.email_link(), now=NOW),
    "Letter.abandon": lambda text: LETTERS.abandon(flow=f"{text}é", **LETTER),
    "Letter.activate": lambda text: LETTERS.activate(**page(text)),
    "Letter.decoy": lambda _: Letter.decoy(),
    "Letter.fresh": lambda text: Letter.fresh("a", text),
    "Letter.issue": lambda text: LETTERS.issue(to=recipient(text), zone="Europe/Paris", **LETTER),
    "Letter.load": lambda text: Letter.load("a", text.encode("utf-8", "surrogatepass")),
    "Letter.observe": lambda _: LETTERS.observe(**LETTER),
    "Letter.reload": lambda text: LETTERS.reload(text.encode("utf-8", "surrogatepass")),
    "Letter.revoke": lambda _: LETTERS.revoke(**LETTER),
    "Letter.sign_in": lambda text: LETTERS.sign_in(flow="f", secret=Password(text), **LETTER),
    "Letter.state_of": lambda text: LETTERS.state_of(len(text)),
    "Letter.view": lambda text: LETTERS.view(
        flow=f"{text}é", policy=LetterPolicy.three_months(), now=NOW
    ),
    "LetterContext": lambda _: LetterContext(
        policy=LetterPolicy.three_months(), pool=POOL, entropy=Entropy.seeded(1), pepper=KEYS
    ),
    "LetterPolicy": lambda text: LetterPolicy(rules=text),
    "LetterPolicy.deviations": lambda _: LetterPolicy.three_months().deviations(),
    "LetterPolicy.expiry": lambda text: LetterPolicy.three_months().expiry(NOW.date(), text),
    "LetterPolicy.three_months": lambda _: LetterPolicy.three_months(),
    "LetterRecipient": recipient,
    "LetterTransition.commit": lambda text: not_stored(
        LETTERS.issue(to=recipient(text), zone="Europe/Paris", **LETTER)
    ),
    "LetterTransition.writes": lambda text: LETTERS.activate(**page(text)).writes(),
    "LinkContext": lambda _: LinkContext(policy=LinkPolicy.email_link(), entropy=Entropy.seeded(1)),
    "LinkMail.url": lambda text: MESSAGE.url(BaseAddress.parse(f"fr.a://{text}")),
    "LinkPolicy": lambda text: LinkPolicy(max_attempts=len(text)),
    "LinkPolicy.deviations": lambda _: LinkPolicy.email_link().deviations(),
    "LinkPolicy.email_link": lambda _: LinkPolicy.email_link(),
    "LinkToken.from_url": lambda text: LinkToken.from_url(MAIL, text),
    "LinkToken.parse": LinkToken.parse,
    "LinkToken.url": lambda text: LinkToken.parse(text).url(MAIL),
    "LinkTransition.commit": lambda text: not_stored(confirm(text)),
    "LinkTransition.writes": lambda text: MAILS.confirm(
        token=LinkToken.parse(text), **LINK
    ).writes(),
    "Notice.instructions": NOTICE.instructions,
    "Notice.last_day_text": NOTICE.last_day_text,
    "Notice.secret": lambda _: NOTICE.secret(),
    "Notice.text": NOTICE.text,
    "Pairing.account_changed": lambda text: FRESH.account_changed(change=text, **PAIRING),
    "Pairing.claim": lambda text: FRESH.claim(
        identifier="4821930576", device=f"{text}é", **PAIRING
    ),
    "Pairing.find": lambda text: Pairing.find(text, f"{text}é"),
    "Pairing.fresh": lambda text: Pairing.fresh(f"{text}é"),
    "Pairing.issue": lambda text: FRESH.issue(
        account=f"{text}é", session=text, signed_in_at=NOW, **PAIRING
    ),
    "Pairing.load": lambda text: Pairing.load("a", text.encode("utf-8", "surrogatepass")),
    "Pairing.observe": lambda _: FRESH.observe(**PAIRING),
    "Pairing.redeem": lambda text: FRESH.redeem(
        identifier="4821930576", code=text, device="p", **PAIRING
    ),
    "Pairing.reinstate": lambda _: FRESH.reinstate(**PAIRING),
    "Pairing.reload": lambda text: FRESH.reload(text.encode("utf-8", "surrogatepass")),
    "Pairing.revoke": lambda _: FRESH.revoke(**PAIRING),
    "Pairing.revoke_device": lambda text: FRESH.revoke_device(device=f"{text}é", **PAIRING),
    "Pairing.view": lambda text: FRESH.view(
        policy=PairingPolicy.mobile_activation(), now=NOW, identifier=f"{text}é"
    ),
    "PairingCode.link": lambda text: CODE.link(BaseAddress.parse(f"{text}://a")),
    "PairingContext": lambda _: PairingContext(
        policy=PairingPolicy.mobile_activation(), keys=KEYS, entropy=Entropy.seeded(1)
    ),
    "PairingPayload": lambda text: PairingPayload(identifier="4821930576", code=text),
    "PairingPayload.link": lambda text: PairingPayload(identifier="4821930576", code=text).link(
        APP
    ),
    "PairingPayload.parse": lambda text: PairingPayload.parse(APP, text),
    "PairingPolicy": lambda text: PairingPolicy(max_attempts=len(text)),
    "PairingPolicy.deviations": lambda _: PairingPolicy.mobile_activation().deviations(),
    "PairingPolicy.mobile_activation": lambda _: PairingPolicy.mobile_activation(),
    "PairingTransition.commit": lambda text: not_stored(
        FRESH.redeem(identifier="4821930576", code=text, device="p", **PAIRING)
    ),
    "PairingTransition.writes": lambda text: FRESH.redeem(
        identifier="4821930576", code=text, device="p", **PAIRING
    ).writes(),
    "Sms.bound_text": lambda text: message().bound_text(f"{text}.é"),
    "Sms.text": lambda text: message().text(text),
    "account_change_ends_devices": native.account_change_ends_devices,
    "closed_link": lambda _: closed_link(),
    "issue_letters": lambda text: issue_letters(
        [(LETTERS, recipient(text))], zone="Europe/Paris", **LETTER
    ),
    "measure_sms": measure_sms,
    "parse_pairing_id": lambda text: parse_pairing_id(f"{text}é"),
    "read_sms": read_sms,
}

ROOMS = re.compile(
    r"BaseAddress|Countdown|DeviceGrant|EmailLink|Letter|Link|Notice|Pairing|Sms"
    r"|account_change|closed_link|issue_letters|.*sms|parse_pairing"
)


def exports() -> Iterator[str]:
    """What may be called in these rooms: functions, constructors, methods."""
    for name in native.__all__:
        if not ROOMS.match(name):
            continue
        thing = getattr(native, name)
        if not inspect.isclass(thing):
            yield name
            continue
        if "__new__" in vars(thing):
            yield name
        for member, value in vars(thing).items():
            if not member.startswith("_") and not inspect.isgetsetdescriptor(value):
                yield f"{name}.{member}"


def test_no_export_is_forgotten() -> None:
    """Each has its door."""
    assert sorted(exports()) == sorted(DOORS)


def shown(thing: object) -> str:
    """Everything of what a door gave or raised that a program could log by mistake."""
    text = f"{thing!r} {thing}"
    if isinstance(thing, BaseException):
        behind = (thing, thing.__cause__, thing.__context__)
        text += " ".join(f"{one!r} {one} {vars(one) if one else ''}" for one in behind)
        return text + " ".join(traceback.format_exception_only(thing))
    if isinstance(thing, list | tuple):
        return text + " ".join(shown(one) for one in thing)
    name = type(thing).__name__
    if name in native.__all__:
        for member, value in vars(type(thing)).items():
            if inspect.isgetsetdescriptor(value) and f"{name}.{member}" not in SPOKEN:
                text += f" {getattr(thing, member)!r}"
    return text


def hides(seen: str, secret: str) -> bool:
    """Whether a text is free of a secret, however it is spelled."""
    return secret not in seen and secret.lower().replace("-", "") not in seen.lower().replace(
        "-", ""
    )


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("mark", MARKS)
def test_no_door_repeats_a_secret(door: str, mark: str) -> None:
    """Neither what it gives, as a program may log it, nor what it raises."""
    found: object
    try:
        found = DOORS[door](MARKS[mark])
    except EntError as error:
        found = error
    if door in SPOKEN and isinstance(found, str):
        return
    seen = shown(found)
    for secret in (MARKS[mark], TOKEN, "7418529630", "ZXWV-TSRQ", CANARY):
        assert hides(seen, secret)


@pytest.mark.parametrize("door", DOORS)
@settings(max_examples=15, deadline=None)
@given(text=st.text(st.characters(exclude_categories=()), max_size=300))
@example(text="")
@example(text="\0")
@example(text="\U0010ffff\u202e")
@example(text="9" * 1_000_000)
def test_any_text(door: str, text: str) -> None:
    """A text is read or refused with a code that has texts."""
    try:
        DOORS[door](text)
    except EntError as error:
        assert error.text_fr != error.code  # noqa: PT017  (only if raised)
        assert error.text_en  # noqa: PT017  (only if raised)


TYPED: dict[str, Callable[[Any], object]] = {
    "BaseAddress": BaseAddress.parse,
    "Countdown": lambda value: Countdown.start(value, NOW),
    "EmailLink": EmailLink.fresh,
    "EmailLink data": MAILS.reload,
    "Letter holder": lambda value: Letter.fresh("a", value),
    "Letter data": LETTERS.reload,
    "LetterPolicy": lambda value: LetterPolicy(days=value),
    "LetterPolicy rules": lambda value: LetterPolicy(rules=value),
    "birth dates": lambda value: LETTERS.activate(**(page("a") | {"birth_dates": value})),
    "day": lambda value: LetterPolicy.three_months().expiry(value, "Europe/Paris"),
    "people": lambda value: issue_letters(value, zone="Europe/Paris", **LETTER),
    "zone": lambda value: LetterPolicy.three_months().expiry(NOW.date(), value),
    "LinkPolicy": lambda value: LinkPolicy(max_attempts=value),
    "LinkToken": LinkToken.parse,
    "Pairing": Pairing.find,
    "Pairing data": FRESH.reload,
    "PairingPayload": lambda value: PairingPayload(identifier=value, code=value),
    "PairingPolicy": lambda value: PairingPolicy(max_attempts=value),
    "identifier": parse_pairing_id,
    "instant": parse_instant,
    "message": read_sms,
    "now": lambda value: FRESH.observe(context=PAIRING["context"], now=value),
}


@pytest.mark.parametrize("door", TYPED)
@settings(max_examples=30, deadline=None)
@given(
    value=st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.binary(max_size=40)
    | st.dates()
    | st.datetimes()
    | st.lists(st.integers(), max_size=3)
    | st.builds(object)
)
def test_any_type(door: str, value: object) -> None:
    """A value of another type is a TypeError, one out of bounds an error with a code."""
    with suppress(EntError, TypeError):
        TYPED[door](value)


def test_what_is_decided_shows_no_secret() -> None:
    """Outcomes, states and what holds the secret itself, once it is known."""
    issue = FRESH.issue(account="guardian-1", session="s", signed_in_at=NOW, **PAIRING)
    code = issue.commit(stored=True)
    assert code.outcome.code is not None
    assert hides(repr([issue, code]), code.outcome.code.printed)
    request = confirm(f"{CANARY}@exemple.fr")
    mail = request.commit(stored=True)
    assert mail.outcome.mail is not None
    token = LinkToken.from_url(MAIL, mail.outcome.mail.url(MAIL)).text
    assert hides(repr([request, mail]), token)
    assert hides(repr([request, mail]), CANARY)
    print_ = LETTERS.issue(to=recipient(CANARY), zone="Europe/Paris", **LETTER)
    letter = print_.commit(stored=True)
    assert letter.outcome.notice is not None
    assert hides(repr([print_, letter]), letter.outcome.notice.secret().decode())
    assert hides(repr([print_, letter, TO]), CANARY)
