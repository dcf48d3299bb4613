"""The outermost layer: one trace id, one log line and one measurement for each request."""

import re
import time
from typing import Final
from uuid import uuid4

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bound_contextvars

from api.metrics import GatewayMetrics
from api.problems import unexpected_problem

_REQUEST_ID: Final = re.compile(r"[A-Za-z0-9_-]{8,64}")
_TRACEPARENT: Final = re.compile(r"00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}")
_NO_TRACE: Final = "0" * 32
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_log = structlog.get_logger(__name__)


def trace_id_of(headers: Headers) -> str:
    """Take the caller's id where it is well-formed; else make one."""
    if _REQUEST_ID.fullmatch(given := headers.get("x-request-id", "")):
        return given
    parent = _TRACEPARENT.fullmatch(headers.get("traceparent", ""))
    if parent and parent[1] != _NO_TRACE:
        return parent[1]
    return uuid4().hex


class Correlation:
    """Also where an unexpected exception ends: logged here once, told as a bare problem."""

    def __init__(self, app: ASGIApp, metrics: GatewayMetrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        trace_id = trace_id_of(Headers(scope=scope))
        exchange = _Exchange(send, trace_id)
        with bound_contextvars(trace_id=trace_id):
            try:
                await self._app(scope, receive, exchange.send)
            except Exception as error:
                _log.error("request_failed", error_type=type(error).__name__, exc_info=error)
                if exchange.status is not None:
                    raise
                await unexpected_problem()(scope, receive, exchange.send)
            finally:
                self._note(scope, exchange)

    def _note(self, scope: Scope, exchange: "_Exchange") -> None:
        seconds = time.perf_counter() - exchange.began
        method = scope["method"] if scope["method"] in _METHODS else "other"
        route, status = _route(scope), exchange.status or 499
        self._metrics.requests.labels(method, route, str(status)).inc()
        if not exchange.is_stream:
            self._metrics.seconds.labels(method, route).observe(seconds)
        _log.info(
            "request_handled",
            method=method,
            route=route,
            status=status,
            latency_ms=round(seconds * 1000, 1),
        )


class _Exchange:
    """Watches what is sent back."""

    def __init__(self, send: Send, trace_id: str) -> None:
        self._send = send
        self._trace_id = trace_id
        self.began = time.perf_counter()
        self.status: int | None = None
        self.is_stream = False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers["X-Request-Id"] = self._trace_id
            self.status = message["status"]
            self.is_stream = headers.get("content-type", "").startswith("text/event-stream")
        await self._send(message)


def _route(scope: Scope) -> str:
    """Name the template, never the path: a path may hold a capability."""
    path: str = getattr(scope.get("route"), "path", "") or "unmatched"
    return path
