"""Choices named by their number: "2" to what was offered as "2. Blue" is "Blue"."""

import re

from domain.bot.model import Bot, Slot, SlotType
from domain.channel_addresses import Channel
from domain.dialogue.positions import find
from domain.dialogue.state import DialogueState
from domain.dialogue.text.buttons import SKIP, labels, offers_of, page_of
from domain.dialogue.text.rendering import choices_of, in_locale, render
from domain.understanding.language.registry import fragment, word_table
from domain.understanding.preprocess import match_key
from domain.understanding.values.ordinals import ordinal_of
from domain.understanding.values.times import HOURS

_BESIDE = word_table("choices", "BESIDE_NUMBER")
_NUMBER = re.compile(rf"(?:#|(?:{fragment('choices', 'POSITION')})\.?\s?)?(\d{{1,2}})[.)]?")
_DIGITS = re.compile(r"\d{1,2}")
_LONGEST, _MOST_WORDS = 40, 5
_NUMBERS = {SlotType.INTEGER, SlotType.MONEY}
_MOMENTS = {SlotType.DATE, SlotType.TIME}
_LEAST_SUGGESTIONS = 2
_DRAWING = {Channel.WEB, Channel.SLACK}
"""Channels that show no numbers: there a bare one may be an hour, and is no yes."""


def said_by_number(bot: Bot, state: DialogueState, text: str) -> str:
    """The words of the choice that a message names by nothing but its number; else the message.

    What is a choice's own words stays that, and so does a number where one is asked for.
    """
    place = _place_in(text)
    if place is None or state.handoff_claimed:
        return text
    choices = _choices(bot, state, text)
    if match_key(text) in {match_key(choice) for choice in choices}:
        return text
    return choices[place - 1] if 0 < place <= len(choices) else text


def _place_in(text: str) -> int | None:
    """From 1, or -1 for the last; None where the message says anything beside one number."""
    said = text.strip()
    if number := _NUMBER.fullmatch(said.casefold()):
        return int(number[1])
    words = match_key(said).split() if len(said) <= _LONGEST else []
    telling = [word for word in words if word not in _BESIDE]
    if len(telling) != 1 or len(words) > _MOST_WORDS:
        return None
    word = telling[0]
    return int(word) if _DIGITS.fullmatch(word) else ordinal_of(word) or HOURS.get(word)


def _choices(bot: Bot, state: DialogueState, text: str) -> tuple[str, ...]:
    """What was offered last, in the order of its numbers; none where the number is a value."""
    front = state.stack[-1] if state.stack else None
    waits_for = front.waiting.ref if front and front.waiting and front.waiting.on == "slot" else ""
    slot = bot.slots.get(waits_for)
    if state.question is not None and state.question.choices:
        return state.question.choices
    if slot is None:
        return state.options
    if slot.type in _NUMBERS or (
        slot.pattern is not None and _DIGITS.fullmatch(text.strip(" .)#"))
    ):
        return ()
    own = _choices_of_slot(bot, state, slot)
    if own is not None:
        return own
    return () if slot.type in _MOMENTS or slot.is_free_text else state.options


def _choices_of_slot(bot: Bot, state: DialogueState, slot: Slot) -> tuple[str, ...] | None:
    """As `Draft.ask_slot` shows them. None where it offers nothing that a number could mean."""
    front = state.stack[-1]
    flow = bot.flows.get(front.flow)
    position = find(flow, front.path) if flow else None
    step = position.step if position and position.step.collect == slot.name else None
    is_numbered = state.channel not in _DRAWING
    skip = (render(bot, state, SKIP).text,) if slot.optional else ()
    if step is not None and step.buttons is not None:
        page = page_of(offers_of(bot, state, step, slot), step.buttons, front.page)
        if page.offers:
            return (*labels(bot, state, page), *skip) if is_numbered else ()
    response = bot.responses.get(slot.ask or "ask_slot")
    suggested = tuple(in_locale(bot, state, response.quick_replies) or ()) if response else ()
    shown = suggested or choices_of(bot, state, slot)
    if slot.type in {SlotType.BOOL, *_MOMENTS} and not is_numbered:
        return ()
    if slot.is_free_text and len(shown) < _LEAST_SUGGESTIONS:
        return None
    return (*shown, *skip) if shown or skip else None
