"""The conformance vectors, through the public API; also a program of its own.

It reads every ``*.json`` of the folder ``ENT_VECTORS``, or the repository's own when that is unset,
and writes its count to ``$ENT_COUNTS/python.count`` when that is set.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from entkit import EntError
from stories import STORIES as FIRST_STORIES
from stories import differs
from stories_codes import CODE_STORIES
from suites import SUITES

if TYPE_CHECKING:
    from collections.abc import Mapping

STORIES = FIRST_STORIES | CODE_STORIES
OWN = Path(__file__).parents[2] / "conformance" / "vectors"


@dataclass
class Report:
    """What came of the cases."""

    passed: int = 0
    failures: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        """Count both."""
        return f"{self.passed} passed, {len(self.failures)} failed"


def run(folder: Path) -> Report:
    """Run every case of a folder."""
    report = Report()
    for path in sorted(folder.glob("*.json")):
        content = json.loads(path.read_text(encoding="utf-8"))
        suite, seen = content["suite"], set[str]()
        if suite not in SUITES | STORIES:
            report.failures.append(f"{path.name}: unknown suite {suite!r}")
            continue
        if not content["cases"]:
            report.failures.append(f"{path.name}: no case")
        for case in content["cases"]:
            name = case["id"]
            difference = "stands twice" if name in seen else check(suite, case)
            seen.add(name)
            if difference is None:
                report.passed += 1
            else:
                report.failures.append(f"{suite} {name}: {difference}")
    if report.passed == 0 and not report.failures:
        report.failures.append("no case")
    return report


def check(suite: str, case: Mapping[str, Any]) -> str | None:
    """Tell what differs in a case, if anything does."""
    if "out" not in case and "error" not in case and "steps" not in case:
        return "neither out, error nor steps"
    try:
        if suite in STORIES:
            return STORIES[suite](case)
        found = SUITES[suite](case["in"])
    except EntError as error:
        wanted = case.get("error")
        return None if error.code == wanted else f"error {error.code}, wanted {wanted}"
    except (AssertionError, KeyError, TypeError, ValueError) as error:
        return f"not a case of this suite: {type(error).__name__}"
    if "error" in case:
        return f"{found!r}, wanted error {case['error']}"
    return differs(case["out"], found)


def report_of_environment() -> Report:
    """Run the folder that the environment names and write the count where it asks for it."""
    report = run(Path(os.environ.get("ENT_VECTORS") or OWN))
    if counts := os.environ.get("ENT_COUNTS"):
        Path(counts).mkdir(parents=True, exist_ok=True)
        Path(counts, "python.count").write_text(f"{report}\n", encoding="utf-8")
    return report


def test_vectors() -> None:
    """Every case comes out as written."""
    report = report_of_environment()
    assert not report.failures, "\n".join(report.failures[:20])


def test_every_suite_is_run() -> None:
    """The repository has vectors for every suite known here."""
    assert {path.stem for path in OWN.glob("*.json")} == set(SUITES | STORIES)


@pytest.mark.parametrize(
    "content",
    [
        None,
        {"suite": "uai.parse", "cases": []},
        {"suite": "no.such", "cases": [{"id": "a", "in": {}, "out": {}}]},
        {"suite": "uai.parse", "cases": [{"id": "a", "in": {}, "out": {}}]},
        {"suite": "email.parse", "cases": [{"id": "a", "in": {"text": "a@b.fr"}}]},
        {"suite": "email.parse", "cases": [{"id": "a", "in": {"text": "a@b.fr"}, "error": "x"}]},
        {"suite": "email.parse", "cases": [{"id": "a", "in": {"text": "a"}, "error": "x"}]},
        {
            "suite": "email.parse",
            "cases": [{"id": "a", "in": {"text": "a@b.fr"}, "out": {"key": "b"}}],
        },
    ],
)
def test_the_runner_can_fail(tmp_path: Path, content: object) -> None:
    """A folder without cases, an unknown suite and a case that differs are failures."""
    if content is not None:
        (tmp_path / "a.json").write_text(json.dumps(content), encoding="utf-8")
    assert str(run(tmp_path)) == "0 passed, 1 failed"


def main() -> int:
    """Run alone; the last line counts."""
    report = report_of_environment()
    lines = [*report.failures, str(report)]
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if report.failures else 0


if __name__ == "__main__":
    sys.exit(main())
