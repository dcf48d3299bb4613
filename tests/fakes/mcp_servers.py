"""MCP servers in this process, spoken to with the vendor's own SDK."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import mcp_types as types
from mcp.client.client import ConnectMode
from mcp.server import Server

from infra.http.mcp.exchange import Exchange
from infra.http.mcp.session import Visit, open_visit

URL = "https://bistro.example/mcp"
SCHEMA = {
    "type": "object",
    "properties": {"guests": {"type": "integer", "minimum": 1}, "name": {"type": "string"}},
    "required": ["guests"],
    "additionalProperties": False,
}
FIND = types.Tool(name="find_table", description="Finds a free table.", input_schema=SCHEMA)
Answer = types.CallToolResult | types.InputRequiredResult


def said(text: str, **more: Any) -> types.CallToolResult:
    """A result with a text."""
    return types.CallToolResult(content=[types.TextContent(type="text", text=text)], **more)


class Bistro:
    """A server whose list and answers a test changes as it goes. `calls` are those it got."""

    def __init__(self, tools: list[types.Tool] | None = None, name: str = "bistro") -> None:
        self.tools = tools if tools is not None else [FIND]
        self.page_size = 100
        self.calls: list[types.CallToolRequestParams] = []
        self.answer: Callable[[types.CallToolRequestParams], Answer] = lambda _: said("table 4")
        self.server: Server[Any] = Server(
            name, version="1", on_list_tools=self._list, on_call_tool=self._call
        )

    async def _list(self, _context: Any, params: Any) -> types.ListToolsResult:
        start = int(params.cursor or 0) if params else 0
        end = start + self.page_size
        cursor = str(end) if end < len(self.tools) else None
        return types.ListToolsResult(tools=self.tools[start:end], next_cursor=cursor)

    async def _call(self, _context: Any, params: types.CallToolRequestParams) -> Answer:
        self.calls.append(params)
        return self.answer(params)


class VisitsInProcess:
    """Opens sessions with a server in this process, in either era."""

    def __init__(self, bistro: Bistro, mode: ConnectMode = "auto", url: str = URL) -> None:
        self.bistro = bistro
        self.mode = mode
        self.url = url

    @asynccontextmanager
    async def open(self, _tenant_id: str, _server: str, exchange: Exchange) -> AsyncIterator[Visit]:
        async with open_visit(self.bistro.server, self.url, exchange, mode=self.mode) as visit:
            yield visit
