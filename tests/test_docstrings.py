"""Docstrings: everything public at the seams has one, and elsewhere there are never fewer."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.house_rules import ROOT, python_files

WHOLE = ("activities", "api/routes", "domain/ports")
"""Folders in which every public class, function and method says what it is."""
FLOORS = {"api": 90, "domain": 94, "duralogue": 67, "infra": 80, "workflows": 98}
"""Percent of what is public in a folder. Whoever writes docstrings raises its floor."""
_SLACK = 5
"""So many percent above its floor a folder may be, before the floor must rise."""

_IMPLEMENTS = re.compile(r"Implements `(?:[\w.]+\.)?(\w+)`")

Public = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def public_names(source: str) -> Iterator[tuple[str, Public]]:
    yield from _public(ast.parse(source), "")


def _public(owner: ast.Module | ast.ClassDef, prefix: str) -> Iterator[tuple[str, Public]]:
    """Without what an adapter takes over from its port, which says it already."""
    said_by_port = _methods_of_port(owner)
    for node in owner.body:
        if not isinstance(node, Public) or node.name in said_by_port:
            continue
        if not node.name.startswith("_"):
            yield f"{prefix}{node.name}", node
            if isinstance(node, ast.ClassDef):
                yield from _public(node, f"{prefix}{node.name}.")


def _methods_of_port(owner: ast.Module | ast.ClassDef) -> frozenset[str]:
    said = _IMPLEMENTS.search(ast.get_docstring(owner) or "")
    return PORT_METHODS.get(said[1], frozenset()) if said else frozenset()


PORT_METHODS = {
    port.name: frozenset(
        method.name
        for method in port.body
        if isinstance(method, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    for file in python_files("domain/ports")
    for port in ast.parse(file.read_text()).body
    if isinstance(port, ast.ClassDef)
}


def counted(folder: str) -> tuple[int, list[str]]:
    """How many names are public in a folder, and those that say nothing."""
    found = [
        (f"{file.relative_to(ROOT)}: {name}", ast.get_docstring(node))
        for file in python_files(folder)
        for name, node in public_names(file.read_text())
    ]
    return len(found), [name for name, said in found if not said]


def test_what_is_private_or_within_a_function_is_not_counted() -> None:
    """
    The rule is for what others use.
    """
    source = "class A:\n  def b(self):\n    def c(): ...\n  def _d(self): ...\ndef _e(): ...\n"

    assert [name for name, _ in public_names(source)] == ["A", "A.b"]


def test_an_adapter_need_not_repeat_its_port() -> None:
    """
    Two texts on one method drift apart.
    """
    source = (
        'class A:\n  """Implements `ToolLog`."""\n  def record(self): ...\n  def own(self): ...\n'
    )

    assert [name for name, _ in public_names(source)] == ["A", "A.own"]


@pytest.mark.parametrize("folder", WHOLE)
def test_everything_public_at_a_seam_says_what_it_is(folder: str) -> None:
    """
    Who writes an adapter, an activity or a client reads this and nothing else.
    """
    _, silent = counted(folder)

    assert not silent, "\n".join(silent)


@pytest.mark.parametrize("folder", FLOORS)
def test_there_are_never_fewer_docstrings(folder: str) -> None:
    """
    The share is printed by `pytest -rP`; where it has risen, so does the floor.
    """
    total, silent = counted(folder)
    share = 100 * (total - len(silent)) / total
    print(f"{folder}: {share:.0f} % of {total} public names have a docstring")  # noqa: T201

    assert share >= FLOORS[folder], "\n".join(silent)
    assert share < FLOORS[folder] + _SLACK, f"raise the floor of {folder} to {share:.0f}"
