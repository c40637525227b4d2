"""How often something may be tried: what the steps of a ``Throttle`` decide."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from entkit.records import PublicOutcome

__all__ = ["ThrottleOutcome", "ThrottleOutcomeName"]


class ThrottleOutcomeName(StrEnum):
    """What a committed step of a throttle decided: for the host only."""

    ALLOWED = "allowed"
    TRY_LATER = "try_later"
    DISABLED = "disabled"
    TAKEN_BACK = "taken_back"
    REINSTATED = "reinstated"


@dataclass(frozen=True, slots=True)
class ThrottleOutcome:
    """What a committed step of a throttle decided: ``public`` for the person, all for the host."""

    name: ThrottleOutcomeName
    public: PublicOutcome
    """Whatever was typed. Of a try that is allowed, nothing: ``ok`` says that it was counted."""
    allowed: bool
    """Whether what was counted may be tried now."""
    until: datetime | None
    """When to try again, for ``try_later``."""
