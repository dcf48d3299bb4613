"""Twilio's own calls to the app: messages and status callbacks, signed."""

import asyncio
import base64
import hashlib
import hmac
import random
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

import httpx
from pydantic import BaseModel, ConfigDict, Field

from provider_doubles.twilio.account import Json
from provider_doubles.twilio.settings import TwilioSettings

_MOST_KEPT = 50_000


class Network(BaseModel):
    """How calls travel."""

    model_config = ConfigDict(extra="forbid")

    duplicates: float = Field(default=0.0, ge=0, le=1)
    """How probably a call is made twice, though it was taken."""
    jitter_s: float = Field(default=0.0, ge=0, le=60)
    """Each call is held back by up to so much: status callbacks overtake each other."""


@dataclass
class Sent:
    """One call, and what became of each attempt: a status, or 0 for no answer in time."""

    sid: str
    kind: str
    """message, or the status that is told."""
    statuses: list[int] = field(default_factory=list)
    answer: str = ""

    def as_json(self) -> Json:
        return {"sid": self.sid, "kind": self.kind, "statuses": list(self.statuses)}


def signature_of(token: str, url: str, fields: Mapping[str, str]) -> str:
    """As in X-Twilio-Signature: the address and the sorted fields, HMAC-SHA1, base64."""
    told = url + "".join(name + fields[name] for name in sorted(fields))
    return base64.b64encode(hmac.new(token.encode(), told.encode(), hashlib.sha1).digest()).decode()


class RequestSender:
    """A call that reaches nobody is repeated once; what was answered, however, is not."""

    def __init__(self, settings: TwilioSettings) -> None:
        self.settings = settings
        self.network = Network()
        self.log: list[Sent] = []
        self._chance = random.Random(settings.seed)  # noqa: S311 - chance that is to be repeated
        self._tasks: set[asyncio.Task[object]] = set()
        self._client = httpx.AsyncClient(timeout=settings.answer_within_s, trust_env=False)

    async def close(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._client.aclose()

    def run(self, work: "asyncio.Task[object]") -> None:
        """Keep it until it ends, or the double does."""
        self._tasks.add(work)
        work.add_done_callback(self._tasks.discard)

    def send_later(self, url: str, sid: str, kind: str, fields: Mapping[str, str]) -> None:
        copies = 2 if self._chance.random() < self.network.duplicates else 1
        for _ in range(copies):
            held = self._chance.random() * self.network.jitter_s
            self.run(asyncio.create_task(self._held(held, url, sid, kind, fields)))

    async def _held(
        self, seconds: float, url: str, sid: str, kind: str, fields: Mapping[str, str]
    ) -> None:
        await asyncio.sleep(seconds)
        await self.send(url, sid, kind, fields)

    async def send(self, url: str, sid: str, kind: str, fields: Mapping[str, str]) -> Sent:
        sent = Sent(sid, kind)
        if len(self.log) >= _MOST_KEPT:
            del self.log[: _MOST_KEPT // 2]
        self.log.append(sent)
        headers = {
            "X-Twilio-Signature": signature_of(self.settings.auth_token, url, fields),
            "User-Agent": "TwilioProxy/1.1",
            "I-Twilio-Idempotency-Token": secrets.token_hex(16),
        }
        for _ in range(2):
            try:
                response = await self._client.post(url, data=dict(fields), headers=headers)
            except httpx.HTTPError:
                sent.statuses.append(0)
                continue
            sent.statuses.append(response.status_code)
            sent.answer = response.text
            break
        return sent
