"""Picks the values that a message means: not those it denies or takes back."""

import re
from collections.abc import Sequence

from domain.bot.model import Slot, SlotType
from domain.understanding.acts.negation import Kind, Negation, negations
from domain.understanding.language.registry import fragment
from domain.understanding.model import Entity


def _said(name: str) -> str:
    """What any language says there."""
    return f"(?:{fragment('candidates', name)})"


_TAKES_BACK = re.compile(rf"\b{_said('TAKES_BACK')}\b", re.IGNORECASE)
_TRAILING = re.compile(rf"\W{{0,3}}{_said('TRAILING')}\W{{0,3}}\Z", re.IGNORECASE)
_CHANGES = re.compile(rf"\b{_said('CHANGES')}\b", re.IGNORECASE)
_TO = re.compile(rf"\b{_said('TO')}\W{{0,3}}(?:{_said('ARTICLES')} )?\Z", re.IGNORECASE)
_JOINED = re.compile(rf"\b{_said('JOINED')}\b|[,/;]", re.IGNORECASE)
_OR = re.compile(rf"\b{_said('OR')}\b", re.IGNORECASE)
_BOUND = re.compile(rf"\b{_said('BOUNDS')}\s{{1,3}}(?:{_said('ARTICLES')} )?\Z", re.IGNORECASE)
_NO_BOUND = re.compile(rf"\b{_said('NO_BOUND')}\s{{1,3}}\Z", re.IGNORECASE)
_COUNTED = {SlotType.INTEGER, SlotType.MONEY, SlotType.DURATION}
_BEFORE = 24
"""Characters before a value in which "to" stands."""


def meant(slot: Slot, text: str, entities: Sequence[Entity]) -> list[Entity]:
    """The entities that the text means, in its order. More than one: it leaves the choice open."""
    placed = sorted(entities, key=lambda entity: (entity.start, entity.end))
    placed = [one for one in placed if not _is_beyond(slot, text, one)]
    kept = _not_denied(slot, text, placed)
    if len({repr(entity.value) for entity in kept}) > 1:
        kept = _after_taking_back(text, kept)
    return kept


def _is_beyond(slot: Slot, text: str, entity: Entity) -> bool:
    """ "Less than 3" names a number that is not meant; "no more than 3" does mean it."""
    if slot.type not in _COUNTED or entity.end <= entity.start:
        return False
    before = text[max(entity.start - _BEFORE, 0) : entity.start]
    bound = _BOUND.search(before)
    return bound is not None and _NO_BOUND.search(before[: bound.start()]) is None


def _not_denied(slot: Slot, text: str, entities: Sequence[Entity]) -> list[Entity]:
    """An order that a statement denies something of ("I haven't received A100001") is still the
    one it is about, unless another one is meant; a day or a value denied is not wanted."""
    found = negations(text)
    kept, about = list[Entity](), list[Entity]()
    for entity in entities:
        over = [
            one
            for one in found
            if not (one.opens or _corrects(one, text, entity, kept))
            and _covers(one, text, entity, entities)
        ]
        if not over:
            kept.append(entity)
        elif slot.pattern is not None and not any(_sets_aside(one, text, entity) for one in over):
            about.append(entity)
    return kept or about


def _corrects(one: Negation, text: str, entity: Entity, earlier: Sequence[Entity]) -> bool:
    """ "2 weeks no 3 weeks": after one value, a "no" right before the next takes the first back."""
    if _BOUND.search(text[one.cue_end : entity.start][-_BEFORE:]) is not None:
        return True  # "not less than 3" means three
    is_no = _TAKES_BACK.fullmatch(text[one.cue_start : one.cue_end]) is not None
    return is_no and bool(earlier) and one.kind is Kind.LACK and entity.start == one.start


def _covers(one: Negation, text: str, entity: Entity, others: Sequence[Entity]) -> bool:
    if entity.end <= entity.start or not one.covers(entity.start, entity.end):
        return False
    if one.kind is not Kind.CONTRAST:
        return True
    earlier = [
        other
        for other in others
        if other.end <= entity.start and one.covers(other.start, other.end)
    ]  # "not A100001 A100013": without a word between them the second is what is meant
    return not earlier or any(_JOINED.search(text[e.end : entity.start]) for e in earlier)


def _sets_aside(one: Negation, text: str, entity: Entity) -> bool:
    return one.kind is Kind.CONTRAST or one.is_next_to(text, entity.start)


def _after_taking_back(text: str, entities: Sequence[Entity]) -> list[Entity]:
    """ "A100001, no, A100002" and "change Friday to Saturday" mean the last."""
    first, last = entities[0], entities[-1]
    previous = max(one.end for one in entities if one.start < last.start or one is first)
    is_choice = _OR.search(text, min(previous, last.start), last.start) is not None
    if _TRAILING.match(text, last.end) and not is_choice:
        return _at_place_of(last, entities)
    before = text[max(last.start - _BEFORE, 0) : last.start]
    if _CHANGES.search(text[: first.start]) and _TO.search(before):
        return _at_place_of(last, entities)
    cut = first.start
    for match in _TAKES_BACK.finditer(text, first.end, last.start):
        cut = match.end()
    return [entity for entity in entities if entity.start >= cut] or list(entities)


def _at_place_of(entity: Entity, entities: Sequence[Entity]) -> list[Entity]:
    return [other for other in entities if other.start == entity.start]
