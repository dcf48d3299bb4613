"""A conversation that is passed on warm is declined by whoever is asked, or kept by its sender."""

import asyncio

import pytest
from fastapi.testclient import TestClient

from domain.errors import Conflict
from tests.unit.api.conftest import staff
from tests.unit.api.doubles import Doubles
from tests.unit.api.test_claim_rules import a_handoff

HANDOFF = "/v1/tenants/acme/handoffs/h-1"


@pytest.fixture
def doubles() -> Doubles:
    doubles = Doubles()
    doubles.handoffs.handoffs = [
        a_handoff(1, status="claimed", assigned_agent="Kim", passed_to="Ann")
    ]
    return doubles


def test_whoever_is_asked_declines_it(client: TestClient, doubles: Doubles) -> None:
    """The conversation notes it for the sender, so that a gateway that dies here loses nothing."""
    answer = client.post(f"{HANDOFF}/decline", headers=staff("agent"))

    assert answer.status_code == 204
    [(call, (_, conversation, request))] = doubles.conversations.calls
    assert (call, conversation, request.agent.name) == ("end_transfer", "web-1", "Ann")
    assert asyncio.run(doubles.desk_tools.notes.listed("acme", "web-1")) == []
    [entry] = asyncio.run(doubles.audit.after("acme"))
    assert (entry.action, entry.subject) == ("offer_declined", "h-1")


def test_nobody_declines_for_somebody_else(client: TestClient, doubles: Doubles) -> None:
    """Not even a supervisor; they may have the sender keep it."""
    assert client.post(f"{HANDOFF}/decline", headers=staff("supervisor")).status_code == 409
    assert client.delete(f"{HANDOFF}/transfer", headers=staff("supervisor")).status_code == 204

    [(call, (_, _, request))] = doubles.conversations.calls
    assert (call, request.by_supervisor) == ("end_transfer", True)
    [entry] = asyncio.run(doubles.audit.after("acme"))
    assert entry.action == "transfer_withdrawn"


def test_whoever_is_asked_and_has_the_sender_keep_it_has_declined(
    client: TestClient, doubles: Doubles
) -> None:
    """The audit log says who did what, whichever way they took."""
    assert client.delete(f"{HANDOFF}/transfer", headers=staff("agent")).status_code == 204

    [entry] = asyncio.run(doubles.audit.after("acme"))
    assert entry.action == "offer_declined"


@pytest.mark.parametrize(
    ("agent", "said", "status"),
    [
        ("Ann", Conflict("nobody is asked").because("not-passed-on"), 204),
        ("Kim", Conflict("nobody is asked").because("not-passed-on"), 409),
        ("Ann", Conflict("the conversation was given back"), 409),
    ],
)
def test_a_repeat_of_keeping_it_is_no_failure(
    client: TestClient, doubles: Doubles, *, agent: str, said: Conflict, status: int
) -> None:
    """The answer to the first may have been lost. Nothing is done, and nothing is recorded."""
    doubles.handoffs.handoffs = [a_handoff(1, status="claimed", assigned_agent=agent)]
    doubles.conversations.failure = said

    assert client.delete(f"{HANDOFF}/transfer", headers=staff("agent")).status_code == status

    assert asyncio.run(doubles.audit.after("acme")) == []
