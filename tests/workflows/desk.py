"""A brain that hands off, and what a human agent does at the desk."""

from datetime import UTC, datetime, timedelta

from domain.dialogue.commands import CancelHandoff, Command, HandOff, WaitAnew
from domain.dialogue.events import CustomerSpoke, Event, HandoffTransferred, HandoffUnanswered
from domain.handoffs import Agent, AgentMessage, ClaimHandoff
from tests.fakes.activities import echo, say
from tests.workflows.conftest import Stage
from workflows.conversation import ConversationWorkflow

SAM, KIM = Agent(name="Sam"), Agent(name="Kim")


class Desk:
    """A brain that hands off when asked for a human; ids are unique for each test."""

    def __init__(self, *, nobody_after: timedelta = timedelta(hours=1)) -> None:
        self.nobody_after = nobody_after
        self.handoff_id = f"h-{id(self)}"

    def __call__(self, event: Event) -> list[Command]:
        if isinstance(event, CustomerSpoke) and event.text == "human":
            return [
                say("a colleague will be with you"),
                HandOff(
                    handoff_id=self.handoff_id,
                    queue="support",
                    first_reply_due=event.at + self.nobody_after / 2,
                    nobody_at=event.at + self.nobody_after,
                ),
            ]
        if isinstance(event, HandoffTransferred):
            return [say(f"passing you on to {event.queue}"), self.waits_anew(event)]
        if isinstance(event, HandoffUnanswered):
            return [say("nobody came"), CancelHandoff(handoff_id=event.handoff_id)]
        return [*echo(event)]

    def waits_anew(self, event: HandoffTransferred) -> WaitAnew:
        return WaitAnew(
            handoff_id=event.handoff_id,
            queue=event.queue,
            first_reply_due=event.at + self.nobody_after / 2,
            nobody_at=event.at + self.nobody_after,
            nobody_again=(),
        )


async def claim(stage: Stage, handoff_id: str, agent: Agent) -> str:
    claimed = await stage.handle.execute_update(
        ConversationWorkflow.claim_handoff, ClaimHandoff(handoff_id=handoff_id, agent=agent)
    )
    return claimed.assigned_agent


def from_agent(handoff_id: str, text: str, message_id: str, agent: Agent = SAM) -> AgentMessage:
    return AgentMessage(
        message_id=message_id,
        handoff_id=handoff_id,
        agent=agent,
        text=text,
        sent_at=datetime.now(UTC),
    )
