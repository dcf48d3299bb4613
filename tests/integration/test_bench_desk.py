"""The process that listens for the benchmark's agents."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bench.desk.listeners import Desks, HeardByAll, ListenerProcess

TOKENS = ("ann", "ben", "cat")


class Streams:
    """A gateway that tells each stream of one event, in two pieces; what was asked stays."""

    def __init__(self, status: str = "200 OK") -> None:
        self.asked: list[str] = []
        self._status = status

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        self.asked.append(head)
        if head.startswith("POST"):
            writer.write(b"HTTP/1.1 204 No Content\r\n\r\n")
            writer.close()
            return
        head = f"HTTP/1.1 {self._status}\r\nCache-Control: no-store\r\n\r\n"
        writer.write(head.encode())
        for piece in ("id: 7\nevent: hand", f'off\ndata: {{"bench_at":{time.monotonic()}}}\n\n'):
            await asyncio.sleep(0.1)
            writer.write(piece.encode())
        await reader.read()
        writer.close()


@asynccontextmanager
async def served(streams: Streams) -> AsyncIterator[int]:
    server = await asyncio.start_server(streams.serve, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


async def _heard(listeners: ListenerProcess, events: int) -> HeardByAll:
    whole = HeardByAll()
    async with asyncio.timeout(20):
        while whole.events < events or not whole.beats:
            heard = await listeners.take()
            whole.events += heard.events
            whole.latencies_ms += heard.latencies_ms
            whole.bytes += heard.bytes
            whole.beats += heard.beats
            await asyncio.sleep(0.05)
    return whole


async def test_every_stream_is_heard_and_every_agent_says_that_they_are_there() -> None:
    """
    A stream whose connection was let go heard nothing, and all that was measured was silence.
    """
    streams = Streams()
    async with served(streams) as port:
        desks = Desks(port, "/events", TOKENS, heartbeat_path="/heartbeat", heartbeat_s=0.3)
        listeners = await ListenerProcess.start(desks)
        heard = await _heard(listeners, len(TOKENS))
        await listeners.stop()

    assert heard.events == len(heard.latencies_ms) == len(TOKENS)
    assert all(0 <= took_ms < 10_000 for took_ms in heard.latencies_ms)
    assert heard.bytes > len(TOKENS) * 40
    for token in TOKENS:
        assert any(f"Authorization: Bearer {token}" in head for head in streams.asked)


async def test_a_stream_that_is_refused_ends_the_measurement() -> None:
    """
    It would be counted among those that hear.
    """
    async with served(Streams("429 Too Many Requests")) as port:
        with pytest.raises(ConnectionError):
            await ListenerProcess.start(Desks(port, "/events", TOKENS))
