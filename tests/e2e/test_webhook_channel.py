"""A channel of the tenant's own on the running product: in by webhook, out to a loopback server."""

import asyncio
import json
import re
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from channels.webhook.signature import key_of, new_secret, signed
from domain.channel_addresses import Channel, ChannelAddress, conversation_id_of
from domain.messages import Role, TranscriptMessage
from duralogue.channel_connections import connect_webhook, remove_account
from duralogue.embedded.endpoints import choose_port
from duralogue.embedded.stack import Stack
from infra.postgres.engine import create_engine
from infra.postgres.key_wrapping import address_key
from infra.postgres.transcripts import PostgresTranscripts
from tests.e2e.tenant_server import Mood, TenantServer, tenant_server
from tests.support import eventually, plain_http

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "build-a-channel-outside.md"
EXAMPLE = re.compile(r"```python\n(.*?)```", re.DOTALL)


@dataclass
class Chat:
    """One customer of the tenant's own chat."""

    stack: Stack
    server: TenantServer
    account: str
    sender: str

    async def post(
        self,
        text: str | None = None,
        *,
        secret: str = "",
        tenant: str = "acme",
        signed_at: datetime | None = None,
        headers: Mapping[str, str] | None = None,
        **fields: Any,
    ) -> httpx.Response:
        event = {"id": uuid4().hex, "sender": self.sender, "text": text, **fields}
        body = json.dumps(event).encode()
        key = key_of(secret or self.server.secret)
        sent = signed([key], webhook_id=uuid4().hex, at=signed_at or datetime.now(UTC), body=body)
        path = f"/v1/tenants/{tenant}/channels/webhook/{self.account}/messages"
        async with plain_http(base_url=self.stack.ports.gateway_url, timeout=60) as http:
            return await http.post(
                path,
                content=body,
                headers={"Content-Type": "application/json", **sent, **(headers or {})},
            )

    async def say(self, text: str, **fields: Any) -> None:
        answer = await self.post(text, **fields)
        assert (answer.status_code, answer.text) == (200, "{}"), answer.text

    @property
    def texts(self) -> list[str]:
        return self.server.texts_to(self.sender)

    async def transcript(self) -> list[TranscriptMessage]:
        settings = self.stack.settings
        address = ChannelAddress(
            channel=Channel.WEBHOOK, account=self.account, recipient=self.sender
        )
        key = address_key(settings.require_master_key())
        conversation_id = conversation_id_of("acme", address, key)
        engine = create_engine(settings.require_database_url(), pool_size=1)
        try:
            found = PostgresTranscripts(engine)
            return await found.history("acme", conversation_id, before=None, limit=200)
        finally:
            await engine.dispose()

    async def heard(self) -> list[str]:
        return [line.text for line in await self.transcript() if line.role is Role.CUSTOMER]

    async def said(self) -> list[str]:
        return [line.text for line in await self.transcript() if line.role is not Role.CUSTOMER]

    async def until_all_is_delivered(self, *, heard: int) -> None:
        """Each message has been heard and everything said to it has arrived."""

        async def everything_is_here() -> bool:
            lines = await self.transcript()
            said = [line.text for line in lines if line.role is not Role.CUSTOMER]
            words = [line for line in lines if line.role is Role.CUSTOMER]
            answered = bool(lines) and lines[-1].role is not Role.CUSTOMER
            return len(words) == heard and answered and len(self.texts) >= len(said)

        await eventually(everything_is_here)


@asynccontextmanager
async def connected(stack: Stack, url: str) -> AsyncIterator[tuple[str, str]]:
    """An account and its secret, for the length of a test."""
    account = f"t{uuid4().hex[:12]}"
    lines = await connect_webhook(stack.settings, "acme", account, url=url)
    try:
        yield account, lines[-1].rpartition(" ")[2]
    finally:
        await remove_account(stack.settings, "acme", Channel.WEBHOOK, account)


@pytest.fixture
async def chat(stack: Stack) -> AsyncIterator[Chat]:
    async with tenant_server() as server, connected(stack, server.url) as (account, secret):
        server.secret = secret
        yield Chat(stack, server, account, sender=f"customer {uuid4().hex[:8]}")


async def test_a_message_is_answered_at_the_tenants_url(chat: Chat) -> None:
    """To the sender and the thread that it came from, and to nobody else."""
    await chat.say("hello", thread="order 7")
    await eventually(lambda: bool(chat.texts))

    [reply, *_] = chat.server.replies_to(chat.sender)
    assert (reply["account"], reply["recipient"], reply["thread"]) == (
        chat.account, chat.sender, "order 7",
    )  # fmt: skip
    assert reply["role"] == "bot"
    assert chat.sender not in reply["conversation_id"]


async def test_a_repeat_is_one_message_and_one_answer(chat: Chat) -> None:
    """The tenant's server may send again whenever it is not sure."""
    event = {"id": "m-1"}
    await asyncio.gather(*(chat.say("hello", **event) for _ in range(4)))
    await chat.until_all_is_delivered(heard=1)
    await chat.say("hello", **event)
    await chat.say("Where is my order A100001?", id="m-2")
    await chat.until_all_is_delivered(heard=2)

    assert await chat.heard() == ["hello", "Where is my order A100001?"]
    assert chat.texts == await chat.said()


async def test_messages_that_come_out_of_order_are_both_answered(chat: Chat) -> None:
    """In the order in which they came; that one was written earlier makes it no repeat."""
    earlier = datetime.now(UTC) - timedelta(minutes=40)
    await chat.say("hello", id="m-2")
    await chat.say("Where is my order A100001?", id="m-1", at=earlier.isoformat())
    await chat.until_all_is_delivered(heard=2)

    assert await chat.heard() == ["hello", "Where is my order A100001?"]
    assert chat.texts == await chat.said()


async def test_an_edit_and_a_deletion_are_taken(chat: Chat) -> None:
    """Also of a message that was answered, and of one that never came; the chat goes on."""
    await chat.say("hello", id="m-1")
    await chat.until_all_is_delivered(heard=1)
    changes: list[dict[str, Any]] = [
        {"id": "e-1", "edited": "m-1", "text": "Hello!"},
        {"id": "e-1", "edited": "m-1", "text": "Hello!"},
        {"id": "e-2", "deleted": "m-1"},
        {"id": "e-3", "deleted": "m-none"},
    ]
    for change in changes:
        answer = await chat.post(**change)
        assert (answer.status_code, answer.text) == (200, "{}")
    await chat.say("Where is my order A100001?", id="m-2")
    await eventually(lambda: len(chat.texts) >= 2)


async def test_what_is_not_signed_by_the_account_is_not_heard(chat: Chat) -> None:
    """Unsigned, by another secret, at another tenant, too old, of no account: one answer."""
    old = datetime.now(UTC) - timedelta(minutes=6)
    stranger = Chat(chat.stack, chat.server, "nobody", chat.sender)
    answers = [
        await chat.post("hello", headers={"webhook-signature": ""}),
        await chat.post("hello", secret=new_secret()),
        await chat.post("hello", tenant="dentist"),
        await chat.post("hello", signed_at=old),
        await stranger.post("hello"),
    ]

    assert [answer.status_code for answer in answers] == [401] * 5
    assert len({answer.json()["detail"] for answer in answers}) == 1
    assert await chat.transcript() == []


@pytest.mark.parametrize("mood", [mood for mood in Mood if mood is not Mood.REFUSING])
async def test_each_reply_arrives_once_in_order_whatever_the_server_does(
    chat: Chat, mood: Mood
) -> None:
    """Busy, failing, resetting after it has taken it, or too slow to say so."""
    chat.server.moods += [mood, mood]
    for number, text in enumerate(["hello", "Where is my order A100001?", "thank you"]):
        await chat.say(text, id=f"m-{number}")
    await chat.until_all_is_delivered(heard=3)

    assert chat.texts == await chat.said()
    replies = chat.server.replies_to(chat.sender)
    assert [reply["seq"] for reply in replies] == sorted(reply["seq"] for reply in replies)
    kept_in_silence = 2 if mood in {Mood.RESETTING, Mood.SLOW} else 0
    assert chat.server.calls == len(chat.server.got) + kept_in_silence


async def test_while_the_server_is_down_replies_wait_and_then_come_in_order(chat: Chat) -> None:
    """Messages are heard meanwhile; nobody notices but by the time it takes."""
    await chat.server.stop()
    for number, text in enumerate(["hello", "Where is my order A100001?"]):
        await chat.say(text, id=f"m-{number}")

    async def both_are_answered() -> bool:
        lines = await chat.transcript()
        return len([line for line in lines if line.role is Role.CUSTOMER]) == 2 and (
            lines[-1].role is not Role.CUSTOMER
        )

    await eventually(both_are_answered)
    assert chat.texts == []
    await chat.server.start()
    await chat.until_all_is_delivered(heard=2)

    assert chat.texts == await chat.said()


async def test_the_example_of_the_page_runs(stack: Stack, tmp_path: Path) -> None:
    """What a tenant's programmer copies works, to the letter, and fits on a page."""
    found = EXAMPLE.search(PAGE.read_text())
    assert found is not None
    assert len(found[1].splitlines()) <= 60
    (tmp_path / "terminal_chat.py").write_text(found[1])
    port = choose_port(0)
    async with connected(stack, f"http://127.0.0.1:{port}/replies") as (account, secret):
        endpoint = f"{stack.ports.gateway_url}/v1/tenants/acme/channels/webhook/{account}/messages"
        running = await asyncio.create_subprocess_exec(
            sys.executable,
            "terminal_chat.py",
            cwd=tmp_path,
            env={"ENDPOINT": endpoint, "SECRET": secret, "PORT": str(port)},
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        assert running.stdin is not None
        assert running.stdout is not None
        try:
            running.stdin.write(b"hello\n")
            async with asyncio.timeout(90):
                line = (await running.stdout.readline()).decode()
        finally:
            running.kill()
            await running.wait()

    assert line.startswith("customer-1 < ")
