"""A conversation that goes with another one: its customer's words, whenever they come."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from activities.merged_handoffs import MergedHandoffStep
from domain.channel_addresses import Channel
from domain.desk.requests import TakeOver
from domain.dialogue.events import HandoffReturned
from domain.handoffs import Handoff, HandoffStatus
from infra.memory.database import MemoryConversation, MemoryDatabase
from infra.memory.desk_tools import memory_desk_tools
from infra.temporal.conversations import TemporalConversationGateway
from tests.fakes.activities import FakeTurns
from tests.support import eventually, running
from tests.unit.api.doubles import a_bot
from tests.workflows.conftest import SetUp, Stage
from tests.workflows.desk import SAM, Desk

NOW = datetime.now(UTC)


@pytest.fixture
def stage(set_up: SetUp) -> Stage:
    return set_up(FakeTurns(Desk()))


def recorded(stage: Stage, handoff_id: str) -> MemoryDatabase:
    """Sam has both: `h-1`, and the one that the conversation has opened."""
    database = MemoryDatabase()
    for conversation, handoff in (("c-1", "h-1"), (stage.conversation_id, handoff_id)):
        database.handoffs["acme", handoff] = Handoff(
            handoff_id=handoff,
            tenant_id="acme",
            conversation_id=conversation,
            queue="support",
            channel="web",
            status=HandoffStatus.CLAIMED,
            assigned_agent="Sam",
            opened_at=NOW,
        )
        database.conversations["acme", conversation] = MemoryConversation(
            tenant_id="acme",
            conversation_id=conversation,
            channel=Channel.WEB,
            revision="r1",
            customer_ref="c-7",
        )
    return database


async def test_every_word_is_stored_once_at_whatever_point_of_the_merge(stage: Stage) -> None:
    """Before it, in the middle of a turn that it cuts short, after it, and as it ends: with the
    person who has both while they have it, with the bot from then on."""
    gateway = TemporalConversationGateway(stage.client)
    async with running(stage.workers()):
        await stage.send("before")
        await eventually(lambda: bool(stage.turns.said))
        stage.turns.failures = ["advance_turn"] * 3
        stage.turns.advancing = asyncio.Event()
        await stage.send("in the middle")
        await eventually(lambda: not stage.turns.failures)
        taken = asyncio.create_task(
            gateway.take_over(
                "acme", stage.conversation_id, Channel.WEB, TakeOver(agent=SAM, queue="support")
            )
        )
        await stage.send("while it is taken")
        stage.turns.advancing.set()
        handoff_id = (await taken).handoff_id
        database = recorded(stage, handoff_id)
        merges = memory_desk_tools(database).merges
        step = MergedHandoffStep(merges, gateway)
        await stage.send("as it is merged")
        await merges.merge("acme", "h-1", stage.conversation_id, agent="Sam", by="Sam", at=NOW)
        await stage.send("after it")
        await eventually(lambda: len(stage.turns.inbound) == 5)
        database.handoffs["acme", "h-1"].status = HandoffStatus.RESOLVED
        database.handoffs["acme", "h-1"].ended_at = NOW + timedelta(minutes=1)
        for _ in range(2):  # the first was killed before it could say so
            await step.run(a_bot(), NOW)
        await stage.send("afterwards")
        await eventually(lambda: "you said: afterwards" in stage.turns.said)

    said = ["before", "in the middle", "while it is taken", "as it is merged", "after it"]
    assert [message.text for message in stage.turns.inbound] == [*said, "afterwards"]
    assert [line for line in stage.turns.said if line.startswith("you said")] == [
        "you said: before",
        "you said: afterwards",
    ]
    [returned] = [event for event in stage.turns.events if isinstance(event, HandoffReturned)]
    assert (returned.resolved, returned.asks_rating) == (True, False)
