"""The needs of a message, gathered from what was understood of its parts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from domain.bot.model import Bot, Flow
from domain.understanding.acts.refusal_words import ASKS_FOR, TELLING
from domain.understanding.acts.refusals import telling_words
from domain.understanding.acts.small_talk import GREET, SMALL_TALK
from domain.understanding.language.phrases import Phrases, plain_key
from domain.understanding.language.registry import fragment, phrase_table, word_table
from domain.understanding.model import Entity, Need, Understanding
from domain.understanding.needs import MOST_PARTS, begins_a_wish
from domain.understanding.preprocess import words_of
from domain.understanding.repeated_needs import about_the_same, is_another, says_no_more

_SURE, _SURE_OF_A_REASON = 0.5, 0.75
_STORY = 300
"""Characters from which on a wish is understood without what is told around it."""
_FEWEST_WORDS, _FEWEST_OF_A_QUESTION = 2, 4
_EXPLETIVE = re.compile(f"(?:{fragment('needs', 'EXPLETIVE')})")
_QUESTIONS = Phrases(phrase_table("needs", "QUESTIONS"))
_REFUSED = Phrases(phrase_table("needs", "REFUSED"))
"""A wish that is named in order to say that it is none."""
_POLITE = frozenset({GREET, "thanks", "goodbye"})
"""What asks for nothing. A flow of the bot's own that only says something answers a need."""
_OF_ITS_OWN_PART = {"yes_no", "ordinal", "number"}
_REFERS = word_table("needs", "REFERS")
_LISTED = re.compile(rf"\s?(?:,|&|\+|(?:{fragment('needs', 'LISTED')}))\s?", re.IGNORECASE)


@dataclass(frozen=True)
class _Wish:
    """A need with the part of the message that says it."""

    text: str
    one: Understanding


def as_needs(
    bot: Bot, parts: Sequence[str], understood: Sequence[Understanding]
) -> Understanding | None:
    """What was understood of the parts as one: the first need, and the others in `also`.

    None where there is only one need; a wish that is named to be refused is none. What a part
    names stays with it, and serves the others where they name nothing of its kind.
    """
    needs: list[_Wish] = []
    before: tuple[Entity, ...] = ()
    is_taken_back = False
    for part, heard in zip(parts, understood, strict=True):
        one = _of_another(bot, part, heard, needs)
        flow = bot.flow_for(one.intent)
        is_refused = flow is not None and plain_key(part) in _REFUSED
        if is_refused and needs and not telling_words(part):
            return None  # "but I don't need to any more" is about the wish before it
        is_taken_back |= is_refused
        is_need = one is not heard or _is_need(bot, part, one, needs)
        if is_need and needs and flow is not None and _is_reason_for(bot, needs[-1], flow):
            needs[-1] = _Wish(part, _with(one, needs[-1].one.entities))
        elif is_need and not is_refused and not _is_wanted_already(bot, part, one, needs):
            said = about_the_same(part, needs[-1].text) if _only_asks(bot, needs) else part
            needs.append(_Wish(said, _with(one, before)))
            before = ()
        elif needs:
            needs[-1] = _Wish(needs[-1].text, _with(needs[-1].one, one.entities))
        else:
            before += one.entities
    is_story = len(needs) == 1 and sum(map(len, parts)) > _STORY and _is_wish(bot, needs[0].one)
    if len(needs) + is_taken_back < 2 and not is_story:  # noqa: PLR2004 - several
        return None
    return _joined(bot, needs) if needs else None


def asked_beside_talk(
    bot: Bot, parts: Sequence[str], understood: Sequence[Understanding], whole: Understanding
) -> Understanding | None:
    """The one question for the documents of a message that greets or thanks as well, and that was
    taken for no more than that: a bot with few intents knows little else that it could be."""
    if whole.intent not in _POLITE:
        return None
    rest = [
        (part, one)
        for part, one in zip(parts, understood, strict=True)
        if one.intent not in _POLITE
    ]
    if len(rest) != 1 or rest[0][1].intent is not None or not _is_need(bot, *rest[0], []):
        return None
    part, one = rest[0]
    named = [entity for other in understood if other is not one for entity in other.entities]
    return _with(one, named).model_copy(update={"said": part})


def _of_another(bot: Bot, part: str, one: Understanding, needs: Sequence[_Wish]) -> Understanding:
    """A part that says no more than of which other thing the same is wanted, with that wish."""
    last = needs[-1].one if needs else None
    told = [need.one for need in needs]
    if last is None or not is_another(bot, part, one, told):
        return one
    if not says_no_more(bot, part, one, last):
        return one
    return one.model_copy(update={"intent": last.intent, "confidence": last.confidence})


def _is_wanted_already(bot: Bot, part: str, one: Understanding, needs: Sequence[_Wish]) -> bool:
    """Whether it is one wish, said twice."""
    flow = bot.flow_for(one.intent)
    if flow is None or _only_answers(flow):
        return False
    known = {found.name for need in needs if (found := bot.flow_for(need.one.intent))}
    return flow.name in known and not is_another(bot, part, one, [need.one for need in needs])


def _only_asks(bot: Bot, needs: Sequence[_Wish]) -> bool:
    """Whether the last need is a question for the documents."""
    flow = bot.flow_for(needs[-1].one.intent) if needs else None
    return bool(needs) and (flow is None or _only_answers(flow))


def _joined(bot: Bot, needs: Sequence[_Wish]) -> Understanding:
    shared = {name for name, slot in bot.slots.items() if slot.pattern} | {"email", "phone"}
    common = [e for need in needs for e in need.one.entities if e.kind in shared]
    whole = [_with(need.one, common) for need in needs]
    further = tuple(
        Need(text=need.text, intent=one.intent, confidence=one.confidence, entities=one.entities)
        for need, one in zip(needs[1:], whole[1:], strict=True)
    )
    return whole[0].model_copy(update={"said": needs[0].text, "also": further})


def as_listed(bot: Bot, text: str, one: Understanding) -> Understanding:
    """ "Where are A100002 and A100004?": the same need for each of what is listed."""
    flow = bot.flow_for(one.intent)
    if flow is None or one.confidence < _SURE:
        return one
    for name in (n for n, slot in bot.slots.items() if slot.pattern and slot.source == "customer"):
        named = [entity for entity in one.entities if entity.kind == name]
        between = [text[a.end : b.start].strip(" .?!") for a, b in pairwise(named)]
        if len(named) > 1 and all(_LISTED.fullmatch(f" {words} ") for words in between):
            values = {entity.value for entity in named}
            rest = tuple(e for e in one.entities if e.kind != name and e.value not in values)
            needs = tuple(
                Need(
                    text=text,
                    intent=one.intent,
                    confidence=one.confidence,
                    entities=(entity, *rest),
                )
                for entity in named[1 : MOST_PARTS - 1]
            )
            return one.model_copy(update={"entities": (named[0], *rest), "also": needs})
    return one


def _is_need(bot: Bot, part: str, one: Understanding, needs: Sequence[_Wish]) -> bool:
    """An answer to what was asked, a wish the bot knows, or a question that stands alone, as any
    does after an answer and any that the documents are for."""
    words = words_of(part)
    first = needs[0].one if needs else None
    if first is None and _answers_what_was_asked(one):
        return True
    flow = bot.flow_for(one.intent)
    is_question = part.endswith("?") or _begins_as_question(part)
    asks = is_question or begins_a_wish(part) or not ASKS_FOR.isdisjoint(words)
    if flow is not None and one.confidence >= _SURE and (asks or not _only_answers(flow)):
        return one.intent not in SMALL_TALK and len(words) >= _FEWEST_WORDS
    stands_alone = (flow is not None and _only_answers(flow)) or not _points_back(part)
    stands_alone |= first is not None and _answers_what_was_asked(first)
    stands_alone |= _only_asks(bot, needs)
    tells = bool(telling_words(part))  # "muss ich aber nicht mehr" only begins like a question
    return is_question and tells and len(words) >= _FEWEST_OF_A_QUESTION and stands_alone


def _is_wish(bot: Bot, one: Understanding) -> bool:
    return bot.flow_for(one.intent) is not None and one.confidence >= _SURE


def _answers_what_was_asked(one: Understanding) -> bool:
    return one.resolved is not None and one.intent is None


def _points_back(part: str) -> bool:
    return not _REFERS.isdisjoint(words_of(_EXPLETIVE.sub(" ", part.casefold())))


def _is_reason_for(bot: Bot, need: _Wish, flow: Flow) -> bool:
    """ "A100001 is defective, I want my money back": what is only told, and hardly taken for a
    wish, is told for the sake of the wish that follows."""
    part, one = need.text, need.one
    words = words_of(part)
    tells = words[0] in TELLING or any(letter.isdigit() for letter in words[0])
    is_wish = part.endswith("?") or _begins_as_question(part) or not ASKS_FOR.isdisjoint(words)
    is_sure = one.confidence >= _SURE_OF_A_REASON or bot.flow_for(one.intent) is None
    return tells and not is_wish and not is_sure and not _only_answers(flow)


def _begins_as_question(part: str) -> bool:
    found = _QUESTIONS.found_in(plain_key(part))
    return found is not None and found[0] == 0


def _with(one: Understanding, others: Sequence[Entity]) -> Understanding:
    """With what else was named, of kinds that it names nothing of itself."""
    kinds = {entity.kind for entity in one.entities} | _OF_ITS_OWN_PART
    missing = (entity for entity in others if entity.kind not in kinds)
    return one.model_copy(update={"entities": (*one.entities, *dict.fromkeys(missing))})


def _only_answers(flow: Flow) -> bool:
    return any(step.answer for step in flow.steps)
