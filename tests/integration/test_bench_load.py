"""The process that posts the benchmark's events."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bench.load_generator import NUMBER, Load, posted

SECRET = "bench-signing-secret"
BODIES = (f'{{"id": "{NUMBER}", "of": "a"}}', f'{{"id": "{NUMBER}", "of": "b"}}')


class Slow:
    """Acknowledges one call after the other, each after so long; what it was called with stays."""

    def __init__(self, takes_s: float, status: int = 200) -> None:
        self.calls: list[tuple[dict[str, str], bytes]] = []
        self._takes_s = takes_s
        self._status = status
        self._one_at_a_time = asyncio.Lock()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := await _head(reader):
            lines = head.decode().split("\r\n")[1:-2]
            headers = {name.lower(): value for name, _, value in (e.partition(": ") for e in lines)}
            body = await reader.readexactly(int(headers["content-length"]))
            self.calls.append((headers, body))
            async with self._one_at_a_time:
                await asyncio.sleep(self._takes_s)
            writer.write(f"HTTP/1.1 {self._status} ?\r\nContent-Length: 2\r\n\r\nok".encode())
        writer.close()


async def _head(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return b""


@asynccontextmanager
async def served(slow: Slow) -> AsyncIterator[int]:
    server = await asyncio.start_server(slow.serve, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


def load(port: int, **how: float) -> Load:
    return Load(port, "/events", BODIES, SECRET, 7, **{"seconds": 0.2, **how})  # type: ignore[arg-type]


async def test_waiting_counts_from_the_moment_at_which_an_event_was_due() -> None:
    """
    20 events within 0.2 s for a server that takes 0.4 s for all of them: the last was due when half
    of them were done, and nobody was posted later for that.
    """
    slow = Slow(0.02)
    async with served(slow) as port:
        found = await posted(load(port, per_s=100))

    assert len(found.latencies_ms) == 20
    assert max(found.latencies_ms) > 150


async def test_each_event_is_one_of_its_own_and_signed() -> None:
    slow = Slow(0)
    async with served(slow) as port:
        found = await posted(load(port, lanes=3))

    bodies = [json.loads(body) for _, body in slow.calls]
    assert len(found.latencies_ms) == len(bodies) == len({body["id"] for body in bodies})
    assert {body["of"] for body in bodies} == {"a", "b"}
    headers, body = slow.calls[0]
    base = f"v0:{headers['x-slack-request-timestamp']}:".encode() + body
    expected = hmac.new(SECRET.encode(), base, hashlib.sha256).hexdigest()
    assert headers["x-slack-signature"] == f"v0={expected}"


async def test_a_refusal_is_no_acknowledgement() -> None:
    slow = Slow(0, status=503)
    async with served(slow) as port:
        found = await posted(load(port, per_s=50))

    assert (found.refused, found.latencies_ms) == (10, [])
