"""A bot's own tests see what the workflow does, for each command of the engine."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import get_args

import pytest

from domain.dialogue.commands import (
    AskApproval,
    AwaitInput,
    CallTool,
    CancelApproval,
    CancelCall,
    CancelHandoff,
    CancelWait,
    CloseConversation,
    Command,
    DeferCall,
    FindAnswer,
    HandOff,
    ProposeMeaning,
    Say,
    WaitAnew,
    WaitUntil,
)
from domain.dialogue.events import (
    ApprovalExpired,
    Event,
    HandoffUnanswered,
    IdleElapsed,
    MomentReached,
    NoAnswerFound,
    ToolGaveUp,
    ToolInputExpired,
    ToolRefused,
    ToolSucceeded,
    ToolUnavailable,
)
from domain.messages import Reply
from domain.tools import Effect, OnceBy
from tests.unit.domain.bots import a_bot
from tests.unit.duralogue.bot_tests.interpreters import (
    START,
    Backend,
    run_by_the_workflow,
    simulated,
)

BOT = a_bot({"tenant.yaml": "tenant: acme\nbranding: {name: Acme}\n"})
LATER = timedelta(days=3)
"""Longer than a customer may be quiet: what is open must keep the conversation open."""

QUIET = IdleElapsed(at=START + (BOT.tenant.idle.nudge_after or LATER), stage="nudge")
READ = CallTool(call_id="1", tool="find_order", arguments={})
WRITE = READ.model_copy(update={"effect": Effect.WRITE})
WRITE_ONCE = WRITE.model_copy(update={"once_by": OnceBy.NOTHING})
READ_ONCE = READ.model_copy(update={"once_by": OnceBy.NOTHING})
PARK = DeferCall(call=WRITE_ONCE, give_up_at=START + LATER, may_have_happened=False)
ASK = AskApproval(
    approval_id="1", name="refund", by_role="boss", shown={}, digest="d", expires_at=START + LATER
)
HAND_OFF = HandOff(
    handoff_id="1",
    queue="care",
    first_reply_due=START + LATER,
    nobody_at=START + LATER,
    nobody_again=(),
)
PASSED_ON = WaitAnew(
    handoff_id="1",
    queue="billing",
    first_reply_due=START + LATER / 2,
    nobody_at=START + LATER / 2,
    nobody_again=(),
)
WAIT = WaitUntil(wait_id="1", at=START + timedelta(minutes=3))

CASES: Mapping[str, tuple[Sequence[Command], Backend, Event | None]] = {
    "said": ([Say(reply=Reply(text="Hello"))], Backend.SUCCEEDS, QUIET),
    "not found": (
        [FindAnswer(query="hours")],
        Backend.SUCCEEDS,
        NoAnswerFound(at=START, query="hours"),
    ),
    "called": ([READ], Backend.SUCCEEDS, ToolSucceeded(at=START, call_id="1")),
    "refused": ([READ], Backend.REFUSES, ToolRefused(at=START, call_id="1", code="no")),
    "read, unavailable": (
        [READ],
        Backend.UNAVAILABLE,
        ToolUnavailable(at=START, call_id="1", may_have_happened=False),
    ),
    "read, lost": (
        [READ],
        Backend.LOST,
        ToolUnavailable(at=START, call_id="1", may_have_happened=False),
    ),
    "read once, lost": (
        [READ_ONCE],
        Backend.LOST,
        ToolUnavailable(at=START, call_id="1", may_have_happened=False),
    ),
    "written by key, unavailable": (
        [WRITE],
        Backend.UNAVAILABLE,
        ToolUnavailable(at=START, call_id="1", may_have_happened=True),
    ),
    "written once, unavailable": (
        [WRITE_ONCE],
        Backend.UNAVAILABLE,
        ToolUnavailable(at=START, call_id="1", may_have_happened=False),
    ),
    "written once, lost": ([WRITE_ONCE], Backend.LOST, ToolGaveUp(at=START, call_id="1")),
    "deferred, never done": (
        [PARK],
        Backend.UNAVAILABLE,
        ToolGaveUp(at=START + LATER, call_id="1", may_have_happened=False),
    ),
    "deferred, perhaps done": (
        [PARK.model_copy(update={"may_have_happened": True})],
        Backend.UNAVAILABLE,
        ToolGaveUp(at=START + LATER, call_id="1", may_have_happened=True),
    ),
    "deferred, called off": ([PARK, CancelCall(call_id="1")], Backend.UNAVAILABLE, QUIET),
    "asked for approval": (
        [ASK],
        Backend.SUCCEEDS,
        ApprovalExpired(at=START + LATER, approval_id="1"),
    ),
    "approval withdrawn": ([ASK, CancelApproval(approval_id="1")], Backend.SUCCEEDS, QUIET),
    "handed off": (
        [HAND_OFF],
        Backend.SUCCEEDS,
        HandoffUnanswered(at=START + LATER, handoff_id="1"),
    ),
    "handoff passed on": (
        [HAND_OFF, PASSED_ON],
        Backend.SUCCEEDS,
        HandoffUnanswered(at=PASSED_ON.nobody_at, handoff_id="1"),
    ),
    "handoff ended": ([HAND_OFF, CancelHandoff(handoff_id="1")], Backend.SUCCEEDS, QUIET),
    "waited": ([WAIT], Backend.SUCCEEDS, MomentReached(at=WAIT.at, wait_id="1")),
    "wait called off": ([WAIT, CancelWait(wait_id="1")], Backend.SUCCEEDS, QUIET),
    "input awaited": (
        [AwaitInput(call_id="1", until=START + LATER)],
        Backend.SUCCEEDS,
        ToolInputExpired(at=START + LATER, call_id="1"),
    ),
    "closed": ([CloseConversation(reason="done")], Backend.SUCCEEDS, None),
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("interpreter", [simulated, run_by_the_workflow])
async def test_a_command_leads_to_the_same_next_event_in_both(
    interpreter: object, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A script that passes must not differ from what the customer gets."""
    commands, backend, expected = CASES[case]
    carry_out = simulated if interpreter is simulated else run_by_the_workflow

    assert await carry_out(BOT, commands, backend, monkeypatch) == expected


BEFORE_A_DECISION: set[type[Command]] = {ProposeMeaning}
"""Asked while a message is understood, which the simulator does without a model."""


def test_every_command_has_a_case() -> None:
    """A new command of the engine is carried out by both, or this says which is missing."""
    union = get_args(Command)[0]
    tried = {type(command) for commands, _, _ in CASES.values() for command in commands}
    assert tried | BEFORE_A_DECISION == set(get_args(union))
