"""What the tests of codes, links and letters share."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from entkit import (
    BaseAddress,
    EmailLink,
    Ent,
    Entropy,
    HashPolicy,
    HashPool,
    KeyRing,
    Letter,
    LetterContext,
    LetterPolicy,
    LetterRecipient,
    LinkContext,
    LinkPolicy,
    Pairing,
    PairingContext,
    PairingPolicy,
    PersonName,
    UnverifiedEmail,
    drive,
)

if TYPE_CHECKING:
    from entkit import LinkMail, Notice, PairingCode, Store

NOW = datetime(2026, 11, 30, 8, tzinfo=UTC)
APP = BaseAddress.parse("https://ent.exemple.fr/mobile")
MAIL = BaseAddress.parse("https://ent.exemple.fr/courriel")
POOL = HashPool(4, HashPolicy(memory_kib=7168, passes=1, lanes=1))
KEYS = KeyRing("k", b"k" * 32)
TO = LetterRecipient(
    name=PersonName.parse("Martin", "Zoé"),
    login="z.martin01",
    ent=Ent.find("auvergne-rhone-alpes"),
)


def at(seconds: float) -> datetime:
    """A time after the start of the tests."""
    return NOW + timedelta(seconds=seconds)


def pairing_context() -> PairingContext:
    """The context of a service."""
    policy, entropy = PairingPolicy.mobile_activation(), Entropy.seeded(1)
    return PairingContext(policy=policy, keys=KEYS, entropy=entropy)


def link_context() -> LinkContext:
    """The context of a service."""
    return LinkContext(policy=LinkPolicy.email_link(), entropy=Entropy.seeded(1))


def letter_context(pool: HashPool = POOL, policy: LetterPolicy | None = None) -> LetterContext:
    """The context of a service."""
    policy, entropy = policy or LetterPolicy.three_months(), Entropy.seeded(1)
    return LetterContext(policy=policy, pool=pool, entropy=entropy, pepper=KEYS)


def shown_code(store: Store, context: PairingContext, now: datetime = NOW) -> PairingCode:
    """A code of ``guardian-1``, stored."""
    done = drive(
        store,
        Pairing.fresh("guardian-1"),
        lambda pairing: pairing.issue(
            account="guardian-1", session="s", signed_in_at=now, context=context, now=now
        ),
    )
    assert done.outcome.code is not None
    return done.outcome.code


def sent_link(store: Store, context: LinkContext) -> LinkMail:
    """A link to an address of ``guardian-1``, stored."""
    address = UnverifiedEmail.parse("Zoe.Canari@exemple.fr")
    previous = UnverifiedEmail.parse("zoe@exemple.fr").confirmed()
    done = drive(
        store,
        EmailLink.fresh("guardian-1"),
        lambda link: link.request(address=address, previous=previous, context=context, now=NOW),
    )
    assert done.outcome.mail is not None
    return done.outcome.mail


def printed_notice(store: Store, context: LetterContext, holder: str = "pupil") -> Notice:
    """A letter of ``pupil-1``, stored."""
    done = drive(
        store,
        Letter.fresh("pupil-1", holder),
        lambda letter: letter.issue(to=TO, zone="Europe/Paris", context=context, now=NOW),
    )
    assert done.outcome.notice is not None
    return done.outcome.notice
