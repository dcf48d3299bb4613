"""To whom a conversation belongs: every kind of session, in every state, at every door."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from uuid import uuid4

import httpx
import jwt
import pytest
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncEngine

from api.dependencies import GatewaySettings
from api.visitor_sessions import VisitorSession, VisitorSessions
from domain.messages import VerifiedCustomer
from domain.rate_limits import GatewayLimits
from infra.postgres.bots import PostgresBots
from tests.e2e.http.serving import served
from tests.e2e.http.test_events import Speaker
from tests.e2e.http.visitor import Visitor
from tests.support import plain_http
from tests.unit.api.doubles import SECRET, SETTINGS, SHARED, a_bot

ADA, BOB = "cust-ada", "cust-bob"
ACTIONS = (
    "history", "stream", "send", "verify as A", "verify as B", "sign out", "list", "begin", "open",
)  # fmt: skip
ACTORS = (
    "anonymous", "A", "A's older", "B", "expired", "expired A", "other conversation",
    "other tenant",
)  # fmt: skip
HOLDS = {
    "history": 200, "stream": 200, "send": 202, "sign out": 204, "list": 200, "begin": 201,
    "open": 201,
}  # fmt: skip
VOID, ANOTHER = (401, "session-void"), (409, "another-customer")


def word_for(subject: str) -> str:
    """The site's own token for its customer."""
    claims = {
        "iss": "https://shop.acme.example",
        "aud": "duralogue",
        "sub": subject,
        "exp": datetime.now(UTC) + timedelta(minutes=5),
    }
    return jwt.encode(claims, SHARED)


@dataclass(frozen=True)
class Place:
    """One conversation of a running gateway, and all the sessions that somebody may show."""

    http: httpx.AsyncClient
    tenant: str
    conversation: str
    tokens: dict[str, str]

    @property
    def path(self) -> str:
        return f"/v1/tenants/{self.tenant}"

    async def does(self, action: str, token: str) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token}"}
        here = f"{self.path}/conversations/{self.conversation}"
        if action == "stream":
            async with self.http.stream("GET", f"{here}/events", headers=headers) as response:
                if response.is_error:
                    await response.aread()
                return response
        if action == "send":
            said = {"message_id": uuid4().hex, "text": "hello"}
            return await self.http.post(f"{here}/messages", headers=headers, json=said)
        plain = {
            "list": ("GET", f"{self.path}/conversations"),
            "begin": ("POST", f"{self.path}/conversations"),
            "open": ("POST", f"{here}/session"),
            "sign out": ("POST", f"{self.path}/sessions/sign-out"),
            "history": ("GET", f"{here}/messages"),
        }
        if action in plain:
            return await self.http.request(*plain[action], headers=headers)
        word = word_for(ADA if action == "verify as A" else BOB)
        return await self.http.post(
            f"{self.path}/sessions/verify", headers=headers, json={"customer_token": word}
        )

    async def token_of(self, action: str, token: str) -> str:
        return str((await self.does(action, token)).raise_for_status().json()["session_token"])


@pytest.fixture
def settings(tenant: str, other_tenant: str) -> GatewaySettings:
    """Both tenants of a test vouch for their customers."""
    secrets = {name: {"acme_site": SHARED} for name in (tenant, other_tenant)}
    return replace(
        SETTINGS, tenant_secrets=secrets, limits=GatewayLimits(sessions_per_minute=10_000)
    )


async def a_place(http: httpx.AsyncClient, url: str, tenant: str, other: str, state: str) -> Place:
    visitor, elsewhere = await Visitor.begin(url, tenant), await Visitor.begin(url, tenant)
    abroad = await Visitor.begin(url, other)
    sessions = VisitorSessions(SECRET)
    mine = sessions.read(visitor.token, tenant_id=tenant)

    def forged(session: VisitorSession, customer: str | None = None) -> str:
        """Of an earlier release, say: genuine, but given out without a look at the database."""
        known = VerifiedCustomer(customer_id=customer) if customer else None
        return sessions.sign(session.model_copy(update={"customer": known}))

    past = mine.model_copy(update={"expires_at": datetime(2020, 1, 1, tzinfo=UTC)})
    place = Place(http, tenant, visitor.conversation_id, {})
    tokens = {
        "anonymous": visitor.token,
        "A": forged(mine, ADA),
        "A's older": forged(mine, ADA),
        "B": forged(mine, BOB),
        "expired": forged(past),
        "expired A": forged(past, ADA),
        "other conversation": elsewhere.token,
        "other tenant": abroad.token,
    }
    if state in {"bound", "signed out"}:
        tokens["A's older"] = await place.token_of("verify as A", visitor.token)
        tokens["A"] = await place.token_of("verify as A", tokens["A's older"])
    if state == "signed out":
        assert (await place.does("sign out", tokens["A"])).status_code == 204
    if state == "ended by nobody":
        assert (await place.does("sign out", visitor.token)).status_code == 204
    return replace(place, tokens=tokens)


def expected(state: str, actor: str, action: str) -> tuple[int, str]:
    """The table of ADR 0015, once more in words of its own."""
    if actor in {"expired", "expired A", "other tenant"}:
        return 401, "not-authenticated"
    if actor == "other conversation":  # it opens its own, and nothing here
        own = {"verify as A": 200, "verify as B": 200, "sign out": 204, "list": 200, "begin": 201}
        return (own[action], "") if action in own else (404, "not-found")
    wanted = {"verify as A": ADA, "verify as B": BOB}.get(action)
    if wanted is None:
        holds = {"unbound": {"anonymous"}, "bound": {"A", "A's older"}}.get(state, set())
        return (HOLDS[action], "") if actor in holds else VOID
    shows = {"A": ADA, "A's older": ADA, "B": BOB}.get(actor)
    if shows not in {None, wanted} or (state in {"bound", "signed out"} and wanted == BOB):
        return ANOTHER
    return (200, "") if state in {"unbound", "bound"} else VOID


@pytest.fixture
async def gateway(app: FastAPI) -> AsyncIterator[str]:
    async with served(app) as url:
        yield url


@pytest.fixture
async def http(gateway: str) -> AsyncIterator[httpx.AsyncClient]:
    async with plain_http(base_url=gateway, timeout=60) as client:
        yield client


@pytest.fixture
async def other_tenant(engine: AsyncEngine) -> str:
    name = f"t{uuid4().hex[:12]}"
    await PostgresBots(engine).publish(a_bot(name), by="test")
    return name


@pytest.fixture
def begun(
    http: httpx.AsyncClient, gateway: str, tenant: str, other_tenant: str
) -> Callable[[str], Awaitable[Place]]:
    """Begin a conversation and bring it into a state."""
    return partial(a_place, http, gateway, tenant, other_tenant)


@pytest.mark.parametrize("state", ["unbound", "bound", "signed out", "ended by nobody"])
@pytest.mark.parametrize("action", ACTIONS)
async def test_every_session_at_every_door(
    begun: Callable[[str], Awaitable[Place]], state: str, action: str
) -> None:
    """
    A conversation opens to its customer and to nobody else, whatever was given out before.
    """
    seen, wanted = {}, {}
    for actor in ACTORS:
        place = await begun(state)
        answer = await place.does(action, place.tokens[actor])
        problem = answer.json()["type"] if answer.is_error else ""
        seen[actor] = (answer.status_code, problem.removeprefix("urn:duralogue:problem:"))
        wanted[actor] = expected(state, actor, action)

    assert seen == wanted


async def test_a_stream_that_was_open_ends_when_somebody_signs_in(
    gateway: str, http: httpx.AsyncClient, engine: AsyncEngine, tenant: str, other_tenant: str
) -> None:
    """
    Who holds it must not read on in what is the customer's from now on.
    """
    visitor = await Visitor.begin(gateway, tenant)
    place = Place(http, tenant, visitor.conversation_id, {})
    speaker = Speaker(engine, visitor)
    await speaker.begin()
    await speaker.say("to anybody")
    seen = []
    async with aclosing(visitor.follow(gateway, 0)) as stream:
        seen.append((await anext(stream))["data"]["text"])
        theirs = replace(visitor, token=await place.token_of("verify as A", visitor.token))
        await speaker.say("to the customer")
        async with asyncio.timeout(10):
            seen += [event["data"]["text"] async for event in stream]

    assert seen == ["to anybody"]
    async with aclosing(theirs.follow(gateway, 0)) as stream:
        read = [(await anext(stream))["data"]["text"] for _ in range(2)]
    assert read == ["to anybody", "to the customer"]


async def test_a_stream_ends_when_its_customer_signs_out(
    gateway: str, http: httpx.AsyncClient, engine: AsyncEngine, tenant: str, other_tenant: str
) -> None:
    """
    On every device: the one that was forgotten somewhere is the one that matters.
    """
    visitor = await Visitor.begin(gateway, tenant)
    place = Place(http, tenant, visitor.conversation_id, {})
    speaker = Speaker(engine, visitor)
    await speaker.begin()
    await speaker.say("hello")
    phone, laptop = [await place.token_of("verify as A", visitor.token) for _ in range(2)]
    async with aclosing(replace(visitor, token=phone).follow(gateway, 0)) as stream:
        await anext(stream)
        assert (await place.does("sign out", laptop)).status_code == 204
        async with asyncio.timeout(10):
            assert [event async for event in stream] == []

    assert (await place.does("history", phone)).status_code == 401


async def test_of_two_customers_at_once_exactly_one_wins(
    gateway: str, http: httpx.AsyncClient, tenant: str, other_tenant: str
) -> None:
    """
    Both show the same anonymous session, again and again: the conversation is one's, never both's.
    """
    for _ in range(5):
        visitor = await Visitor.begin(gateway, tenant)
        place = Place(http, tenant, visitor.conversation_id, {})
        actions = ("verify as A", "verify as B") * 4
        answers = await asyncio.gather(*(place.does(each, visitor.token) for each in actions))

        of_ada = {answer.status_code for answer in answers[::2]}
        of_bob = {answer.status_code for answer in answers[1::2]}
        assert sorted([of_ada, of_bob], key=min) == [{200}, {409}]


async def test_signing_in_again_as_the_same_customer_changes_nothing(
    gateway: str, http: httpx.AsyncClient, tenant: str, other_tenant: str
) -> None:
    """
    Several tabs do it, and so does one whose first answer was lost; all their sessions hold.
    """
    visitor = await Visitor.begin(gateway, tenant)
    place = Place(http, tenant, visitor.conversation_id, {})

    tokens = [await place.token_of("verify as A", visitor.token) for _ in range(3)]

    for token in tokens:
        assert (await place.does("send", token)).status_code == 202


async def test_a_session_begun_by_a_customer_is_theirs_from_the_start(
    gateway: str, http: httpx.AsyncClient, tenant: str, other_tenant: str
) -> None:
    """
    There never was an anonymous session of it, and nobody else can take it.
    """
    made = await http.post(f"/v1/tenants/{tenant}/sessions", json={"customer_token": word_for(ADA)})
    token, conversation = made.json()["session_token"], made.json()["conversation_id"]
    place = Place(http, tenant, conversation, {})
    session = VisitorSessions(SECRET).read(token, tenant_id=tenant)
    anonymous = VisitorSessions(SECRET).sign(session.model_copy(update={"customer": None}))

    assert (await place.does("send", token)).status_code == 202
    assert (await place.does("history", anonymous)).status_code == 401
    assert (await place.does("verify as B", anonymous)).status_code == 409
