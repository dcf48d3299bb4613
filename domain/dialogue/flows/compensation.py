"""Undo: the writes of a flow that was cancelled or failed half-way, the last one first."""

from collections.abc import Sequence

from domain.bot.defaults import GENERAL
from domain.dialogue.draft import Draft
from domain.dialogue.flows import handoff_requests, tool_calls, transitions
from domain.dialogue.state import Waiting
from domain.dialogue.text.rendering import in_locale, topic

_TOLD = "undo"
"""Stands at the end of the path of a frame whose customer knows that things are taken back."""


def take_back(draft: Draft) -> None:
    """Undo the flow's last write. What was written before one that stays, stays as well."""
    front = draft.front
    if front is None:
        return
    if not front.done or front.done[-1].undo not in draft.bot.tools:
        conclude(draft)
        return
    if front.path[-1:] != (_TOLD,):
        draft.say("taking_back")
        draft.change_front(path=(*front.path, _TOLD))
    call_id = draft.new_id()
    draft.emit(tool_calls.undoing_call(draft, front.done[-1], call_id, draft.customer))
    draft.change_front(waiting=Waiting(on="call", ref=call_id))


def is_taken_back(draft: Draft) -> None:
    """The backend has undone the last write."""
    if (front := draft.front) is not None and front.done:
        *earlier, last = front.done
        draft.change_front(done=tuple(earlier), undone=(*front.undone, last.tool))


def conclude(draft: Draft, *, is_unclear: bool = False) -> None:
    """Say what was taken back and what was not; the flow ends, and a human gets the rest."""
    front = draft.front
    if front is None:
        return
    about = topic(draft.bot, draft.state, draft.flow_of(front))
    if front.undone:
        draft.say("taken_back", what=_words(draft, front.undone, about))
    left = tuple(write.tool for write in reversed(front.done))
    if left:
        name = "take_back_unclear" if is_unclear else "cannot_take_back"
        draft.say(name, what=_words(draft, left, about))
    draft.change_front(done=())
    transitions.drop_front(draft)
    if left or front.handoff_rule:
        reason = handoff_requests.reason_of(about, left)
        handoff_requests.start(draft, front.handoff_rule or GENERAL, reason)


def _words(draft: Draft, tools: Sequence[str], otherwise: str) -> str:
    """What these tools make, in the customer's language."""
    found = [
        in_locale(draft.bot, draft.state, draft.bot.tools[name].about)
        for name in tools
        if name in draft.bot.tools
    ]
    return ", ".join(found) if found and all(found) else otherwise
