"""The scenes of the agents' desk: taken over, passed on, held, put off, resolved, opened anew."""

from datetime import UTC, datetime, timedelta

from domain.channel_addresses import Channel
from domain.conversations import Repair, RepairAction
from domain.desk.requests import EndTransfer, HoldHandoff, SnoozeHandoff, TakeOver, TransferHandoff
from domain.dialogue.commands import Command, WaitAnew
from domain.dialogue.events import HandoffTransferred
from domain.handoffs import Agent, AgentMessage, ClaimHandoff, ReturnToBot
from infra.temporal.conversations import TemporalConversationGateway
from tests.fakes.activities import say
from tests.support import eventually
from tests.workflows.conftest import Stage
from workflows.conversation import ConversationWorkflow
from workflows.handoff import HandoffWorkflow

SAM, KIM = Agent(name="Sam"), Agent(name="Kim")


def passes_on(event: HandoffTransferred) -> list[Command]:
    """What the brain decides when a person has passed the customer on."""
    due = event.at + timedelta(hours=1)
    waits = WaitAnew(
        handoff_id=event.handoff_id,
        queue=event.queue,
        first_reply_due=due,
        nobody_at=due,
        nobody_again=(),
    )
    return [say("passing you on"), waits]


async def desk(stage: Stage) -> None:
    """Handed off, claimed, passed on warm and cold, held, put off, and resolved."""
    handle = stage.handle
    await stage.send("human")
    await eventually(lambda: len(stage.turns.ended) == 1)
    claim = ClaimHandoff(handoff_id="h-1", agent=SAM)
    await handle.execute_update(ConversationWorkflow.claim_handoff, claim)
    warm = TransferHandoff(handoff_id="h-1", agent=SAM, to_agent="Kim", warm=True, note="VIP")
    await handle.execute_update(ConversationWorkflow.transfer_handoff, warm)
    hers = ClaimHandoff(handoff_id="h-1", agent=KIM)
    await handle.execute_update(ConversationWorkflow.claim_handoff, hers)
    for on in (True, False):
        hold = HoldHandoff(handoff_id="h-1", agent=KIM, on=on)
        await handle.execute_update(ConversationWorkflow.hold_handoff, hold)
    for seconds in (2, 3_600):
        until = datetime.now(UTC) + timedelta(seconds=seconds)
        snooze = SnoozeHandoff(handoff_id="h-1", agent=KIM, until=until)
        await handle.execute_update(ConversationWorkflow.snooze_handoff, snooze)
        await eventually(lambda: stage.desk.changes[-1].snoozed_until is not None)
        if seconds == 2:
            await eventually(lambda: stage.desk.changes[-1].is_awake)
    await stage.send("still there?")
    await eventually(lambda: sum(change.is_awake for change in stage.desk.changes) == 2)
    message = AgentMessage(
        message_id="a-1", handoff_id="h-1", agent=KIM, text="yes", sent_at=datetime.now(UTC), seen=5
    )
    await handle.execute_update(ConversationWorkflow.send_agent_message, message)
    cold = TransferHandoff(handoff_id="h-1", agent=KIM, to_queue="billing")
    await handle.execute_update(ConversationWorkflow.transfer_handoff, cold)
    await eventually(lambda: stage.turns.said == ["passing you on"])
    await handle.execute_update(ConversationWorkflow.claim_handoff, claim)
    end = ReturnToBot(
        handoff_id="h-1", agent=SAM, disposition="solved", note="paid", is_resolved=True
    )
    await handle.execute_update(ConversationWorkflow.return_to_bot, end)
    await eventually(lambda: stage.turns.said == ["passing you on", "handoff_returned"])
    queue = stage.client.get_workflow_handle_for(HandoffWorkflow.run, "handoff/acme/h-1")
    await queue.result()


async def declined(stage: Stage) -> None:
    """Passed on warm and declined, then kept by its agent, then taken by the other after all."""
    await stage.send("human")
    await eventually(lambda: len(stage.turns.ended) == 1)
    gateway, place = TemporalConversationGateway(stage.client), ("acme", stage.conversation_id)
    await gateway.claim_handoff(*place, ClaimHandoff(handoff_id="h-1", agent=SAM))
    warm = TransferHandoff(handoff_id="h-1", agent=SAM, to_agent="Kim", warm=True, note="VIP")
    for by in (KIM, SAM):
        await gateway.transfer_handoff(*place, warm)
        await gateway.end_transfer(*place, EndTransfer(handoff_id="h-1", agent=by))
    await gateway.transfer_handoff(*place, warm)
    await gateway.claim_handoff(*place, ClaimHandoff(handoff_id="h-1", agent=KIM))
    end = ReturnToBot(handoff_id="h-1", agent=KIM, disposition="solved", is_resolved=True)
    await stage.handle.execute_update(ConversationWorkflow.return_to_bot, end)
    await eventually(lambda: stage.turns.said == ["handoff_returned"])


async def taken_over(stage: Stage) -> None:
    """From the bot, from a person, and after the end of the session."""
    gateway = TemporalConversationGateway(stage.client)

    async def take(agent: Agent, *, from_person: bool = False) -> str:
        wanted = TakeOver(agent=agent, queue="support", from_person=from_person)
        place = ("acme", stage.conversation_id)
        return (await gateway.take_over(*place, Channel.WEB, wanted)).handoff_id

    conversation = await stage.send("hello")
    await eventually(lambda: len(stage.turns.ended) == 1)
    await take(SAM)
    await take(KIM, from_person=True)
    await stage.handle.execute_update(
        ConversationWorkflow.repair, Repair(repair_id="r-1", action=RepairAction.CLOSE, by="Olga")
    )
    await conversation.result()
