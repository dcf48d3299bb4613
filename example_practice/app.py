"""The practice as a web application, and its OpenAPI document."""

import hmac
from datetime import date
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Header, Path, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import SecretStr
from starlette.exceptions import HTTPException

from example_practice.calendar import Calendar, TimeTaken, VisitOver
from example_practice.models import (
    AddedTime,
    FreeTime,
    FreeTimes,
    Key,
    NewTime,
    NewVisit,
    Visit,
    VisitId,
    VisitList,
)
from example_practice.settings import PracticeSettings

_TITLE = "Example practice"
_VERSION = "1.0.0"
_ABOUT = "The backend of the dentist in Duralogue's second tutorial: free times and visits."
_CODES = {401: "unauthorized", 404: "visit_not_found", 409: "time_taken", 410: "visit_over"}
_api_key = HTTPBearer(scheme_name="apiKey", auto_error=False)
Credentials = HTTPAuthorizationCredentials | None


def _calendar(request: Request) -> Calendar:
    found: Calendar = request.app.state.calendar
    return found


def _require(expected: SecretStr, shown: Credentials) -> None:
    given = shown.credentials if shown else ""
    if not hmac.compare_digest(given.encode(), expected.get_secret_value().encode()):
        raise HTTPException(401, "The key is missing or wrong.")


async def _require_api_key(
    request: Request, shown: Annotated[Credentials, Depends(_api_key)] = None
) -> None:
    _require(request.app.state.settings.api_key, shown)


async def _require_admin_key(
    request: Request, shown: Annotated[Credentials, Depends(_api_key)] = None
) -> None:
    _require(request.app.state.settings.admin_key, shown)


TheCalendar = Annotated[Calendar, Depends(_calendar)]
OnceBy = Annotated[Key, Header(alias="Idempotency-Key")]
visits = APIRouter(dependencies=[Depends(_require_api_key)])
admin = APIRouter(
    prefix="/admin", include_in_schema=False, dependencies=[Depends(_require_admin_key)]
)


@visits.get("/free-times", operation_id="listFreeTimes")
def list_free_times(
    calendar: TheCalendar,
    first: Annotated[date | None, Query(alias="from", description="Not before this day.")] = None,
    most: Annotated[int, Query(ge=1, le=50)] = 12,
) -> FreeTimes:
    """What is free, the next time first."""
    found = calendar.free_times(first or date.min, most)
    return FreeTimes(times=[FreeTime.at(moment) for moment in found])


@visits.post("/visits", operation_id="bookVisit", status_code=201)
def book_visit(visit: NewVisit, key: OnceBy, calendar: TheCalendar) -> Visit:
    """Book a free time. The same key books once."""
    try:
        return Visit.of(calendar.book(key, visit))
    except TimeTaken as taken:
        raise HTTPException(409, "This time is not free any more.") from taken


@visits.get("/visits/by-key", operation_id="getVisitByKey")
def get_visit_by_key(key: Annotated[Key, Query()], calendar: TheCalendar) -> Visit:
    """What became of a booking with this key."""
    return _found(calendar.booked_with(key))


@visits.get("/visits/{visit_id}", operation_id="getVisit")
def get_visit(visit_id: Annotated[VisitId, Path()], calendar: TheCalendar) -> Visit:
    """What is known of a visit, also of one that was cancelled."""
    return _found(calendar.visit(visit_id))


@visits.post("/visits/{visit_id}/move", operation_id="moveVisit")
def move_visit(visit_id: Annotated[VisitId, Path()], to: NewTime, calendar: TheCalendar) -> Visit:
    """Give the visit another free time, in one step. Doing it twice is the same as once."""
    try:
        return _found(calendar.move(visit_id, to.starts_at))
    except TimeTaken as taken:
        raise HTTPException(409, "This time is not free any more.") from taken
    except VisitOver as over:
        raise HTTPException(410, "This visit was cancelled.") from over


@visits.post("/visits/{visit_id}/cancel", operation_id="cancelVisit")
def cancel_visit(visit_id: Annotated[VisitId, Path()], calendar: TheCalendar) -> Visit:
    """Free the visit's time again. Doing it twice is the same as doing it once."""
    return _found(calendar.cancel(visit_id))


@admin.post("/times", status_code=204)
def add_time(added: AddedTime, calendar: TheCalendar) -> None:
    calendar.add(added.starts_at)


@admin.get("/visits")
def all_visits(calendar: TheCalendar) -> VisitList:
    return VisitList(visits=[Visit.of(row) for row in calendar.visits()])


def create_app(settings: PracticeSettings) -> FastAPI:
    app = _with_routes()
    app.state.settings = settings
    app.state.calendar = Calendar(settings.database)
    return app


def openapi_document() -> dict[str, Any]:
    """Describe the operations that tenants' tools may name."""
    return _with_routes().openapi()


def _with_routes() -> FastAPI:
    app = FastAPI(title=_TITLE, version=_VERSION, description=_ABOUT)
    app.include_router(visits)
    app.include_router(admin)
    app.add_api_route("/health", lambda: {"status": "ok"}, include_in_schema=False)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _malformed)
    return app


def _found(row: dict[str, Any] | None) -> Visit:
    if row is None:
        raise HTTPException(404, "There is no such visit.")
    return Visit.of(row)


async def _refused(_: Request, error: Exception) -> JSONResponse:
    status = error.status_code if isinstance(error, HTTPException) else 500
    detail = error.detail if isinstance(error, HTTPException) else ""
    return _problem(status, _CODES.get(status, HTTPStatus(status).name.lower()), detail)


async def _malformed(_: Request, error: Exception) -> JSONResponse:
    failures = error.errors() if isinstance(error, RequestValidationError) else ()
    wrong = "; ".join(f"{'.'.join(map(str, item['loc']))}: {item['msg']}" for item in failures)
    return _problem(422, "invalid_request", wrong)


def _problem(status: int, code: str, detail: str) -> JSONResponse:
    """An RFC 9457 problem document with a `code` that machines may rely on."""
    title = HTTPStatus(status).phrase
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, "code": code}
    return JSONResponse(body, status, media_type="application/problem+json")
