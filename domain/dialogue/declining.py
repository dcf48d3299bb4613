"""What the customer does not want: a flow stopped by its name, begun anew, a wish turned down."""

import re

from domain.bot.defaults import CANCEL
from domain.bot.model import Flow, SlotType
from domain.dialogue import confirming, frames, handing_off, repair, rewinding
from domain.dialogue.asking import asked_slot
from domain.dialogue.commands import CallTool, FindAnswer
from domain.dialogue.draft import Draft
from domain.dialogue.hearing import Heard, flow_for
from domain.dialogue.rendering import topic
from domain.dialogue.starting import start_flow
from domain.dialogue.state import FlowFrame
from domain.dialogue.values import fitted
from domain.understanding.directives import Directive, Order, directive, is_stopping
from domain.understanding.model import Entity, OpenQuestion
from domain.understanding.preprocess import match_key, words_of
from domain.understanding.refusal_words import COURTESY
from domain.understanding.refusals import Refusal, refusal, telling_of, telling_words
from domain.understanding.yes_no import stem, whole_answer

_PARTLY = {"only", "just", "nur", "bloß"}
_THANKS = {"thanks", "thank", "danke", "thx"}
_HUMAN = "talk_to_human"
_ADDRESSES = {"email", "phone", "date", "money"}
_HAS_DIGIT_OR_AT = re.compile(r"[\d@]")
_OF_EVERYTHING = {stem(word) for word in ("id", "number", "nr", "code", "key", "nummer")}


def take(
    draft: Draft, heard: Heard, question: OpenQuestion | None, meanings: tuple[str, ...]
) -> bool:
    """Act where the message stops, restarts or turns down something; False where it does not."""
    order = directive(_without_values(heard))
    if order is not None and not _is_an_answer(draft, heard, order):
        return _obey(draft, heard, order)
    found = refusal(heard.text)
    if found is not None:
        return _turn_down(draft, heard, found, question, meanings)
    return _is_declined(draft, heard) and _stop(draft, draft.front)


def asks_freely(draft: Draft) -> bool:
    """Whether any words answer the open question."""
    slot = asked_slot(draft)
    return slot is not None and slot.type is SlotType.STRING and slot.pattern is None


def _obey(draft: Draft, heard: Heard, order: Directive) -> bool:
    if order.order is Order.RESTART:
        return rewinding.start_over(draft)
    if order.order is Order.BACK:
        return rewinding.go_back(draft)
    valued = {entity.kind for entity in _spoken(heard)} & set(draft.bot.slots)
    about = order.about or telling_words(" ".join(valued).replace("_", " ")) - _OF_EVERYTHING
    if not about and not valued:
        return _stop_whatever(draft, heard)
    if (own := _flow_for_stopping(draft, about, set() if order.about else valued)) is not None:
        start_flow(draft, own, heard)
        return True
    if (frame := _named(draft, about)) is not None:
        return _stop(draft, frame)
    return _stop_unnamed(draft, heard, about, is_certain=order.is_certain)


def _stop_whatever(draft: Draft, heard: Heard) -> bool:
    """A bare "cancel", unless a tenant's own flow is meant by just this word."""
    if draft.front is None and heard.flow is not None:
        return False
    repair.cancel(draft)
    return True


def _stop_unnamed(draft: Draft, heard: Heard, about: frozenset[str], *, is_certain: bool) -> bool:
    """What is named is not under way. To stop a return begins none; words that name nothing that
    the bot knows are taken for what is being talked about."""
    is_open = is_certain and (draft.front is not None or bool(draft.state.parked))
    named = [flow for flow in draft.bot.flows.values() if not about.isdisjoint(_names(draft, flow))]
    if heard.intent == _HUMAN and draft.state.handoff_id:
        _leave_the_queue(draft)
    elif heard.flow in named or (named and heard.intent == CANCEL):
        draft.say("nothing_to_cancel")
    elif is_open and not named and heard.intent in {None, CANCEL}:
        repair.cancel(draft)
    else:
        return False
    return True


def _leave_the_queue(draft: Draft) -> None:
    handing_off.cancel(draft)
    draft.say("handoff_cancelled")
    repair.resume_put_aside(draft)


def _stop(draft: Draft, frame: FlowFrame | None) -> bool:
    """Stop this flow, wherever it is; False where there is none."""
    if frame is None:
        return False
    if frame is draft.front or frame in draft.state.parked:
        repair.cancel_frame(draft, frame)
    elif frame.done or frame.undoing:
        draft.offer_human("cannot_cancel_now")
    else:
        draft.change(stack=tuple(other for other in draft.state.stack if other is not frame))
        draft.say("cancelled", flow=topic(draft.bot, draft.state, draft.flow_of(frame)))
    return True


def _turn_down(
    draft: Draft,
    heard: Heard,
    found: Refusal,
    question: OpenQuestion | None,
    meanings: tuple[str, ...],
) -> bool:
    """ "I don't want to return it any more": the return under way ends, or none begins."""
    frame = _refused_frame(draft, heard, found)
    if is_stopping(found.refused):
        if _wants_another(draft, heard):
            return False
        if draft.front is None and not draft.state.parked:
            draft.say("will_not_do")
        else:
            repair.repeat(draft, question, meanings)
    elif frame is not None:
        _stop(draft, frame)
        _start_the_rest(draft, heard)
    elif heard.refuses and heard.understanding.intent == _HUMAN and draft.state.handoff_id:
        _leave_the_queue(draft)
    elif (heard.refuses and not asks_freely(draft)) or _is_forbidden(draft, heard, found):
        draft.say("will_not_do")
    else:
        return False
    return True


def _wants_another(draft: Draft, heard: Heard) -> bool:
    """ "I don't want to cancel, I want to return it"."""
    current = draft.flow_of(draft.front) if draft.front else None
    wants = heard.flow is not None and heard.wants(heard.intent or "")
    return wants and heard.flow is not current


def _is_forbidden(draft: Draft, heard: Heard, found: Refusal) -> bool:
    """ "Please don't call me": whatever it is, it is not done."""
    is_all = COURTESY.issuperset(words_of(found.rest)) and bool(found.refused)
    return found.forbids and is_all and heard.intent is None and draft.front is None


def _start_the_rest(draft: Draft, heard: Heard) -> None:
    busy = any(isinstance(command, CallTool | FindAnswer) for command in draft.commands)
    if heard.flow is not None and heard.wants(heard.intent or "") and not busy:
        start_flow(draft, heard.flow, heard)


def _refused_frame(draft: Draft, heard: Heard, found: Refusal) -> FlowFrame | None:
    """The flow under way that is not wanted any more, if the message says no more than that."""
    said = words_of(found.rest)
    if not _PARTLY.isdisjoint(said) or (asks_freely(draft) and not COURTESY.issuperset(said)):
        return None
    slot = asked_slot(draft)
    if slot is not None and slot.type is SlotType.ENUM:
        values = (*slot.values, *(word for words in slot.synonyms.values() for word in words))
        if found.refused <= telling_words(" ".join(values).replace("_", " ")):
            return None
    meant = heard.understanding.intent if heard.refuses else None
    for frame in _under_way(draft):
        when = flow.when if (flow := draft.flow_of(frame)) else None
        if when and (when == meant or not found.refused.isdisjoint(telling_of(draft.bot, when))):
            return frame
    return None


def _under_way(draft: Draft) -> list[FlowFrame]:
    """The flow in front, those that wait, those below: in this order the customer means them."""
    *below, front = draft.state.stack or (None,)
    found = [front, *reversed(draft.state.parked), *reversed(below)]
    return [frame for frame in found if frame is not None]


def _named(draft: Draft, about: frozenset[str]) -> FlowFrame | None:
    """The flow under way that these words name, by what it is called or about."""
    for frame in _under_way(draft):
        flow = draft.flow_of(frame)
        if flow is not None and not about.isdisjoint(_names(draft, flow)):
            return frame
    return None


def _names(draft: Draft, flow: Flow) -> frozenset[str]:
    own = telling_of(draft.bot, flow.when) if flow.when else frozenset[str]()
    texts = (flow.name.replace("_", " "), *flow.title.values(), *flow.about.values())
    return own | telling_words(" ".join(texts))


def _flow_for_stopping(draft: Draft, about: frozenset[str], valued: set[str]) -> Flow | None:
    """A tenant's own flow for cancelling just that: an example of its intent says so. Where only
    a value is named ("cancel A100004"), a flow that asks for such a value."""
    for name, intent in draft.bot.intents.items():
        flow = flow_for(draft.bot, name)
        if flow is None or name == CANCEL:
            continue
        examples = (text for texts in intent.examples.values() for text in texts)
        meant = [directive(text) for text in (*examples, *flow.title.values())]
        stops = [one for one in meant if one is not None and one.order is Order.STOP]
        asks = bool(valued & frames.slots_of(draft, flow))
        if stops and (asks or any(about <= one.about for one in stops)):
            return flow
    return None


def _without_values(heard: Heard) -> str:
    text = heard.text
    for entity in _spoken(heard):
        text = f"{text[: entity.start]}{' ' * len(entity.text)}{text[entity.end :]}"
    return text


def _spoken(heard: Heard) -> list[Entity]:
    """The ids and addresses that stand there in so many words, not what "it" stands for."""
    return [
        entity
        for entity in heard.understanding.entities
        if (entity.kind in _ADDRESSES or entity.kind in heard.bot.slots)
        and heard.text[entity.start : entity.end] == entity.text
        and match_key(entity.text).replace(" ", "") == match_key(str(entity.value)).replace(" ", "")
        and _HAS_DIGIT_OR_AT.search(entity.text)
    ]


def _is_an_answer(draft: Draft, heard: Heard, order: Directive) -> bool:
    """Whether the words are a value of what was asked, or any words are."""
    slot = asked_slot(draft)
    if slot is None:
        return False
    if slot.type is SlotType.BOOL:
        return confirming.asks_to_stop(draft, heard, slot)
    if slot.type is SlotType.ENUM:
        words = (heard.text, *(entity.text for entity in heard.entities(slot.name)))
        return any(fitted(slot, text) is not None for text in words)
    return asks_freely(draft) and bool(order.about) and _named(draft, order.about) is None


def _is_declined(draft: Draft, heard: Heard) -> bool:
    """ "No, thanks" to a question that is not for yes or no."""
    slot = asked_slot(draft)
    if slot is None or slot.type is SlotType.BOOL or asks_freely(draft) or heard.values_for(slot):
        return False
    thanks = not _THANKS.isdisjoint(match_key(heard.text).split())
    return thanks and whole_answer(heard.text) is False
