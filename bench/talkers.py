"""Benchmark clients: each says one thing in one conversation and waits for its outcome."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import uuid4

from domain.identifiers import conversation_workflow_id

ANSWER_WITHIN_S = 120.0
_LONGEST_LINE = 1 << 20
_ACCEPTED = b" 202 "

Says = Callable[[dict[str, Any], str], bool]
"""Whether an event's data is what ends the turn that this message began."""


class TurnFailed(Exception):
    """A turn that was refused, or not answered in time."""


class Talker(Protocol):
    @property
    def workflow_id(self) -> str: ...

    async def turn(self, text: str) -> dict[str, Any]:
        """Say it; return the event that answers it."""
        ...

    async def close(self) -> None: ...


def answered(data: dict[str, Any], message_id: str) -> bool:
    return data.get("role") == "bot" and data.get("in_reply_to") == message_id


def forwarded(data: dict[str, Any], message_id: str) -> bool:
    return data.get("role") == "customer" and data.get("message_id") == message_id


@dataclass(frozen=True)
class Place:
    """A conversation at a gateway, and the session that lets into it."""

    port: int
    tenant: str
    conversation_id: str
    token: str

    @property
    def path(self) -> str:
        return f"/v1/tenants/{self.tenant}/conversations/{self.conversation_id}"

    def head(self, method: str, path: str, *more: str) -> bytes:
        lines = (
            f"{method} {self.path}{path} HTTP/1.1",
            f"Host: 127.0.0.1:{self.port}",
            f"Authorization: Bearer {self.token}",
            *more,
        )
        return ("\r\n".join(lines) + "\r\n\r\n").encode()


@dataclass
class Visitor:
    """A browser as far as the gateway sees: one stream of events, one connection for posts.

    Written over bare sockets, so that five hundred of them leave the machine to the product.
    """

    place: Place
    says: Says = answered
    _post: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
    _stream: asyncio.StreamWriter | None = None
    _listening: asyncio.Task[None] | None = None
    _waiting: tuple[str, asyncio.Future[dict[str, Any]]] | None = None
    heard: int = field(default=0)

    @property
    def workflow_id(self) -> str:
        return conversation_workflow_id(self.place.tenant, self.place.conversation_id)

    async def open(self) -> None:
        """Begin to listen; return when the gateway has begun to send."""
        reader, self._stream = await self._connect()
        self._stream.write(
            self.place.head("GET", "/events?from=start", "Accept: text/event-stream")
        )
        status = await reader.readline()
        if b" 200 " not in status:
            raise TurnFailed(f"the stream was refused: {status.decode().strip()}")
        self._listening = asyncio.create_task(self._listen(reader))

    async def turn(self, text: str) -> dict[str, Any]:
        message_id = uuid4().hex
        answer: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._waiting = (message_id, answer)
        try:
            async with asyncio.timeout(ANSWER_WITHIN_S):
                await self._send(message_id, text)
                return await answer
        except TimeoutError as error:
            raise TurnFailed("no answer came in time") from error
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            raise TurnFailed("the gateway hung up twice") from error

    async def close(self) -> None:
        if self._listening is not None:
            self._listening.cancel()
            await asyncio.gather(self._listening, return_exceptions=True)
        for writer in (self._stream, self._post and self._post[1]):
            if writer is not None:
                writer.close()

    async def _send(self, message_id: str, text: str) -> None:
        body = json.dumps({"message_id": message_id, "text": text}).encode()
        head = self.place.head(
            "POST", "/messages", "Content-Type: application/json", f"Content-Length: {len(body)}"
        )
        try:
            reader, answer = await self._ask(head + body)
        except (asyncio.IncompleteReadError, ConnectionError):
            self._post = None  # the gateway closes what was silent for seconds; the id is the same
            reader, answer = await self._ask(head + body)
        status, _, headers = answer.partition(b"\r\n")
        said = await reader.readexactly(_length(headers))
        if _ACCEPTED not in status + b" ":
            raise TurnFailed(f"refused: {status.decode()}: {said.decode()[:200]}")

    async def _ask(self, request: bytes) -> tuple[asyncio.StreamReader, bytes]:
        if self._post is None:
            self._post = await self._connect()
        reader, writer = self._post
        writer.write(request)
        return reader, await reader.readuntil(b"\r\n\r\n")

    async def _listen(self, reader: asyncio.StreamReader) -> None:
        while line := await reader.readline():
            if not line.startswith(b"data:"):
                continue
            self.heard += 1
            shown = json.loads(line[5:])
            if self._waiting is None:
                continue
            message_id, answer = self._waiting
            if not answer.done() and self.says(shown["data"], message_id):
                answer.set_result(shown["data"])

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection("127.0.0.1", self.place.port, limit=_LONGEST_LINE)


def _length(headers: bytes) -> int:
    for line in headers.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0
