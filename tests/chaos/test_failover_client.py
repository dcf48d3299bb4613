"""Customers get to whichever gateway is alive."""

from collections import Counter

import httpx
import pytest

from tests.chaos.failover_client import EitherDoor

ONE, OTHER = "http://127.0.0.1:1", "http://127.0.0.1:2"


class Gateways(httpx.AsyncBaseTransport):
    """Both of them: which one was asked, and how each one answers."""

    def __init__(self) -> None:
        self.asked: Counter[int] = Counter()
        self.failing: dict[int, Exception | int] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        port = request.url.port or 0
        self.asked[port] += 1
        match self.failing.get(port):
            case Exception() as failure:
                raise failure
            case int() as status:
                return httpx.Response(status)
        return httpx.Response(200)


async def ask(gateways: Gateways, times: int, clock: float = 0.0) -> list[int]:
    door = EitherDoor([ONE, OTHER], gateways, clock=lambda: clock)
    async with httpx.AsyncClient(base_url=ONE, transport=door) as client:
        return [(await client.get("/")).status_code for _ in range(times)]


async def test_both_have_their_share() -> None:
    """
    Two gateways of which one only waits are not what production has.
    """
    gateways = Gateways()

    assert await ask(gateways, 10) == [200] * 10
    assert gateways.asked == {1: 5, 2: 5}


async def test_where_nobody_listens_the_other_is_asked_at_once() -> None:
    """
    Nothing was sent, so nothing can be doubled.
    """
    gateways = Gateways()
    gateways.failing[2] = httpx.ConnectError("nobody listens")

    assert await ask(gateways, 6) == [200] * 6
    assert gateways.asked[2] == 1


async def test_one_that_turns_people_away_is_left_alone_for_a_while() -> None:
    """
    As a load balancer does when a replica is not ready.
    """
    gateways = Gateways()
    gateways.failing[2] = 503

    assert await ask(gateways, 6) == [503] + [200] * 5


async def test_what_was_sent_is_not_sent_again_behind_the_senders_back() -> None:
    """
    Who sends again under the same id is the customer.
    """
    gateways = Gateways()
    gateways.failing[2] = httpx.ReadError("cut")

    with pytest.raises(httpx.ReadError):
        await ask(gateways, 1)
    assert gateways.asked == {2: 1}


async def test_where_both_are_away_it_is_said() -> None:
    """
    Then the customer has to wait.
    """
    gateways = Gateways()
    gateways.failing = {port: httpx.ConnectError("nobody listens") for port in (1, 2)}

    with pytest.raises(httpx.ConnectError):
        await ask(gateways, 1)
