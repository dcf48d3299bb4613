"""How the OpenAPI document declares the refusals of a route."""

from http import HTTPStatus
from typing import Any, Final

from api.problems import CONTENT_TYPE, Problem

_WHY: Final = {
    400: "What was asked for is out of range, or the body cannot be read.",
    401: "No session or token, or one that is over or does not check out.",
    403: "Known, but this role may not do it.",
    404: "No such tenant, or nothing of that id that is yours to see.",
    409: "It has moved on: claimed by somebody else, already decided. The detail says by whom.",
    422: "A field holds what it may not; `errors` names it and what is allowed.",
    429: "Too many; nothing was accepted. Come back after `Retry-After` seconds.",
    503: "A system behind us is down; nothing is lost. Try again after `Retry-After` seconds.",
}
_WITH_BODY: Final = (400, 413, 415, 422)
_WHY_BODY: Final = {413: "The body is too large.", 415: "The body is not JSON in UTF-8."}
_SCHEMA: Final = {"$ref": "#/components/schemas/Problem"}


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Declare these statuses; whoever declares 422 takes a body and declares its limits too."""
    declared = {*statuses, *(_WITH_BODY if 422 in statuses else ())}  # noqa: PLR2004
    return {status: _refusal(status) for status in sorted(declared)}


def _refusal(status: int) -> dict[str, Any]:
    why = _WHY.get(status) or _WHY_BODY.get(status) or HTTPStatus(status).phrase
    refusal: dict[str, Any] = {
        "description": why,
        "content": {CONTENT_TYPE: {"schema": _SCHEMA}},
    }
    if status in {429, 503}:
        refusal["headers"] = {"Retry-After": {"schema": {"type": "integer", "minimum": 1}}}
    return refusal


def declare_problem(document: dict[str, Any]) -> dict[str, Any]:
    """Add the schema the refusals refer to, and drop FastAPI's own, which we never send."""
    schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    schemas.update(schema.pop("$defs", {}))
    schemas["Problem"] = schema
    for leftover in ("HTTPValidationError", "ValidationError"):
        schemas.pop(leftover, None)
    return document
