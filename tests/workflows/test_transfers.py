"""A person passes their conversation on, puts it off, or ends it."""

import asyncio
from datetime import timedelta

import pytest
from temporalio.testing import WorkflowEnvironment

from domain.conversations import ConversationStatus, Owner
from domain.desk.requests import EndTransfer, HoldHandoff, SnoozeHandoff, TransferHandoff
from domain.errors import Conflict, NewerMessages, NotAllowed
from domain.handoffs import Agent, ClaimHandoff, HandoffStatus, NewerMessage, ReturnToBot
from domain.messages import Role
from infra.temporal.conversations import TemporalConversationGateway
from tests.fakes.activities import FakeTurns
from tests.support import eventually, running
from tests.workflows.conftest import SetUp, Stage
from tests.workflows.desk import KIM, SAM, Desk, claim, from_agent


@pytest.fixture
def brain() -> Desk:
    return Desk()


@pytest.fixture
def stage(set_up: SetUp, brain: Desk) -> Stage:
    return set_up(FakeTurns(brain))


def gateway(stage: Stage) -> TemporalConversationGateway:
    return TemporalConversationGateway(stage.client)


async def transfer(stage: Stage, handoff_id: str, agent: Agent = SAM, **to: object) -> None:
    request = TransferHandoff.model_validate({"handoff_id": handoff_id, "agent": agent, **to})
    await gateway(stage).transfer_handoff("acme", stage.conversation_id, request)


async def with_sam(stage: Stage, brain: Desk) -> str:
    await stage.send("human")
    await eventually(lambda: bool(stage.turns.said))
    await claim(stage, brain.handoff_id, SAM)
    await eventually(lambda: [c.agent for c in stage.desk.changes] == ["Sam"])
    return brain.handoff_id


async def test_to_a_queue_it_waits_again_while_the_bot_serves(stage: Stage, brain: Desk) -> None:
    """By the queue's own times; whoever claims it has it, and who had it may write no more."""
    async with running(stage.workers()):
        handoff_id = await with_sam(stage, brain)
        with pytest.raises(NotAllowed, match="with Sam"):
            await transfer(stage, handoff_id, KIM, to_queue="billing")
        await transfer(stage, handoff_id, to_queue="billing", note="wants an invoice")
        with pytest.raises(NotAllowed, match="nobody has claimed"):
            await transfer(stage, handoff_id, to_queue="billing")
        await stage.send("hello?")
        await eventually(lambda: len(stage.turns.said) == 3)
        await eventually(lambda: stage.desk.changes[-1].first_reply_due is not None)
        await claim(stage, handoff_id, KIM)
        await eventually(lambda: stage.desk.changes[-1].agent == "Kim")

    released = next(change for change in stage.desk.changes if change.is_released)
    assert (released.queue, released.note) == ("billing", "wants an invoice")
    [anew] = [change for change in stage.desk.changes if change.first_reply_due is not None]
    assert released.status is anew.status is HandoffStatus.WAITING
    assert stage.turns.said[1:] == ["passing you on to billing", "you said: hello?"]
    assert [(o.owner, o.status) for o in stage.desk.owners] == [
        (Owner.HUMAN_AGENT, ConversationStatus.WITH_HUMAN),
        (Owner.BOT, ConversationStatus.WAITING_FOR_HUMAN),
        (Owner.HUMAN_AGENT, ConversationStatus.WITH_HUMAN),
    ]


async def test_nobody_in_the_other_queue_is_told_as_in_the_first(
    skipping: WorkflowEnvironment,
) -> None:
    """The waiting side begins again: escalation and patience with it."""
    brain = Desk(nobody_after=timedelta(hours=2))
    stage = Stage(skipping.client, FakeTurns(brain))
    async with running(stage.workers()):
        handoff_id = await with_sam(stage, brain)
        await transfer(stage, handoff_id, to_queue="billing")
        await eventually(lambda: len(stage.turns.said) == 2)
        await skipping.sleep(timedelta(hours=2, minutes=1))
        await eventually(lambda: "nobody came" in stage.turns.said)

    assert [change.escalated for change in stage.desk.changes if change.escalated] == [True]


async def test_warm_it_goes_from_one_person_to_the_other_without_the_bot(
    stage: Stage, brain: Desk
) -> None:
    """It stays with the sender until then; of a claim and another transfer one wins."""
    async with running(stage.workers()):
        handoff_id = await with_sam(stage, brain)
        await transfer(stage, handoff_id, to_agent="Kim", warm=True, note="speaks Polish")
        other = ClaimHandoff(handoff_id=handoff_id, agent=Agent(name="Lee"))
        with pytest.raises(Conflict, match="already claimed by Sam"):
            await gateway(stage).claim_handoff("acme", stage.conversation_id, other)
        results = await asyncio.gather(
            claim(stage, handoff_id, KIM),
            transfer(stage, handoff_id, to_queue="billing"),
            return_exceptions=True,
        )
        await eventually(lambda: stage.desk.owners[-1].agent == "Kim")
        await eventually(lambda: stage.desk.changes[-1].agent == "Kim")
        await stage.send("dzień dobry")
        await eventually(lambda: len(stage.turns.ended) == 2 + ("passing" in str(stage.turns.said)))

    assert results[0] == "Kim"
    assert stage.desk.changes[1].preferred_agent == "Kim"
    if isinstance(results[1], NotAllowed):
        assert {record.owner for record in stage.desk.owners} == {Owner.HUMAN_AGENT}
        assert stage.turns.said == ["a colleague will be with you"]


@pytest.mark.parametrize("by", [KIM, SAM, Agent(name="Sue")])
async def test_what_is_passed_on_warm_is_declined_or_kept(
    stage: Stage, brain: Desk, by: Agent
) -> None:
    """By whoever is asked, by the sender, or by a supervisor; nobody else has a say, and the one
    who was asked can take it no more."""
    async with running(stage.workers()):
        handoff_id = await with_sam(stage, brain)
        end = EndTransfer(handoff_id=handoff_id, agent=by, by_supervisor=by.name == "Sue")
        place = ("acme", stage.conversation_id)
        with pytest.raises(Conflict, match="nobody is asked") as refused:
            await gateway(stage).end_transfer(*place, end)
        assert refused.value.why == "not-passed-on"
        await transfer(stage, handoff_id, to_agent="Kim", warm=True, note="speaks Polish")
        others = end.model_copy(update={"agent": Agent(name="Lee"), "by_supervisor": False})
        with pytest.raises(NotAllowed, match="with Sam"):
            await gateway(stage).end_transfer(*place, others)

        await gateway(stage).end_transfer(*place, end)

        with pytest.raises(Conflict, match="nobody is asked"):
            await gateway(stage).end_transfer(*place, end)
        hers = ClaimHandoff(handoff_id=handoff_id, agent=KIM)
        with pytest.raises(Conflict, match="already claimed by Sam"):
            await gateway(stage).claim_handoff(*place, hers)
        await eventually(lambda: stage.desk.changes[-1].is_kept)
        assert stage.desk.changes[-1].declined_by == ("Kim" if by is KIM else None)
        await transfer(stage, handoff_id, to_agent="Kim", warm=True)
        assert await claim(stage, handoff_id, KIM) == "Kim"


async def test_on_hold_the_customer_is_told_once(stage: Stage, brain: Desk) -> None:
    """And again when the person is back; neither is a message of the bot."""
    async with running(stage.workers()):
        handoff_id = await with_sam(stage, brain)
        for on in (True, True, False):
            hold = HoldHandoff(handoff_id=handoff_id, agent=SAM, on=on)
            await gateway(stage).hold_handoff("acme", stage.conversation_id, hold)
        await eventually(lambda: len(stage.turns.notes) == 2)

    assert stage.turns.notes == ["handoff_on_hold", "handoff_off_hold"]
    assert [c.on_hold for c in stage.desk.changes[1:]] == [True, False]
    assert stage.turns.said == ["a colleague will be with you"]


async def test_what_is_snoozed_comes_back_by_itself_or_with_the_customer(
    skipping: WorkflowEnvironment,
) -> None:
    """A durable timer of the waiting side; each return is shown in the list."""
    brain = Desk(nobody_after=timedelta(days=9))
    stage = Stage(skipping.client, FakeTurns(brain))
    awake = 0

    async def snoozed(hours: int) -> None:
        until = await skipping.get_current_time() + timedelta(hours=hours)
        asked = SnoozeHandoff(handoff_id=handoff_id, agent=SAM, until=until)
        await gateway(stage).snooze_handoff("acme", stage.conversation_id, asked)
        await eventually(lambda: stage.desk.changes[-1].snoozed_until == until)

    def woken() -> int:
        return sum(change.is_awake for change in stage.desk.changes)

    async with running(stage.workers()):
        handoff_id = await with_sam(stage, brain)
        await snoozed(3)
        await asyncio.sleep(0.3)
        await skipping.sleep(timedelta(hours=3, minutes=1))
        await eventually(lambda: woken() == 1)
        awake = woken()
        await snoozed(3)
        await stage.send("still there?")
        await eventually(lambda: woken() == 2)

    assert awake == 1
    assert {change.status for change in stage.desk.changes} == {HandoffStatus.CLAIMED, None}


async def test_resolved_it_ends_with_what_is_to_be_said_of_it(stage: Stage, brain: Desk) -> None:
    """By a supervisor here, who may act on what another has."""
    async with running(stage.workers()):
        handoff_id = await with_sam(stage, brain)
        end = ReturnToBot(
            handoff_id=handoff_id,
            agent=KIM,
            by_supervisor=True,
            disposition="refunded",
            note="all of it",
            is_resolved=True,
        )
        await gateway(stage).return_to_bot("acme", stage.conversation_id, end)
        await eventually(lambda: stage.desk.changes[-1].status is HandoffStatus.RESOLVED)
        await eventually(lambda: len(stage.turns.events) == 2)

    [words] = [change for change in stage.desk.changes if change.disposition]
    assert (words.disposition, words.note) == ("refunded", "all of it")
    assert stage.turns.events[-1].model_dump()["resolved"] is True


async def test_words_that_were_not_seen_hold_an_answer_back(stage: Stage, brain: Desk) -> None:
    """It is sent with the next number, or anyway, under the id that it had."""
    async with running(stage.workers()):
        handoff_id = await with_sam(stage, brain)
        stage.desk.newer = [NewerMessage(seq=7, role=Role.CUSTOMER, text="no, wait")]
        send = gateway(stage).send_agent_message
        words = from_agent(handoff_id, "Done!", "a-1").model_copy(update={"seen": 6})
        with pytest.raises(NewerMessages) as held:
            await send("acme", stage.conversation_id, words)
        assert stage.desk.messages == []
        for _ in range(2):
            seen = words.model_copy(update={"seen": 7})
            await send("acme", stage.conversation_id, seen)
        anyway = from_agent(handoff_id, "Done!", "a-2")
        await send("acme", stage.conversation_id, anyway)
        await eventually(lambda: len(stage.desk.messages) == 2)

    assert held.value.newer == (
        {"seq": 7, "role": "customer", "sent_by": None, "text": "no, wait"},
    )
