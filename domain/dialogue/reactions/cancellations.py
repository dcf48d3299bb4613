"""Cancellations: a flow stopped by its name, begun anew, or a wish withdrawn."""

import re

from domain.bot.defaults import CANCEL
from domain.bot.model import Slot, SlotType
from domain.dialogue.draft import Draft
from domain.dialogue.flows import confirmations
from domain.dialogue.flows.flow_starts import start_flow
from domain.dialogue.flows.slot_filling import asked_slot
from domain.dialogue.message_reading import Heard
from domain.dialogue.reactions import (
    corrections,
    further_needs,
    letting_go,
    named_flows,
    rewinds,
)
from domain.dialogue.reactions.letting_go import asks_freely, stop
from domain.dialogue.state import FlowFrame
from domain.dialogue.text.slot_values import fitted
from domain.understanding.acts.directives import Directive, Order, directive, is_stopping
from domain.understanding.acts.keep_statements import keeps, keeps_word
from domain.understanding.acts.refusal_words import COURTESY, SAYS_NO_MORE
from domain.understanding.acts.refusals import Refusal, refusal, telling_words
from domain.understanding.acts.refused_wishes import telling_of
from domain.understanding.acts.stopping_stances import wished_order
from domain.understanding.acts.yes_no import stem, whole_answer
from domain.understanding.acts.yes_words import STRONG_YES
from domain.understanding.language.registry import listed, word_table
from domain.understanding.model import Entity, OpenQuestion
from domain.understanding.preprocess import match_key, words_of

_PARTLY = word_table("dialogue", "PARTLY")
_THANKS = word_table("dialogue", "THANKS")
_HUMAN = "talk_to_human"
_NEEDING = word_table("dialogue", "NEEDING")
_ADDRESSES = {"email", "phone", "date", "money"}
_WHEN = ("date", "time_of_day", "moment", "date_range")
_HAS_DIGIT_OR_AT = re.compile(r"[\d@]")
_OF_EVERYTHING = {stem(word) for word in listed("dialogue", "OF_EVERYTHING")}


def take(
    draft: Draft, heard: Heard, question: OpenQuestion | None, meanings: tuple[str, ...]
) -> bool:
    """Act where the message stops, restarts or turns down something; False where it does not."""
    plain = _without_values(heard)
    order = directive(plain) or wished_order(plain)
    if order is not None and not _is_an_answer(draft, heard, order):
        return _obey(draft, heard, order)
    if _keeps_it(draft, heard):
        return stop(draft, next(iter(named_flows.under_way(draft)), None))
    found = refusal(heard.text)
    if found is not None and not _answers_by_denying(draft, heard, found):
        return _turn_down(draft, heard, found, question, meanings) or letting_go.take(draft, heard)
    if found is None and _is_declined(draft, heard):
        return stop(draft, draft.front)
    return letting_go.take(draft, heard)


def _answers_by_denying(draft: Draft, heard: Heard, found: Refusal) -> bool:
    """ "Neither broken nor wrong, I don't like it": what is denied are values of the list that was
    asked for, and one of it remains."""
    slot = asked_slot(draft)
    if slot is None or slot.type is not SlotType.ENUM or not heard.values_for(slot):
        return False
    return found.refused <= _words_of_values(slot)


def _words_of_values(slot: Slot) -> frozenset[str]:
    values = (*slot.values, *(word for words in slot.synonyms.values() for word in words))
    return telling_words(" ".join(values).replace("_", " "))


def _keeps_it(draft: Draft, heard: Heard) -> bool:
    """ "I'll keep it after all", unless that is an answer to what was asked."""
    slot = asked_slot(draft)
    if slot is not None and (asks_freely(draft) or fitted(slot, heard.text) is not None):
        return False
    values = heard.entities(slot.name) if slot is not None else []
    if any(keeps_word(entity.text) for entity in values if entity.text != heard.text):
        return False
    return keeps(heard.text) and not confirmations.asks_to_keep(draft, slot)


def _obey(draft: Draft, heard: Heard, order: Directive) -> bool:
    if order.order is Order.RESTART:
        is_other = bool(order.about) and named_flows.named(draft, order.about) is None
        return not is_other and rewinds.start_over(draft)  # "reset my password" is another thing
    if order.order is Order.BACK:
        return rewinds.go_back(draft)
    return _stop_what_is_named(draft, heard, order)


def _stop_what_is_named(draft: Draft, heard: Heard, order: Directive) -> bool:
    valued = {entity.kind for entity in _spoken(heard)} & set(draft.bot.slots)
    about = (
        _without_when(heard, order.about)
        or order.about
        or telling_words(" ".join(valued).replace("_", " ")) - _OF_EVERYTHING
    )
    if not about and not valued:
        return _stop_whatever(draft, heard, order)
    own = named_flows.flow_for_stopping(draft, about, set() if order.about else valued)
    frame = named_flows.named(draft, about) or named_flows.spoken_of(draft, about)
    if frame is not None and frame is draft.front and not valued and not frame.has_written:
        return stop(draft, frame)
    if own is None and frame is None and not _without_when(heard, about):
        return _stop_whatever(draft, heard, order)
    if own is None or (order.is_talk and frame is not None):
        return (
            stop(draft, frame)
            or _begin_with_a_human(draft, heard, about)
            or _stop_unnamed(draft, heard, about, is_certain=order.is_certain)
        )
    start_flow(draft, own, heard)
    return True


def _without_when(heard: Heard, about: frozenset[str]) -> frozenset[str]:
    """ "Tomorrow's appointment" names an appointment; a day alone names what it names."""
    when = {stem(word) for one in heard.entities(*_WHEN) for word in words_of(one.text)}
    return about - when - {f"{word}s" for word in when}


def _stop_whatever(draft: Draft, heard: Heard, order: Directive) -> bool:
    """A bare "cancel", unless a tenant's own flow is meant by just this word."""
    is_talk = order.is_talk and bool(named_flows.under_way(draft))
    own = heard.flow is not None and bool(named_flows.stops_of(draft, heard.flow))
    if draft.front is None and heard.intent == _HUMAN and not order.is_whole:
        return _begin_with_a_human(draft, heard, telling_of(draft.bot, _HUMAN))
    if not order.is_talk and not named_flows.under_way(draft) and draft.state.handoff_id is None:
        only = named_flows.only_flow_for_stopping(draft)
        if only is not None and order.is_certain and not further_needs.writes_unasked(draft, only):
            start_flow(draft, only, heard)
            return True
    if draft.front is not None or is_talk or not own or heard.flow is None:
        corrections.cancel(draft)
        return True
    if order.is_certain:
        start_flow(draft, heard.flow, heard)
    return order.is_certain


def _begin_with_a_human(draft: Draft, heard: Heard, about: frozenset[str]) -> bool:
    """ "Stop, human please": whoever waits for nobody can only ask for somebody."""
    human = draft.bot.flows.get(_HUMAN)
    asks = human is not None and not about.isdisjoint(telling_of(draft.bot, _HUMAN))
    if human is None or not asks or draft.state.handoff_id is not None:
        return False
    start_flow(draft, human, heard)
    return True


def _stop_unnamed(draft: Draft, heard: Heard, about: frozenset[str], *, is_certain: bool) -> bool:
    """What is named is not under way. To stop a return begins none; words that name nothing that
    the bot knows are taken for what is being talked about."""
    if draft.state.handoff_id is not None and not about.isdisjoint(telling_of(draft.bot, _HUMAN)):
        corrections.leave_queue(draft)
        return True
    is_open = is_certain and (draft.front is not None or bool(draft.state.parked))
    named = [
        flow
        for flow in draft.bot.flows.values()
        if not about.isdisjoint(named_flows.names_of(draft, flow))
    ]
    if heard.flow in named or (named and heard.intent == CANCEL):
        draft.say("nothing_to_cancel")
    elif is_open and not named and heard.intent in {None, CANCEL}:
        corrections.cancel(draft)
    else:
        return False
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
            corrections.repeat(draft, question, meanings)
    elif frame is not None:
        flow = draft.flow_of(frame)
        stop(draft, frame)
        if found.rest_words and heard.flow != flow:
            _start_the_rest(draft, heard)
    elif heard.refuses and heard.understanding.intent == _HUMAN and draft.state.handoff_id:
        corrections.leave_queue(draft)
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
    if heard.flow is not None and heard.wants(heard.intent or "") and not draft.hands_over:
        start_flow(draft, heard.flow, heard)


def _refused_frame(draft: Draft, heard: Heard, found: Refusal) -> FlowFrame | None:
    """The flow under way that is not wanted any more, if the message says no more than that."""
    said = words_of(found.rest)
    if not STRONG_YES.isdisjoint(said) and asked_slot(draft) is not None:
        return None
    if not _PARTLY.isdisjoint(said) or (asks_freely(draft) and not COURTESY.issuperset(said)):
        return None
    slot = asked_slot(draft)
    if slot is not None and slot.type is SlotType.ENUM and found.refused <= _words_of_values(slot):
        return None
    meant = heard.understanding.intent if heard.refuses else None
    for frame in named_flows.under_way(draft):
        when = flow.when if (flow := draft.flow_of(frame)) else None
        if when and (when == meant or not found.refused.isdisjoint(telling_of(draft.bot, when))):
            return frame
    is_all = SAYS_NO_MORE.issuperset(set(said) - _NEEDING)
    return named_flows.spoken_of(draft, found.refused) if is_all else None


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
        return confirmations.asks_to_stop(draft, heard, slot)
    if slot.type is SlotType.ENUM:
        is_named = bool(order.about) and named_flows.named(draft, order.about) is not None
        if order.is_talk and not is_named and heard.values_for(slot):
            return True
        values = () if is_named else heard.entities(slot.name)
        words = (heard.text, *(entity.text for entity in values))
        return any(fitted(slot, text) is not None for text in words)
    names_none = not order.is_whole or bool(order.about)
    return asks_freely(draft) and names_none and named_flows.named(draft, order.about) is None


def _is_declined(draft: Draft, heard: Heard) -> bool:
    """ "No, thanks" to a question that is not for yes or no."""
    slot = asked_slot(draft)
    if slot is None or slot.type is SlotType.BOOL or asks_freely(draft) or heard.values_for(slot):
        return False
    thanks = not _THANKS.isdisjoint(match_key(heard.text).split())
    return thanks and whole_answer(heard.text) is False
