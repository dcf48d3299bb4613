"""The updates with which human agents take, serve and give back a conversation."""

from temporalio import workflow

from domain.desk.requests import EndTransfer, HoldHandoff, SnoozeHandoff, TakeOver, TransferHandoff
from domain.handoffs import AgentMessage, Claimed, ClaimHandoff, ReturnToBot
from workflows.agent_actions import AgentActions
from workflows.careful_acts import CarefulActs
from workflows.staff_actions import StaffActions

_Act = ReturnToBot | TransferHandoff | HoldHandoff | SnoozeHandoff


class AgentUpdates:
    """A part of the ConversationWorkflow, which makes what stands below before any handler runs."""

    _staff: StaffActions
    _agents: AgentActions
    _acts: CarefulActs
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
    async def send_agent_message(self, message: AgentMessage) -> None:
        """Send what the human agent in charge writes; a repeated id is sent once. One that says
        what the agent has seen is held back where there are newer words."""
        if message.seen is None:
            self._staff.send(message)
        else:
            await self._agents.send(message)

    @send_agent_message.validator
    def _may_send(self, message: AgentMessage) -> None:
        self._staff.check_in_charge(message.handoff_id, message.agent.name)

    @workflow.update
    async def return_to_bot(self, request: ReturnToBot) -> None:
        """Give the conversation back to the bot; not where the request says what the agent has
        seen, and there are newer words."""
        if request.seen is None:
            self._staff.give_back(request)
        else:
            await self._acts.ask(request)

    @return_to_bot.validator
    def _may_return(self, request: ReturnToBot) -> None:
        self._may_act(request)

    @workflow.update
    def transfer_handoff(self, request: TransferHandoff) -> None:
        """Pass the customer on to a queue or a person."""
        self._agents.transfer(request)

    @transfer_handoff.validator
    def _may_transfer(self, request: TransferHandoff) -> None:
        self._may_act(request)

    @workflow.update
    def end_transfer(self, request: EndTransfer) -> None:
        """It is passed on to nobody any more: declined, or kept."""
        self._agents.end_transfer(request)

    @end_transfer.validator
    def _may_end_transfer(self, request: EndTransfer) -> None:
        self._agents.check_end_transfer(request)

    @workflow.update
    def hold_handoff(self, request: HoldHandoff) -> None:
        """Put the customer on hold, or take them off it."""
        self._agents.hold(request)

    @hold_handoff.validator
    def _may_hold(self, request: HoldHandoff) -> None:
        self._may_act(request)

    @workflow.update
    async def snooze_handoff(self, request: SnoozeHandoff) -> None:
        """Put it out of sight until a moment, or bring it back; as `return_to_bot`, not against
        newer words."""
        if request.seen is None:
            self._agents.snooze(request)
        else:
            await self._acts.ask(request)

    @snooze_handoff.validator
    def _may_snooze(self, request: SnoozeHandoff) -> None:
        self._may_act(request)

    def _may_act(self, request: _Act) -> None:
        self._staff.check_in_charge(
            request.handoff_id, request.agent.name, by_supervisor=request.by_supervisor
        )
