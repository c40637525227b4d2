"""Argon2 here, in argon2-cffi and in Debian's libargon2, and what a second thread adds.

``python benches/argon2_peers.py``, after a release build. Contenders take turns; a ratio is the
median of those of the rounds, in time of the processor.
"""

from __future__ import annotations

import ctypes
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from argon2.low_level import Type, hash_secret_raw
from entkit import HashPolicy, HashPool, Password

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 11
HASHES = 30
PASSWORD = b"Azerty69!"
SALT = b"saltsaltsaltsalt"
COSTS = [(19456, 2, 1), (65536, 3, 4), (47104, 1, 1)]


def here(cost: tuple[int, int, int], buffers: int = 1) -> Callable[[], object]:
    """A verification for nothing, which computes one hash."""
    memory, passes, lanes = cost
    pool = HashPool(buffers, HashPolicy(memory_kib=memory, passes=passes, lanes=lanes))
    password = Password(PASSWORD)
    return lambda: pool.verify(password, None)


def cffi(cost: tuple[int, int, int]) -> Callable[[], object]:
    """argon2-cffi, which brings its own C."""
    memory, passes, lanes = cost
    return lambda: hash_secret_raw(PASSWORD, SALT, passes, memory, lanes, 32, Type.ID)


def debian(cost: tuple[int, int, int]) -> Callable[[], object] | None:
    """libargon2 as Debian builds it, if it is there."""
    try:
        library = ctypes.CDLL("libargon2.so.1")
    except OSError:
        return None
    number, size, place = ctypes.c_uint32, ctypes.c_size_t, ctypes.c_char_p
    library.argon2id_hash_raw.argtypes = [
        *(number, number, number),
        *(place, size, place, size, place, size),
    ]
    memory, passes, lanes = cost
    out = ctypes.create_string_buffer(32)

    def run() -> None:
        found = library.argon2id_hash_raw(
            passes, memory, lanes, PASSWORD, len(PASSWORD), SALT, len(SALT), out, 32
        )
        assert found == 0

    return run


def cpu(run: Callable[[], object]) -> float:
    """Milliseconds of the processor, of all threads."""
    start = time.process_time()
    run()
    return (time.process_time() - start) * 1000


def compare() -> None:
    """Prints each contender beside the hash made here."""
    for cost in COSTS:
        named = {"entkit": here(cost), "argon2-cffi": cffi(cost), "libargon2": debian(cost)}
        contenders = {name: run for name, run in named.items() if run}
        rounds = [{name: cpu(run) for name, run in contenders.items()} for _ in range(ROUNDS)]
        for name in contenders:
            times = median(taken[name] for taken in rounds)
            ratio = median(taken["entkit"] / taken[name] for taken in rounds)
            print(f"{cost!s:18} {name:12} {times:7.1f} ms   entkit / it {ratio:.2f}")


def worker(run: Callable[[], object]) -> float:
    """Share of the time that this thread ran or waited for a processor, and not for a lock."""
    schedule = Path("/proc/thread-self/schedstat")

    def ready() -> int:
        return sum(map(int, schedule.read_text().split()[:2])) if schedule.exists() else 0

    before, start = ready(), time.perf_counter_ns()
    for _ in range(HASHES):
        run()
    return (ready() - before) / (time.perf_counter_ns() - start)


def threads() -> None:
    """Prints how many hashes one thread makes, and two.

    On a machine busy with other work the rates tell little; two threads that never wait for each
    other are ready to run 2.00 times the whole time, whatever share of it they get.
    """
    run = here(COSTS[0], buffers=2)
    rates: dict[int, list[float]] = {1: [], 2: []}
    shares: list[float] = []
    for _ in range(5):
        for workers, found in rates.items():
            with ThreadPoolExecutor(workers) as executor:
                start = time.perf_counter()
                futures = [executor.submit(worker, run) for _ in range(workers)]
                ready = sum(future.result() for future in futures)
                found.append(workers * HASHES / (time.perf_counter() - start))
        shares.append(ready)
    ratio = median(two / one for one, two in zip(rates[1], rates[2], strict=True))
    one, two = (median(found) for found in rates.values())
    print(f"{COSTS[0]!s:18} one thread {one:.1f}/s, two {two:.1f}/s: {ratio:.2f} times")
    print(f"{COSTS[0]!s:18} two threads are ready {median(shares):.2f} times the whole time")


if __name__ == "__main__":
    compare()
    threads()
