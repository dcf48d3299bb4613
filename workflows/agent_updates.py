"""The updates with which human agents take, serve and give back a conversation."""

from temporalio import workflow

from domain.desk.requests import TakeOver
from domain.handoffs import AgentMessage, Claimed, ClaimHandoff, ReturnToBot
from workflows.agent_actions import AgentActions
from workflows.staff_actions import StaffActions


class AgentUpdates:
    """A part of the ConversationWorkflow, which makes what stands below before any handler runs."""

    _staff: StaffActions
    _agents: AgentActions
    _is_busy: bool

    # Update ids are remembered for one run only: what must happen once has an id in `_seen`.
    @workflow.update
    async def claim_handoff(self, claim: ClaimHandoff) -> Claimed:
        """Take the conversation over. Returns once any send in flight is final."""
        return await self._staff.claim(claim)

    @claim_handoff.validator
    def _may_claim(self, claim: ClaimHandoff) -> None:
        self._staff.check_claim(claim, is_busy=self._is_busy)

    @workflow.update
    async def take_over(self, request: TakeOver) -> Claimed:
        """Take the conversation from the bot, handed off or not, or as a supervisor from a person.
        Returns once any send in flight is final and the handoff is recorded."""
        return await self._agents.take_over(request)

    @take_over.validator
    def _may_take_over(self, request: TakeOver) -> None:
        self._agents.check_take_over(request)

    @workflow.update
    def send_agent_message(self, message: AgentMessage) -> None:
        """Send what the human agent in charge writes; a repeated id is sent once."""
        self._staff.send(message)

    @send_agent_message.validator
    def _may_send(self, message: AgentMessage) -> None:
        self._staff.check_in_charge(message.handoff_id, message.agent.name)

    @workflow.update
    def return_to_bot(self, request: ReturnToBot) -> None:
        """Give the conversation back to the bot."""
        self._staff.give_back(request)

    @return_to_bot.validator
    def _may_return(self, request: ReturnToBot) -> None:
        self._staff.check_in_charge(request.handoff_id, request.agent.name)
