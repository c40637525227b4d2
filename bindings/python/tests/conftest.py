"""What the tests share."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from entkit import (
    ActivationPolicy,
    CodePolicy,
    Entropy,
    HashPolicy,
    HashPool,
    KeyRing,
    LedgerContext,
)

if TYPE_CHECKING:
    from collections.abc import Callable

NOW = datetime(2021, 9, 1, 8, tzinfo=UTC)


@pytest.fixture
def now() -> datetime:
    """A morning of September."""
    return NOW


@pytest.fixture
def code_context() -> Callable[[datetime], dict[str, Any]]:
    """What every step of a ledger takes, at a given time."""
    context = LedgerContext(
        policy=CodePolicy.educonnect_sms(),
        keys=KeyRing("2021-09", b"k" * 32),
        entropy=Entropy.seeded(1),
    )
    return lambda now: {"context": context, "now": now}


@pytest.fixture
def activation_policy() -> ActivationPolicy:
    """The preset of EduConnect."""
    return ActivationPolicy.educonnect()


@pytest.fixture(scope="session")
def pool() -> HashPool:
    """One buffer of the least memory."""
    return HashPool(1, HashPolicy(memory_kib=7168, passes=5, lanes=1))
