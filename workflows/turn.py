"""One turn: understand and decide, store, carry out what is slow, and so on until it is done."""

import asyncio
from datetime import datetime, timedelta

from temporalio import workflow
from temporalio.exceptions import ActivityError

from activities.tools import ToolActivities
from domain.conversations import TurnOutcome
from domain.deliveries import HUMAN_TOOK_OVER
from domain.dialogue.commands import Awaited, CallTool, FindAnswer, ProposeMeaning
from domain.dialogue.events import (
    AnswerFound,
    AnswerUnavailable,
    CustomerSpoke,
    MeaningProposed,
    NoAnswerFound,
    TurnEvent,
)
from domain.dialogue.state import DialogueState
from domain.messages import InboundMessage
from domain.turns import StepResult, StepTaken, TraceEntry, TurnCommitted
from workflows import options
from workflows.answer_lookups import AnswerLookups
from workflows.command_executor import CommandExecutor
from workflows.conversation_state import ConversationInput
from workflows.durability_barrier import DurabilityBarrier
from workflows.inbox import InboxEntry
from workflows.meaning_proposals import MeaningProposals
from workflows.outbox import Outbox
from workflows.ownership import Ownership
from workflows.tool_calls import failed_call, outcome_of, tool_call_of
from workflows.turn_steps import Turn, TurnSteps, done_by, error_name
from workflows.turn_summary import step_summary

_Answered = AnswerFound | NoAnswerFound | AnswerUnavailable | MeaningProposed
_Work = asyncio.Task[TurnEvent]

_FORWARDED, _DRAFT_DISCARDED = "forwarded", "draft_discarded"


class TurnRunner:
    """Runs turns one at a time."""

    def __init__(
        self,
        state: ConversationInput,
        commands: CommandExecutor,
        barrier: DurabilityBarrier,
        outbox: Outbox,
    ) -> None:
        self._state = state
        self._ownership = Ownership(state)
        self._commands = commands
        self._outbox = outbox
        self._steps = TurnSteps(state, barrier, outbox)
        self._lookups = AnswerLookups(state, self._ownership.bot_may_speak)
        self._proposals = MeaningProposals(state)

    async def run(
        self, event: TurnEvent, inbound: tuple[InboundMessage, ...], received_at: datetime
    ) -> Turn:
        """Run one turn to its end: answered, failed by name, forwarded or found a duplicate."""
        turn = self._begin(inbound, received_at)
        turn.heard = event if isinstance(event, CustomerSpoke) else None
        pending: TurnEvent | None = event
        while pending is not None:
            pending = await self._step(turn, pending)
        return turn

    async def fall_silent(self) -> None:
        """A human takes over: returns once what is being said is final."""
        await workflow.wait_condition(lambda: not self._steps.sending)
        await self._outbox.withdraw(HUMAN_TOOK_OVER)

    def is_ending(self) -> bool:
        """Whether a step has asked for the session's end."""
        return self._commands.close_reason is not None

    async def _step(self, turn: Turn, event: TurnEvent) -> TurnEvent | None:
        """One step; returns the event of the next one, or None when the turn has ended."""
        if not self._ownership.bot_may_speak():
            return await self._forward(turn, event, _FORWARDED)
        taken = await self._steps.take(turn, event) or await self._take_patiently(turn, event)
        if taken is None:
            return await self._forward(turn, event, _DRAFT_DISCARDED)
        turn.looked_up = ()
        if taken.committed is None:
            return await self._read(turn, taken.result, event)
        return await self._go_on(turn, taken.result, taken.committed, event)

    async def _take_patiently(self, turn: Turn, event: TurnEvent) -> StepTaken | None:
        """None when a human took over while it was being decided."""
        result = await self._steps.advance_patiently(turn, event)
        if not self._ownership.bot_may_speak():
            return None
        ends = None if result.awaited() else turn.outcome
        return StepTaken(result=result, committed=await self._steps.commit(turn, result, ends))

    async def _go_on(
        self,
        turn: Turn,
        result: StepResult,
        committed: TurnCommitted,
        event: TurnEvent,
        begun: _Work | None = None,
    ) -> TurnEvent | None:
        """After a commit. `begun` is what the result asks for, where it has begun."""
        if begun is not None and (committed.unheard or committed.adopted):
            begun.cancel()
            begun = None
        if committed.unheard:
            return self._without(turn, committed, event)
        adopted = committed.adopted or result
        if turn.outcome is TurnOutcome.FAILED and adopted != result:
            turn.outcome = TurnOutcome.ANSWERED  # stored before it was given up, and that counts
        turn.summary += step_summary(event, self._state.dialogue, adopted, tool=turn.tool)
        self._adopt(turn, adopted)
        awaited = await self._commands.carry_out(adopted.commands)
        turn.step += 1
        turn.inbound = ()
        if awaited is None:
            return None
        work = begun or self._begin_work(turn, awaited)
        await self._steps.done_in_time(turn, work)
        return await work

    async def _read(self, turn: Turn, result: StepResult, event: TurnEvent) -> TurnEvent | None:
        """What has no effect needs nothing stored before it, unless it takes a while."""
        turn.draft = result
        awaited = result.awaited()
        if awaited is None:
            return None
        work = self._begin_work(turn, awaited)
        if await done_by(work, min(workflow.now() + options.QUICK_READ, turn.hold_at)):
            return await work
        committed = await self._steps.commit(turn, result, None)
        return await self._go_on(turn, result, committed, event, work)

    def _begin(self, inbound: tuple[InboundMessage, ...], received_at: datetime) -> Turn:
        state = self._state
        state.turns += 1
        now = workflow.now()
        asked_at = received_at if inbound else now
        fail_at = max(asked_at + state.policy.failure_after, now + options.LEAST_TIME_FOR_A_TURN)
        return Turn(
            name=state.turn_name(),
            started_at=received_at,
            inbound=inbound,
            hold_at=received_at + state.policy.holding_after,
            fail_at=fail_at,
            told_to_hold=not inbound,
        )

    def _without(self, turn: Turn, committed: TurnCommitted, event: TurnEvent) -> TurnEvent | None:
        turn.draft = None
        turn.inbound = tuple(m for m in turn.inbound if m.message_id not in committed.unheard)
        if turn.inbound:
            event = event.spoke if isinstance(event, MeaningProposed) else event
            crossed_since = event.crossed_since if isinstance(event, CustomerSpoke) else None
            turn.heard = spoken(turn.inbound, event.at, crossed_since)
            return turn.heard
        turn.outcome = committed.unheard_as
        return None

    async def _forward(self, turn: Turn, event: TurnEvent, why: str) -> TurnEvent | None:
        """A human owns the conversation: what the customer said is theirs, the rest must wait."""
        turn.outcome = TurnOutcome.FORWARDED
        why = _DRAFT_DISCARDED if isinstance(event, _Answered) else why
        nothing = StepResult(
            commands=(),
            state=turn.draft.state if turn.draft else self._state.dialogue,
            trace=(TraceEntry(step=why, ms=0),),
        )
        committed = await self._steps.commit(turn, nothing, TurnOutcome.FORWARDED)
        if committed.unheard or (committed.adopted and not _is_forwarding(committed.adopted)):
            # The bot had spoken before the claim, and the worker died before it could tell us.
            turn.outcome = TurnOutcome.ANSWERED
            return await self._go_on(turn, nothing, committed, event)
        if not isinstance(event, CustomerSpoke | _Answered):
            self._ownership.hold(InboxEntry(at=event.at, event=event))
        if turn.draft:
            self._adopt(turn, nothing)
        return None

    def _adopt(self, turn: Turn, result: StepResult) -> None:
        turn.draft = None
        self._state.dialogue = result.state
        if result.intent is not None:
            self._state.intent = turn.intent = result.intent
            turn.confidence = result.confidence

    def _begin_work(self, turn: Turn, awaited: Awaited) -> _Work:
        if isinstance(awaited, FindAnswer):
            return self._lookups.begin(turn, awaited)
        if isinstance(awaited, ProposeMeaning):
            return self._proposals.begin(turn, awaited)
        turn.tool = awaited.tool
        dialogue = turn.draft.state if turn.draft else None
        return asyncio.create_task(self._call(awaited, turn, dialogue))

    async def _call(self, call: CallTool, turn: Turn, dialogue: DialogueState | None) -> TurnEvent:
        within = max(turn.fail_at - workflow.now(), timedelta(seconds=2))
        try:
            outcome = await workflow.execute_activity_method(
                ToolActivities.call_tool,
                tool_call_of(self._state, call, dialogue=dialogue),
                summary=f"{call.tool} ({call.effect})",
                **options.tool_call(call, within=within),
            )
        except ActivityError as error:
            workflow.logger.warning("tool_unavailable", extra={"error_type": error_name(error)})
            return failed_call(call, error, workflow.now())
        return outcome_of(self._state, call, outcome, workflow.now())


def _is_forwarding(stored: StepResult) -> bool:
    """Whether this is a forwarding that was stored by an attempt whose answer was lost."""
    return any(entry.step in {_FORWARDED, _DRAFT_DISCARDED} for entry in stored.trace)


def spoken(
    messages: tuple[InboundMessage, ...], at: datetime, crossed_since: datetime | None = None
) -> CustomerSpoke:
    """Messages that form one turn, as one event. A form is a turn of its own: the inbox sees to
    that."""
    return CustomerSpoke(
        at=at,
        text="\n".join(message.words for message in messages if message.words),
        message_ids=tuple(message.message_id for message in messages),
        customer=messages[-1].customer,
        languages=messages[-1].languages,
        attachments=sum(len(message.attachments) for message in messages),
        form=messages[0].form,
        person=messages[0].person,
        crossed_since=crossed_since,
    )
