"""Reads a message as the answer to what the bot has just asked."""

import re
from collections.abc import Iterable, Sequence

from domain.bot.model import Slot, SlotType
from domain.messages import MAX_TEXT
from domain.understanding.acts.negation import Kind, negations, without_negated
from domain.understanding.acts.refusal_words import LIGHT
from domain.understanding.acts.yes_no import is_bare
from domain.understanding.candidates import meant
from domain.understanding.composite_values import read_composite
from domain.understanding.entities import UNCLEAR
from domain.understanding.language.registry import fragment, word_table
from domain.understanding.model import Entity, Scalar
from domain.understanding.nearness import Nearness
from domain.understanding.preprocess import match_key, words_of
from domain.understanding.values.checksums import passes
from domain.understanding.values.head_counts import head_count
from domain.understanding.values.identifiers import find_identifiers, folded
from domain.understanding.values.listed_values import names_another, words_for
from domain.understanding.values.names import whole_name
from domain.understanding.values.times import IsUsual, bare_times, further_times

KIND_OF = {
    SlotType.MONEY: "money",
    SlotType.DATE: "date",
    SlotType.EMAIL: "email",
    SlotType.PHONE: "phone",
    SlotType.INTEGER: "number",
    SlotType.BOOL: "yes_no",
    SlotType.TIME: "time_of_day",
    SlotType.NAME: "person",
    SlotType.DATETIME: "moment",
    SlotType.DATE_RANGE: "date_range",
    SlotType.DURATION: "duration",
}
"""The kind of the entities that a slot of a type takes, beside those named after it."""
_ARTICLES = word_table("answers", "ARTICLES")
_BESIDE_ARTICLE = word_table("answers", "BESIDE_ARTICLE")
_AROUND = word_table("answers", "AROUND")
_BETWEEN = word_table("answers", "BETWEEN")
_LONGEST_BARE = 12
_QUESTION = re.compile(rf"^(?:{fragment('answers', 'QUESTION')})\b", re.IGNORECASE)


def answer_to(
    slot: Slot, text: str, entities: Iterable[Entity], usual: IsUsual | None = None
) -> Entity | None:
    """The value that the message gives for this slot, named after the slot; the first of several
    between which it leaves the choice. `usual` tells when "at 3" would be."""
    found = answers_to(slot, text, entities, usual)
    return found[0] if found else None


def answers_to(
    slot: Slot, text: str, entities: Iterable[Entity], usual: IsUsual | None = None
) -> list[Entity]:
    """Every value that the message gives for the slot that it was asked for: two leave it open."""
    text, entities = text[:MAX_TEXT], tuple(entities)
    if slot.type is SlotType.COMPOSITE:
        return []  # its parts are read by the dialogue, which knows those that are there
    if (counted := counted_heads(slot, text)) is not None:
        return counted
    named = [entity for entity in entities if entity.kind == slot.name]
    kind = KIND_OF.get(slot.type)
    if kind is not None and slot.type is not SlotType.STRING:
        named += [_named(slot, entity) for entity in entities if _is_of(slot, kind, entity)]
    if slot.type is SlotType.TIME and (hours := bare_times(text, usual)):
        named = [_at(slot, text, *one) for one in hours]
    elif slot.type is SlotType.TIME and named:
        named += [_at(slot, text, *one) for one in further_times(text, usual)]
    if given := meant(slot, text, named):
        return given
    if named or _is_unclear(kind, entities):
        return []
    return meant(slot, text, list(_read_anew(slot, text)))


def counted_heads(slot: Slot, text: str) -> list[Entity] | None:
    """The number of persons that the message names; None where it does not only name persons."""
    count = head_count(text) if slot.type is SlotType.INTEGER else None
    if count is None:
        return None
    return [] if count.value is None else [_entity(slot, count.value, text)]


def is_unclear(slot: Slot, entities: Iterable[Entity]) -> bool:
    """Whether the message gives something of the slot's type that is no usable value."""
    return _is_unclear(KIND_OF.get(slot.type), tuple(entities))


_LABEL = re.compile(r"^\w{1,20}\.?:\s")
""" "Tel: 030 1234567"."""


def is_only_answer(
    slot: Slot, text: str, answers: Sequence[Entity], entities: Sequence[Entity]
) -> bool:
    """Whether the message says nothing else, so that no intent need be looked for: an answer, two
    to choose from, or one that cannot be used ("not A100001", "jürgen@example.de")."""
    if slot.type is SlotType.BOOL:
        return bool(answers) and is_bare(text)
    if slot.is_free_text:
        return False
    if slot.type is SlotType.COMPOSITE:
        reading = read_composite(slot, text, entities)
        return not reading.is_empty and not reading.says_more
    if slot.type is SlotType.NAME and answers:
        return True
    kind = KIND_OF.get(slot.type)
    tried = [one for one in entities if one.kind in {slot.name, kind} or _is_unclear(kind, (one,))]
    if not answers and not tried:
        return False
    said = {word for one in (*answers, *tried) for word in words_of(one.text)}
    words = words_of(_LABEL.sub("", text))
    return len(words) <= _LONGEST_BARE and set(words) <= _AROUND | _BETWEEN | said


def _is_of(slot: Slot, kind: str, entity: Entity) -> bool:
    if slot.type is SlotType.INTEGER and not isinstance(entity.value, int):
        return False
    return entity.kind == kind


def _named(slot: Slot, entity: Entity) -> Entity:
    return entity.model_copy(update={"kind": slot.name})


def _is_unclear(kind: str | None, entities: Sequence[Entity]) -> bool:
    return any(entity.kind == UNCLEAR and entity.value == kind for entity in entities)


def _read_anew(slot: Slot, text: str) -> Iterable[Entity]:
    """What is a value only as the answer to this question; elsewhere it means other things."""
    match slot.type:
        case SlotType.ENUM:
            found = [_fuzzy_value(slot, text)]
        case SlotType.STRING if slot.pattern is not None:
            return _loosely_written(slot, slot.pattern, text)
        case SlotType.STRING:
            found = [_whole_text(slot, text)]
        case SlotType.INTEGER:
            found = [_article(slot, text)]
        case SlotType.NAME:
            name = whole_name(without_negated(text, opening=False)) or _name_at_the_end(text)
            found = [_at(slot, text, *name)] if name and not _is_denied(text, name[1]) else []
        case _:
            found = []
    return [one for one in found if one is not None]


def _name_at_the_end(text: str) -> tuple[int, int, str] | None:
    """ "I'm not Anna, I'm Grete"."""
    last = max((one.end for one in negations(text) if one.kind is not Kind.LACK), default=0)
    if not last or not text[last:].startswith(","):
        return None
    found = whole_name(text[last:])
    return (found[0] + last, found[1] + last, found[2]) if found else None


def _is_denied(text: str, end: int) -> bool:
    """ "Sag ich nicht": what stands right before a denied statement belongs to it."""
    clauses = (one for one in negations(text) if one.kind is Kind.CLAUSE)
    return any(end <= one.start and not text[end : one.start].strip() for one in clauses)


def _article(slot: Slot, text: str) -> Entity | None:
    """ "Eine" is one where a number was asked for."""
    words = set(words_of(text)) - _BESIDE_ARTICLE
    return _entity(slot, 1, text) if words and words <= _ARTICLES else None


def _fuzzy_value(slot: Slot, text: str) -> Entity | None:
    """A value that is misspelt: every word of it has a word in the text that is nearly the same.
    Of equally near ones the longest."""
    if names_another(slot, text):
        return None
    nearness = Nearness(words_of(without_negated(text, opening=False)), LIGHT)
    best: tuple[float, int, str] = (0.0, 0, "")
    for value in slot.values:
        for name in words_for(slot, value):
            best = max(best, (nearness.of_words(name.split()), len(name), value))
    return _entity(slot, best[2], text) if best[0] else None


def _loosely_written(slot: Slot, pattern: str, text: str) -> list[Entity]:
    """ "a 123-456" is A123456, and "123 456" may be 123456, when the number was asked for."""
    value = folded(pattern, text.strip("!?,;:()'\" "))
    if value is not None and passes(slot.checksum, value):
        return [_entity(slot, value, text)]
    found = find_identifiers(pattern, text, digits=True)
    return [_at(slot, text, *one) for one in found if passes(slot.checksum, one[2])]


def _whole_text(slot: Slot, text: str) -> Entity | None:
    """Free text answers a free question, unless it is itself a question."""
    if text.rstrip().endswith("?") or _QUESTION.search(text) or not match_key(text):
        return None
    return _entity(slot, text, text)


def _at(slot: Slot, text: str, start: int, end: int, value: Scalar | None) -> Entity:
    words = text[start:end]
    return Entity(kind=slot.name, value=value or "", text=words, start=start, end=end)


def _entity(slot: Slot, value: Scalar, text: str) -> Entity:
    return Entity(kind=slot.name, value=value, text=text, start=0, end=len(text))
