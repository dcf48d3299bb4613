"""OpenAPI documents as plain data, within bounds and of a shape that can be walked."""

import json
from typing import Any

from domain.bot.problems import Problem

_MAX_DEPTH = 60
_MAX_NODES = 300_000
_MAPPINGS = ("properties", "responses", "content", "schemas", "components")


def read_openapi(name: str, text: str) -> dict[str, Any] | Problem:
    """The document, or why it is none."""
    try:
        document = json.loads(text, parse_constant=_no_number)
    except RecursionError:
        return Problem(name, 1, "the document nests too deeply")
    except ValueError as error:
        return Problem(name, getattr(error, "lineno", 1), "this is no JSON")
    if not isinstance(document, dict) or not isinstance(document.get("paths"), dict):
        return Problem(name, 1, "this is no OpenAPI document: it has no paths")
    if not all(isinstance(item, dict) for item in document["paths"].values()):
        return Problem(name, 1, "this is no OpenAPI document: a path is no object")
    wrong = _wrong(document)
    return Problem(name, 1, wrong) if wrong else document


def _no_number(_: str) -> float:
    raise ValueError


def _wrong(document: dict[str, Any]) -> str | None:
    """Why the document cannot be walked, or None."""
    waiting: list[tuple[Any, int, bool]] = [(document, 0, False)]
    """Values, how deep they lie, and whether their keys are names of the author's."""
    seen = 0
    while waiting:
        value, depth, is_named = waiting.pop()
        seen += 1
        if depth > _MAX_DEPTH or seen > _MAX_NODES:
            return "the document nests too deeply or is too large"
        if isinstance(value, list):
            waiting += [(item, depth + 1, False) for item in value]
        elif isinstance(value, dict):
            for key, inner in value.items():
                if key in _MAPPINGS and not is_named and not isinstance(inner, dict):
                    return f"this is no OpenAPI document: {key!r} is no object"
                waiting.append((inner, depth + 1, key in _MAPPINGS and not is_named))
    return None
