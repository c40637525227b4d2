"""A guardian activates an account by SMS, with records kept in SQLite.

Run it with a file to keep the records in, or without one for records in memory::

    python examples/python/guardian_activation.py [records.sqlite]

The program plays both the school's service and the guardian, so it "reads" the text message that a
service would send. Everything a service does is here: it looks the guardian up, drives the two
records (the activation and the one-time codes) one sealed step at a time, and creates the account
that the last outcome describes.
"""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from entkit import (
    ActivationPolicy,
    Child,
    ChildAnswer,
    CodePolicy,
    CodePurpose,
    Entropy,
    GuardianActivation,
    GuardianClaim,
    GuardianRecord,
    HashPool,
    KeyRing,
    Ledger,
    LedgerContext,
    Password,
    PasswordRules,
    PersonName,
    PhoneNumber,
    SqliteStore,
    drive,
)

if TYPE_CHECKING:
    from entkit import (
        ActivatedAccount,
        Store,
    )

DIRECTORY = [
    GuardianRecord(
        subject="guardian-1",
        name=PersonName.parse(family="Chamson", given="André"),
        mobile=PhoneNumber.parse("06 12 34 56 78"),
        login="a.chamson12",
        children=[
            Child(pupil="pupil-1", given_name="Louis", birth_date=date(2008, 5, 17)),
            Child(pupil="pupil-2", given_name="Zoé", birth_date=date(2010, 11, 3)),
        ],
    ),
]


def activate(store: Store, keys: KeyRing, start: datetime) -> ActivatedAccount:
    """Play the whole journey, ten minutes long from ``start``, and give the account to create."""
    flow = "flow-1"  # in a service: random, one for each journey
    policy = ActivationPolicy.educonnect()
    entropy = Entropy.system()
    codes = LedgerContext(policy=CodePolicy.educonnect_sms(), keys=keys, entropy=entropy)

    # The guardian types a name and a number. What is found may be a decoy: the pages are the same.
    claim = GuardianClaim(
        name=PersonName.parse(family="CHAMSON", given="Andre"),
        mobile=PhoneNumber.parse("0612345678"),
    )
    found = claim.find(DIRECTORY, keys)
    activation = GuardianActivation.fresh(found.subject)
    begun = drive(
        store,
        activation,
        lambda state: state.begin(flow=flow, found=found, now=start, policy=policy),
    ).outcome
    request = begun.code_request
    if request is None:
        raise SystemExit(begun.public.text_fr)

    # The activation asks for a code; the ledger draws it and says what to send.
    ledger = Ledger.fresh(request.subject, CodePurpose.ACTIVATION)
    issued = drive(
        store,
        ledger,
        lambda state: state.issue(
            flow=flow,
            to=request.to,
            audience=request.audience,
            context=codes,
            now=start,
        ),
    ).outcome
    if issued.sms is None:
        raise SystemExit(issued.public.text_fr)
    say(f"SMS to {issued.sms.to.masked}")
    typed = issued.sms.code  # a service sends issued.sms.text(); here the guardian has read it

    # The guardian types the code. The guess is counted before anyone learns whether it is right.
    later = start + timedelta(minutes=5)
    judged = drive(
        store,
        ledger,
        lambda state: state.submit(
            flow=flow,
            code=typed,
            context=codes,
            now=later,
        ),
    ).outcome
    proof = judged.proof
    if proof is None:
        raise SystemExit(judged.public.text_fr)
    listed = drive(
        store,
        activation,
        lambda state: state.phone_proved(proof=proof, now=later, policy=policy),
    ).state
    children = listed.view(flow=flow, policy=policy, now=later).children
    say("Children: " + ", ".join(child.given_name for child in children))

    # Birth dates of every child, then a password.
    later = start + timedelta(minutes=8)
    answers = [
        ChildAnswer.born("pupil-1", date(2008, 5, 17)),
        ChildAnswer.born("pupil-2", date(2010, 11, 3)),
    ]
    drive(
        store,
        activation,
        lambda state: state.confirm_children(flow=flow, answers=answers, now=later, policy=policy),
    )
    password = HashPool(1).hash_accepted(
        PasswordRules.find(policy.rules),
        Password("Tournesol-2021!"),
        confirmation=Password("Tournesol-2021!"),
        words=[("name", "Chamson"), ("name", "André")],
        entropy=entropy,
    )
    later = start + timedelta(minutes=10)
    ended = drive(
        store,
        activation,
        lambda state: state.choose_password(flow=flow, password=password, now=later, policy=policy),
    ).outcome
    if ended.account is None:
        raise SystemExit(ended.public.text_fr)
    return ended.account


def say(line: str) -> None:
    """Show one line."""
    sys.stdout.write(f"{line}\n")


def main() -> None:
    """Play the journey now."""
    path = sys.argv[1] if len(sys.argv) > 1 else ":memory:"
    keys = KeyRing("demo", bytes(32))  # in a service: 32 random bytes, kept outside the database
    with SqliteStore(path) as store:
        account = activate(store, keys, datetime.now(UTC))
    say(f"Account {account.login} for {', '.join(account.attached)}")


if __name__ == "__main__":
    main()
