"""Keeps the Temporal UI's list and details true to the conversation."""

from typing import Any

from temporalio import workflow
from temporalio.common import SearchAttributeUpdate

from domain.conversations import ConversationStatus
from workflows.conversation_state import ConversationInput
from workflows.operator_view import details_of, status_of
from workflows.search_attributes import (
    ASSIGNED_AGENT,
    CONVERSATION_STATUS,
    HANDOFF_QUEUE,
    INTENT,
    LAST_STEP,
)


class OperatorList:
    """An upsert is an event of the history: at most one a turn, and none where nothing changed."""

    def __init__(self, state: ConversationInput) -> None:
        self._state = state
        self._intent = state.intent
        self._last_step = state.last_step()

    def show(self) -> None:
        """To be called between turns."""
        state = self._state
        changed: list[SearchAttributeUpdate[Any]] = []
        if (status := status_of(state)) is not state.status:
            state.status = status
            changed += self._status()
        if state.intent is not None and state.intent != self._intent:
            changed.append(INTENT.value_set(state.intent))
            self._intent = state.intent
        if state.shows_last_step and (step := state.last_step()) != self._last_step:
            changed.append(LAST_STEP.value_set(step))
            self._last_step = step
        self._upsert(changed)

    def show_closed(self) -> None:
        """The last thing that the list says of a conversation."""
        self._state.status = ConversationStatus.CLOSED
        self._upsert(self._status())

    def _status(self) -> list[SearchAttributeUpdate[Any]]:
        """The status, and in whose hands the conversation is: these change together."""
        handoff = self._state.handoff
        agent = handoff.assigned_agent if handoff else None
        return [
            CONVERSATION_STATUS.value_set(self._state.status.value),
            HANDOFF_QUEUE.value_set(handoff.queue) if handoff else HANDOFF_QUEUE.value_unset(),
            ASSIGNED_AGENT.value_set(agent) if agent else ASSIGNED_AGENT.value_unset(),
        ]

    def _upsert(self, changed: list[SearchAttributeUpdate[Any]]) -> None:
        if changed:
            workflow.upsert_search_attributes(changed)
        workflow.set_current_details(details_of(self._state))
