"""What a call costs: one trivial, one parse, one whole password check, one estimate.

``pytest benches --benchmark-only``, after a release build.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from entkit import Password, PasswordRules, PhoneNumber, password_strength

if TYPE_CHECKING:
    from pytest_benchmark.fixture import BenchmarkFixture

NUMBER = PhoneNumber.parse("06 12 34 56 78")
RULES = PasswordRules.find("educonnect")


def bench_trivial(benchmark: BenchmarkFixture) -> None:
    """A getter that copies nothing: the border alone."""
    assert benchmark(lambda: NUMBER.sms)


def bench_parse(benchmark: BenchmarkFixture) -> None:
    """A phone number as typed."""
    assert benchmark(lambda: PhoneNumber.parse("06 12 34 56 78")) == NUMBER


def bench_password_check(benchmark: BenchmarkFixture) -> None:
    """A whole check at a keystroke: text in, verdict with texts out."""
    words = [("name", "Chamson"), ("school", "Collège Marcel-Pagnol")]
    verdict = benchmark(lambda: RULES.check(Password("Pagnol69"), words=words))
    assert len(verdict.violations) == 2


def bench_password_verdict(benchmark: BenchmarkFixture) -> None:
    """A verdict on a password that is accepted: rules alone."""
    typed = Password("Tournesol-2021!")
    assert benchmark(lambda: RULES.check(typed)).accepted


def bench_password_strength(benchmark: BenchmarkFixture) -> None:
    """An estimate at a keystroke: text in, score and advice out."""
    words = [("name", "Chamson"), ("school", "Collège Marcel-Pagnol")]
    assert benchmark(lambda: password_strength(Password("Pagnol69"), words=words)).score < 3
