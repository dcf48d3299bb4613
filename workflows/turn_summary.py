"""Says in a few words what a turn did, for the list and the details in the Temporal UI.

Search attributes are not encrypted, so these are names from the bot's files alone (intents,
slots, tools, queues): never a customer's words, never a value.
"""

from collections.abc import Iterator
from typing import assert_never

from domain.conversations import TurnOutcome
from domain.dialogue.commands import (
    AskApproval,
    CancelApproval,
    CancelHandoff,
    CloseConversation,
    Command,
    DeferCall,
    HandOff,
)
from domain.dialogue.events import (
    AnswerFound,
    AnswerUnavailable,
    CustomerSpoke,
    IdleElapsed,
    NoAnswerFound,
    ToolGaveUp,
    ToolRefused,
    ToolSucceeded,
    ToolUnavailable,
    TurnEvent,
)
from domain.dialogue.state import DialogueState
from domain.turns import StepResult

LONGEST = 120
"""Characters; a search attribute of this type holds 255."""


def event_name(event: TurnEvent) -> str | None:
    """What a step is about to deal with, as far as it is known before it runs.

    None for a customer's message: the signal before the step says that already, and a summary is
    200 bytes of every turn's history.
    """
    match event:
        case CustomerSpoke():
            return None
        case IdleElapsed():
            return f"the customer is quiet: {event.stage}"
        case _:
            return event.kind.replace("_", " ")


def step_summary(
    event: TurnEvent, before: DialogueState, result: StepResult, *, tool: str
) -> list[str]:
    """What one step did, in order: understood, read, decided, asked. `tool` is whose outcome
    the event may be."""
    return [
        *_begun(event, before, result, tool),
        *_looked_up(result),
        *_carried_out(result.commands),
        *_asked(result.state),
    ]


def turn_summary(steps: list[str], outcome: TurnOutcome) -> str:
    """The steps of a turn as one line; a thing that follows from itself is named once."""
    match outcome:
        case TurnOutcome.ANSWERED:
            parts = steps
        case TurnOutcome.FORWARDED:
            parts = ["passed on to a human"]
        case TurnOutcome.FAILED:
            parts = [*steps, "failed"]
        case TurnOutcome.DUPLICATE | TurnOutcome.REFUSED | TurnOutcome.WITHDRAWN:
            parts = [outcome.value]
        case _:
            assert_never(outcome)
    line = ", ".join(dict.fromkeys(parts))
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"


def _begun(event: TurnEvent, before: DialogueState, result: StepResult, tool: str) -> Iterator[str]:
    """What was understood may have been kept until the call that only reads came back."""
    if isinstance(event, CustomerSpoke) or result.intent is not None:
        yield from _understood(before, result)
    match event:
        case CustomerSpoke() | AnswerFound() | NoAnswerFound() | AnswerUnavailable():
            return  # what of it is worth telling stands in the trace
        case ToolSucceeded() | ToolRefused() | ToolUnavailable() | ToolGaveUp():
            outcome = event.kind.removeprefix("tool_").replace("_", " ")
            yield f"{tool} {outcome}"
        case _:
            yield event_name(event) or ""


def _understood(before: DialogueState, result: StepResult) -> Iterator[str]:
    after = result.state
    waiting = before.stack[-1].waiting if before.stack else None
    awaited = waiting.ref if waiting is not None and waiting.on == "slot" else None
    changed = [
        name
        for name, value in before.slots.items()
        if value is not None and after.slots.get(name) not in (None, value)
    ]
    if result.intent is not None:
        yield f"understood {result.intent}"
    elif after.misunderstandings > before.misunderstandings:
        yield "did not understand"
    elif awaited and after.slots.get(awaited) is not None and awaited not in changed:
        yield f"took {awaited}"
    elif not changed:
        yield "read the message"
    yield from (f"changed {name}" for name in changed[:3])


def _looked_up(result: StepResult) -> Iterator[str]:
    for entry in result.trace:
        if entry.step == "find_answer":
            refused = entry.note == "refused"
            yield "found no answer" if refused else "answered from the documents"
        elif entry.step == "generate" and entry.note != "no model":
            yield f"asked a model ({entry.note})"
        elif entry.step == "fall_back":
            yield "fell back to the local answerer"
        elif entry.step == "read":
            yield entry.note


def _carried_out(commands: tuple[Command, ...]) -> Iterator[str]:
    for command in commands:
        match command:
            case DeferCall():
                yield f"deferred {command.call.tool}"
            case AskApproval():
                yield f"asked for approval {command.name}"
            case CancelApproval():
                yield "withdrew an approval"
            case HandOff():
                yield f"handed off to {command.queue}"
            case CancelHandoff():
                yield "ended the handoff"
            case CloseConversation():
                yield "closed"
            case _:
                pass  # seen by what comes of it


def _asked(state: DialogueState) -> Iterator[str]:
    waiting = state.stack[-1].waiting if state.stack else None
    if waiting is not None and waiting.on == "slot":
        yield f"asked for {waiting.ref}"
    elif state.question is not None:
        yield "asked which was meant"
