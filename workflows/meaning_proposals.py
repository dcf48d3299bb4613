"""A message that the tenant's examples leave open, as handed to a hosted model for a proposal."""

import asyncio

from temporalio import workflow
from temporalio.exceptions import ActivityError

from activities.proposals import ProposalActivities, ProposalRequest
from domain.dialogue.commands import ProposeMeaning
from domain.dialogue.events import CustomerSpoke, MeaningProposed, TurnEvent
from workflows import model_options
from workflows.answer_lookups import reason_of
from workflows.conversation_state import ConversationInput
from workflows.ownership import Ownership
from workflows.turn_steps import Turn


class MeaningProposals:
    """Asks on the queue `intelligence`, one at a time: the turn waits for it, and goes on without
    where none comes."""

    def __init__(self, state: ConversationInput) -> None:
        self._state = state
        self._ownership = Ownership(state)

    def begin(self, turn: Turn, asked: ProposeMeaning) -> "asyncio.Task[TurnEvent]":
        """Ends with MeaningProposed, with or without a proposal."""
        now = workflow.now()
        spoke = turn.heard or CustomerSpoke(at=now, text=asked.text, message_ids=())
        return asyncio.create_task(self._propose(turn, asked, spoke))

    async def _propose(self, turn: Turn, asked: ProposeMeaning, spoke: CustomerSpoke) -> TurnEvent:
        work = workflow.start_activity_method(
            ProposalActivities.propose_meaning,
            ProposalRequest(conversation=self._state.ref(), turn=turn.name, asked=asked),
            **model_options.propose_meaning(within=turn.fail_at - workflow.now()),
        )
        try:
            # Once a human takes over, the customer's words are theirs: see AnswerLookups.
            await workflow.wait_condition(
                lambda: work.done() or not self._ownership.bot_may_speak()
            )
        finally:
            if not work.done():
                work.cancel()
        try:
            found = await work
        except ActivityError as error:
            reason = reason_of(error)
            workflow.logger.warning("proposal_unavailable", extra={"reason": reason})
            return MeaningProposed(at=spoke.at, spoke=spoke, reason=reason)
        turn.looked_up = found.trace
        return MeaningProposed(at=spoke.at, spoke=spoke, proposal=found.proposal, model=found.model)
