"""Bounds what an inbox carries: what waits beyond ten messages stays behind, in the stash."""

from temporalio import workflow

from activities.inbox_overflow import FetchMessages, StashActivities, StashMessages
from workflows import options
from workflows.conversation_state import ConversationInput
from workflows.inbox import InboxEntry, Stashed
from workflows.message_changes import Changes

_MOST_STASHED_AT_ONCE = 100
_MOST_ROUNDS = 20
"""While messages pour in faster than they are stashed, the roll does not wait for ever."""


class Stash:
    """Moves messages between the inbox and the store outside."""

    def __init__(self, state: ConversationInput, changes: Changes) -> None:
        self._state = state
        self._changes = changes

    async def put_away(self) -> None:
        """Before a roll: keep ten messages, or 8,000 characters of them, and places of the rest."""
        for _ in range(_MOST_ROUNDS):
            beyond = self._state.inbox.beyond(
                messages=options.MOST_CARRIED_MESSAGES, characters=options.MOST_CARRIED_CHARACTERS
            )[:_MOST_STASHED_AT_ONCE]
            if not beyond:
                break
            first = self._state.stashed
            self._state.stashed += len(beyond)
            messages = tuple(entry.message for entry in beyond if entry.message is not None)
            # Before the call, not after it: a message that is on its way out is not here any more,
            # and whoever changed it here meanwhile would change what nobody reads.
            for place, entry in enumerate(beyond, start=first):
                entry.stashed, entry.message = Stashed(first=place, count=1), None
            await workflow.execute_activity_method(
                StashActivities.stash_messages,
                StashMessages(
                    tenant_id=self._state.tenant_id,
                    conversation_id=self._state.conversation_id,
                    chain=self._state.chain,
                    first=first,
                    messages=messages,
                ),
                **options.PATIENT_STEP,
            )
        self._state.inbox.join_neighbours()

    async def fetch_first(self) -> None:
        """Bring back the messages that are next."""
        first = self._state.inbox.first()
        if first is None or first.stashed is None:
            return
        count = min(first.stashed.count, options.MOST_CARRIED_MESSAGES)
        found = await workflow.execute_activity_method(
            StashActivities.fetch_messages,
            FetchMessages(
                tenant_id=self._state.tenant_id,
                conversation_id=self._state.conversation_id,
                chain=self._state.chain,
                first=first.stashed.first,
                count=count,
            ),
            **options.PATIENT_STEP,
        )
        entries = [
            InboxEntry(at=max(first.at, message.received_at), message=message) for message in found
        ]
        self._state.inbox.restore_first(self._changes.queue(entries), count)
