"""Answers out of the tenant's knowledge, and what is said when there is none."""

from domain.dialogue import asking, ending
from domain.dialogue.commands import FindAnswer
from domain.dialogue.draft import Draft
from domain.dialogue.events import AnswerFound, NoAnswerFound
from domain.dialogue.hearing import Heard
from domain.dialogue.running import abilities, run
from domain.understanding.language import language_of
from domain.understanding.preprocess import match_key
from domain.understanding.short_forms import spelled_out

_MISSES = 2
_SAYS_SOMETHING = 3
"""With fewer words a first message is some way of saying hello."""
_NOTES = 4
_LONGEST_QUERY = 500


def look_up(draft: Draft, heard: Heard) -> None:
    words = spelled_out(heard.text, language_of(draft.state.locale))
    draft.emit(FindAnswer(query=words[:_LONGEST_QUERY]))


def on_found(draft: Draft, event: AnswerFound) -> None:
    draft.say_words(event.answer.text, event.answer.citations)
    draft.change(misses=0)
    _leave_answer_step(draft, found=True)


def on_none_found(draft: Draft, event: NoAnswerFound) -> None:
    is_question = event.query.rstrip().endswith("?") or _is_answer_step(draft)
    if _has_own_branch(draft):
        draft.change(misses=0)
    elif draft.state.handoff_id is not None:
        acknowledge(draft)
    else:
        miss(draft, is_question=is_question)
    _leave_answer_step(draft, found=False)


def miss(draft: Draft, *, is_question: bool) -> None:
    """Not understood: say so, and offer a human when it happens again; at once to somebody whose
    first words say something, since to greet them would be not to have listened."""
    draft.change(misses=min(draft.state.misses + 1, _MISSES))
    if draft.state.misses >= _MISSES:
        draft.offer_human("offer_human")
    elif is_question:
        draft.say("no_answer")
    elif not draft.state.greeted and len(match_key(draft.text).split()) >= _SAYS_SOMETHING:
        draft.offer_human("offer_human")
    elif not draft.state.greeted:
        draft.say("greeting", quick_replies=_greeting_replies(draft))
    else:
        draft.say("not_sure", quick_replies=() if asking.asked_slot(draft) else abilities(draft))


def acknowledge(draft: Draft) -> None:
    """While a human is awaited every message is acknowledged, most of them in a word."""
    notes = draft.state.handoff_notes
    draft.change(handoff_notes=(notes + 1) % _NOTES)
    draft.say("handoff_noted" if notes else "handoff_still_waiting")


def _greeting_replies(draft: Draft) -> tuple[str, ...] | None:
    greeting = draft.bot.responses["greeting"]
    return None if greeting.quick_replies else abilities(draft)


def _is_answer_step(draft: Draft) -> bool:
    front = draft.front
    return front is not None and front.waiting is not None and front.waiting.on == "answer"


def _has_own_branch(draft: Draft) -> bool:
    front = draft.front
    place = draft.place_of(front) if front and _is_answer_step(draft) else None
    return place is not None and bool(place.step.on_failure)


def _leave_answer_step(draft: Draft, *, found: bool) -> None:
    """A flow's own step goes on; without an answer, by its branch for failure."""
    if not _is_answer_step(draft):
        return
    front = draft.front
    place = draft.place_of(front) if front else None
    draft.change_front(waiting=None)
    if place is None:
        ending.drop_front(draft)
    elif found:
        ending.advance(draft, place)
    elif place.step.on_failure:
        ending.enter(draft, place.step.on_failure, place, mends=True)
    else:
        ending.end_flow(draft, failed=True)
    run(draft)
