"""A virus scanner that speaks clamd's protocol: the bytes go to it in pieces, by INSTREAM."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from domain.errors import DependencyRejected, DependencyUnavailable
from domain.files import FoundInfected

_COMMAND: Final = b"zINSTREAM\0"
_LENGTH_BYTES: Final = 4
_LONGEST_ANSWER: Final = 1_000
_LONGEST_SIGNATURE: Final = 200
_UNIX: Final = "unix:"


@dataclass(frozen=True)
class ClamdScanner:
    """Implements `FileScanner`, with a connection for each file."""

    address: str
    """`host:port`, or `unix:/run/clamav/clamd.sock`."""
    connect_within: timedelta = timedelta(seconds=3)
    answer_within: timedelta = timedelta(seconds=60)

    async def scan(self, content: AsyncIterator[bytes]) -> FoundInfected | None:
        try:
            async with asyncio.timeout(self.connect_within.total_seconds()):
                reader, writer = await self._connected()
            try:
                async with asyncio.timeout(self.answer_within.total_seconds()):
                    answer = await _asked(reader, writer, content)
            finally:
                writer.transport.abort()
        except (OSError, TimeoutError, asyncio.IncompleteReadError) as error:
            name = type(error).__name__
            raise DependencyUnavailable(f"the virus scanner does not answer: {name}") from error
        return _verdict(answer)

    async def _connected(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self.address.startswith(_UNIX):
            return await asyncio.open_unix_connection(self.address.removeprefix(_UNIX))
        host, _, port = self.address.rpartition(":")
        return await asyncio.open_connection(host.strip("[]"), int(port))


async def _asked(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, content: AsyncIterator[bytes]
) -> bytes:
    """What it says. It may say so, and hang up, before it has read everything."""
    try:
        writer.write(_COMMAND)
        async for block in content:
            writer.write(len(block).to_bytes(_LENGTH_BYTES) + block)
            await writer.drain()
        writer.write(bytes(_LENGTH_BYTES))
        await writer.drain()
    except (BrokenPipeError, ConnectionResetError):
        pass  # its answer, if there is one, is in the reader still
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER:
        piece = await reader.read(_LONGEST_ANSWER)
        if not piece:
            raise asyncio.IncompleteReadError(answer, None)
        answer += piece
    return answer


def _verdict(answer: bytes) -> FoundInfected | None:
    """Of "stream: OK", "stream: Win.Test.EICAR_HDB-1 FOUND", or an error."""
    said = answer.rstrip(b"\0").decode("utf-8", "replace").removeprefix("stream: ").strip()
    if said == "OK":
        return None
    if said.endswith(" FOUND"):
        return FoundInfected(signature=said.removesuffix(" FOUND")[:_LONGEST_SIGNATURE])
    raise DependencyRejected(f"the virus scanner says: {said}")
