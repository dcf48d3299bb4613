"""Several needs in one message: where it may be parted, and which parts are needs of their own.

A message is parted generously, at the ends of sentences and before what sounds like the beginning
of another wish; whether it holds several needs is decided by what was understood of each part. One
need said at length stays whole.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from domain.bot.model import Bot, Flow, SlotType
from domain.understanding.acts.refusal_words import ASKS_FOR, LIGHT, TELLING
from domain.understanding.language.phrases import Phrases, plain_key
from domain.understanding.language.registry import fragment, phrase_table, word_table
from domain.understanding.model import DialogueContext, Entity, Need, Understanding
from domain.understanding.preprocess import clean, words_of

MOST_PARTS = 4
"""What is said after them stays with the last."""
_SURE, _SURE_OF_A_REASON = 0.5, 0.75
_FEWEST_WORDS, _FEWEST_OF_A_QUESTION = 2, 4
_LONGEST = 1_000
"""Of a message that is parted. Whoever writes more tells a story."""
_STOPS = re.compile(r"(?<=[?!])\s|(?<=[^\W\d]{2}[.;])\s(?!\d)|\n")
_NO_STOPS = tuple(f" {short}." for short in sorted(word_table("needs", "SHORT_FORMS")))


def _said(name: str) -> str:
    """What any language says there."""
    return f"(?:{fragment('needs', name)})"


_SUBJECT = rf"(?:{_said('SUBJECT')}|\w{{0,12}}\d)"
_OPENER = rf"(?:{_said('VERB_BEFORE_SUBJECT')} {_SUBJECT}|{_said('OPENER')})"
_JOINT = re.compile(
    rf"(?:,|;|\s-)?\s(?:{_said('JOINT')}|&)"
    rf"(?:\s{_said('AFTER_JOINT')}){{0,2}},?\s(?=(?P<and>\w))"
    rf"|(?:[,;]|\s-)\s(?={_OPENER}\b)",
    re.IGNORECASE,
)
_ASKS_WHETHER = re.compile(rf"^{_said('ASKS_WHETHER')}\s", re.IGNORECASE)
_EXPLETIVE = re.compile(_said("EXPLETIVE"))
_BEGINS = re.compile(rf"^{_OPENER}\b", re.IGNORECASE)
_SHORTEST_OPENER, _LONGEST_WORD, _MOST_JOINTS = 4, 40, 40
_LED_IN = re.compile(rf"^{_said('LED_IN')}(?:,|\s{_said('AFTER_LED_IN')})?\s(?=\S)", re.IGNORECASE)
_QUESTIONS = Phrases(phrase_table("needs", "QUESTIONS"))
_REFUSED = Phrases(phrase_table("needs", "REFUSED"))
"""A wish that is named in order to say that it is none."""
_OF_ITS_OWN_PART = {"yes_no", "ordinal", "number"}
_REFERS = word_table("needs", "REFERS")
_LISTED = re.compile(rf"\s?(?:,|&|\+|{_said('LISTED')})\s?", re.IGNORECASE)


def parts_of(text: str, bot: Bot, context: DialogueContext) -> tuple[str, ...]:
    """The text in parts that may be needs of their own, in order; one where it is not parted.

    What answers a confirmation, or a question for anything in one's own words, stays whole.
    """
    asked = bot.slots.get(context.question.slot or "") if context.question else None
    is_free = asked is not None and asked.is_free_text
    if len(text) > _LONGEST or is_free or (asked is not None and asked.type is SlotType.BOOL):
        return (clean(text),)
    pieces = [piece for sentence in _sentences(text) for piece in _pieces(sentence, bot)]
    parts = [part for piece in pieces if (part := _LED_IN.sub("", clean(piece)).strip(" ,;-"))]
    whole = parts[: MOST_PARTS - 1] + ([" ".join(parts[MOST_PARTS - 1 :])] if parts[3:] else [])
    return tuple(whole) or (clean(text),)


def _pieces(sentence: str, bot: Bot) -> Iterator[str]:
    """Parted before what begins as a wish does, or as one of the bot's own examples does."""
    start = 0
    for joint in islice(_JOINT.finditer(sentence), _MOST_JOINTS):
        rest = sentence[joint.end() :]
        if not any(word.isalpha() for word in words_of(sentence[start : joint.start()])):
            continue  # "A100002 - where is it": a bare number belongs to what follows
        if joint["and"] is None or _begins_a_wish(rest) or _opens_as_an_example(bot, rest):
            yield sentence[start : joint.start()]
            start = joint.end()
    yield sentence[start:]


def _begins_a_wish(rest: str) -> bool:
    is_asked = rest.endswith("?") and _ASKS_WHETHER.match(rest)
    return bool(is_asked) or _BEGINS.match(rest) is not None


def _opens_as_an_example(bot: Bot, rest: str) -> bool:
    word = next(iter(words_of(rest[:_LONGEST_WORD])), "")
    if len(word) < _SHORTEST_OPENER or word in LIGHT:
        return False
    return any(
        example[: len(word) + 1].rstrip(" ,.?!").casefold() == word
        for intent in bot.intents.values()
        for examples in intent.examples.values()
        for example in examples
    )


def as_needs(
    bot: Bot, parts: Sequence[str], understood: Sequence[Understanding]
) -> Understanding | None:
    """What was understood of the parts as one: the first need, and the others in `also`.

    None where there is only one need; a wish that is named to be refused is none. What a part
    names stays with it, and serves the others where they name nothing of its kind.
    """
    needs: list[tuple[str, Understanding]] = []
    before: tuple[Entity, ...] = ()
    is_taken_back = False
    for part, one in zip(parts, understood, strict=True):
        known = {flow.name for _, need in needs if (flow := bot.flow_for(need.intent))}
        flow = bot.flow_for(one.intent)
        is_same = flow is not None and flow.name in known and not _only_answers(flow)
        is_refused = flow is not None and plain_key(part) in _REFUSED
        is_taken_back |= is_refused
        is_need = _is_need(bot, part, one, needs[0][1] if needs else None)
        if is_need and needs and flow is not None and _is_reason_for(bot, needs[-1], flow):
            needs[-1] = (part, _with(one, needs[-1][1].entities))
        elif is_need and not is_same and not is_refused:
            needs.append((part, _with(one, before)))
            before = ()
        elif needs:
            needs[-1] = (needs[-1][0], _with(needs[-1][1], one.entities))
        else:
            before += one.entities
    if len(needs) + is_taken_back < 2:  # noqa: PLR2004 - several
        return None
    return _joined(bot, needs) if needs else None


def _joined(bot: Bot, needs: Sequence[tuple[str, Understanding]]) -> Understanding:
    shared = {name for name, slot in bot.slots.items() if slot.pattern} | {"email", "phone"}
    common = [e for _, one in needs for e in one.entities if e.kind in shared]
    whole = [_with(one, common) for _, one in needs]
    further = tuple(
        Need(text=part, intent=one.intent, confidence=one.confidence, entities=one.entities)
        for (part, _), one in zip(needs[1:], whole[1:], strict=True)
    )
    return whole[0].model_copy(update={"said": needs[0][0], "also": further})


def as_listed(bot: Bot, text: str, one: Understanding) -> Understanding:
    """ "Where are A100002 and A100004?": the same need for each of what is listed."""
    flow = bot.flow_for(one.intent)
    if flow is None or one.confidence < _SURE or _writes(bot, flow):
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


def _unwrapped(text: str) -> str:
    """Without line ends in the middle of a sentence, as in what was pasted out of a document."""
    lines: list[str] = []
    for line in filter(None, map(str.strip, text.split("\n"))):
        goes_on = line[0].islower() and not _begins_a_wish(line)
        if lines and goes_on and lines[-1][-1].isalnum():
            lines[-1] = f"{lines[-1]} {line}"
        else:
            lines.append(line)
    return "\n".join(lines)


def _sentences(text: str) -> list[str]:
    found: list[str] = []
    for piece in _STOPS.split(_unwrapped(text)):
        if found and f" {found[-1].casefold()}".endswith(_NO_STOPS):
            found[-1] = f"{found[-1]} {piece}"
        else:
            found.append(piece)
    return found


def _is_need(bot: Bot, part: str, one: Understanding, first: Understanding | None) -> bool:
    """An answer to what was asked, a wish the bot knows, or a question that stands alone, as any
    does after an answer and any that the documents are for."""
    words = words_of(part)
    if first is None and _answers_what_was_asked(one):
        return True
    flow = bot.flow_for(one.intent)
    if flow is not None and one.confidence >= _SURE:
        is_talk = all(step.say or step.end is not None for step in flow.steps)
        return not is_talk and len(words) >= _FEWEST_WORDS
    is_question = part.endswith("?") or _begins_as_question(part)
    stands_alone = (flow is not None and _only_answers(flow)) or not _points_back(part)
    stands_alone |= first is not None and _answers_what_was_asked(first)
    return is_question and len(words) >= _FEWEST_OF_A_QUESTION and stands_alone


def _answers_what_was_asked(one: Understanding) -> bool:
    return one.resolved is not None and one.intent is None


def _points_back(part: str) -> bool:
    return not _REFERS.isdisjoint(words_of(_EXPLETIVE.sub(" ", part.casefold())))


def _is_reason_for(bot: Bot, need: tuple[str, Understanding], flow: Flow) -> bool:
    """ "A100001 is defective, I want my money back": what is only told, and hardly taken for a
    wish, is told for the sake of the wish that follows."""
    part, one = need
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


def _writes(bot: Bot, flow: Flow) -> bool:
    return any(bot.writes(step) for step in flow.steps)
