"""The stories of mobile activation, of links by e-mail and of letters, step by step."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from entkit import (
    BaseAddress,
    EmailLink,
    Ent,
    HashPolicy,
    HashPool,
    Letter,
    LetterContext,
    LetterPolicy,
    LetterRecipient,
    LinkContext,
    LinkPolicy,
    LinkToken,
    Pairing,
    PairingContext,
    PairingPolicy,
    Password,
    PasswordRules,
    PersonName,
    PhoneNumber,
    Throttle,
    ThrottlePolicy,
    UnverifiedEmail,
    parse_birth_date,
    parse_pairing_id,
)
from stories import Record, entropy, flow, keys, play, show_public
from values import instant

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from entkit import LetterOutcome, LinkOutcome, PairingOutcome, ThrottleOutcome
    from stories import Case, Shown, Step


class Mobile:
    """The record of an account, those of nobody, and the index of a host."""

    def __init__(self, case: Case) -> None:
        """Open for one account."""
        assert case["policy"] == "mobile_activation"
        self.policy = PairingPolicy.mobile_activation()
        self.context = PairingContext(policy=self.policy, keys=keys(), entropy=entropy(case))
        self.record: Record[Pairing, PairingOutcome] = Record(Pairing.fresh("guardian-1"))
        self.nobody: dict[str, Record[Pairing, PairingOutcome]] = {}
        self.shown: list[tuple[str, str]] = []

    def take(self, event: Case, now: datetime, *, lost: bool) -> Shown:
        """Take one event and show what came of it."""
        ((verb, given),) = event.items()
        if verb == "load":
            self.record.load(given)
            return self.show(now, None)
        if verb in {"redeem", "claim"}:
            identifier = parse_pairing_id(self.typed(given.get("identifier"), 0))
            if identifier not in [known for known, _ in self.shown]:
                return self.unknown(identifier, verb, given, now, lost=lost)
        outcome = self.record.take(self.step(self.record.state, verb, given, now), lost=lost)
        if outcome.code is not None:
            self.shown.append((outcome.code.identifier, outcome.code.printed))
        return self.show(now, outcome)

    def unknown(
        self, identifier: str, verb: str, given: Case, now: datetime, *, lost: bool
    ) -> Shown:
        """Redeem or claim by an identifier that the index does not know."""
        found = Pairing.find(identifier)
        record = self.nobody.setdefault(found.key, Record(found))
        outcome = record.take(self.step(record.state, verb, given, now), lost=lost)
        state, version = record.state.state, record.state.version
        shown = {"state": state, "version": version, "outcome": outcome.name}
        return shown | show_public(outcome.public)

    def step(
        self, pairing: Pairing, verb: str, given: Case, now: datetime
    ) -> Step[Pairing, PairingOutcome]:
        """Take a step."""
        context: dict[str, Any] = {"context": self.context, "now": now}
        device = given.get("device", "phone-1")
        match verb:
            case "issue":
                signed_in = datetime_or(given.get("signed_in"), now)
                account = given.get("account", "guardian-1")
                return pairing.issue(
                    account=account, session="session-1", signed_in_at=signed_in, **context
                )
            case "redeem":
                identifier = self.typed(given.get("identifier"), 0)
                code = self.typed(given.get("code"), 1)
                return pairing.redeem(identifier=identifier, code=code, device=device, **context)
            case "claim":
                identifier = self.typed(given.get("identifier"), 0)
                return pairing.claim(identifier=identifier, device=device, **context)
            case "revoke_device":
                return pairing.revoke_device(device=device, **context)
            case "account_changed":
                return pairing.account_changed(change=given["change"], **context)
            case "revoke" | "reinstate" | "observe":
                step: Step[Pairing, PairingOutcome] = getattr(pairing, verb)(**context)
                return step
            case _:
                message = f"unknown event {verb}"
                raise AssertionError(message)

    def typed(self, text: str | None, part: int) -> str:
        """Fill in an identifier (part 0) or a code (1) that was shown."""
        back = {None: 1, "$last": 1, "$wrong": 1, "$previous": 2}.get(text)
        if back is None:
            assert text is not None
            return text
        none = ("0000000000", "BBBB-BBBB")
        shown = (self.shown[-back] if len(self.shown) >= back else none)[part]
        if text != "$wrong":
            return shown
        return "".join({"-": "-", "Z": "B"}.get(letter, "Z") for letter in shown)

    def show(self, now: datetime, outcome: PairingOutcome | None) -> Shown:
        """Show the record after an event."""
        pairing = self.record.state
        view: dict[str, Any] = {"policy": self.policy, "now": now}
        previous = self.shown[-2][0] if len(self.shown) > 1 else None
        shown: Shown = {
            "state": pairing.state,
            "version": pairing.version,
            "view": asdict(pairing.view(**view)),
            "previous_view": previous and asdict(pairing.view(identifier=previous, **view)),
            "devices": [known.device for known in pairing.devices],
        }
        if outcome is None:
            return shown
        shown |= {"outcome": outcome.name, "attempts_left": outcome.attempts_left}
        shown |= show_public(outcome.public)
        if outcome.grant is not None:
            shown["grant"] = {"account": outcome.grant.account, "device": outcome.grant.device}
        if outcome.name == "revoked":
            shown["revoked"] = outcome.revoked
        return shown


class Mailbox:
    """The record of an account and the links that were sent."""

    BASE = BaseAddress.parse("https://ent.exemple.fr/courriel")

    def __init__(self, case: Case) -> None:
        """Open for one account."""
        assert case["policy"] == "email_link"
        self.policy = LinkPolicy.email_link()
        self.context = LinkContext(policy=self.policy, entropy=entropy(case))
        self.record: Record[EmailLink, LinkOutcome] = Record(EmailLink.fresh("guardian-1"))
        self.sent: list[str] = []

    def take(self, event: Case, now: datetime, *, lost: bool) -> Shown:
        """Take one event and show what came of it."""
        ((verb, given),) = event.items()
        if verb == "load":
            self.record.load(given)
            return self.show(now, None)
        if verb == "inspect":
            inspection = self.record.state.inspect(token=self.token(given["token"]), now=now)
            return self.show(now, None) | {"inspection": asdict(inspection)}
        outcome = self.record.take(self.step(verb, given, now), lost=lost)
        if outcome.mail is not None:
            self.sent.append(outcome.mail.url(self.BASE))
        return self.show(now, outcome)

    def step(self, verb: str, given: Case, now: datetime) -> Step[EmailLink, LinkOutcome]:
        """Take a step."""
        link = self.record.state
        context: dict[str, Any] = {"context": self.context, "now": now}
        match verb:
            case "request":
                previous = given.get("previous")
                return link.request(
                    address=UnverifiedEmail.parse(given["address"]),
                    previous=previous and UnverifiedEmail.parse(previous).confirmed(),
                    **context,
                )
            case "confirm":
                return link.confirm(token=self.token(given["token"]), **context)
            case "account_changed":
                return link.account_changed(change=given["change"], **context)
            case "resend" | "claim" | "revoke" | "observe":
                step: Step[EmailLink, LinkOutcome] = getattr(link, verb)(**context)
                return step
            case _:
                message = f"unknown event {verb}"
                raise AssertionError(message)

    def token(self, text: str) -> LinkToken:
        """Fill in the token of a link that was sent, or one that never was."""
        back = {"$last": 1, "$previous": 2, "$wrong": len(self.sent) + 1}.get(text)
        if back is None:
            return LinkToken.parse(text)
        if len(self.sent) < back:
            return LinkToken.parse(43 * "A")
        return LinkToken.from_url(self.BASE, self.sent[-back])

    def show(self, now: datetime, outcome: LinkOutcome | None) -> Shown:
        """Show the record after an event."""
        link = self.record.state
        shown: Shown = {
            "state": link.state,
            "version": link.version,
            "view": asdict(link.view(policy=self.policy, now=now)),
        }
        if outcome is None:
            return shown
        shown |= {"outcome": outcome.name, "attempts_left": outcome.attempts_left}
        shown |= show_public(outcome.public)
        if outcome.mail is not None:
            shown["to"] = outcome.mail.to.email.address
        if outcome.confirmation is not None:
            notice = outcome.confirmation.notice_to
            shown["email"] = outcome.confirmation.email.email.address
            shown["notice"] = notice and notice.email.address
        return shown


class Office:
    """The letters of a person, with what a host holds beside them."""

    def __init__(self, case: Case) -> None:
        """Open for one person."""
        self.policy = LetterPolicy.three_months()
        self.context = letter_context(case)
        letter = Letter.fresh("person-1", case["holder"])
        self.record: Record[Letter, LetterOutcome] = Record(letter)
        self.printed: list[str] = []
        self.flow = "flow-1"

    def take(self, event: Case, now: datetime, *, lost: bool) -> Shown:
        """Take one event and show what came of it."""
        ((verb, given),) = event.items()
        self.flow = flow(given)
        if verb == "load":
            self.record.load(given)
            return self.show(now, None)
        outcome = self.record.take(self.step(verb, given, now), lost=lost)
        shown = self.show(now, outcome)
        if outcome.notice is not None:
            self.printed.append(outcome.notice.secret().decode())
        return shown

    def step(self, verb: str, given: Case, now: datetime) -> Step[Letter, LetterOutcome]:
        """Take a step."""
        letter = self.record.state
        context: dict[str, Any] = {"context": self.context, "now": now}
        match verb:
            case "issue":
                zone = given.get("zone", "Europe/Paris")
                return letter.issue(to=recipient(PERSON), zone=zone, **context)
            case "sign_in":
                secret = Password(self.typed(given["secret"]))
                return letter.sign_in(flow=self.flow, secret=secret, **context)
            case "activate":
                return letter.activate(flow=self.flow, **self.page(given), **context)
            case "abandon":
                return letter.abandon(flow=self.flow, **context)
            case "revoke" | "observe":
                step: Step[Letter, LetterOutcome] = getattr(letter, verb)(**context)
                return step
            case _:
                message = f"unknown event {verb}"
                raise AssertionError(message)

    def page(self, given: Case) -> dict[str, Any]:
        """Fill in the activation page."""
        email = given.get("email")
        return {
            "password": Password(self.typed(given.get("password", "Azerty69!"))),
            "birth_dates": [
                (parse_birth_date(pair["known"]), parse_birth_date(pair["typed"]))
                for pair in given["dates"]
            ],
            "email": None if email is None else UnverifiedEmail.parse(email),
            "rules": PasswordRules.find(given.get("rules", "educonnect")),
        }

    def typed(self, text: str) -> str:
        """Fill in secrets that were printed."""
        none = "BBBB-BBBB-BBBB-BBBB"
        last = self.printed[-1] if self.printed else none
        previous = self.printed[-2] if len(self.printed) > 1 else none
        text = text.replace("$last", last).replace("$previous", previous)
        return text.replace("$lower", last.replace("-", "").lower())

    def show(self, now: datetime, outcome: LetterOutcome | None) -> Shown:
        """Show the record after an event."""
        letter = self.record.state
        shown: Shown = {
            "state": letter.state,
            "version": letter.version,
            "view": asdict(letter.view(flow=self.flow, policy=self.policy, now=now)),
            "number": letter.number,
            "earlier": letter.state_of(letter.number - 1),
            "created_on": letter.created_on and letter.created_on.isoformat(),
            "expires_at": letter.expires_at,
            "deadline": letter.next_deadline,
        }
        if outcome is None:
            return shown
        shown |= {"outcome": outcome.name, "attempts_left": outcome.attempts_left}
        shown |= show_public(outcome.public)
        if outcome.scope is not None:
            shown["until"] = outcome.scope.until
        if outcome.account is not None:
            email = outcome.account.email
            shown["email"] = email and email.email.address
            shown["changed_at"] = outcome.account.changed_at
        return shown


PERSON = {
    "family": "Martin",
    "given": "Zoé",
    "login": "z.martin01",
    "ent": "auvergne-rhone-alpes",
}
"""Whom the letters of a story are for."""


def recipient(case: Case) -> LetterRecipient:
    """Read whom a letter is for."""

    def name(given: Case) -> PersonName:
        return PersonName.parse(given["family"], given["given"])

    return LetterRecipient(
        name=name(case),
        login=case["login"],
        ent=Ent.find(case["ent"]),
        children=[name(child) for child in case.get("children", [])],
    )


def letter_context(case: Case) -> LetterContext:
    """Give the cheapest pool, with the key of every story as its pepper."""
    pool = HashPool(1, HashPolicy(memory_kib=7168, passes=1, lanes=1))
    return LetterContext(
        policy=LetterPolicy.three_months(), pool=pool, entropy=entropy(case), pepper=keys()
    )


class Gate:
    """The tries of one account or one number."""

    def __init__(self, case: Case) -> None:
        """Open the record of a story."""
        self.policy = (
            ThrottlePolicy.sign_in()
            if case["policy"] == "sign_in"
            else ThrottlePolicy.sms_to_number()
        )
        number = case.get("number")
        self.record: Record[Throttle, ThrottleOutcome] = Record(
            Throttle.sign_in(case["subject"])
            if number is None
            else Throttle.sms_to(PhoneNumber.parse(number), keys=keys())
        )

    def take(self, event: Case, now: datetime, *, lost: bool) -> Shown:
        """Take one event and show what came of it."""
        ((verb, given),) = event.items()
        if verb == "load":
            self.record.load(given)
            return self.show(now)
        throttle = self.record.state
        step = {
            "attempt": throttle.attempt,
            "succeed": throttle.succeed,
            "reinstate": throttle.reinstate,
        }[verb]
        outcome = self.record.take(step(policy=self.policy, now=now), lost=lost)
        return self.show(now) | {"outcome": outcome.name} | show_public(outcome.public)

    def show(self, now: datetime) -> Shown:
        """Show the record."""
        throttle = self.record.state
        return {
            "key": throttle.key,
            "version": throttle.version,
            "disabled": throttle.disabled,
            "until": throttle.closed_until(policy=self.policy, now=now),
        }


def datetime_or(text: str | None, now: datetime) -> datetime:
    """Read an instant, or take this one."""
    return now if text is None else instant(text)


CODE_STORIES: dict[str, Callable[[Case], str | None]] = {
    "story.email_link": lambda case: play(case, Mailbox(case).take),
    "story.letter": lambda case: play(case, Office(case).take),
    "story.pairing": lambda case: play(case, Mobile(case).take),
    "story.throttle": lambda case: play(case, Gate(case).take),
}
