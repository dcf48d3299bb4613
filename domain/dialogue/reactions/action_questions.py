"""Questions about what a flow does: they are looked up, and stop, begin or cancel nothing."""

from domain.bot.defaults import CANCEL
from domain.bot.model import Flow, SlotType
from domain.dialogue.draft import Draft
from domain.dialogue.flows.slot_filling import asked_slot
from domain.dialogue.message_reading import Heard
from domain.dialogue.positions import walk
from domain.dialogue.reactions import further_needs, knowledge_answers, named_flows
from domain.dialogue.reactions.letting_go import asks_freely
from domain.understanding.acts.action_questions import (
    ActionQuestion,
    action_question,
    asks_about_stopping,
)
from domain.understanding.acts.directives import speaks_of_stopping
from domain.understanding.language.detection import language_of


def about_stopping(draft: Draft, heard: Heard) -> bool:
    """ "Until when can I cancel?" is asked before what is stopped by its name."""
    asked, flow = _asked(draft, heard), heard.flow
    if asked is None and asks_about_stopping(heard.text) and not _answers(draft, heard):
        asked = ActionQuestion.LEAVE
    if asked is None:
        return False
    stops = heard.intent == CANCEL or speaks_of_stopping(heard.text)
    if not stops and (flow is None or not _writes(draft, flow)):
        return False
    if not stops and flow is not None and not named_flows.stops_of(draft, flow):
        return False
    if asked is not ActionQuestion.TERMS and flow is not None and draft.front is None:
        return further_needs.asks_first(draft, heard, flow)
    knowledge_answers.look_up(draft, heard, asks=True)
    return True


def about_writing(draft: Draft, heard: Heard) -> bool:
    """ "What would happen if I returned A100003?" begins no return. Of one that waits already it
    may be about that: "how long does this take?"."""
    flow, waits = heard.flow, {frame.flow for frame in draft.state.parked}
    is_about_it = flow is not None and _writes(draft, flow) and flow.name not in waits
    if not is_about_it or _asked(draft, heard) is not ActionQuestion.TERMS:
        return False
    knowledge_answers.look_up(draft, heard, asks=True)
    return True


def _asked(draft: Draft, heard: Heard) -> ActionQuestion | None:
    asked = action_question(heard.text, language_of(draft.state.locale))
    return None if asked is None or _answers(draft, heard) else asked


def _answers(draft: Draft, heard: Heard) -> bool:
    """Whether the message is, or may be, the answer to what was asked."""
    slot = asked_slot(draft)
    if slot is None or slot.type is SlotType.BOOL:
        return False
    if asks_freely(draft):
        return not heard.asks_for_sure
    return bool(heard.values_for(slot))


def _writes(draft: Draft, flow: Flow) -> bool:
    return any(draft.bot.writes(position.step) for position in walk(flow))
