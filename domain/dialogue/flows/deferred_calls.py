"""A call that does not come back soon: it is tried on quietly while the customer talks on."""

from datetime import timedelta

from domain.business_hours import after
from domain.dialogue.commands import DeferCall
from domain.dialogue.draft import Draft
from domain.dialogue.flows import frames, tool_calls, transitions
from domain.dialogue.state import Waiting
from domain.dialogue.text.rendering import topic
from domain.patience import Patience

_GIVE_UP = Patience(lasts=timedelta(hours=2))


def defer_call(draft: Draft, notice: str | None = None, *, may_have_happened: bool = True) -> None:
    """Park the flow in front with its call, and tell the customer."""
    front = draft.front
    call = tool_calls.outstanding(draft, front) if front else None
    if front is None or call is None:
        transitions.drop_front(draft)
        draft.offer_human("offer_human")
        return
    position = None if front.is_compensating else draft.position_of(front)
    give_up = position.step.give_up if position else None
    name = notice or (give_up.parked if give_up else None) or "backend_trouble_parked"
    if front.is_compensating:
        name = "take_back_parked"
    draft.say(name, flow=topic(draft.bot, draft.state, draft.flow_of(front)))
    patience = give_up.after if give_up else _GIVE_UP
    hours = draft.bot.tenant.business_hours
    deadline = after(draft.at, patience, hours, draft.bot.holidays)
    draft.emit(DeferCall(call=call, give_up_at=deadline, may_have_happened=may_have_happened))
    frames.park(draft, Waiting(on="parked_call", ref=call.call_id))


def park_in_flight(draft: Draft) -> None:
    """Something else comes up while a call is out: under the same id and key it is tried on."""
    front = draft.front
    if front and front.waiting and front.waiting.on == "call":
        defer_call(draft, "still_waiting")
