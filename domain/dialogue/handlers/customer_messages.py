"""A customer's message: which of its possible readings counts."""

from typing import Any

from domain.bot.defaults import CANCEL, REPEAT
from domain.bot.model import Flow, Slot, SlotType
from domain.channel_addresses import Channel
from domain.dialogue.draft import Draft
from domain.dialogue.events import AttachmentsReceived, MessageUnderstood
from domain.dialogue.flows import confirmations, deferred_calls, frames
from domain.dialogue.flows.flow_runner import run
from domain.dialogue.flows.flow_starts import (
    follow_up,
    given_early,
    means_the_same_again,
    start_flow,
)
from domain.dialogue.flows.slot_filling import ask_between, asked_slot, take_answer, take_misfit
from domain.dialogue.message_reading import SURE, Heard, flow_titled, is_small_talk
from domain.dialogue.reactions import (
    action_questions,
    button_answers,
    cancellations,
    choice_answers,
    composite_answers,
    corrections,
    further_needs,
    knowledge_answers,
    letting_go,
    pre_chat,
    ratings,
)
from domain.dialogue.reactions.standard_reactions import leave_queue, react
from domain.dialogue.text.language_choice import in_their_tongue
from domain.dialogue.text.rendering import render, title
from domain.messages import VerifiedCustomer
from domain.understanding.acts.refusals import telling_words
from domain.understanding.acts.yes_no import says_yes, without_yes
from domain.understanding.entities import UNCLEAR
from domain.understanding.language.registry import word_table
from domain.understanding.model import Mention, OpenQuestion
from domain.understanding.preprocess import match_key

_CLOSE = 0.1
_LIKELY = 0.4
"""From this confidence on a wish counts where nothing else is being talked about."""
_CERTAIN = 0.75
_MENTIONS, _MENTION_LENGTH = 5, 60
_UNMENTIONED = {"yes_no", "number", "ordinal", UNCLEAR}


def on_message(draft: Draft, event: MessageUnderstood) -> None:
    """Read the message in order of what it most probably is, and act on the first reading."""
    if draft.state.handoff_claimed or ratings.pressed(draft, event.text):
        return
    heard = Heard.of(draft.bot, event, draft.state.options)
    _remember(draft, event)
    further_needs.remember(draft, event)
    if pre_chat.asks_first(draft, heard, event):
        return
    question, meanings = draft.state.question, draft.state.meanings
    draft.forget_question()
    deferred_calls.park_in_flight(draft)
    slot = asked_slot(draft)
    if ratings.take_commented(draft) or button_answers.take_tap(draft, heard):
        draft.change(misunderstandings=0)
    elif slot is not None and (answer := confirmations.whole(draft, heard, slot)) is not None:
        _take(draft, slot, answer)
    elif (
        (question is not None and choice_answers.take(draft, heard, question, meanings))
        or _parts(draft, heard, slot)
        or leave_queue(draft, heard)
        or action_questions.about_stopping(draft, heard)
        or cancellations.take(draft, heard, question, meanings)
        or react(draft, heard, question, meanings)
        or action_questions.about_writing(draft, heard)
        or _again(draft, heard)
        or _control(draft, heard, question, meanings)
        or corrections.correct(draft, heard)
    ):
        draft.change(misunderstandings=0)
    elif slot is not None and slot is asked_slot(draft):
        _answer_or_digress(draft, heard, slot)
    else:
        _begin_what_is_wanted(draft, heard)
    draft.change(went_astray=False)


def on_attachments(draft: Draft, event: AttachmentsReceived) -> None:
    """Files alone: the bot says that it cannot read them, and what it has asked stays asked."""
    if draft.state.handoff_claimed:
        return
    remember_speaker(draft, event.customer)
    draft.state = in_their_tongue(draft.bot, draft.state, "", event.languages)
    if asked_slot(draft) is not None:
        draft.forget_question()  # to be asked anew after this
    draft.say("attachments_not_read")


def _parts(draft: Draft, heard: Heard, slot: Slot | None) -> bool:
    """A thing of a list that is not wanted any more, or a part that is put right."""
    if slot is None or slot.type is not SlotType.COMPOSITE:
        return corrections.put_parts_right(draft, heard)
    values = composite_answers.values(draft, heard, slot) if heard.parts_of(slot).denied else []
    if len(values) == 1:
        _take(draft, slot, values[0])
    return len(values) == 1


def _again(draft: Draft, heard: Heard) -> bool:
    return means_the_same_again(draft, heard) and follow_up(draft, heard)


def _control(
    draft: Draft, heard: Heard, question: OpenQuestion | None, meanings: tuple[str, ...]
) -> bool:
    """What is understood in the middle of anything: a human, stop, say that again."""
    if question is not None and _comes_back(draft):
        corrections.repeat(draft, question, meanings)
        return True
    intent = draft.bot.intents.get(heard.intent or "")
    slot = asked_slot(draft)
    names_value = slot is not None and slot.type is SlotType.ENUM and bool(heard.values_for(slot))
    if intent is None or names_value or heard.understanding.confidence < SURE:
        return False
    if slot is not None and not _may_interrupt(draft, heard, slot):
        return False
    if intent.name == CANCEL and not corrections.names(draft, heard):
        corrections.cancel(draft)
    elif intent.name == REPEAT:
        corrections.repeat(draft, question, meanings)
    elif intent.always_on and heard.flow is not None:
        start_flow(draft, heard.flow, heard)
    else:
        return False
    return True


def _comes_back(draft: Draft) -> bool:
    """Whether these are the words that allow text messages again: they answer no question."""
    is_phone = draft.state.channel == Channel.SMS
    return is_phone and match_key(draft.text) in word_table("opt_outs", "START")


def _may_interrupt(draft: Draft, heard: Heard, slot: Slot) -> bool:
    """Whether this can be meant for the bot: where any words are an answer, and where a yes was
    said, what merely resembles an order is none."""
    if letting_go.asks_freely(draft):
        is_repeat = heard.intent == REPEAT and heard.understanding.confidence >= _CERTAIN
        return heard.is_command or (is_repeat and not telling_words(heard.text))
    if heard.intent == CANCEL and slot.type is SlotType.BOOL:
        return not confirmations.asks_to_stop(draft, heard, slot) and not says_yes(heard.text)
    return True


def _answer_or_digress(draft: Draft, heard: Heard, slot: Slot) -> None:
    """A flow waits for a slot: the answer, another wish, a question, or a misfit."""
    if button_answers.take_choice(draft, heard, slot):
        return
    values = _values(draft, heard, slot)
    is_bool = slot.type is SlotType.BOOL
    front, other = draft.front, heard.flow
    current = draft.flow_of(front) if front else None
    is_free = letting_go.asks_freely(draft)
    digresses = other is not None and other != current and heard.wants(heard.intent or "")
    digresses = digresses and (heard.is_command or not is_free)
    digresses = digresses and not (is_bool and _only_takes_back(heard))
    if values and not (digresses and other and _takes(draft, other, heard, slot)):
        draft.change(misunderstandings=0)
        _fill_others(draft, current, heard, slot)
        if len(values) > 1:
            ask_between(draft, slot, values)
            return
        _take(draft, slot, values[0])
        if is_bool and digresses and other is not None and not draft.hands_over:
            start_flow(draft, other, heard)
    elif digresses and other is not None:
        draft.change(misunderstandings=0)
        start_flow(draft, other, heard)
    elif heard.asks_for_sure if is_free else heard.is_question:
        knowledge_answers.look_up(draft, heard)
    elif button_answers.accepts(draft, slot) and (words := heard.words_for(slot)) is not None:
        take_answer(draft, slot, words)
        run(draft)
    else:
        if _is_likely_urgent(draft, heard):
            return
        is_unclear = confirmations.is_unclear(draft, heard, slot)
        misfit = heard.misfit(slot) or composite_answers.misfit(draft, heard, slot)
        take_misfit(draft, slot, misfit, is_unclear=is_unclear)
        run(draft)


def _is_likely_urgent(draft: Draft, heard: Heard) -> bool:
    """What is no answer and may well be what is always understood is taken for that."""
    intent = draft.bot.intents.get(heard.intent or "")
    likely = intent is not None and intent.always_on and heard.understanding.confidence >= _LIKELY
    if not likely or heard.flow is None or says_yes(heard.text):
        return False
    draft.change(misunderstandings=0)
    start_flow(draft, heard.flow, heard)
    return True


def _only_takes_back(heard: Heard) -> bool:
    """ "Yes, but not yet": no word of it tells of another wish, whatever it resembles."""
    return says_yes(heard.text) and not telling_words(without_yes(heard.text))


def _values(draft: Draft, heard: Heard, slot: Slot) -> list[Any]:
    """What in the message may answer the question that is asked."""
    if slot.type is SlotType.BOOL:
        return confirmations.answers(draft, heard, slot)
    if slot.type is SlotType.COMPOSITE:
        return composite_answers.values(draft, heard, slot)
    return heard.values_for(slot, asked=True) if button_answers.accepts(draft, slot) else []


def _take(draft: Draft, slot: Slot, value: Any) -> None:
    draft.change(misunderstandings=0)
    take_answer(draft, slot, value)
    run(draft)


def _takes(draft: Draft, other: Flow, heard: Heard, slot: Slot) -> bool:
    """Whether the value is meant for the other flow: "where is my order A100002?"."""
    return heard.is_question and slot.name in given_early(draft, other, heard)


def _fill_others(draft: Draft, flow: Flow | None, heard: Heard, asked: Slot) -> None:
    """A message may answer more than was asked."""
    given = given_early(draft, flow, heard) if flow is not None else {}
    others = {name: value for name, value in given.items() if name != asked.name}
    draft.change(slots=others | draft.state.slots)


def _begin_what_is_wanted(draft: Draft, heard: Heard) -> None:
    """Nothing is being asked: a wish, one of two wishes, a question, or something else."""
    between = _undecided(draft, heard)
    if (named := flow_titled(draft.bot, draft.text)) is not None:
        _greet_or_start(draft, heard, named)
    elif between is not None:
        _clarify(draft, between)
    elif heard.flow is not None and heard.understanding.confidence >= _LIKELY:
        _greet_or_start(draft, heard, heard.flow)
    elif follow_up(draft, heard):
        draft.change(misunderstandings=0)
    elif draft.state.handoff_id is not None and not heard.is_question:
        knowledge_answers.acknowledge(draft)
    else:
        knowledge_answers.look_up(draft, heard)


def _greet_or_start(draft: Draft, heard: Heard, flow: Flow) -> None:
    if draft.state.handoff_id is not None and is_small_talk(flow):
        knowledge_answers.acknowledge(draft)
        return
    draft.change(misunderstandings=0)
    if not further_needs.asks_first(draft, heard, flow):
        start_flow(draft, flow, heard)


def _undecided(draft: Draft, heard: Heard) -> tuple[Flow, Flow] | None:
    """The two flows between which the understanding could hardly choose."""
    best = [(draft.bot.flow_for(s.intent), s.confidence) for s in heard.understanding.alternatives]
    if len(best) < 2 or heard.intent is None:  # noqa: PLR2004 - a choice is between two
        return None
    (first, likely), (second, less) = best[:2]
    if first is None or second is None or first == second or first.when != heard.intent:
        return None
    is_close = likely < _CERTAIN and likely - less < _CLOSE
    return (first, second) if is_close and first.title and second.title else None


def _clarify(draft: Draft, between: tuple[Flow, Flow]) -> None:
    offered = {title(draft.bot, draft.state, flow): f"flow:{flow.name}" for flow in between}
    none = render(draft.bot, draft.state, "none_of_these").text
    draft.ask_choice("which_one", offered | {none: "none"})


def _remember(draft: Draft, event: MessageUnderstood) -> None:
    """Who speaks, in which language, and what they named."""
    remember_speaker(draft, event.customer)
    draft.state = in_their_tongue(draft.bot, draft.state, event.text, event.languages)
    named = [
        Mention(kind=entity.kind, value=entity.value)
        for entity in event.understanding.entities
        if entity.kind not in _UNMENTIONED and len(str(entity.value)) <= _MENTION_LENGTH
    ]
    mentions = tuple(dict.fromkeys([*reversed(named), *draft.state.mentions]))[:_MENTIONS]
    draft.change(mentions=mentions)


def remember_speaker(draft: Draft, said_by: VerifiedCustomer | None) -> None:
    """Keep who has spoken; what another has asked for is not done on their behalf."""
    customer, known = said_by or draft.state.customer, draft.state.customer
    if customer and known and customer.customer_id != known.customer_id:
        frames.disown(draft)
    draft.change(customer=customer)
