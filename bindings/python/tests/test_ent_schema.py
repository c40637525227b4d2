"""The JSON Schema of ENT files, read by a validator of another house."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

ROOT = Path(__file__).parents[3]
SCHEMA = json.loads((ROOT / "docs/ent.schema.json").read_text(encoding="utf-8"))
FILES = sorted((ROOT / "ent-core/data/ents").glob("*.toml"))


def plain(value: Any) -> Any:
    """TOML values as JSON has them: days are texts."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return value if isinstance(value, str | int | bool) else str(value)


def errors(document: Any) -> list[str]:
    """Paths of what the schema refuses."""
    return [error.json_path for error in Draft202012Validator(SCHEMA).iter_errors(document)]


def test_the_schema_is_one() -> None:
    """A validator takes it for a schema of its draft."""
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_shipped_files_fit(file: Path) -> None:
    """What the library reads, the schema allows."""
    assert errors(plain(tomllib.loads(file.read_text(encoding="utf-8")))) == []


def test_what_does_not_fit_is_refused() -> None:
    """Each slip is told at its place."""
    document = plain(tomllib.loads(FILES[0].read_text(encoding="utf-8")))
    document["mires"]["enseignant"]["choices"][2]["source"] = "minitel"
    document["hosts"] = ["Ent.exemple.fr"]
    document["colour"] = "blue"
    del document["name"]
    assert sorted(errors(document)) == [
        "$",
        "$",
        "$.hosts[0]",
        "$.mires.enseignant.choices[2].source",
    ]
