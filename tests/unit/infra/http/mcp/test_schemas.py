"""Schemas of servers: those that are not taken, and values that do not fit."""

from typing import Any

import pytest

from domain.mcp_tools import ToolDefinition
from infra.http.mcp.schemas import misfit, objection


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

    assert misfit(schema, {}) == "all of it: its schema does not resolve"
