"""Tries of sign-ins and messages to a number, and the check of a proof."""

from __future__ import annotations

from datetime import timedelta
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest
from entkit import (
    CodePurpose,
    KeyRing,
    Ledger,
    MemoryStore,
    ParseError,
    PhoneNumber,
    StateError,
    StepError,
    Throttle,
    ThrottleOutcomeName,
    ThrottlePolicy,
    drive,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from entkit import (
        ThrottleOutcome,
    )

    Given = Callable[[datetime], dict[str, Any]]

PUPIL = Throttle.sign_in("pupil-1")
SIGN_IN = ThrottlePolicy.sign_in()
MOBILE = PhoneNumber.parse("06 12 34 56 78")


def attempt(store: MemoryStore, now: datetime) -> ThrottleOutcome:
    """One try, counted first."""
    return drive(store, PUPIL, lambda it: it.attempt(policy=SIGN_IN, now=now)).outcome


def test_tries_in_vain_wait(now: datetime) -> None:
    """The third in a row costs half a minute; a right one clears it."""
    store = MemoryStore()
    for _ in range(3):
        assert attempt(store, now).allowed
    refused = attempt(store, now)
    assert (refused.name, refused.allowed) == (ThrottleOutcomeName.TRY_LATER, False)
    assert refused.until == now + timedelta(seconds=30)
    assert refused.public.seconds == 30
    drive(store, PUPIL, lambda it: it.succeed(policy=SIGN_IN, now=now))
    assert attempt(store, now).allowed


def test_a_hundred_at_once_are_as_many_as_one_after_the_other(now: datetime) -> None:
    """Every try is stored before it is made."""
    store, allowed = MemoryStore(), list[bool]()
    workers = [
        Thread(target=lambda: allowed.append(attempt(store, now).allowed)) for _ in range(100)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert (len(allowed), sum(allowed)) == (100, 3)


def test_a_number_is_not_read_in_the_key() -> None:
    """Nor is it another number's, nor another key's."""
    keys = KeyRing("k1", bytes(range(32)))
    throttle = Throttle.sms_to(MOBILE, keys=keys)
    assert throttle.key.startswith("throttle/sms/")
    assert "612345678" not in throttle.key + repr(throttle)
    assert throttle.key == Throttle.sms_to(PhoneNumber.parse("+33612345678"), keys=keys).key
    assert throttle.key != Throttle.sms_to(MOBILE, keys=KeyRing("k2", bytes(32))).key


@pytest.mark.parametrize(
    "field", ["failures_per_day", "max_consecutive", "free_failures", "delay_seconds"]
)
def test_policies_are_bounded(field: str) -> None:
    """Each field, by name."""
    with pytest.raises(ParseError) as refused:
        ThrottlePolicy(**{field: 10**40})
    assert refused.value.params["field"] == field
    assert ThrottlePolicy() == SIGN_IN
    assert (SIGN_IN.failures_per_day, SIGN_IN.max_consecutive) == (25, 100)
    assert (SIGN_IN.free_failures, SIGN_IN.delay_seconds) == (3, 30)


def test_stored_bytes_are_checked(now: datetime) -> None:
    """Those of another account too."""
    step = PUPIL.attempt(policy=SIGN_IN, now=now)
    (write,) = step.writes()
    assert PUPIL.reload(write.data).version == 1
    with pytest.raises(StateError, match="state/other-kind"):
        Throttle.sign_in("pupil-2").reload(write.data)
    with pytest.raises(StateError, match="state/corrupt"):
        PUPIL.reload(b"{}")


def test_a_proof_is_checked(code_context: Given, now: datetime) -> None:
    """Against all that it is bound to, for ten minutes."""
    ledger = Ledger.fresh("guardian-1", CodePurpose.RECOVERY)
    given = code_context(now)
    sent = ledger.issue(flow="f", to=MOBILE, **given).commit(stored=True)
    assert sent.outcome.sms is not None
    typed = sent.state.submit(flow="f", code=sent.outcome.sms.code, **given).commit(stored=True)
    proof = typed.outcome.proof
    assert proof is not None
    purpose = CodePurpose.RECOVERY
    about: dict[str, Any] = {
        "flow": "f",
        "subject": "guardian-1",
        "purpose": purpose,
        "destination": MOBILE,
    }
    proof.check(**about, now=now)
    other = PhoneNumber.parse("06 12 34 56 79")
    others: list[dict[str, Any]] = [
        {"flow": "g"},
        {"subject": "guardian-2"},
        {"purpose": CodePurpose.ACTIVATION},
        {"destination": other},
    ]
    for wrong in others:
        with pytest.raises(StepError, match="proof/other"):
            proof.check(**(about | wrong), now=now)
    with pytest.raises(StepError, match="proof/stale"):
        proof.check(**about, now=now + timedelta(minutes=10))
