"""Desks that listen, in a process of their own: `python -m bench.desk.listeners`.

It is told by its first line of input whose streams to open; each line after that asks what they
have heard since the last.
"""

import asyncio
import json
import re
import sys
import time
from dataclasses import asdict, dataclass, field
from typing import Any, Final

SENT_AT: Final = "bench_at"
"""In an event's data: when it was written, by the clock that all processes share."""
_SENT_AT: Final = re.compile(rb'"bench_at": ?([0-9.]+)')
_EVENT: Final = re.compile(rb"^event:", re.MULTILINE)
_OPENED_AT_ONCE: Final = 10
_READ: Final = 1 << 16
_LONGEST_LINE: Final = 1 << 24


@dataclass(frozen=True)
class Desks:
    """Whose streams, and where."""

    port: int
    path: str
    tokens: tuple[str, ...]
    """Of one agent each."""
    heartbeat_path: str = ""
    heartbeat_s: float = 60.0
    """With a path: each agent says so often that they are there, as the page does."""


@dataclass
class HeardByAll:
    """What came on all streams."""

    events: int = 0
    bytes: int = 0
    latencies_ms: list[float] = field(default_factory=list)
    beats: int = 0
    lost: int = 0
    """Streams that ended."""


class Listeners:
    """All streams, and what they hear."""

    def __init__(self, desks: Desks) -> None:
        self.heard = HeardByAll()
        self._desks = desks
        self._opening = asyncio.Semaphore(_OPENED_AT_ONCE)
        self._tasks: list[asyncio.Task[None]] = []
        self._writers: list[asyncio.StreamWriter] = []
        """Kept: a connection whose writer is forgotten is closed."""

    async def open(self) -> None:
        """Return when each has begun to send."""
        await asyncio.gather(*(self._open(token) for token in self._desks.tokens))
        if self._desks.heartbeat_path:
            self._tasks.append(asyncio.create_task(self._beat_for_ever()))

    def take(self) -> HeardByAll:
        heard, self.heard = self.heard, HeardByAll()
        return heard

    async def _open(self, token: str) -> None:
        async with self._opening:
            reader, writer = await asyncio.open_connection("127.0.0.1", self._desks.port)
            writer.write(self._request("GET", self._desks.path, token))
            status = await reader.readline()
            if b" 200 " not in status:
                raise ConnectionError(f"a stream was refused: {status.decode().strip()}")
            await reader.readuntil(b"\r\n\r\n")
        self._writers.append(writer)
        self._tasks.append(asyncio.create_task(self._listen(reader)))

    async def _listen(self, reader: asyncio.StreamReader) -> None:
        rest = b""
        while read := await reader.read(_READ):
            now = time.monotonic()
            self.heard.bytes += len(read)
            whole, _, rest = (rest + read).rpartition(b"\n")
            self.heard.events += len(_EVENT.findall(whole))
            self.heard.latencies_ms += [
                (now - float(sent)) * 1000 for sent in _SENT_AT.findall(whole)
            ]
        self.heard.lost += 1

    async def _beat_for_ever(self) -> None:
        """One agent after the other, at even distances."""
        pause = self._desks.heartbeat_s / len(self._desks.tokens)
        body = b'{"touched": false, "watching": []}'
        while True:
            for token in self._desks.tokens:
                reader, writer = await asyncio.open_connection("127.0.0.1", self._desks.port)
                writer.write(self._request("POST", self._desks.heartbeat_path, token, body))
                status = await reader.readline()
                self.heard.beats += b" 204 " in status
                writer.close()
                await asyncio.sleep(pause)

    def _request(self, method: str, path: str, token: str, body: bytes = b"") -> bytes:
        lines = [
            f"{method} {path} HTTP/1.1",
            f"Host: 127.0.0.1:{self._desks.port}",
            f"Authorization: Bearer {token}",
            "Accept: text/event-stream",
        ]
        if body:
            lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
        return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


class ListenerProcess:
    """The process, as whoever measures sees it."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.pid = process.pid

    @classmethod
    async def start(cls, desks: Desks) -> "ListenerProcess":
        """Return when all streams are open."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bench.desk.listeners"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=_LONGEST_LINE,
        )
        started = cls(process)
        try:
            await started._ask(asdict(desks))
        except ConnectionError:
            await started.stop()
            raise
        return started

    async def take(self) -> HeardByAll:
        return HeardByAll(**await self._ask(None))

    async def stop(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        await self._process.wait()

    async def _ask(self, said: Any) -> dict[str, Any]:
        asked, answered = self._process.stdin, self._process.stdout
        assert asked is not None
        assert answered is not None
        asked.write(json.dumps(said).encode() + b"\n")
        await asked.drain()
        line = await answered.readline()
        if not line:
            raise ConnectionError("the listeners have ended")
        heard: dict[str, Any] = json.loads(line)
        return heard


async def listen_as_told() -> None:
    loop = asyncio.get_running_loop()
    told = asyncio.StreamReader(limit=_LONGEST_LINE)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(told), sys.stdin)
    listeners = Listeners(Desks(**json.loads(await told.readline())))
    await listeners.open()
    print(json.dumps(asdict(listeners.take())), flush=True)
    while await told.readline():
        print(json.dumps(asdict(listeners.take())), flush=True)


if __name__ == "__main__":
    asyncio.run(listen_as_told())
