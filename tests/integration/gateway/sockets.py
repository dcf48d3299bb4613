"""Requests written by hand, byte by byte, as no client library would send them."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

WITHIN = 20.0


@dataclass
class Wire:
    """One connection."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def send(self, text: str | bytes) -> None:
        self.writer.write(text if isinstance(text, bytes) else text.encode())
        await self.writer.drain()

    async def status(self) -> int:
        """Of the answer that comes next, which is read in full."""
        async with asyncio.timeout(WITHIN):
            head = await self.reader.readuntil(b"\r\n\r\n")
            if length := re.search(rb"content-length: (\d+)", head.lower()):
                await self.reader.readexactly(int(length[1]))
        return int(head.split(b" ", 2)[1])

    async def until_closed(self) -> bytes:
        """What still comes before the server closes."""
        async with asyncio.timeout(WITHIN):
            try:
                return await self.reader.read()
            except ConnectionError:
                return b""


@asynccontextmanager
async def wire(address: str, *, local: str | None = None) -> AsyncIterator[Wire]:
    """`local` is the address on which to come from, for limits that count by address."""
    to = urlsplit(address)
    reader, writer = await asyncio.open_connection(
        to.hostname, to.port, local_addr=(local, 0) if local else None
    )
    try:
        yield Wire(reader, writer)
    finally:
        writer.close()


def head(method: str, path: str, **headers: str) -> str:
    """Headers by name, with `_` for `-`."""
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join((f"{method} {path} HTTP/1.1", "Host: test", *lines, "", ""))
