"""Calls over a limit that a provider has signed are never dropped: they wait."""

import pytest
from fastapi.testclient import TestClient

from api import inbound_messages
from api.spool_drain import SpoolDrain
from domain.rate_limits import RATES, Plan, Spooled
from infra.memory.rate_limits import MemoryRateLimiter
from infra.memory.spool import MemorySpool
from tests.unit.api.doubles import Doubles
from tests.unit.api.spooling import Temporal, a_message
from tests.unit.api.test_channels import HELLO, SUPPORT, call


@pytest.fixture(autouse=True)
async def _connected(doubles: Doubles) -> None:
    await doubles.connections.connect("acme", SUPPORT)


@pytest.mark.parametrize("used_up", ["acme/sender/", "acme/tenant/"])
async def test_what_is_over_a_limit_waits(
    client: TestClient, doubles: Doubles, used_up: str
) -> None:
    """By sender and by tenant; the address is the tenant's own server, and no limit."""
    doubles.rate_limiter.used_up = used_up
    answer = call(client)

    assert (answer.status_code, answer.json()) == (200, {})
    assert doubles.conversations.delivered == []
    [(tenant, conversation)] = await doubles.spool.waiting()
    assert await doubles.spool.count(tenant, conversation, most=9) == Spooled(1, 1)
    assert not any("/address/" in key for key, *_ in doubles.rate_limiter.taken)


async def test_the_order_of_a_conversation_is_kept(client: TestClient, doubles: Doubles) -> None:
    """What comes after a message that waits joins it, though it is within the limits."""
    doubles.rate_limiter.used_up = "acme/sender/"
    call(client)
    doubles.rate_limiter.used_up = None
    call(client, HELLO | {"id": "m-2"})
    call(client, HELLO | {"id": "m-3", "sender": "somebody else"})

    assert [each.message_id for each in doubles.conversations.delivered] == ["m-3"]
    await SpoolDrain(doubles.conversations, doubles.spool).drain()
    assert [each.message_id for each in doubles.conversations.delivered] == ["m-3", "m-1", "m-2"]


@pytest.mark.parametrize("most", [Spooled(2, 9), Spooled(9, 2)])
def test_a_full_spool_refuses_so_that_the_provider_sends_it_again(
    client: TestClient, doubles: Doubles, monkeypatch: pytest.MonkeyPatch, most: Spooled
) -> None:
    """One hostile sender must not fill the database; who is within the limits still gets in."""
    monkeypatch.setattr(inbound_messages, "MOST_SPOOLED", most)
    doubles.rate_limiter.used_up = "acme/sender/"
    answers = [call(client, HELLO | {"id": f"m-{n}"}) for n in range(3)]

    assert [each.status_code for each in answers] == [200, 200, 503]
    assert answers[2].headers["Retry-After"] == "30"
    doubles.rate_limiter.used_up = None
    assert call(client, HELLO | {"sender": "somebody else"}).status_code == 200


def test_an_edit_cannot_wait_and_so_may_come_more_often(
    client: TestClient, doubles: Doubles
) -> None:
    call(client, HELLO | {"id": "e-1", "edited": "m-1"})
    [(_, per_minute, burst)] = [
        each for each in doubles.rate_limiter.taken if "/changes/" in each[0]
    ]
    assert (per_minute, burst) == (600, 100)
    doubles.rate_limiter.used_up = "acme/changes/"

    answer = call(client, HELLO | {"id": "e-2", "edited": "m-1"})

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "3")


async def test_what_waits_is_worked_off_at_the_limits_pace() -> None:
    """Else a flood would only come a second later. Other conversations are not held up."""
    temporal, spool = Temporal(), MemorySpool()
    burst = RATES[Plan.DEFAULT].burst
    for number in range(burst + 5):
        await spool.add(a_message(f"m-{number}"))
    await spool.add(a_message("other").model_copy(update={"conversation_id": "c-2"}))

    await SpoolDrain(temporal, spool, MemoryRateLimiter()).drain()

    assert temporal.delivered == [f"m-{number}" for number in range(burst)] + ["other"]
