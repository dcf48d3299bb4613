"""The answer to a question with choices: offers, and "which of these do you mean?"."""

import json
from collections.abc import Collection

from domain.bot.defaults import GENERAL, LEAVE_CALLBACK, LEAVE_TICKET
from domain.dialogue.draft import Draft
from domain.dialogue.flows import handoff_requests
from domain.dialogue.flows.flow_runner import run
from domain.dialogue.flows.flow_starts import start_flow
from domain.dialogue.flows.slot_filling import asked_slot, take_answer
from domain.dialogue.message_reading import Heard
from domain.dialogue.reactions import corrections, ratings
from domain.dialogue.text.rendering import render
from domain.follow_ups import EarlierAnswer
from domain.knowledge import Topic
from domain.understanding.acts.negation import without_negated
from domain.understanding.acts.refusals import telling_words
from domain.understanding.acts.refused_wishes import telling_of
from domain.understanding.acts.yes_no import restatable, says_yes, whole_answer
from domain.understanding.language.detection import language_of
from domain.understanding.language.phrases import Phrases, plain_key
from domain.understanding.language.registry import phrase_lists, phrase_table, tables, word_table
from domain.understanding.model import OpenQuestion
from domain.understanding.preprocess import match_key

_HINTS: dict[str, tuple[str, ...]] = {
    kind: tuple(words.split()) for kind, words in phrase_lists("dialogue", "HINTS").items()
}
_CONTACT = {"callback": "phone", "ticket": "email"}
"""With this named, the offer is meant."""
_SOMEBODY = " ".join(said for _, said in tables("dialogue", "SOMEBODY"))
_LEAVES = {"ticket": LEAVE_TICKET, "callback": LEAVE_CALLBACK}
_MOST_WORDS = 16
_NOT_SO = word_table("dialogue", "NOT_SO")
_NO_MATTER = Phrases(phrase_table("dialogue", "NO_MATTER"))
_ASKING = word_table("dialogue", "ASKING")


def take(draft: Draft, heard: Heard, question: OpenQuestion, meanings: tuple[str, ...]) -> bool:
    """Act on the choice that the message makes; False where it makes none.

    A yes that takes itself back is none, and is asked about; a wish beside it is served first.
    """
    meaning = _chosen(draft, heard, question, meanings)
    if meaning is not None and meaning.startswith("value:") and asked_slot(draft) is None:
        return False
    if meaning is not None:
        _act(draft, heard, meaning)
    elif not _is_half_a_yes(heard, meanings):
        return False
    else:
        draft.say("confirm_unclear", quick_replies=question.choices)
        draft.change(question=question, meanings=meanings)
    return True


def _what_yes_means(meanings: tuple[str, ...]) -> str | None:
    """Of an offer, or a question before something is called off; None where a yes chooses none."""
    ends = [meaning for meaning in meanings if meaning.startswith("call_off:")]
    if ends:
        return ends[0] if len(ends) == 1 else None
    if meanings[1:] == ("no",):
        return meanings[0]
    topics = [meaning for meaning in meanings if meaning.startswith("topic:")]
    if topics:
        return topics[0] if len(topics) == 1 else None
    return "human" if "human" in meanings else None


def _may_be_none(meanings: tuple[str, ...]) -> bool:
    return "none" in meanings or any(meaning.startswith("topic:") for meaning in meanings)


def _is_half_a_yes(heard: Heard, meanings: tuple[str, ...]) -> bool:
    wants = heard.intent is not None and heard.wants(heard.intent)
    asks = _what_yes_means(meanings) is not None
    return asks and says_yes(heard.text) and not wants and not heard.is_question


def hinted(draft: Draft, heard: Heard, offers: Collection[str]) -> str | None:
    """The one offer that a message asks for in words of its own; None for none or several."""
    key = plain_key(heard.text, language_of(draft.state.locale))
    words = _NO_MATTER.without(key).split()
    if not words or len(words) > _MOST_WORDS or _NOT_SO & set(words) or words[0] in _ASKING:
        return None
    given = [offer for offer in offers if heard.entities(_CONTACT.get(offer, "none"))]
    meant = [offer for offer in offers if set(_HINTS.get(offer, ())) & set(words)]
    found = given if len(given) == 1 and set(meant) <= {*given, "wait"} else meant
    return found[0] if len(found) == 1 else None


def _chosen(
    draft: Draft, heard: Heard, question: OpenQuestion, meanings: tuple[str, ...]
) -> str | None:
    picked = {match_key(str(entity.value)) for entity in heard.entities("choice")}
    if not telling_words(without_negated(heard.text)):
        picked = set()  # "not the first one" picks nothing
    for choice, meaning in zip(question.choices, meanings, strict=False):
        if match_key(choice) in {heard.key, *picked}:
            return meaning
    answer = _answer(draft, heard, question)
    if (yes := _what_yes_means(meanings)) is not None and answer is not None:
        return yes if answer else "no"
    if _may_be_none(meanings) and whole_answer(heard.text) is False:
        return "none"
    if (offer := hinted(draft, heard, meanings)) is not None:
        return offer
    named = f"flow:{heard.flow.name}" if heard.flow else ""
    return named if named in meanings and heard.wants(heard.intent or "") else None


def _answer(draft: Draft, heard: Heard, question: OpenQuestion) -> bool | None:
    """Yes only where it is whole; a no that begins another wish leaves that to be heard."""
    offer = render(draft.bot, draft.state, "offer_human").text
    restated = restatable(offer, _SOMEBODY) | restatable(*question.choices[:1])
    restated |= telling_of(draft.bot, "talk_to_human")
    answer = whole_answer(heard.text, restated)
    if answer is None and heard.yes_no is False:
        goes_on = heard.is_question or (heard.intent is not None and heard.wants(heard.intent))
        return None if goes_on else False
    return answer


def _act(draft: Draft, heard: Heard, meaning: str) -> None:
    kind, _, value = meaning.partition(":")
    match kind:
        case "human":
            handoff_requests.start(draft, GENERAL, "")
        case "flow" if value in draft.bot.flows:
            start_flow(draft, draft.bot.flows[value], heard)
        case "call_off":
            corrections.call_off(draft, value)
        case "value":
            _take_value(draft, value)
        case "wait":
            draft.say("handoff_wait_on")
        case "ticket" | "callback":
            leave_contact(draft, kind, heard)
        case "topic":
            topic = Topic.model_validate_json(value)
            draft.say_words(topic.text, (topic.citation,))
            draft.change(answered=EarlierAnswer.at((topic.citation,)))
        case "csat":
            ratings.take(draft, int(value))
        case _:
            draft.say("human_declined")


def _take_value(draft: Draft, written: str) -> None:
    """One of the values between which an answer had left the choice."""
    name, value = json.loads(written)
    slot = asked_slot(draft)
    if slot is None:
        return
    if slot.name == name:
        take_answer(draft, slot, value)
    else:
        draft.ask_slot(slot)
    run(draft)


def leave_contact(draft: Draft, kind: str, heard: Heard) -> None:
    """Take down how to reach the customer, with what they say of it already.

    One ticket for one handoff: the run's id, and so the key, comes from the handoff's.
    """
    handoff_id = draft.state.handoff_id
    own = handoff_id.removeprefix(f"{draft.state.name}.") if handoff_id else None
    run_id = f"{own}.{kind}" if own else None
    start_flow(draft, draft.bot.flows[_LEAVES[kind]], heard, run_id=run_id)
