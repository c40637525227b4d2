"""Whatever comes in, a typed error or a value comes out; never a panic, never the input."""

from __future__ import annotations

import traceback
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from entkit import (
    AafLink,
    AafRelation,
    AcademicAuthority,
    Academy,
    AcademyCode,
    Attachments,
    BirthDate,
    CharterActor,
    CharterLog,
    CharterVersion,
    Child,
    ChildAnswer,
    CodePolicy,
    ConsentEntry,
    Consents,
    ContactCard,
    Country,
    Crec,
    Credential,
    Department,
    Email,
    Ent,
    EntError,
    Entropy,
    Establishment,
    EstablishmentKind,
    Facts,
    GuardianActivation,
    GuardianEdge,
    GuardianRecord,
    Guardianship,
    HashPolicy,
    HashPool,
    ImportedHash,
    KeyRing,
    Ledger,
    LedgerContext,
    LocalAuthority,
    LoginStyle,
    Ministry,
    Password,
    PasswordHistory,
    PasswordRules,
    PersonName,
    PhoneNumber,
    PostalAddress,
    PreferenceDefaults,
    Preferences,
    Profile,
    Recipient,
    RedList,
    RememberedChoice,
    SchoolCalendar,
    Sector,
    SendingHours,
    StorageSize,
    Uai,
    UnverifiedEmail,
    Viewer,
    Visibility,
    Zone,
    compare_password,
    lint_password_rules,
    message_text,
    parse_birth_date,
    parse_contact_wish,
    parse_day,
    parse_login,
    partner_view,
    password_strength,
    search_directory,
    verify_charter_log,
)
from hypothesis import example, given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable

    from entkit import (
        ActivationPolicy,
    )

NOW = datetime(2021, 9, 1, 8, tzinfo=UTC)
DEFAULTS = PreferenceDefaults.immediate()
PERSON = Recipient(
    "zoe",
    card=ContactCard(),
    consents=Consents(),
    preferences=Preferences(),
    hours=SendingHours.working_days("Europe/Paris", SchoolCalendar.always_open()),
)
ARA, RULES = Ent.find("auvergne-rhone-alpes"), PasswordRules.find("ent-ara")
MOBILE, NAME = PhoneNumber.parse("06 12 34 56 78"), PersonName.parse("Le Noël", "Zoé")
CONTEXT: dict[str, Any] = {
    "context": LedgerContext(
        policy=CodePolicy.educonnect_sms(),
        keys=KeyRing("k", b"k" * 32),
        entropy=Entropy.seeded(1),
    ),
    "now": NOW,
}
LEDGER = Ledger.fresh("guardian-1", "activation")
POOL = HashPool(1, HashPolicy(memory_kib=7168, passes=1))

TEXT_DOORS: dict[str, Callable[[Any], object]] = {
    "uai": Uai.parse,
    "uai lenient": Uai.parse_lenient,
    "phone": PhoneNumber.parse,
    "phone overseas": lambda text: PhoneNumber.parse(text, "NC"),
    "region": lambda text: PhoneNumber.parse("1", text),
    "email": Email.parse,
    "unverified email": UnverifiedEmail.parse,
    "academy": Academy.parse,
    "academy name": Academy.of_name,
    "academy domain": Academy.of_domain,
    "academy search": Academy.search,
    "academy code": AcademyCode.parse_lenient,
    "department": Department.of_name,
    "country": Country.of_name,
    "ministry": Ministry.of_spelling,
    "authority": AcademicAuthority.parse,
    "council": LocalAuthority.parse,
    "committee": Crec.parse,
    "establishment name": lambda text: Establishment.read("0351047Y", text, "LP"),
    "establishment kind": lambda text: Establishment.read("0351047Y", "a", text),
    "sector": Sector.of_spelling,
    "nature": EstablishmentKind.of_nature,
    "family name": lambda text: PersonName.parse(text, "Zoé"),
    "given name": lambda text: PersonName.parse("Martin", text),
    "usual name": lambda text: PersonName.parse("Martin", "Zoé", text),
    "birth date": parse_birth_date,
    "birth date in part": BirthDate.parse,
    "link": AafLink.parse,
    "relation": AafRelation.parse,
    "standing": lambda text: GuardianEdge("10", text),
    "guardian": lambda text: Guardianship().add_guardian(text),
    "guardianship": Guardianship.from_json,
    "charter scope": lambda text: CharterLog.empty("p", text),
    "charter log": CharterLog.from_json,
    "charter version": CharterVersion.from_json,
    "charter head": lambda text: verify_charter_log("{}", expected_head=text),
    "evidence": CharterActor.institution,
    "size": StorageSize.parse,
    "profile": lambda text: Profile.parse("gar", text),
    "system": lambda text: Profile.parse(text, "ELV"),
    "ent": Ent.find,
    "portal kind": lambda text: ARA.portal_url(text, "03"),
    "portal key": lambda text: ARA.portal_url("establishment", text),
    "url": ARA.resolve,
    "ent url": Ent.of_url,
    "mire": lambda text: ARA.mire_choices([text]),
    "level": lambda text: ARA.mire_choices([], text),
    "mire search": ARA.mire_search,
    "device": lambda text: ARA.remember_choice([text], device=text, days=1, now=NOW),
    "remembered": RememberedChoice.parse,
    "ent toml": Ent.from_toml,
    "ent json": Ent.from_json,
    "attachment": lambda text: Attachments("ELV", establishments=[text]),
    "service channel": lambda text: ARA.services("ELV", text),
    "help": ARA.help,
    "day": parse_day,
    "source": lambda text: ARA.onboarding_next("ELV", text, Facts()),
    "rules": PasswordRules.find,
    "own rules": PasswordRules.custom,
    "own specials": lambda text: PasswordRules.custom("mine", special=text),
    "own note": lambda text: PasswordRules.custom("mine", note=text),
    "lint": lambda text: lint_password_rules(text, source=text),
    "compared word": lambda text: compare_password([RULES], Password("a"), words=[text]),
    "strength": lambda text: password_strength(Password(text)),
    "strength word": lambda text: password_strength(Password("a"), words=[("name", text)]),
    "date to avoid": lambda text: RULES.check(Password("a"), words=[("birth_date", text)]),
    "former hash": lambda text: PasswordHistory(current=text, previous=[(text, NOW)]),
    "import tag": lambda text: ImportedHash(text, "x").check(),
    "import record": lambda text: ImportedHash("argon2", text).check(),
    "import preparation": lambda text: ImportedHash("argon2", "x", preparation=text),
    "imported": lambda text: POOL.verify(Password("a"), ImportedHash(text, text), legacy=False),
    "kept hash": Credential.kept,
    "no password": Credential.without,
    "sign-in name": parse_login,
    "login taken": lambda text: LoginStyle.INITIAL_FAMILY.derive(NAME, [text]),
    "login parts": LoginStyle.INITIAL_FAMILY.parts,
    "login name": lambda text: LoginStyle.INITIAL_FAMILY.derive(PersonName.parse(text, text)),
    "zone": Zone.parse,
    "any zone": Zone.of,
    "password": lambda text: RULES.check(Password(text)),
    "word": lambda text: RULES.check(Password("a"), words=[text]),
    "word kind": lambda text: RULES.check(Password("a"), words=[(text, "a")]),
    "stored hash": lambda text: POOL.verify(Password("a"), text),
    "key id": lambda text: KeyRing(text, b"k" * 32),
    "subject": GuardianActivation.fresh,
    "purpose": lambda text: Ledger.fresh("a", text),
    "flow": lambda text: LEDGER.cancel(flow=text, **CONTEXT),
    "code": lambda text: LEDGER.submit(flow="f", code=text, **CONTEXT),
    "audience": lambda text: LEDGER.issue(flow="f", to=MOBILE, audience=text, **CONTEXT),
    "pupil": ChildAnswer.disputed,
    "child": lambda text: Child(pupil="p", given_name=text, birth_date=date(2010, 1, 1)),
    "login": lambda text: GuardianRecord(
        subject="g", name=NAME, mobile=MOBILE, login=text, children=[]
    ),
    "slot": ContactCard().number,
    "wish": parse_contact_wish,
    "set wish": ContactCard().set_wish,
    "child contact": lambda text: ContactCard().set_child(text, contact=text, wish=text),
    "address": lambda text: PostalAddress.parse([text], text, text),
    "viewer": lambda text: Viewer(text, id=text),
    "search": lambda text: search_directory([], text, Visibility()),
    "channel": lambda text: Consents().granted("partners", text, NOW),
    "consent source": lambda text: ConsentEntry.withdrawal("partners", "sms", at=NOW, source=text),
    "partner": lambda text: partner_view(text, PERSON, defaults=DEFAULTS, now=NOW),
    "message": message_text,
    "lang": lambda text: message_text("uai/key", text),
}

BYTE_DOORS: dict[str, Callable[[Any], object]] = {
    "password": Password,
    "credential": Credential.load,
    "key": lambda data: KeyRing("k", data),
    "previous key": lambda data: KeyRing("k", b"k" * 32, previous={"p": data}),
    "ledger": LEDGER.reload,
    "activation": lambda data: GuardianActivation.load("g", data),
    "card": ContactCard.load,
    "red list": RedList.load,
    "guardianship": Guardianship.from_json,
    "remembered": RememberedChoice.parse,
    "charter log": CharterLog.from_json,
    "charter version": CharterVersion.from_json,
    "consents": Consents.load,
}

any_text = st.text(st.characters(exclude_categories=()), max_size=300)
any_value = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.binary(max_size=40),
    st.dates(),
    st.lists(st.integers(), max_size=3),
    st.builds(object),
)


@pytest.mark.parametrize("door", TEXT_DOORS)
@settings(max_examples=30, deadline=None)
@given(text=any_text)
@example(text="")
@example(text="\ud800")
@example(text="\0")
@example(text="\U0010ffff\u202e")
@example(text="a" * 1_000_000)
@example(text="9" * 1_000_000)
def test_any_text(door: str, text: str) -> None:
    """A text is read or refused."""
    try:
        TEXT_DOORS[door](text)
    except EntError as error:
        assert error.text_fr != error.code  # noqa: PT017  (only if raised)
        assert error.text_en  # noqa: PT017  (only if raised)


@pytest.mark.parametrize("door", BYTE_DOORS)
@settings(max_examples=30, deadline=None)
@given(data=st.binary(max_size=300))
@example(data=b"")
@example(data=b"{" * 1_000_000)
def test_any_bytes(door: str, data: bytes) -> None:
    """Bytes are read or refused."""
    try:
        BYTE_DOORS[door](data)
    except EntError as error:
        assert error.text_fr != error.code  # noqa: PT017  (only if raised)


@pytest.mark.parametrize("door", TEXT_DOORS | BYTE_DOORS)
@settings(max_examples=20, deadline=None)
@given(value=any_value)
def test_any_type(door: str, value: object) -> None:
    """A value of another type is a TypeError."""
    doors = [doors[door] for doors in (TEXT_DOORS, BYTE_DOORS) if door in doors]
    for call in doors:
        with suppress(EntError, TypeError):
            call(value)


@given(value=any_value)
def test_any_moment(value: object) -> None:
    """Only a datetime is a moment, only a date is a birthday."""
    with pytest.raises(TypeError):
        LEDGER.observe(**(CONTEXT | {"now": value}))
    with pytest.raises(TypeError):
        ChildAnswer.born("p", datetime(2010, 1, 1, tzinfo=UTC))
    if not isinstance(value, date):
        with pytest.raises(TypeError):
            ChildAnswer.born("p", value)  # type: ignore[arg-type]


@given(moment=st.datetimes(timezones=st.none() | st.timezones()))
def test_any_datetime(moment: datetime) -> None:
    """A datetime is taken or refused with a code."""
    try:
        LEDGER.observe(**(CONTEXT | {"now": moment}))
    except EntError as error:
        expected = "instant/naive" if moment.tzinfo is None else "instant/out-of-range"
        assert error.code == expected  # noqa: PT017  (only if raised)


@given(day=st.dates())
def test_any_date(day: date) -> None:
    """A date is taken or refused with a code."""
    try:
        child = Child(pupil="p", given_name="Zoé", birth_date=day)
    except EntError as error:
        assert error.code == "birth-date/out-of-range"  # noqa: PT017  (only if raised)
    else:
        assert child.birth_date == day
        assert BirthDate.of(day).date == day


@given(number=st.integers())
def test_any_number(number: int) -> None:
    """A number is taken or refused with a code, however large."""
    for field in ("digits", "lifetime_seconds", "max_attempts", "delay_seconds", "free_failures"):
        try:
            CodePolicy(**{field: number})
        except EntError as error:
            assert error.code == "policy/bounds"  # noqa: PT017  (only if raised)
    try:
        assert StorageSize(number).bytes == number
    except EntError as error:
        assert error.code.startswith("storage_size/")  # noqa: PT017  (only if raised)
    try:
        HashPolicy(memory_kib=number)
    except EntError as error:
        assert error.code == "hash/policy"  # noqa: PT017  (only if raised)
    Entropy.seeded(number)


CANARY = "Canari7Zibeline"


@pytest.mark.parametrize("door", TEXT_DOORS)
@pytest.mark.parametrize("shape", ["{}", "{}\0", "{}\ud800", "{} {}", "+33{}", "{}@x", "{}" * 200])
def test_no_error_repeats_its_input(door: str, shape: str) -> None:
    """Neither the error, nor its texts, nor its notes, nor the errors behind it."""
    shown = ""
    try:
        TEXT_DOORS[door](shape.replace("{}", CANARY))
    except EntError as error:
        behind = (error, error.__cause__, error.__context__)
        shown = " ".join(f"{one!r} {one} {vars(one) if one else ''}" for one in behind)
        frames = traceback.format_exception_only(error)
        shown += " ".join(frames)
    assert CANARY not in shown
    assert CANARY.lower() not in shown


def test_no_repr_shows_what_is_personal(activation_policy: ActivationPolicy) -> None:
    """A canary in every field of every record shows up nowhere."""
    child = Child(pupil="p", given_name=CANARY, birth_date=date(2008, 5, 17))
    guardian = GuardianRecord(
        subject="g",
        name=PersonName.parse(CANARY, CANARY),
        mobile=MOBILE,
        login=CANARY,
        children=[child],
    )
    issued = LEDGER.issue(flow="f", to=MOBILE, **CONTEXT)
    shown = repr([child, guardian, guardian, issued, issued.writes(), activation_policy])
    committed = issued.commit(stored=True)
    assert committed.outcome.sms is not None
    shown += repr(committed) + repr(Password(CANARY)) + repr(Email.parse(f"{CANARY}@x.fr"))
    shown += repr(ChildAnswer.born("p", date(2008, 5, 17)))
    shown += repr(BirthDate.of(date(2008, 5, 17))) + str(BirthDate.parse("2008-00-00"))
    shown += repr(PersonName.parse("Martin", "Zoé", CANARY))
    family = Guardianship()
    family.add_guardian(CANARY)
    shown += repr([family, CharterLog.empty(CANARY, "ent:a")])
    shown += repr([CharterActor.own(CANARY), CharterActor.legal_guardian(CANARY, CANARY)])
    for secret in (CANARY, CANARY.lower(), committed.outcome.sms.code, "2008", MOBILE.e164[3:]):
        assert secret not in shown
    assert "12 34 56" not in shown
