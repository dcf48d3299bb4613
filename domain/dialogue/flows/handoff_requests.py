"""Asking for a human: the queue, the customer told, the flows put aside."""

from domain.bot.defaults import GENERAL
from domain.bot.model import HandoffRule
from domain.bot.queue_hours import hours_of
from domain.business_hours import after
from domain.dialogue.commands import CancelHandoff, HandOff, WaitAnew
from domain.dialogue.draft import Draft
from domain.dialogue.flows import handoff_patience, queue_places, transitions
from domain.dialogue.flows.frames import park
from domain.dialogue.positions import Position, following
from domain.dialogue.state import Waiting
from domain.dialogue.text.rendering import title

_LONGEST_REASON = 200
"""Of the sentence with which agents see a conversation in their queue."""


def by_step(draft: Draft, position: Position) -> None:
    """A flow's own step: it goes on after the human, or ends with them.

    A flow that has failed leaves nothing half done to the human: its writes are taken back first.
    """
    front = draft.front
    if front is None:
        return
    flow = draft.flow_of(front)
    goes_on = following(position).position is not None
    if front.done and position.is_failure_branch and not goes_on:
        draft.change_front(is_compensating=True, handoff_rule=position.step.handoff or GENERAL)
        return
    reason = reason_of(title(draft.bot, draft.state, flow) if flow else "", front.unresolved_writes)
    if position.is_failure_branch:
        draft.change_front(done=())  # a human takes over what was begun
    if not goes_on:
        transitions.end_flow(draft)
    start(draft, position.step.handoff or GENERAL, reason)
    if goes_on and draft.front is not None and draft.state.handoff_id:
        park(draft, Waiting(on="handoff", ref=draft.state.handoff_id))
        _put_questions_aside(draft, draft.state.handoff_id)


def reason_of(about: str, unresolved_writes: tuple[str, ...]) -> str:
    """What the agent reads; with the names of the writes that they have to look at."""
    return f"{about}; please check: {', '.join(unresolved_writes)}" if unresolved_writes else about


def start(draft: Draft, rule_name: str, reason: str, *, queue: str | None = None) -> None:
    """Put the conversation into a queue, unless it is in one."""
    if draft.state.handoff_id is not None:
        queue_places.tell(draft, is_asked=True)
        draft.say("handoff_still_waiting")
        return
    rule = draft.bot.handoffs.get(rule_name) or draft.bot.handoffs[GENERAL]
    handoff_id = draft.new_id()
    forget(draft)
    draft.change(
        handoff_id=handoff_id,
        handoff_rule=rule.name,
        handoff_queue=queue if queue and queue != rule.queue else "",
    )
    _tell(draft, rule, queue or rule.queue)
    draft.emit(_command(draft, rule, handoff_id, reason, queue or rule.queue))
    _put_questions_aside(draft, handoff_id)


def wait_anew(draft: Draft, handoff_id: str, queue: str) -> None:
    """A person has passed the customer on: the wait begins again, by the rule of this queue."""
    rules = draft.bot.handoffs
    rule = next((rule for rule in rules.values() if rule.queue == queue), rule_of(draft))
    forget(draft)
    draft.change(
        handoff_id=handoff_id,
        handoff_rule=rule.name,
        handoff_queue=queue if queue != rule.queue else "",
    )
    choices = handoff_patience.offers(draft, rule)
    if not handoff_patience.is_closed_told(draft, "handoff_closed", choices, queue):
        draft.say("handoff_transferred")
    waits = _command(draft, rule, handoff_id, "", queue)
    draft.emit(
        WaitAnew.model_validate(waits.model_dump(include=set(WaitAnew.model_fields) - {"do"}))
    )
    _put_questions_aside(draft, handoff_id)


def cancel(draft: Draft) -> None:
    """The customer no longer waits."""
    if draft.state.handoff_id is not None:
        draft.emit(CancelHandoff(handoff_id=draft.state.handoff_id))
    forget(draft)


def forget(draft: Draft) -> None:
    """No handoff is open any more."""
    draft.change(
        handoff_id=None,
        handoff_rule="",
        handoff_queue="",
        handoff_claimed=False,
        handoff_notes=0,
        handoff_asked=0,
        queue_position=None,
        queue_minutes=None,
        queue_told=None,
    )


def _put_questions_aside(draft: Draft, handoff_id: str) -> None:
    """Flows with an open question wait for the human to be done."""
    while draft.front and draft.front.waiting and draft.front.waiting.on == "slot":
        park(draft, Waiting(on="handoff", ref=handoff_id))


def _command(draft: Draft, rule: HandoffRule, handoff_id: str, reason: str, queue: str) -> HandOff:
    hours, holidays = hours_of(draft.bot, queue)
    skills = tuple(draft.state.locale if skill == "locale" else skill for skill in rule.skills)
    first, *again = handoff_patience.moments(draft, rule, queue)
    return HandOff(
        handoff_id=handoff_id,
        queue=queue,
        skills=skills,
        priority=rule.priority,
        reason=reason[:_LONGEST_REASON],
        first_reply_due=after(draft.at, rule.first_reply, hours, holidays),
        nobody_at=first,
        nobody_again=tuple(again),
        escalate_to=rule.escalate_to,
    )


def _tell(draft: Draft, rule: HandoffRule, queue: str) -> None:
    """Somebody comes; or nobody is there now, and there is no need to wait to choose."""
    choices = handoff_patience.offers(draft, rule)
    if not handoff_patience.is_closed_told(draft, "handoff_closed", choices, queue):
        draft.say("handoff_waiting")


def rule_of(draft: Draft) -> HandoffRule:
    """By which the conversation was handed off."""
    return draft.bot.handoffs.get(draft.state.handoff_rule) or draft.bot.handoffs[GENERAL]
