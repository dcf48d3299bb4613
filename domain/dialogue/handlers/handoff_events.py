"""Handles events of a handoff: claimed, returned to the bot, unanswered."""

from domain.bot.model import HandoffRule
from domain.dialogue.commands import CloseConversation
from domain.dialogue.draft import Draft
from domain.dialogue.events import HandoffClaimed, HandoffReturned, HandoffUnanswered
from domain.dialogue.flows import handoff_patience, handoff_requests
from domain.dialogue.handlers.idle import is_anything_open
from domain.dialogue.reactions.corrections import resume_put_aside
from domain.dialogue.reactions.ratings import RATED_WITHIN
from domain.dialogue.text.rendering import render


def on_claimed(draft: Draft, event: HandoffClaimed) -> None:
    """The conversation tells the customer who has joined; the bot falls silent."""
    if event.handoff_id == draft.state.handoff_id:
        draft.change(handoff_claimed=True, needs=())
        draft.forget_question()


def on_returned(draft: Draft, event: HandoffReturned) -> None:
    """Greet again, then go on where the bot had stopped, or ask how it was."""
    if event.handoff_id != draft.state.handoff_id:
        if not event.taken_over or draft.state.handoff_id is not None:
            return
        draft.forget_question()  # it was asked before the agent came
    rule = handoff_requests.rule_of(draft)
    handoff_requests.forget(draft)
    draft.change(misunderstandings=0)
    if rule.return_to == "close" and not is_anything_open(draft.state):
        draft.say("close")
        draft.emit(CloseConversation(reason="returned"))
        return
    draft.say("handoff_returned")
    waits = any(f.waiting and f.waiting.on == "handoff" for f in draft.state.parked)
    if waits:
        resume_put_aside(draft)
    elif rule.csat:
        words = render(draft.bot, draft.state, "csat").quick_replies
        draft.ask_choice("csat", {word: f"csat:{n}" for n, word in enumerate(words, start=1)})
        draft.change(rating_until=draft.at + RATED_WITHIN)


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
