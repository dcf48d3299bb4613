"""A yes before something is written or paid: it counts only where it is whole."""

from collections.abc import Iterator
from typing import Any

from domain.bot.model import Flow, Slot, SlotType
from domain.dialogue.draft import Draft
from domain.dialogue.flows import frames
from domain.dialogue.flows.confirmers import leads_to_a_write
from domain.dialogue.message_reading import Heard
from domain.dialogue.positions import walk
from domain.dialogue.text.composite_values import changed
from domain.dialogue.text.rendering import render
from domain.understanding.acts.directives import calls_off_in, directive, is_stopping
from domain.understanding.acts.refusal_words import SAYS_NO_MORE
from domain.understanding.acts.refusals import refusal
from domain.understanding.acts.yes_no import is_undecided, restatable, says_yes, stem, whole_answer
from domain.understanding.acts.yes_words import ASKING, WEAK_YES
from domain.understanding.composite_reading import Reading
from domain.understanding.language.registry import listed, word_table
from domain.understanding.model import Entity
from domain.understanding.preprocess import match_key
from domain.understanding.values.listed_values import words_for

_KEEPING = frozenset(stem(word) for word in listed("dialogue", "KEEPING"))
_CALLING_OFF = frozenset(stem(word) for word in listed("dialogue", "CALLING_OFF"))

_DELIVERING = word_table("yes_no", "DELIVERING")
_ACKNOWLEDGES = word_table("dialogue", "ACKNOWLEDGES")
""" "Great, thanks" after something else was answered may be meant for that, and pays nothing."""


def whole(draft: Draft, heard: Heard, slot: Slot | None) -> bool | None:
    """The yes or no that answers a question of this type and is all that the message says.

    Saying again what was asked ("yes, refund A100001") is part of it; anything else is not.
    """
    if slot is None or slot.type is not SlotType.BOOL or slot.source != "customer":
        return None
    if directive(heard.text) is not None and not asks_to_stop(draft, heard, slot):
        return None
    asked = restatable(*_question(draft, slot))
    restated = asked | restatable(*_known(draft)) if asked else asked
    if _changes_parts(draft, heard):
        return None
    if not asked.isdisjoint(_CALLING_OFF):  # "yes, call it off"
        restated |= calls_off_in(heard.text) | (_CALLING_OFF & restatable(heard.text))
    said = _without_known(draft, heard)
    answer = whole_answer(said, restated)
    if answer and draft.state.went_astray and leads_to_a_write(draft):
        answer = None if _ACKNOWLEDGES.issuperset(match_key(heard.text).split()) else answer
    return False if answer is None and _turns_it_down(said, restated) else answer


def _turns_it_down(text: str, restated: frozenset[str]) -> bool:
    """ "Brauch ich nicht mehr", "I don't want to book it": nothing but what was asked, denied."""
    found = refusal(text)
    if found is None or "?" in text or is_undecided(text):
        return False
    is_all = SAYS_NO_MORE.issuperset(match_key(found.rest).split())
    return is_all and found.refused <= restated


def answers(draft: Draft, heard: Heard, slot: Slot) -> list[bool]:
    """The answer that counts. A no may have its reasons; a yes that leads to a write may not."""
    answer = whole(draft, heard, slot)
    if answer is None and slot.source == "customer":
        answer = heard.yes_no
        answer = None if answer and leads_to_a_write(draft) else answer
    return [] if answer is None else [answer]


def is_unclear(draft: Draft, heard: Heard, slot: Slot) -> bool:
    """Whether a yes was said that cannot be acted on, or "cancel it", which may mean either."""
    if slot.type is not SlotType.BOOL or not leads_to_a_write(draft):
        return False
    return says_yes(heard.text) or asks_to_stop(draft, heard, slot)


def asks_to_stop(draft: Draft, heard: Heard, slot: Slot) -> bool:
    """Whether the question is whether to cancel something: then "cancel it" may be its yes."""
    if slot.type is not SlotType.BOOL:
        return False
    asked, said = restatable(*_question(draft, slot)), restatable(heard.text)
    calls_off = not asked.isdisjoint(_CALLING_OFF)
    calls_off = calls_off and (not said.isdisjoint(_CALLING_OFF) or bool(calls_off_in(heard.text)))
    return calls_off or is_stopping(asked & said)


def asks_to_keep(draft: Draft, slot: Slot | None) -> bool:
    """Whether the question is whether to keep something: then "I'll keep it" is no order."""
    return slot is not None and not restatable(*_question(draft, slot)).isdisjoint(_KEEPING)


def _question(draft: Draft, slot: Slot) -> Iterator[str]:
    """The words of the question, as it was asked or would be in the tenant's other languages."""
    for locale in {draft.state.locale, *draft.bot.tenant.branding.locales}:
        state = draft.state.model_copy(update={"locale": locale})
        asked = render(draft.bot, state, slot.ask or "ask_slot")
        yield asked.text
        yield from asked.quick_replies


def _known(draft: Draft) -> Iterator[str]:
    """What the flow is called, and what was answered in it."""
    front = draft.front
    flow = draft.flow_of(front) if front else None
    if flow is None:
        return
    yield (flow.when or flow.name).replace("_", " ")
    yield from flow.title.values()
    yield from flow.about.values()
    yield from _made_by(draft, flow)
    for name in frames.slots_of(draft, flow):
        slot, value = draft.bot.slots[name], draft.state.slots.get(name)
        if slot.type is SlotType.ENUM and isinstance(value, str):
            yield from words_for(slot, value)
        elif isinstance(value, str):
            yield value


def _composites(draft: Draft, heard: Heard) -> Iterator[tuple[Slot, Any, Reading]]:
    """What the flow knows that has parts, and what the message says of them."""
    for name, value in draft.state.slots.items():
        slot = draft.bot.slots.get(name)
        if slot is not None and slot.composite is not None and value is not None:
            yield slot, value, heard.parts_of(slot)


def _changes_parts(draft: Draft, heard: Heard) -> bool:
    """Whether anything is said of a part that is not so: "yes, but one mug" agrees to nothing, and
    "no, the plate in red" does not turn the rest down."""
    return any(
        changed(slot, value, reading, adds=True)
        for slot, value, reading in _composites(draft, heard)
    )


def _made_by(draft: Draft, flow: Flow) -> Iterator[str]:
    """What its tools make, as they are described: "yes, send the label"."""
    tools = (draft.bot.tools.get(position.step.call or "") for position in walk(flow))
    made = [about for tool in tools if tool is not None for about in tool.about.values()]
    yield from made
    if made:
        yield " ".join(sorted(_DELIVERING))


def _without_known(draft: Draft, heard: Heard) -> str:
    """The message without the values that the flow already holds, as "A-100001" for A100001.

    Where they stand after a verb a pronoun takes their place: "is A100001 ok" asks, as "is it ok".
    """
    known = (value for value in draft.state.slots.values() if not isinstance(value, bool))
    text, held = heard.text, {str(value) for value in known}
    for _, _, reading in _composites(draft, heard):
        if reading.places and not reading.says_more:  # with what stands between its parts
            start, end = reading.places[0][0], reading.places[-1][1]
            text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    for entity in heard.understanding.entities:
        is_there = entity.text == text[entity.start : entity.end]
        if str(entity.value) in held and is_there and not _is_reference(draft, entity):
            text = f"{text[: entity.start]}{' ' * len(entity.text)}{text[entity.end :]}"
            verb = text[: entity.start].strip().casefold()
            if verb in ASKING - WEAK_YES and len(entity.text) > 1:
                text = f"{text[: entity.start]}it{text[entity.start + 2 :]}"
    return text


def _is_reference(draft: Draft, entity: Entity) -> bool:
    """ "It" or "my order": words that stand for a number, and belong to what is said of it."""
    slot = draft.bot.slots.get(entity.kind)
    is_number = slot is not None and slot.pattern is not None and _has_digit(str(entity.value))
    return is_number and not _has_digit(entity.text)


def _has_digit(text: str) -> bool:
    return any(letter.isdigit() for letter in text)
