"""Whether the gateway lives, whether it can work, and its numbers."""

import asyncio

import structlog
from fastapi import APIRouter, Response, status
from fastapi.responses import PlainTextResponse
from pydantic import BaseModel

from api.dependencies import TheGateway
from api.guard import GuardedRoute
from domain.errors import DuralogueError
from domain.ports import Dependency

router = APIRouter(
    tags=["health"],
    route_class=GuardedRoute,
)
_log = structlog.get_logger(__name__)


class Alive(BaseModel):
    status: str = "alive"


class DependencyState(BaseModel):
    ok: bool
    problem: str | None = None


class Readiness(BaseModel):
    ready: bool
    dependencies: dict[str, DependencyState]


@router.get("/health", summary="Whether the process lives")
async def health() -> Alive:
    return Alive()


@router.get(
    "/ready",
    summary="Whether all it depends on is well",
    responses={503: {"model": Readiness, "description": "Something is not; it says what."}},
)
async def ready(gateway: TheGateway, response: Response) -> Readiness:
    asked = gateway.ports.dependencies
    seconds = gateway.settings.ready_timeout.total_seconds()
    states = await asyncio.gather(*(_state(each, seconds) for each in asked))
    is_ready = all(state.ok for state in states)
    if not is_ready:
        response.status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    found = {each.name: state for each, state in zip(asked, states, strict=True)}
    return Readiness(ready=is_ready, dependencies=found)


async def _state(dependency: Dependency, seconds: float) -> DependencyState:
    try:
        async with asyncio.timeout(seconds):
            await dependency.check()
    except TimeoutError:
        return DependencyState(ok=False, problem=f"no answer within {seconds:g} s")
    except DuralogueError as error:
        return DependencyState(ok=False, problem=str(error))
    return DependencyState(ok=True)


@router.get("/metrics", summary="Prometheus metrics", response_class=PlainTextResponse)
async def metrics(gateway: TheGateway) -> Response:
    return Response(gateway.metrics.render(), media_type=gateway.metrics.content_type)
