"""Answers out of the tenant's knowledge, and what is said when there is none."""

from domain.dialogue.draft import Draft
from domain.dialogue.events import AnswerFound, NoAnswerFound
from domain.dialogue.flows import slot_filling, transitions
from domain.dialogue.flows.flow_runner import abilities, run
from domain.dialogue.look_ups import find_answer
from domain.dialogue.message_reading import Heard, reads_as_question
from domain.dialogue.state import mark_of
from domain.dialogue.text.rendering import render
from domain.follow_ups import EarlierAnswer
from domain.knowledge import Topic
from domain.understanding.acts.small_talk import tells_something
from domain.understanding.language.detection import language_of
from domain.understanding.language.short_forms import spelled_out
from domain.understanding.model import IntentScore

_MISSES = 2
_NOTES = 4
_LONGEST_QUERY = 500


def look_up(draft: Draft, heard: Heard, *, asks: bool = False, is_first: bool = True) -> None:
    """With `asks` the words are a question, whether or not they end in its mark."""
    words = spelled_out(heard.text, language_of(draft.state.locale))[:_LONGEST_QUERY]
    query = f"{words.rstrip(' .!?')}?" if asks else words
    one = heard.understanding
    wish = (IntentScore(intent=one.intent, confidence=one.confidence),) if one.intent else ()
    find_answer(draft, query, one.alternatives or wish, is_first=is_first)


def is_awaited(draft: Draft, event: AnswerFound | NoAnswerFound) -> bool:
    """Whether this is what was asked last; an answer to anything else comes too late."""
    return bool(draft.state.looking_up) and draft.state.looking_up == mark_of(event.query)


def abandon(draft: Draft) -> None:
    """Something else has come before the answer, which nobody waits for any more.

    A flow that only wanted to be answered is over; one that has written goes on behind the answer,
    so that what it wrote is neither forgotten nor taken back for this."""
    needs = tuple(need for need in draft.state.needs if not need.looked_up)
    draft.change(looking_up="", needs=needs)
    if not _is_answer_step(draft):
        return
    front = draft.front
    position = draft.position_of(front) if front else None
    draft.change_front(waiting=None)
    if front is not None and front.has_written and position is not None:
        transitions.advance(draft, position)
    else:
        transitions.drop_front(draft)


def on_found(draft: Draft, event: AnswerFound) -> None:
    """Say it, and go on behind the step that asked."""
    text, language = event.answer.text, event.answer.language
    if language is not None and language != language_of(draft.state.locale):
        text = f"{draft.words('found_in_other_language')} {text}"
    draft.say_words(text, event.answer.citations)
    draft.change(misunderstandings=0, answered=EarlierAnswer.at(event.answer.citations))
    _leave_answer_step(draft, found=True)


def on_none_found(draft: Draft, event: NoAnswerFound) -> None:
    """Say so in the way that fits: a flow's branch, a clarification, what the bot can do."""
    if _has_own_branch(draft):
        draft.change(misunderstandings=0)
    elif draft.state.handoff_id is not None:
        acknowledge(draft)
    else:
        _miss(draft, event.query.rstrip(), event.topics)
    _leave_answer_step(draft, found=False)


def _miss(draft: Draft, said: str, topics: tuple[Topic, ...]) -> None:
    """Not understood: say so, and offer a human when it happens again; at once to somebody whose
    first words tell something, since to greet them would be not to have listened. Where the
    question may be about one of a few sections, they are offered to read."""
    draft.change(misunderstandings=min(draft.state.misunderstandings + 1, _MISSES))
    if draft.state.misunderstandings >= _MISSES:
        draft.offer_human("offer_human")
    elif topics and draft.front is None:
        _offer(draft, topics)
    elif reads_as_question(said) and draft.front is None:
        draft.offer_human("no_answer")
    elif reads_as_question(said):
        draft.say("no_answer")
    elif not draft.state.greeted and tells_something(draft.bot, said):
        draft.offer_human("offer_human")
    elif _is_answer_step(draft):
        draft.say("no_answer")
    elif not draft.state.greeted:
        draft.say("greeting", quick_replies=_greeting_replies(draft))
    else:
        draft.say(
            "not_sure", quick_replies=() if slot_filling.asked_slot(draft) else abilities(draft)
        )


def _offer(draft: Draft, topics: tuple[Topic, ...]) -> None:
    """The customer chooses: what a section says is shown only to who asks for it."""
    offered = {topic.label: f"topic:{topic.model_dump_json()}" for topic in topics}
    human = render(draft.bot, draft.state, "offer_human").quick_replies[:1]
    draft.ask_choice("which_topic", offered | dict.fromkeys(human, "human"))


def acknowledge(draft: Draft) -> None:
    """While a human is awaited every message is acknowledged, most of them in a word."""
    notes = draft.state.handoff_notes
    draft.change(handoff_notes=(notes + 1) % _NOTES)
    draft.say("handoff_noted" if notes else "handoff_still_waiting")


def _greeting_replies(draft: Draft) -> tuple[str, ...] | None:
    greeting = draft.bot.responses["greeting"]
    return None if greeting.quick_replies else abilities(draft)


def _is_answer_step(draft: Draft) -> bool:
    front = draft.front
    return front is not None and front.waiting is not None and front.waiting.on == "answer"


def _has_own_branch(draft: Draft) -> bool:
    front = draft.front
    position = draft.position_of(front) if front and _is_answer_step(draft) else None
    return position is not None and bool(position.step.on_failure)


def _leave_answer_step(draft: Draft, *, found: bool) -> None:
    """A flow's own step goes on; without an answer, by its branch for failure."""
    if not _is_answer_step(draft):
        return
    front = draft.front
    position = draft.position_of(front) if front else None
    draft.change_front(waiting=None)
    if position is None:
        transitions.drop_front(draft)
    elif found:
        transitions.advance(draft, position)
    elif position.step.on_failure:
        transitions.enter(draft, position.step.on_failure, position, is_failure_branch=True)
    else:
        transitions.end_flow(draft, failed=True)
    run(draft)
