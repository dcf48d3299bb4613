"""Resolving and putting off, against words that the agent has not seen."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest

from domain.desk.requests import SnoozeHandoff
from domain.dialogue.events import CustomerSpoke, HandoffReturned
from domain.errors import Conflict, NewerMessages
from domain.handoffs import HandoffStatus, NewerMessage, ReturnToBot
from domain.messages import Role
from infra.temporal.conversations import TemporalConversationGateway
from tests.fakes.activities import FakeTurns
from tests.support import eventually, running
from tests.workflows.conftest import SetUp, Stage
from tests.workflows.desk import KIM, SAM, Desk, claim, from_agent

Act = Callable[[Stage, Desk, int | None], Awaitable[None]]
WORDS = NewerMessage(seq=7, role=Role.CUSTOMER, text="no, wait")


@pytest.fixture
def brain() -> Desk:
    return Desk()


@pytest.fixture
def stage(set_up: SetUp, brain: Desk) -> Stage:
    return set_up(FakeTurns(brain))


async def with_sam(stage: Stage, brain: Desk) -> None:
    await stage.send("human")
    await eventually(lambda: bool(stage.turns.said))
    await claim(stage, brain.handoff_id, SAM)
    await eventually(lambda: [c.agent for c in stage.desk.changes] == ["Sam"])


async def _done(act: Awaitable[None]) -> None:
    await act


async def resolve(stage: Stage, brain: Desk, seen: int | None) -> None:
    request = ReturnToBot(handoff_id=brain.handoff_id, agent=SAM, is_resolved=True, seen=seen)
    gateway = TemporalConversationGateway(stage.client)
    await gateway.return_to_bot("acme", stage.conversation_id, request)


async def snooze(stage: Stage, brain: Desk, seen: int | None) -> None:
    until = datetime.now(UTC) + timedelta(days=1)
    request = SnoozeHandoff(handoff_id=brain.handoff_id, agent=SAM, until=until, seen=seen)
    gateway = TemporalConversationGateway(stage.client)
    await gateway.snooze_handoff("acme", stage.conversation_id, request)


async def test_nothing_is_done_against_newer_words(stage: Stage, brain: Desk) -> None:
    """They come with the refusal. Who has seen them, or does it anyway, does it once."""
    stage.desk.newer = [WORDS]
    async with running(stage.workers()):
        await with_sam(stage, brain)
        for act in (snooze, resolve):
            with pytest.raises(NewerMessages) as held:
                await act(stage, brain, 6)
            assert held.value.newer[0]["text"] == "no, wait"
        assert len(stage.desk.changes) == 1
        await snooze(stage, brain, 7)
        await eventually(lambda: stage.desk.changes[-1].snoozed_until is not None)
        await resolve(stage, brain, 7)
        await eventually(lambda: stage.desk.changes[-1].status is HandoffStatus.RESOLVED)
        with pytest.raises(Conflict):
            await resolve(stage, brain, 7)


@pytest.mark.parametrize("act", [resolve, snooze])
async def test_words_that_come_while_it_looks_are_read_first(
    stage: Stage, brain: Desk, act: Act
) -> None:
    """The look has found nothing, and yet it is not done: the next look finds them."""
    stage.desk.looking = asyncio.Event()
    async with running(stage.workers()):
        await with_sam(stage, brain)
        asked = asyncio.create_task(_done(act(stage, brain, 6)))
        await eventually(lambda: stage.desk.looks == 1)
        await stage.send("no, wait")
        stage.desk.newer = [WORDS]
        stage.desk.looking.set()
        with pytest.raises(NewerMessages):
            await asked

    assert stage.desk.looks == 2
    assert len(stage.desk.changes) == 1


async def test_who_lost_it_meanwhile_does_nothing(stage: Stage, brain: Desk) -> None:
    """A supervisor has taken it between the look and the act."""
    stage.desk.looking = asyncio.Event()
    async with running(stage.workers()):
        await with_sam(stage, brain)
        asked = asyncio.create_task(resolve(stage, brain, 6))
        await eventually(lambda: stage.desk.looks == 1)
        back = ReturnToBot(handoff_id=brain.handoff_id, agent=KIM, by_supervisor=True)
        gateway = TemporalConversationGateway(stage.client)
        await gateway.return_to_bot("acme", stage.conversation_id, back)
        stage.desk.looking.set()
        with pytest.raises(Conflict, match="given back"):
            await asked


async def test_words_that_cross_a_resolve_are_no_rating(stage: Stage, brain: Desk) -> None:
    """The customer is not asked how it was, in answer to what they have just asked: the bot hears
    it once the conversation is over."""
    async with running(stage.workers()):
        await with_sam(stage, brain)
        stage.desk.recording = asyncio.Event()
        words = from_agent(brain.handoff_id, "one moment", "a-1")
        gateway = TemporalConversationGateway(stage.client)
        await gateway.send_agent_message("acme", stage.conversation_id, words)  # the loop is busy
        await stage.send("and my invoice?")
        await resolve(stage, brain, None)
        stage.desk.recording.set()
        await eventually(lambda: "you said: and my invoice?" in stage.turns.said)

    events = [type(event) for event in stage.turns.events]
    assert events.index(HandoffReturned) < len(events) - 1 - events[::-1].index(CustomerSpoke)
    [returned] = [e for e in stage.turns.events if isinstance(e, HandoffReturned)]
    assert (returned.resolved, returned.asks_rating) == (True, False)
