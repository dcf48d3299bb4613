"""Flows that are let go of: "you know what, I'll hold on to it"."""

from domain.bot.model import SlotType
from domain.dialogue.draft import Draft
from domain.dialogue.flows import confirmations
from domain.dialogue.flows.slot_filling import asked_slot
from domain.dialogue.message_reading import Heard
from domain.dialogue.reactions import corrections
from domain.dialogue.state import FlowFrame
from domain.dialogue.text.rendering import topic
from domain.understanding.acts.late_refusals import drops_what_runs
from domain.understanding.acts.refused_wishes import telling_of
from domain.understanding.acts.yes_words import STRONG_YES, WEAK_YES, YES_SIGNS
from domain.understanding.preprocess import words_of


def take(draft: Draft, heard: Heard) -> bool:
    """Stop the flow in front where the message drops its wish; False where it does not."""
    slot, flow = asked_slot(draft), draft.flow_of(draft.front) if draft.front else None
    if slot is None or flow is None or flow.when is None or asks_freely(draft):
        return False
    if confirmations.asks_to_keep(draft, slot) or confirmations.asks_to_stop(draft, heard, slot):
        return False
    if _begins_with_yes(heard) if slot.type is SlotType.BOOL else heard.values_for(slot):
        return False
    is_dropped = drops_what_runs(heard.text, telling_of(draft.bot, flow.when))
    return is_dropped and stop(draft, draft.front)


def _begins_with_yes(heard: Heard) -> bool:
    """ "Yes I know, but please don't" is to be asked about."""
    first = next(iter(words_of(heard.text)), "")
    return first in STRONG_YES | WEAK_YES or not YES_SIGNS.isdisjoint(heard.text)


def asks_freely(draft: Draft) -> bool:
    """Whether any words answer the open question: not where only what is offered does."""
    slot = asked_slot(draft)
    if slot is None or not slot.is_free_text:
        return False
    buttons = draft.asked_buttons(slot)
    return buttons is None or not buttons.only


def stop(draft: Draft, frame: FlowFrame | None) -> bool:
    """Stop this flow, wherever it is; False where there is none."""
    if frame is None:
        return False
    if frame is draft.front or frame in draft.state.parked:
        corrections.cancel_frame(draft, frame)
    elif frame.has_written or frame.is_compensating:
        draft.offer_human("cannot_cancel_now")
    else:
        draft.change(stack=tuple(other for other in draft.state.stack if other is not frame))
        draft.say("cancelled", flow=topic(draft.bot, draft.state, draft.flow_of(frame)))
    return True
