"""Every refusal as an RFC 9457 problem document; statuses follow from domain/errors.py."""

import json
import math
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from http import HTTPStatus
from typing import Any, Final, cast

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from api.desk_refusals import desk_refusal
from api.plain_pages import plain_page, prefers_html
from domain import errors
from domain.handoffs import NewerMessage
from domain.refusals import RefusalCode

CONTENT_TYPE: Final = "application/problem+json"
_NAMES: Final = "urn:duralogue:problem:"
_RETRY_AFTER: Final = timedelta(seconds=2)
_MOST_ERRORS: Final = 200
_LONGEST_ERROR: Final = 500
_LONGEST_DETAIL: Final = 20_000
_PATTERNS: Final = {
    r"^[\x21-\x7e]{1,64}$": "1 to 64 visible ASCII characters",
    r"^[A-Za-z0-9][A-Za-z0-9_:.-]{0,119}$": "1 to 120 letters, digits and _ : . -",
}
_log = structlog.get_logger(__name__)

Reason = tuple[RefusalCode, str]
"""A code, and who has it, or is offered it, where that is why; "" where nothing is known."""
ReasonOf = Callable[[Request, errors.DuralogueError], Awaitable[Reason]]


class WrongField(BaseModel):
    """One field of the request that holds what it may not."""

    field: str
    allowed: str


class Problem(BaseModel):
    """What every refusal looks like. `type` is for machines, `detail` for people."""

    type: str = Field(examples=["urn:duralogue:problem:not-found"])
    title: str
    status: int
    detail: str
    code: RefusalCode = Field(
        default="", description="The reason, for programs; some refusals have one."
    )
    agent: str = Field(default="", description="Who has it, or is offered it, if that is why.")
    errors: tuple[WrongField, ...] = ()
    trace_id: str = Field(default="", description="Quote it when you ask for help.")


class NewerWords(Problem):
    """What was written that an agent had not seen when they wrote."""

    newer: tuple[NewerMessage, ...]


_BY_ERROR: Final[dict[type[errors.DuralogueError], tuple[int, str, str]]] = {
    errors.InvalidInput: (422, "invalid-request", "Invalid request"),
    errors.ReusedKey: (422, "idempotency-key-reused", "Idempotency key used before"),
    errors.InvalidBot: (422, "invalid-bot", "Invalid bot"),
    errors.NotAuthenticated: (401, "not-authenticated", "Not authenticated"),
    errors.SessionVoid: (401, "session-void", "Session no longer valid"),
    errors.SecondFactorNeeded: (401, "second-factor-needed", "A code is needed"),
    errors.SecondFactorDemanded: (401, "second-factor-demanded", "A second factor is demanded"),
    errors.UnverifiedRequest: (401, "not-authenticated", "Not authenticated"),
    errors.NotAllowed: (403, "not-allowed", "Not allowed"),
    errors.SenderBlocked: (403, "sender-blocked", "Sender blocked"),
    errors.NoSuggestion: (404, "no-suggestion", "No suggestion"),
    errors.NotFound: (404, "not-found", "Not found"),
    errors.Conflict: (409, "conflict", "Conflict"),
    errors.NoRoom: (409, "no-room", "No room"),
    errors.NewerMessages: (409, "newer-messages", "Newer messages"),
    errors.StaleSettings: (409, "stale-settings", "Changed by somebody else"),
    errors.AnotherCustomer: (409, "another-customer", "Another customer's conversation"),
    errors.RateLimited: (429, "rate-limited", "Too many requests"),
    errors.DependencyUnavailable: (503, "unavailable", "Temporarily unavailable"),
    errors.DependencyRejected: (502, "dependency-rejected", "A system behind us refused"),
}


class RequestRefused(Exception):
    """Refused before it is a request of ours: too large, of a strange type, out of range."""

    def __init__(self, status: int, name: str, detail: str) -> None:
        super().__init__(detail)
        self.problem = Problem(
            type=_NAMES + name, title=HTTPStatus(status).phrase, status=status, detail=detail
        )


def problem_response(problem: Problem, headers: dict[str, str] | None = None) -> Response:
    trace_id = structlog.contextvars.get_contextvars().get("trace_id", "")
    document = problem.model_copy(update={"trace_id": trace_id})
    return Response(
        # ASCII, since a field's name may be a lone surrogate that no UTF-8 can hold
        json.dumps(document.model_dump(mode="json")),
        problem.status,
        headers=headers,
        media_type=CONTENT_TYPE,
    )


def unexpected_problem() -> Response:
    return problem_response(
        Problem(
            type=_NAMES + "unexpected",
            title="Unexpected error",
            status=500,
            detail="Something went wrong on our side; it has been logged with this trace_id.",
        )
    )


async def no_reason(_: Request, error: errors.DuralogueError) -> Reason:
    """What the error says itself."""
    return error.why, error.held_by


def install_problems(app: FastAPI, reason_of: ReasonOf = no_reason) -> None:
    """`reason_of` may look up why a request was refused."""

    async def ours(request: Request, raised: Exception) -> Response:
        error = cast(errors.DuralogueError, raised)
        return _ours(request, error, await reason_of(request, error))

    app.add_exception_handler(errors.DuralogueError, ours)
    app.add_exception_handler(RequestRefused, _refused)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(HTTPException, _http)


def _shown(request: Request, problem: Problem, headers: dict[str, str]) -> Response:
    """As a page to somebody who opened the address in a browser, else as a problem document."""
    if request.method not in {"GET", "HEAD"} or not prefers_html(request.headers):
        return problem_response(problem, headers)
    trace_id = structlog.contextvars.get_contextvars().get("trace_id", "")
    on_desk = desk_refusal(request, problem.status, problem.title, problem.detail, trace_id)
    if on_desk is not None:
        return plain_page(**on_desk._asdict(), status=problem.status, headers=headers)
    is_chat = problem.status == HTTPStatus.NOT_FOUND and request.url.path.startswith("/chat/")
    return plain_page(
        "There is no chat here" if is_chat else problem.title,
        "Please check the address: nobody answers at this one." if is_chat else problem.detail,
        status=problem.status,
        small=f"If you ask for help, quote {trace_id}." if trace_id else "",
        headers=headers,
    )


def _ours(request: Request, error: errors.DuralogueError, reason: Reason) -> Response:
    known = next((_BY_ERROR[kind] for kind in type(error).__mro__ if kind in _BY_ERROR), None)
    if known is None:
        _log.error("request_failed", error_type=type(error).__name__, exc_info=error)
        return unexpected_problem()
    status, name, title = known
    problem = Problem(
        type=_NAMES + name,
        title=title,
        status=status,
        detail=_detail(error)[:_LONGEST_DETAIL],
        code=reason[0],
        agent=reason[1],
        errors=_wrong_in(error),
    )
    if isinstance(error, errors.NewerMessages):
        newer = tuple(NewerMessage.model_validate(message) for message in error.newer)
        problem = NewerWords(**dict(problem), newer=newer)
    if isinstance(error, errors.DependencyError):
        _log.warning("dependency_failed", error_type=type(error).__name__, exc_info=error)
    return _shown(request, problem, _headers(error))


def _detail(error: errors.DuralogueError) -> str:
    """What a system behind us said names its address and its users: that is for the log."""
    if isinstance(error, errors.DependencyUnavailable):
        return "A system behind us does not answer at the moment; nothing is lost. Try again."
    if isinstance(error, errors.DependencyError):
        return "A system behind us refused; it has been logged with this trace_id."
    return str(error)


def _wrong_in(error: errors.DuralogueError) -> tuple[WrongField, ...]:
    """Name the field of an input, or file and line of each mistake in a bot."""
    if isinstance(error, errors.InvalidSettings):
        return tuple(
            WrongField(field=field, allowed=said[:_LONGEST_ERROR])
            for field, said in list(error.fields.items())[:_MOST_ERRORS]
        )
    if isinstance(error, errors.InvalidInput):
        return (WrongField(field=error.field, allowed=error.allowed),)
    problems = error.problems[:_MOST_ERRORS] if isinstance(error, errors.InvalidBot) else ()
    found = (problem.partition("error: ") for problem in problems)
    return tuple(
        WrongField(field=place.rstrip(": ") or "files", allowed=said[:_LONGEST_ERROR])
        for place, _, said in found
    )


def _headers(error: errors.DuralogueError) -> dict[str, str]:
    if isinstance(error, errors.NotAuthenticated | errors.UnverifiedRequest):
        return {"WWW-Authenticate": "Bearer"}
    if isinstance(error, errors.RateLimited | errors.DependencyUnavailable):
        wait = error.retry_after or _RETRY_AFTER
        return {"Retry-After": str(max(1, math.ceil(wait.total_seconds())))}
    return {}


async def _refused(request: Request, raised: Exception) -> Response:
    return _shown(request, cast(RequestRefused, raised).problem, {})


async def _malformed(_: Request, raised: Exception) -> Response:
    wrong = wrong_fields(cast(RequestValidationError, raised).errors())
    return problem_response(
        Problem(
            type=_NAMES + "invalid-request",
            title="Invalid request",
            status=422,
            detail="; ".join(f"{each.field}: {each.allowed}" for each in wrong),
            errors=wrong,
        )
    )


def wrong_fields(failures: Sequence[Any]) -> tuple[WrongField, ...]:
    """Name each field and what is allowed, never what was sent."""
    return tuple(
        WrongField(field=_field(each["loc"]), allowed=_allowed(each)) for each in failures[:20]
    )


def _field(location: Sequence[Any]) -> str:
    inner = [str(part) for part in location if part not in ("body", "query", "path", "header")]
    return ".".join(inner) or "body"


def _allowed(failure: Any) -> str:
    if failure["type"] == "json_invalid":
        return "must be well-formed JSON"
    if failure["type"] == "string_pattern_mismatch":
        pattern = failure["ctx"]["pattern"]
        return _PATTERNS.get(pattern, f"must match {pattern}")
    message: str = failure["msg"].removeprefix("Value error, ")
    return message


async def _http(request: Request, raised: Exception) -> Response:
    refusal = cast(HTTPException, raised)
    phrase = HTTPStatus(refusal.status_code).phrase
    details = {
        400: "The body cannot be read: it must be JSON in UTF-8.",
        404: "There is nothing at this address.",
        405: "This address does not know this method.",
    }
    problem = Problem(
        type=_NAMES + phrase.lower().replace(" ", "-"),
        title=phrase,
        status=refusal.status_code,
        detail=details.get(refusal.status_code, phrase),
    )
    return _shown(request, problem, dict(refusal.headers or {}))
