"""Bounds what an inbox carries: what waits beyond ten messages stays behind, in the stash."""

from temporalio import workflow

from activities.inbox_overflow import FetchOverflow, InboxOverflowActivities, StoreOverflow
from workflows import options
from workflows.conversation_state import ConversationInput
from workflows.inbox import InboxEntry, OverflowRange, first_of
from workflows.message_changes import Changes

_MOST_STASHED_AT_ONCE = 100
_MOST_CHARACTERS_AT_ONCE = 400_000
"""Temporal takes up to 2 MB in one request, and a character is up to four bytes."""
_MOST_ROUNDS = 200
"""While messages pour in faster than they are stashed, the roll does not wait for ever."""


class InboxOverflow:
    """Moves messages between the inbox and the store outside."""

    def __init__(self, state: ConversationInput, changes: Changes) -> None:
        self._state = state
        self._changes = changes

    async def put_away(self) -> None:
        """Before a roll: keep ten messages, or 8,000 characters of them, and places of the rest."""
        for _ in range(_MOST_ROUNDS):
            beyond = first_of(
                self._state.inbox.beyond(
                    messages=options.MOST_CARRIED_MESSAGES,
                    characters=options.MOST_CARRIED_CHARACTERS,
                ),
                most=_MOST_STASHED_AT_ONCE,
                characters=_MOST_CHARACTERS_AT_ONCE,
            )
            if not beyond:
                break
            first = self._state.overflowed
            self._state.overflowed += len(beyond)
            messages = tuple(entry.message for entry in beyond if entry.message is not None)
            # Before the call, not after it: a message that is on its way out is not here any more,
            # and whoever changed it here meanwhile would change what nobody reads.
            for position, entry in enumerate(beyond, start=first):
                entry.overflow, entry.message = OverflowRange(first=position, count=1), None
            await workflow.execute_activity_method(
                InboxOverflowActivities.stash_messages,
                StoreOverflow(
                    tenant_id=self._state.tenant_id,
                    conversation_id=self._state.conversation_id,
                    run_chain=self._state.run_chain,
                    first=first,
                    messages=messages,
                ),
                **options.PATIENT_STEP,
            )
        self._state.inbox.join_neighbours()

    async def fetch_first(self) -> None:
        """Bring back the messages that are next."""
        first = self._state.inbox.first()
        if first is None or first.overflow is None:
            return
        count = min(first.overflow.count, options.MOST_CARRIED_MESSAGES)
        found = await workflow.execute_activity_method(
            InboxOverflowActivities.fetch_messages,
            FetchOverflow(
                tenant_id=self._state.tenant_id,
                conversation_id=self._state.conversation_id,
                run_chain=self._state.run_chain,
                first=first.overflow.first,
                count=count,
            ),
            **options.PATIENT_STEP,
        )
        entries = [
            InboxEntry(at=max(first.at, message.received_at), message=message) for message in found
        ]
        self._state.inbox.restore_first(self._changes.queue(entries), count)
