"""The wires that a run lays between the parts, and how they are cut."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import pytest

from tests.chaos.tcp_proxy import LOOPBACK, Cut, Wire

SOON_S = 0.2

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]
Call = Callable[[int], Awaitable[Streams]]


@asynccontextmanager
async def listening(
    answer: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]],
) -> AsyncIterator[int]:
    server = await asyncio.start_server(answer, LOOPBACK, 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while said := await reader.read(100):
            writer.write(said)
    writer.close()


@asynccontextmanager
async def a_wire() -> AsyncIterator[tuple[Wire, int]]:
    """To somebody who repeats everything."""
    async with listening(echo) as port:
        wire = Wire([f"{LOOPBACK}:{port}"])
        async with listening(wire.accept) as begins:
            yield wire, begins
            await wire.close()


@pytest.fixture
async def call() -> AsyncIterator[Call]:
    """Opens connections, and closes them after the test."""
    writers: list[asyncio.StreamWriter] = []

    async def opened(port: int) -> Streams:
        streams = await asyncio.open_connection(LOOPBACK, port)
        writers.append(streams[1])
        return streams

    yield opened
    for writer in writers:
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()


async def answered(streams: Streams, said: bytes) -> bytes | None:
    """None when nothing is heard; empty when the line is dead."""
    reader, writer = streams
    writer.write(said)
    try:
        return await asyncio.wait_for(reader.read(100), SOON_S)
    except TimeoutError:
        return None
    except ConnectionError:
        return b""


async def test_a_refusing_wire_ends_what_is_open_and_what_is_new(call: Call) -> None:
    """
    As a process does that has died: its callers notice at once.
    """
    async with a_wire() as (wire, port):
        old = await call(port)
        assert await answered(old, b"a") == b"a"

        wire.put(Cut.REFUSE)

        assert await answered(old, b"b") == b""
        assert await answered(await call(port), b"c") == b""
        wire.put(None)
        assert await answered(await call(port), b"d") == b"d"


@pytest.mark.parametrize("how", [Cut.SILENT, Cut.FORGOTTEN])
async def test_nothing_is_heard_through_a_silent_wire(call: Call, how: Cut) -> None:
    """
    Nobody answers and nobody refuses: the caller has only its own patience.
    """
    async with a_wire() as (wire, port):
        old = await call(port)
        assert await answered(old, b"a") == b"a"

        wire.put(how)
        new = await call(port)

        assert await answered(old, b"b") is None
        assert await answered(new, b"c") is None
        wire.put(None)
        assert await answered(new, b"") == b"c"


async def test_what_was_held_up_arrives_unless_it_was_forgotten(call: Call) -> None:
    """
    After an ordinary silence connections go on; behind a firewall that forgot them they never do.
    """
    async with a_wire() as (wire, port):
        for how, heard in ((Cut.SILENT, b"b"), (Cut.FORGOTTEN, None)):
            old = await call(port)
            assert await answered(old, b"a") == b"a"
            wire.put(how)
            assert await answered(old, b"b") is None
            wire.put(None)
            assert await answered(old, b"") == heard


async def test_a_wire_leads_to_whoever_is_alive(call: Call) -> None:
    """
    The death of one server of a cluster is not the end for its clients.
    """
    async with listening(echo) as gone:
        pass
    async with listening(echo) as alive:
        wire = Wire([f"{LOOPBACK}:{gone}", f"{LOOPBACK}:{alive}"])
        async with listening(wire.accept) as port:
            assert await answered(await call(port), b"a") == b"a"
            await wire.close()
