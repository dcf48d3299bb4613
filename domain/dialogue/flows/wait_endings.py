"""The end of a wait: its moment has come, or the customer may want it called off."""

from datetime import timedelta

from domain.dialogue.draft import Draft
from domain.dialogue.events import MomentReached
from domain.dialogue.flows import deferred_calls, frame_trimming, frames, timed_waits
from domain.dialogue.flows.flow_runner import run
from domain.dialogue.state import FlowFrame
from domain.dialogue.text.opening_hours import moment_in_words
from domain.dialogue.text.rendering import fill, render, topic

_LATE = timedelta(hours=1)
"""Beyond that, because nothing ran or a human had the conversation, a moment counts as past."""


def on_moment(draft: Draft, event: MomentReached) -> None:
    """The flow goes on. What it has written before is settled: a later failure undoes nothing, but
    the customer may still cancel it."""
    frame = frames.waiting_for(draft, event.wait_id, "moment")
    if frame is None:
        return
    draft.is_unprompted = True
    deferred_calls.park_in_flight(draft)
    interrupts = draft.front is not None
    frames.bring_back(draft, frame)
    draft.change_front(done=(), settled=(*frame.settled, *frame.done))
    if interrupts:
        draft.set_flow_prefix("about_flow", draft.flow_of(frame))
    position = draft.position_of(frame)
    if position is not None:
        timed_waits.go_on(draft, position, is_past=_is_late(draft, frame))
    run(draft)


def ask_to_call_off(draft: Draft, found: tuple[FlowFrame, ...]) -> None:
    """A bare "cancel" may mean something else than what was settled days ago; and of two visits
    only the customer knows which one."""
    yes, no, none = (
        render(draft.bot, draft.state, name).text for name in ("yes", "no", "none_of_these")
    )
    if len(found) == 1:
        about = topic(draft.bot, draft.state, draft.flow_of(found[0]))
        draft.ask_choice("ask_call_off", {yes: f"call_off:{found[0].run}", no: "no"}, flow=about)
        return
    is_mixed = len({frame.flow for frame in found}) > 1
    choices: dict[str, str] = {}
    for frame in found:
        about = f"{topic(draft.bot, draft.state, draft.flow_of(frame))}: " if is_mixed else ""
        choices[f"{about}{_told_apart(draft, frame)}"] = f"call_off:{frame.run}"
    draft.ask_choice("ask_which_call_off", choices | {none: "none"})


def of_its_kind(draft: Draft, frame: FlowFrame) -> tuple[FlowFrame, ...]:
    """The waits of its flow, itself among them; none where it does not wait for a moment."""
    same = tuple(other for other in frames.timed(draft.state) if other.flow == frame.flow)
    return same if frames.is_timed(frame) else ()


def _told_apart(draft: Draft, frame: FlowFrame) -> str:
    """By its day and time, as the customer has said them; else by the moment of the wait."""
    own = draft.state.model_copy(update={"slots": frame.slots})
    slots = [slot for slot in draft.bot.slots.values() if slot.name in frame.slots]
    telling = [slot for slot in slots if frame_trimming.tells_apart(slot, frame.slots[slot.name])]
    said = [fill(draft.bot, own, f"{{{slot.name}}}") for slot in telling]
    if said or frame.waiting is None or frame.waiting.until is None:
        return " ".join(said) or frame.run
    zone = draft.bot.tenant.business_hours.tz
    return moment_in_words(frame.waiting.until, draft.at, draft.state.locale, zone)


def _is_late(draft: Draft, frame: FlowFrame) -> bool:
    until = frame.waiting.until if frame.waiting else None
    return until is not None and draft.at > until + _LATE
