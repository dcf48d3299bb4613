"""The summary of a turn, in a line that anybody with the UI may read."""

from datetime import UTC, datetime
from typing import Any

import pytest

from domain.conversations import TurnOutcome
from domain.dialogue.commands import Command, DeferCall
from domain.dialogue.events import (
    AnswerFound,
    AnswerUnavailable,
    CustomerSpoke,
    IdleElapsed,
    ToolRefused,
    ToolSucceeded,
    TurnEvent,
)
from domain.dialogue.state import DialogueState, FlowFrame, Waiting
from domain.knowledge import Answer
from domain.turns import StepResult, TraceEntry
from tests.replay.record import CALL
from workflows.turn_summary import LONGEST, event_name, step_summary, turn_summary

NOW = datetime(2026, 1, 26, 12, tzinfo=UTC)
SPOKE = CustomerSpoke(at=NOW, text="where is A100002? I'm ada@example.com", message_ids=("m-1",))


def waiting_for(slot: str | None = None, **state: Any) -> DialogueState:
    waiting = Waiting(on="slot", ref=slot) if slot else None
    frames = (FlowFrame(flow="track_order", run="r", waiting=waiting),)
    return DialogueState(stack=frames, **state)


def did(
    event: TurnEvent,
    before: DialogueState,
    after: DialogueState,
    *commands: Command,
    intent: str | None = None,
    trace: tuple[TraceEntry, ...] = (),
) -> str:
    result = StepResult(commands=commands, state=after, intent=intent, trace=trace)
    return ", ".join(step_summary(event, before, result, tool="get_order"))


FOUND = (TraceEntry(step="find_answer", ms=1, note="returns.md"),)
REFUSED = (TraceEntry(step="find_answer", ms=1, note="refused"),)
LATE = (TraceEntry(step="fall_back", ms=0, note="answered locally: remote timed out"),)
ANSWERED = AnswerFound(
    at=NOW, query="?", answer=Answer(text="30 days.", citations=(), confidence=0.9)
)
READ = (TraceEntry(step="read", ms=1, note="get_order succeeded"),)


@pytest.mark.parametrize(
    ("told", "line"),
    [
        (
            did(SPOKE, DialogueState(), waiting_for("email"), intent="track_order"),
            "understood track_order, asked for email",
        ),
        (
            did(
                SPOKE,
                waiting_for("email"),
                waiting_for("reason", slots={"email": "ada@example.com"}),
                trace=READ,
            ),
            "took email, get_order succeeded, asked for reason",
        ),
        (
            did(
                SPOKE,
                waiting_for("day", slots={"bike": "cargo"}),
                waiting_for("day", slots={"bike": "city"}),
            ),
            "changed bike, asked for day",
        ),
        (did(SPOKE, DialogueState(), DialogueState(misunderstandings=1)), "did not understand"),
        (
            did(SPOKE, DialogueState(), DialogueState(), intent="shop_question", trace=FOUND),
            "understood shop_question, answered from the documents",
        ),
        (
            did(SPOKE, DialogueState(), DialogueState(), intent="shop_question", trace=REFUSED),
            "understood shop_question, found no answer",
        ),
        (
            did(ANSWERED, DialogueState(), DialogueState(), trace=FOUND),
            "answered from the documents",
        ),
        (
            did(
                AnswerUnavailable(at=NOW, query="?", reason="timed out"),
                DialogueState(),
                DialogueState(),
                trace=(*LATE, *FOUND),
            ),
            "fell back to the local answerer, answered from the documents",
        ),
        (
            did(
                ToolSucceeded(at=NOW, call_id="c"),
                DialogueState(),
                DialogueState(),
                intent="track_order",
            ),
            "understood track_order, get_order succeeded",
        ),
        (
            did(ToolRefused(at=NOW, call_id="c"), DialogueState(), DialogueState()),
            "get_order refused",
        ),
        (
            did(
                IdleElapsed(at=NOW, stage="nudge"),
                DialogueState(),
                DialogueState(),
                DeferCall(call=CALL, give_up_at=NOW),
            ),
            "the customer is quiet: nudge, deferred get_order",
        ),
    ],
)
def test_a_step_is_named_by_what_it_did(told: str, line: str) -> None:
    """Names from the bot's files, and nothing that the customer has said."""
    assert told == line


def test_a_step_is_named_before_it_runs() -> None:
    """A local activity's summary is set when it is scheduled."""
    assert event_name(SPOKE) is None
    assert event_name(ToolSucceeded(at=NOW, call_id="c")) == "tool succeeded"


@pytest.mark.parametrize(
    ("outcome", "line"),
    [
        (TurnOutcome.ANSWERED, "did not understand"),
        (TurnOutcome.FORWARDED, "passed on to a human"),
        (TurnOutcome.FAILED, "did not understand, failed"),
        (TurnOutcome.DUPLICATE, "duplicate"),
        (TurnOutcome.REFUSED, "refused"),
    ],
)
def test_a_turn_says_how_it_ended(outcome: TurnOutcome, line: str) -> None:
    """A failed turn must not read like an answer."""
    assert turn_summary(["did not understand", "did not understand"], outcome) == line


def test_a_line_has_an_end() -> None:
    """A search attribute takes 255 characters; a longer one would fail the task for ever."""
    assert len(turn_summary(["x" * 400], TurnOutcome.ANSWERED)) == LONGEST
