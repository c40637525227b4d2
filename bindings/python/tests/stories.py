"""The stories of the conformance vectors: lifecycles, step by step."""

from __future__ import annotations

import operator
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any, Generic, Protocol, Self, TypeVar

from entkit import (
    ActivationPolicy,
    Audience,
    Child,
    ChildAnswer,
    CodePolicy,
    CodePurpose,
    EntError,
    Entropy,
    GuardianActivation,
    GuardianClaim,
    GuardianRecord,
    HashPolicy,
    HashPool,
    KeyRing,
    Ledger,
    LedgerContext,
    Password,
    PasswordRules,
    PersonName,
    PhoneNumber,
    parse_birth_date,
)
from values import instant, rfc3339

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from entkit import (
        ActivationOutcome,
        CodeRequest,
        Committed,
        GuardianMatch,
        LedgerOutcome,
        NewHash,
        PhoneProof,
        PublicOutcome,
        Write,
    )

    Case = Mapping[str, Any]
    Shown = dict[str, Any]

Outcome = TypeVar("Outcome")
Outcome_co = TypeVar("Outcome_co", covariant=True)


class State(Protocol):
    """What both lifecycles have."""

    def reload(self, data: bytes) -> Self:
        """Read stored bytes."""
        ...


S = TypeVar("S", bound=State)
S_co = TypeVar("S_co", bound=State, covariant=True)


class Step(Protocol[S_co, Outcome_co]):
    """What the transitions of both lifecycles have."""

    def writes(self) -> Sequence[Write]:
        """Give what to store."""
        ...

    def commit(self, stored: bool) -> Committed[S_co, Outcome_co]:  # noqa: FBT001  (as the package has it)
        """Open the outcome."""
        ...


class Record(Generic[S, Outcome]):
    """A state with what the store holds for it."""

    def __init__(self, state: S) -> None:
        """Start without anything stored."""
        self.state = state
        self.stored = b""

    def take(self, step: Step[S, Outcome], *, lost: bool) -> Outcome:
        """Commit one step, or lose its race."""
        writes = step.writes()
        committed = step.commit(not lost)
        self.state = committed.state
        for write in writes:
            self.stored = write.data
        return committed.outcome

    def load(self, given: Case) -> None:
        """Read the record back, a text in it replaced."""
        text = self.stored.decode()
        if "replace" in given:
            text = text.replace(*given["replace"])
        self.state = self.state.reload(text.encode())


class Desk:
    """The one-time codes of a subject, with what a host holds beside them."""

    def __init__(self, case: Case, subject: str) -> None:
        """Open the desk of a subject."""
        assert case["policy"] in {"educonnect_sms", "educonnect"}
        self.policy = CodePolicy.educonnect_sms()
        self.given = LedgerContext(policy=self.policy, keys=keys(), entropy=entropy(case))
        ledger = Ledger.fresh(subject, CodePurpose.ACTIVATION)
        self.record: Record[Ledger, LedgerOutcome] = Record(ledger)
        self.sent: list[str] = []
        self.proof: PhoneProof | None = None
        self.flow = "flow-1"

    def take(self, event: Case, now: datetime, *, lost: bool) -> Shown:
        """Take one event and show what came of it."""
        ((verb, given),) = event.items()
        self.flow = flow(given)
        if verb == "load":
            self.record.load(given)
            return self.show(now, None)
        if verb == "check":
            return self.check(given, now)
        if verb == "issue":
            to = PhoneNumber.parse(given["to"])
            audience = Audience.DECOY if given.get("decoy") else Audience.KNOWN
            return self.issue(given, to, audience, now, lost=lost)
        return self.commit(self.step(verb, given, now), now, lost=lost)

    def check(self, given: Case, now: datetime) -> Shown:
        """Check the proof handed out last, against what is named or else what it was asked for."""
        assert self.proof is not None
        usual = {"subject": "guardian-1", "purpose": "activation", "to": "+33612345678"}
        named = usual | dict(given)
        self.proof.check(
            flow=self.flow,
            subject=named["subject"],
            purpose=named["purpose"],
            destination=PhoneNumber.parse(named["to"]),
            now=now,
        )
        return {"proof": "accepted"}

    def issue(
        self, given: Case, to: PhoneNumber, audience: Audience, now: datetime, *, lost: bool
    ) -> Shown:
        """Issue a code."""
        self.flow = flow(given)
        step = self.record.state.issue(
            flow=flow(given), to=to, audience=audience, **self.context(now)
        )
        return self.commit(step, now, lost=lost)

    def step(self, verb: str, given: Case, now: datetime) -> Step[Ledger, LedgerOutcome]:
        """Take a step other than an issue."""
        ledger, context = self.record.state, self.context(now)
        match verb:
            case "observe":
                return ledger.observe(**context)
            case "reinstate":
                return ledger.reinstate(**context)
            case "submit":
                code = self.typed(given["code"])
                return ledger.submit(flow=flow(given), code=code, **context)
            case "resend":
                return ledger.resend(flow=flow(given), **context)
            case "cancel":
                return ledger.cancel(flow=flow(given), **context)
            case "claim":
                return ledger.claim(flow=flow(given), **context)
            case _:
                message = f"unknown event {verb}"
                raise AssertionError(message)

    def context(self, now: datetime) -> dict[str, Any]:
        """Give what every step takes."""
        return {"context": self.given, "now": now}

    def commit(self, step: Step[Ledger, LedgerOutcome], now: datetime, *, lost: bool) -> Shown:
        """Commit a step and keep what it hands out."""
        outcome = self.record.take(step, lost=lost)
        if outcome.sms is not None:
            self.sent.append(outcome.sms.code)
        if outcome.proof is not None:
            self.proof = outcome.proof
        return self.show(now, outcome)

    def typed(self, text: str) -> str:
        """Fill in a code that was sent."""
        back = {"$last": 1, "$wrong": 1, "$previous": 2}.get(text)
        if back is None:
            return text
        code = self.sent[-back] if len(self.sent) >= back else "00000000"
        if text == "$wrong":
            return "".join(str((int(digit) + 1) % 10) for digit in code)
        return code

    def show(self, now: datetime, outcome: LedgerOutcome | None) -> Shown:
        """Show the ledger after an event."""
        ledger = self.record.state
        shown: Shown = {
            "state": ledger.state,
            "version": ledger.version,
            "view": asdict(ledger.view(flow=self.flow, policy=self.policy, now=now)),
        }
        if outcome is not None:
            shown |= {"outcome": outcome.name} | show_public(outcome.public)
        return shown


class Counter:
    """A host with a directory and, once somebody is looked up, the records of a journey."""

    def __init__(self, case: Case) -> None:
        """Open with the directory of a story."""
        self.case = case
        self.directory = [guardian(row) for row in case["directory"]]
        self.policy = ActivationPolicy.educonnect()
        self.record: Record[GuardianActivation, ActivationOutcome] | None = None
        self.desk: Desk | None = None
        self.asked: CodeRequest | None = None
        self.flow = "flow-1"

    def take(self, event: Case, now: datetime, *, lost: bool) -> Shown:
        """Take one event and show what came of it."""
        ((verb, given),) = event.items()
        self.flow = flow(given)
        if verb == "identify":
            found = self.look_up(given)
            if self.record is None or self.record.state.subject != found.subject:
                self.record = Record(GuardianActivation.fresh(found.subject))
                self.desk, self.asked = Desk(self.case, found.subject), None
            step = self.record.state.begin(flow=flow(given), found=found, **self.context(now))
            return self.commit(step, now, lost=lost)
        assert self.record is not None
        assert self.desk is not None
        if verb == "code":
            return self.code(self.desk, given, now, lost=lost)
        if verb == "load":
            self.record.load(given)
            return self.show(now, None)
        return self.commit(self.step(self.record.state, verb, given, now), now, lost=lost)

    def look_up(self, given: Case) -> GuardianMatch:
        """Find who a guardian says to be."""
        name = PersonName.parse(family=given["family"], given=given["given"])
        claim = GuardianClaim(name=name, mobile=PhoneNumber.parse(given["mobile"]))
        return claim.find(self.directory, keys())

    def code(self, desk: Desk, event: Case, now: datetime, *, lost: bool) -> Shown:
        """Take an event of the ledger."""
        if "issue" in event:
            assert self.asked is not None
            to, audience = self.asked.to, self.asked.audience
            return desk.issue(event["issue"], to, audience, now, lost=lost)
        return desk.take(event, now, lost=lost)

    def step(
        self, activation: GuardianActivation, verb: str, given: Case, now: datetime
    ) -> Step[GuardianActivation, ActivationOutcome]:
        """Take a step of the activation."""
        context = self.context(now)
        match verb:
            case "observe":
                return activation.observe(**context)
            case "prove":
                assert self.desk is not None
                assert self.desk.proof is not None
                return activation.phone_proved(proof=self.desk.proof, **context)
            case "return_to_phone":
                return activation.return_to_phone(flow=flow(given), **context)
            case "children":
                answers = [answer(row) for row in given["answers"]]
                return activation.confirm_children(flow=flow(given), answers=answers, **context)
            case "password":
                password = hashed(self.case, given)
                return activation.choose_password(flow=flow(given), password=password, **context)
            case "abandon":
                return activation.abandon(flow=flow(given), **context)
            case _:
                message = f"unknown event {verb}"
                raise AssertionError(message)

    def context(self, now: datetime) -> dict[str, Any]:
        """Give what every step takes."""
        return {"now": now, "policy": self.policy}

    def commit(
        self, step: Step[GuardianActivation, ActivationOutcome], now: datetime, *, lost: bool
    ) -> Shown:
        """Commit a step."""
        assert self.record is not None
        outcome = self.record.take(step, lost=lost)
        if outcome.code_request is not None:
            self.asked = outcome.code_request
        return self.show(now, outcome)

    def show(self, now: datetime, outcome: ActivationOutcome | None) -> Shown:
        """Show the activation after an event."""
        assert self.record is not None
        activation = self.record.state
        view = activation.view(flow=self.flow, policy=self.policy, now=now)
        shown: Shown = {"step": view.step, "version": activation.version, "view": asdict(view)}
        if outcome is not None:
            account = outcome.account
            shown |= {
                "outcome": outcome.name,
                "reason": outcome.reason,
                "attempts_left": outcome.attempts_left,
                "account": account and asdict(account),
            } | show_public(outcome.public)
        return shown


def keys() -> KeyRing:
    """Give the key ring of every story."""
    return KeyRing("conformance", bytes([7]) * 32)


def entropy(case: Case) -> Entropy:
    """Give the seeded source that a story asks for."""
    return Entropy.seeded(int(case["entropy"].removeprefix("seed:")))


def flow(given: Case) -> str:
    """Give the journey of an event."""
    name = given.get("flow", "flow-1")
    assert isinstance(name, str)
    return name


def guardian(row: Case) -> GuardianRecord:
    """Read a row of the directory."""
    return GuardianRecord(
        subject=row["subject"],
        name=PersonName.parse(family=row["family"], given=row["given"]),
        mobile=PhoneNumber.parse(row["mobile"]),
        login=row["login"],
        activated=row.get("activated", False),
        children=[
            Child(
                pupil=child["pupil"],
                given_name=child["given_name"],
                birth_date=parse_birth_date(child["birth_date"]),
            )
            for child in row["children"]
        ],
    )


def answer(row: Case) -> ChildAnswer:
    """Read what a guardian says of a child."""
    if row.get("disputed"):
        return ChildAnswer.disputed(row["pupil"])
    return ChildAnswer.born(row["pupil"], parse_birth_date(row["born"]))


def hashed(case: Case, given: Case) -> NewHash:
    """Check and hash a password with the least memory."""
    pool = HashPool(1, HashPolicy(memory_kib=7168, passes=5, lanes=1))
    rules, password = PasswordRules.find(given["rules"]), Password(given["password"])
    return pool.hash_accepted(rules, password, entropy=entropy(case))


def show_public(public: PublicOutcome) -> Shown:
    """Show what the person may be told."""
    return {"public": public.code, "seconds": public.seconds}


def play(case: Case, take: Callable[..., Shown]) -> str | None:
    """Play every step; tell what differs first, if anything does."""
    for number, step in enumerate(case["steps"]):
        lost = {None: False, "stored": False, "lost": True}[step.get("commit")]
        try:
            shown = take(step["event"], instant(step["at"]), lost=lost)
        except EntError as error:
            shown = {"error": error.code}
        wanted = {"error": None} | {
            key: value for key, value in step.items() if key not in {"at", "event", "commit"}
        }
        if difference := differs(wanted, shown):
            return f"step {number}: {difference}"
    return None


BOUNDS = {"at_most": operator.le, "at_least": operator.ge}
"""What bounds a score in place of telling it."""


def differs(wanted: object, found: object) -> str | None:
    """Compare; of an object only the keys named."""
    if isinstance(wanted, dict) and isinstance(found, dict):
        for key, value in wanted.items():
            if (bound := BOUNDS.get(key)) and "score" in found:
                difference = None if bound(found["score"], value) else f"score {found['score']}"
            else:
                difference = differs(value, found.get(key))
            if difference:
                return f"{key}: {difference}"
        return None
    if isinstance(wanted, list) and isinstance(found, list | tuple):
        if len(wanted) != len(found):
            return f"{found!r}, wanted {wanted!r}"
        differences = (differs(*pair) for pair in zip(wanted, found, strict=True))
        return next((difference for difference in differences if difference), None)
    if isinstance(found, datetime):
        found = rfc3339(found)
    same = (type(wanted) is bool and wanted is found) or (
        type(wanted) is not bool and wanted == found
    )
    return None if same else f"{found!r}, wanted {wanted!r}"


STORIES: dict[str, Callable[[Case], str | None]] = {
    "story.sms_code": lambda case: play(case, Desk(case, "guardian-1").take),
    "story.guardian_sms": lambda case: play(case, Counter(case).take),
}
