"""One visit to an MCP server with the vendor's SDK: list its tools, check, call once.

Nothing of the SDK acts by itself here: it follows no redirect, repeats no call, answers no question
of the server's, and checks no result with patterns of Python's.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx2
import mcp_types as types
from mcp import Client
from mcp.client.auth import OAuthFlowError
from mcp.client.client import ConnectMode
from mcp.client.session import ClientRequestContext, ClientSession, IncomingMessage
from mcp.client.streamable_http import streamable_http_client
from mcp.server import Server
from mcp.server.mcpserver import MCPServer
from mcp.shared.exceptions import MCPError
from pydantic import TypeAdapter, ValidationError

from domain.errors import (
    DependencyRejected,
    DependencyUnavailable,
    DuralogueError,
    InvalidInput,
    OutcomeUnknown,
)
from domain.mcp_tools import (
    MOST_LISTED,
    ListedTools,
    ServerIdentity,
    ToolDefinition,
    in_one_line,
)
from infra.http.mcp.exchange import CALL, Exchange

Answer = types.CallToolResult | types.InputRequiredResult
InProcess = Server[Any] | MCPServer
_ANSWER: TypeAdapter[Answer] = TypeAdapter(Answer)
_MOST_PAGES = 20
_MOST_LISTS = 3
_STATE_ONLY_ROUNDS, _STATE_ONLY_PAUSE = 3, 0.1
_LONGEST_NAME, _DEEPEST = 80, 8
"""Of a place that is named: characters of a key, and keys."""
_US = types.Implementation(name="duralogue", version="1")


@dataclass(frozen=True)
class Request:
    """What is asked of a tool, complete."""

    tool: str
    arguments: Mapping[str, Any]
    meta: Mapping[str, Any]
    answers: Mapping[str, types.ElicitResult] | None = None
    state: str | None = None


class Visit:
    """A session that is open. `url` is the address as it was connected."""

    def __init__(self, client: Client, url: str, exchange: Exchange, news: "_News") -> None:
        self._client = client
        self._url = url
        self._exchange = exchange
        self._news = news

    async def listed(self) -> ListedTools:
        """All tools of the server, page by page; listed anew while it says that they change."""
        for _ in range(_MOST_LISTS):
            self._news.changed = False
            found = await self._pages()
            if not self._news.changed:
                return found
        raise DependencyUnavailable(f"{self._exchange.server}: its list of tools keeps changing")

    async def call(self, request: Request) -> Answer:
        """Once. A server that only wants to be asked again with its state is, a few times."""
        if self._news.changed:
            raise DependencyUnavailable(f"{self._exchange.server}: its list of tools has changed")
        answer = await self._sent(request, request.answers, request.state)
        for _ in range(_STATE_ONLY_ROUNDS):
            if not isinstance(answer, types.InputRequiredResult) or answer.input_requests:
                return answer
            await asyncio.sleep(_STATE_ONLY_PAUSE)
            answer = await self._sent(request, None, answer.request_state)
        if isinstance(answer, types.InputRequiredResult) and not answer.input_requests:
            # It may be at work all the time: whoever asks again must not take it for undone.
            raise OutcomeUnknown(f"{self._exchange.server} does not come to an end")
        return answer

    async def _pages(self) -> ListedTools:
        tools: list[ToolDefinition] = []
        cursor: str | None = None
        seen: set[str] = set()
        for _ in range(_MOST_PAGES):
            page = await self._client.session.list_tools(
                params=types.PaginatedRequestParams(cursor=cursor)
            )
            tools += [_definition(tool) for tool in page.tools]
            if len(tools) > MOST_LISTED:
                raise self._unusable(f"it lists more than {MOST_LISTED} tools")
            cursor = page.next_cursor
            if cursor is None:
                return ListedTools(server=self._identity(), tools=tuple(tools))
            if cursor in seen:
                raise self._unusable("its list of tools has no end")
            seen.add(cursor)
        raise self._unusable(f"its list of tools has more than {_MOST_PAGES} pages")

    async def _sent(
        self,
        request: Request,
        answers: Mapping[str, types.ElicitResult] | None,
        state: str | None,
    ) -> Answer:
        asked = types.CallToolRequest(
            params=types.CallToolRequestParams(
                name=request.tool,
                arguments=dict(request.arguments),
                input_responses=dict(answers) if answers else None,
                request_state=state,
                _meta=dict(request.meta),
            )
        )
        self._exchange.sent.add(CALL)
        try:
            # Not `call_tool`: it would send again by itself, and check results with any pattern.
            return await self._client.session.send_request(asked, _ANSWER)
        except MCPError as error:
            if error.code == types.INVALID_PARAMS:
                raise InvalidInput("arguments", "what the server takes") from None
            raise

    def _identity(self) -> ServerIdentity:
        info = self._client.server_info
        return ServerIdentity(url=self._url, name=info.name if info else None)

    def _unusable(self, why: str) -> DependencyRejected:
        return DependencyRejected(f"{self._exchange.server} cannot be used: {why}")


class _News:
    """Whether the server has said that its tools changed."""

    changed = False

    async def hear(self, message: IncomingMessage) -> None:
        if isinstance(message, types.ToolListChangedNotification):
            self.changed = True


@asynccontextmanager
async def open_visit(
    server: str | InProcess,
    url: str,
    exchange: Exchange,
    http_client: httpx2.AsyncClient | None = None,
    mode: ConnectMode = "auto",
) -> AsyncIterator[Visit]:
    """Connect, whichever era the server speaks. `server` is its address, or is it in a test.

    Raise what the exchange knows, DependencyRejected where an answer is not what the protocol
    says, naming the field.
    """
    news = _News()
    target = (
        streamable_http_client(server, http_client=http_client)
        if isinstance(server, str)
        else server
    )
    client = Client(
        target,
        mode=mode,
        client_info=_US,
        message_handler=news.hear,
        elicitation_callback=_not_now,
        cache=None,
    )
    try:
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(client)
            yield Visit(client, url, exchange, news)
    except ValidationError as error:
        raise invalid(exchange, error) from None
    except (MCPError, httpx2.HTTPError, OAuthFlowError) as error:
        raise _named(error, exchange) from None
    except BaseExceptionGroup as group:
        raise _first_of(group, exchange) from None


def invalid(exchange: Exchange, error: ValidationError) -> DependencyRejected:
    """An answer that is almost MCP: the place, never what stands there."""
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    place = ".".join(in_one_line(str(part)[:_LONGEST_NAME]) for part in first["loc"][:_DEEPEST])
    return DependencyRejected(
        f"{exchange.server} cannot be used: {place or 'all of it'} of its answer "
        f"is not as MCP says ({first['type']})"
    )


def _named(error: Exception, exchange: Exchange) -> DuralogueError:
    """By its code or kind only: the words are the server's."""
    if isinstance(error, OAuthFlowError):
        failed = DependencyRejected(
            f"{exchange.server} cannot be signed in to ({type(error).__name__})"
        )
        return exchange.failure or failed
    if isinstance(error, MCPError):
        return exchange.error(f"answered with error {error.code}")
    return exchange.error(f"did not answer ({type(error).__name__})")


def _first_of(group: BaseExceptionGroup[BaseException], exchange: Exchange) -> BaseException:
    """The failure within what the SDK's tasks raised together."""
    found: BaseException = group
    while isinstance(found, BaseExceptionGroup):
        found = found.exceptions[0]
    if isinstance(found, ValidationError):
        return invalid(exchange, found)
    if isinstance(found, DuralogueError) or not isinstance(found, Exception):
        return found
    return _named(found, exchange)


async def _not_now(
    context: ClientRequestContext,  # noqa: ARG001 - as the SDK calls it
    params: types.ElicitRequestParams,  # noqa: ARG001 - the same
) -> types.ElicitResult | types.ErrorData:
    """A question in the middle of an open request cannot wait for a customer: servers ask with
    `InputRequiredResult`. That there is a callback is what tells them that they may."""
    return types.ErrorData(code=types.INVALID_REQUEST, message="ask with input_required instead")


def _definition(tool: types.Tool) -> ToolDefinition:
    return ToolDefinition(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        input_schema=tool.input_schema,
        output_schema=tool.output_schema,
        annotations=tool.annotations.model_dump(by_alias=True, exclude_none=True)
        if tool.annotations
        else None,
    )


__all__ = ["Answer", "ClientSession", "InProcess", "Request", "Visit", "invalid", "open_visit"]
