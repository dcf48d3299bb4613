"""Routes that authenticate the caller before a byte of the body is read."""

from collections.abc import Awaitable, Callable, Coroutine
from contextvars import ContextVar
from dataclasses import replace
from functools import partial, wraps
from typing import Any, ClassVar, Final, ParamSpec, TypeVar

from fastapi import Request
from fastapi.dependencies.models import Dependant
from fastapi.dependencies.utils import solve_dependencies
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.requests import ClientDisconnect

from api.audit import audit_mark_of, recording
from api.bodies import DOCUMENTS, JSON, BodyRules, read_body, replayed
from api.idempotency import answered_once, mark_of
from api.routes_on_demand import RouteOnDemand

_Given = ParamSpec("_Given")
_Answer = TypeVar("_Answer")
_answers: ContextVar[dict[object, Any] | None] = ContextVar("answers", default=None)
_CLIENT_LEFT: Final = 499

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


def once(ask: Callable[_Given, Awaitable[_Answer]]) -> Callable[_Given, Awaitable[_Answer]]:
    """A dependency that is asked once for a request, though a guarded route comes by twice."""

    @wraps(ask)
    async def asked_once(*args: _Given.args, **kwargs: _Given.kwargs) -> _Answer:
        answers = _answers.get()
        if answers is None:
            return await ask(*args, **kwargs)
        if ask not in answers:
            answers[ask] = await ask(*args, **kwargs)
        answer: _Answer = answers[ask]
        return answer

    return asked_once


class GuardedRoute(RouteOnDemand):
    """FastAPI reads and parses a body before it asks the route's dependencies; this one after.

    So a stranger's body costs nothing: what the address, the headers and the credentials say is
    enough to refuse them.
    """

    body_rules: ClassVar[BodyRules] = JSON

    def get_route_handler(self) -> Handler:
        handle = super().get_route_handler()
        mark, audit = mark_of(self.dependant), audit_mark_of(self.dependant)
        if self.body_field is None and mark is None:
            return recording(handle, audit)
        guard = replace(self.dependant, body_params=[])

        async def guarded(request: Request) -> Response:
            asked = _answers.set({})
            try:
                said = await _let_in(request, guard)
                body = await self._body(request)
                inner = Request(request.scope, replayed(body, request.receive))
                if mark is None:
                    return _with_headers(await handle(inner), said)
                answer = await answered_once(request, body, partial(handle, inner), mark)
                return _with_headers(answer, said)
            except ClientDisconnect:
                return Response(status_code=_CLIENT_LEFT)
            finally:
                _answers.reset(asked)

        return recording(guarded, audit)

    async def _body(self, request: Request) -> bytes:
        """Nothing where the route takes none: whatever is sent is left alone."""
        if self.body_field is None:
            return b""
        return await read_body(request.scope, request.receive, self.body_rules)


class DocumentRoute(GuardedRoute):
    """For what only staff send: bots, and Temporal's payloads."""

    body_rules = DOCUMENTS


async def _let_in(request: Request, guard: Dependant) -> Response:
    """What the route's dependencies have set of the answer: cookies, headers.

    Raise what they raise, and RequestValidationError for the route's parameters.
    """
    solved = await solve_dependencies(
        request=request,
        dependant=guard,
        async_exit_stack=request.scope["fastapi_inner_astack"],
        embed_body_fields=False,
    )
    if solved.errors:
        raise RequestValidationError(solved.errors)
    return solved.response


def _with_headers(answer: Response, said: Response) -> Response:
    """A dependency that is asked once has spoken to the first pass alone."""
    for header in said.raw_headers:
        if header not in answer.raw_headers and header[0] != b"content-length":
            answer.raw_headers.append(header)
    return answer
