"""Records of what human agents did, in the order in which they did it."""

from temporalio import workflow

from activities.handoffs import (
    AgentMessageRecord,
    HandoffActivities,
    HandoffChange,
    OwnerRecord,
)
from activities.notes import CustomerNote, NoteActivities
from domain.conversations import ConversationStatus, Owner
from domain.handoffs import AgentMessage, AgentMessageRecorded, HandoffStatus, HandoffUpdate
from workflows import options
from workflows.command_executor import CommandExecutor
from workflows.conversation_state import ConversationInput
from workflows.inbox import OwnerChange
from workflows.outbox import Outbox

_WORDS_AT_THE_END = "words-at-the-end"


class CarefulSends:
    """Messages of agents that are held back where there are newer words, and what became of each.

    Who sent one waits for it here. Nothing is carried: a run that rolls has no handler left.
    """

    def __init__(self) -> None:
        self._outcomes: dict[str, AgentMessageRecorded | None] = {}

    def begin(self, message_id: str) -> bool:
        """False where the same one is under way."""
        is_new = message_id not in self._outcomes
        self._outcomes.setdefault(message_id, None)
        return is_new

    def is_waited_for(self, message_id: str) -> bool:
        """Whether whoever sent it still waits."""
        return message_id in self._outcomes

    def settle(self, message_id: str, outcome: AgentMessageRecorded) -> None:
        """It is stored, or held back."""
        self._outcomes[message_id] = outcome

    def outcome(self, message_id: str) -> AgentMessageRecorded | None:
        """None while it is under way."""
        return self._outcomes.get(message_id)

    def forget(self, message_id: str) -> None:
        """Nobody waits for it any more."""
        self._outcomes.pop(message_id, None)


class DeskRecords:
    """Used by the main loop alone, so that two records never overtake each other."""

    def __init__(
        self,
        state: ConversationInput,
        commands: CommandExecutor,
        outbox: Outbox,
        sends: CarefulSends,
    ) -> None:
        self._state = state
        self._commands = commands
        self._outbox = outbox
        self._sends = sends

    async def send(self, message: AgentMessage) -> None:
        """Store what an agent writes, and give it to the channel."""
        if message.seen is not None:
            await self._send_unless_newer(message)
            return
        to_send = await workflow.execute_activity_method(
            HandoffActivities.record_agent_message, self._record_of(message), **options.RECORD
        )
        self._outbox.add(to_send or (), by_bot=False)  # earlier releases returned None

    async def change_owner(self, change: OwnerChange) -> None:
        """Record who has the conversation, and tell the waiting side."""
        await workflow.execute_activity_method(
            HandoffActivities.record_owner,
            OwnerRecord(
                tenant_id=self._state.tenant_id,
                conversation_id=self._state.conversation_id,
                owner=change.owner,
                status=change.status,
                agent=change.agent,
                at=workflow.now(),
            ),
            **options.RECORD,
        )
        if change.owner is Owner.HUMAN_AGENT:
            await self._commands.tell_claimed(change.handoff_id, change.agent or "")
        elif change.status is not ConversationStatus.WAITING_FOR_HUMAN:
            await self._end(change)

    async def update(self, update: HandoffUpdate) -> None:
        """Show it in the list; the waiting side keeps the time of what is snoozed."""
        handoff = self._state.handoff
        if handoff is None:
            return
        await self._change(handoff.handoff_id, update)
        if update.snoozed_until is not None or update.is_awake:
            await self._commands.tell_snoozed(handoff.handoff_id, update.snoozed_until)

    async def tell_customer(self, response: str) -> None:
        """Say one of the bot's sentences as a note of the system: it is the person who speaks."""
        state = self._state
        state.turns += 1
        committed = await workflow.execute_activity_method(
            NoteActivities.commit_note,
            CustomerNote(
                conversation=state.ref(),
                session=state.session,
                turn=state.turn_name(),
                response=response,
                state=state.dialogue,
                at=workflow.now(),
            ),
            **options.PATIENT_STEP,
        )
        self._outbox.add(committed.to_send, by_bot=False)

    async def wake(self) -> None:
        """The customer has written: what was snoozed is back in its agent's list."""
        handoff = self._state.handoff
        if handoff is None or handoff.snoozed_until is None:
            return
        is_asleep = handoff.snoozed_until > workflow.now()
        handoff.snoozed_until = None
        if is_asleep:
            await self.update(HandoffUpdate(is_awake=True, at=workflow.now()))

    async def _send_unless_newer(self, message: AgentMessage) -> None:
        if not self._sends.is_waited_for(message.message_id):
            return
        recorded = await workflow.execute_activity_method(
            HandoffActivities.record_unless_newer, self._record_of(message), **options.RECORD
        )
        self._outbox.add(recorded.to_send, by_bot=False)
        self._sends.settle(message.message_id, recorded)

    def _record_of(self, message: AgentMessage) -> AgentMessageRecord:
        return AgentMessageRecord(
            tenant_id=self._state.tenant_id,
            conversation_id=self._state.conversation_id,
            session=self._state.session,
            message=message,
        )

    async def _end(self, change: OwnerChange) -> None:
        has_words = bool(change.disposition or change.note)
        if has_words and workflow.patched(_WORDS_AT_THE_END):
            words = HandoffUpdate(
                disposition=change.disposition, note=change.note or None, at=workflow.now()
            )
            await self._change(change.handoff_id, words)
        is_resolved = change.is_resolved
        status = HandoffStatus.RESOLVED if is_resolved else HandoffStatus.RETURNED
        await self._commands.end_handoff(status)

    async def _change(self, handoff_id: str, update: HandoffUpdate) -> None:
        fields = update.model_dump(exclude_unset=True)
        change = HandoffChange(tenant_id=self._state.tenant_id, handoff_id=handoff_id, **fields)
        await workflow.execute_activity_method(
            HandoffActivities.record_change, change, **options.RECORD
        )
