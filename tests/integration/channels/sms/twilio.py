"""A small Twilio on loopback: takes messages, lists them, and fails as it is told."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

from aiohttp import web

ACCOUNT_SID = "AC" + "1" * 32
TOKEN = "0123456789abcdef0123456789abcdef"


@dataclass
class Twilio:
    """`got` is what phones show, in order."""

    url: str = ""
    got: list[dict[str, Any]] = field(default_factory=list)
    forms: list[dict[str, str]] = field(default_factory=list)
    faults: deque[str] = field(default_factory=deque)
    """What becomes of the next messages: "ok", "reset", "500 after", "500", "429", or a code."""
    looked_up: int = 0
    takes_s: float = 0.0
    at_once: int = 0
    most_at_once: int = 0

    @property
    def bodies(self) -> list[str]:
        return [message["said"] for message in self.got]

    async def create(self, request: web.Request) -> web.StreamResponse:
        form = {name: str(value) for name, value in (await request.post()).items()}
        self.forms.append(form)
        fault = self.faults.popleft() if self.faults else "ok"
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await asyncio.sleep(self.takes_s)
        self.at_once -= 1
        if fault == "429":
            body = {"code": 20429, "message": "Too Many Requests", "status": 429}
            return web.json_response(body, status=429, headers={"Retry-After": "7"})
        if fault == "500":
            return web.json_response({"message": "oops"}, status=500)
        if fault.isdigit():
            body = {"code": int(fault), "message": "refused", "status": 400}
            return web.json_response(body, status=400)
        message = self._taken(form)
        if fault == "reset":
            transport = request.transport
            assert transport is not None
            transport.abort()
            await asyncio.sleep(0)
        if fault == "500 after":
            return web.json_response({"message": "oops"}, status=500)
        return web.json_response(message, status=201)

    def _taken(self, form: dict[str, str]) -> dict[str, Any]:
        said = form.get("Body", f"template {form.get('ContentSid', '')}")
        obfuscated = form.get("AddressRetention") == "obfuscate"
        message = {
            "sid": f"SM{len(self.got) + 1:032x}",
            "to": form["To"][:-4] + "XXXX" if obfuscated else form["To"],
            "from": form.get("From"),
            "body": "" if form.get("ContentRetention") == "discard" else said,
            "said": said,
            "direction": "outbound-api",
            "status": "queued",
            "date_created": format_datetime(datetime.now(UTC)),
        }
        self.got.append(message)
        return message

    async def listed(self, request: web.Request) -> web.Response:
        self.looked_up += 1
        to, sender = request.query.get("To"), request.query.get("From")
        found = [
            one
            for one in reversed(self.got)
            if (not to or one["to"] == to) and (not sender or one["from"] in {sender, None})
        ]
        return web.json_response({"messages": found, "next_page_uri": None, "page": 0})


@asynccontextmanager
async def running_twilio() -> AsyncIterator[Twilio]:
    twilio = Twilio()
    app = web.Application()
    path = f"/2010-04-01/Accounts/{ACCOUNT_SID}/Messages.json"
    app.router.add_post(path, twilio.create)
    app.router.add_get(path, twilio.listed)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    twilio.url = f"http://{host}:{port}"
    try:
        yield twilio
    finally:
        await runner.cleanup()
