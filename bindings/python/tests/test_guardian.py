"""Activation of a guardian's account, and the example that plays it."""

from __future__ import annotations

import runpy
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from entkit import (
    ActivationStep,
    Child,
    ChildAnswer,
    GuardianActivation,
    GuardianClaim,
    GuardianRecord,
    KeyRing,
    ParseError,
    PersonName,
    PhoneNumber,
    SqliteStore,
    StepError,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from entkit import (
        ActivationPolicy,
    )

EXAMPLE = Path(__file__).parents[3] / "examples" / "python" / "guardian_activation.py"
KEYS = KeyRing("2021-09", b"k" * 32)
MOBILE = PhoneNumber.parse("06 12 34 56 78")
NAME = PersonName.parse("Chamson", "André")
RECORD = GuardianRecord(
    subject="guardian-1",
    name=NAME,
    mobile=MOBILE,
    login="a.chamson12",
    children=[Child(pupil="p1", given_name="Louis", birth_date=date(2008, 5, 17))],
)


def test_claims() -> None:
    """A known guardian and a decoy look alike, and meet the same records."""
    claim = GuardianClaim(name=PersonName.parse("CHAMSON", "Andre"), mobile=MOBILE)
    known, decoy = claim.find([RECORD], KEYS), claim.find([], KEYS)
    assert known.subject == decoy.subject != RECORD.subject
    assert repr(known) == repr(decoy)
    with pytest.raises(ParseError, match="claim/not-mobile"):
        GuardianClaim(name=NAME, mobile=PhoneNumber.parse("04 72 00 00 00"))


def test_steps_out_of_order(activation_policy: ActivationPolicy, now: datetime) -> None:
    """Are faults of the program; nothing changes."""
    fresh = GuardianActivation.fresh("guardian-1")
    given: dict[str, Any] = {"now": now, "policy": activation_policy}
    answers = [ChildAnswer.disputed("p1")]
    steps: list[Callable[[], object]] = [
        lambda: fresh.abandon(flow="f", **given),
        lambda: fresh.return_to_phone(flow="f", **given),
        lambda: fresh.confirm_children(flow="f", answers=answers, **given),
    ]
    for step in steps:
        with pytest.raises(StepError, match="step/out-of-order"):
            step()
    assert fresh.observe(**given).writes() == []


def test_views_follow_the_journey(activation_policy: ActivationPolicy, now: datetime) -> None:
    """Children and login show only once they may."""
    found = GuardianClaim(name=NAME, mobile=MOBILE).find([RECORD], KEYS)
    fresh = GuardianActivation.fresh(found.subject)
    begun = fresh.begin(flow="f", found=found, now=now, policy=activation_policy)
    (write,) = begun.writes()
    state = begun.commit(stored=True).state
    assert GuardianActivation.load(found.subject, write.data).version == state.version == 1
    view = state.view(flow="f", policy=activation_policy, now=now)
    assert (view.step, view.children, view.login) == (ActivationStep.CODE_ENTRY, (), None)
    assert view.sent_to == MOBILE.masked
    deadline = state.next_deadline
    assert deadline is not None
    late = state.view(flow="f", policy=activation_policy, now=deadline + timedelta(seconds=1))
    assert late.step is ActivationStep.ABANDONED
    other = state.view(flow="other", policy=activation_policy, now=now)
    assert (other.step, other.sent_to) == (ActivationStep.ABANDONED, None)
    left = state.abandon(flow="f", now=now, policy=activation_policy).commit(stored=True)
    assert left.outcome.name == "abandoned"


def test_the_example_runs(tmp_path: Path, now: datetime) -> None:
    """It ends with an account, and its records last."""
    example = runpy.run_path(str(EXAMPLE))
    path = tmp_path / "records.sqlite"
    with SqliteStore(path) as store:
        account = example["activate"](store, KEYS, now)
        found = GuardianClaim(name=NAME, mobile=MOBILE).find([RECORD], KEYS)
        kept = store.load(GuardianActivation.fresh(found.subject).key)
    assert (account.login, account.attached) == ("a.chamson12", ("pupil-1", "pupil-2"))
    assert account.activated_at == now + timedelta(minutes=10)
    assert account.password_hash not in repr(account)
    assert kept is not None
    assert b"Tournesol" not in path.read_bytes()


def test_the_example_is_a_program(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It runs alone, without a file."""
    monkeypatch.setattr("sys.argv", [str(EXAMPLE)])
    runpy.run_path(str(EXAMPLE), run_name="__main__")
    assert capsys.readouterr().out.splitlines()[-1] == "Account a.chamson12 for pupil-1, pupil-2"
