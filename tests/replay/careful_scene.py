"""The scene of acts that newer words hold back, and of words that cross a resolve."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from domain.desk.requests import SnoozeHandoff
from domain.errors import NewerMessages
from domain.handoffs import Agent, AgentMessage, ClaimHandoff, NewerMessage, ReturnToBot
from domain.messages import Role
from infra.temporal.conversations import TemporalConversationGateway
from tests.support import eventually
from tests.workflows.conftest import Stage
from workflows.conversation import ConversationWorkflow

SAM = Agent(name="Sam")


async def careful(stage: Stage) -> None:
    """Put off against newer words, then with them; resolved while the customer writes."""
    gateway = TemporalConversationGateway(stage.client)
    place = ("acme", stage.conversation_id)
    await stage.send("human")
    await eventually(lambda: len(stage.turns.ended) == 1)
    claim = ClaimHandoff(handoff_id="h-1", agent=SAM)
    await stage.handle.execute_update(ConversationWorkflow.claim_handoff, claim)
    stage.desk.newer = [NewerMessage(seq=7, role=Role.CUSTOMER, text="no, wait")]
    until = datetime.now(UTC) + timedelta(hours=1)
    for seen in (6, 7):
        snooze = SnoozeHandoff(handoff_id="h-1", agent=SAM, until=until, seen=seen)
        with suppress(NewerMessages):
            await gateway.snooze_handoff(*place, snooze)
    stage.desk.recording = asyncio.Event()
    words = AgentMessage(
        message_id="a-1", handoff_id="h-1", agent=SAM, text="done", sent_at=datetime.now(UTC)
    )
    await gateway.send_agent_message(*place, words)
    await stage.send("and my invoice?")
    end = ReturnToBot(handoff_id="h-1", agent=SAM, is_resolved=True)
    await gateway.return_to_bot(*place, end)
    stage.desk.recording.set()
    await eventually(lambda: "you said: and my invoice?" in stage.turns.said)
