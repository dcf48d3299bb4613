"""A yes before something is written or paid: it counts only where it is whole."""

from collections.abc import Iterator

from domain.bot.model import Flow, Slot, SlotType, Step
from domain.dialogue import frames
from domain.dialogue.draft import Draft
from domain.dialogue.hearing import Heard
from domain.dialogue.places import walk
from domain.dialogue.rendering import in_locale, render
from domain.tools import Effect
from domain.understanding.directives import directive, is_stopping
from domain.understanding.listed_values import words_for
from domain.understanding.yes_no import restatable, says_yes, whole_answer


def whole(draft: Draft, heard: Heard, slot: Slot | None) -> bool | None:
    """The yes or no that answers a question of this type and is all that the message says.

    Saying again what was asked ("yes, refund A100001") is part of it; anything else is not.
    """
    if slot is None or slot.type is not SlotType.BOOL or slot.source != "customer":
        return None
    if directive(heard.text) is not None and not asks_to_stop(draft, slot):
        return None
    restated = restatable(*_question(draft, slot)) | restatable(*_known(draft))
    return whole_answer(_without_known(draft, heard), restated)


def answers(draft: Draft, heard: Heard, slot: Slot) -> list[bool]:
    """The answer that counts. A no may have its reasons; a yes that leads to a write may not."""
    answer = whole(draft, heard, slot)
    if answer is None and slot.source == "customer":
        answer = heard.yes_no
        answer = None if answer and leads_to_a_write(draft) else answer
    return [] if answer is None else [answer]


def is_unclear(draft: Draft, heard: Heard, slot: Slot) -> bool:
    """Whether a yes was said that cannot be acted on."""
    return slot.type is SlotType.BOOL and says_yes(heard.text) and leads_to_a_write(draft)


def asks_to_stop(draft: Draft, slot: Slot) -> bool:
    """Whether the question is whether to cancel something: then "cancel it" may be its yes."""
    return slot.type is SlotType.BOOL and is_stopping(restatable(*_question(draft, slot)))


def leads_to_a_write(draft: Draft) -> bool:
    """Whether a step after the one in front changes something, or asks a person to permit it."""
    front = draft.front
    flow = draft.flow_of(front) if front else None
    if front is None or flow is None:
        return False
    places = [place.step for place in walk(flow)]
    at = next((i for i, step in enumerate(places) if step.id in front.path[-1:]), 0)
    return any(_writes(draft, step) for step in places[at:])


def _writes(draft: Draft, step: Step) -> bool:
    tool = draft.bot.tools.get(step.call or "")
    return step.approve is not None or (tool is not None and tool.effect is not Effect.READ)


def _question(draft: Draft, slot: Slot) -> Iterator[str]:
    """The words of the question, as it was asked."""
    asked = render(draft.bot, draft.state, slot.ask or "ask_slot")
    yield asked.text
    yield from asked.quick_replies


def _known(draft: Draft) -> Iterator[str]:
    """What the flow is called, and what was answered in it."""
    front = draft.front
    flow = draft.flow_of(front) if front else None
    if flow is None:
        return
    yield from _names(draft, flow)
    for name in frames.slots_of(draft, flow):
        slot, value = draft.bot.slots[name], draft.state.slots.get(name)
        if slot.type is SlotType.ENUM and isinstance(value, str):
            yield from words_for(slot, value)
        elif isinstance(value, str):
            yield value


def _names(draft: Draft, flow: Flow) -> Iterator[str]:
    yield (flow.when or flow.name).replace("_", " ")
    yield str(in_locale(draft.bot, draft.state, flow.title) or "")
    yield str(in_locale(draft.bot, draft.state, flow.about) or "")


def _without_known(draft: Draft, heard: Heard) -> str:
    """The message without the values that the flow already holds, as "A-100001" for A100001."""
    text, held = heard.text, {str(value) for value in draft.state.slots.values()}
    for entity in heard.understanding.entities:
        if str(entity.value) in held and entity.text == text[entity.start : entity.end]:
            text = f"{text[: entity.start]}{' ' * len(entity.text)}{text[entity.end :]}"
    return text
