"""The virus scanner's protocol, against a loopback server that speaks it as clamd does."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from domain.errors import DependencyRejected, DependencyUnavailable
from domain.files import FoundInfected
from infra.clamd.scanner import ClamdScanner

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def blocks(*data: bytes) -> AsyncIterator[bytes]:
    for each in data:
        yield each


async def clamd(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """As its manual says: a command, then pieces with their lengths, of which none is the end."""
    assert await reader.readuntil(b"\0") == b"zINSTREAM\0"
    content = b""
    while length := int.from_bytes(await reader.readexactly(4)):
        content += await reader.readexactly(length)
    said = b"Win.Test.EICAR_HDB-1 FOUND" if EICAR in content else b"OK"
    writer.write(b"stream: " + said + b"\0")
    await writer.drain()
    writer.close()


@asynccontextmanager
async def listening(serve: Serve) -> AsyncIterator[ClamdScanner]:
    async def answered(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await serve(reader, writer)
        writer.close()

    server = await asyncio.start_server(answered, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        yield ClamdScanner(f"127.0.0.1:{port}", answer_within=timedelta(seconds=1))


async def test_says_what_is_clean_and_what_is_not() -> None:
    """Also where what is found lies across two blocks."""
    async with listening(clamd) as scanner:
        assert await scanner.scan(blocks(b"hello", b"x" * 300_000)) is None
        found = await scanner.scan(blocks(EICAR[:20], EICAR[20:]))
    assert found == FoundInfected(signature="Win.Test.EICAR_HDB-1")


async def test_listens_at_a_socket_of_the_machine_too(tmp_path: Path) -> None:
    """As most distributions set it up."""
    path = tmp_path / "clamd.sock"
    async with await asyncio.start_unix_server(clamd, path):
        assert await ClamdScanner(f"unix:{path}").scan(blocks(b"hello")) is None


async def test_a_scanner_that_is_down_hangs_or_breaks_off_is_no_verdict() -> None:
    """What nobody has looked at must not pass as clean."""

    async def hangs(_: asyncio.StreamReader, __: asyncio.StreamWriter) -> None:
        await asyncio.sleep(30)

    async def hangs_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\0")
        writer.write(b"stream: O")

    for serve in (hangs, hangs_up):
        async with listening(serve) as scanner:
            with pytest.raises(DependencyUnavailable, match="scanner does not answer"):
                await scanner.scan(blocks(b"hello"))
    with pytest.raises(DependencyUnavailable, match="ConnectionRefusedError"):
        await ClamdScanner("127.0.0.1:9").scan(blocks(b"hello"))


async def test_an_error_of_the_scanners_is_no_verdict_either() -> None:
    """Such as its own limit, after which it hangs up in the middle of the file."""

    async def too_large(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readexactly(20)
        writer.write(b"INSTREAM size limit exceeded. ERROR\0")
        await writer.drain()

    async with listening(too_large) as scanner:
        with pytest.raises(DependencyRejected, match="size limit exceeded"):
            await scanner.scan(blocks(b"x" * 100))
