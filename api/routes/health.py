"""Liveness, readiness and metrics of the gateway."""

import asyncio
from typing import Final

import structlog
from fastapi import APIRouter, Response, status
from fastapi.responses import PlainTextResponse
from pydantic import BaseModel

from api.caller_check import GuardedRoute
from api.dependencies import TheGateway
from api.disclosure import SeesDetails, require_details
from api.problem_responses import refusals
from domain.errors import DuralogueError
from domain.ports import Dependency

router = APIRouter(
    tags=["health"],
    route_class=GuardedRoute,
)
_NOT_WELL: Final = "it does not work; the gateway's log says why"
_log = structlog.get_logger(__name__)


class Alive(BaseModel):
    """The process answers."""

    status: str = "alive"


class DependencyState(BaseModel):
    """Whether one dependency works, and what is wrong where it does not."""

    ok: bool
    problem: str | None = None


class Readiness(BaseModel):
    """`dependencies` has each by its name, for those who may see it."""

    ready: bool
    dependencies: dict[str, DependencyState]


@router.get("/health", summary="Liveness: the process is running")
async def health() -> Alive:
    """Answer as long as the process serves at all, whatever its dependencies do."""
    return Alive()


@router.get(
    "/ready",
    summary="Readiness: everything it depends on is up",
    responses={503: {"model": Readiness, "description": "Something is not; it says what."}},
)
async def ready(gateway: TheGateway, may_see: SeesDetails, response: Response) -> Readiness:
    """Ask every dependency: a load balancer sends nothing here while one is down."""
    asked = gateway.ports.dependencies
    seconds = gateway.settings.ready_timeout.total_seconds()
    states = await asyncio.gather(*(_state(each, seconds) for each in asked))
    is_ready = all(state.ok for state in states)
    if not is_ready:
        response.status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    found = {each.name: state for each, state in zip(asked, states, strict=True)}
    return Readiness(ready=is_ready, dependencies=found if may_see else {})


async def _state(dependency: Dependency, seconds: float) -> DependencyState:
    try:
        async with asyncio.timeout(seconds):
            await dependency.check()
    except TimeoutError:
        return DependencyState(ok=False, problem=f"no answer within {seconds:g} s")
    except DuralogueError as error:
        _log.warning(
            "dependency_not_ready",
            dependency=dependency.name,
            error_type=type(error).__name__,
            exc_info=error,
        )
        return DependencyState(ok=False, problem=_NOT_WELL)
    return DependencyState(ok=True)


@router.get(
    "/metrics",
    summary="Prometheus metrics",
    response_class=PlainTextResponse,
    responses=refusals(401),
)
async def metrics(gateway: TheGateway, may_see: SeesDetails) -> Response:
    """Render the metrics of this gateway in the text format of Prometheus."""
    require_details(may_see=may_see)
    return Response(gateway.metrics.render(), media_type=gateway.metrics.content_type)
