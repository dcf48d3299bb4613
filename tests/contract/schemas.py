"""Schemas of answers in a vendor's description, as JSON Schema."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema


@cache
def _document(file: Path) -> dict[str, Any]:
    found: dict[str, Any] = _with_nulls(json.loads(file.read_text()))
    return found


def errors_of(file: Path, path: str, verb: str, status: str, answer: Any) -> list[str]:
    """Where the answer is not what the description promises, and how.

    Fields that are newer than the description are no mistake; nor are lists of blocks, which it
    calls objects in one place.
    """
    document = _document(file)
    content = document["paths"][path][verb]["responses"][status]["content"]
    schema = {**content["application/json"]["schema"], "components": document["components"]}
    return [
        f"{list(error.absolute_path)}: {error.message[:200]}"
        for error in jsonschema.Draft4Validator(schema).iter_errors(answer)
        if error.validator != "additionalProperties"
        and not (error.validator == "type" and "blocks" in error.absolute_path)
    ]


def fields_of(file: Path, schema: str) -> set[str]:
    """The names of an object's properties."""
    return set(_document(file)["components"]["schemas"][schema]["properties"])


def verb_of(file: Path, path: str) -> str:
    """Slack takes every method by POST; the description knows some by GET alone."""
    return "post" if "post" in _document(file)["paths"][path] else "get"


def documented_errors(file: Path, path: str) -> set[str]:
    """The error codes of a method of Slack's."""
    operation = _document(file)["paths"][path][verb_of(file, path)]
    schema = operation["responses"]["default"]["content"]["application/json"]["schema"]
    return set(schema.get("properties", {}).get("error", {}).get("enum", []))


def _with_nulls(value: Any) -> Any:
    """OpenAPI 3.0's `nullable` as JSON Schema knows it."""
    if isinstance(value, list):
        return [_with_nulls(each) for each in value]
    if not isinstance(value, dict):
        return value
    changed = {name: _with_nulls(each) for name, each in value.items()}
    if changed.pop("nullable", False) is True and isinstance(changed.get("type"), str):
        changed["type"] = [changed["type"], "null"]
    return changed
