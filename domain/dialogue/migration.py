"""Migration of a dialogue under way to another revision of its bot, or why it is impossible.

A revision is free to change words, examples and whatever lies ahead. It must still know the place
at which each flow stands, what that flow waits for, and the values it holds.
"""

from collections.abc import Iterator

from domain.bot.model import Bot, Flow, Slot, Step
from domain.dialogue.positions import Position, find, walk
from domain.dialogue.state import DialogueState, FlowFrame
from domain.dialogue.text.slot_values import fitted


def obstacles(old: Bot, new: Bot, state: DialogueState) -> tuple[str, ...]:
    """A sentence for each thing that would break; none where the dialogue can go on."""
    found = [
        reason for frame in (*state.stack, *state.parked) for reason in _of_frame(old, new, frame)
    ]
    found += _of_values(old, new, state)
    found += _of_question(new, state)
    if state.handoff_id and state.handoff_rule and state.handoff_rule not in new.handoffs:
        found.append(f"the handoff {state.handoff_rule}, which is open, is gone")
    return tuple(dict.fromkeys(found))


def _of_frame(old: Bot, new: Bot, frame: FlowFrame) -> Iterator[str]:
    yield from _of_writes(new, frame)
    old_flow, new_flow = old.flows.get(frame.flow), new.flows.get(frame.flow)
    if new_flow is None:
        yield f"the flow {frame.flow} is gone"
        return
    if new_flow.requires not in {None, old_flow.requires if old_flow else None}:
        yield f"the flow {frame.flow} now requires {new_flow.requires}"
    if old_flow is None or frame.is_compensating or not frame.path:
        return
    old_position, new_position = find(old_flow, frame.path), find(new_flow, frame.path)
    if new_position is None:
        what = _describe(old_position.step) if old_position else frame.path[-1]
        yield f"the flow {frame.flow} stands at {what}, a step that is gone"
        return
    if old_position is not None:
        yield from _of_step(old, new, frame, old_position, new_position)
    yield from _skipped(old_flow, frame, new_position)
    if frame.approved and not any(p.step.id == frame.approved[0] for p in walk(new_flow)):
        yield f"the step {frame.approved[0]} of {frame.flow}, which was approved, is gone"


def _of_step(
    old: Bot, new: Bot, frame: FlowFrame, old_position: Position, new_position: Position
) -> Iterator[str]:
    """What the step waits for must be what it will be given."""
    before, after, waiting = old_position.step, new_position.step, frame.waiting
    at = f"the step {after.id} of {frame.flow}"
    if _verb(before) != _verb(after):
        yield f"{at} was {_describe(before)} and is now {_describe(after)}"
        return
    if waiting is None:
        return
    if waiting.on == "slot" and waiting.ref not in new.slots:
        yield f"{at} waits for {waiting.ref}, a slot that is gone"
    if waiting.on in {"call", "parked_call"} and before.call not in new.tools:
        yield f"{at} waits for {before.call}, a tool that is gone"
    if waiting.on == "approval" and _bound(old, old_position) != _bound(new, new_position):
        yield f"{at} waits for an approval whose content would change"


def _of_writes(new: Bot, frame: FlowFrame) -> Iterator[str]:
    for write in frame.done:
        if write.undo and write.undo not in new.tools:
            yield f"{write.tool} was called by {frame.flow}; its undo {write.undo} is gone"


def _skipped(old: Flow, frame: FlowFrame, position: Position) -> Iterator[str]:
    """New approvals that lie behind: nobody would be asked any more."""
    known = {earlier.step.id for earlier in walk(old)}
    for earlier in _behind(position):
        if earlier.id not in known and earlier.approve is not None:
            yield f"the flow {frame.flow} has passed {_describe(earlier)}, a step that is new"


def _behind(position: Position) -> Iterator[Step]:
    yield from position.steps[: position.index]
    if position.parent is not None:
        yield from _behind(position.parent)


def _of_values(old: Bot, new: Bot, state: DialogueState) -> list[str]:
    reasons = []
    for values in (state.slots, *(frame.slots for frame in (*state.stack, *state.parked))):
        for name, value in values.items():
            reasons += _of_slot(name, value, old.slots.get(name), new.slots.get(name))
    for results in (state.results, *(frame.results for frame in (*state.stack, *state.parked))):
        for name in results:
            lacking = set(new.kept_results.get(name, ())) - set(old.kept_results.get(name, ()))
            reasons += [f"{field}, which is read now, was not kept of {name}" for field in lacking]
    return reasons


def _of_slot(name: str, value: object, old: Slot | None, new: Slot | None) -> list[str]:
    """A slot that the old revision did not have either is nobody's."""
    if new is None:
        return [f"the slot {name}, which holds a value, is gone"] if old else []
    if old is not None and old.source != new.source:
        return [f"the slot {name} was filled by the {old.source} and is now the {new.source}'s"]
    if old is not None and old.type is not new.type:
        return [f"the slot {name} was {old.type} and is now {new.type}"]
    if new.source == "tool" or fitted(new, value) is not None:
        return []
    return [f"what the slot {name} holds is no longer allowed"]


def _of_question(new: Bot, state: DialogueState) -> list[str]:
    question = state.question
    if question is None:
        return []
    reasons = []
    if question.slot and question.slot not in new.slots:
        reasons.append(f"the customer was asked for {question.slot}, a slot that is gone")
    for meaning in state.meanings:
        kind, _, flow = meaning.partition(":")
        if kind == "flow" and flow not in new.flows:
            reasons.append(f"the customer was offered {flow}, a flow that is gone")
    return reasons


def _bound(bot: Bot, position: Position) -> object:
    """What an approval shows and permits: the writes that follow it, with their inputs."""
    writes = []
    for step in _ahead(position):
        tool = bot.tools.get(step.call or "")
        if tool is not None and tool.effect.writes:
            writes.append((tool.name, sorted((tool.inputs | step.inputs).items())))
    return position.step.approve, position.step.show, writes


def _ahead(position: Position) -> Iterator[Step]:
    inside = Flow(name="inside", steps=position.steps[position.index :])
    yield from (later.step for later in walk(inside))
    if position.parent is not None:
        rest = position.parent.steps[position.parent.index + 1 :]
        yield from (later.step for later in walk(Flow(name="after", steps=rest)))


def _verb(step: Step) -> tuple[str, str]:
    for verb in ("collect", "call", "approve", "handoff"):
        name = getattr(step, verb)
        if name is not None:
            return verb, name
    if step.wait is not None:
        return "wait", ""
    return ("answer", "") if step.answer else ("say", "")


def _describe(step: Step) -> str:
    verb, name = _verb(step)
    return f"{step.id} ({verb} {name})" if name else step.id
