"""A tenant's own server on the running product: keys, messages, reads, and dead letters."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest

from domain.api_keys import ApiKeyScope, KeySecret, NewApiKey
from domain.channel_addresses import Channel
from duralogue.dead_letters import replay_dead_letters
from duralogue.embedded.stack import Stack
from duralogue.key_administration import list_keys, make_key, revoke_key, rotate_key
from tests.e2e.tenant_server import Mood, TenantServer, tenant_server
from tests.e2e.test_webhook_channel import connected
from tests.support import eventually, plain_http

ACME = "/v1/tenants/acme"


@pytest.fixture
async def server(stack: Stack) -> AsyncIterator[tuple[TenantServer, str]]:
    """With the name of its account."""
    async with tenant_server() as made, connected(stack, made.url) as (account, secret):
        made.secret = secret
        yield made, account


@pytest.fixture
async def key(stack: Stack) -> str:
    wanted = NewApiKey(
        name=f"e2e {uuid4().hex[:8]}", scopes=frozenset(ApiKeyScope), made_by="the test"
    )
    return await make_key(stack.settings, "acme", wanted)


@pytest.fixture
async def http(stack: Stack, key: str) -> AsyncIterator[httpx.AsyncClient]:
    async with plain_http(
        base_url=stack.ports.gateway_url + ACME,
        headers={"Authorization": f"Bearer {key}"},
        timeout=60,
    ) as client:
        yield client


def hello(account: str, sender: str, **more: Any) -> dict[str, Any]:
    return {"account": account, "id": uuid4().hex, "sender": sender, "text": "hello", **more}


async def test_a_message_is_answered_by_webhook_and_can_be_read(
    http: httpx.AsyncClient, server: tuple[TenantServer, str]
) -> None:
    """
    Sent twice with one Idempotency-Key: one message, one answer, and the same words back.
    """
    tenants, account = server
    body, repeat = hello(account, "customer 7"), {"Idempotency-Key": uuid4().hex}

    first, again = [
        await http.post("/server/messages", json=body, headers=repeat) for _ in range(2)
    ]
    await eventually(lambda: bool(tenants.texts_to("customer 7")))

    assert (first.status_code, again.json()) == (202, first.json()), first.text
    assert again.headers["Idempotency-Replayed"] == "true"
    assert first.headers["RateLimit-Policy"] == '"authenticated";q=50;w=10'
    assert first.headers["RateLimit"] == '"authenticated";r=49;t=1'
    conversation = first.json()["conversation_id"]
    said = (await http.get(f"/conversations/{conversation}/transcript")).json()["messages"]
    assert [line["text"] for line in said if line["role"] == "customer"] == ["hello"]


async def test_a_rotated_key_takes_over(stack: Stack, key: str, http: httpx.AsyncClient) -> None:
    old = KeySecret.read(key)
    assert old is not None
    assert (await http.get("/handoffs")).status_code == 200
    new = await rotate_key(
        stack.settings,
        "acme",
        old.key_id,
        overlap=timedelta(hours=1),
        valid_for=timedelta(days=1),
        by="the test",
    )
    bearer = {"Authorization": f"Bearer {new}"}
    assert (await http.get("/handoffs", headers=bearer)).status_code == 200
    assert (await http.get("/handoffs")).status_code == 200

    await revoke_key(stack.settings, "acme", old.key_id, by="the test")

    assert (await http.get("/handoffs")).status_code == 401
    assert (await http.get("/handoffs", headers=bearer)).status_code == 200
    [record] = [
        each for each in await list_keys(stack.settings, "acme") if each.key_id == old.key_id
    ]
    assert (record.last_refusal, record.revoked_by) == ("revoked", "the test")


async def test_a_reply_that_was_refused_comes_once_it_is_replayed(
    stack: Stack, http: httpx.AsyncClient, server: tuple[TenantServer, str]
) -> None:
    """
    Over HTTP, and as the command line does; it is listed until then, and not any more after.
    """
    tenants, account = server
    tenants.moods.extend([Mood.REFUSING] * 20)
    answer = await http.post("/server/messages", json=hello(account, "customer 8"))
    conversation = answer.json()["conversation_id"]

    async def dead() -> list[str]:
        found = (await http.get("/deliveries/dead", params={"limit": 1_000})).json()["deliveries"]
        ours = [each for each in found if each["conversation_id"] == conversation]
        assert all("404" in each["reason"] for each in ours)
        return [each["delivery_id"] for each in ours]

    async def is_given_up() -> bool:
        return bool(await dead())

    await eventually(is_given_up)
    tenants.moods.clear()
    letters = await dead()
    replayed = await http.post("/deliveries/replay", json={"delivery_ids": letters[:1]})
    assert (replayed.status_code, replayed.json()["delivery_ids"]) == (202, letters[:1])
    await eventually(lambda: len(tenants.texts_to("customer 8")) == 1)
    tenants.moods.extend([Mood.REFUSING] * 20)
    await http.post("/server/messages", json=hello(account, "customer 8"))
    await eventually(is_given_up)
    tenants.moods.clear()
    again = await replay_dead_letters(stack.settings, "acme", (), Channel.WEBHOOK)
    assert {*await dead(), *letters[1:]} <= {each.delivery_id for each in again}

    async def is_over() -> bool:
        return not await dead()

    await eventually(is_over)
    assert tenants.texts_to("customer 8")
