"""The same need for several things, and questions about what the need before named.

"Return A100003, broken, and A100013, wrong item" wants two returns, each with its own reason. "How
long is the warranty, and what does it cover?" asks twice about the warranty.
"""

import re

from domain.bot.model import Bot, SlotType
from domain.understanding.language.registry import fragment, word_table
from domain.understanding.model import Entity, Understanding
from domain.understanding.preprocess import words_of
from domain.understanding.values.identifiers import find_identifiers

_MOST_NAMED, _FEW_WORDS, _NEAR = 8, 2, 24
_SURE = 0.5
_CORRECTS = re.compile(
    rf"^(?:{fragment('candidates', 'TAKES_BACK')})\b|\b(?:{fragment('candidates', 'TRAILING')})\b",
    re.IGNORECASE,
)
_NAMED_BEFORE = re.compile(
    rf"\b(?:{fragment('needs', 'ARTICLE')}) (?P<thing>\w{{3,30}})\b", re.IGNORECASE
)
_REFERS = word_table("needs", "REFERS")
_LONGEST = 400
_WORD = re.compile(r"\w+")

Named = tuple[int, int, str]
"""Where it stands, and its kind."""


def named_in(bot: Bot, sentence: str) -> list[Named]:
    """What the tenant's own patterns find, such as order numbers."""
    return [
        (start, end, slot.name)
        for slot in bot.slots.values()
        if slot.pattern and slot.source == "customer"
        for start, end, _ in find_identifiers(slot.pattern, sentence)
    ][:_MOST_NAMED]


def goes_on_with_another(sentence: str, named: list[Named], start: int, joint: range) -> bool:
    """Whether another thing of the same kind follows, with something said of the one before.

    Of a bare list ("A100002 and A100004") nothing is said in between: it stays whole.
    """
    before = [one for one in named if start <= one[0] and one[1] <= joint.start]
    after = next((one for one in named if one[0] >= joint.stop), None)
    if not before or after is None or after[2] not in {kind for _, _, kind in before}:
        return False
    led_in = words_of(sentence[joint.stop : after[0]])
    if after[0] - joint.stop > _NEAR or len(led_in) >= _FEW_WORDS:
        return False
    return len(words_of(sentence[before[-1][1] : joint.start])) > 0 or bool(led_in)


def is_another(bot: Bot, part: str, one: Understanding, needs: list[Understanding]) -> bool:
    """Whether the part wants of another thing what the last need wants, and corrects nothing."""
    named = _named(bot, one)
    known = {value for need in needs for value in _named(bot, need)}
    return bool(needs and named and not named & known and _CORRECTS.search(part) is None)


def says_no_more(bot: Bot, part: str, one: Understanding, last: Understanding) -> bool:
    """Whether a part only names its thing and, maybe, a value that the flow of the last asks for:
    then it wants what the last one wants."""
    flow = bot.flow_for(last.intent)
    if flow is None or not _named(bot, last):
        return False
    listed = {step.collect for step in flow.steps if _is_listed(bot, step.collect)}
    named = {
        word
        for entity in one.entities
        if entity.value in _named(bot, one)
        for word in words_of(entity.text)
    }
    rest = [word for word in words_of(part) if word not in named]
    is_sure = bot.flow_for(one.intent) is not None and one.confidence >= _SURE
    is_bare = not rest or (len(rest) <= _FEW_WORDS and not is_sure)
    return is_bare or any(entity.kind in listed for entity in one.entities)


def _is_listed(bot: Bot, name: str | None) -> bool:
    slot = bot.slots.get(name or "")
    return slot is not None and slot.type is SlotType.ENUM


def about_the_same(part: str, before: str) -> str:
    """The question, with what the part before named in the place of "it"."""
    thing = _NAMED_BEFORE.search(before[:_LONGEST])
    if thing is None or len(part) > _LONGEST:
        return part
    for word in _WORD.finditer(part):
        if word.group().casefold() in _REFERS:
            return f"{part[: word.start()]}{thing.group()}{part[word.end() :]}"
    return part


def _named(bot: Bot, one: Understanding) -> set[object]:
    """The values of the tenant's patterns in it."""
    kinds = {name for name, slot in bot.slots.items() if slot.pattern}
    return {entity.value for entity in one.entities if entity.kind in kinds and _is_said(entity)}


def _is_said(entity: Entity) -> bool:
    """Not what "it" stands for."""
    return any(letter.isdigit() for letter in entity.text)
