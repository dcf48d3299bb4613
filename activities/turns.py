"""The steps of a turn: decide what happens next, and store it."""

import time
from collections.abc import Awaitable, Callable
from datetime import datetime

from pydantic import BaseModel
from temporalio import activity

from activities._failures import as_application_errors
from activities.answer_finder import AnswerFinder
from activities.inline_reads import QuickReads
from activities.message_reading import MessageReading, proposal_for
from activities.notes import NoteActivities
from activities.queue_places import QueuePlaces
from activities.step_trace import Timed
from activities.step_work import StepWork
from activities.turn_log import log_turn
from domain.bot.model import Bot
from domain.bot.skills import area_of
from domain.dialogue.commands import FindAnswer, ProposeMeaning, Say
from domain.dialogue.events import (
    AnswerFound,
    AnswerUnavailable,
    CustomerSpoke,
    Event,
    MeaningProposed,
    NoAnswerFound,
)
from domain.dialogue.state import DialogueState
from domain.dialogue.text.language_choice import in_their_tongue
from domain.dialogue.text.rendering import render
from domain.knowledge import Topic, audiences_of
from domain.messages import InboundMessage, Role
from domain.ports import Answerer, Bots, Embedder, Retriever, TurnStore, Understander
from domain.ports.desk import HandoffOffers
from domain.ports.foreign_knowledge import ForeignAnswers
from domain.turns import (
    AdvanceTurn,
    CommitTurn,
    ConversationRef,
    OpenSession,
    SessionOpened,
    StepResult,
    StepTaken,
    TakeStep,
    TraceEntry,
    TurnCommitted,
    answer_event,
    outcome_event,
    tool_call,
)

_NOTICE_STEP = 1_000
"""Where a turn's holding notice is stored: apart from the turn's own steps."""

_MOST_ANSWERS = 4
"""Answers looked up in one step; more would be a loop in the tenant's flows."""

_MOST_READS = 2
"""Quick reads made in one step: with more of them it might outlive its time."""


class CommitNotice(BaseModel):
    """Tell the customer that it takes a little longer."""

    conversation: ConversationRef
    session: int
    turn: str
    inbound: tuple[InboundMessage, ...]
    state: DialogueState
    announces: int | None = None
    """The step for which they wait. None from workflows of an earlier release."""
    started_at: datetime
    at: datetime


def notice_id(conversation_id: str, turn: str) -> str:
    """The ledger's id of a turn's notice, known before it is stored."""
    return f"{conversation_id}/{Role.SYSTEM}/{turn}.{_NOTICE_STEP}.0"


class TurnActivities(NoteActivities):
    """`advance_turn` understands and decides, resolving what is quick, local and read-only;
    `commit_turn` stores the decision; `take_step` does both. All are safe to run again."""

    def __init__(  # noqa: PLR0913 - one port for each thing that a step may need
        self,
        *,
        bots: Bots,
        understander: Understander,
        embedder: Embedder,
        retriever: Retriever,
        answerer: Answerer,
        turns: TurnStore,
        quick_reads: QuickReads | None = None,
        answers_elsewhere: bool = False,
        offers: HandoffOffers | None = None,
        foreign: ForeignAnswers | None = None,
    ) -> None:
        """With `answers_elsewhere` a step hands `FindAnswer` back to the workflow, and looks into
        the knowledge itself only where that has failed. The ports given here are the local ones."""
        self._bots = bots
        self._reading = MessageReading(understander)
        self._answers = AnswerFinder(embedder, retriever, answerer, foreign)
        self._answers_elsewhere = answers_elsewhere
        self._turns = turns
        self._quick_reads = quick_reads
        self._places = QueuePlaces(offers)

    @activity.defn
    async def open_session(self, request: OpenSession) -> SessionOpened:
        """Find or make the conversation and pin the bot's current revision."""
        with as_application_errors():
            return await self._turns.open_session(request)

    @activity.defn
    async def advance_turn(self, request: AdvanceTurn) -> StepResult:
        """Decide until the decision says something, has an effect or waits."""
        with as_application_errors():
            bot = await self._bots.get(
                request.conversation.tenant_id, request.conversation.revision
            )
            step = StepWork(request)
            event: Event = request.event
            step.state = await self._places.shown(bot, step.state, event)
            if isinstance(event, CustomerSpoke):
                event = await self._reading.heard(bot, event, step)
                if (asked := proposal_for(bot, event, step)) is not None:
                    return step.only(asked)
            elif isinstance(event, MeaningProposed):
                event = await self._reading.understood(bot, event.spoke, step, event)
            elif isinstance(event, AnswerUnavailable):
                event = await self._answer_instead(bot, event, step)
            await self._decide(bot, event, step)
            return step.result()

    @activity.defn
    async def commit_turn(self, request: CommitTurn) -> TurnCommitted:
        """Store one step; a step that is stored already comes back as it was stored."""
        with as_application_errors():
            started = time.perf_counter()
            committed = await self._turns.commit(request)
            if request.ends is not None:
                log_turn(request, committed, started)
            return committed

    @activity.defn
    async def take_step(self, request: TakeStep) -> StepTaken:
        """Advance and commit in one go, with what can be read quickly on the way."""
        result = (await self.advance_turn(request.advance)).after(request.found)
        for _ in range(_MOST_READS):
            further = await self._after_reading(request.advance, result)
            if further is None:
                break
            result = further
        at_once = await self._waits_for_a_model(request.advance, result)
        return await taken(request, result, self.commit_turn, at_once=at_once)

    @activity.defn
    async def commit_notice(self, notice: CommitNotice) -> TurnCommitted:
        """Say the tenant's holding sentence, once a turn."""
        with as_application_errors():
            bot = await self._bots.get(notice.conversation.tenant_id, notice.conversation.revision)
            reply = render(bot, _as_spoken(bot, notice), "holding")
            return await self._turns.commit(
                CommitTurn(
                    conversation=notice.conversation,
                    session=notice.session,
                    turn=notice.turn,
                    step=_NOTICE_STEP,
                    inbound=notice.inbound,
                    result=StepResult(commands=(Say(reply=reply),), state=notice.state),
                    announces=notice.announces,
                    started_at=notice.started_at,
                    at=notice.at,
                )
            )

    async def _waits_for_a_model(self, advance: AdvanceTurn, result: StepResult) -> bool:
        """Whether what comes next takes as long as a hosted model writes: seconds."""
        awaited = result.awaited()
        if isinstance(awaited, FindAnswer):
            asking = advance.conversation
            bot = await self._bots.get(asking.tenant_id, asking.revision)
            return bot.tenant.models.answers is not None
        return isinstance(awaited, ProposeMeaning)

    async def _after_reading(self, advance: AdvanceTurn, result: StepResult) -> StepResult | None:
        """The step, one read further; None where there is none, or none to be made here."""
        call = result.tool_call()
        if self._quick_reads is None or call is None or not result.only_reads():
            return None
        if call.continues:  # what its server gave us to hand back is with the workflow
            return None
        asked = tool_call(
            call,
            advance.conversation,
            remembered=result.state.customer,
            trace_id=advance.trace_id,
        )
        trace: list[TraceEntry] = []
        with Timed(trace, "read") as entry:
            outcome = await self._quick_reads.outcome(asked)
            if outcome is None:
                return None
            entry.note = f"{call.tool} {outcome.status}"
        found = result.findings().and_then(trace)
        answered = outcome_event(call, outcome, advance.event.at)
        return (await self.advance_turn(advance.on(answered, result.state))).after(found)

    async def _decide(self, bot: Bot, event: Event, step: StepWork) -> None:
        # A gateway loads this module to name its activities: an eighth of its start without this.
        from domain.dialogue.engine import decide  # noqa: PLC0415

        for _ in range(_MOST_ANSWERS):
            with step.timed("decide") as entry:
                decision = decide(bot, step.state, event)
                entry.note = " ".join(command.do for command in decision.commands)
            step.state = decision.state
            wanted = next((c for c in decision.commands if isinstance(c, FindAnswer)), None)
            if wanted is None or (self._goes_elsewhere(bot) and not step.falls_back):
                step.commands += decision.commands
                return
            step.commands += [c for c in decision.commands if c is not wanted]
            step.signed_in |= wanted.signed_in
            event = await self._find_answer(bot, wanted, event.at, step)
        step.state = decide(bot, step.state, event).state

    def _goes_elsewhere(self, bot: Bot) -> bool:
        """By the revision that the conversation has pinned: where its tenant has a model, a step is
        too short for it. What is decided is recorded with the step's commands."""
        return self._answers_elsewhere or bot.tenant.models.find_answers

    async def _find_answer(
        self, bot: Bot, wanted: FindAnswer | AnswerUnavailable, at: datetime, step: StepWork
    ) -> AnswerFound | NoAnswerFound:
        audiences = audiences_of(signed_in=step.signed_in)
        topics: list[Topic] = []
        answer = await self._answers.find(
            bot.tenant.tenant,
            wanted.query,
            at,
            step.trace,
            audiences,
            topics=topics,
            area=area_of(bot, wanted.skill),
            follow_up=wanted.follow_up,
        )
        return answer_event(wanted.query, answer, at, topics)

    async def _answer_instead(
        self, bot: Bot, failed: AnswerUnavailable, step: StepWork
    ) -> AnswerFound | NoAnswerFound:
        """Where it was not found elsewhere, by the local answerer, within the same turn; and so is
        what else this step asks, since who waited once has waited enough."""
        step.falls_back = True
        note = f"answered locally: remote {failed.reason}"
        step.trace.append(TraceEntry(step="fall_back", ms=0, note=note))
        step.signed_in = failed.signed_in
        return await self._find_answer(bot, failed, failed.at, step)


def _as_spoken(bot: Bot, notice: CommitNotice) -> DialogueState:
    """The state in the language of the messages that wait: it is not decided on them yet."""
    state = notice.state
    for message in notice.inbound:
        state = in_their_tongue(bot, state, message.words, message.languages)
    return state


async def taken(
    request: TakeStep,
    result: StepResult,
    commit: Callable[[CommitTurn], Awaitable[TurnCommitted]],
    *,
    at_once: bool = False,
) -> StepTaken:
    """The step, stored; one that only reads is yet to come, and nothing is stored before it.

    Unless `at_once`, where it is known to take long: then a timer that waits for its outcome would
    only fire, and storing take a workflow task of its own.
    """
    if result.only_reads() and not at_once:
        return StepTaken(result=result)
    committed = await commit(request.commit(result))
    return StepTaken(result=result.without_words(), committed=committed)
