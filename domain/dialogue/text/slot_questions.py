"""The question for a slot: for the whole of it, or for what is missing of a composite value."""

from typing import Any, NamedTuple

from domain.bot.model import Bot, Slot
from domain.dialogue.asked_slots import words_of
from domain.dialogue.state import DialogueState
from domain.dialogue.text.composite_values import MissingPart, first_missing, things_of
from domain.dialogue.text.rendering import choices_of, composite_in_words, in_locale, wording_of

_MOST_CHOICES = 10


class SlotQuestion(NamedTuple):
    """What is asked, and of which slot the answer is a value."""

    response: str
    values: dict[str, Any]
    choices: tuple[str, ...]
    about: str


def question_for(bot: Bot, state: DialogueState, slot: Slot) -> SlotQuestion:
    """For the first part that is missing, where some of a composite value are there."""
    missing = first_missing(slot, state.slots.get(slot.name))
    if missing is not None:
        return _for_part(bot, state, slot, missing)
    name = slot.ask or "ask_slot"
    choices = _own_replies(bot, state, name) or choices_of(bot, state, slot)[:_MOST_CHOICES]
    return SlotQuestion(name, {"slot": words_of(state, slot)}, choices, slot.name)


def _for_part(bot: Bot, state: DialogueState, slot: Slot, missing: MissingPart) -> SlotQuestion:
    thing = things_of(state.slots.get(slot.name))[missing.place]
    name = missing.part.ask or missing.slot.ask or "ask_part"
    parts = slot.composite.parts if slot.composite else {}
    values = {
        f"item.{name}": wording_of(bot, state, slot.part_slots[part.slot], thing[name])
        for name, part in parts.items()
        if thing.get(name) is not None
    }
    values |= {
        "item": composite_in_words(bot, state, slot, thing),
        "part": missing.name.replace("_", " "),
        "slot": words_of(state, missing.slot),
    }
    choices = _own_replies(bot, state, name) or choices_of(bot, state, missing.slot)
    return SlotQuestion(name, values, choices[:_MOST_CHOICES], missing.slot.name)


def _own_replies(bot: Bot, state: DialogueState, name: str) -> tuple[str, ...]:
    own = bot.responses.get(name)
    return tuple(in_locale(bot, state, own.quick_replies) or ()) if own else ()
