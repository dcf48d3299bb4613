"""Handles turns that could not be finished in time."""

from domain.dialogue.draft import Draft
from domain.dialogue.events import TurnFailed
from domain.dialogue.flows import deferred_calls


def on_turn_failed(draft: Draft, _: TurnFailed) -> None:
    """The customer gets the named failure; a call in flight goes on under its own deadline."""
    draft.change(needs=())
    draft.say("turn_failed")
    front = draft.front
    if front is not None and front.waiting is not None and front.waiting.on == "call":
        deferred_calls.defer_call(draft)
