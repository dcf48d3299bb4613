"""Actions of human agents beyond claiming a handoff and writing.

The first await of each action comes after the conversation has changed: of two at once the first
has won by then, and the validator of the second sees it.
"""

from temporalio import workflow

from activities.handoffs import HandoffActivities, HandoffChange
from activities.turns import TurnActivities
from domain.conversations import TurnOutcome
from domain.desk.requests import EndTransfer, HoldHandoff, SnoozeHandoff, TakeOver, TransferHandoff
from domain.dialogue.commands import HandOff
from domain.handoffs import (
    AgentMessage,
    Claimed,
    ClaimHandoff,
    HandoffStatus,
    HandoffUpdate,
)
from domain.transcript_entries import OFF_HOLD, ON_HOLD
from domain.turns import CommitTurn, StepResult
from workflows import options
from workflows.command_executor import CommandExecutor
from workflows.conversation_state import ConversationInput, OpenHandoff
from workflows.desk_records import CarefulSends
from workflows.durability_barrier import DurabilityBarrier
from workflows.inbox import InboxEntry, SeenIds
from workflows.ownership import Ownership
from workflows.rejections import conflict, newer_messages, not_yet, taken
from workflows.turn import TurnRunner

_REASON = "taken over from the bot"
_MOST_TRIES = 5
"""A step that was under way may end the handoff that was claimed; then another is begun."""


class AgentActions:
    """Changes who has the conversation; the main loop records and tells it, in order."""

    def __init__(
        self,
        state: ConversationInput,
        seen: SeenIds,
        turns: TurnRunner,
        commands: CommandExecutor,
        barrier: DurabilityBarrier,
        *,
        sends: CarefulSends,
    ) -> None:
        self._state = state
        self._seen = seen
        self._sends = sends
        self._turns = turns
        self._commands = commands
        self._barrier = barrier
        self._ownership = Ownership(state)

    def check_take_over(self, request: TakeOver) -> None:
        """Reject with Conflict, naming who has it, or with NotYet."""
        if self._turns.is_ending():
            raise not_yet("the conversation is just ending, ask again in a moment")
        self._ownership.check_take_over(request)

    async def take_over(self, request: TakeOver) -> Claimed:
        """Returns once the bot's sends are final: the conversation is the agent's, and in the list
        of handoffs."""
        owned, agent = self._ownership, request.agent.name
        handoff = self._state.handoff
        if handoff is not None and handoff.assigned_agent is not None:
            return await self._take_again(handoff, request)
        self._barrier.begin()
        handoff = await self._silence_bot(request)
        if handoff.is_taken_over:
            await self._record_beginning(handoff)
            if self._state.handoff is not handoff:  # closed meanwhile
                await self._commands.tell_ended(handoff.handoff_id, HandoffStatus.CANCELLED)
            owned.require_open(handoff)
        owned.take_over(_claim(handoff, request), workflow.now())
        return Claimed(handoff_id=handoff.handoff_id, assigned_agent=agent)

    async def send(self, message: AgentMessage) -> None:
        """Returns once the message is stored. Raise NewerMessages, with nothing sent, where there
        are words that the agent has not seen; Conflict where the conversation ends before it."""
        name, sends = f"agent {message.message_id}", self._sends
        if self._seen.has(name):
            return
        if sends.begin(message.message_id):
            entry = InboxEntry(at=workflow.now(), agent_message=message)
            self._state.inbox.add(entry)
        await workflow.wait_condition(
            lambda: sends.outcome(message.message_id) is not None or self._turns.is_ending()
        )
        outcome = sends.outcome(message.message_id)
        sends.forget(message.message_id)
        if outcome is None and not self._seen.has(name):
            if not self._turns.is_ending():  # a repeat: the first was held back
                raise not_yet("ask again in a moment")
            self._state.inbox.drop_agent_message(message.message_id)
            raise conflict("this conversation has just ended")
        if outcome is not None and outcome.newer:
            raise newer_messages(outcome.newer)
        self._seen.add(name)

    def transfer(self, request: TransferHandoff) -> None:
        """To somebody else. Warm, nothing changes but the list, until they claim it."""
        self._barrier.begin()
        now = workflow.now()
        if not (request.warm and request.to_agent):
            self._ownership.release(request, now)
            return
        self._ownership.open_handoff().warm_to = request.to_agent
        self._update(HandoffUpdate(preferred_agent=request.to_agent, note=request.note, at=now))

    def check_end_transfer(self, request: EndTransfer) -> None:
        """Reject with Conflict where nobody is asked to take it, and as `check_in_charge` whoever
        is not the one who is asked."""
        handoff = self._state.handoff
        is_open = handoff is not None and handoff.handoff_id == request.handoff_id
        if not is_open or handoff is None or handoff.warm_to is None:
            nobody = "nobody is asked to take this conversation any more"
            raise conflict(nobody, "not-passed-on" if is_open else "over")
        if handoff.warm_to != request.agent.name:
            self._ownership.check_in_charge(
                request.handoff_id, request.agent.name, by_supervisor=request.by_supervisor
            )

    def end_transfer(self, request: EndTransfer) -> None:
        """Whoever has it goes on, and is told where somebody declined."""
        self._barrier.begin()
        handoff, agent = self._ownership.open_handoff(), request.agent.name
        declined_by = agent if handoff.warm_to == agent else None
        handoff.warm_to = None
        self._update(HandoffUpdate(is_kept=True, declined_by=declined_by, at=workflow.now()))

    def hold(self, request: HoldHandoff) -> None:
        """Tell the customer once, and show it. The clocks of the service level go on."""
        handoff, now = self._ownership.open_handoff(), workflow.now()
        if handoff.is_on_hold is request.on:
            return
        self._barrier.begin()
        handoff.is_on_hold = request.on
        self._update(HandoffUpdate(on_hold=request.on, at=now))
        self._state.inbox.add(InboxEntry(at=now, note=ON_HOLD if request.on else OFF_HOLD))

    def snooze(self, request: SnoozeHandoff) -> None:
        """Out of the agent's list until then, or until the customer writes."""
        self._barrier.begin()
        handoff, now = self._ownership.open_handoff(), workflow.now()
        until = request.until if request.until and request.until > now else None
        handoff.snoozed_until = until
        self._update(HandoffUpdate(snoozed_until=until, is_awake=until is None, at=now))

    def _update(self, update: HandoffUpdate) -> None:
        self._state.inbox.add(InboxEntry(at=update.at, handoff_update=update))

    async def _take_again(self, handoff: OpenHandoff, request: TakeOver) -> Claimed:
        """Pressed twice; or from another person, as a supervisor: the bot is silent already."""
        owned, agent = self._ownership, request.agent.name
        if handoff.assigned_agent != agent:
            self._barrier.begin()
            owned.begin_claim(handoff, agent)
            owned.take_over(_claim(handoff, request), workflow.now())
        else:
            await workflow.wait_condition(lambda: owned.is_settled(handoff))
        now = owned.open_handoff()
        if now.assigned_agent != agent:
            raise taken(f"this conversation is with {now.assigned_agent}", now.assigned_agent)
        await workflow.wait_condition(lambda: owned.is_settled(now))
        owned.require_open(now)
        return Claimed(handoff_id=now.handoff_id, assigned_agent=agent)

    async def _silence_bot(self, request: TakeOver) -> OpenHandoff:
        """The agent's handoff, from whose beginning on the bot has begun nothing."""
        new_id, state = workflow.uuid4().hex, self._state
        for _ in range(_MOST_TRIES):
            handoff = self._ownership.begin_take_over(new_id, request)
            await self._turns.fall_silent()
            if self._turns.is_ending():
                if state.handoff is handoff:
                    state.handoff = None
                raise not_yet("the conversation has just ended, ask again to open it anew")
            # Another one, where a step that was stored before has handed off.
            if (now := state.handoff) is not None and now.assigned_agent is not None:
                if now.assigned_agent != request.agent.name:
                    raise taken(
                        f"this conversation is with {now.assigned_agent}", now.assigned_agent
                    )
                return now
        raise not_yet("the conversation is busy, ask again in a moment")

    async def _record_beginning(self, handoff: OpenHandoff) -> None:
        """Put the handoff into the list, and start its waiting side."""
        state = self._state
        await workflow.wait_condition(lambda: state.session > 0)  # of one that is opened anew
        now, agent = workflow.now(), handoff.assigned_agent
        state.turns += 1
        begun = HandOff(
            handoff_id=handoff.handoff_id,
            queue=handoff.queue,
            reason=_REASON,
            first_reply_due=now,
            nobody_at=now,
            taken_by=agent,
        )
        await workflow.execute_activity_method(
            TurnActivities.commit_turn,
            CommitTurn(
                conversation=state.ref(),
                session=state.session,
                turn=state.turn_name(),
                step=0,
                result=StepResult(commands=(begun,), state=state.dialogue),
                ends=TurnOutcome.FORWARDED,
                started_at=now,
                at=now,
            ),
            **options.PATIENT_STEP,
        )
        await workflow.execute_activity_method(
            HandoffActivities.record_change,
            HandoffChange(
                tenant_id=state.tenant_id,
                handoff_id=handoff.handoff_id,
                status=HandoffStatus.CLAIMED,
                agent=agent,
                at=now,
            ),
            **options.RECORD,
        )
        await self._commands.begin_handoff(begun)


def _claim(handoff: OpenHandoff, request: TakeOver) -> ClaimHandoff:
    return ClaimHandoff(handoff_id=handoff.handoff_id, agent=request.agent)
