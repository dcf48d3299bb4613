"""A person takes a conversation from the bot: one request, one winner."""

import asyncio

import pytest
from temporalio.client import WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError

from domain.channel_addresses import Channel
from domain.conversations import Owner, Repair, RepairAction
from domain.desk.requests import TakeOver
from domain.errors import Conflict
from domain.handoffs import Agent, HandoffStatus, ReturnToBot
from infra.temporal.conversations import TemporalConversationGateway
from tests.fakes.activities import FakeTurns
from tests.support import eventually, running
from tests.workflows.conftest import SetUp, Stage
from tests.workflows.desk import KIM, SAM, Desk, claim, from_agent
from workflows.conversation import ConversationWorkflow


@pytest.fixture
def brain() -> Desk:
    return Desk()


@pytest.fixture
def stage(set_up: SetUp, brain: Desk) -> Stage:
    return set_up(FakeTurns(brain))


async def take_over(stage: Stage, agent: Agent = SAM, *, from_person: bool = False) -> str:
    """As the gateway does; returns the handoff."""
    gateway = TemporalConversationGateway(stage.client)
    request = TakeOver(agent=agent, queue="support", from_person=from_person)
    claimed = await gateway.take_over("acme", stage.conversation_id, Channel.WEB, request)
    assert claimed.assigned_agent == agent.name
    return claimed.handoff_id


async def test_one_of_two_takes_over_from_the_bot_and_gives_it_back(stage: Stage) -> None:
    """The handoff is in the list when the request returns; the loser is told who won."""
    async with running(stage.workers()):
        await stage.send("hello")
        await eventually(lambda: bool(stage.turns.said))
        results = await asyncio.gather(
            take_over(stage, SAM), take_over(stage, KIM), return_exceptions=True
        )
        [handoff_id] = [each for each in results if isinstance(each, str)]
        [refusal] = [each for each in results if isinstance(each, Conflict)]
        winner = SAM if stage.desk.changes[0].agent == "Sam" else KIM
        listed = [*stage.turns.handoffs], [change.status for change in stage.desk.changes]
        assert await take_over(stage, winner) == handoff_id
        await stage.send("are you there?")
        words = from_agent(handoff_id, "I am", "a-1", winner)
        await stage.handle.execute_update(ConversationWorkflow.send_agent_message, words)
        await eventually(lambda: len(stage.turns.ended) == 3)
        back = ReturnToBot(handoff_id=handoff_id, agent=winner)
        await stage.handle.execute_update(ConversationWorkflow.return_to_bot, back)
        await eventually(lambda: len(stage.turns.said) == 2)
        await eventually(lambda: stage.desk.changes[-1].status is HandoffStatus.RETURNED)

    assert str(refusal) == f"this conversation is with {winner.name}"
    assert listed == ([handoff_id], [HandoffStatus.CLAIMED])
    assert stage.turns.said == ["you said: hello", "handoff_returned"]
    assert stage.desk.messages == ["I am"]
    assert stage.turns.events[-1].model_dump()["taken_over"] is True


async def test_one_that_waits_is_claimed_and_a_supervisor_takes_it_from_a_person(
    stage: Stage, brain: Desk
) -> None:
    """No second handoff is opened; who had it may write no more, and the list names the other."""
    async with running(stage.workers()):
        await stage.send("human")
        await eventually(lambda: bool(stage.turns.said))
        assert await take_over(stage, SAM) == brain.handoff_id
        with pytest.raises(Conflict, match="with Sam"):
            await take_over(stage, KIM)
        assert await take_over(stage, KIM, from_person=True) == brain.handoff_id
        words = from_agent(brain.handoff_id, "hello", "a-1", SAM)
        with pytest.raises(WorkflowUpdateFailedError) as refused:
            await stage.handle.execute_update(ConversationWorkflow.send_agent_message, words)
        await eventually(lambda: [c.agent for c in stage.desk.changes][-1:] == ["Kim"])
        await eventually(lambda: [o.agent for o in stage.desk.owners] == ["Sam", "Kim"])

    assert isinstance(refused.value.cause, ApplicationError)
    assert refused.value.cause.message == "this conversation is with Kim"
    assert {record.owner for record in stage.desk.owners} == {Owner.HUMAN_AGENT}
    assert stage.turns.handoffs == [brain.handoff_id]


async def test_one_that_has_ended_is_opened_anew(stage: Stage) -> None:
    """The agent writes first; nobody but them has said anything in the new session."""
    async with running(stage.workers()):
        conversation = await stage.send("hello")
        await eventually(lambda: bool(stage.turns.said))
        close = Repair(repair_id="r-1", action=RepairAction.CLOSE, by="Olga")
        await stage.handle.execute_update(ConversationWorkflow.repair, close)
        await conversation.result()
        handoff_id = await take_over(stage)
        words = from_agent(handoff_id, "One more thing", "a-1")
        await stage.handle.execute_update(ConversationWorkflow.send_agent_message, words)
        await eventually(lambda: bool(stage.desk.messages))
        with pytest.raises(Conflict, match="with Sam"):
            await take_over(stage, KIM)

    assert stage.turns.sessions == 2
    assert stage.turns.said == ["you said: hello"]


async def test_what_was_being_decided_is_discarded_with_its_handoff(
    stage: Stage, brain: Desk
) -> None:
    """The one that the agent has opened is the one that counts."""
    stage.turns.failures = ["advance_turn"] * 3
    stage.turns.advancing = asyncio.Event()
    async with running(stage.workers()):
        await stage.send("human")

        async def step_waits() -> bool:
            described = await stage.handle.describe()
            return bool(described.raw_description.pending_activities)

        await eventually(step_waits)
        handoff_id = await take_over(stage)
        stage.turns.advancing.set()
        await eventually(lambda: len(stage.turns.ended) == 2)
        with pytest.raises(WorkflowUpdateFailedError):
            await claim(stage, brain.handoff_id, KIM)

    assert stage.turns.said == []
    assert stage.turns.handoffs == [handoff_id]
