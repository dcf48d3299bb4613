"""Rules of claiming, which no other way to a customer may get around."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient

from domain.channel_addresses import Channel
from domain.conversations import ConversationStanding, ConversationStatus, Owner
from domain.desk.agents import AgentProfile
from domain.desk.notes import Note
from domain.handoffs import Handoff, HandoffStatus
from infra.memory.database import MemoryConversation, MemoryDatabase
from tests.unit.api.conftest import staff
from tests.unit.api.doubles import Doubles

ACME = "/v1/tenants/acme"
NOW = datetime.now(UTC)


def a_handoff(number: int, **fields: object) -> Handoff:
    return Handoff.model_validate(
        {
            "handoff_id": f"h-{number}",
            "tenant_id": "acme",
            "conversation_id": f"web-{number}",
            "queue": "returns",
            "status": HandoffStatus.WAITING,
            "opened_at": NOW,
            "channel": "web",
            **fields,
        }
    )


@pytest.fixture
def doubles() -> Doubles:
    """Ann can take one conversation at a time."""
    database = MemoryDatabase()
    for number in (1, 2, 3):
        database.conversations["acme", f"web-{number}"] = MemoryConversation(
            tenant_id="acme",
            conversation_id=f"web-{number}",
            channel=Channel.WEB,
            revision="0" * 12,
        )
    doubles = Doubles(database=database)
    doubles.transcripts.stands = ConversationStanding(
        channel=Channel.WEB, status=ConversationStatus.ACTIVE, owner=Owner.BOT, updated_at=NOW
    )
    _profile(doubles)
    return doubles


def _profile(doubles: Doubles, **fields: object) -> None:
    profile = AgentProfile.model_validate({"agent": "Ann", "capacity": 1, **fields})
    asyncio.run(doubles.roster.write_profile("acme", profile))


def _take_over(client: TestClient, number: int, role: str = "agent") -> tuple[int, str]:
    path = f"{ACME}/desk/conversations/web-{number}/take-over"
    answer = client.post(path, headers=staff(role))
    return answer.status_code, answer.json().get("detail", "")


def test_claims_that_are_not_recorded_yet_are_counted(client: TestClient, doubles: Doubles) -> None:
    """Six clicks at once are not six conversations of somebody who can take one; pressed again,
    the first is still theirs."""
    doubles.handoffs.handoffs = [a_handoff(1), a_handoff(2)]

    def claim(number: int, role: str = "agent") -> int:
        path = f"{ACME}/handoffs/h-{number}/claim"
        return client.post(path, headers=staff(role)).status_code

    assert [claim(1), claim(2), claim(1)] == [200, 409, 200]
    assert claim(2, "supervisor") == 200


def test_taking_over_is_no_way_around_the_capacity(client: TestClient, doubles: Doubles) -> None:
    """Neither of what waits, nor of what the bot has."""
    doubles.handoffs.handoffs = [a_handoff(1), a_handoff(2)]

    assert _take_over(client, 1)[0] == 200
    assert _take_over(client, 2)[0] == 409
    assert _take_over(client, 3) == (
        409,
        "You have 1 of 1 points, and this conversation takes 1 more.",
    )
    assert _take_over(client, 3, "supervisor")[0] == 200


def test_taking_over_is_no_way_around_an_offer_or_a_queue(
    client: TestClient, doubles: Doubles
) -> None:
    """What is offered to Ben is Ben's to claim; what waits in another queue is not there."""
    offer = {"offered_to": "Ben", "offer_expires_at": NOW + timedelta(minutes=1)}
    doubles.handoffs.handoffs = [a_handoff(1, **offer), a_handoff(2, queue="sales")]
    _profile(doubles, queues=("returns",))
    for number in (1, 2):  # whoever is asked for advice may read, and that is all
        note = Note(
            note_id="n-1",
            conversation_id=f"web-{number}",
            agent="Sue",
            text="What do you think?",
            mentions=("Ann",),
            at=NOW,
        )
        asyncio.run(doubles.desk_tools.notes.add("acme", note))

    assert _take_over(client, 1) == (409, "This handoff is offered to Ben.")
    assert _take_over(client, 2)[0] == 404


def test_what_was_passed_on_to_somebody_is_theirs_to_claim(
    client: TestClient, doubles: Doubles
) -> None:
    """Whichever queue it is in: else it would wait for somebody who cannot take it."""
    _profile(doubles, queues=("returns",))
    doubles.handoffs.handoffs = [a_handoff(1, queue="sales", preferred_agent="Ann")]

    assert client.post(f"{ACME}/handoffs/h-1/claim", headers=staff("agent")).status_code == 200
