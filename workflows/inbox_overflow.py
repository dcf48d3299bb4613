"""Bounds what an inbox carries: what waits beyond ten messages stays behind, in the stash."""

from pydantic import BaseModel
from temporalio import workflow

from activities.inbox_overflow import FetchMessages, StashActivities, StashMessages
from domain.messages import InboundMessage
from workflows import options
from workflows.conversation_state import ConversationInput
from workflows.inbox import InboxEntry, Stashed
from workflows.message_changes import Changes

_MOST_STASHED_AT_ONCE = 100
_MOST_ROUNDS = 20
"""While messages pour in faster than they are stashed, the roll does not wait for ever."""


class Stash:
    def __init__(self, state: ConversationInput, changes: Changes) -> None:
        self._state = state
        self._changes = changes

    async def put_away(self) -> None:
        """Before a roll: keep ten messages, or 8,000 characters of them, and places of the rest."""
        for _ in range(_MOST_ROUNDS):
            beyond = self._beyond_what_is_carried()[:_MOST_STASHED_AT_ONCE]
            if not beyond:
                break
            first = self._state.stashed
            self._state.stashed += len(beyond)
            messages = tuple(entry.message for entry in beyond if entry.message is not None)
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
            for place, entry in enumerate(beyond, start=first):
                entry.stashed, entry.message = Stashed(first=place, count=1), None
        self._join_neighbours()

    async def fetch_first(self) -> None:
        """Bring back the messages that are next."""
        inbox = self._state.inbox
        if not inbox or inbox[0].stashed is None:
            return
        waiting = inbox[0].stashed
        count = min(waiting.count, options.MOST_CARRIED_MESSAGES)
        found = await workflow.execute_activity_method(
            StashActivities.fetch_messages,
            FetchMessages(
                tenant_id=self._state.tenant_id,
                conversation_id=self._state.conversation_id,
                chain=self._state.chain,
                first=waiting.first,
                count=count,
            ),
            **options.PATIENT_STEP,
        )
        self._restore(inbox[0], waiting, count, found)

    def _restore(
        self, entry: InboxEntry, waiting: Stashed, count: int, found: list[InboundMessage]
    ) -> None:
        """What is not kept any more stands in the transcript: it has been answered."""
        restored = self._changes.queue(
            [
                InboxEntry(at=max(entry.at, message.received_at), message=message)
                for message in found
            ]
        )
        if count < waiting.count:
            rest = Stashed(first=waiting.first + count, count=waiting.count - count)
            restored.append(InboxEntry(at=entry.at, stashed=rest))
        self._state.inbox[:1] = restored

    def _beyond_what_is_carried(self) -> list[InboxEntry]:
        carried, characters, beyond = 0, 0, []
        for entry in self._state.inbox:
            if entry.message is None:
                continue
            characters += _characters(entry.message)
            if (
                carried < options.MOST_CARRIED_MESSAGES
                and characters <= options.MOST_CARRIED_CHARACTERS
            ):
                carried += 1
            else:
                beyond.append(entry)
        return beyond

    def _join_neighbours(self) -> None:
        joined: list[InboxEntry] = []
        for entry in self._state.inbox:
            before = joined[-1].stashed if joined else None
            if before and entry.stashed and before.end == entry.stashed.first:
                before.count += entry.stashed.count
            else:
                joined.append(entry)
        self._state.inbox[:] = joined


def _characters(message: InboundMessage) -> int:
    """About what it takes to carry it."""
    more: list[BaseModel] = [*message.attachments]
    more += [one for one in (message.button, message.address) if one is not None]
    return len(message.text) + sum(len(one.model_dump_json()) for one in more)
