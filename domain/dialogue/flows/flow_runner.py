"""Run the flow in front, step by step, until it waits for somebody or ends."""

from domain.bot import expressions
from domain.bot.defaults import TALK_TO_HUMAN
from domain.bot.model import VERIFIED_CUSTOMER, Step
from domain.dialogue.commands import FindAnswer
from domain.dialogue.draft import Draft
from domain.dialogue.flows import (
    approvals,
    compensation,
    handoff_requests,
    slot_filling,
    timed_waits,
    tool_calls,
    transitions,
)
from domain.dialogue.positions import Place
from domain.dialogue.state import Waiting
from domain.dialogue.text.rendering import title
from domain.errors import InvalidInput
from domain.understanding.language.detection import language_of
from domain.understanding.language.short_forms import spelled_out

_MAX_STEPS = 200


def run(draft: Draft) -> None:
    """Go on until the front waits or nothing is left to do in it."""
    for _ in range(_MAX_STEPS):
        frame = draft.front
        if frame is None or (frame.waiting and frame.waiting.on != "turn"):
            return
        if frame.undoing:
            compensation.take_back(draft)
            continue
        place = draft.place_of(frame)
        if place is None:
            transitions.end_flow(draft)
            continue
        if _needs_login(draft):
            draft.say("need_login")
            transitions.end_flow(draft, failed=True)
            continue
        if frame.waiting:
            draft.change_front(waiting=None)
        _do(draft, place)
    transitions.drop_front(draft)
    draft.offer_human("offer_human")


def _needs_login(draft: Draft) -> bool:
    """Begun by a customer who was known, moved on by somebody who is not."""
    flow = draft.flow_of(draft.front) if draft.front else None
    return flow is not None and flow.requires == VERIFIED_CUSTOMER and draft.customer is None


def _do(draft: Draft, place: Place) -> None:
    step = place.step
    if step.when is not None and not _holds(draft, step.when):
        transitions.advance(draft, place)
    elif step.collect is not None:
        slot_filling.collect(draft, place)
    elif step.call is not None:
        tool_calls.call(draft, place)
    elif step.approve is not None:
        approvals.ask(draft, place)
    elif step.wait is not None:
        timed_waits.wait(draft, place, step.wait)
    elif step.skip:
        timed_waits.skip(draft, place)
    elif step.call_off is not None:
        timed_waits.call_off(draft, place, step.call_off)
    elif step.handoff is not None:
        handoff_requests.by_step(draft, place)
    elif step.answer:
        _answer(draft)
    else:
        _say_or_turn(draft, place, step)


def _say_or_turn(draft: Draft, place: Place, step: Step) -> None:
    if step.end is not None:
        if step.end:
            draft.say(step.end)
        transitions.end_flow(draft, failed=place.mends or _is_mending(place))
    elif step.retry_slot is not None:
        slot_filling.retry(draft, step.retry_slot)
    elif step.branch:
        _branch(draft, place)
    else:
        if step.say:
            _say(draft, step)
        transitions.advance(draft, place)


def _say(draft: Draft, step: Step) -> None:
    """What the bot can do is shown as choices, where the tenant's sentence has none."""
    name = step.say or ""
    if step.buttons is not None or step.cards is not None:
        draft.say_shown(name, step)
        return
    response = draft.bot.responses.get(name)
    if name in {"greeting", "what_can_you_do"} and response and not response.quick_replies:
        draft.say(name, quick_replies=abilities(draft))
    else:
        draft.say(name)


def abilities(draft: Draft) -> tuple[str, ...]:
    flows = [flow for flow in draft.bot.flows.values() if flow.title and flow.when]
    flows.sort(key=lambda flow: flow.name == TALK_TO_HUMAN)  # what the bot itself does comes first
    return tuple(title(draft.bot, draft.state, flow) for flow in flows)


def _branch(draft: Draft, place: Place) -> None:
    for branch in place.step.branch:
        if not branch.when or _holds(draft, branch.when):
            transitions.enter(draft, branch.steps, place, mends=False)
            return
    transitions.advance(draft, place)


def _answer(draft: Draft) -> None:
    frame = draft.front
    flow = draft.flow_of(frame) if frame else None
    words = spelled_out(draft.text, language_of(draft.state.locale))
    query = words or (title(draft.bot, draft.state, flow) if flow else "")
    draft.change_front(waiting=Waiting(on="answer"))
    draft.emit(FindAnswer(query=query))


def _is_mending(place: Place) -> bool:
    return place.parent is not None and (place.parent.mends or _is_mending(place.parent))


def _holds(draft: Draft, expression: str) -> bool:
    """False for an expression that does not parse: the compiler lets none through."""
    try:
        return expressions.holds(expression, draft.value)
    except InvalidInput:
        return False
