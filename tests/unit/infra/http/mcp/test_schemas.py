"""Schemas of servers: those that are not taken, and values that do not fit."""

from typing import Any

import pytest

from domain.mcp_tools import ToolDefinition
from infra.http.mcp.schemas import UNCHECKABLE, misfit, objection
from tests.support import in_a_moment


@pytest.mark.parametrize(
    ("schema", "says"),
    [
        ({"properties": {"x": {"$ref": "https://evil.example/s"}}}, "leads elsewhere"),
        ({"properties": {"x": {"pattern": "(?=a)b"}}}, "RE2 cannot run"),
        ({"patternProperties": {"^(a+)+$": {}}}, "not checked here"),
        ({"type": "no such type"}, "not a JSON Schema"),
        ({"properties": {"x": {"description": "y" * 70_000}}}, "larger than"),
    ],
)
def test_schemas_that_are_not_taken(schema: dict[str, Any], says: str) -> None:
    """They are named when an operator wants to approve them."""
    definition = ToolDefinition(name="x", input_schema=schema)

    assert says in (objection(definition) or "")


def test_a_reference_in_a_circle_ends() -> None:
    """It is no reason to hang or to fall over."""
    schema = {"$defs": {"a": {"$ref": "#/$defs/a"}}, "$ref": "#/$defs/a"}

    assert misfit(schema, {}) == UNCHECKABLE


def doubled(times: int) -> dict[str, Any]:
    """A small schema that takes 2**times looks."""
    steps = {f"a{n}": {"allOf": [{"$ref": f"#/$defs/a{n + 1}"}] * 2} for n in range(times)}
    return {"$defs": {**steps, f"a{times}": {}}, "$ref": "#/$defs/a0"}


@pytest.mark.parametrize(
    "schema",
    [
        doubled(40),
        {"if": {"$ref": "#"}, "then": {"$ref": "#"}},
        {"anyOf": [{"$ref": "#"}, {"$ref": "#"}]},
        {"$ref": "#/nowhere"},
        {"$ref": "#/title", "title": "no schema"},
    ],
)
def test_references_that_cannot_be_followed_are_not_approved(schema: dict[str, Any]) -> None:
    """Whatever they would do: take years, or end a library in Rust with a panic."""
    definition = ToolDefinition(name="x", input_schema={}, output_schema=schema)

    with in_a_moment():
        assert objection(definition) == f"outputSchema: {UNCHECKABLE}"
        assert misfit(schema, {}) == UNCHECKABLE


def test_a_tree_fits_its_schema_and_a_hostile_one_takes_no_time() -> None:
    """References may go round as far as a value goes down."""
    tree: dict[str, Any] = {"properties": {"of": {"items": {"$ref": "#"}}}, "required": ["name"]}
    deep: dict[str, Any] = {"name": "leaf"}
    for _ in range(14):
        deep = {"name": "branch", "of": [deep, deep]}
    assert misfit(tree, {"name": "root", "of": [{"name": "a"}, {"name": "b", "of": []}]}) is None
    assert misfit(tree, {"name": "root", "of": [{"no": "name"}]}) == "of.0.name: missing"
    assert misfit(tree, deep) == UNCHECKABLE


@pytest.mark.parametrize(
    ("items", "says"),
    [
        ([{"a": n} for n in range(20_000)], None),
        ([{"a": 1, "b": 2}, {"b": 2, "a": 1}], "x: uniqueItems"),
        ([], None),
    ],
)
def test_that_items_differ_is_seen_at_a_glance(items: list[Any], says: str | None) -> None:
    """The library's own way takes half a minute for a list of 300 kB."""
    with in_a_moment():
        assert misfit({"properties": {"x": {"uniqueItems": True}}}, {"x": items}) == says


def test_a_number_beyond_all_floats_is_no_error_of_ours() -> None:
    """JSON writes any."""
    assert misfit({"properties": {"x": {"multipleOf": 0.1}}}, {"x": 10**400}) == UNCHECKABLE
