"""Satisfaction ratings, whenever they come within a day."""

from domain.dialogue.commands import CloseConversation
from domain.dialogue.draft import Draft
from domain.dialogue.flows import deferred_calls
from domain.dialogue.message_reading import Heard
from domain.dialogue.reactions.corrections import resume_put_aside
from domain.dialogue.text.rendering import render
from domain.feedback import THUMBS
from domain.understanding.preprocess import match_key
from domain.understanding.values.ratings import rating_in

_MEANING = "csat:"
"""So the choices of the question for a rating begin."""
_LONGEST_COMMENT = 300
"""Of what the state carries along; all of it is in the transcript."""


def given(draft: Draft, heard: Heard) -> int | None:
    """The rating in the message, while one is awaited: one of the buttons, or a number said."""
    if not _is_awaited(draft):
        return None
    keys = _keys(draft)
    if heard.key in keys:
        return keys.index(heard.key) + 1
    rating = rating_in(heard.text)
    return rating if rating is not None and rating <= len(keys) else None


def take_commented(draft: Draft) -> bool:
    """A button's words alone on the first line, and below them what else the customer says of it:
    nothing of that is a wish. False where the message is none of that kind."""
    first, _, comment = draft.text.strip().partition("\n")
    keys = _keys(draft) if comment.strip() and _is_awaited(draft) else []
    if match_key(first) not in keys:
        return False
    draft.change(slots={**draft.state.slots, "csat_comment": comment.strip()[:_LONGEST_COMMENT]})
    take(draft, keys.index(match_key(first)) + 1)
    return True


def _is_awaited(draft: Draft) -> bool:
    return draft.state.rating_until is not None and draft.at <= draft.state.rating_until


def _keys(draft: Draft) -> list[str]:
    """The buttons of the question, from worst to best."""
    return [match_key(b) for b in render(draft.bot, draft.state, "csat").quick_replies]


def pressed(draft: Draft, text: str) -> bool:
    """Whether it is a thumb below an answer, which counts whenever it comes: what was asked stays
    asked, since whoever rates an answer answers nothing."""
    rating = THUMBS.get(text.strip())
    if rating is None:
        return False
    if any(meaning.startswith(_MEANING) for meaning in draft.state.meanings):
        draft.forget_question()
    deferred_calls.park_in_flight(draft)
    draft.change(slots={**draft.state.slots, "csat": rating}, rating_until=None)
    _thank(draft)
    return True


def take(draft: Draft, rating: int) -> None:
    """Keep the rating (1 to 5) and go on with what was put aside."""
    draft.change(slots={**draft.state.slots, "csat": rating}, rating_until=None)
    _thank(draft)
    resume_put_aside(draft)


def _thank(draft: Draft) -> None:
    draft.say("csat_thanks")
    if draft.state.ends_when_rated:
        draft.emit(CloseConversation(reason="resolved"))
