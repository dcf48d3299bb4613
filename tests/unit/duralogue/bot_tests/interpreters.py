"""The two that carry out the engine's commands, asked the same: what comes of these, and when?

Neither decides anything here: what reaches the engine is recorded instead.
"""

import asyncio
import logging
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, cast

import pytest
from temporalio.exceptions import ActivityError, ApplicationError, RetryState, TimeoutType
from temporalio.exceptions import TimeoutError as TimedOut

from activities.turns import TurnActivities
from domain.bot.model import Bot
from domain.channel_addresses import Channel
from domain.dialogue.commands import CallTool, Command
from domain.dialogue.events import Event, OperatorSkippedStep
from domain.dialogue.state import Decision, DialogueState
from domain.tenant_settings import ConversationPolicy
from domain.tools import ToolOutcome, ToolStatus
from domain.turns import AdvanceTurn, ConversationRef, outcome_event
from duralogue.bot_tests.runner import _Player
from duralogue.bot_tests.script import Script
from tests.fakes.bots import OneBot
from workflows.conversation import ConversationWorkflow
from workflows.conversation_state import ConversationInput
from workflows.handoff import HandoffInput, HandoffWait, HandoffWorkflow
from workflows.tool_calls import failed_call

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
HORIZON = timedelta(days=30)
_NOBODY = cast("Any", None)


class Backend(StrEnum):
    """What becomes of a call."""

    SUCCEEDS = "succeeds"
    REFUSES = "refuses"
    UNAVAILABLE = "is unavailable"
    LOST = "is lost: it may have been done"


class Engine:
    """Decides on the commands first, and afterwards only writes down what it is told."""

    def __init__(self, commands: Sequence[Command]) -> None:
        self._commands = tuple(commands)
        self.told: list[Event] = []

    def decide(self, _bot: Bot, state: DialogueState, event: Event) -> Decision:
        commands, self._commands = self._commands, ()
        if not commands:
            self.told.append(event)
        return Decision(commands=commands, state=state)


async def simulated(
    bot: Bot, commands: Sequence[Command], backend: Backend, patch: pytest.MonkeyPatch
) -> Event | None:
    """The next event as a bot's own tests see it."""
    engine = Engine(commands)
    patch.setattr("duralogue.bot_tests.simulator.decide", engine.decide)
    script = Script.model_validate({"talk": [{"bot": ["x"]}], "at": START})
    player = _Player(bot, script, _NOBODY)
    stage = player._stage
    stage.happen(OperatorSkippedStep(at=START, by="the test"))
    if stage.call is not None:
        _end_call(player, stage.call, backend)
    while not engine.told and stage.at < START + HORIZON:
        stage.wait(timedelta(minutes=1))
    return engine.told[0] if engine.told else None


def _end_call(player: _Player, call: CallTool, backend: Backend) -> None:
    match backend:
        case Backend.SUCCEEDS:
            player._end(call, {}, None)
        case Backend.REFUSES:
            player._end(call, None, "no")
        case _:
            player._end_without_answer(call, lost=backend is Backend.LOST)


async def run_by_the_workflow(
    bot: Bot, commands: Sequence[Command], backend: Backend, patch: pytest.MonkeyPatch
) -> Event | None:
    """The next event as the workflow and its activities make it."""
    shell = _Workflow(bot, backend)
    shell.install(patch)
    engine = Engine(commands)
    patch.setattr("domain.dialogue.engine.decide", engine.decide)
    decided = await shell.step()
    if engine.told:
        return engine.told[0]
    call = await shell.conversation._commands.carry_out(decided)
    if isinstance(call, CallTool):
        return await shell.call(call)
    return await shell.wait()


class _Workflow:
    """A conversation without a server: its clock, its backend and its handoff are played here."""

    def __init__(self, bot: Bot, backend: Backend) -> None:
        self.now = START
        self._bot, self._backend = bot, backend
        self._handoffs: dict[str, HandoffInput] = {}
        self.conversation = ConversationWorkflow(
            ConversationInput(
                tenant_id="acme",
                conversation_id="c-1",
                channel=Channel.WEB,
                session=1,
                quiet_since=START,
                policy=ConversationPolicy.of(bot.tenant),
            )
        )

    def install(self, patch: pytest.MonkeyPatch) -> None:
        module = "temporalio.workflow."
        patch.setattr(f"{module}now", lambda: self.now)
        patch.setattr(f"{module}logger", logging.getLogger(__name__))
        patch.setattr(f"{module}upsert_search_attributes", lambda _: None)
        patch.setattr(f"{module}set_current_details", lambda _: None)
        patch.setattr(f"{module}start_child_workflow", self._start_handoff)
        patch.setattr(f"{module}get_external_workflow_handle_for", lambda *_: self)
        patch.setattr(f"{module}execute_activity_method", self._call_backend)

    async def step(self) -> tuple[Command, ...]:
        """What the step leaves to be carried out; it answers from the documents by itself."""
        activities = TurnActivities(
            bots=OneBot(self._bot),
            understander=_NOBODY,
            embedder=_Knowledge(),
            retriever=_Knowledge(),
            answerer=_Knowledge(),
            turns=_NOBODY,
        )
        ref = ConversationRef(tenant_id="acme", conversation_id="c-1", channel=Channel.WEB)
        event = OperatorSkippedStep(at=START, by="the test")
        request = AdvanceTurn(
            conversation=ref, turn="t", step=0, event=event, state=DialogueState()
        )
        return (await activities.advance_turn(request)).commands

    async def call(self, call: CallTool) -> Event | None:
        try:
            return outcome_event(call, await self._call_backend(), self.now)
        except ActivityError as error:
            return failed_call(call, error, self.now)

    async def wait(self) -> Event | None:
        """The first event that falls due; None where the conversation has ended, or none does."""
        conversation = self.conversation
        inbox = conversation._state.inbox
        while conversation._commands.close_reason is None and not inbox:
            due = conversation._next_moment()
            nobody = min((h.nobody_at for h in self._handoffs.values()), default=None)
            moment = min((at for at in (due, nobody) if at), default=None)
            if moment is None or moment > START + HORIZON:
                return None
            self.now = max(moment, self.now)
            if nobody == moment:
                self._nobody_came()
            else:
                await conversation._processor.meet_deadlines()
            await _settled()
        first = inbox.first()
        return first.event if first else None

    def _nobody_came(self) -> None:
        for handoff in self._handoffs.values():
            self.conversation.handoff_unanswered(handoff.handoff_id)
            HandoffWorkflow._plan_again(handoff)

    async def _start_handoff(self, _run: object, handoff: HandoffInput, **_: object) -> None:
        self._handoffs[handoff.handoff_id] = handoff

    async def signal(self, _: object, said: object) -> None:
        """A handoff waits anew, by other times; or it has ended: nobody hears of it any more."""
        if not isinstance(said, HandoffWait):
            self._handoffs.clear()
            return
        for handoff in self._handoffs.values():
            handoff.nobody_at, handoff.nobody_again = said.nobody_at, said.nobody_again

    async def _call_backend(self, *_: object, **__: object) -> ToolOutcome:
        match self._backend:
            case Backend.SUCCEEDS:
                return ToolOutcome(status=ToolStatus.SUCCEEDED)
            case Backend.REFUSES:
                return ToolOutcome(status=ToolStatus.REFUSED, code="no")
            case Backend.UNAVAILABLE:
                raise _failed(ApplicationError("", type="DependencyUnavailable"))
            case Backend.LOST:
                raise _failed(
                    TimedOut("", type=TimeoutType.START_TO_CLOSE, last_heartbeat_details=[])
                )


class _Knowledge:
    """Finds nothing."""

    model, dimension = "none", 1

    async def embed(self, texts: Sequence[str]) -> list[tuple[float, ...]]:
        return [(0.0,) for _ in texts]

    async def search(self, *_: object, **__: object) -> list[Any]:
        return []

    async def answer(self, *_: object) -> None:
        return None


def _failed(cause: BaseException) -> ActivityError:
    error = ActivityError(
        "",
        scheduled_event_id=1,
        started_event_id=2,
        identity="",
        activity_type="call_tool",
        activity_id="1",
        retry_state=RetryState.MAXIMUM_ATTEMPTS_REACHED,
    )
    error.__cause__ = cause
    return error


async def _settled() -> None:
    for _ in range(5):
        await asyncio.sleep(0)
