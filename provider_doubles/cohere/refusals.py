"""Cohere's errors: a message, and an id."""

import uuid
from typing import Any

from starlette.responses import JSONResponse

from provider_doubles.language_models.model_api import ModelApiError


def refused(status: int, message: str, headers: dict[str, str] | None = None) -> JSONResponse:
    """As Cohere writes it."""
    body: dict[str, Any] = {"id": str(uuid.uuid4()), "message": message}
    return JSONResponse(body, status, headers=headers)


def too_many(seconds: int) -> JSONResponse:
    """429, which a trial key meets soonest."""
    message = "You are using a Trial key, which is limited to 20 API calls / minute."
    return refused(429, message, {"Retry-After": str(seconds)})


def unknown_model(model: str, *, is_retired: bool) -> ModelApiError:
    """Both are 404, in different words."""
    if is_retired:
        return ModelApiError(
            404,
            f"model '{model}' was removed on September 15, 2025. "
            "See https://docs.cohere.com/docs/models for a list of models you can use instead.",
        )
    return ModelApiError(
        404,
        f"model '{model}' not found, make sure the correct model ID was used and that you have "
        "access to the model.",
    )
