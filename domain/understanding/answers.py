"""Whether a message answers what the bot has just asked, and with which value."""

import re
from collections.abc import Iterable

from domain.bot.model import Slot, SlotType
from domain.messages import MAX_TEXT
from domain.understanding.entities import words_for
from domain.understanding.model import Entity, Scalar
from domain.understanding.nearness import Nearness
from domain.understanding.patterns import matches, normalise
from domain.understanding.preprocess import match_key, words_of
from domain.understanding.yes_no import is_bare

_JOINTS = re.compile(r"[\s#.\-_/]+")
_KIND_OF = {
    SlotType.MONEY: "money",
    SlotType.DATE: "date",
    SlotType.EMAIL: "email",
    SlotType.PHONE: "phone",
    SlotType.INTEGER: "number",
    SlotType.BOOL: "yes_no",
}
_AROUND = frozenset(
    (  # noqa: SIM905 - a list of words reads best as words
        "it its is the my a an number no nr id order please sorry this that here heres thats hi "
        "hello ok oh so was with on at for by of to i am im think sure yes address email e mail "
        "phone mobile date and because reason would be should code die nummer ist meine das bitte"
    ).split()
)
_LONGEST_BARE = 12
_QUESTION = re.compile(
    r"^(what|why|how|when|where|who|can i|can you|could|do you|does|is there|are you|was|"
    r"wie|wann|wo|wer|warum|kann ich)\b",
    re.IGNORECASE,
)

_CORRECTS = re.compile(r"\b(no|not|sorry|meant|mean|rather|instead|nein)\b", re.IGNORECASE)


def answer_to(slot: Slot, text: str, entities: Iterable[Entity]) -> Entity | None:
    """The value that the message gives for this slot, named after the slot."""
    text = text[:MAX_TEXT]
    given = [entity for entity in entities if entity.kind == slot.name]
    if given:
        return given[-1] if _corrects(text) else given[0]
    if slot.type is SlotType.ENUM:
        return _fuzzy_value(slot, text)
    if slot.pattern is not None:
        return _loosely_written(slot, slot.pattern, text)
    if kind := _KIND_OF.get(slot.type):
        return _of_kind(slot, kind, entities)
    return _whole_text(slot, text)


def is_only_answer(slot: Slot, text: str, answer: Entity) -> bool:
    """Whether the message says nothing else, so that no intent need be looked for."""
    if slot.type is SlotType.BOOL:
        return is_bare(text)
    if slot.type is SlotType.STRING and slot.pattern is None:
        return False
    words = words_of(text)
    return len(words) <= _LONGEST_BARE and set(words) <= _AROUND.union(words_of(answer.text))


def _corrects(text: str) -> bool:
    """ "A100001, no, A100002": of two values the last is meant."""
    return _CORRECTS.search(text) is not None


def _fuzzy_value(slot: Slot, text: str) -> Entity | None:
    """A value that is misspelt: every word of it has a word in the text that is nearly the same."""
    nearness = Nearness(words_of(text))
    best: tuple[float, str, str] = (0.0, "", "")
    for value in slot.values:
        for name in words_for(slot, value):
            best = max(best, (nearness.of_words(name.split()), value, name))
    return _entity(slot, best[1], text) if best[0] else None


def _loosely_written(slot: Slot, pattern: str, text: str) -> Entity | None:
    """ "a 123-456" is A123456 when the order number is what was asked for."""
    joined = _JOINTS.sub("", text)
    for candidate in (joined, joined.strip("!?,;:()'\"")):
        value = normalise(pattern, candidate)
        if matches(pattern, value):
            return _entity(slot, value, text)
    return None


def _of_kind(slot: Slot, kind: str, entities: Iterable[Entity]) -> Entity | None:
    for entity in entities:
        if entity.kind != kind:
            continue
        if slot.type is SlotType.INTEGER and not isinstance(entity.value, int):
            continue
        return entity.model_copy(update={"kind": slot.name})
    return None


def _whole_text(slot: Slot, text: str) -> Entity | None:
    """Free text answers a free question, unless it is itself a question."""
    if text.rstrip().endswith("?") or _QUESTION.search(text) or not match_key(text):
        return None
    return _entity(slot, text, text)


def _entity(slot: Slot, value: Scalar, text: str) -> Entity:
    return Entity(kind=slot.name, value=value, text=text, start=0, end=len(text))
