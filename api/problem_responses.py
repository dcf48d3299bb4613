"""Problem responses of routes, as the OpenAPI document declares them."""

import json
from http import HTTPStatus
from typing import Any, Final

from api.problems import CONTENT_TYPE, Problem

_WHY: Final = {
    400: "The request is out of range, or its body cannot be read.",
    401: "No session or token, or one that has expired or is not valid.",
    403: "The caller is known, but this role may not do it.",
    404: "No such tenant, or nothing with that id that is yours to see.",
    409: "Claimed by somebody else, or already decided; the detail says by whom. Or a request with "
    "the same Idempotency-Key is still being carried out.",
    410: "The link has expired.",
    416: "There is no such part of the file.",
    422: "A field is not valid; `errors` names it and what is allowed. Or the Idempotency-Key came "
    "with another request before.",
    429: "Too many requests; nothing was accepted. Try again after `Retry-After` seconds.",
    502: "A system behind us refused; the detail says why.",
    503: "A dependency is down; nothing is lost. Try again after `Retry-After` seconds.",
}
_BODIES: Final = {
    400: "The body cannot be read.",
    413: "The body is too large; nothing was accepted.",
    415: "The body is not JSON in UTF-8.",
}
_IDEMPOTENCY: Final = "Idempotency-Key"
_SCHEMA: Final = {"$ref": "#/components/schemas/Problem"}


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    return {status: _refusal(status, _WHY[status]) for status in statuses}


def _refusal(status: int, why: str) -> dict[str, Any]:
    refusal: dict[str, Any] = {
        "description": why,
        "content": {CONTENT_TYPE: {"schema": _SCHEMA}},
    }
    if status in {429, 503}:
        refusal["headers"] = {"Retry-After": {"schema": {"type": "integer", "minimum": 1}}}
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        for name in ("RateLimit", "RateLimit-Policy"):
            refusal["headers"][name] = {"schema": {"type": "string"}}
    return refusal


def declare_problems(document: dict[str, Any]) -> dict[str, Any]:
    """Add what every route with a body refuses, and drop FastAPI's own 422, which we never send."""
    for operations in document["paths"].values():
        for operation in operations.values():
            responses = operation["responses"]
            if "HTTPValidationError" in json.dumps(responses.get("422", "")):
                del responses["422"]
            if any(each["name"] == _IDEMPOTENCY for each in operation.get("parameters", ())):
                for status in (409, 422, 503):
                    responses.setdefault(str(status), _refusal(status, _WHY[status]))
            if "requestBody" in operation:
                for status, why in _BODIES.items():
                    responses.setdefault(str(status), _refusal(status, why))
    _declare_schema(document)
    return document


def _declare_schema(document: dict[str, Any]) -> None:
    schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    schemas.update(schema.pop("$defs", {}))
    schemas["Problem"] = schema
    for leftover in ("HTTPValidationError", "ValidationError"):
        schemas.pop(leftover, None)
