"""What becomes of a wait: its moment has come, or the customer may want it called off."""

from datetime import timedelta

from domain.dialogue import frames, parking, waiting
from domain.dialogue.draft import Draft
from domain.dialogue.events import MomentReached
from domain.dialogue.rendering import render, topic
from domain.dialogue.running import run
from domain.dialogue.state import FlowFrame

_LATE = timedelta(hours=1)
"""Beyond that, because nothing ran or a human had the conversation, a moment counts as past."""


def on_moment(draft: Draft, event: MomentReached) -> None:
    """The flow goes on. What it has written before is settled: a later failure undoes nothing."""
    frame = frames.waiting_for(draft, event.wait_id, "moment")
    if frame is None:
        return
    draft.is_unprompted = True
    parking.park_in_flight(draft)
    interrupts = draft.front is not None
    frames.bring_back(draft, frame)
    draft.change_front(done=())
    if interrupts:
        draft.lead_with("about_flow", draft.flow_of(frame))
    place = draft.place_of(frame)
    if place is not None:
        waiting.go_on(draft, place, is_past=_is_late(draft, frame))
    run(draft)


def ask_to_call_off(draft: Draft, frame: FlowFrame) -> None:
    """A bare "cancel" may mean something else than what was settled days ago."""
    yes, no = (render(draft.bot, draft.state, name).text for name in ("yes", "no"))
    about = topic(draft.bot, draft.state, draft.flow_of(frame))
    draft.ask_choice("ask_call_off", {yes: f"call_off:{frame.run}", no: "no"}, flow=about)


def _is_late(draft: Draft, frame: FlowFrame) -> bool:
    until = frame.waiting.until if frame.waiting else None
    return until is not None and draft.at > until + _LATE
