"""TemporalConversationGateway, with sealed payloads, against a real Temporal server."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from temporalio.client import Client

from domain.channel_addresses import (
    Channel,
)
from domain.channels import ChannelChange, MessageChange, MessageDeleted, MessageEdited
from domain.conversations import Repair, RepairAction
from domain.errors import Conflict, DependencyUnavailable, NotFound
from domain.messages import (
    InboundMessage,
)
from infra.memory.spool import MemorySpool
from infra.temporal.client import TemporalDependency, connect
from infra.temporal.codec import data_converter
from infra.temporal.conversations import TemporalConversationGateway
from tests.fakes.activities import FakeTurns
from tests.fakes.keys import FakeKeys
from tests.support import eventually, running
from tests.workflows.conftest import Stage


@pytest.fixture
async def stage(temporal_address: str) -> AsyncIterator[Stage]:
    client = await Client.connect(temporal_address, data_converter=data_converter(FakeKeys()))
    stage = Stage(client, FakeTurns())
    async with running(stage.workers()):
        yield stage
    await stage.end()


def message_to(stage: Stage, text: str) -> InboundMessage:
    return InboundMessage(
        message_id=uuid4().hex,
        tenant_id="acme",
        conversation_id=stage.conversation_id,
        channel=Channel.WEB,
        text=text,
        received_at=datetime.now(UTC),
    )


async def test_a_delivered_message_is_answered_and_nothing_of_it_is_stored_in_the_clear(
    stage: Stage,
) -> None:
    """Signal, activity results and failures all go through the tenant's codec."""
    gateway = TemporalConversationGateway(stage.client, MemorySpool())

    await gateway.deliver(message_to(stage, "my secret is swordfish"))
    await eventually(lambda: bool(stage.turns.said))
    view = await gateway.get_state("acme", stage.conversation_id)
    stored = (await stage.handle.fetch_history()).to_json()

    assert stage.turns.said == ["you said: my secret is swordfish"]
    assert view.turns == 1
    assert "swordfish" not in stored
    assert "duralogue-tenant" in stored


def change_for(stage: Stage, change: MessageChange) -> ChannelChange:
    return ChannelChange(
        tenant_id="acme",
        conversation_id=stage.conversation_id,
        channel=Channel.WEBHOOK,
        change=change,
    )


async def test_a_change_reaches_the_conversation_before_its_message_and_after_it(
    stage: Stage,
) -> None:
    """An edit starts the conversation where it is the first to come; so does a message."""
    gateway = TemporalConversationGateway(stage.client, MemorySpool())
    message, now = message_to(stage, "my secret is swordfish"), datetime.now(UTC)
    ids = {"message_id": message.message_id, "at": now}

    await gateway.change_message(
        change_for(stage, MessageEdited(event_id="e-1", text="what swordfish?", **ids))
    )
    await gateway.deliver(message)
    await eventually(lambda: bool(stage.turns.said))
    await gateway.change_message(change_for(stage, MessageDeleted(event_id="d-1", **ids)))
    await eventually(lambda: bool(stage.changes.recorded))
    stored = (await stage.handle.fetch_history()).to_json()

    assert stage.turns.said == ["you said: what swordfish?"]
    assert [change.kind for change in stage.changes.recorded] == ["deleted"]
    assert "swordfish" not in stored


async def test_a_change_is_not_spooled(stage: Stage) -> None:
    """While Temporal is down its provider is told so, and sends it again."""
    client = await connect("127.0.0.1:1", "default", FakeKeys(), lazily=True)
    deletion = MessageDeleted(event_id="d-1", message_id="m-1", at=datetime.now(UTC))

    with pytest.raises(DependencyUnavailable, match="does not answer"):
        await TemporalConversationGateway(client, MemorySpool()).change_message(
            change_for(stage, deletion)
        )


async def test_a_refused_repair_says_why(stage: Stage) -> None:
    """The validator's sentence reaches the caller as a Conflict."""
    gateway = TemporalConversationGateway(stage.client, MemorySpool())
    await gateway.deliver(message_to(stage, "hello"))
    await eventually(lambda: bool(stage.turns.said))

    with pytest.raises(Conflict, match="no call is parked"):
        await gateway.repair(
            "acme",
            stage.conversation_id,
            Repair(repair_id="r-1", action=RepairAction.RETRY_NOW, by="Olga"),
        )


async def test_a_conversation_that_never_was_is_not_found(stage: Stage) -> None:
    """An update or a query never starts a conversation."""
    gateway = TemporalConversationGateway(stage.client, MemorySpool())

    with pytest.raises(NotFound):
        await gateway.get_state("acme", "never-was")


async def test_a_server_that_does_not_answer_is_unavailable() -> None:
    """Nothing listens there: a named failure that says where."""
    with pytest.raises(DependencyUnavailable, match="does not answer"):
        await connect("127.0.0.1:1", "default", FakeKeys())


async def test_a_gateway_that_starts_while_temporal_is_away_still_accepts(stage: Stage) -> None:
    """Its client connects at the first call: that failure too sends a message into the spool."""
    client = await connect("127.0.0.1:1", "default", FakeKeys(), lazily=True)
    spool = MemorySpool()
    gateway = TemporalConversationGateway(client, spool)

    await gateway.deliver(message_to(stage, "hello"))
    with pytest.raises(DependencyUnavailable, match="does not answer"):
        await gateway.get_state("acme", stage.conversation_id)
    with pytest.raises(DependencyUnavailable, match="does not answer"):
        await TemporalDependency(client).check()

    assert await spool.holds("acme", stage.conversation_id)
