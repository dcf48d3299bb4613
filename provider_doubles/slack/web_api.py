"""The Web API: `/api/{method}`, with tokens, scopes, limits and faults."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from provider_doubles.faults import FaultSwitch
from provider_doubles.slack import conversations, oauth, posting, streaming, views
from provider_doubles.slack.arguments import Arguments, Json, SlackError, read_arguments
from provider_doubles.slack.echo import Echo
from provider_doubles.slack.workspace import Token, Workspace

Method = Callable[[Workspace, Arguments, Echo], Json]


@dataclass(frozen=True)
class _Rule:
    work: Method
    scopes: tuple[str, ...] = ()
    """One of these is needed."""


_HISTORY = ("channels:history", "groups:history", "im:history")
_READ = ("channels:read", "groups:read", "im:read")
METHODS: Mapping[str, _Rule] = {
    "assistant.threads.setStatus": _Rule(
        conversations.set_status, ("chat:write", "assistant:write")
    ),
    "assistant.threads.setSuggestedPrompts": _Rule(
        conversations.set_suggested_prompts, ("assistant:write",)
    ),
    "assistant.threads.setTitle": _Rule(conversations.set_title, ("assistant:write",)),
    "auth.test": _Rule(oauth.auth_test),
    "chat.appendStream": _Rule(streaming.append_stream, ("chat:write",)),
    "chat.delete": _Rule(posting.delete, ("chat:write",)),
    "chat.postEphemeral": _Rule(posting.post_ephemeral, ("chat:write",)),
    "chat.postMessage": _Rule(posting.post_message, ("chat:write",)),
    "chat.startStream": _Rule(streaming.start_stream, ("chat:write",)),
    "chat.stopStream": _Rule(streaming.stop_stream, ("chat:write",)),
    "chat.update": _Rule(posting.update, ("chat:write",)),
    "conversations.history": _Rule(conversations.history, _HISTORY),
    "conversations.info": _Rule(conversations.info, _READ),
    "conversations.list": _Rule(conversations.list_conversations, _READ),
    "conversations.open": _Rule(conversations.open_conversation, ("im:write",)),
    "conversations.replies": _Rule(conversations.replies, _HISTORY),
    "users.info": _Rule(conversations.user_info, ("users:read",)),
    "views.open": _Rule(views.open_view),
    "views.publish": _Rule(views.publish),
    "views.update": _Rule(views.update_view),
}


class WebApi:
    """Answers every method of METHODS; others are `unknown_method`."""

    def __init__(self, workspace: Workspace, faults: FaultSwitch, echo: Echo) -> None:
        self._workspace = workspace
        self._faults = faults
        self._echo = echo
        self.calls: dict[str, int] = {}
        """method -> how often it was called."""

    def routes(self) -> list[Route]:
        return [
            Route("/api/{method}", self._answer, methods=["GET", "POST"]),
            Route("/oauth/v2/authorize", self._authorize, methods=["GET"]),
        ]

    async def _authorize(self, request: Request) -> Response:
        return oauth.authorize(self._workspace, request)

    async def _answer(self, request: Request) -> Response:
        method = request.path_params["method"]
        self.calls[method] = self.calls.get(method, 0) + 1

        async def work() -> Response:
            try:
                arguments = await read_arguments(request)
                told, scopes = self._do(method, arguments, request)
            except SlackError as error:
                return JSONResponse(error.as_json())
            return JSONResponse({"ok": True, **told}, headers=scopes)

        return await self._faults.apply(request, method, work, _rate_limited)

    def _do(
        self, method: str, arguments: Arguments, request: Request
    ) -> tuple[Json, dict[str, str]]:
        if method == "oauth.v2.access":
            return oauth.access(self._workspace, arguments, request), {}
        name, token = self._token(arguments, request)
        headers = {"x-oauth-scopes": ",".join(token.scopes)}
        if method == "auth.revoke":
            return oauth.revoke(self._workspace, name), headers
        rule = METHODS.get(method)
        if rule is None:
            raise SlackError("unknown_method")
        if rule.scopes and not set(rule.scopes) & set(token.scopes):
            raise SlackError(
                "missing_scope", needed=rule.scopes[0], provided=",".join(token.scopes)
            )
        return rule.work(self._workspace, arguments, self._echo), headers

    def _token(self, arguments: Arguments, request: Request) -> tuple[str, Token]:
        scheme, _, shown = request.headers.get("authorization", "").partition(" ")
        name = shown if scheme.lower() == "bearer" else arguments.text("token")
        if not name:
            raise SlackError("not_authed")
        token = self._workspace.tokens.get(name)
        if token is None:
            raise SlackError("invalid_auth")
        if token.is_revoked:
            raise SlackError("token_revoked")
        if token.expires_at is not None and token.expires_at <= time.time():
            raise SlackError("token_expired")
        return name, token


def _rate_limited(seconds: int) -> Response:
    return JSONResponse(
        {"ok": False, "error": "ratelimited"}, 429, headers={"Retry-After": str(seconds)}
    )
