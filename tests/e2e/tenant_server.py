"""A tenant's own server on loopback, which gets replies and misbehaves as it is told."""

import asyncio
import json
import socket
import struct
from collections import deque
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from channels.webhook.signature import key_of, require_signed

RETRY_AFTER_S = 2
LONGER_THAN_WE_WAIT_S = 6.0


class Mood(StrEnum):
    """How the server takes the next call."""

    BUSY = "busy"
    """429, and nothing is kept."""
    FAILING = "failing"
    """503, and nothing is kept."""
    REFUSING = "refusing"
    """404, and nothing is kept: it is given up at once."""
    RESETTING = "resetting"
    """It is kept, and the connection is reset without an answer."""
    SLOW = "slow"
    """It is kept, and the answer comes when nobody waits for it any more."""


class TenantServer:
    """`got` are the replies in the order in which they came, each once by its id."""

    def __init__(self) -> None:
        self.secret = ""
        self.moods: deque[Mood] = deque()
        self.calls = 0
        """How often anything was kept, repeats included."""
        self.got: dict[str, dict[str, Any]] = {}
        self._server: asyncio.Server | None = None
        self._port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}/replies"

    async def start(self) -> None:
        """At the same address whenever it comes back."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self._port)
        self._port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()

    def replies_to(self, sender: str) -> list[dict[str, Any]]:
        return [reply for reply in self.got.values() if reply["recipient"] == sender]

    def texts_to(self, sender: str) -> list[str]:
        return [reply["text"] for reply in self.replies_to(sender)]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            headers = _headers(head)
            body = await reader.readexactly(int(headers["content-length"]))
            await self._take(headers, body, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _take(
        self, headers: Mapping[str, str], body: bytes, writer: asyncio.StreamWriter
    ) -> None:
        require_signed([key_of(self.secret)], headers, body, now=datetime.now(UTC))
        mood = self.moods.popleft() if self.moods else None
        if mood is Mood.BUSY:
            await _answer(writer, f"429 Busy\r\nRetry-After: {RETRY_AFTER_S}")
            return
        if mood is Mood.FAILING:
            await _answer(writer, "503 Failing")
            return
        if mood is Mood.REFUSING:
            await _answer(writer, "404 Refusing")
            return
        self.calls += 1
        self.got.setdefault(headers["webhook-id"], json.loads(body)["data"])
        if mood is Mood.RESETTING:
            _reset(writer)
            return
        if mood is Mood.SLOW:
            await asyncio.sleep(LONGER_THAN_WE_WAIT_S)
        await _answer(writer, "204 Taken")


def _headers(head: str) -> dict[str, str]:
    lines = [line.partition(":") for line in head.splitlines()[1:] if line]
    return {name.lower(): value.strip() for name, _, value in lines}


async def _answer(writer: asyncio.StreamWriter, status: str) -> None:
    writer.write(f"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())
    await writer.drain()


def _reset(writer: asyncio.StreamWriter) -> None:
    opened = writer.get_extra_info("socket")
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


@asynccontextmanager
async def tenant_server() -> AsyncIterator[TenantServer]:
    server = TenantServer()
    await server.start()
    try:
        yield server
    finally:
        await server.stop()
