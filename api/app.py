"""The gateway as a web application: it accepts, and never makes a POST wait for the reply."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from importlib.metadata import version
from typing import Any, Final, TypedDict

from fastapi import APIRouter, FastAPI
from fastapi.responses import Response
from starlette.routing import BaseRoute
from starlette.staticfiles import StaticFiles

from api.customer_routers import CUSTOMER_ROUTERS
from api.customer_sightings import SightingLoop
from api.dependencies import Gateway, GatewayPorts, GatewaySettings, open_gateway
from api.desk_pages import install_sign_in
from api.metrics import GatewayMetrics
from api.middleware.correlation import Correlation
from api.middleware.framing import Framing
from api.middleware.origins import Origins
from api.middleware.rate_limit_headers import RateLimitHeaders
from api.middleware.reads import ReadLimits
from api.middleware.security_headers import SecurityHeaders
from api.problem_responses import declare_problems
from api.problems import install_problems
from api.refusal_reasons import reason_of
from api.routes_on_demand import LaterRoutes, routes_of

_ABOUT: Final = (
    "Durable dialogue. A visitor creates a session, posts messages under ids of their own and "
    "follows the conversation's events. Staff claim handoffs, decide approvals and repair "
    "conversations."
)

_TAGS: Final = [
    {"name": "sessions", "description": "How a visitor starts a conversation, and signs in."},
    {"name": "messages", "description": "What a visitor sends, reads and follows."},
    {"name": "files", "description": "Files of conversations, from and to both sides."},
    {"name": "channels", "description": "Webhooks that providers of other channels call."},
    {"name": "server", "description": "What a tenant's own server may do with an API key."},
    {"name": "handoffs", "description": "Staff: customers who wait for a human."},
    {"name": "desk", "description": "Staff: what the agents' desk shows, and its live stream."},
    {"name": "approvals", "description": "Staff: decisions that wait for a supervisor."},
    {"name": "operations", "description": "Staff: a conversation's inner state, and repairs."},
    {"name": "deliveries", "description": "What could not be delivered, and sending it again."},
    {"name": "bots", "description": "Staff: publishing revisions."},
    {"name": "staff", "description": "Staff: signing in, and the token's owner."},
    {"name": "audit", "description": "Staff: what was done by whom."},
    {"name": "codec", "description": "Decrypted payloads for the Temporal UI."},
    {"name": "pages", "description": "The chat page, and the desk."},
    {"name": "health", "description": "For load balancers and Prometheus."},
]


class _State(TypedDict):
    gateway: Gateway


OpenPorts = Callable[[], AbstractAsyncContextManager[GatewayPorts]]


def staff_routers() -> Sequence[APIRouter]:
    """Half of the gateway: loaded once, away from the loop on which customers are served."""
    from api.staff_routers import STAFF_ROUTERS  # noqa: PLC0415 - when the first is asked

    return STAFF_ROUTERS


def create_app(
    open_ports: OpenPorts,
    settings: GatewaySettings,
    *,
    load_staff: Callable[[], Sequence[APIRouter]] = staff_routers,
) -> FastAPI:
    """Make the application; its ports are opened when it starts and closed when it ends."""
    metrics = GatewayMetrics()
    app = _bare_app(open_ports, settings, metrics)
    _add_routes(app, settings, load_staff)
    _add_layers(app, metrics)
    install_problems(app, reason_of)
    install_sign_in(app)
    return app


def _bare_app(open_ports: OpenPorts, settings: GatewaySettings, metrics: GatewayMetrics) -> FastAPI:
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[_State]:
        async with open_ports() as ports:
            gateway = open_gateway(ports, settings, metrics)
            sightings = SightingLoop(gateway.notices.all_followed, ports.sightings)
            async with gateway.notices, gateway.follow_ups, sightings:
                yield {"gateway": gateway}

    return _DescribedApp(
        title="Duralogue",
        version=version("duralogue"),
        description=_ABOUT,
        openapi_tags=_TAGS,
        docs_url=None,
        openapi_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )


class _DescribedApp(FastAPI):
    """Describes its refusals as what they are: problem documents."""

    def openapi(self) -> dict[str, Any]:
        return declare_problems(super().openapi())

    @property
    def routes(self) -> list[BaseRoute]:
        """All of them, also those that nobody has asked yet."""
        for route in list(self.router.routes):
            if isinstance(route, LaterRoutes):
                route.join()
        return self.router.routes


def _add_routes(
    app: FastAPI, settings: GatewaySettings, load_staff: Callable[[], Sequence[APIRouter]]
) -> None:
    app.router.routes.extend(routes_of(CUSTOMER_ROUTERS))
    app.mount("/widget", _Widget(directory=settings.web_dist, check_dir=False), name="widget")
    # Last, since it answers whatever nobody before it does.
    app.router.routes.append(LaterRoutes(app.router, load_staff))


class _Widget(StaticFiles):
    """The built script and its parts: public, since any page may load what it may embed."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        response = super().file_response(*args, **kwargs)
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        response.headers["Cache-Control"] = "no-cache"
        return response


def _add_layers(app: FastAPI, metrics: GatewayMetrics) -> None:
    """Innermost first: what is added last sees a request first."""
    app.add_middleware(RateLimitHeaders)
    app.add_middleware(ReadLimits)
    app.add_middleware(Framing)
    app.add_middleware(Origins)
    app.add_middleware(Correlation, metrics=metrics)
    app.add_middleware(SecurityHeaders)
