"""Limits reads by address, before anything is looked up for them."""

import math
from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send

from api.dependencies import gateway_of
from api.limits import take_address_read
from api.problems import RequestRefused, problem_response

_READS: Final = frozenset({"GET", "HEAD"})
_ALWAYS: Final = frozenset({"/health", "/ready", "/metrics"})
"""Who asks whether we live must not be told that they ask too often."""


class ReadLimits:
    """Counted by each gateway alone."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] in _READS and scope["path"] not in _ALWAYS:
            client = scope.get("client")
            wait = take_address_read(gateway_of(scope), client[0] if client else "unknown")
            if wait is not None:
                refused = RequestRefused(429, "rate-limited", "Too many requests; wait a little.")
                seconds = str(max(1, math.ceil(wait.total_seconds())))
                refusal = problem_response(refused.problem, {"Retry-After": seconds})
                await refusal(scope, receive, send)
                return
        await self._app(scope, receive, send)
