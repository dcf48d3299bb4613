"""Slots for what a tool asks in the middle of a call: as if the bot's author had written them."""

from collections.abc import Iterator, Mapping
from typing import Any

from domain.bot.model import Bot, Slot, SlotType
from domain.dialogue.state import AskedByTool, DialogueState
from domain.tool_questions import ToolQuestion, answers_by_request

RESPONSE = "tool_question"
"""It says the question as `{slot}`: the server's words are data, never a template."""


def with_asked(bot: Bot, state: DialogueState) -> Bot:
    """The bot, with slots for the questions that are open in this conversation."""
    slots = {slot.name: slot for slot in slots_of(state)}
    return bot.model_copy(update={"slots": {**bot.slots, **slots}}) if slots else bot


def slots_of(state: DialogueState) -> tuple[Slot, ...]:
    """Those slots alone. Whoever understands messages is given them beside the bot, since bots are
    kept there by their revision."""
    return tuple(
        Slot(
            name=name,
            type=SlotType(question.kind),
            values=question.values,
            ask=RESPONSE,
            optional=question.optional,
        )
        for name, question in _open(state)
    )


def words_of(state: DialogueState, slot: Slot) -> str:
    """What a question asks for: the tool's own words, else the slot's name."""
    asked = next((question for name, question in _open(state) if name == slot.name), None)
    return asked.words if asked is not None else slot.name.replace("_", " ")


def names_of(asked: AskedByTool) -> tuple[str, ...]:
    """The slots of one call, in the order of its questions; no other call's are called so."""
    number = asked.ref.rpartition(".")[2]
    return tuple(f"asked_{number}_{place}" for place in range(len(asked.questions)))


def answers_of(asked: AskedByTool, slots: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """What was answered, as the tool wants it."""
    values = {place: slots.get(name) for place, name in enumerate(names_of(asked))}
    return answers_by_request(asked.questions, values)


def _open(state: DialogueState) -> Iterator[tuple[str, ToolQuestion]]:
    for frame in state.stack:
        if frame.asked is not None and frame.asked.answers is None:
            yield from zip(names_of(frame.asked), frame.asked.questions, strict=True)
