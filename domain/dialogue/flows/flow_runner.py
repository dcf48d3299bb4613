"""Run the flow in front, step by step, until it waits for somebody or ends."""

from domain.bot import expressions
from domain.bot.defaults import TALK_TO_HUMAN
from domain.bot.model import VERIFIED_CUSTOMER, Step
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
from domain.dialogue.look_ups import find_answer
from domain.dialogue.positions import Position
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
        if frame.is_compensating:
            compensation.take_back(draft)
            continue
        position = draft.position_of(frame)
        if position is None:
            transitions.end_flow(draft)
            continue
        if _needs_login(draft):
            draft.say("need_login")
            transitions.end_flow(draft, failed=True)
            continue
        if frame.waiting:
            draft.change_front(waiting=None)
        _do(draft, position)
    transitions.drop_front(draft)
    draft.offer_human("offer_human")


def _needs_login(draft: Draft) -> bool:
    """Begun by a customer who was known, moved on by somebody who is not."""
    flow = draft.flow_of(draft.front) if draft.front else None
    return flow is not None and flow.requires == VERIFIED_CUSTOMER and draft.customer is None


def _do(draft: Draft, position: Position) -> None:
    step = position.step
    if step.when is not None and not _holds(draft, step.when):
        transitions.advance(draft, position)
    elif step.collect is not None:
        slot_filling.collect(draft, position)
    elif step.call is not None:
        tool_calls.call(draft, position)
    elif step.approve is not None:
        approvals.ask(draft, position)
    elif step.wait is not None:
        timed_waits.wait(draft, position, step.wait)
    elif step.skip:
        timed_waits.skip(draft, position)
    elif step.call_off is not None:
        timed_waits.call_off(draft, position, step.call_off)
    elif step.handoff is not None:
        handoff_requests.by_step(draft, position)
    elif step.answer:
        _answer(draft)
    else:
        _say_or_turn(draft, position, step)


def _say_or_turn(draft: Draft, position: Position, step: Step) -> None:
    if step.end is not None:
        if step.end:
            draft.say(step.end)
        transitions.end_flow(
            draft, failed=position.is_failure_branch or _is_failure_branch(position)
        )
    elif step.retry_slot is not None:
        slot_filling.retry(draft, step.retry_slot)
    elif step.branch:
        _branch(draft, position)
    else:
        if step.say:
            _say(draft, step)
        transitions.advance(draft, position)


def _say(draft: Draft, step: Step) -> None:
    """What the bot can do is shown as choices, where the tenant's sentence has none."""
    name = step.say or ""
    if step.buttons or step.cards or step.choices or step.attachments:
        draft.say_shown(name, step)
        return
    response = draft.bot.responses.get(name)
    if name in {"greeting", "what_can_you_do"} and response and not response.quick_replies:
        draft.say(name, quick_replies=abilities(draft))
    else:
        draft.say(name)


def abilities(draft: Draft) -> tuple[str, ...]:
    """Titles of what the bot can do for this customer, as they read them."""
    flows = [flow for flow in draft.bot.flows.values() if flow.title and flow.when]
    flows.sort(key=lambda flow: flow.name == TALK_TO_HUMAN)  # what the bot itself does comes first
    return tuple(title(draft.bot, draft.state, flow) for flow in flows)


def _branch(draft: Draft, position: Position) -> None:
    for branch in position.step.branch:
        if not branch.when or _holds(draft, branch.when):
            transitions.enter(draft, branch.steps, position, is_failure_branch=False)
            return
    transitions.advance(draft, position)


def _answer(draft: Draft) -> None:
    frame = draft.front
    flow = draft.flow_of(frame) if frame else None
    words = spelled_out(draft.text, language_of(draft.state.locale))
    query = words or (title(draft.bot, draft.state, flow) if flow else "")
    draft.change_front(waiting=Waiting(on="answer"))
    find_answer(draft, query)


def _is_failure_branch(position: Position) -> bool:
    return position.parent is not None and (
        position.parent.is_failure_branch or _is_failure_branch(position.parent)
    )


def _holds(draft: Draft, expression: str) -> bool:
    """False for an expression that does not parse: the compiler lets none through."""
    try:
        return expressions.holds(expression, draft.value)
    except InvalidInput:
        return False
