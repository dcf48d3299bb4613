"""Values that are put right with less than was said first: "2 weeks, no, 3", "50 €, nein, 60".

The second value is read as the first one would be with it in its place, whatever kind that is: a
length, an amount, a day, a moment. So "3" is three weeks, "4" is the fourth of December, and "at 4"
after "tomorrow at 3" is tomorrow. "2 weeks or 3" leaves both open.
Which of both is meant, `candidates` says.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from domain.understanding.language.registry import fragment
from domain.understanding.model import Entity


def _said(file: str, name: str) -> str:
    """What any language says there."""
    return f"(?:{fragment(file, name)})"


Read = Callable[[str], Sequence[Entity]]
"""Finds the entities of a text."""
_WHOLE = ("duration", "money", "date", "moment")
"""Kinds that a part may put right, the plainest first."""
_PARTS = {"number", "ordinal", "time_of_day", "date"}
_TURNS = (
    rf"{_said('candidates', 'TAKES_BACK')}|{_said('candidates', 'CHOOSES')}"
    rf"|{_said('candidates', 'DENIES')}"
)
_BETWEEN = re.compile(
    rf"[\s,.;:?!-]{{0,4}}(?:(?:{_TURNS})[\s,.;:-]{{1,4}}){{1,3}}"
    rf"(?:{_said('candidates', 'BEFORE_A_PART')}\s){{0,2}}",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"\s{{0,3}}(?:[,.;!?)]|{_said('candidates', 'AFTER_A_PART')}\b|\Z)", re.IGNORECASE
)
_LONGEST_BETWEEN, _MOST = 40, 4
_ONE = re.compile(rf"{_said('candidates', 'ONE')}\b", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")


def with_values_put_right(text: str, entities: Sequence[Entity], read: Read) -> tuple[Entity, ...]:
    """The entities, and beside them what is said by a part alone. Up to four such parts."""
    if len(entities) < 2 or _BETWEEN.search(text) is None:  # noqa: PLR2004 - a value and its like
        return tuple(entities)
    wholes = [one for one in entities if one.kind in _WHOLE]
    parts = [one for one in entities if one.kind in _PARTS]
    found = list(islice(_put_right(text, wholes, parts, read), _MOST))
    replaced = {(one.kind, one.start, one.end) for one in found}
    kept = [one for one in entities if (one.kind, one.start, one.end) not in replaced]
    return tuple(sorted([*kept, *found], key=lambda one: (one.start, one.end)))


def _put_right(
    text: str, wholes: Sequence[Entity], parts: Sequence[Entity], read: Read
) -> Iterator[Entity]:
    for whole in wholes:
        for part in parts:
            if not _is_linked(text, whole, part, wholes):
                continue
            inside = _inside(whole, part, parts)
            if inside is None:
                continue
            start, end = inside
            anew = f"{whole.text[:start]}{part.text}{whole.text[end:]}"
            value = _only(whole.kind, anew, read(anew))
            if value is not None and value != whole.value:
                yield part.model_copy(update={"kind": whole.kind, "value": value})


def _is_linked(text: str, whole: Entity, part: Entity, wholes: Sequence[Entity]) -> bool:
    """Whether words that take back stand between, and the part is no value of this kind itself."""
    if part.kind == whole.kind or any(_holds(one, part) for one in wholes if one.kind == "money"):
        return False
    if any(_holds(one, part) and one.kind != "moment" for one in wholes if one.kind != part.kind):
        return False
    first, second = (whole, part) if whole.start < part.start else (part, whole)
    between = text[first.end : second.start]
    if not 0 < len(between) <= _LONGEST_BETWEEN or _BETWEEN.fullmatch(between) is None:
        return False
    return first is part or _AFTER.match(text, part.end) is not None


def _holds(one: Entity, other: Entity) -> bool:
    return one.start <= other.start and other.end <= one.end and one.text != other.text


def _inside(whole: Entity, part: Entity, parts: Sequence[Entity]) -> tuple[int, int] | None:
    """Where in the whole its own part of this kind stands."""
    like = [
        (one.start - whole.start, one.end - whole.start)
        for one in parts
        if one.kind == part.kind and whole.start <= one.start and one.end <= whole.end
    ]
    if not like and part.kind in {"number", "ordinal"}:
        like = [found.span() for found in _DIGITS.finditer(whole.text)]
    if not like and part.kind == "number" and (article := _ONE.match(whole.text)):
        like = [article.span()]
    return like[0] if len(like) == 1 else None


def _only(kind: str, text: str, found: Sequence[Entity]) -> str | int | float | bool | None:
    """The value, where the whole text is one of this kind."""
    values = {one.value for one in found if one.kind == kind and one.text.strip() == text.strip()}
    return values.pop() if len(values) == 1 else None
