"""Bounds what an inbox carries: the words of what waits beyond ten messages stay behind."""

from temporalio import workflow

from activities.stash import FetchMessages, StashActivities, StashMessages
from domain.messages import InboundMessage
from workflows import options
from workflows.carried import ConversationInput
from workflows.inbox import InboxEntry

_MOST_STASHED_AT_ONCE = 100
_MOST_ROUNDS = 20
"""While messages pour in faster than they are stashed, the roll does not wait for ever."""


class Stash:
    def __init__(self, state: ConversationInput) -> None:
        self._state = state

    async def put_away(self) -> None:
        """Before a roll: keep ten messages, or 8,000 characters of them, and ids of the rest."""
        for _ in range(_MOST_ROUNDS):
            beyond = self._beyond_what_is_carried()[:_MOST_STASHED_AT_ONCE]
            if not beyond:
                return
            messages = tuple(entry.message for entry in beyond if entry.message is not None)
            await workflow.execute_activity_method(
                StashActivities.stash_messages,
                StashMessages(
                    tenant_id=self._state.tenant_id,
                    conversation_id=self._state.conversation_id,
                    messages=messages,
                ),
                **options.PATIENT_STEP,
            )
            for entry, message in zip(beyond, messages, strict=True):
                entry.stashed, entry.message = message.message_id, None

    async def fetch_first(self) -> None:
        """Bring back the words of the messages that are next."""
        waiting = self._first_stashed()
        if not waiting:
            return
        found = await workflow.execute_activity_method(
            StashActivities.fetch_messages,
            FetchMessages(
                tenant_id=self._state.tenant_id,
                conversation_id=self._state.conversation_id,
                message_ids=tuple(entry.stashed for entry in waiting if entry.stashed),
            ),
            **options.PATIENT_STEP,
        )
        self._restore(waiting, {message.message_id: message for message in found})

    def _restore(self, waiting: list[InboxEntry], found: dict[str, InboundMessage]) -> None:
        """What is not kept any more stands in the transcript: it has been answered."""
        for entry in waiting:
            entry.message, entry.stashed = found.get(entry.stashed or ""), None
        self._state.inbox[:] = [entry for entry in self._state.inbox if not entry.is_empty()]

    def _first_stashed(self) -> list[InboxEntry]:
        first: list[InboxEntry] = []
        for entry in self._state.inbox:
            if entry.stashed is None or len(first) == options.MOST_CARRIED_MESSAGES:
                break
            first.append(entry)
        return first

    def _beyond_what_is_carried(self) -> list[InboxEntry]:
        carried, characters, beyond = 0, 0, []
        for entry in self._state.inbox:
            if entry.message is None:
                continue
            characters += len(entry.message.text)
            if (
                carried < options.MOST_CARRIED_MESSAGES
                and characters <= options.MOST_CARRIED_CHARACTERS
            ):
                carried += 1
            else:
                beyond.append(entry)
        return beyond
