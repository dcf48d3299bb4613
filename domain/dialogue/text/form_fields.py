"""Forms: the question that is asked with those that follow it, as fields to be filled at once."""

from domain.bot.form_lines import LEAST_FIELDS, line_at
from domain.bot.model import Bot, Slot, SlotType, Step
from domain.dialogue.positions import Position, find
from domain.dialogue.state import DialogueState
from domain.dialogue.text.buttons import offers_of
from domain.dialogue.text.formatting import plain
from domain.dialogue.text.rendering import choices_of, label, render, title
from domain.forms import FieldKind, Form, FormField

_KINDS = {
    SlotType.INTEGER: FieldKind.NUMBER,
    SlotType.DATE: FieldKind.DATE,
    SlotType.EMAIL: FieldKind.EMAIL,
    SlotType.PHONE: FieldKind.PHONE,
    SlotType.ENUM: FieldKind.CHOICE,
    SlotType.BOOL: FieldKind.CHOICE,
}
_LONGEST_OPTION, _MOST_OPTIONS = 80, 100
_LONGEST_TITLE = 80
_LONGEST_VALUE = 300


def line_around(bot: Bot, position: Position) -> tuple[Position, ...]:
    """The questions that may be asked together with the one at this position, in order."""
    return tuple(
        Position(position.steps, index, position.parent, position.is_failure_branch)
        for index in line_at(bot, position.steps, position.index)
    )


def form_of(bot: Bot, state: DialogueState, asked: Slot) -> Form | None:
    """What goes with the question that the flow in front asks. None where the flow's author wants
    no forms, and where not two of its fields would be empty. Never raises."""
    front = state.stack[-1] if state.stack else None
    flow = bot.flows.get(front.flow) if front else None
    position = find(flow, front.path) if flow and front else None
    if flow is None or front is None or position is None:
        return None
    if not flow.form or position.step.collect != asked.name:
        return None
    fields: list[FormField] = []
    empty = 0
    for place in line_around(bot, position):
        if place.index < position.index:
            continue
        slot = bot.slots[place.step.collect or ""]
        field = _field(bot, state, place.step, slot)
        if field is None:
            break
        fields.append(field)
        empty += not field.value and slot.name not in front.skipped
    if empty < LEAST_FIELDS:
        return None
    named = plain(title(bot, state, flow))[:_LONGEST_TITLE]
    return Form(flow=flow.name, title=named, fields=tuple(fields))


def question_of(bot: Bot, state: DialogueState, slot: Slot) -> str:
    """The question for a slot in one line, as it would be asked now."""
    words = slot.name.replace("_", " ")
    asked = render(bot, state, slot.ask or "ask_slot", {"slot": words}).text
    return plain(asked) or words


def _field(bot: Bot, state: DialogueState, step: Step, slot: Slot) -> FormField | None:
    """None where the field could take nothing: only what is offered counts, and nothing is."""
    kind, options = _KINDS.get(slot.type, FieldKind.TEXT), choices_of(bot, state, slot)
    if step.buttons is not None:
        offers = offers_of(bot, state, step, slot)
        if step.buttons.only and not offers:
            return None
        options = tuple(offer.label for offer in offers) if step.buttons.only else ()
        kind = FieldKind.CHOICE if options else FieldKind.TEXT
    fits = all(0 < len(one) <= _LONGEST_OPTION for one in options)
    if kind is FieldKind.CHOICE and not (fits and 0 < len(options) <= _MOST_OPTIONS):
        kind, options = FieldKind.TEXT, ()
    return FormField(
        name=slot.name,
        label=question_of(bot, state, slot),
        kind=kind,
        options=options if kind is FieldKind.CHOICE else (),
        optional=slot.optional,
        value=_known(bot, state, step, slot)[:_LONGEST_VALUE],
    )


def _known(bot: Bot, state: DialogueState, step: Step, slot: Slot) -> str:
    """A choice by its words, anything else as it is kept: a date as ISO 8601."""
    value = state.slots.get(slot.name)
    if value is None:
        return ""
    if step.buttons is not None:
        offers = offers_of(bot, state, step, slot)
        return next((one.label for one in offers if one.value == value), str(value))
    if isinstance(value, bool):
        return render(bot, state, "yes" if value else "no").text
    if slot.type is SlotType.ENUM:
        return label(bot, state, str(value))
    return str(value)
