"""What a person reads: help, docstrings, the README."""

from __future__ import annotations

import doctest
import inspect
import pydoc
from importlib import import_module
from pathlib import Path

import entkit
import pytest

README = Path(__file__).parents[1] / "README.md"


def test_help_lists_the_rooms() -> None:
    """Every public class stands in the module docstring or in a module it names."""
    text = pydoc.plain(pydoc.render_doc(entkit))
    for room in (
        "places",
        "ENT",
        "guardianship",
        "charter",
        "passwords",
        "preferences",
        "entkit.errors",
    ):
        assert room in text
    assert "Ellipsis" not in text


@pytest.mark.parametrize("name", [name for name in entkit.__all__ if name != "__version__"])
def test_everything_public_is_documented(name: str) -> None:
    """Classes, their methods and properties, functions."""
    thing = getattr(entkit, name)
    assert inspect.getdoc(thing)
    members = vars(thing).items() if inspect.isclass(thing) else ()
    native = inspect.isclass(thing) and thing in vars(entkit._native).values()  # noqa: SLF001  (what is tested)
    for member, value in members:
        if native and not member.startswith("_"):
            assert inspect.getdoc(value), f"{name}.{member}"


@pytest.mark.parametrize(
    "module",
    [
        "entkit",
        "entkit.enums",
        "entkit.errors",
        "entkit.logins",
        "entkit.passwords",
        "entkit.store",
        "entkit.testkit",
    ],
)
def test_module_examples(module: str) -> None:
    """The examples of the docstrings hold."""
    assert doctest.testmod(import_module(module)).failed == 0


def test_native_examples() -> None:
    """The examples of the native classes hold."""
    finder, runner = doctest.DocTestFinder(), doctest.DocTestRunner()
    tried = 0
    for name in entkit.__all__:
        thing = getattr(entkit, name)
        for case in finder.find(thing, name, globs=dict(vars(entkit))):
            tried += runner.run(case).attempted
    assert tried > 5
    assert runner.summarize(verbose=False).failed == 0


def test_readme_examples() -> None:
    """The examples of the README hold."""
    found = doctest.testfile(str(README), module_relative=False)
    assert found.attempted > 5
    assert found.failed == 0


def test_version() -> None:
    """The package and its native module are one version."""
    from importlib.metadata import version  # noqa: PLC0415  (of this test alone)

    assert version("entkit") == entkit.__version__
