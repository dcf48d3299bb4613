"""One owner: bot or human, held by the conversation alone."""

import asyncio
from contextlib import suppress
from datetime import timedelta

import pytest
from temporalio.api.enums.v1 import EventType
from temporalio.client import WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError
from temporalio.testing import WorkflowEnvironment

from domain.conversations import Owner, Repair, RepairAction, TurnOutcome
from domain.errors import Conflict, NotYet
from domain.handoffs import (
    ClaimHandoff,
    HandoffStatus,
    ReturnToBot,
)
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


async def test_of_two_claims_at_once_one_wins_and_the_other_is_told_by_whom(
    stage: Stage, brain: Desk
) -> None:
    """The validator decides inside the workflow, where there is no race."""
    async with running(stage.workers()):
        await stage.send("human")
        await eventually(lambda: bool(stage.turns.said))
        results = await asyncio.gather(
            claim(stage, brain.handoff_id, SAM),
            claim(stage, brain.handoff_id, KIM),
            return_exceptions=True,
        )
        await eventually(lambda: bool(stage.desk.owners))

    [winner] = [result for result in results if isinstance(result, str)]
    [refused] = [result for result in results if isinstance(result, WorkflowUpdateFailedError)]
    assert isinstance(refused.cause, ApplicationError)
    assert refused.cause.type == "Conflict"
    assert refused.cause.message == f"already claimed by {winner}"
    assert [record.agent for record in stage.desk.owners] == [winner]


async def test_a_claim_pressed_twice_waits_for_the_first_and_is_told_the_same(
    stage: Stage, brain: Desk
) -> None:
    """Else the second one lets its human write while the bot's words are still on their way."""
    delivery = stage.needing_a_provider().delivery
    delivery.sending = asyncio.Event()

    async def updates(kind: EventType.ValueType) -> int:
        history = await stage.handle.fetch_history()
        return [event.event_type for event in history.events].count(kind)

    async def both_are_known() -> bool:
        return await updates(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED) == 2

    async with running([*stage.workers(), stage.delivery_worker()]):
        await stage.send("human")
        await eventually(lambda: bool(delivery.attempts))
        claims = [asyncio.create_task(claim(stage, brain.handoff_id, SAM)) for _ in range(2)]
        await eventually(both_are_known)
        answered = await updates(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_COMPLETED)
        delivery.sending.set()

        assert await asyncio.gather(*claims) == ["Sam", "Sam"]
        await eventually(lambda: bool(stage.desk.owners))

    assert answered == 0
    assert [record.agent for record in stage.desk.owners] == ["Sam"]


async def test_while_a_human_owns_it_the_bot_is_silent_and_messages_are_forwarded(
    stage: Stage, brain: Desk
) -> None:
    """What the customer says is recorded for the human; the human's words reach the customer."""
    async with running(stage.workers()):
        await stage.send("human")
        await eventually(lambda: bool(stage.turns.said))
        await claim(stage, brain.handoff_id, SAM)
        await stage.send("my parcel is broken")
        for _ in range(2):
            await stage.handle.execute_update(
                ConversationWorkflow.send_agent_message,
                from_agent(brain.handoff_id, "I am so sorry", "a-1"),
            )
        await eventually(lambda: bool(stage.desk.messages) and len(stage.turns.ended) == 2)
        await stage.handle.execute_update(
            ConversationWorkflow.return_to_bot,
            ReturnToBot(handoff_id=brain.handoff_id, agent=SAM, disposition="solved"),
        )
        await stage.send("thanks")
        await eventually(lambda: len(stage.turns.said) == 3)
        await eventually(
            lambda: [c.status for c in stage.desk.changes][-1:] == [HandoffStatus.RETURNED]
        )

    assert stage.turns.ended[1][1] is TurnOutcome.FORWARDED
    assert stage.desk.messages == ["I am so sorry"]
    assert stage.turns.said[1:] == ["handoff_returned", "you said: thanks"]
    assert [record.owner for record in stage.desk.owners] == [Owner.HUMAN_AGENT, Owner.BOT]


async def test_only_the_one_in_charge_may_write(stage: Stage, brain: Desk) -> None:
    """A colleague who has not claimed the conversation cannot speak in it."""
    async with running(stage.workers()):
        await stage.send("human")
        await eventually(lambda: bool(stage.turns.said))
        await claim(stage, brain.handoff_id, SAM)
        with pytest.raises(WorkflowUpdateFailedError) as refused:
            await stage.handle.execute_update(
                ConversationWorkflow.send_agent_message,
                from_agent(brain.handoff_id, "hello", "a-1", KIM),
            )

    assert isinstance(refused.value.cause, ApplicationError)
    assert refused.value.cause.type == "NotAllowed"
    assert stage.desk.messages == []


async def test_whoever_gave_it_back_is_told_so(stage: Stage, brain: Desk) -> None:
    """Also in the moment before the waiting side has heard of it."""
    async with running(stage.workers()):
        await stage.send("human")
        await eventually(lambda: bool(stage.turns.said))
        with pytest.raises(WorkflowUpdateFailedError) as unclaimed:
            await stage.handle.execute_update(
                ConversationWorkflow.send_agent_message, from_agent(brain.handoff_id, "hi", "a-0")
            )
        await claim(stage, brain.handoff_id, SAM)
        back = ReturnToBot(handoff_id=brain.handoff_id, agent=SAM)
        await stage.handle.execute_update(ConversationWorkflow.return_to_bot, back)
        with pytest.raises(WorkflowUpdateFailedError) as refused:
            await stage.handle.execute_update(
                ConversationWorkflow.send_agent_message, from_agent(brain.handoff_id, "hi", "a-1")
            )

    assert isinstance(unclaimed.value.cause, ApplicationError)
    assert "nobody has claimed" in unclaimed.value.cause.message
    assert unclaimed.value.cause.details == ({"code": "unclaimed"},)
    assert isinstance(refused.value.cause, ApplicationError)
    assert refused.value.cause.type == "Conflict"
    assert any(
        words in refused.value.cause.message for words in ("given back to the bot", "has ended")
    )
    assert stage.desk.messages == []


async def test_a_draft_computed_before_the_claim_is_never_sent(stage: Stage, brain: Desk) -> None:
    """The quick step fails, the patient one waits: meanwhile a human claims the conversation."""
    async with running(stage.workers()):
        await stage.send("human")
        await eventually(lambda: bool(stage.turns.said))
        stage.turns.failures = ["advance_turn"] * 3
        stage.turns.advancing = asyncio.Event()
        await stage.send("and another thing")

        async def patient_step_waits() -> bool:
            described = await stage.handle.describe()
            return bool(described.raw_description.pending_activities)

        await eventually(patient_step_waits)
        assert await claim(stage, brain.handoff_id, SAM) == "Sam"
        stage.turns.advancing.set()
        await eventually(lambda: len(stage.turns.ended) == 2)

    assert stage.turns.said == ["a colleague will be with you"]
    assert stage.turns.ended[1][1] is TurnOutcome.FORWARDED
    discarded = stage.turns.steps[stage.turns.ended[1][0], 0]
    assert [entry.step for entry in discarded.trace] == ["draft_discarded"]


async def test_a_claim_that_comes_too_early_is_asked_to_come_again(
    stage: Stage, brain: Desk
) -> None:
    """The queue lists a handoff a moment before its conversation has taken it up."""
    stage.turns.failures = ["advance_turn"] * 3
    stage.turns.advancing = asyncio.Event()
    gateway = TemporalConversationGateway(stage.client)
    wanted = ClaimHandoff(handoff_id=brain.handoff_id, agent=SAM)
    async with running(stage.workers()):
        await stage.send("human")

        async def patient_step_waits() -> bool:
            described = await stage.handle.describe()
            return bool(described.raw_description.pending_activities)

        await eventually(patient_step_waits)
        with pytest.raises(NotYet):
            await gateway.claim_handoff("acme", stage.conversation_id, wanted)
        stage.turns.advancing.set()

        async def claimed_when_asked_again() -> bool:
            with suppress(NotYet):
                await gateway.claim_handoff("acme", stage.conversation_id, wanted)
                return True
            return False

        await eventually(claimed_when_asked_again)
        other = ClaimHandoff(handoff_id="h-never", agent=SAM)

        async def refused_once_quiet() -> bool:
            try:
                await gateway.claim_handoff("acme", stage.conversation_id, other)
            except NotYet:
                return False
            except Conflict as refusal:
                return "no longer waiting" in str(refusal)
            return False

        await eventually(refused_once_quiet)

    assert stage.turns.said == ["a colleague will be with you"]


async def test_when_nobody_comes_the_conversation_hears_of_it(
    skipping: WorkflowEnvironment,
) -> None:
    """The service level's breach escalates; the end of patience wakes the conversation."""
    brain = Desk(nobody_after=timedelta(hours=2))
    stage = Stage(skipping.client, FakeTurns(brain))
    async with running(stage.workers()):
        await stage.send("human")
        await eventually(lambda: bool(stage.turns.said))
        await skipping.sleep(timedelta(hours=2, minutes=1))
        await eventually(
            lambda: [c.status for c in stage.desk.changes][-1:] == [HandoffStatus.CANCELLED]
        )

    assert stage.turns.said[1:2] == ["nobody came"]
    assert stage.desk.changes[0].escalated is True


async def test_a_handoff_outlives_the_roll_of_its_conversation(stage: Stage, brain: Desk) -> None:
    """An ordinary child would be ended by its parent's continue-as-new."""
    async with running(stage.workers()):
        await stage.send("human")
        for number in range(45):
            await stage.send(str(number))
        await eventually(lambda: len(stage.turns.ended) == 46, within=240)
        assert await claim(stage, brain.handoff_id, SAM) == "Sam"
        await eventually(lambda: [c.status for c in stage.desk.changes] == [HandoffStatus.CLAIMED])


async def test_an_operator_may_close_and_repeats_of_a_repair_do_nothing(stage: Stage) -> None:
    """A repair has an id, so that pressing the button twice is harmless."""
    async with running(stage.workers()):
        conversation = await stage.send("hello")
        await eventually(lambda: bool(stage.turns.said))
        repair = Repair(repair_id="r-1", action=RepairAction.CLOSE, by="Olga")
        assert await stage.handle.execute_update(ConversationWorkflow.repair, repair) == "closing"
        await conversation.result()

        await stage.send("again")
        with pytest.raises(WorkflowUpdateFailedError) as refused:
            await stage.handle.execute_update(
                ConversationWorkflow.repair,
                Repair(repair_id="r-2", action=RepairAction.RETRY_NOW, by="Olga"),
            )

    assert isinstance(refused.value.cause, ApplicationError)
    assert refused.value.cause.message == "no call is deferred"
