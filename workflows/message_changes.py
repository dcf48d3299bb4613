"""Edits and deletions: what waits is read as changed or not answered, the rest is recorded."""

from collections.abc import Sequence
from contextlib import suppress

from temporalio import workflow

from activities.message_changes import MessageChangeActivities, RecordChanges
from activities.turns import TurnActivities
from domain.channels import MessageChange, MessageDeleted, MessageEdited
from domain.conversations import RecentTurn, TurnOutcome
from domain.messages import InboundMessage, Role
from domain.turns import CommitTurn, StepResult
from workflows import options
from workflows.conversation_state import ConversationInput
from workflows.inbox import InboxEntry, SeenIds, WaitingChange, Withdrawal

_MOST_ASKED = 100
_MOST_CHARACTERS_ASKED = 200_000
"""In one request, which Temporal takes up to 2 MB of."""

_NO_WORDS = "-"
"""In place of what was deleted: a message holds at least one character."""


class Changes:
    """A change finds its message in one of four places: in the inbox, in the overflow, in the
    transcript, or not here yet. It is applied in the first, remembered for the second and the
    last, and an event of the conversation in the third."""

    def __init__(self, state: ConversationInput, seen: SeenIds) -> None:
        self._state = state
        self._seen = seen

    def receive(self, change: MessageChange) -> None:
        """Providers repeat themselves: the same event counts once."""
        if not self._seen.add(f"change {change.event_id}"):
            return
        waiting = self._state.inbox.entry_of(change.message_id)
        if waiting is None:
            self._state.changes.append(WaitingChange(change=change))
            return
        self._apply(waiting, change)
        if waiting.withdrawn is not None:  # behind the messages, which may form one turn
            self._state.inbox.put_last(waiting)

    def queue(self, entries: Sequence[InboxEntry]) -> list[InboxEntry]:
        """Entries that have just come, or come back from the overflow, as changed meanwhile:
        first those to be answered, then those withdrawn."""
        for entry in entries:
            for waiting in [c for c in self._state.changes if _is_of(entry, c.change)]:
                self._state.changes.remove(waiting)
                self._apply(entry, waiting.change)
        return sorted(entries, key=lambda entry: entry.withdrawn is not None)

    def are_new(self) -> bool:
        """Whether nobody has looked yet if the transcript has their messages."""
        return any(not waiting.is_looked_up for waiting in self._state.changes)

    async def look_up(self) -> None:
        """Record those whose messages were answered; the others wait for theirs. Between turns:
        what is being answered is in the transcript by then."""
        while self.are_new():
            await self._look_up(self._first_new())

    async def _look_up(self, waiting: Sequence[WaitingChange]) -> None:
        recorded = await workflow.execute_activity_method(
            MessageChangeActivities.record_changes,
            RecordChanges(
                tenant_id=self._state.tenant_id,
                conversation_id=self._state.conversation_id,
                changes=tuple(one.change for one in waiting),
                at=workflow.now(),
            ),
            **options.RECORD,
        )
        for one in waiting:
            one.is_looked_up = True
        self._state.changes[:] = [
            one for one in self._state.changes if one.change.event_id not in recorded
        ]
        self._forget_the_oldest()

    def _first_new(self) -> list[WaitingChange]:
        """As many as one request may hold: any number may have come during a long turn."""
        found: list[WaitingChange] = []
        characters = 0
        for one in (one for one in self._state.changes if not one.is_looked_up):
            characters += _characters(one)
            is_full = len(found) == _MOST_ASKED or characters > _MOST_CHARACTERS_ASKED
            if found and is_full:
                break
            found.append(one)
        return found

    async def bring_a_message_after_the_end(self) -> bool:
        """Whether a message comes for which changes wait: with the conversation they would be
        forgotten, and a deleted message answered."""
        return bool(self._state.changes) and await self.bring_a_message()

    async def bring_a_message(self) -> bool:
        """Before a session is opened. Changes alone open none: nobody has said anything that is to
        be answered. Those of answered messages are recorded; for the others, their messages may be
        still to come."""
        state = self._state
        if not state.changes:
            return True
        until = workflow.now() + options.CHANGE_WAITS
        while state.changes and not state.inbox and workflow.now() < until:
            await self.look_up()
            with suppress(TimeoutError):
                await workflow.wait_condition(
                    lambda: bool(state.inbox) or self.are_new() or not state.changes,
                    timeout=until - workflow.now(),
                    timeout_summary="a changed message may come",
                )
        return bool(state.inbox)

    async def record_withdrawal(self, withdrawal: Withdrawal) -> None:
        """A message that was deleted before it was answered has had its turn."""
        state = self._state
        state.turns += 1
        now, message = workflow.now(), withdrawal.message
        committed = await workflow.execute_activity_method(
            TurnActivities.commit_turn,
            CommitTurn(
                conversation=state.ref(),
                session=state.session,
                turn=state.turn_name(),
                step=0,
                inbound=(message,),
                changes=(withdrawal.deletion,),
                result=StepResult(commands=(), state=state.dialogue),
                ends=TurnOutcome.WITHDRAWN,
                started_at=now,
                at=now,
                trace_id=message.trace_id,
            ),
            **options.PATIENT_STEP,
        )
        if message.message_id in committed.duplicates:  # an earlier run has answered it
            state.changes.append(WaitingChange(change=withdrawal.deletion))
        if committed.unheard:
            return
        ended = RecentTurn(
            turn=state.turn_name(),
            role=Role.CUSTOMER,
            message_ids=(message.message_id,),
            outcome=TurnOutcome.WITHDRAWN,
            started_at=now,
            ended_at=workflow.now(),
            summary="withdrawn by the customer",
        )
        state.recent = (*state.recent, ended)[-options.MOST_RECENT_TURNS :]

    def _apply(self, entry: InboxEntry, change: MessageChange) -> None:
        message = entry.message
        if message is None:
            return
        if isinstance(change, MessageEdited):
            if message.edited_at is not None and change.at < message.edited_at:
                return  # an earlier edit that came later
            if change.text or message.attachments:
                edited = {"text": change.text, "button": None, "form": None}
                entry.message = message.model_copy(update=edited | {"edited_at": change.at})
                return
        entry.message, entry.withdrawn = None, _withdrawn(message, change)

    def _forget_the_oldest(self) -> None:
        """Messages that never come must not fill what is carried. A deletion takes no room for
        words: no edit makes it be forgotten."""
        kept, characters = 0, 0
        most = options.MOST_CARRIED_CHANGES
        if self._state.inbox.overflows():
            most = options.MOST_CARRIED_CHANGES_OF_OVERFLOW
        for waiting in list(reversed(self._state.changes)):
            characters += _characters(waiting)
            is_edit = isinstance(waiting.change, MessageEdited)
            is_too_long = is_edit and characters > options.MOST_CHANGED_CHARACTERS
            # What nobody has looked up yet may be of an answered message: it is to be recorded.
            if not waiting.is_looked_up:
                continue
            if kept < most and not is_too_long:
                kept += 1
                continue
            told = {"message_id": waiting.change.message_id}
            workflow.logger.warning("message_change_forgotten", extra=told)
            self._state.changes.remove(waiting)


def _characters(waiting: WaitingChange) -> int:
    return len(waiting.change.text) if isinstance(waiting.change, MessageEdited) else 0


def _is_of(entry: InboxEntry, change: MessageChange) -> bool:
    return entry.message is not None and entry.message.message_id == change.message_id


def _withdrawn(message: InboundMessage, change: MessageChange) -> Withdrawal:
    """Without its words: nobody is to read them any more. An edit that leaves nothing counts."""
    nothing = {"text": _NO_WORDS, "attachments": (), "button": None, "form": None}
    wordless = message.model_copy(update=nothing)
    deletion = MessageDeleted(event_id=change.event_id, message_id=change.message_id, at=change.at)
    return Withdrawal(message=wordless, deletion=deletion)
