"""Calls whose backend was unavailable: tried on quietly while the customer talks on."""

import asyncio

from temporalio import workflow
from temporalio.exceptions import ActivityError

from activities.tools import ToolActivities
from domain.dialogue.events import ToolGaveUp, TurnEvent
from domain.tools import OnceBy
from workflows import options
from workflows.conversation_state import ConversationInput, DeferredCall
from workflows.tool_calls import may_have_happened, outcome_of, tool_call_of


class DeferredCalls:
    """One attempt at a time for each call; what comes of it is put into the inbox as an event."""

    def __init__(self, state: ConversationInput) -> None:
        self._state = state

        self._attempts: dict[str, asyncio.Task[None]] = {}

    @property
    def in_flight(self) -> frozenset[str]:
        """Ids of the calls whose attempt is under way."""
        return frozenset(self._attempts)

    def try_now(self) -> int:
        """An operator's "retry now": the next attempt of each deferred call is due at once."""
        for deferred in self._state.deferred.values():
            deferred.next_at = workflow.now()
            deferred.attempts = 0
            deferred.urgent = True
        return len(self._state.deferred)

    def attempt(self, call_id: str) -> None:
        """Begin an attempt beside the turns."""
        self._attempts[call_id] = asyncio.create_task(self._attempt(call_id))

    def give_up(self, call_id: str) -> None:
        """Try it no more, and tell the dialogue whether it may have been done."""
        deferred = self._state.deferred.pop(call_id)
        happened = deferred.sent_at is not None
        self._tell(ToolGaveUp(at=workflow.now(), call_id=call_id, may_have_happened=happened))

    async def _attempt(self, call_id: str) -> None:
        deferred = self._state.deferred[call_id]
        try:
            event = await self._call(deferred)
        except ActivityError as error:
            self._failed(call_id, deferred, error)
            return
        finally:
            del self._attempts[call_id]
        if self._state.deferred.pop(call_id, None) is not None:
            self._tell(event)

    async def _call(self, deferred: DeferredCall) -> TurnEvent:
        outcome = await workflow.execute_activity_method(
            ToolActivities.call_tool,
            tool_call_of(self._state, deferred.call, deferred=deferred),
            summary=f"{deferred.call.tool}, deferred, attempt {deferred.attempts + 1}",
            **options.deferred_call(deferred.call),
        )
        return outcome_of(self._state, deferred.call, outcome, workflow.now())

    def _failed(self, call_id: str, deferred: DeferredCall, error: ActivityError) -> None:
        if may_have_happened(deferred.call, error):
            deferred.sent_at = workflow.now()
            if deferred.call.once_by is OnceBy.NOTHING and call_id in self._state.deferred:
                self.give_up(call_id)
                return
        deferred.attempts += 1
        deferred.urgent = False
        deferred.next_at = workflow.now() + deferred.delay()

    def _tell(self, event: TurnEvent) -> None:
        self._state.inbox.add_event(event, workflow.now())
