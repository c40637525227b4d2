"""The suites of codes, links and letters that are no stories."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from entkit import (
    BaseAddress,
    CodePolicy,
    Countdown,
    EntError,
    Ledger,
    LedgerContext,
    Letter,
    LetterPolicy,
    LinkToken,
    PairingPayload,
    ParseError,
    PhoneNumber,
    issue_letters,
    measure_sms,
    parse_day,
    parse_pairing_id,
    read_sms,
)
from stories import entropy, keys
from stories_codes import letter_context, recipient
from values import instant

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Case = Mapping[str, Any]
    Found = dict[str, Any]

SEED = {"entropy": "seed:1"}


def sms_text(case: Case) -> Found:
    """Messages that are counted, read or written."""
    if "count" in case:
        return asdict(measure_sms(case["count"]))
    if "read" in case:
        return asdict(read_sms(case["read"]))
    given = case["write"]
    policy = getattr(CodePolicy, given["policy"])()
    context = LedgerContext(policy=policy, keys=keys(), entropy=entropy(given))
    at, to = instant("2021-09-01T08:00:00Z"), PhoneNumber.parse("06 12 34 56 78")
    step = Ledger.fresh("guardian-1", "activation").issue(
        flow="flow-1", to=to, context=context, now=at
    )
    sms = step.commit(stored=True).outcome.sms
    assert sms is not None
    message = sms.bound_text(given["host"], given["lang"])
    assert read_sms(message.text).code == sms.code
    text = message.text.replace(sms.code, "{code}")
    return asdict(message.length) | {"text": text, "digits": len(sms.code)}


def code_typed(case: Case) -> Found:
    """What a person typed, read by whoever takes it."""
    text = case["text"]
    if case["kind"] == "pairing_id":
        return {"read": True, "identifier": parse_pairing_id(text)}
    if case["kind"] == "pairing_code":
        PairingPayload(identifier="0000000000", code=text)
        return {"read": True}
    assert case["kind"] == "sms"
    context = LedgerContext(policy=CodePolicy.educonnect_sms(), keys=keys(), entropy=entropy(SEED))
    ledger = Ledger.fresh("guardian-1", "activation")
    ledger.submit(flow="f", code=text, context=context, now=instant("2021-09-01T08:00:00Z"))
    return {"read": True}


def countdown_seconds(case: Case) -> Found:
    """Seconds left on a client."""
    client = instant(case["client"])
    if "seconds_left" in case:
        countdown = Countdown.start(case["seconds_left"], client)
    else:
        server = instant(case["server"])
        countdown = Countdown.until(instant(case["expires_at"]), server=server, client=client)
    return {"shown": [countdown.seconds_left(instant(at)) for at in case["at"]]}


def pairing_payload(case: Case) -> Found:
    """Identifier and code as a link."""
    base = BaseAddress.parse(case["base"])
    if "link" in case:
        payload = PairingPayload.parse(base, case["link"])
    else:
        payload = PairingPayload(identifier=case["identifier"], code=case["code"])
    return {
        "identifier": payload.identifier,
        "shown": payload.identifier_shown,
        "link": payload.link(base),
    }


def email_link_url(case: Case) -> Found:
    """Links of messages."""
    base = BaseAddress.parse(case["base"])
    if "url" in case:
        token = LinkToken.from_url(base, case["url"])
    else:
        token = LinkToken.parse(case["token"])
    return {"url": token.url(base), "lookup": token.lookup}


def letter_expiry(case: Case) -> Found:
    """When letters end."""
    try:
        created_on = parse_day(case["created_on"])
    except EntError:
        raise ParseError.of("letter/date") from None
    ends = LetterPolicy.three_months().expiry(created_on, case["zone"])
    return {"expires_at": ends.expires_at, "last_day": ends.last_day.isoformat()}


def letter_notice(case: Case) -> Found:
    """What is printed."""
    lang, at = case["lang"], instant(case["at"])
    step = Letter.fresh("person-1", case["holder"]).issue(
        to=recipient(case), zone=case["zone"], context=letter_context(SEED), now=at
    )
    notice = step.commit(stored=True).outcome.notice
    assert notice is not None
    secret, steps = notice.secret().decode(), notice.instructions(lang)
    return {
        "addressee": notice.addressee.display_name,
        "children": [child.display_name for child in notice.children],
        "login": notice.login,
        "groups": [len(group) for group in secret.split("-")],
        "number": notice.number,
        "created_on": notice.created_on.isoformat(),
        "last_day": notice.last_day.isoformat(),
        "last_day_text": notice.last_day_text(lang),
        "portal": notice.portal,
        "instructions": [step.id for step in steps],
        "texts": [step.text for step in steps],
        "text": notice.text(lang).decode().replace(secret, "{secret}"),
    }


def letter_batch(case: Case) -> Found:
    """Letters of an establishment."""
    people = [
        (Letter.fresh(person["subject"], person["holder"]), recipient(person))
        for person in case["people"]
    ]
    batch = issue_letters(
        people, zone=case["zone"], context=letter_context(SEED), now=instant(case["at"])
    )
    notices = [step.commit(stored=True).outcome.notice for step in batch.letters]
    printed = [notice.addressee.display_name for notice in notices if notice is not None]
    return {"printed": printed, "stopped": batch.stopped_at}


CODE_SUITES: dict[str, Callable[[Case], Found]] = {
    "code.typed": code_typed,
    "countdown.seconds": countdown_seconds,
    "email_link.url": email_link_url,
    "letter.batch": letter_batch,
    "letter.expiry": letter_expiry,
    "letter.notice": letter_notice,
    "pairing.payload": pairing_payload,
    "sms.text": sms_text,
}
