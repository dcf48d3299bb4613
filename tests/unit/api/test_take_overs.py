"""Taking a conversation from the bot: who may, which ones, and what is handed on."""

from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient

from domain.channel_addresses import Channel
from domain.conversations import ConversationStanding, ConversationStatus, Owner
from domain.errors import Conflict
from infra.memory.database import MemoryConversation, MemoryDatabase
from tests.unit.api.conftest import staff
from tests.unit.api.doubles import Doubles

PATH = "/v1/tenants/acme/desk/conversations/sms-1/take-over"


def stands(status: ConversationStatus, since: timedelta) -> ConversationStanding:
    return ConversationStanding(
        channel=Channel.SMS,
        status=status,
        owner=Owner.BOT,
        updated_at=datetime.now(UTC) - since,
    )


@pytest.fixture
def doubles() -> Doubles:
    database = MemoryDatabase()
    database.conversations["acme", "sms-1"] = MemoryConversation(
        tenant_id="acme", conversation_id="sms-1", channel=Channel.SMS, revision="0" * 12
    )
    doubles = Doubles(database=database)
    doubles.transcripts.stands = stands(ConversationStatus.ACTIVE, timedelta(days=3))
    return doubles


def test_agents_take_over_and_operators_do_not(client: TestClient, doubles: Doubles) -> None:
    """The name comes from the token, the channel from the records, the queue from the bot."""
    taken = client.post(PATH, headers=staff("agent"))

    assert (taken.status_code, taken.json()["assigned_agent"]) == (200, "Ann")
    [(name, (tenant, conversation, channel, request))] = doubles.conversations.calls
    assert (name, tenant, conversation, channel) == ("take_over", "acme", "sms-1", Channel.SMS)
    assert (request.agent.name, request.queue, request.from_person) == ("Ann", "support", False)
    assert client.post(PATH, headers=staff("operator")).status_code == 403
    assert client.post(PATH).status_code == 401


def test_only_a_supervisor_takes_from_a_person(client: TestClient, doubles: Doubles) -> None:
    asked = {"from_person": True}

    assert client.post(PATH, headers=staff("agent"), json=asked).status_code == 403
    assert client.post(PATH, headers=staff("supervisor"), json=asked).status_code == 200
    [(_, (*_, request))] = doubles.conversations.calls
    assert request.from_person is True


def test_the_loser_is_told_who_has_it(client: TestClient, doubles: Doubles) -> None:
    doubles.conversations.failure = Conflict("this conversation is with Sue")

    refused = client.post(PATH, headers=staff("agent"))

    assert (refused.status_code, refused.json()["detail"]) == (409, "this conversation is with Sue")


def test_an_unknown_queue_is_refused_by_name(client: TestClient) -> None:
    refused = client.post(PATH, headers=staff("agent"), json={"queue": "nowhere"})

    assert refused.status_code == 422
    assert refused.json()["errors"] == [{"field": "queue", "allowed": "one of: support"}]


@pytest.mark.parametrize(("since", "answered"), [(23, 200), (25, 409)])
def test_one_that_has_ended_is_opened_anew_for_a_day(
    client: TestClient, doubles: Doubles, since: int, answered: int
) -> None:
    """Later the customer has gone, and begins anew themselves."""
    doubles.transcripts.stands = stands(ConversationStatus.CLOSED, timedelta(hours=since))

    assert client.post(PATH, headers=staff("agent")).status_code == answered


def test_a_conversation_that_never_was_is_not_found(client: TestClient, doubles: Doubles) -> None:
    doubles.transcripts.stands = None

    assert client.post(PATH, headers=staff("agent")).status_code == 404
