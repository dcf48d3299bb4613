"""A visitor of the web chat, through the public API: begin, say, listen."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx

from domain.errors import (
    ConfigurationError,
    DependencyRejected,
    DependencyUnavailable,
    DuralogueError,
    NotAuthenticated,
    NotFound,
    RateLimited,
)

_RECONNECT_AFTER_S = 0.5
_TIMEOUT = httpx.Timeout(30, read=45)  # the stream says that it lives every 15 s


@dataclass(frozen=True)
class Visit:
    """What a visitor keeps to come back to their conversation."""

    tenant: str
    session_token: str
    conversation_id: str


@dataclass(frozen=True)
class StreamEvent:
    """One numbered event of the conversation's stream."""

    seq: int
    kind: str
    data: dict[str, Any]


class ChatClient:
    """One visitor in one conversation. Sending is safe to repeat with the same id."""

    def __init__(self, http: httpx.AsyncClient, visit: Visit) -> None:
        self._http = http
        self.visit = visit
        self._path = f"/v1/tenants/{visit.tenant}/conversations/{visit.conversation_id}"
        self._headers = {"Authorization": f"Bearer {visit.session_token}"}

    @classmethod
    async def begin(cls, http: httpx.AsyncClient, tenant: str) -> "ChatClient":
        """Ask for a new conversation."""
        answer = await _ask(http, "POST", f"/v1/tenants/{tenant}/sessions")
        return cls(http, Visit(tenant, answer["session_token"], answer["conversation_id"]))

    async def say(self, text: str, *, message_id: str | None = None) -> str:
        """Send a message; the answer comes as an event. Returns the message's id."""
        message_id = message_id or uuid4().hex
        body = {"message_id": message_id, "text": text}
        await _ask(self._http, "POST", f"{self._path}/messages", json=body, headers=self._headers)
        return message_id

    async def history(self) -> dict[str, Any]:
        """The last messages, and `latest_event`, the number to listen from."""
        return await _ask(self._http, "GET", f"{self._path}/messages", headers=self._headers)

    async def events(self, after: int) -> AsyncIterator[StreamEvent]:
        """Every event after that number, for ever; a broken stream is taken up where it broke."""
        seen = after
        while True:
            try:
                async for event in self._stream(seen):
                    seen = event.seq
                    yield event
            except (httpx.TransportError, DependencyUnavailable):
                await asyncio.sleep(_RECONNECT_AFTER_S)

    async def _stream(self, after: int) -> AsyncIterator[StreamEvent]:
        headers = {**self._headers, "Last-Event-ID": str(after), "Accept": "text/event-stream"}
        async with self._http.stream("GET", f"{self._path}/events", headers=headers) as response:
            if response.is_error:
                await response.aread()
                raise _refusal(response)
            lines: list[str] = []
            async for line in response.aiter_lines():
                if line:
                    lines.append(line)
                    continue
                if (event := parse_event(lines)) is not None:
                    yield event
                lines = []


def open_http(base_url: str) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=base_url, timeout=_TIMEOUT)


def parse_event(lines: Iterable[str]) -> StreamEvent | None:
    """One event out of the lines of a server-sent event; None for a comment or a notice."""
    fields = {name: value.removeprefix(" ") for name, value in _fields(lines)}
    if "data" not in fields or "id" not in fields:
        return None
    shown = json.loads(fields["data"])
    return StreamEvent(seq=int(fields["id"]), kind=fields["event"], data=shown["data"])


def _fields(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        name, _, value = line.partition(":")
        if name:
            yield name, value


async def _ask(http: httpx.AsyncClient, method: str, path: str, **request: Any) -> dict[str, Any]:
    with named_failures(http):
        response = await http.request(method, path, **request)
    if response.is_error:
        raise _refusal(response)
    return dict(response.json())


@contextmanager
def named_failures(http: httpx.AsyncClient) -> Iterator[None]:
    try:
        yield
    except httpx.InvalidURL as error:
        raise ConfigurationError(f"{http.base_url} is not a URL") from error
    except httpx.HTTPError as error:
        raise DependencyUnavailable(f"the gateway at {http.base_url} does not answer") from error


def _refusal(response: httpx.Response) -> DuralogueError:
    """The gateway's problem document as one of our errors."""
    try:
        detail = str(response.json()["detail"])
    except (ValueError, KeyError, TypeError):
        detail = f"the gateway answered {response.status_code}"
    if response.status_code == httpx.codes.UNAUTHORIZED:
        return NotAuthenticated(detail)
    if response.status_code == httpx.codes.NOT_FOUND:
        return NotFound(detail)
    if response.status_code == httpx.codes.TOO_MANY_REQUESTS:
        return RateLimited(timedelta(seconds=float(response.headers.get("Retry-After", "1"))))
    if response.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
        return DependencyUnavailable(detail)
    return DependencyRejected(detail)
