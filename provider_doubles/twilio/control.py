"""The control API for tests and the page: write as a person does, look at what phones show."""

from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from provider_doubles.control import read_model
from provider_doubles.twilio.account import Account
from provider_doubles.twilio.api import MessagesApi
from provider_doubles.twilio.inbound import Inbound, Writing
from provider_doubles.twilio.request_sender import Network, RequestSender
from provider_doubles.twilio.sightings import repeated, seen


class Changes(BaseModel):
    """Settings that may change while it runs."""

    model_config = ConfigDict(extra="forbid")

    request_url: str | None = None
    advanced_opt_out: bool | None = None
    step_s: float | None = Field(default=None, ge=0, le=600)
    window_s: float | None = Field(default=None, gt=0)


class Unreachable(BaseModel):
    """Every message to this person fails with the code; without one they are reached again."""

    model_config = ConfigDict(extra="forbid")

    person: str
    code: int | None = Field(default=30003, ge=10_000, le=99_999)


class TwilioControl:
    """`/_double/…` of Twilio."""

    def __init__(
        self, account: Account, sender: RequestSender, inbound: Inbound, api: MessagesApi
    ) -> None:
        self._account = account
        self._sender = sender
        self._inbound = inbound
        self._api = api

    def routes(self) -> list[Route]:
        return [
            Route("/_double/write", self._write, methods=["POST"]),
            Route("/_double/unreachable", self._make_unreachable, methods=["POST"]),
            Route("/_double/network", self._set_network, methods=["PUT"]),
            Route("/_double/settings", self._change, methods=["PUT"]),
            Route("/_double/seen", self._show_seen, methods=["GET"]),
            Route("/_double/sent", self._show_sent, methods=["GET"]),
        ]

    async def _write(self, request: Request) -> Response:
        writing = await read_model(request, Writing)
        if writing.to and writing.to not in self._account.settings.numbers:
            raise HTTPException(422, f"to: {writing.to} is no number of this account")
        try:
            message, sent = await self._inbound.write(writing, base_url=str(request.base_url))
        except ValueError:
            raise HTTPException(422, "media: content must be base64") from None
        return JSONResponse({"sid": message.sid, "calls": [each.as_json() for each in sent]})

    async def _make_unreachable(self, request: Request) -> Response:
        asked = await read_model(request, Unreachable)
        if asked.code is None:
            self._account.undeliverable.pop(asked.person, None)
        else:
            self._account.undeliverable[asked.person] = asked.code
        return JSONResponse({"undeliverable": self._account.undeliverable})

    async def _set_network(self, request: Request) -> Response:
        self._sender.network = await read_model(request, Network)
        return JSONResponse(self._sender.network.model_dump())

    async def _change(self, request: Request) -> Response:
        changes = await read_model(request, Changes)
        for name, value in changes.model_dump(exclude_none=True).items():
            setattr(self._account.settings, name, value)
        return JSONResponse({"request_url": self._account.settings.request_url})

    async def _show_seen(self, request: Request) -> Response:
        account = self._account
        return JSONResponse(
            {
                "numbers": list(account.settings.numbers),
                "messages": seen(account, request.query_params.get("person", "")),
                "repeated": repeated(account),
                "opted_out": sorted(map(list, account.opted_out)),
                "windows": [list(pair) for pair in account.last_inbound],
            }
        )

    async def _show_sent(self, _: Request) -> Response:
        return JSONResponse(
            {"sent": [each.as_json() for each in self._sender.log], "calls": self._api.calls}
        )
