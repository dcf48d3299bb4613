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
        ({"properties": {"x": {"additionalProperties": {"patternProperties": {}}}}}, "not checked"),
        ({"dependencies": {"a": ["b"]}}, "not checked here"),
        ({"properties": {"x": {"$ref": "other.json"}}}, "leads elsewhere"),
        ({"properties": {"x": {"$ref": "//evil.example/s"}}}, "leads elsewhere"),
        ({"properties": {"x": {"$ref": "#nowhere"}}}, "leads nowhere"),
        ({"$ref": "#/nowhere"}, "leads nowhere"),
        ({"properties": {"x": {"$ref": "#/$defs/none"}}}, "leads nowhere"),
        ({"type": "no such type"}, "not a JSON Schema"),
        ({"properties": {"x": {"description": "y" * 70_000}}}, "larger than"),
    ],
)
def test_schemas_that_are_not_taken(schema: dict[str, Any], says: str) -> None:
    """They are named when an operator wants to approve them."""
    definition = ToolDefinition(name="x", input_schema=schema)

    assert says in (objection(definition) or "")


@pytest.mark.parametrize(
    "schema",
    [
        {"$schema": "http://json-schema.org/draft-07/schema#", "additionalProperties": False},
        {"$schema": "https://json-schema.org/draft/2020-12/schema"},
        {"$id": "https://bistro.example/book.json", "properties": {"x": {"$ref": "#/$defs/a"}}},
        {
            "definitions": {"P": {"type": "string"}},
            "properties": {"p": {"$ref": "#/definitions/P"}},
        },
        {"properties": {"m": {"propertyNames": {"pattern": "^[a-z]+$"}}}},
        {"properties": {"$ref": {}, "pattern": {}, "patternProperties": {}, "dependencies": {}}},
        {"properties": {"x": {"const": {"$ref": "https://x.example"}, "default": {"$id": "y"}}}},
        {"properties": {"x": {"enum": ["pattern"], "examples": [{"patternProperties": 1}]}}},
    ],
)
def test_schemas_as_servers_write_them_are_taken(schema: dict[str, Any]) -> None:
    """What a dialect, a value or a property is called is no keyword."""
    whole = {"$defs": {"a": {"type": "string"}}, "type": "object"} | schema

    assert objection(ToolDefinition(name="x", input_schema=whole)) is None
    assert misfit(whole, {}) is None


def test_names_of_properties_are_checked_by_our_patterns() -> None:
    """And the place says which one it is on one line, whatever it is."""
    schema = {"propertyNames": {"pattern": "^(a+)+$"}}

    with in_a_moment():
        assert misfit(schema, {"a" * 60 + "!": 1}) == "all of it: pattern"
    assert misfit({"properties": {"\x1b[2K\n": {"type": "null"}}}, {"\x1b[2K\n": 1}) == (
        "\\u001b[2K\\n: type"
    )
    assert len(misfit({"required": ["x" * 9_000]}, {}) or "") < 100


@pytest.mark.parametrize(
    "hidden",
    [
        {"patternProperties": {"^(a|a)*$": False}},
        {"additionalProperties": False, "patternProperties": {"^(a|a)*$": {}}},
        {"unevaluatedProperties": False, "patternProperties": {"^(a|a)*$": {}}},
    ],
)
def test_a_keyword_that_is_hidden_among_values_is_not_run(hidden: dict[str, Any]) -> None:
    """A reference may lead to it even so."""
    schema = {"default": hidden, "$ref": "#/default"}

    with in_a_moment():
        assert misfit(schema, {"a" * 60 + "!": 1}) == UNCHECKABLE


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
