"""One-time codes."""

from __future__ import annotations

import copy
import pickle
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from entkit import (
    Audience,
    CasLost,
    CodePolicy,
    CodePurpose,
    Ledger,
    LedgerOutcome,
    LedgerState,
    LedgerStep,
    ParseError,
    PhoneNumber,
    StateError,
    StepError,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    Given = Callable[[datetime], dict[str, Any]]

MOBILE = PhoneNumber.parse("06 12 34 56 78")
FRESH = Ledger.fresh("guardian-1", CodePurpose.ACTIVATION)


def test_life_of_a_code(code_context: Given, now: datetime) -> None:
    """Issue, wrong guess, right guess, proof."""
    given, policy = code_context(now), CodePolicy.educonnect_sms()
    assert (FRESH.version, FRESH.state, FRESH.next_deadline) == (None, LedgerState.IDLE, None)
    transition = FRESH.issue(flow="flow-1", to=MOBILE, **given)
    (write,) = transition.writes()
    assert (write.key, write.expected_version) == (FRESH.key, None)
    issued = transition.commit(stored=True)
    sms = issued.outcome.sms
    assert sms is not None
    assert sms.to == MOBILE
    assert sms.expires_at == now + timedelta(minutes=30)
    assert len(sms.code) == 8
    assert sms.code in sms.text()
    assert "30 min" in sms.text("en")
    view = issued.state.view(flow="flow-1", policy=policy, now=now)
    assert (view.step, view.sent_to) == (LedgerStep.PENDING, MOBILE.masked)

    ledger = Ledger.load("guardian-1", "activation", write.data)
    assert (ledger.version, ledger.key) == (1, FRESH.key)
    digits = "".join(str((int(digit) + 1) % 10) for digit in sms.code)
    wrong = ledger.submit(flow="flow-1", code=digits, **given).commit(stored=True)
    match wrong.outcome:
        case LedgerOutcome(name="wrong", attempts_left=4, proof=None):
            assert wrong.outcome.public.code == "refused"
        case other:
            pytest.fail(repr(other))
    right = wrong.state.submit(flow="flow-1", code=sms.code, **given).commit(stored=True)
    assert right.state.state is LedgerState.VERIFIED
    proof = right.outcome.proof
    assert proof is not None
    assert (proof.flow, proof.proved_at) == ("flow-1", now)
    again = right.state.claim(flow="flow-1", **given).commit(stored=True)
    assert again.outcome.proof == proof


def test_a_transition_opens_once(code_context: Given, now: datetime) -> None:
    """A lost race gives nothing; a second commit is a fault of the program."""
    transition = FRESH.issue(flow="flow-1", to=MOBILE, **code_context(now))
    with pytest.raises(CasLost) as lost:
        transition.commit(stored=False)
    assert lost.value.code == "cas/lost"
    with pytest.raises(StepError, match="transition/spent"):
        transition.commit(stored=True)


def test_try_later_says_when(code_context: Given, now: datetime) -> None:
    """Seconds for the person, an instant for the host."""
    given = code_context(now)
    ledger = FRESH.issue(flow="flow-1", to=MOBILE, **given).commit(stored=True).state
    outcome = ledger.resend(flow="flow-1", **given).commit(stored=True).outcome
    assert outcome.name == "try_later"
    assert outcome.until == now + timedelta(seconds=60)
    assert (outcome.public.code, outcome.public.seconds) == ("try_later", 60)
    assert "1\xa0min" in outcome.public.text_fr


def test_decoys_look_alike(code_context: Given, now: datetime) -> None:
    """The person sees the same; only the host learns that nothing is to be sent."""
    given, policy = code_context(now), CodePolicy.educonnect_sms()
    known, decoy = (
        FRESH.issue(flow="f", to=MOBILE, audience=audience, **given).commit(stored=True)
        for audience in Audience
    )
    assert decoy.outcome.sms is None
    assert known.outcome.public == decoy.outcome.public
    views = [one.state.view(flow="f", policy=policy, now=now) for one in (known, decoy)]
    assert views[0] == views[1]


def test_stored_bytes_are_checked(code_context: Given, now: datetime) -> None:
    """Corrupt, newer, another's."""
    (write,) = FRESH.issue(flow="f", to=MOBILE, **code_context(now)).writes()
    cases = [
        (b"", "state/corrupt"),
        (b"\xff\0", "state/corrupt"),
        (b"{" * 1_000_000, "state/corrupt"),
        (write.data[:-1], "state/corrupt"),
        (write.data.replace(b'"schema":1', b'"schema":9'), "state/newer"),
        (write.data.replace(b"guardian-1", b"guardian-2"), "state/other-kind"),
    ]
    for data, code in cases:
        with pytest.raises(StateError, match=code):
            FRESH.reload(data)
    assert FRESH.reload(bytearray(write.data)).version == 1


def test_time_zones(code_context: Given) -> None:
    """Any aware datetime is an instant; a naive one is none."""
    moments = [
        datetime(2021, 9, 1, 8, tzinfo=UTC),
        datetime(2021, 9, 1, 10, tzinfo=ZoneInfo("Europe/Paris")),
        datetime(2021, 9, 1, 13, 30, tzinfo=timezone(timedelta(hours=5, minutes=30))),
    ]
    deadlines = {
        FRESH.issue(flow="f", to=MOBILE, **code_context(moment))
        .commit(stored=True)
        .state.next_deadline
        for moment in moments
    }
    assert deadlines == {datetime(2021, 9, 1, 8, 30, tzinfo=UTC)}

    class Nowhere(tzinfo):
        """A time zone without offset."""

        def utcoffset(self, moment: datetime | None, /) -> None:
            """Give none."""

        def dst(self, moment: datetime | None, /) -> None:
            """Give none."""

        def tzname(self, moment: datetime | None, /) -> None:
            """Give none."""

    naive = datetime(2021, 9, 1, 8)  # noqa: DTZ001  (naive on purpose)
    out_of_range = "instant/out-of-range"
    for moment, code in [
        (naive, "instant/naive"),
        (naive.replace(tzinfo=Nowhere()), "instant/naive"),
        (datetime(1999, 12, 31, tzinfo=UTC), out_of_range),
        (datetime.max.replace(tzinfo=timezone(timedelta(hours=-12))), out_of_range),
        (datetime.min.replace(tzinfo=timezone(timedelta(hours=12))), out_of_range),
    ]:
        with pytest.raises(ParseError) as refused:
            FRESH.observe(**code_context(moment))
        assert refused.value.code == code
        assert refused.value.text_fr


def test_events_are_read_first(code_context: Given, now: datetime) -> None:
    """What cannot be read never becomes a guess."""
    given = code_context(now)
    for code, error in [("", "code/empty"), ("12ab", "code/format"), ("1" * 10**6, "code/format")]:
        with pytest.raises(ParseError, match=error):
            FRESH.submit(flow="f", code=code, **given)
    for flow in ("", "a b", "é", "a\0", "a" * 129):
        with pytest.raises(ParseError, match="id/format"):
            FRESH.cancel(flow=flow, **given)
    with pytest.raises(ParseError, match="choice/unknown"):
        Ledger.fresh("guardian-1", "sign-in")
    with pytest.raises(StepError, match="step/clock"):
        FRESH.issue(flow="f", to=MOBILE, **given).commit(stored=True).state.observe(
            **code_context(now + timedelta(days=20_000))
        )


def test_policies() -> None:
    """Presets, bounds, deviations."""
    preset = CodePolicy.educonnect_sms()
    assert CodePolicy() == preset
    assert (preset.digits, preset.lifetime_seconds, preset.max_attempts) == (8, 1800, 5)
    assert {found.id for found in preset.deviations()} == {"code-lifetime", "code-channel"}
    (channel,) = CodePolicy(lifetime_seconds=600, digits=6).deviations()
    assert channel.id == "code-channel"
    for field, value in [("digits", 7), ("lifetime_seconds", -1), ("max_attempts", 10**40)]:
        with pytest.raises(ParseError) as refused:
            CodePolicy(**{field: value})
        assert refused.value.code == "policy/bounds"
        assert field in refused.value.text_fr
        assert refused.value.params["field"] == field
        assert pickle.loads(pickle.dumps(refused.value)).params == refused.value.params  # noqa: S301


def test_secrets_stay_in_the_process(code_context: Given, now: datetime) -> None:
    """Neither states nor transitions nor messages pickle or copy."""
    transition = FRESH.issue(flow="f", to=MOBILE, **code_context(now))
    committed = FRESH.issue(flow="f", to=MOBILE, **code_context(now)).commit(stored=True)
    for secret in (FRESH, transition, committed.outcome.sms, committed.outcome):
        with pytest.raises(TypeError):
            pickle.dumps(secret)
    with pytest.raises(TypeError):
        copy.copy(transition)
