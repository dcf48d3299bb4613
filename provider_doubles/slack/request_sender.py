"""Slack's own calls to the app: signed, repeated where they got no 2xx, doubled and mixed up."""

import asyncio
import hashlib
import hmac
import random
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

import httpx
from pydantic import BaseModel, ConfigDict, Field

from provider_doubles.slack.settings import SlackSettings
from provider_doubles.slack.workspace import Json

_FORM = "application/x-www-form-urlencoded"
_JSON = "application/json"
_MOST_KEPT = 50_000


class Network(BaseModel):
    """How events travel."""

    model_config = ConfigDict(extra="forbid")

    duplicates: float = Field(default=0.0, ge=0, le=1)
    """How probably an event is sent twice, though it was taken."""
    jitter_s: float = Field(default=0.0, ge=0, le=60)
    """Each event is held back by up to so much: they overtake each other."""


@dataclass
class Sent:
    """One call, and what became of each attempt: a status, or 0 for no answer in time."""

    id: str
    kind: str
    statuses: list[int] = field(default_factory=list)
    first: asyncio.Event = field(default_factory=asyncio.Event, repr=False)

    def as_json(self) -> Json:
        return {"id": self.id, "kind": self.kind, "statuses": list(self.statuses)}

    @property
    def is_taken(self) -> bool:
        return any(_is_fine(status) for status in self.statuses)


def signature_of(secret: str, timestamp: str, body: bytes) -> str:
    """`v0=` and hex, as in X-Slack-Signature."""
    base = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


class RequestSender:
    """Posts to the app's request URL; nothing is sent while there is none."""

    def __init__(self, settings: SlackSettings) -> None:
        self.settings = settings
        self.network = Network()
        self.log: list[Sent] = []
        self._chance = random.Random(settings.seed)  # noqa: S311 - chance that is to be repeated
        self._tasks: set[asyncio.Task[None]] = set()
        self._client = httpx.AsyncClient(timeout=settings.answer_within_s, trust_env=False)

    async def close(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._client.aclose()

    def send_event(
        self, event_id: str, body: bytes, *, delay_s: float = 0, copies: int = 1
    ) -> Sent:
        """In the background; `copies` are sent beside each other, with the same event id."""
        sent = self._note(event_id, "event")
        if not self.settings.request_url:
            sent.first.set()
            return sent
        if self._chance.random() < self.network.duplicates:
            copies += 1
        for _ in range(copies):
            held = delay_s + self._chance.random() * self.network.jitter_s
            task = asyncio.create_task(self._deliver(sent, body, held))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return sent

    async def send_form(
        self, part: str, fields: Mapping[str, str]
    ) -> tuple[Sent, httpx.Response | None]:
        """An interaction or a command: once, and the answer matters. None where there was none."""
        sent = self._note("", part)
        if not self.settings.request_url:
            return sent, None
        body = urlencode(fields).encode()
        return sent, await self._post(sent, part, body, _FORM, {})

    def _note(self, name: str, kind: str) -> Sent:
        sent = Sent(name, kind)
        if len(self.log) >= _MOST_KEPT:
            del self.log[: _MOST_KEPT // 2]
        self.log.append(sent)
        return sent

    async def _deliver(self, sent: Sent, body: bytes, delay_s: float) -> None:
        await asyncio.sleep(delay_s)
        headers: dict[str, str] = {}
        for number, wait in enumerate((*self.settings.retry_delays_s, None), start=1):
            response = await self._post(sent, "events", body, _JSON, headers)
            sent.first.set()
            if response is not None and (
                response.is_success or response.headers.get("x-slack-no-retry") == "1"
            ):
                return
            if wait is None:
                return
            await asyncio.sleep(wait)
            headers = {
                "X-Slack-Retry-Num": str(number),
                "X-Slack-Retry-Reason": "http_timeout" if response is None else "http_error",
            }

    async def _post(
        self, sent: Sent, part: str, body: bytes, kind: str, headers: Mapping[str, str]
    ) -> httpx.Response | None:
        timestamp = str(int(time.time()))
        signed = {
            "Content-Type": kind,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature_of(self.settings.signing_secret, timestamp, body),
            **headers,
        }
        url = f"{self.settings.request_url.rstrip('/')}/{part}"
        try:
            response = await self._client.post(url, content=body, headers=signed)
        except httpx.HTTPError:
            sent.statuses.append(0)
            return None
        sent.statuses.append(response.status_code)
        return response


def _is_fine(status: int) -> bool:
    return 200 <= status < 300  # noqa: PLR2004 - any 2xx
