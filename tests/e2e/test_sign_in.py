"""Sessions from before a sign-in, used after it, against the running product."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import httpx
import jwt
import pytest
from rich.console import Console

from domain.channel_addresses import (
    Channel,
)
from domain.messages import (
    InboundMessage,
)
from duralogue.chat_client import ChatClient, Visit, open_http
from duralogue.demo.customer import Customer, visiting
from duralogue.embedded.stack import Stack
from infra.postgres.engine import create_engine
from infra.postgres.spool import PostgresSpool
from tests.fakes.keys import FakeKeys
from tests.support import eventually

ORDER = "A100004"
"""One of Ada's."""


@dataclass
class Door:
    """The gateway, and the site of the shop that vouches for its customers."""

    http: httpx.AsyncClient
    secret: str

    def word_for(self, customer_id: str) -> str:
        claims = {"iss": "https://acme.example", "aud": "duralogue", "sub": customer_id}
        return jwt.encode(claims | {"exp": int(time.time()) + 300}, self.secret)

    async def verify(self, visit: Visit, customer_id: str) -> httpx.Response:
        return await self.http.post(
            "/v1/tenants/acme/sessions/verify",
            headers={"Authorization": f"Bearer {visit.session_token}"},
            json={"customer_token": self.word_for(customer_id)},
        )

    async def uses(self, visit: Visit) -> dict[str, int]:
        """What comes of reading, following and writing with a session."""
        here = f"/v1/tenants/acme/conversations/{visit.conversation_id}"
        headers = {"Authorization": f"Bearer {visit.session_token}"}
        said = {"message_id": uuid4().hex, "text": f"I want to return {ORDER}"}
        read = await self.http.get(f"{here}/messages", headers=headers)
        followed = await self.http.get(f"{here}/events", headers=headers)
        sent = await self.http.post(f"{here}/messages", headers=headers, json=said)
        return {"read": read.status_code, "follow": followed.status_code, "send": sent.status_code}


@pytest.fixture
async def door(stack: Stack) -> AsyncIterator[Door]:
    secret = stack.settings.tenant_backends["acme"].secrets["site"].get_secret_value()
    async with open_http(stack.ports.gateway_url) as http:
        yield Door(http, secret)


async def test_a_session_from_before_the_sign_in_gets_nothing_of_the_customers(door: Door) -> None:
    """
    It reads nothing, follows nothing, sends nothing, and brings no other customer in.
    """
    async with visiting(door.http, "acme", Console(quiet=True)) as visitor:
        before = visitor.chat.visit
        await visitor.ask("hello")
        signed_in = await door.verify(before, "cust-ada")
        made = signed_in.raise_for_status().json()
    async with _customer(door.http, made) as customer:
        answer = await customer.ask(f"Where is my order {ORDER}?")
        assert ORDER in answer["text"], "no e-mail is asked of a customer who is known"
        events = customer.last_seq

        assert await door.uses(before) == {"read": 401, "follow": 401, "send": 401}
        assert (await door.verify(before, "cust-bob")).status_code == 409
        bobs = (await door.verify(before, "cust-bob")).json()

        said = [message["text"] for message in (await customer.chat.history())["messages"]]
        assert not any("return" in text for text in said)
        assert "customer" in bobs["detail"]
        assert customer.last_seq == events


@pytest.mark.parametrize("unchecked", [False, True])
async def test_what_gets_past_the_door_is_nobodys_words(
    door: Door, stack: Stack, *, unchecked: bool
) -> None:
    """
    In the spool when the customer signed in, or let in while the database was down: it is done
    for nobody, or not heard at all, whatever the conversation remembers.
    """
    async with visiting(door.http, "acme", Console(quiet=True)) as visitor:
        made = (await door.verify(visitor.chat.visit, "cust-ada")).raise_for_status().json()
    async with _customer(door.http, made) as customer:
        assert ORDER in (await customer.ask(f"Where is my order {ORDER}?"))["text"]
        late = InboundMessage(
            message_id=uuid4().hex,
            tenant_id="acme",
            conversation_id=made["conversation_id"],
            channel=Channel.WEB,
            text="Where is my order A100001?",
            received_at=datetime.now(UTC),
            unchecked=unchecked,
        )
        await _spool(stack, late)
        if not unchecked:
            heard = await customer.answer_to(late.message_id)
            assert "Which e-mail address is on the order?" in heard["text"]
            await customer.ask("cancel")
        last = await customer.ask(f"Where is my order {ORDER}?")
        said = (await customer.chat.history())["messages"]

    assert ORDER in last["text"]
    assert (late.text in [message["text"] for message in said]) is not unchecked


async def _spool(stack: Stack, message: InboundMessage) -> None:
    """As a gateway that could not reach Temporal; one that can hands it over."""
    engine = create_engine(stack.settings.require_database_url())
    spool = PostgresSpool(engine, FakeKeys())
    await spool.add(message)

    async def is_handed_over() -> bool:
        return not await spool.holds(message.tenant_id, message.conversation_id)

    await eventually(is_handed_over)
    await engine.dispose()


@asynccontextmanager
async def _customer(http: httpx.AsyncClient, made: dict[str, Any]) -> AsyncIterator[Customer]:
    """Whoever holds the session that came of signing in, listening."""
    visit = Visit("acme", made["session_token"], made["conversation_id"])
    customer = Customer(ChatClient(http, visit), Console(quiet=True))
    listening = asyncio.create_task(customer.listen())
    try:
        yield customer
    finally:
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)
