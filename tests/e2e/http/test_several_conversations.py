"""Several conversations of one visitor: who may list, open and end which, on every device."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncEngine

from api.dependencies import GatewaySettings
from domain.rate_limits import GatewayLimits
from tests.e2e.http.serving import served
from tests.e2e.http.test_events import Speaker
from tests.e2e.http.test_identity import ADA, BOB, word_for
from tests.e2e.http.visitor import Visitor
from tests.support import plain_http
from tests.unit.api.doubles import SETTINGS, SHARED


@pytest.fixture
def settings(tenant: str) -> GatewaySettings:
    limits = GatewayLimits(sessions_per_minute=10_000)
    return replace(SETTINGS, tenant_secrets={tenant: {"acme_site": SHARED}}, limits=limits)


@dataclass
class Browser:
    """One device: it keeps the last session that it was given."""

    http: httpx.AsyncClient
    engine: AsyncEngine
    tenant: str
    session: dict[str, Any]

    async def calls(self, method: str, path: str, **more: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.session['session_token']}"}
        return await self.http.request(
            method, f"/v1/tenants/{self.tenant}{path}", headers=headers, **more
        )

    async def takes(self, method: str, path: str, **more: Any) -> str:
        """Take up the session that is answered; returns its conversation."""
        self.session = (await self.calls(method, path, **more)).raise_for_status().json()
        return str(self.session["conversation_id"])

    async def begins(self) -> str:
        return await self.takes("POST", "/conversations")

    async def signs_in(self, customer: str) -> str:
        word = {"customer_token": word_for(customer)}
        return await self.takes("POST", "/sessions/verify", json=word)

    async def opens(self, conversation: str) -> int:
        return (await self.calls("POST", f"/conversations/{conversation}/session")).status_code

    async def hears(self, *texts: str) -> str:
        """Something is said in the conversation that it is in."""
        conversation = str(self.session["conversation_id"])
        speaker = Speaker(self.engine, Visitor(self.tenant, conversation, ""))
        await speaker.begin()
        for text in texts:
            await speaker.say(text)
        return conversation

    async def listed(self, *seen: str) -> set[tuple[str, str, int]]:
        answer = await self.calls("GET", "/conversations", params={"seen": list(seen)})
        found = answer.raise_for_status().json()["conversations"]
        return {(one["conversation_id"], one["last_text"], one["unread"]) for one in found}

    async def names(self) -> set[str]:
        return {name for name, _, _ in await self.listed()}


@dataclass
class Shop:
    http: httpx.AsyncClient
    engine: AsyncEngine
    tenant: str

    async def browser(self, customer: str | None = None) -> Browser:
        body = {"customer_token": word_for(customer)} if customer else {}
        made = await self.http.post(f"/v1/tenants/{self.tenant}/sessions", json=body)
        return Browser(self.http, self.engine, self.tenant, made.raise_for_status().json())


@pytest.fixture
async def shop(app: FastAPI, engine: AsyncEngine, tenant: str) -> AsyncIterator[Shop]:
    async with served(app) as url, plain_http(base_url=url, timeout=60) as http:
        yield Shop(http, engine, tenant)


async def test_an_anonymous_visitor_sees_this_browsers_conversations_alone(shop: Shop) -> None:
    """
    With what is new in each; nobody else's, and none that nobody has spoken in.
    """
    browser, other = await shop.browser(), await shop.browser()
    first = await browser.hears("one", "two", "three")
    await other.hears("somebody else's")
    second = await browser.begins()
    assert await browser.listed() == {(first, "three", 0)}

    await browser.hears("hello")

    assert await browser.listed(f"{first}:1") == {(second, "hello", 0), (first, "three", 2)}
    assert await browser.opens(first) == 201
    assert await browser.opens(str(other.session["conversation_id"])) == 404
    assert await browser.opens("web-never-was") == 404


async def test_what_is_forgotten_is_in_no_list_of_this_browser(shop: Shop) -> None:
    """
    An anonymous visitor who ends a chat leaves nothing of it; the others stay.
    """
    browser = await shop.browser()
    first = await browser.hears("one")
    second = await browser.begins()
    await browser.hears("two")

    await browser.takes("POST", "/conversations", json={"forget": True})

    assert await browser.names() == {first}
    assert await browser.opens(second) == 404


async def test_what_is_opened_leads_back_to_where_one_was(shop: Shop) -> None:
    """
    Each session names all of the visitor's conversations, and lasts no longer than the first.
    """
    browser = await shop.browser()
    first, ends = await browser.hears("one"), browser.session["expires_at"]
    second = await browser.begins()
    await browser.hears("two")

    await browser.takes("POST", f"/conversations/{first}/session")

    assert await browser.names() == {first, second}
    assert browser.session["expires_at"] == ends
    history = await browser.calls("GET", f"/conversations/{second}/messages")
    assert history.status_code == 404


async def test_signing_in_takes_the_other_conversations_along(shop: Shop) -> None:
    """
    What was begun anonymously in this browser is the customer's, and void for whoever was there.
    """
    browser = await shop.browser()
    first = await browser.hears("one")
    second = await browser.begins()
    await browser.hears("two")
    before = replace(browser)

    await browser.signs_in(ADA)

    assert await browser.names() == {first, second}
    assert (await before.calls("GET", "/conversations")).status_code == 401
    assert await before.opens(first) == 401
    assert (await before.calls("POST", "/conversations")).status_code == 401


async def test_a_customer_sees_theirs_on_every_device(shop: Shop) -> None:
    """
    Also those of a browser that knew nothing of the others; another customer sees none of them.
    """
    phone, laptop = await shop.browser(ADA), await shop.browser(ADA)
    stranger = await shop.browser(BOB)
    first, second = await phone.hears("on the phone"), await laptop.hears("on the laptop")

    assert await phone.names() == {first, second}
    assert await phone.opens(second) == 201
    assert await stranger.names() == set()
    assert await stranger.opens(first) == 404
    begun = await laptop.begins()
    await laptop.hears("and another")
    assert await phone.names() == {begun, first, second}


async def test_another_customer_in_the_same_browser_gets_none_of_them(shop: Shop) -> None:
    """
    On a shared computer the conversations stay with whoever had them.
    """
    browser = await shop.browser()
    first = await browser.hears("one")
    await browser.begins()
    await browser.hears("two")
    await browser.signs_in(ADA)

    answer = await browser.calls("POST", "/sessions/verify", json={"customer_token": word_for(BOB)})

    assert answer.status_code == 409
    bob = await shop.browser(BOB)
    assert (await bob.names(), await bob.opens(first)) == (set(), 404)


@pytest.mark.parametrize("customer", [None, ADA])
async def test_signing_out_ends_all_that_the_session_could_open(
    shop: Shop, customer: str | None
) -> None:
    """
    Nothing that this browser has opened can be read in it afterwards.
    """
    browser = await shop.browser(customer)
    first = await browser.hears("one")
    in_the_first = replace(browser)
    second = await browser.begins()
    await browser.hears("two")

    assert (await browser.calls("POST", "/sessions/sign-out")).status_code == 204

    for session, conversation in ((in_the_first, first), (browser, second)):
        history = await session.calls("GET", f"/conversations/{conversation}/messages")
        assert history.status_code == 401
        assert (await session.calls("GET", "/conversations")).status_code == 401
        assert await session.opens(first) == 401
    later = await shop.browser(customer)
    assert await later.names() == set()


async def test_a_bad_number_is_named(shop: Shop) -> None:
    """
    Whoever writes a client reads what is wrong.
    """
    browser = await shop.browser()
    for seen in ("x", ":5", "\0:5", "web 1:5", "web-1:", "web-1:-1", "web-1:1" + "0" * 20):
        answer = await browser.calls("GET", "/conversations", params={"seen": seen})
        assert answer.status_code == 422
        assert "seen" in answer.text
