"""The part of the control API that every double has: faults, limits, and starting over."""

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import parse_qsl

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from provider_doubles.faults import Fault, FaultSwitch

_Body = TypeVar("_Body", bound=BaseModel)
LARGEST_BODY = 1_000_000


class Faults(BaseModel):
    """What is to go wrong from now on; what was set before is forgotten."""

    model_config = ConfigDict(extra="forbid")

    faults: list[Fault] = Field(default_factory=list, max_length=100)
    per_minute: dict[str, int] = Field(default_factory=dict, max_length=100)
    """method -> calls a minute, such as {"conversations.replies": 1}."""


class Nothing(BaseModel):
    """An empty object."""

    model_config = ConfigDict(extra="forbid")


async def read_model(request: Request, model: type[_Body]) -> _Body:
    """Answer 422, naming the field, for what is not such a body.

    JSON alone is read: a page of somebody else's cannot send that here without asking first.
    """
    if not request.headers.get("content-type", "").startswith("application/json"):
        raise HTTPException(415, "the body must be application/json")
    body = await request.body()
    if len(body) > LARGEST_BODY:
        raise HTTPException(413, "the body is too large")
    try:
        return model.model_validate_json(body or b"{}")
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)[0]
        field = ".".join(map(str, found["loc"])) or "body"
        raise HTTPException(422, f"{field}: {found['msg']}") from None


async def read_form(request: Request) -> list[tuple[str, str]]:
    """The fields of an urlencoded body, in their order. Answer 413 for one that is too large."""
    body = await request.body()
    if len(body) > LARGEST_BODY:
        raise HTTPException(413, "the body is too large")
    return parse_qsl(body.decode(errors="replace"), keep_blank_values=True)


def control_routes(faults: FaultSwitch, reset: Callable[[], None]) -> list[Route]:
    """`/_double/faults` (GET, PUT), `/_double/reset` (POST) and `/health`."""

    async def set_faults(request: Request) -> Response:
        wished = await read_model(request, Faults)
        faults.clear()
        faults.faults.extend(wished.faults)
        faults.per_minute.update(wished.per_minute)
        return show(request)

    def show(_: Request) -> Response:
        told: dict[str, Any] = {
            "faults": [fault.model_dump(mode="json") for fault in faults.faults],
            "per_minute": faults.per_minute,
            "struck": dict(faults.struck),
        }
        return JSONResponse(told)

    async def start_over(request: Request) -> Response:
        await read_model(request, Nothing)
        faults.clear()
        reset()
        return JSONResponse({"ok": True})

    async def health(_: Request) -> Response:
        return JSONResponse({"status": "ok"})

    return [
        Route("/_double/faults", set_faults, methods=["PUT"]),
        Route("/_double/faults", show, methods=["GET"]),
        Route("/_double/reset", start_over, methods=["POST"]),
        Route("/health", health, methods=["GET"]),
    ]
