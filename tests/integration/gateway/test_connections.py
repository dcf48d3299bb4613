"""Connections that take and do not give: each has an end, and they leave room for the others."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import pytest
from fastapi import FastAPI
from structlog.testing import capture_logs

from infra.gateway_settings import GatewayTuning
from infra.serving.gate import ConnectionBounds, ConnectionGate
from tests.e2e.http.serving import served
from tests.integration.gateway.sockets import Wire, head, wire
from tests.support import eventually, plain_http
from tests.unit.api.doubles import Doubles

IMPATIENT = GatewayTuning(head_seconds=0.4)


@asynccontextmanager
async def many(address: str, count: int, **options: str) -> AsyncIterator[list[Wire]]:
    async with AsyncExitStack() as stack:
        yield [await stack.enter_async_context(wire(address, **options)) for _ in range(count)]


async def trickle(line: Wire, text: str) -> None:
    """A byte now and then, until the server has had enough."""
    with contextlib.suppress(ConnectionError):
        while True:
            for character in text:
                await line.send(character)
                await asyncio.sleep(0.02)


@pytest.mark.parametrize(
    "begun",
    [
        "",
        "GET",
        "GET /health HTTP/1.1\r\nHost: test\r\n",
        head("GET", "/health") + "GET /health HTTP/1.1\r\n",
        head("POST", "/codec/decode", Content_Length="1000") + "{",
        head("POST", "/codec/decode", Transfer_Encoding="chunked") + "5\r\nab",
        head("POST", "/health", Content_Length="1000"),
    ],
    ids=["nothing", "method", "half", "second", "refused", "chunked", "wrong method"],
)
@pytest.mark.parametrize("trickles", [False, True])
async def test_a_request_that_does_not_come_is_not_waited_for(
    app: FastAPI, begun: str, *, trickles: bool
) -> None:
    """
    Whether nothing follows or a byte now and then: the connection is closed.
    """
    async with served(app, IMPATIENT) as address, wire(address) as line:
        await line.send(begun)
        slowly = asyncio.create_task(trickle(line, "a")) if trickles else None

        await line.until_closed()

        if slowly:
            slowly.cancel()
            await asyncio.gather(slowly, return_exceptions=True)


async def test_an_event_stream_outlives_all_that(app: FastAPI, doubles: Doubles) -> None:
    """
    What is answered is not idle: a stream stays open while connections beside it are closed.
    """
    doubles.events.is_endless = True
    async with (
        served(app, GatewayTuning(head_seconds=0.2)) as address,
        plain_http(base_url=address, timeout=60) as client,
    ):
        session = (await client.post("/v1/tenants/acme/sessions")).json()
        path = f"/v1/tenants/acme/conversations/{session['conversation_id']}/events"
        shown = {"Authorization": f"Bearer {session['session_token']}"}
        async with client.stream("GET", path, headers=shown) as stream:
            for _ in range(4):
                async with wire(address) as line:
                    await line.until_closed()

            reading = asyncio.create_task(anext(stream.aiter_bytes(), b""))
            still_open, _ = await asyncio.wait({reading}, timeout=0.1)
            assert stream.status_code == 200
            assert not still_open
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)


async def test_a_kept_connection_answers_again_after_a_refused_body(app: FastAPI) -> None:
    """
    An honest client whose token has run out sends its body, reads 401 and goes on.
    """
    async with served(app) as address, wire(address) as line:
        await line.send(head("POST", "/codec/decode", Content_Length="4"))
        assert await line.status() == 401
        await line.send("{  }")
        await line.send(head("GET", "/health"))

        assert await line.status() == 200


async def test_half_requests_do_not_keep_the_others_out(app: FastAPI) -> None:
    """
    Where all places are taken, those that have waited longest without a request give theirs up.
    """
    async with (
        served(app, GatewayTuning(max_connections=20)) as address,
        many(address, 60, local="127.0.0.2") as held,
    ):
        for line in held[-20:]:
            await line.send("GET /health HTTP/1.1\r\nHo")
        async with wire(address) as line:
            await line.send(head("GET", "/health"))

            assert await line.status() == 200
        await asyncio.gather(*(line.until_closed() for line in held[:40]))


async def test_one_address_does_not_take_every_place(app: FastAPI) -> None:
    """
    Also not with connections that are all well-behaved.
    """
    async with (
        served(app, GatewayTuning(connections_per_address=5)) as address,
        many(address, 5, local="127.0.0.2"),
        wire(address, local="127.0.0.2") as sixth,
        wire(address, local="127.0.0.3") as other,
    ):
        await other.send(head("GET", "/health"))

        assert await sixth.status() == 503
        assert await other.status() == 200


async def test_a_trusted_proxy_speaks_for_many(app: FastAPI) -> None:
    """
    All connections of a proxy come from its one address.
    """
    tuning = GatewayTuning(connections_per_address=2, trusted_proxies="127.0.0.0/24")
    async with served(app, tuning) as address, many(address, 10, local="127.0.0.2") as lines:
        await lines[-1].send(head("GET", "/health"))

        assert await lines[-1].status() == 200


class _Dropped:
    def drop(self) -> None:
        return


async def test_what_was_refused_is_logged_once_for_a_while() -> None:
    """
    An attack must show in the log, and not fill the disk.
    """
    gate = ConnectionGate(ConnectionBounds(connections=5, per_address=1), tell_every=0.05)
    with capture_logs() as logs:
        for _ in range(100):
            gate.let_in(_Dropped(), "10.0.0.1")
        await eventually(lambda: any(line["event"] == "connections_refused" for line in logs))

    told = [line for line in logs if line["event"] == "connections_refused"]
    assert [line["over_address_limit"] for line in told] == [99]


@pytest.mark.parametrize("trusted", ["", "127.0.0.1"])
async def test_only_a_trusted_proxy_names_another_address(
    app: FastAPI, doubles: Doubles, trusted: str
) -> None:
    """
    Whoever could write the header would have a new address, and new limits, with each request.
    """
    async with (
        served(app, GatewayTuning(trusted_proxies=trusted)) as address,
        plain_http(base_url=address, timeout=60) as client,
    ):
        forwarded = {"X-Forwarded-For": "203.0.113.7"}
        assert (await client.post("/v1/tenants/acme/sessions", headers=forwarded)).is_success

    expected = "203.0.113.7" if trusted else "127.0.0.1"
    assert f"acme/sessions/{expected}" in [key for key, *_ in doubles.rate_limiter.taken]
