"""Events posted by a process of its own: `python -m bench.load_generator`, told what by its input.

At a rate, each event has its moment, whether or not the earlier ones were acknowledged, and is
waited for from that moment on: who measures from the moment of sending, and sends later because the
server is slow, leaves out the waiting that others would have had.
"""

import asyncio
import hashlib
import hmac
import itertools
import json
import sys
import time
from dataclasses import asdict, dataclass, field
from typing import Any

NUMBER = "@NUMBER@"
"""Stands in a body for what is different in each event: nine digits."""
_OK = 200
_WITHIN_S = 30.0


@dataclass(frozen=True)
class Load:
    """What to post, and how."""

    port: int
    path: str
    bodies: tuple[str, ...]
    """One for each place, taken in turn; `NUMBER` is filled in."""
    secret: str
    """Signs each event as Slack does; "" signs none."""
    first: int
    """The number of the first event; each of the next has the next."""
    seconds: float
    per_s: float = 0.0
    """0: as fast as they are acknowledged, by so many `lanes` at once."""
    lanes: int = 1


@dataclass
class Acknowledged:
    """What came of it."""

    latencies_ms: list[float] = field(default_factory=list)
    refused: int = 0
    """Answered otherwise than with 200, or not at all."""
    seconds: float = 0.0


class Poster:
    """Connections that are kept, and one more whenever all of them wait."""

    def __init__(self, load: Load) -> None:
        self.found = Acknowledged()
        self._load = load
        self._numbers = itertools.count(load.first)
        self._bodies = itertools.cycle(load.bodies)
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def post(self, due: float) -> None:
        """The next event, whose moment was `due`."""
        request = self._request(next(self._numbers))
        try:
            async with asyncio.timeout(_WITHIN_S):
                status = await self._answer(request)
        except (OSError, TimeoutError, asyncio.IncompleteReadError):
            status = 0
        if status == _OK:
            self.found.latencies_ms.append((time.perf_counter() - due) * 1000)
        else:
            self.found.refused += 1

    def close(self) -> None:
        for _, writer in self._idle:
            writer.close()

    async def _answer(self, request: bytes) -> int:
        reader, writer = self._idle.pop() if self._idle else await self._connect()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(
            int(line.partition(b":")[2])
            for line in head.lower().split(b"\r\n")
            if line.startswith(b"content-length:")
        )
        await reader.readexactly(length)
        self._idle.append((reader, writer))
        return int(head.split(b" ", 2)[1])

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection("127.0.0.1", self._load.port)

    def _request(self, number: int) -> bytes:
        body = next(self._bodies).replace(NUMBER, f"{number % 10**9:09}").encode()
        lines = [
            f"POST {self._load.path} HTTP/1.1",
            f"Host: 127.0.0.1:{self._load.port}",
            "Content-Type: application/json",
            f"Content-Length: {len(body)}",
        ]
        if self._load.secret:
            at = str(int(time.time()))
            signed = f"v0:{at}:".encode() + body
            signature = hmac.new(self._load.secret.encode(), signed, hashlib.sha256).hexdigest()
            lines += [f"X-Slack-Request-Timestamp: {at}", f"X-Slack-Signature: v0={signature}"]
        return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


async def posted(load: Load) -> Acknowledged:
    """Post for so many seconds, and wait for the last of them."""
    poster = Poster(load)
    began = time.perf_counter()
    if load.per_s:
        await _at_a_rate(poster, load, began)
    else:
        await asyncio.gather(
            *(_one_after_the_other(poster, load, began) for _ in range(load.lanes))
        )
    poster.found.seconds = time.perf_counter() - began
    poster.close()
    return poster.found


async def _at_a_rate(poster: Poster, load: Load, began: float) -> None:
    async with asyncio.TaskGroup() as underway:
        for number in range(round(load.seconds * load.per_s)):
            due = began + number / load.per_s
            await asyncio.sleep(max(due - time.perf_counter(), 0))
            underway.create_task(poster.post(due))


async def _one_after_the_other(poster: Poster, load: Load, began: float) -> None:
    while (now := time.perf_counter()) < began + load.seconds:
        await poster.post(now)


def main() -> None:
    """One load for each line that comes in, one answer for each that goes out, until the input
    ends: a process that has ended cannot be asked what it cost."""
    for line in sys.stdin:
        asked: dict[str, Any] = json.loads(line)
        found = asyncio.run(posted(Load(**{**asked, "bodies": tuple(asked["bodies"])})))
        print(json.dumps(asdict(found)), flush=True)


if __name__ == "__main__":
    main()
