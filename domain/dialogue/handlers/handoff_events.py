"""Handles events of a handoff: claimed, returned to the bot, unanswered."""

from domain.bot.model import HandoffRule
from domain.dialogue.commands import CloseConversation
from domain.dialogue.draft import Draft
from domain.dialogue.events import (
    HandoffClaimed,
    HandoffReturned,
    HandoffTransferred,
    HandoffUnanswered,
)
from domain.dialogue.flows import handoff_patience, handoff_requests
from domain.dialogue.handlers.idle import is_anything_open
from domain.dialogue.reactions.corrections import resume_put_aside
from domain.dialogue.text.rendering import render
from domain.feedback import RATED_WITHIN


def on_claimed(draft: Draft, event: HandoffClaimed) -> None:
    """The conversation tells the customer who has joined; the bot falls silent."""
    if event.handoff_id == draft.state.handoff_id:
        draft.change(handoff_claimed=True, needs=(), answered=None)
        draft.forget_question()


def on_transferred(draft: Draft, event: HandoffTransferred) -> None:
    """Say so and wait again; a transfer that came to nothing is of a handoff that is gone."""
    is_new = event.taken_over and draft.state.handoff_id is None
    if is_new:
        draft.forget_question()  # it was asked before the agent came
    if is_new or event.handoff_id == draft.state.handoff_id:
        handoff_requests.wait_anew(draft, event.handoff_id, event.queue)


def on_returned(draft: Draft, event: HandoffReturned) -> None:
    """Greet again, then go on where the bot had stopped, or ask how it was."""
    if event.handoff_id != draft.state.handoff_id:
        if not event.taken_over or draft.state.handoff_id is not None:
            return
        draft.forget_question()  # it was asked before the agent came
    rule = handoff_requests.rule_of(draft)
    handoff_requests.forget(draft)
    draft.change(misunderstandings=0, answered=None)
    if event.resolved and _leave_flows(draft):
        _resolve(draft, rule, asks_rating=event.asks_rating)
        return
    if rule.return_to == "close" and not is_anything_open(draft.state):
        draft.say("close")
        draft.emit(CloseConversation(reason="returned"))
        return
    waits = any(f.waiting and f.waiting.on == "handoff" for f in draft.state.parked)
    asks = rule.csat and event.asks_rating and draft.front is None
    # Nobody is asked what else there is where something is asked, or goes on, right after.
    is_followed = waits or asks or draft.front is not None
    draft.say("handoff_back" if is_followed else "handoff_returned")
    if waits:
        resume_put_aside(draft)
    elif asks:
        _ask_how_it_was(draft)


def _resolve(draft: Draft, rule: HandoffRule, *, asks_rating: bool) -> None:
    """The session ends, after the rating where one is asked for. What the customer writes instead
    of one is heard by the bot."""
    draft.say("handoff_resolved")
    if rule.csat and asks_rating:
        _ask_how_it_was(draft)
        draft.change(ends_when_rated=True)
    else:
        draft.emit(CloseConversation(reason="resolved"))


def _ask_how_it_was(draft: Draft) -> None:
    words = render(draft.bot, draft.state, "csat").quick_replies
    draft.ask_choice("csat", {word: f"csat:{n}" for n, word in enumerate(words, start=1)})
    draft.change(rating_until=draft.at + RATED_WITHIN)


def _leave_flows(draft: Draft) -> bool:
    """Whether nothing is left that must be seen to its end; then what was asked is forgotten."""
    state = draft.state
    waiting = [f for f in state.parked if not (f.waiting and f.waiting.on == "handoff")]
    is_half_done = any(frame.has_written for frame in (*state.stack, *state.parked))
    if is_half_done or is_anything_open(state.model_copy(update={"parked": tuple(waiting)})):
        return False
    draft.change(stack=(), parked=tuple(waiting), results={}, needs=())
    draft.forget_question()
    return True


def on_unanswered(draft: Draft, event: HandoffUnanswered) -> None:
    """Nobody came in time: offer what the tenant's rule offers, a few times and then no more."""
    rule, asked = handoff_requests.rule_of(draft), draft.state.handoff_asked + 1
    is_other = event.handoff_id != draft.state.handoff_id or draft.state.handoff_claimed
    if is_other or handoff_patience.is_leaving_word(draft) or asked > rule.nobody.times:
        return
    draft.change(handoff_asked=asked)
    is_last = asked == rule.nobody.times
    if is_last and rule.nobody.at_last == "release":
        _release(draft, rule)
    else:
        queue = draft.state.handoff_queue or rule.queue
        handoff_patience.say_so(draft, rule, queue, is_last=is_last)


def _release(draft: Draft, rule: HandoffRule) -> None:
    """Out of the queue; what waited for the human goes on without them."""
    waits = any(f.waiting and f.waiting.on == "handoff" for f in draft.state.parked)
    handoff_requests.cancel(draft)
    choices = {} if waits else handoff_patience.offers(draft, rule, released=True)
    handoff_patience.ask(draft, "handoff_nobody_released", choices)
    resume_put_aside(draft)
