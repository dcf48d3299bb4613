"""Waiting for a moment: the flow is put aside until then, and waits can be called off."""

from datetime import datetime

from domain.bot.templates import names_in
from domain.bot.waits import CallOff, Wait
from domain.business_hours import zone_of
from domain.dialogue.commands import WaitUntil
from domain.dialogue.draft import Draft
from domain.dialogue.flows import frame_trimming, frames, transitions
from domain.dialogue.positions import Position
from domain.dialogue.state import FlowFrame, Waiting
from domain.dialogue.text.opening_hours import moment_in_words
from domain.dialogue.text.rendering import topic, value_at
from domain.moments import moment_of
from domain.time_zones import zone_named

MOST_WAITS = 5
"""Flows of one conversation that wait for a moment."""
_MOST_BYTES = 1_000
"""What they may take of the state, all together."""


def wait(draft: Draft, position: Position, until: Wait) -> None:
    """Let the flow in front wait while the customer talks on; what is past is not waited for."""
    zone = _zone(draft, until)
    moment = moment_of(until.until, draft.value, draft.at, zone)
    if moment is not None and moment > draft.at:
        frame_trimming.let_go(draft, position)
    if moment is None:
        _unknown(draft, position)
    elif moment <= draft.at:
        go_on(draft, position, is_past=True)
    elif _is_full(draft):
        _say_and_end(draft, "wait_full")
    else:
        _park(draft, moment, zone)


def go_on(draft: Draft, position: Position, *, is_past: bool) -> None:
    """After a wait, or in the branch for a moment that was over before."""
    if is_past and position.step.if_past:
        transitions.enter(draft, position.step.if_past, position, is_failure_branch=False)
    else:
        transitions.advance(draft, position)


def skip(draft: Draft, position: Position) -> None:
    """Leave out what would be said after this wait: on to the next one beside it."""
    while position.parent is not None and position.step.wait is None:
        position = position.parent
    later = range(position.index + 1, len(position.steps))
    beside = [
        Position(position.steps, index, position.parent, position.is_failure_branch)
        for index in later
    ]
    found = next((other for other in beside if other.step.wait is not None), None)
    if found is not None:
        draft.change_front(path=found.path)
    else:
        transitions.advance(draft, beside[-1] if beside else position)


def call_off(draft: Draft, position: Position, which: CallOff) -> None:
    """End the waits of a flow. What it has written before stands."""
    for frame in frames.timed(draft.state):
        if frame.flow == which.flow and _agrees(draft, frame, which.same):
            frames.drop_parked(draft, frame)
    transitions.advance(draft, position)


def _zone(draft: Draft, until: Wait) -> str:
    """The zone that the step names, where there is one of that name; else the tenant's."""
    named = [str(draft.value(name)) for name in names_in(until.zone)] or [until.zone]
    return named[0] if zone_named(named[0]) else zone_of(draft.bot.tenant.business_hours).key


def _park(draft: Draft, moment: datetime, zone: str) -> None:
    """Never silent: where the flow has said nothing, the customer hears when it goes on."""
    if not draft.said and not draft.is_unprompted:
        draft.say("wait_set", when=moment_in_words(moment, draft.at, draft.state.locale, zone))
    wait_id = draft.new_id()
    draft.emit(WaitUntil(wait_id=wait_id, at=moment))
    frames.park(draft, Waiting(on="moment", ref=wait_id, until=moment))


def _unknown(draft: Draft, position: Position) -> None:
    if position.step.on_failure:
        transitions.enter(draft, position.step.on_failure, position, is_failure_branch=True)
    else:
        _say_and_end(draft, "wait_not_set")


def _say_and_end(draft: Draft, name: str) -> None:
    """Nothing failed but the wait: what was written before it stands."""
    flow = draft.flow_of(draft.front) if draft.front else None
    draft.say(name, flow=topic(draft.bot, draft.state, flow))
    transitions.end_flow(draft)


def _is_full(draft: Draft) -> bool:
    waiting = frames.timed(draft.state)
    front = draft.front.model_copy(update={"slots": draft.state.slots}) if draft.front else None
    size = sum(_size(frame) for frame in (*waiting, front) if frame)
    return len(waiting) >= MOST_WAITS or (bool(waiting) and size > _MOST_BYTES)


def _size(frame: FlowFrame) -> int:
    return len(frame.model_dump_json(exclude_defaults=True).encode())


def _agrees(draft: Draft, frame: FlowFrame, paths: tuple[str, ...]) -> bool:
    own = draft.state.model_copy(update={"slots": frame.slots, "results": frame.results})
    return all(value_at(draft.bot, own, path) == draft.value(path) for path in paths)
