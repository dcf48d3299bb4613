"""Questions that may stand in one form: those that follow one another and need nothing between."""

from collections.abc import Iterator

from domain.bot import templates
from domain.bot.model import Bot, Slot, SlotType, Step
from domain.bot.result_fields import steps_in
from domain.forms import MAX_FIELDS

LEAST_FIELDS = 2


def line_at(bot: Bot, steps: tuple[Step, ...], index: int) -> range:
    """The places of the questions that may be asked together with the one at `index`, itself
    among them; empty where that one is asked alone whatever stands beside it."""
    return next((line for line in lines_of(bot, steps) if index in line), range(0))


def lines_of(bot: Bot, steps: tuple[Step, ...]) -> list[range]:
    """All such lines among these steps, branches left out. A question that says what was answered
    to one before it begins another line: it cannot be written down yet."""
    lines: list[range] = []
    start: int | None = None
    names: set[str] = set()
    for index in range(len(steps)):
        slot = _plainly_asked(bot, steps, index)
        joins = start is not None and slot is not None and len(names) < MAX_FIELDS
        joins = joins and slot is not None and slot.name not in names
        if not (joins and slot is not None and names.isdisjoint(_read_by(bot, slot))):
            lines += [range(start, index)] if start is not None else []
            start, names = (index if slot is not None else None), set()
        names |= {slot.name} if slot is not None else set()
    return [*lines, range(start, len(steps))] if start is not None else lines


def has_form(bot: Bot, steps: tuple[Step, ...]) -> bool:
    """Whether two questions stand together anywhere in a flow, branches included."""
    sequences = [steps, *(inner for step in steps_in(steps) for inner in _branches(step))]
    return any(len(line) >= LEAST_FIELDS for one in sequences for line in lines_of(bot, one))


def _plainly_asked(bot: Bot, steps: tuple[Step, ...], index: int) -> Slot | None:
    """The slot of a step that does nothing but ask for it, always, and go on. None for the yes
    before something is written or paid, and for what has parts: these are said by themselves."""
    step = steps[index]
    slot = bot.slots.get(step.collect or "")
    if slot is None or slot.source != "customer" or step.when is not None or step.if_false:
        return None
    following = steps_in(steps[index + 1 :])
    may_write = any(one.approve is not None or bot.writes(one) for one in following)
    is_alone = slot.type is SlotType.COMPOSITE or (slot.type is SlotType.BOOL and may_write)
    return None if is_alone else slot


def _read_by(bot: Bot, slot: Slot) -> set[str]:
    response = bot.responses.get(slot.ask or "")
    said = (response.texts, *response.channels.values()) if response else ()
    texts = (text for by_locale in said for text in by_locale.values())
    return {name.split(".")[0] for text in texts for name in templates.names_in(text)}


def _branches(step: Step) -> Iterator[tuple[Step, ...]]:
    yield from (branch.steps for branch in step.branch)
    yield from (step.on_refused, step.on_failure, step.on_expire, step.on_reject, step.if_past)
    yield step.if_false
    if step.give_up is not None:
        yield step.give_up.then
