"""Invalidates what no longer holds once a slot has changed."""

from domain.bot.defaults import ORDER_EMAIL
from domain.bot.model import Bot, Flow, SlotType, Step
from domain.dialogue.draft import Draft
from domain.dialogue.positions import Position, walk


def forget_from(draft: Draft, flow: Flow, names: set[str]) -> Position | None:
    """Forget these slots and what was computed or confirmed after them.

    Returns the step where the first of them is asked; None, and nothing forgotten, where the flow
    asks for none of them. The run begins anew, so that its writes get keys of their own.
    """
    positions = list(walk(flow))
    start = next(
        (i for i, position in enumerate(positions) if _asks(draft.bot, position.step, names)), None
    )
    if start is None:
        return None
    gone_results, gone_slots = set[str](), set(names)
    for position in positions[start:]:
        _spoil(draft.bot, position.step, gone_slots, gone_results)
    draft.change(
        slots={k: v for k, v in draft.state.slots.items() if k not in gone_slots},
        results={k: v for k, v in draft.state.results.items() if k not in gone_results},
    )
    skipped = draft.front.skipped if draft.front else ()
    skipped = tuple(name for name in skipped if name not in gone_slots)
    draft.change_front(run=draft.new_number(), approved=None, asked=None, page=0, skipped=skipped)
    return positions[start]


def _asks(bot: Bot, step: Step, names: set[str]) -> bool:
    """A step asks for a slot itself, or on behalf of a call that needs the owner's e-mail."""
    if step.collect in names:
        return True
    tool = bot.tools.get(step.call or "")
    return ORDER_EMAIL in names and tool is not None and ORDER_EMAIL in tool.inputs.values()


def _spoil(bot: Bot, step: Step, slots: set[str], results: set[str]) -> None:
    """Calls are made again; a yes was said about something else now."""
    if step.call:
        tool = bot.tools.get(step.call)
        results |= {tool.returns} if tool else set()
        slots |= set(step.set)
    slot = bot.slots.get(step.collect or "")
    if slot and slot.type is SlotType.BOOL:
        slots.add(slot.name)
