"""A person with a phone, whose provider is a double that calls the running product."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx

from channels.sms.connection import new_connection
from domain.channel_addresses import Channel, ChannelAddress, conversation_id_of
from duralogue.channel_connections import open_connections
from duralogue.embedded.stack import Stack
from infra.postgres.key_wrapping import address_key
from provider_doubles.serving import running_double
from provider_doubles.twilio.app import create_twilio_double
from provider_doubles.twilio.settings import TwilioSettings
from tests.support import eventually, plain_http

_ANSWERED_WITHIN_S = 60.0


@dataclass
class Phone:
    """One person's; `account` is the tenant's name for the number that they write to."""

    http: httpx.AsyncClient
    stack: Stack
    account: str
    number: str
    tenant: str

    async def writes(self, text: str, **more: Any) -> None:
        """Returned once the gateway has taken it."""
        body = {"sender": self.number, "body": text, **more}
        answer = await self.http.post("/_double/write", json=body)
        assert answer.status_code == 200, answer.text
        assert all(call["statuses"] == [200] for call in answer.json()["calls"]), answer.text

    async def seen(self) -> list[dict[str, Any]]:
        """What we have sent, in the order in which it came; not what Twilio itself says."""
        told = (await self.http.get("/_double/seen", params={"person": self.number})).json()
        return [
            each
            for each in told["messages"]
            if each["direction"].startswith("outbound") and not each["by_twilio"]
        ]

    async def texts(self) -> list[str]:
        return [each["body"] for each in await self.seen()]

    async def repeated(self) -> list[dict[str, Any]]:
        """What was sent more than once."""
        found: list[dict[str, Any]] = (await self.http.get("/_double/seen")).json()["repeated"]
        return found

    async def got(self, words: str, *, after: int = 0) -> dict[str, Any]:
        """The message that holds the words, once it is there; `after` so many others."""
        found: list[dict[str, Any]] = []

        async def is_there() -> bool:
            found[:] = [each for each in (await self.seen())[after:] if words in each["body"]]
            return bool(found)

        try:
            await eventually(is_there, within=_ANSWERED_WITHIN_S)
        except TimeoutError:
            raise AssertionError(f"{words!r} is not in {await self.texts()}") from None
        return found[0]

    @property
    def conversation_id(self) -> str:
        address = ChannelAddress(channel=Channel.SMS, account=self.account, recipient=self.number)
        key = address_key(self.stack.settings.require_master_key())
        return conversation_id_of(self.tenant, address, key)


@asynccontextmanager
async def phone_of(stack: Stack, tenant: str, **double: Any) -> AsyncIterator[Phone]:
    """A number of the tenant's, and a person, that nobody else's test has."""
    account, gateway = f"t{uuid4().hex[:12]}", stack.ports.gateway_url
    settings = TwilioSettings(
        request_url=f"{gateway}/v1/tenants/{tenant}/channels/sms/{account}/messages", **double
    )
    async with running_double(create_twilio_double(settings)) as url:
        number = new_connection(
            account,
            account_sid=settings.account_sid,
            auth_token=settings.auth_token,
            number=settings.numbers[0],
            public_url=gateway,
            api_url=url,
        )
        async with open_connections(stack.settings, tenant) as connections:
            await connections.connect(tenant, number)
            try:
                async with plain_http(base_url=url, timeout=60) as http:
                    person = f"+4917{uuid4().int % 10**9:09d}"
                    yield Phone(http, stack, account, person, tenant)
            finally:
                await connections.remove(tenant, Channel.SMS, account)
