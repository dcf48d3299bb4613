"""Agents who serve some queues only: no path leads them to what is said in the others."""

import asyncio
from datetime import UTC, datetime

import pytest
from fastapi.testclient import TestClient

from api.desk_hearing import DeskEar
from domain.channel_addresses import Channel
from domain.conversations import ConversationEvent, ConversationEventKind
from domain.desk.agents import AgentProfile
from domain.desk.events import DeskEvent, DeskEventKind
from domain.desk.lists import DeskViewer
from infra.memory.database import MemoryConversation, MemoryDatabase
from tests.unit.api.conftest import staff
from tests.unit.api.doubles import Doubles

ACME = "/v1/tenants/acme"
HERE = f"{ACME}/conversations/web-1"
READS = ("state", "turns", "transcript", "transcript/download", "files/f-1")
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def doubles() -> Doubles:
    database = MemoryDatabase()
    database.conversations["acme", "web-1"] = MemoryConversation(
        tenant_id="acme", conversation_id="web-1", channel=Channel.WEB, revision="0" * 12
    )
    doubles = Doubles(database=database)
    typing = ConversationEvent(seq=1, kind=ConversationEventKind.TYPING, data={}, at=AT)
    doubles.events.written = [typing]
    return doubles


def bind_ann(doubles: Doubles) -> None:
    """To a queue in which the conversation is not."""
    profile = AgentProfile(agent="Ann", queues=("returns",))
    asyncio.run(doubles.roster.write_profile("acme", profile))


@pytest.mark.parametrize("read", READS)
def test_what_is_said_in_other_queues_is_not_there(
    client: TestClient, doubles: Doubles, read: str
) -> None:
    """The same answer as for a conversation that never was; supervisors are asked nothing."""
    free = client.get(f"{HERE}/{read}", headers=staff("agent"))
    bind_ann(doubles)

    refused = client.get(f"{HERE}/{read}", headers=staff("agent"))

    assert refused.status_code == 404
    assert refused.json() != free.json() if free.status_code == 404 else free.is_success
    assert client.get(f"{HERE}/{read}", headers=staff("supervisor")).status_code == free.status_code


def test_nobody_watches_what_they_may_not_see(client: TestClient, doubles: Doubles) -> None:
    """A watch brings the words of a conversation into the stream."""
    bind_ann(doubles)
    seen = {"watching": ["web-1"], "typing": "web-1"}

    assert client.post(f"{ACME}/desk/heartbeat", headers=staff("agent"), json=seen).is_success

    assert doubles.roster.watched["acme", "Ann"][0] == ()


@pytest.mark.parametrize(("queues", "is_heard"), [(("returns",), False), ((), True)])
def test_words_in_no_queue_are_heard_by_those_who_serve_all(
    queues: tuple[str, ...], *, is_heard: bool
) -> None:
    """A supervisor who looks on makes the desks hear of a talk that the bot has."""
    ear = DeskEar(DeskViewer(name="Ann", queues=queues), set())
    said = DeskEvent(
        seq=1,
        kind=DeskEventKind.CONVERSATION,
        queue=None,
        agent=None,
        conversation_id="web-1",
        data={"kind": "message", "data": {"text": "my card is 4242"}},
        at=AT,
    )

    assert ear.may_hear(said) is is_heard
