"""Resolves a message in its conversation: answers, choices, "it" and "the second one"."""

import re
from collections.abc import Sequence

from domain.bot.model import Bot
from domain.understanding.acts.yes_no import whole_answer
from domain.understanding.answers import answer_to, answers_to, is_only_answer
from domain.understanding.language.registry import fragment
from domain.understanding.model import DialogueContext, Entity, Mention
from domain.understanding.nearness import likeness
from domain.understanding.preprocess import match_key
from domain.understanding.values.opening_times import opening_times
from domain.understanding.values.references import place_in
from domain.values import (
    Frozen,
)

CHOICE = "choice"
"""The kind of an entity that picks one of the choices just offered."""
OPTION = "option"
"""The kind of an entity that picks from the list last shown."""

_MOST_CHOICES, _MORE_WORDS = 50, 3
_BARE_PLACE = re.compile(
    rf"(?:{fragment('context', 'PLACES')}|#){{0,5}}(\d{{1,2}})[.)]?", re.IGNORECASE
)
_THE_NAMED = re.compile(
    rf"\b(?:{fragment('context', 'NAMED')}) (?P<noun>[a-z]{{3,20}})\b", re.IGNORECASE
)
_PRONOUN = re.compile(rf"\b(?:{fragment('context', 'PRONOUNS')})\b(?!')", re.IGNORECASE)
_EMPTY_IT = re.compile(rf"\b(?:{fragment('context', 'EMPTY')})", re.IGNORECASE)


class Resolution(Frozen):
    """What the conversation adds to a message."""

    entities: tuple[Entity, ...] = ()
    resolved: str | None = None
    complete: bool = False
    """The message only answers what was asked: there is no intent in it to look for."""


def resolve(
    bot: Bot, text: str, context: DialogueContext, entities: Sequence[Entity]
) -> Resolution:
    """First what was asked, then what was offered or listed, then what was mentioned."""
    attempts = (_answered, _chosen, _picked, _referred)
    found = (attempt(bot, text, context, entities) for attempt in attempts)
    return next((one for one in found if one is not None), Resolution())


def resolve_answer(
    bot: Bot, text: str, context: DialogueContext, entities: Sequence[Entity]
) -> Resolution:
    """What was asked, then what was offered, and nothing else."""
    found = (attempt(bot, text, context, entities) for attempt in (_answered, _chosen))
    return next((one for one in found if one is not None), Resolution())


def _answered(
    bot: Bot, text: str, context: DialogueContext, entities: Sequence[Entity]
) -> Resolution | None:
    slot = bot.slots.get(context.question.slot or "") if context.question else None
    if slot is None:
        return None
    answers = answers_to(slot, text, entities, opening_times(bot))
    complete = is_only_answer(slot, text, answers, entities)
    if not answers:
        return Resolution(complete=True) if complete else None
    return Resolution(
        entities=tuple(answer for answer in answers if answer not in entities),
        resolved=f"{slot.name}={answers[0].value}",
        complete=complete,
    )


def _chosen(
    bot: Bot,  # noqa: ARG001 - one shape for every attempt
    text: str,
    context: DialogueContext,
    entities: Sequence[Entity],
) -> Resolution | None:
    choices = context.question.choices if context.question else ()
    choice = _by_place(choices, text, entities) or _by_name(choices, text)
    if choice is None:
        return None
    entity = Entity(kind=CHOICE, value=choice, text=text, start=0, end=len(text))
    return Resolution(entities=(entity,), resolved=choice, complete=True)


def _picked(
    bot: Bot, text: str, context: DialogueContext, entities: Sequence[Entity]
) -> Resolution | None:
    """ "The second one" of the list last shown; where there was none, of what was mentioned."""
    option = _by_place(context.options, text, entities)
    if option is None and not context.options:
        values = _of_one_kind(context.mentions)
        option = _by_place(values, text, entities) if len(values) > 1 else None
    if option is None:
        return None
    kind = next((m.kind for m in context.mentions if str(m.value) == option), OPTION)
    wanted = bot.slots.get(context.question.slot or "") if context.question else None
    found = [Entity(kind=kind, value=option, text=text, start=0, end=len(text))]
    if wanted is not None and (fit := answer_to(wanted, option, ())):
        found = [fit.model_copy(update={"text": text, "start": 0, "end": len(text)})]
    is_answer = is_number(text) and whole_answer(option) is not None
    return Resolution(entities=tuple(found), resolved=option, complete=is_answer)


def is_number(text: str) -> bool:
    """Whether a message is nothing but the number of a choice, such as "2" or "#2."."""
    return _BARE_PLACE.fullmatch(text.strip()) is not None


def _of_one_kind(mentions: Sequence[Mention]) -> tuple[str, ...]:
    """What was named of the kind that was named more than once last, in its order: "the second
    one" is no e-mail address between two orders."""
    kinds = [mention.kind for mention in mentions]
    kind = next((kind for kind in kinds if kinds.count(kind) > 1), None)
    return tuple(str(mention.value) for mention in reversed(mentions) if mention.kind == kind)


def _referred(
    bot: Bot,  # noqa: ARG001 - one shape for every attempt
    text: str,
    context: DialogueContext,
    entities: Sequence[Entity],
) -> Resolution | None:
    """ "That order" is the last thing of that kind; "it" what is asked for, or the last thing."""
    mention, words = _named_mention(text, context.mentions)
    if mention is None and (pronoun := _PRONOUN.search(_EMPTY_IT.sub(" ", text))):
        words = pronoun.group()
        asked = context.question.slot if context.question else None
        of_kind = [m for m in context.mentions if m.kind == asked]
        mention = next(iter(of_kind or context.mentions), None)
    if mention is None or any(entity.kind == mention.kind for entity in entities):
        return None
    start = max(text.casefold().find(words.casefold()), 0)
    entity = Entity(
        kind=mention.kind, value=mention.value, text=words, start=start, end=start + len(words)
    )
    return Resolution(entities=(entity,), resolved=f"{mention.kind}={mention.value}")


def _named_mention(text: str, mentions: Sequence[Mention]) -> tuple[Mention | None, str]:
    for match in _THE_NAMED.finditer(text):
        noun = match["noun"].casefold().removesuffix("s")
        for mention in mentions:
            if noun in mention.kind.split("_"):
                return mention, match.group()
    return None, ""


def _by_place(choices: Sequence[str], text: str, entities: Sequence[Entity]) -> str | None:
    """By "the second one", "option 2" or a bare "2"."""
    places = [entity.value for entity in entities if entity.kind == "ordinal"]
    if bare := _BARE_PLACE.fullmatch(text.strip()):
        places.append(int(bare[1]))
    if not places and (named := place_in(text)) is not None:
        places.append(named)
    for place in places:
        if isinstance(place, int) and place and -1 <= place <= len(choices) and choices:
            return choices[place - 1 if place > 0 else place]
    return None


def _by_name(choices: Sequence[str], text: str) -> str | None:
    """By its own words, nearly; a longer message is no choice but says something of its own."""
    said = match_key(text)
    names = {choice: match_key(choice.replace("_", " ")) for choice in choices[:_MOST_CHOICES]}
    near = {choice: likeness(said, name) for choice, name in names.items()}
    best = max(near, key=lambda choice: near[choice], default=None)
    if best is not None and near[best]:
        return best
    words = said.split()
    held = [choice for choice, name in names.items() if set(name.split()) <= set(words)]
    is_short = len(held) == 1 and len(words) <= len(names[held[0]].split()) + _MORE_WORDS
    return held[0] if is_short else None
