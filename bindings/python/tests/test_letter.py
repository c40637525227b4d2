"""Letters with provisional credentials, from the print to the activated account."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from entkit import (
    Ent,
    EntError,
    HashPolicy,
    HashPool,
    Letter,
    LetterHolder,
    LetterOutcomeName,
    LetterPolicy,
    LetterRecipient,
    LetterState,
    LetterStep,
    MemoryStore,
    ParseError,
    Password,
    PasswordRefused,
    PasswordRules,
    PersonName,
    SqliteStore,
    StateError,
    StepError,
    UnverifiedEmail,
    Verification,
    drive,
    issue_letters,
)
from mobile import KEYS, NOW, POOL, TO, at, letter_context, printed_notice

if TYPE_CHECKING:
    from pathlib import Path

BORN = date(2012, 3, 1)
PARIS = "Europe/Paris"


def typed(notice: Any) -> Password:
    """What a person types who reads the notice."""
    secret = notice.secret()
    try:
        return Password(bytes(secret).lower().replace(b"-", b" "))
    finally:
        secret[:] = bytes(len(secret))


def test_a_letter_activates_an_account(tmp_path: Path) -> None:
    """Print, sign-in, activation page, account, over a database."""
    context, fresh = letter_context(), Letter.fresh("pupil-1", LetterHolder.PUPIL)
    with SqliteStore(tmp_path / "entkit.db") as store:
        notice = printed_notice(store, context)
        assert (notice.subject, notice.holder, notice.number) == ("pupil-1", "pupil", 1)
        assert notice.addressee.display_name == "Zoé MARTIN"
        assert (notice.created_on, notice.last_day) == (date(2026, 11, 30), date(2027, 2, 28))
        assert notice.last_day_text() == "28 février 2027"
        assert notice.last_day_text("en") == "28 February 2027"
        first, *_ = notice.instructions("en")
        assert first.id == "notice/pupil-portal"
        assert notice.secret() in notice.text()
        assert notice.text("fr") != notice.text("en")

        opened = drive(
            store,
            fresh,
            lambda letter: letter.sign_in(
                flow="f", secret=typed(notice), context=context, now=at(60)
            ),
        )
        scope = opened.outcome.scope
        assert scope is not None
        assert (scope.subject, scope.flow, scope.until) == ("pupil-1", "f", at(1860))
        view = opened.state.view(flow="f", policy=LetterPolicy.three_months(), now=at(60))
        assert (view.step, view.seconds_left) == (LetterStep.ACTIVATION, 1800)
        other = opened.state.view(flow="g", policy=LetterPolicy.three_months(), now=at(60))
        assert other.step is LetterStep.SIGN_IN

        done = drive(
            store,
            fresh,
            lambda letter: letter.activate(
                flow="f",
                password=Password("Azerty69!"),
                birth_dates=[(BORN, BORN)],
                context=context,
                now=at(90),
            ),
        )
        account = done.outcome.account
        assert account is not None
        assert (account.subject, account.email, account.changed_at) == ("pupil-1", None, at(90))
        match POOL.verify(Password("Azerty69!"), account.password_hash, pepper=KEYS):
            case Verification(right=True):
                pass
            case wrong:
                pytest.fail(repr(wrong))
        data = store.load(fresh.key)
        assert data is not None
        letter = Letter.load("pupil-1", data)
        assert (letter.state, letter.version) == (LetterState.ACTIVATED, 3)
        assert letter.state_of(1) is LetterState.ACTIVATED
        assert (letter.state_of(2), letter.state_of(-1), letter.state_of(2**80)) == (None,) * 3
        again = letter.issue(to=TO, zone=PARIS, context=context, now=at(100)).commit(stored=True)
        assert again.outcome.name is LetterOutcomeName.ALREADY_ACTIVATED
        claimed = letter.observe(context=context, now=at(100)).commit(stored=True)
        assert claimed.outcome.account == account


def opened(holder: str = "guardian") -> tuple[Letter, dict[str, Any]]:
    """A letter whose activation page is open, and what the page is sent with."""
    context, store = letter_context(), MemoryStore()
    notice = printed_notice(store, context, holder)
    data = store.load(Letter.fresh("pupil-1", holder).key)
    assert data is not None
    step = Letter.load("pupil-1", data).sign_in(
        flow="f", secret=typed(notice), context=context, now=NOW
    )
    page = {
        "flow": "f",
        "password": Password("Azerty69!"),
        "birth_dates": [(BORN, BORN)],
        "email": UnverifiedEmail.parse("zoe@exemple.fr"),
        "context": context,
        "now": NOW,
    }
    return step.commit(stored=True).state, page


@pytest.mark.parametrize(
    ("changed", "name"),
    [
        ({}, "activated"),
        ({"email": None}, "email_missing"),
        ({"flow": "g"}, "other_flow"),
        ({"birth_dates": [(BORN, BORN), (BORN, date(2012, 3, 2))]}, "dates_refused"),
        ({"rules": PasswordRules.find("ent-ara")}, "password_refused"),
        ({"now": at(1800)}, "not_open"),
    ],
)
def test_pages_are_judged(changed: dict[str, Any], name: str) -> None:
    """What a page leaves out or gets wrong."""
    letter, page = opened()
    outcome = letter.activate(**(page | changed)).commit(stored=True).outcome
    assert outcome.name == name
    assert outcome.attempts_left == (2 if name == "dates_refused" else None)


def test_a_bad_password_is_no_step() -> None:
    """A password that breaks the rules of the policy is refused with the reasons."""
    letter, page = opened()
    with pytest.raises(PasswordRefused) as refused:
        letter.activate(**(page | {"password": Password("azerty")}))
    assert refused.value.verdict.rules_id == "educonnect"
    assert "azerty" not in repr(refused.value)
    with pytest.raises(PasswordRefused):
        letter.activate(**page, confirmation=Password("Azerty96!"))
    with pytest.raises(PasswordRefused):
        letter.activate(**page, words=[("name", "Azerty")])


def test_a_letter_locks_and_another_one_supersedes() -> None:
    """Ten wrong secrets; the earlier letter is remembered."""
    context, store = letter_context(), MemoryStore()
    fresh = Letter.fresh("pupil-1", "pupil")
    printed_notice(store, context)
    second = printed_notice(store, context)
    assert second.number == 2
    wrong = Password("BBBB-BBBB-BBBB-BBBB")
    for left in (*range(9, 0, -1), None):
        done = drive(
            store,
            fresh,
            lambda letter: letter.sign_in(flow="f", secret=wrong, context=context, now=NOW),
        )
        assert done.outcome.attempts_left == left
    letter = done.state
    assert (letter.state, letter.state_of(1)) == (LetterState.LOCKED, LetterState.SUPERSEDED)
    assert (letter.number, letter.created_on) == (2, date(2026, 11, 30))
    assert letter.expires_at == datetime(2027, 2, 28, 23, tzinfo=UTC)


def test_nobody_looks_alike() -> None:
    """The decoy does the same work, says the same and writes nothing."""
    context = letter_context()
    step = Letter.decoy().sign_in(
        flow="f", secret=Password("BBBB-BBBB-BBBB-BBBB"), context=context, now=NOW
    )
    assert step.writes() == []
    done = step.commit(stored=True)
    assert (done.outcome.name, done.outcome.public.code) == ("no_letter", "refused")


def test_letters_of_an_establishment() -> None:
    """One for each person, each sealed until it is stored; one person twice is refused."""
    context, store = letter_context(), MemoryStore()
    people = [(Letter.fresh(f"pupil-{number}", "pupil"), TO) for number in range(5)]
    batch = issue_letters(people, zone=PARIS, context=context, now=NOW)
    assert (len(batch.letters), batch.stopped_at, batch.stopped_by) == (5, None, None)
    secrets = set()
    for step in batch.letters:
        stored = [
            store.save_if(write.key, write.expected_version, write.data) for write in step.writes()
        ]
        notice = step.commit(all(stored)).outcome.notice
        assert notice is not None
        secrets.add(bytes(notice.secret()))
    assert len(secrets) == len(store) == 5
    with pytest.raises(ParseError) as refused:
        issue_letters([*people, people[0]], zone=PARIS, context=context, now=NOW)
    assert refused.value.code == "letter/twice"
    late = datetime(2199, 12, 1, tzinfo=UTC)
    stopped = issue_letters(people, zone=PARIS, context=context, now=late)
    assert (stopped.letters, stopped.stopped_at, stopped.stopped_by) == ((), 0, "step/clock")


def test_threads_share_a_pool() -> None:
    """Sign-ins run at once without the GIL; beyond the buffers the answer is busy, at once."""
    context, store = letter_context(), MemoryStore()
    notice, fresh = printed_notice(store, context), Letter.fresh("pupil-1", "pupil")

    def sign_in(number: int) -> str:
        try:
            return drive(
                store,
                fresh,
                lambda letter: letter.sign_in(
                    flow=f"f{number}", secret=typed(notice), context=context, now=NOW
                ),
            ).outcome.name
        except StepError as error:
            return error.code

    with ThreadPoolExecutor(8) as pool:
        names = list(pool.map(sign_in, range(24)))
    assert set(names) <= {"opened", "step/busy"}
    assert "opened" in names


def test_own_rules() -> None:
    """A stack's own rules are those of the policy, and what they accept activates."""
    letter, page = opened()
    own = PasswordRules.custom("mine", min=12)
    context = letter_context(policy=LetterPolicy(rules=own))
    with pytest.raises(PasswordRefused) as refused:
        letter.activate(**page | {"context": context})
    assert refused.value.verdict.rules_id == "mine"
    chosen = {"password": Password("violette-marbre"), "context": context}
    for given, name in [
        ({}, "activated"),
        ({"rules": own}, "activated"),
        ({"context": page["context"], "rules": own}, "password_refused"),
    ]:
        step = letter.activate(**page | chosen | given)
        assert step.commit(stored=True).outcome.name == name


def test_policies() -> None:
    """Preset, bounds, life in days or months, rules."""
    preset = LetterPolicy.three_months()
    assert LetterPolicy() == preset == LetterPolicy(months=3)
    assert (preset.months, preset.days, preset.max_failures) == (3, None, 10)
    assert (preset.activation_seconds, preset.date_attempts) == (1800, 3)
    assert (preset.date_failures_per_day, preset.rules) == (5, "educonnect")
    assert [found.id for found in preset.deviations()] == ["letter-lifetime"] * 2
    assert repr(preset) == "LetterPolicy(months=3, rules='educonnect', …)"
    days = LetterPolicy(days=21, rules="ent-ara")
    assert (days.days, days.months, days.rules, days.deviations()) == (21, None, "ent-ara", [])
    for bad in ({"months": 4}, {"days": 277}, {"days": -1}, {"max_failures": 2**70}):
        with pytest.raises(ParseError) as refused:
            LetterPolicy(**bad)  # type: ignore[arg-type]
        assert refused.value.code == "policy/bounds"
    own = PasswordRules.custom("mine", min=12)
    assert LetterPolicy(rules=own) == LetterPolicy(rules=own) != preset
    assert LetterPolicy(rules=own).rules == "mine"
    assert LetterPolicy(rules=PasswordRules.find("educonnect")) == preset
    with pytest.raises(TypeError):
        LetterPolicy(rules=1)  # type: ignore[arg-type]
    with pytest.raises(ParseError) as refused:
        LetterPolicy(rules="canary")
    assert refused.value.code == "password/rules"


def test_zones() -> None:
    """A name or a ZoneInfo of a territory of France, nothing else."""
    policy, day = LetterPolicy.three_months(), date(2026, 11, 30)
    assert policy.expiry(day, PARIS) == policy.expiry(day, ZoneInfo(PARIS))
    noumea = policy.expiry(day, ZoneInfo("Pacific/Noumea"))
    assert noumea.expires_at == datetime(2027, 2, 28, 13, tzinfo=UTC)
    for zone in ("Europe/Berlin", "", "europe/paris", "canary", ZoneInfo("Europe/Berlin")):
        with pytest.raises(ParseError) as refused:
            policy.expiry(day, zone)
        assert refused.value.code == "zone/unknown"
        assert "canary" not in str(refused.value)
    for bad in (UTC, None, 1, b"Europe/Paris"):
        with pytest.raises(TypeError):
            policy.expiry(day, bad)  # type: ignore[arg-type]
    for born in (date.min, date(1999, 12, 31), date(2199, 10, 1), date.max):
        with pytest.raises(ParseError) as refused:
            policy.expiry(born, PARIS)
        assert refused.value.code == "letter/date"
    with pytest.raises(TypeError):
        policy.expiry(NOW, PARIS)


def test_bad_input() -> None:
    """Typed errors, before any step."""
    letter, page = opened()
    context = page["context"]
    for secret, code in [("", "empty"), (" - ", "empty"), ("BCDF", "format"), ("\0", "format")]:
        with pytest.raises(ParseError) as refused:
            letter.sign_in(flow="f", secret=Password(secret), context=context, now=NOW)
        assert refused.value.code == f"letter/{code}"
    for dates, code in [
        ([], "letter/birth-dates"),
        ([(BORN, BORN)] * 17, "letter/birth-dates"),
        ([(date.min, BORN)], "birth-date/out-of-range"),
    ]:
        with pytest.raises(ParseError) as refused:
            letter.activate(**(page | {"birth_dates": dates}))
        assert refused.value.code == code
    for wrong in ({"birth_dates": [BORN]}, {"email": "zoe@exemple.fr"}, {"password": "Azerty69!"}):
        with pytest.raises(TypeError):
            letter.activate(**(page | wrong))
    with pytest.raises(ParseError) as refused:
        Letter.fresh("pupil-1", "teacher")
    assert refused.value.code == "choice/unknown"
    name, ent = PersonName.parse("Martin", "Zoé"), Ent.find("occitanie")
    for login, count, code in [
        ("z.martin", 17, "letter/children"),
        ("", 0, "login/empty"),
        ("z.martin\0", 0, "login/format"),
    ]:
        with pytest.raises(EntError) as told:
            LetterRecipient(name=name, ent=ent, login=login, children=[name] * count)
        assert told.value.code == code
    for data in (b"", b"{}"):
        with pytest.raises(StateError):
            letter.reload(data)


def test_another_pool_reads_a_letter() -> None:
    """A letter that was printed at another cost can still be used."""
    letter, _ = opened()
    small = letter_context(HashPool(1, HashPolicy(memory_kib=7168, passes=2)))
    wrong = Password("BBBB-BBBB-BBBB-BBBB")
    done = letter.sign_in(flow="f", secret=wrong, context=small, now=NOW).commit(stored=True)
    assert done.outcome.name == "wrong"


def test_secrets_do_not_travel() -> None:
    """No repr shows a secret or a name, nothing that holds one can be pickled."""
    context, store = letter_context(), MemoryStore()
    notice = printed_notice(store, context)
    secret = notice.secret().decode()
    for thing in (notice, TO, Letter.fresh("pupil-1", "pupil"), context):
        for hidden in (secret, secret.replace("-", ""), "Martin", "MARTIN", "z.martin01"):
            assert hidden not in repr(thing)
        with pytest.raises(TypeError):
            pickle.dumps(thing)
