"""Scenes of staff: an approval, and a handoff from its claim to the operator's end."""

from datetime import UTC, datetime

from domain.conversations import Repair, RepairAction
from domain.handoffs import Agent, AgentMessage, ClaimHandoff, DecideApproval, ReturnToBot
from tests.support import eventually
from tests.workflows.conftest import Stage
from workflows.conversation import ConversationWorkflow

SAM = Agent(name="Sam")


async def approval(stage: Stage) -> None:
    await stage.send("refund")
    await eventually(lambda: len(stage.turns.ended) == 1)
    await stage.handle.execute_update(
        ConversationWorkflow.decide_approval,
        DecideApproval(approval_id="ap-1", approve=True, digest="d1", by="Sue"),
    )
    await eventually(lambda: stage.turns.said == ["approval_decided"])


async def handoff(stage: Stage) -> None:
    """Claimed, talked through, returned, and closed by an operator."""
    await stage.send("human")
    await eventually(lambda: len(stage.turns.ended) == 1)
    handle = stage.handle
    await handle.execute_update(
        ConversationWorkflow.claim_handoff, ClaimHandoff(handoff_id="h-1", agent=SAM)
    )
    await stage.send("my parcel is broken")
    message = AgentMessage(
        message_id="a-1", handoff_id="h-1", agent=SAM, text="oh no", sent_at=datetime.now(UTC)
    )
    await handle.execute_update(ConversationWorkflow.send_agent_message, message)
    await eventually(lambda: bool(stage.desk.messages))
    await handle.execute_update(
        ConversationWorkflow.return_to_bot, ReturnToBot(handoff_id="h-1", agent=SAM)
    )
    await eventually(lambda: stage.turns.said == ["handoff_returned"])
    repair = Repair(repair_id="r-1", action=RepairAction.CLOSE, by="Olga")
    await handle.execute_update(ConversationWorkflow.repair, repair)
    await handle.result()
