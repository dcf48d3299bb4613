"""Questions to the tenant's knowledge, with what they rest on."""

from collections.abc import Sequence

from domain.bot.skills import asked_skill
from domain.dialogue.commands import FindAnswer
from domain.dialogue.draft import Draft
from domain.dialogue.state import mark_of
from domain.understanding.language.detection import language_of
from domain.understanding.model import IntentScore
from domain.understanding.references_back import follow_up


def find_answer(
    draft: Draft, query: str, scores: Sequence[IntentScore] = (), *, is_first: bool = True
) -> None:
    """Ask the tenant's knowledge, first that of the skill which the intents' scores or the flow
    speak of. What comes back is known by the query.

    What is not the first of a message rests on the message, and not on what was answered before.
    """
    earlier = draft.earlier if is_first else None
    draft.change(looking_up=mark_of(query), answered=earlier)
    front = draft.front
    flow = front.flow if front else draft.state.last_flow
    asked = FindAnswer(
        query=query,
        signed_in=draft.customer is not None,
        skill=asked_skill(draft.bot, scores, flow, is_under_way=front is not None),
        follow_up=follow_up(query, earlier, language_of(draft.state.locale)),
    )
    draft.emit(asked)
