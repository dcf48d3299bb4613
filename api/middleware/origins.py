"""CORS: a tenant's own pages may call its API, and the Temporal UI the codec."""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.dependencies import gateway_of
from api.problems import RequestRefused, problem_response
from domain.errors import DuralogueError

_FOR_VISITORS: Final = re.compile(
    r"/v1/tenants/(?P<tenant>[^/]+)/(sessions|branding|conversations)(/|$)"
)
_FOR_THE_UI: Final = "/codec/"
_REQUEST_HEADERS: Final = (
    "Authorization, Content-Type, Last-Event-ID, X-Namespace, X-Duralogue-Tenant, "
    "X-Request-Id, Traceparent, Idempotency-Key"
)
_ANSWER_HEADERS: Final = (
    "X-Request-Id, Retry-After, RateLimit, RateLimit-Policy, Idempotency-Replayed"
)
_NOT_FROM_HERE: Final = RequestRefused(
    403, "not-allowed", "Pages of this origin may not call this address."
)


@dataclass(frozen=True)
class _Rule:
    allowed: frozenset[str]
    with_credentials: bool = False


class Origins:
    """CORS that asks the tenant's current settings at each request, preflights included."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope) if scope["type"] == "http" else Headers()
        origin = headers.get("origin")
        rule = await _rule(scope) if origin else None
        if origin is None or rule is None:
            await self._app(scope, receive, send)
            return
        is_allowed = origin in rule.allowed

        async def send_with_origin(message: Message) -> None:
            if message["type"] == "http.response.start":
                _allow(MutableHeaders(scope=message), rule, origin if is_allowed else None)
            await send(message)

        if scope["method"] == "OPTIONS" and "access-control-request-method" in headers:
            answer = _preflight() if is_allowed else problem_response(_NOT_FROM_HERE.problem)
            await answer(scope, receive, send_with_origin)
        else:
            await self._app(scope, receive, send_with_origin)


async def _rule(scope: Scope) -> _Rule | None:
    gateway = gateway_of(scope)
    if scope["path"].startswith(_FOR_THE_UI):
        return _Rule(_ui_origins(gateway.settings.ui_url), with_credentials=True)
    if not (found := _FOR_VISITORS.match(scope["path"])):
        return None
    try:
        tenant = await gateway.tenants.get(found["tenant"])
    except DuralogueError:
        return _Rule(frozenset())  # the route itself says what is wrong with the tenant
    return _Rule(frozenset(tenant.channels.web.allowed_origins))


def _ui_origins(url: str | None) -> frozenset[str]:
    """On a machine of one's own the UI is opened under either name of the loopback."""
    if url is None:
        return frozenset()
    address = urlsplit(url)
    origin = f"{address.scheme}://{address.netloc}"
    return frozenset({origin, origin.replace("//127.0.0.1:", "//localhost:")})


def _allow(headers: MutableHeaders, rule: _Rule, origin: str | None) -> None:
    headers.add_vary_header("Origin")
    if origin is None:
        return
    headers["Access-Control-Allow-Origin"] = origin
    headers["Access-Control-Expose-Headers"] = _ANSWER_HEADERS
    if rule.with_credentials:
        headers["Access-Control-Allow-Credentials"] = "true"


def _preflight() -> Response:
    return Response(
        status_code=204,
        headers={
            "Access-Control-Allow-Methods": "GET, POST",
            "Access-Control-Allow-Headers": _REQUEST_HEADERS,
            "Access-Control-Max-Age": "600",
        },
    )
