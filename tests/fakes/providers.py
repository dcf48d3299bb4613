"""Two providers on loopback, with the manners of Slack's and of Twilio's interface."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse

RETRY_AFTER_S = 3


class Mood(StrEnum):
    """How a provider takes the next message. Before, nothing was sent; after, it was."""

    SILENT_BEFORE = "silent_before"
    SILENT_AFTER = "silent_after"
    ERROR_BEFORE = "error_before"
    ERROR_AFTER = "error_after"
    BUSY = "busy"
    REFUSING = "refusing"


class Provider:
    """`got` is what customers have on their screens, in order, whoever sent it how often."""

    def __init__(self) -> None:
        self.moods: deque[Mood] = deque()
        self.got: list[dict[str, Any]] = []
        self.asked = 0
        """How often it was asked what it has."""
        self.is_mute = False
        """Whether it cannot be asked."""
        self.arriving: Callable[[], Awaitable[None]] | None = None
        """Awaited once a message is on the screen, before it is answered."""
        self._over = asyncio.Event()

    @property
    def texts(self) -> list[str]:
        return [message["text"] for message in self.got]

    def close(self) -> None:
        """Let go of whoever is still waiting for an answer."""
        self._over.set()

    async def take(self, message: dict[str, Any]) -> JSONResponse | None:
        """Put it on the screen, or not. Returns an answer where it is not the usual one."""
        mood = self.moods.popleft() if self.moods else None
        match mood:
            case Mood.BUSY:
                headers = {"Retry-After": str(RETRY_AFTER_S)}
                return JSONResponse({"error": "ratelimited"}, 429, headers)
            case Mood.ERROR_BEFORE:
                return JSONResponse({"error": "internal"}, 503)
            case Mood.SILENT_BEFORE:
                await self._over.wait()
            case Mood.REFUSING:
                return self.refusal()
        self.got.append({**message, "id": f"p-{len(self.got) + 1}", "at": datetime.now(UTC)})
        if self.arriving is not None:
            await self.arriving()
        if mood is Mood.SILENT_AFTER:
            await self._over.wait()
        return JSONResponse({"error": "internal"}, 500) if mood is Mood.ERROR_AFTER else None

    def refusal(self) -> JSONResponse:
        return JSONResponse({"error": "refused"}, 400)


class SlackLike(Provider):
    """Keeps the metadata of a message and gives it back: a send can be found by our own id."""

    def refusal(self) -> JSONResponse:
        return JSONResponse({"ok": False, "error": "channel_not_found"})

    def app(self) -> FastAPI:
        app = FastAPI()

        @app.post("/api/chat.postMessage")
        async def post_message(request: Request) -> Response:
            message = await request.json()
            unusual = await self.take(message)
            return unusual or JSONResponse({"ok": True, "ts": self.got[-1]["id"]})

        @app.get("/api/conversations.replies")
        async def replies(channel: str, ts: str, oldest: float) -> Response:
            self.asked += 1
            if self.is_mute:
                return JSONResponse({"ok": False, "error": "internal_error"}, 503)
            found = [
                {"ts": one["id"], "text": one["text"], "metadata": one["metadata"]}
                for one in self.got
                if (one["channel"], one["thread_ts"]) == (channel, ts)
                and one["at"].timestamp() >= oldest
            ]
            return JSONResponse({"ok": True, "messages": found})

        return app


class TwilioLike(Provider):
    """Takes no key and keeps no id of ours: a send can be found by its words only."""

    def refusal(self) -> JSONResponse:
        return JSONResponse({"code": 21610, "message": "unsubscribed recipient"}, 400)

    def app(self) -> FastAPI:
        app = FastAPI()

        @app.post("/2010-04-01/Accounts/AC1/Messages.json")
        async def create(request: Request) -> Response:
            fields = await request.json()
            unusual = await self.take({"to": fields["To"], "text": fields["Body"]})
            return unusual or JSONResponse({"sid": self.got[-1]["id"]}, 201)

        @app.get("/2010-04-01/Accounts/AC1/Messages.json")
        async def listed(to: str, since: datetime) -> Response:
            self.asked += 1
            if self.is_mute:
                return JSONResponse({"code": 20500}, 503)
            found = [
                {"sid": one["id"], "to": one["to"], "body": one["text"]}
                for one in self.got
                if one["to"] == to and one["at"] >= since
            ]
            return JSONResponse({"messages": found})

        return app
