"""Faults of the doubles: what the caller meets, and what people would have seen all the same."""

import asyncio
import time
from collections.abc import AsyncIterator

import httpx
import pytest

from provider_doubles.serving import running_double
from provider_doubles.slack import create_slack_double
from tests.support import plain_http

POST = "/api/chat.postMessage"
SAID = {"channel": "C0HELP0000", "text": "Hello"}
HEADERS = {"Authorization": "Bearer xoxb-double-bot-token"}


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with (
        running_double(create_slack_double()) as url,
        plain_http(base_url=url, headers=HEADERS, timeout=2) as client,
    ):
        yield client


async def switch(client: httpx.AsyncClient, **fault: object) -> None:
    wished = {"faults": [{"method": "chat.postMessage", **fault}]}
    (await client.put("/_double/faults", json=wished)).raise_for_status()


async def seen(client: httpx.AsyncClient) -> int:
    return len((await client.get("/_double/seen")).json()["messages"])


@pytest.mark.parametrize(("kind", "shown"), [("reset_after", 1), ("reset_before", 0)])
async def test_a_connection_is_closed(client: httpx.AsyncClient, kind: str, shown: int) -> None:
    await switch(client, kind=kind, next=1)
    with pytest.raises(httpx.TransportError):
        await client.post(POST, json=SAID)
    assert await seen(client) == shown
    assert (await client.post(POST, json=SAID)).json()["ok"]


@pytest.mark.parametrize(("kind", "shown"), [("error_after", 1), ("error_before", 0)])
async def test_a_server_fails(client: httpx.AsyncClient, kind: str, shown: int) -> None:
    await switch(client, kind=kind, next=1)
    assert (await client.post(POST, json=SAID)).status_code == 500
    assert await seen(client) == shown


async def test_too_many_calls(client: httpx.AsyncClient) -> None:
    await switch(client, kind="rate_limited", next=1, seconds=7)
    refused = await client.post(POST, json=SAID)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "7")
    assert await seen(client) == 0


async def test_a_hanging_server_has_taken_it(client: httpx.AsyncClient) -> None:
    await switch(client, kind="hang", next=1, seconds=5)
    with pytest.raises(httpx.ReadTimeout):
        await client.post(POST, json=SAID, timeout=0.3)
    assert await seen(client) == 1


async def test_a_slow_server(client: httpx.AsyncClient) -> None:
    await switch(client, kind="slow", next=1, seconds=0.3)
    began = time.monotonic()
    assert (await client.post(POST, json=SAID)).json()["ok"]
    assert time.monotonic() - began >= 0.3


async def test_a_server_that_refuses_and_comes_back(client: httpx.AsyncClient) -> None:
    await switch(client, kind="refuse", next=1, seconds=0.5)
    with pytest.raises(httpx.TransportError):
        await client.post(POST, json=SAID)
    with pytest.raises(httpx.ConnectError):
        await client.post(POST, json=SAID)
    await asyncio.sleep(0.8)
    assert (await client.post(POST, json=SAID)).json()["ok"]
    assert await seen(client) == 1


async def test_chance_hits_about_as_often_as_it_is_told(client: httpx.AsyncClient) -> None:
    await switch(client, kind="error_before", probability=0.5)
    for _ in range(60):
        await client.post(POST, json=SAID)
    assert 10 <= await seen(client) <= 50


async def test_what_came_twice_is_listed(client: httpx.AsyncClient) -> None:
    metadata = {"event_type": "reply", "event_payload": {"id": "1"}}
    for _ in range(2):
        await client.post(POST, json={**SAID, "metadata": metadata})
    told = (await client.get("/_double/seen")).json()["repeated"]
    assert len(told["by_metadata"][0]["ts"]) == len(told["by_words"][0]["ts"]) == 2


async def test_a_page_of_somebody_elses_cannot_play(client: httpx.AsyncClient) -> None:
    plain = await client.post("/_double/say", content=b"{}", headers={"content-type": "text/plain"})
    assert plain.status_code == 415
    assert (await client.get("/", headers={"host": "evil.example"})).status_code == 400
    wrong = await client.put("/_double/faults", json={"faults": [{"kind": "nonsense"}]})
    assert wrong.status_code == 422
    assert "faults.0.kind" in wrong.text
