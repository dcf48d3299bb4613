"""Fault switches: operations that are slow, fail or hang up, before or after their work."""

import asyncio
from collections.abc import Callable, Coroutine
from enum import StrEnum
from typing import Any, Literal

from fastapi import Request, Response
from fastapi.routing import APIRoute
from pydantic import BaseModel, ConfigDict, Field
from starlette.types import Receive, Scope, Send

from example_shop.problems import ProblemDocument, problem_response

HANG_UP = "example_shop.hang_up"
"""The ASGI extension by which our server closes a connection without an answer."""

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class FaultMode(StrEnum):
    NONE = "none"
    SLOW = "slow"
    FAILING = "failing"
    DOWN = "down"


class Faults(BaseModel):
    """What goes wrong, for which operations, and how often."""

    model_config = ConfigDict(extra="forbid")

    mode: FaultMode = FaultMode.NONE
    delay_ms: int = Field(default=0, ge=0, le=120_000)
    """How long `slow` waits; the other modes wait too, before they fail."""
    operations: list[str] | Literal["all"] = "all"
    count: int | None = Field(default=None, ge=1)
    """How many more requests are hit; without it, all until the switch is turned back."""
    after_commit: bool = False
    """Do the work first, then go wrong: the write is in the database and its answer is lost."""

    def hits(self, operation: str) -> bool:
        listed = self.operations == "all" or operation in self.operations
        return self.mode is not FaultMode.NONE and listed


class FaultSwitch:
    """The switch's position now. One process, one switch."""

    def __init__(self) -> None:
        self.faults = Faults()

    def turn(self, faults: Faults) -> None:
        self.faults = faults

    def strike(self, operation: str, *, after_commit: bool) -> Faults | None:
        """Count one request, and say what goes wrong with it, if anything does."""
        struck = self.faults
        if struck.after_commit is not after_commit or not struck.hits(operation):
            return None
        if struck.count is not None:
            self._use_up(struck, struck.count - 1)
        return struck

    def _use_up(self, struck: Faults, left: int) -> None:
        self.faults = struck.model_copy(update={"count": left}) if left else Faults()


class FaultyRoute(APIRoute):
    """A route of the shop's business, which the fault switch can reach."""

    def get_route_handler(self) -> Handler:
        handle = super().get_route_handler()
        operation = self.operation_id or self.name

        async def handle_or_fail(request: Request) -> Response:
            switch: FaultSwitch = request.state.shop.faults
            early = switch.strike(operation, after_commit=False)
            if early and (failure := await _go_wrong(early)):
                return failure
            response = await handle(request)
            late = switch.strike(operation, after_commit=True)
            return (late and await _go_wrong(late)) or response

        return handle_or_fail


async def _go_wrong(faults: Faults) -> Response | None:
    """Wait, then fail; None when waiting was all."""
    await asyncio.sleep(faults.delay_ms / 1000)
    match faults.mode:
        case FaultMode.FAILING:
            return _failing()
        case FaultMode.DOWN:
            return _HangUp()
        case _:
            return None


def _failing() -> Response:
    document = ProblemDocument(
        title="Service unavailable",
        status=503,
        detail="The shop is failing because its fault switch says so.",
        code="service_unavailable",
    )
    return problem_response(document, {"Retry-After": "1"})


class _HangUp(Response):
    """No answer at all: the connection is closed."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI's signature
        scope["extensions"][HANG_UP]()
        while (await receive())["type"] != "http.disconnect":
            pass
