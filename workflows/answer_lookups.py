"""A question as handed to whoever answers elsewhere, and what it is to the dialogue when that
fails: the step that follows answers it itself."""

import asyncio
from collections.abc import Callable

from temporalio import workflow
from temporalio.exceptions import ActivityError, CancelledError, TimeoutType
from temporalio.exceptions import TimeoutError as TimedOut

from activities.answers import AnswerActivities, AnswerRequest
from domain.dialogue.commands import FindAnswer
from domain.dialogue.events import AnswerUnavailable, TurnEvent
from domain.knowledge import audiences_of
from domain.turns import answer_event
from workflows import options
from workflows.conversation_state import ConversationInput
from workflows.turn_steps import Turn, error_name


class AnswerLookups:
    """Has questions answered on the queue `intelligence`, one at a time: the turn waits for it."""

    def __init__(self, state: ConversationInput, may_speak: Callable[[], bool]) -> None:
        self._state = state
        self._may_speak = may_speak

    def begin(self, turn: Turn, asked: FindAnswer) -> "asyncio.Task[TurnEvent]":
        """Ends with AnswerFound, NoAnswerFound or AnswerUnavailable, and in time for the last of
        them to be made good locally."""
        return asyncio.create_task(self._find(turn, asked))

    async def _find(self, turn: Turn, asked: FindAnswer) -> TurnEvent:
        work = workflow.start_activity_method(
            AnswerActivities.find_answer,
            self._request(turn, asked),
            **options.find_answer(within=turn.fail_at - workflow.now()),
        )
        try:
            # Once a human takes over, an answer would be discarded, and until it came the
            # customer's next words would not reach the human.
            await workflow.wait_condition(lambda: work.done() or not self._may_speak())
        finally:
            if not work.done():
                work.cancel()
        try:
            found = await work
        except ActivityError as error:
            reason = reason_of(error)
            workflow.logger.warning("answer_unavailable", extra={"reason": reason})
            return AnswerUnavailable(
                at=workflow.now(),
                query=asked.query,
                reason=reason,
                signed_in=asked.signed_in,
                skill=asked.skill,
                follow_up=asked.follow_up,
            )
        turn.looked_up = found.trace
        return answer_event(asked.query, found.answer, workflow.now(), found.topics)

    def _request(self, turn: Turn, asked: FindAnswer) -> AnswerRequest:
        return AnswerRequest(
            tenant_id=self._state.tenant_id,
            conversation_id=self._state.conversation_id,
            turn=turn.name,
            query=asked.query,
            at=workflow.now(),
            audiences=tuple(sorted(audiences_of(signed_in=asked.signed_in))),
            skill=asked.skill,
            follow_up=asked.follow_up,
            trace_id=self._state.trace_id,
            revision=self._state.revision,
            channel=self._state.channel,
            locale=(turn.draft.state if turn.draft else self._state.dialogue).locale,
        )


def reason_of(error: ActivityError) -> str:
    """In a few words, for the trace."""
    if isinstance(error.cause, CancelledError):
        return "was cut off by a takeover"
    if not isinstance(error.cause, TimedOut):
        return f"failed ({error_name(error)})"
    is_taken = error.cause.type is not TimeoutType.SCHEDULE_TO_START
    return "timed out" if is_taken else "was not taken by any worker in time"
