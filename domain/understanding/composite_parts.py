"""The parts of a composite value in a text: each value of its slots, at its place."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from domain.bot.model import Slot, SlotType
from domain.understanding.acts.refusal_words import LIGHT
from domain.understanding.language.registry import alternatives, fragment, listed, word_table
from domain.understanding.model import Entity, Scalar
from domain.understanding.nearness import is_a_slip, likeness
from domain.understanding.values.checksums import passes
from domain.understanding.values.identifiers import find_identifiers
from domain.understanding.values.listed_values import find_values, words_for
from domain.understanding.values.number_words import value_of, words_with_value
from domain.understanding.values.numbers import find_numbers

MOST_FOUND = 60
"""Values of one message that are read as parts."""
_MOST_WORDS, _MOST_NAMES = 60, 400
"""Words that may be misspelt, and names that each is compared with."""
_SHORTEST_SLIP, _LONG, _NEAR = 4, 6, 0.8
"""Letters of a name that may be misspelt, and from when on several may be wrong."""
_MOST_IN_A_NAME = 3
"""Words of a name that may have another ending."""
_WORD = re.compile(r"[^\W\d_]{2,40}")
_BEFORE = re.compile(r"(?:[\w.'-]{1,20}\s{1,2}){0,2}[\w.'-]{1,20}[\s:]{0,2}\Z")
_LONGEST_BEFORE = 64
_ENDINGS: tuple[str, ...] = tuple(sorted(set(listed("composite_values", "ENDINGS")), key=len))
_SINGLE = alternatives(word_table("composite_values", "SINGLE"))
_ARTICLE = re.compile(rf"\b(?:{_SINGLE})\b", re.IGNORECASE)
_ONLY_ONE = re.compile(rf"\b(?:{fragment('composite_values', 'ONLY_ONE')})\b", re.IGNORECASE)
_MULTIPLES = alternatives(frozenset(listed("composite_values", "TIMES")))
_TIMES = re.compile(rf"\b(?P<number>[^\W\d_]{{3,12}})(?:{_MULTIPLES})\b", re.IGNORECASE)
_EITHER = re.compile(rf"\b(?:{fragment('composite_values', 'EITHER')})\b", re.IGNORECASE)
_ARTICLES = word_table("composite_values", "ARTICLES")
_NO_SLIPS = word_table("composite_values", "BESIDE") | LIGHT
Span = tuple[int, int, Scalar]
_OF_ANOTHER_KIND = frozenset(
    {
        "date",
        "time_of_day",
        "moment",
        "date_range",
        "duration",
        "money",
        "phone",
        "email",
        "ordinal",
    }
)
"""A number within these counts nothing."""
KINDS = {
    SlotType.DATE: "date",
    SlotType.TIME: "time_of_day",
    SlotType.DATETIME: "moment",
    SlotType.DATE_RANGE: "date_range",
    SlotType.DURATION: "duration",
    SlotType.EMAIL: "email",
    SlotType.PHONE: "phone",
}


@dataclass(frozen=True)
class Found:
    """A value, and which parts it may be: more than one where no word before it says which."""

    parts: tuple[str, ...]
    value: Scalar
    start: int
    end: int
    is_article: bool = False
    """Whether it is "a" or "eine", and only perhaps one."""


def find_parts(slot: Slot, text: str, entities: Sequence[Entity], asked: str = "") -> list[Found]:
    """In the order of the text; where two overlap the longer counts, and a name before a number."""
    spans: dict[tuple[int, int, Scalar], set[str]] = {}
    for name, part_slot in slot.part_slots.items():
        for start, end, value in islice(_values(part_slot, text, entities), MOST_FOUND):
            spans.setdefault((start, end, value), set()).add(name)
    longest = sorted(spans, key=lambda span: (span[0] - span[1], not isinstance(span[2], str)))
    kept: list[tuple[int, int, Scalar]] = []
    for span in longest:
        if all(span[1] <= other[0] or span[0] >= other[1] for other in kept):
            kept.append(span)
    found: list[Found] = []
    for start, end, value in sorted(kept)[:MOST_FOUND]:
        parts = _parts_at(slot, spans[start, end, value], text[:start], asked)
        if found and _is_either(text, found[-1].end, start) and {*found[-1].parts} & {*parts}:
            parts = found[-1].parts  # "to Hamburg or Cologne"
        is_article = value == 1 and _ARTICLE.fullmatch(text, start, end) is not None
        found.append(Found(parts, value, start, end, is_article))
    return found


def _is_either(text: str, start: int, end: int) -> bool:
    return end - start <= _LONGEST_BEFORE and _EITHER.search(text, start, end) is not None


def names_apart(slot: Slot, part: str, before: str) -> bool:
    """Whether the words that end in front of a value say that it is this part."""
    composite = slot.composite
    markers = composite.parts[part].said_after if composite else ()
    match = _BEFORE.search(before[-_LONGEST_BEFORE:])
    words = [word.casefold().strip(".:") for word in match.group().split()] if match else []
    return any(marker.casefold() in _ends(words) for marker in markers)


def _ends(words: Sequence[str]) -> set[str]:
    """ "... from the" as "from", "from the" and "the": a small word may stand between."""
    last, rest = words[-1:], words[:-1]
    found = {" ".join(words[at:]) for at in range(len(words))}
    if last and last[0] in _ARTICLES:
        found |= {" ".join(rest[at:]) for at in range(len(rest))}
    return found


def _parts_at(slot: Slot, slots: set[str], before: str, asked: str) -> tuple[str, ...]:
    """The part that the words before it name; else all that it may be, those first that need no
    such words."""
    if slot.composite is None:
        return ()
    parts = {name: part for name, part in slot.composite.parts.items() if part.slot in slots}
    named = tuple(name for name in parts if names_apart(slot, name, before))
    order = sorted(parts, key=lambda name: (name != asked, bool(parts[name].said_after)))
    return named[:1] or tuple(order)


def _values(slot: Slot, text: str, entities: Sequence[Entity]) -> Iterator[Span]:
    match slot.type:
        case SlotType.ENUM:
            yield from _named(slot, text)
        case SlotType.INTEGER:
            yield from _numbers(text, entities)
        case SlotType.STRING if slot.pattern is not None:
            for start, end, value in find_identifiers(slot.pattern, text):
                if passes(slot.checksum, value):
                    yield start, end, value
        case _:
            for one in entities:
                if one.kind == KINDS.get(slot.type) and one.end > one.start:
                    yield one.start, one.end, one.value


def _numbers(text: str, entities: Sequence[Entity]) -> Iterator[Span]:
    taken = [(one.start, one.end) for one in entities if one.kind in _OF_ANOTHER_KIND]
    for start, end, value in find_numbers(text):
        is_whole = value is not None and value.is_integer() and value >= 0
        if is_whole and not any(start < last and end > first for first, last in taken):
            yield start, end, int(value or 0)
    for match in (*_ARTICLE.finditer(text), *_ONLY_ONE.finditer(text)):
        yield match.start(), match.end(), 1
    for match in islice(_TIMES.finditer(text), MOST_FOUND):
        word = match["number"].casefold()
        if words_with_value(word, "") and (times := value_of([word])) is not None and times > 1:
            yield match.start(), match.end(), int(times)


def _named(slot: Slot, text: str) -> Iterator[Span]:
    """Values of a list by their names; then words with another ending, and those misspelt."""
    exact = list(find_values(slot, text))
    yield from exact
    names = {
        tuple(words.split()): value for value in slot.values for words in words_for(slot, value)
    }
    said = [(match.group().casefold(), *match.span()) for match in _WORD.finditer(text)]
    reach = 0
    for at, (_, start, _) in enumerate(said[:_MOST_WORDS]):
        if start < reach or any(first <= start < last for first, last, _ in exact):
            continue
        for length in range(min(_MOST_IN_A_NAME, len(said) - at), 0, -1):
            words = [word for word, _, _ in said[at : at + length]]
            end = said[at + length - 1][2]
            value = _inflected(words, names)
            if value is not None and all(end <= one[0] or start >= one[1] for one in exact):
                yield start, end, value
                reach = end
                break


def _inflected(words: Sequence[str], names: Mapping[tuple[str, ...], str]) -> str | None:
    """ "Tea towels" and "blauen" by what they are made of, "plaet" by what it is nearly."""
    *before, last = words
    for stem in _stems(last):
        if (*before, stem) in names:
            return names[*before, stem]
    if before or len(last) < _SHORTEST_SLIP or last in _NO_SLIPS:
        return None
    alone = (name for name in names if len(name) == 1)
    slips = (name for name in islice(alone, _MOST_NAMES) if _is_slip(last, name[0]))
    return next((names[name] for name in slips), None)


def _is_slip(word: str, name: str) -> bool:
    """In a short word a letter may be missing, too many or in the wrong place; one that is another
    makes another word: "place" is no "plate"."""
    if len(name) < _SHORTEST_SLIP or name[0] != word[0]:
        return False
    if len(name) >= _LONG and likeness(word, name) >= _NEAR:
        return True
    forms = (name, *(name + ending for ending in _ENDINGS))
    near = (form for form in forms if abs(len(form) - len(word)) <= 1 and is_a_slip(word, form))
    return any(len(form) != len(word) or sorted(form) == sorted(word) for form in near)


def _stems(word: str) -> Iterator[str]:
    """Without an ending, and with another one in its place."""
    bare = [word[: -len(e)] for e in _ENDINGS if word.endswith(e) and len(word) - len(e) > 1]
    yield from bare
    yield from (stem + ending for stem in (word, *bare) for ending in _ENDINGS)
