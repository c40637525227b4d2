"""Activation of the mobile application, from the page to the phone."""

from __future__ import annotations

import copy
import pickle
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from entkit import (
    AccountChange,
    BaseAddress,
    CasLost,
    EntError,
    Entropy,
    KeyRing,
    MemoryStore,
    Pairing,
    PairingContext,
    PairingOutcomeName,
    PairingPayload,
    PairingPolicy,
    PairingState,
    PairingStep,
    ParseError,
    PublicCode,
    SqliteStore,
    StateError,
    StepError,
    drive,
)
from mobile import APP, KEYS, NOW, at, pairing_context, shown_code

if TYPE_CHECKING:
    from pathlib import Path


def test_a_phone_becomes_a_device(tmp_path: Path) -> None:
    """Code, link, redemption and loss of access, over a database."""
    context = pairing_context()
    with SqliteStore(tmp_path / "entkit.db") as store:
        code = shown_code(store, context)
        assert code.expires_at == at(300)
        assert code.superseded is None
        assert code.identifier_shown.replace(" ", "") == code.identifier
        index = {code.identifier: "guardian-1"}

        scanned = PairingPayload.parse(APP, code.link(APP))
        assert (scanned.identifier, scanned.code) == (code.identifier, code.printed)
        found = Pairing.find(scanned.identifier, index.get(scanned.identifier))
        done = drive(
            store,
            found,
            lambda pairing: pairing.redeem(
                identifier=code.identifier_shown,
                code=scanned.code.lower(),
                device="phone-1",
                context=context,
                now=at(60),
            ),
        )
        assert done.outcome.name is PairingOutcomeName.GRANTED
        grant = done.outcome.grant
        assert grant is not None
        assert (grant.account, grant.device, grant.identifier, grant.granted_at) == (
            "guardian-1",
            "phone-1",
            code.identifier,
            at(60),
        )
        assert [(known.device, known.since) for known in done.state.devices] == [
            ("phone-1", at(60))
        ]
        data = store.load(done.state.key)
        assert data is not None
        assert Pairing.load("guardian-1", data).version == done.state.version == 2
        claim = done.state.claim(
            identifier=code.identifier, device="phone-1", context=context, now=at(61)
        )
        assert claim.commit(stored=True).outcome.grant == grant
        policy = PairingPolicy.mobile_activation()
        view = done.state.view(policy=policy, now=at(61), identifier=code.identifier)
        assert (view.step, view.device) == (PairingStep.REDEEMED, "phone-1")

        change = AccountChange.PASSWORD_RESET
        assert change.ends_devices
        lost = drive(
            store,
            found,
            lambda pairing: pairing.account_changed(change=change, context=context, now=at(90)),
        )
        assert lost.outcome.revoked == ("phone-1",)
        assert lost.state.devices == []


def test_a_page_shows_one_code_at_a_time() -> None:
    """Another code supersedes the first; a stale sign-in gets none."""
    context, store = pairing_context(), MemoryStore()
    first = shown_code(store, context)
    second = shown_code(store, context, at(10))
    assert second.superseded == first.identifier
    data = store.load(Pairing.fresh("guardian-1").key)
    assert data is not None
    pairing = Pairing.load("guardian-1", data)
    policy = PairingPolicy.mobile_activation()
    view = pairing.view(policy=policy, now=at(11), identifier=first.identifier)
    assert view.step is PairingStep.SUPERSEDED
    stale = pairing.issue(
        account="guardian-1", session="s", signed_in_at=NOW, context=context, now=at(300)
    ).commit(stored=True)
    assert stale.outcome.name is PairingOutcomeName.STALE_SESSION
    assert pairing.revoke(context=context, now=at(12)).commit(stored=True).state.state == "revoked"


def test_nobody_is_found_and_looks_alike() -> None:
    """An identifier that the index does not know leads to a record of nobody, which is written."""
    context, store = pairing_context(), MemoryStore()
    guess: dict[str, Any] = {"code": "BBBB-BBBB", "device": "p", "context": context, "now": NOW}
    for version in (1, 2):
        done = drive(
            store,
            Pairing.find("482 193 0576"),
            lambda pairing: pairing.redeem(identifier="4821930576", **guess),
        )
        assert done.outcome.name is PairingOutcomeName.UNKNOWN
        assert done.outcome.public.code is PublicCode.REFUSED
        assert (done.state.state, done.state.version) == (PairingState.DECOY, version)
    with pytest.raises(StepError) as refused:
        done.state.revoke(context=context, now=NOW)
    assert refused.value.code == "step/out-of-order"


def test_a_step_opens_once_and_only_when_stored() -> None:
    """A lost race gives nothing away."""
    step = Pairing.fresh("a").issue(
        account="a", session="s", signed_in_at=NOW, context=pairing_context(), now=NOW
    )
    assert repr(step) == "PairingTransition(sealed, writes=1)"
    (write,) = step.writes()
    assert write.expected_version is None
    with pytest.raises(CasLost):
        step.commit(stored=False)
    with pytest.raises(StepError) as spent:
        step.commit(stored=True)
    assert spent.value.code == "transition/spent"


def test_threads_race_for_one_code() -> None:
    """Of many phones with the right code one is let in."""
    context, store = pairing_context(), MemoryStore()
    code = shown_code(store, context)

    def redeem(number: int) -> str:
        return drive(
            store,
            Pairing.find(code.identifier, "guardian-1"),
            lambda pairing: pairing.redeem(
                identifier=code.identifier,
                code=code.printed,
                device=f"phone-{number}",
                context=context,
                now=at(1),
            ),
        ).outcome.name

    with ThreadPoolExecutor(16) as pool:
        assert list(pool.map(redeem, range(64))).count("granted") == 1


def test_policies() -> None:
    """Presets, bounds, equality."""
    preset = PairingPolicy.mobile_activation()
    assert PairingPolicy() == preset
    assert (preset.lifetime_seconds, preset.max_attempts, preset.failures_per_day) == (300, 5, 10)
    assert (preset.max_consecutive, preset.issue_seconds, preset.issues_per_day) == (25, 10, 10)
    assert preset.deviations() == []
    assert repr(preset) == "PairingPolicy(lifetime_seconds=300, max_attempts=5, …)"
    assert PairingPolicy(free_failures=0, delay_seconds=0) != preset
    for field, number in [
        ("lifetime_seconds", 601),
        ("max_attempts", -1),
        ("issue_seconds", 2**80),
    ]:
        with pytest.raises(ParseError) as refused:
            PairingPolicy(**{field: number})
        assert refused.value.code == "policy/bounds"
    with pytest.raises(TypeError):
        PairingPolicy(max_attempts="5")  # type: ignore[arg-type]


def test_addresses() -> None:
    """Values to compare, hash, copy and pickle."""
    assert repr(APP) == "BaseAddress('https://ent.exemple.fr/mobile')"
    assert (APP.host, APP.is_https) == ("ent.exemple.fr", True)
    assert not BaseAddress.parse("fr.exemple.ent://activer.exemple.fr").is_https
    for again in (copy.deepcopy(APP), pickle.loads(pickle.dumps(APP))):  # noqa: S301  (pickled here)
        assert again == APP
        assert hash(again) == hash(APP)


CALLS: dict[str, tuple[str, dict[str, Any]]] = {
    "naive": ("instant/naive", {"now": datetime(2026, 1, 1)}),  # noqa: DTZ001  (naive on purpose)
    "too early": ("instant/out-of-range", {"now": datetime(1999, 1, 1, tzinfo=UTC)}),
    "device": ("id/format", {"device": "é"}),
    "half a pair": ("text/encoding", {"code": "\ud800"}),
    "null": ("pairing/code-format", {"code": "WDJB-MJHT\0"}),
    "vowel": ("pairing/code-format", {"code": "WDJB-MJHA"}),
    "nothing": ("pairing/code-empty", {"code": " - "}),
    "no identifier": ("pairing/id-empty", {"identifier": ""}),
    "a login": ("pairing/id-format", {"identifier": "z.martin"}),
    "a million": ("pairing/id-format", {"identifier": "9" * 1_000_000}),
}


@pytest.mark.parametrize("call", CALLS)
def test_bad_input_charges_nothing(call: str) -> None:
    """A typed error, before any step."""
    context, store = pairing_context(), MemoryStore()
    code = shown_code(store, context)
    wanted, changed = CALLS[call]
    given: dict[str, Any] = {
        "identifier": code.identifier,
        "code": "BBBB-BBBB",
        "device": "p",
        "context": context,
        "now": NOW,
    }
    fresh = Pairing.fresh("guardian-1")
    with pytest.raises(EntError) as refused:
        drive(store, fresh, lambda pairing: pairing.redeem(**(given | changed)))
    assert refused.value.code == wanted
    data = store.load(fresh.key)
    assert data is not None
    assert fresh.reload(data).version == 1


def test_keys_and_clocks_that_cannot_be() -> None:
    """A step that cannot be taken changes nothing."""
    context, store = pairing_context(), MemoryStore()
    code = shown_code(store, context)
    data = store.load(Pairing.fresh("guardian-1").key)
    assert data is not None
    pairing = Pairing.load("guardian-1", data)
    other = PairingContext(
        policy=PairingPolicy.mobile_activation(),
        keys=KeyRing("other", b"o" * 32),
        entropy=Entropy.seeded(1),
    )
    guess: dict[str, Any] = {"identifier": code.identifier, "code": code.printed, "device": "p"}
    with pytest.raises(StepError) as refused:
        pairing.redeem(context=other, now=at(1), **guess)
    assert refused.value.code == "step/keys"
    with pytest.raises(StepError) as refused:
        pairing.redeem(context=context, now=NOW.replace(year=2040), **guess)
    assert refused.value.code == "step/clock"
    # A clock that went back counts as the latest that was seen.
    back = pairing.redeem(context=context, now=NOW.replace(year=2020), **guess)
    assert back.commit(stored=True).outcome.name == "granted"
    for stored in (b"", b"{}", data.replace(b"guardian-1", b"guardian-2")):
        with pytest.raises(StateError):
            pairing.reload(stored)


def test_secrets_do_not_travel() -> None:
    """No repr shows a code, nothing that holds one can be pickled or copied."""
    context, store = pairing_context(), MemoryStore()
    code = shown_code(store, context)
    payload = PairingPayload(identifier=code.identifier, code=code.printed)
    pairing = Pairing.fresh("guardian-1")
    for thing in (code, payload, pairing, context):
        assert code.printed not in repr(thing)
        assert code.printed.replace("-", "") not in repr(thing)
        with pytest.raises(TypeError):
            pickle.dumps(thing)
    assert KEYS.current_id in repr(KEYS)
