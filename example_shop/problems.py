"""The shop's refusals, as RFC 9457 problem documents with a `code` that machines may rely on."""

from http import HTTPStatus
from typing import cast

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException

CONTENT_TYPE = "application/problem+json"


class ProblemDocument(BaseModel):
    """What every refusal looks like."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    code: str


class Problem(Exception):
    """A refusal. `detail` is for people; it never repeats what the caller sent."""

    def __init__(self, status: int, code: str, title: str, detail: str) -> None:
        super().__init__(detail)
        self.document = ProblemDocument(title=title, status=status, detail=detail, code=code)


def order_not_found() -> Problem:
    """Make the one answer for an order that is not there and for one that is somebody else's."""
    return Problem(
        404, "order_not_found", "Order not found", "There is no such order for this customer."
    )


def problem_response(
    document: ProblemDocument, headers: dict[str, str] | None = None
) -> JSONResponse:
    return JSONResponse(
        document.model_dump(), document.status, headers=headers, media_type=CONTENT_TYPE
    )


def install_problems(app: FastAPI) -> None:
    """Turn everything that goes wrong in a route into a problem document."""
    app.add_exception_handler(Problem, _refused)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(OperationalError, _database_unavailable)
    app.add_exception_handler(PoolTimeout, _database_unavailable)


async def _refused(_: Request, error: Exception) -> JSONResponse:
    document = cast(Problem, error).document
    headers = {"WWW-Authenticate": "Bearer"} if document.status == 401 else None  # noqa: PLR2004
    return problem_response(document, headers)


async def _malformed(_: Request, error: Exception) -> JSONResponse:
    failures = cast(RequestValidationError, error).errors()
    wrong = "; ".join(f"{'.'.join(map(str, item['loc']))}: {item['msg']}" for item in failures)
    return problem_response(
        ProblemDocument(title="Invalid request", status=422, detail=wrong, code="invalid_request")
    )


async def _http(_: Request, error: Exception) -> JSONResponse:
    refusal = cast(HTTPException, error)
    title = HTTPStatus(refusal.status_code).phrase
    document = ProblemDocument(
        title=title,
        status=refusal.status_code,
        detail="The shop cannot read this request, or has no such operation.",
        code=title.lower().replace(" ", "_"),
    )
    return problem_response(document, dict(refusal.headers or {}))


async def _database_unavailable(_: Request, __: Exception) -> JSONResponse:
    document = ProblemDocument(
        title="Database unavailable",
        status=503,
        detail="The shop cannot reach its database; try again soon.",
        code="database_unavailable",
    )
    return problem_response(document, {"Retry-After": "2"})
