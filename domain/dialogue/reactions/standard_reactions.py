"""Standard reactions that come before anything else: identity, complaints, status, ratings.

Each of these is the same for every tenant; a tenant's own intent about the same thing wins.
"""

from domain.bot.defaults import ORDER_EMAIL, TALK_TO_HUMAN
from domain.bot.model import Flow, Slot
from domain.dialogue.draft import Draft
from domain.dialogue.flows import handoff_requests, queue_places
from domain.dialogue.flows.flow_runner import run
from domain.dialogue.flows.flow_starts import say_still_waiting
from domain.dialogue.flows.slot_filling import asked_slot, try_again
from domain.dialogue.look_ups import find_answer
from domain.dialogue.message_reading import Heard, is_small_talk
from domain.dialogue.reactions import choice_answers, corrections, ratings
from domain.dialogue.text.rendering import title, topic
from domain.understanding.acts.speech_acts import SpeechAct, act_of, telling_words
from domain.understanding.acts.waiting_customers import asks_how_it_stands, stops_waiting
from domain.understanding.language.detection import language_of
from domain.understanding.language.phrases import plain_key
from domain.understanding.language.registry import word_table
from domain.understanding.model import OpenQuestion

_CERTAIN = 0.75
_STEM = 5
_LONGEST_QUERY = 400
_MAIL_WORDS = word_table("dialogue", "MAIL_WORDS")


def react(
    draft: Draft, heard: Heard, question: OpenQuestion | None, meanings: tuple[str, ...]
) -> bool:
    """Whether the message was one of these, and is answered."""
    slot = asked_slot(draft)
    if slot is not None and slot.is_free_text:
        return False
    if slot is None or not heard.values_for(slot):
        if _is_rating(draft, heard) or _about_waiting(draft, heard):
            return True
        if slot is not None and _second_try(draft, heard, slot):
            return True
    return _by_act(draft, heard, slot, (question, meanings))


def leave_queue(draft: Draft, heard: Heard) -> bool:
    """Who waits for a human says that they no longer do. Asked before what is stopped by its
    name, since "forget the human" names no flow that is under way."""
    if draft.state.handoff_id is None or not stops_waiting(
        heard.text, language_of(draft.state.locale)
    ):
        return False
    slot = asked_slot(draft)
    if slot is not None and (slot.is_free_text or heard.values_for(slot)):
        return False
    corrections.leave_queue(draft)
    return True


def _is_rating(draft: Draft, heard: Heard) -> bool:
    rating = ratings.given(draft, heard)
    if rating is None:
        return False
    ratings.take(draft, rating)
    return True


def _about_waiting(draft: Draft, heard: Heard) -> bool:
    """Said by somebody for whom something is under way: a human, an approval, a call."""
    language = language_of(draft.state.locale)
    if draft.state.handoff_id is not None:
        offers = tuple(handoff_requests.rule_of(draft).nobody.offer)
        if (offer := choice_answers.hinted(draft, heard, offers)) in {"callback", "ticket"}:
            choice_answers.leave_contact(draft, str(offer), heard)
            return True
    return _how_it_stands(draft, heard, language)


def _how_it_stands(draft: Draft, heard: Heard, language: str) -> bool:
    """ "Any news?" is about what waits, unless it names something else."""
    frames = [f for f in draft.state.parked if f.waiting and f.waiting.on != "handoff"]
    flows = [flow for frame in frames if (flow := draft.flow_of(frame))]
    words = frozenset(word for flow in flows for word in _words_about(draft, flow))
    if not frames and draft.state.handoff_id is None:
        return False
    if not asks_how_it_stands(heard.text, language, words):
        return False
    if draft.said:
        return True  # said just now, since a call was under way
    for frame in frames:
        say_still_waiting(draft, frame)
    if draft.state.handoff_id is not None:
        queue_places.tell(draft, is_asked=True)
        draft.say("handoff_still_waiting")
    return True


def _words_about(draft: Draft, flow: Flow) -> list[str]:
    texts = (flow.name.replace("_", " "), title(draft.bot, draft.state, flow), flow.description)
    about = topic(draft.bot, draft.state, flow)
    return plain_key(" ".join((*texts, about)), language_of(draft.state.locale)).split()


def _second_try(draft: Draft, heard: Heard, slot: Slot) -> bool:
    """The shop refused a number with its e-mail; now the other of the two comes anew."""
    refused = draft.front.refused if draft.front else {}
    if slot.name not in refused:
        return False
    for name in (name for name in refused if name != slot.name):
        other = draft.bot.slots.get(name)
        found = heard.values_for(other) if other else []
        is_named = name == ORDER_EMAIL and _MAIL_WORDS & set(heard.key.split())
        if (found and found[-1] != refused[name]) or (not found and is_named):
            try_again(draft, name, found[-1] if found else None)
            run(draft)
            return True
    return False


def _by_act(
    draft: Draft,
    heard: Heard,
    slot: Slot | None,
    asked: tuple[OpenQuestion | None, tuple[str, ...]],
) -> bool:
    act = act_of(heard.text, language_of(draft.state.locale))
    if act is None or _is_a_wish(draft, heard, act):
        return False
    is_free = slot is None and draft.state.handoff_id is None
    match act:
        case SpeechAct.ABOUT_BOT if is_free:
            draft.offer_human("about_bot")
        case SpeechAct.ABOUT_BOT:
            draft.say("about_bot", quick_replies=())
            if slot is None:
                draft.change(question=asked[0], meanings=asked[1])
        case SpeechAct.COMPLAINT if is_free and not heard.is_question:
            draft.offer_human("sorry_to_hear")
        case SpeechAct.LOST_ACCESS if slot is None or not heard.values_for(slot):
            query = heard.text[:_LONGEST_QUERY].rstrip(" .!?")
            find_answer(draft, f"{query}?")
        case _:
            return False
    return True


def _is_a_wish(draft: Draft, heard: Heard, act: SpeechAct) -> bool:
    """Whether the tenant has a flow for just this: its examples speak of the same thing."""
    flow = heard.flow
    if flow is None or is_small_talk(flow) or not heard.wants(heard.intent or ""):
        return False
    if flow.name == TALK_TO_HUMAN:
        return act is not SpeechAct.ABOUT_BOT
    if act is SpeechAct.COMPLAINT and heard.understanding.confidence >= _CERTAIN:
        return True
    language = language_of(draft.state.locale)
    telling = {word[:_STEM] for word in telling_words(heard.text, act, language)}
    intent = draft.bot.intents.get(flow.when or "")
    examples = intent.examples.values() if intent else ()
    known = {
        word[:_STEM]
        for texts in examples
        for text in texts
        for word in plain_key(text, language).split()
    }
    return bool(telling & known)
