"""Refuses ambiguous request framing, by which one request could hide in another."""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from api.problems import RequestRefused, problem_response

_SAID_TWICE = RequestRefused(
    400, "bad-request", "A request has a Content-Length or a Transfer-Encoding, never both."
)


class Framing:
    """Refuse what proxies read differently, and close the connection (RFC 9112, section 6.1)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            headers = Headers(scope=scope)
            if "content-length" in headers and "transfer-encoding" in headers:
                refusal = problem_response(_SAID_TWICE.problem, {"Connection": "close"})
                await refusal(scope, receive, send)
                return
        await self._app(scope, receive, send)
