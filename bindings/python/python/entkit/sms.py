"""Text messages that carry a code: what they cost and what stands in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

__all__ = ["BoundCode", "SmsEncoding", "SmsLength", "SmsMessage"]


class SmsEncoding(StrEnum):
    """How a network writes a message: seven bits a character, or UTF-16 for any other."""

    GSM7 = "gsm7"
    UCS2 = "ucs2"


@dataclass(frozen=True, slots=True)
class SmsLength:
    """Length of a message, as networks count and charge it."""

    encoding: SmsEncoding
    units: int
    """Septets, or units of UTF-16."""
    segments: int
    """Messages that are sent and charged."""


@dataclass(frozen=True, slots=True)
class SmsMessage:
    """A message to send, code included; never to be kept or logged."""

    text: str = field(repr=False)
    length: SmsLength


@dataclass(frozen=True, slots=True)
class BoundCode:
    """A code with the host whose pages it may be filled in on."""

    host: str
    """In lower case."""
    code: str = field(repr=False)
    """Never to be kept or logged."""
