"""Text messages that carry a code, and seconds left."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from entkit import (
    CodePolicy,
    Countdown,
    Ledger,
    ParseError,
    PhoneNumber,
    SmsEncoding,
    SmsLength,
    measure_sms,
    read_sms,
)
from mobile import NOW, at

if TYPE_CHECKING:
    from collections.abc import Callable

    Given = Callable[[datetime], dict[str, Any]]


def test_a_message_is_bound_to_a_host(code_context: Given) -> None:
    """Written and read back; neither repr shows the code."""
    step = Ledger.fresh("a", "activation").issue(
        flow="f", to=PhoneNumber.parse("06 12 34 56 78"), **code_context(NOW)
    )
    sms = step.commit(stored=True).outcome.sms
    assert sms is not None
    message = sms.bound_text("ENT.exemple.fr")
    assert message.text.startswith(sms.text())
    assert message.text.endswith(f"@ent.exemple.fr #{sms.code}")
    assert message.length == measure_sms(message.text)
    assert (message.length.encoding, message.length.segments) == (SmsEncoding.GSM7, 1)
    read = read_sms(sms.bound_text("ent.exemple.fr", "en").text)
    assert (read.host, read.code) == ("ent.exemple.fr", sms.code)
    assert sms.code not in repr([message, read, sms])
    for host in ("localhost", "192.0.2.1", "https://ent.exemple.fr", ""):
        with pytest.raises(ParseError) as refused:
            sms.bound_text(host)
        assert refused.value.code == "address/host"
    with pytest.raises(ParseError) as refused:
        sms.bound_text("ent.exemple.fr", "de")
    assert refused.value.code == "choice/unknown"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("canary", "sms/unbound"),
        ("@localhost #canary", "sms/host"),
        ("@ent.exemple.fr #canary", "sms/no-code"),
        ("a" * 7000, "sms/too-long"),
        ("\ud800", "text/encoding"),
    ],
)
def test_other_messages_are_refused(text: str, code: str) -> None:
    """A typed error that repeats nothing."""
    with pytest.raises(ParseError) as refused:
        read_sms(text)
    assert refused.value.code == code
    assert "canary" not in str(refused.value)


def test_lengths() -> None:
    """As networks count."""
    assert measure_sms("a" * 161) == SmsLength(SmsEncoding.GSM7, 161, 2)
    assert measure_sms("ê" * 70) == SmsLength(SmsEncoding.UCS2, 70, 1)
    with pytest.raises(TypeError):
        measure_sms(b"a")  # type: ignore[arg-type]


def test_the_policy_of_standards() -> None:
    """Ten minutes deviate from nothing but the channel."""
    policy = CodePolicy.oob_10min()
    (channel,) = policy.deviations()
    assert (policy.digits, policy.lifetime_seconds, channel.id) == (6, 600, "code-channel")


def test_seconds_never_grow() -> None:
    """A clock that is set back, numbers out of all bounds, many threads."""
    countdown = Countdown.start(300, NOW)
    assert countdown.seconds_left(at(59.5)) == 241
    assert countdown.seconds_left(at(-3600)) == 241
    assert countdown.seconds_left(at(3600)) == 0
    ahead = timedelta(hours=3)
    countdown = Countdown.until(at(5), server=NOW, client=NOW + ahead)
    assert countdown.seconds_left(at(1) + ahead) == 4
    assert Countdown.start(-(2**80), NOW).seconds_left(NOW) == 0
    assert Countdown.start(2**80, NOW).seconds_left(NOW) > 300
    shared = Countdown.start(300, NOW)
    with ThreadPoolExecutor(8) as pool:
        shown = list(pool.map(lambda second: shared.seconds_left(at(second)), range(200)))
    assert min(shown) == 101
    with pytest.raises(ParseError) as refused:
        countdown.seconds_left(datetime(2026, 1, 1))  # noqa: DTZ001  (naive on purpose)
    assert refused.value.code == "instant/naive"
