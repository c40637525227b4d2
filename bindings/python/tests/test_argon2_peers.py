"""Hashes are those of argon2-cffi and of libargon2, in both directions."""

from __future__ import annotations

import base64
import subprocess
from pathlib import Path

import pytest
from argon2 import PasswordHasher, Type
from argon2.exceptions import VerifyMismatchError
from entkit import Entropy, HashPolicy, HashPool, Password, PasswordRules

ROOT = Path(__file__).parents[3]
RULES = PasswordRules.find("educonnect")
# The longest that the tool reads is 127 bytes.
PASSWORDS = ["Azerty69!", "École*2021", "Été*2021 🙂 a", "A1!" + "a" * 124]
COSTS = [(7168, 1, 1), (7168, 5, 1), (8192, 2, 4), (19456, 2, 1)]


def pool(cost: tuple[int, int, int]) -> HashPool:
    """A pool that makes hashes of a cost."""
    memory, passes, lanes = cost
    return HashPool(1, HashPolicy(memory_kib=memory, passes=passes, lanes=lanes))


def ours(cost: tuple[int, int, int], password: str, seed: int = 1) -> str:
    """A hash made here."""
    made = pool(cost).hash_accepted(RULES, Password(password), entropy=Entropy.seeded(seed))
    return made.stored


@pytest.fixture(scope="session")
def argon2() -> None:
    """The tool of Debian, installed if need be."""
    need = subprocess.run([ROOT / ".ci/need", "argon2"], check=False, capture_output=True)
    if need.returncode:
        pytest.skip("no argon2 tool, and it is installed on Debian as root only")


def by_tool(cost: tuple[int, int, int], password: str, salt: bytes) -> str:
    """What the tool of libargon2 makes of a password."""
    memory, passes, lanes = map(str, cost)
    command: list[str | bytes] = ["argon2", salt]
    command += ["-id", "-e", "-l", "32", "-k", memory, "-t", passes, "-p", lanes]
    made = subprocess.run(command, input=password.encode(), check=True, capture_output=True)
    return made.stdout.decode().strip()


@pytest.mark.parametrize("cost", COSTS)
@pytest.mark.parametrize("password", PASSWORDS)
def test_argon2_cffi(cost: tuple[int, int, int], password: str) -> None:
    """What one makes the other verifies, and a wrong password with neither."""
    memory, passes, lanes = cost
    peer = PasswordHasher(passes, memory, lanes, hash_len=32, salt_len=16, type=Type.ID)
    wrong = password + "?"

    made = peer.hash(password)
    right = pool(cost).verify(Password(password), made)
    assert right.right
    assert not right.rehash
    assert not pool(cost).verify(Password(wrong), made).right

    made = ours(cost, password)
    assert peer.verify(made, password)
    assert not peer.check_needs_rehash(made)
    with pytest.raises(VerifyMismatchError):
        peer.verify(made, wrong)


@pytest.mark.usefixtures("argon2")
@pytest.mark.parametrize("cost", COSTS)
@pytest.mark.parametrize("password", PASSWORDS)
def test_libargon2(cost: tuple[int, int, int], password: str) -> None:
    """The tool's hash verifies here, and it makes ours again from the same salt."""
    made = by_tool(cost, password, b"saltsaltsaltsalt")
    assert pool(cost).verify(Password(password), made).right
    assert not pool(cost).verify(Password(password + "?"), made).right

    for seed in range(100):
        made = ours(cost, password, seed)
        salt = base64.b64decode(made.split("$")[4] + "==")
        # The salt is an argument of the tool.
        if 0 not in salt:
            assert by_tool(cost, password, salt) == made
            return
    pytest.fail("every salt holds a zero byte")
