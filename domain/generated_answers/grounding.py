"""Grounding of a sentence: whether a passage says it, with the same numbers, names and denials."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import pairwise

from domain.chunking import is_item, split_sentences
from domain.generated_answers.claims import Claims, Quantity, claims_of, is_part, stem
from domain.generated_answers.conditions import Conditions, conditions_of
from domain.knowledge import Passage
from domain.understanding.language.registry import by_language, listed, word_table
from domain.values import Frozen

_OPPOSITES: dict[str, frozenset[str]] = {}
for _one, _other in listed("grounding", "OPPOSITES"):
    _OPPOSITES[_one] = _OPPOSITES.get(_one, frozenset()) | {_other}
    _OPPOSITES[_other] = _OPPOSITES.get(_other, frozenset()) | {_one}
_ALIKE: dict[str, frozenset[str]] = {}
for _group in listed("grounding", "SAME"):
    _stems = frozenset(map(stem, _group.split()))
    for _stem in _stems:
        _ALIKE[_stem] = _ALIKE.get(_stem, frozenset()) | _stems
"""By stems: those that may stand for each other."""
_JOINS_WORDS = any(by_language("grounding", "JOINS_WORDS").values())
_MOST_SENTENCES = 60
_ALL = 1.0
"""Covered as far as anything can be: whatever comes after it is no nearer."""
_SAME_DENIAL = 0.66
"""So much of what is denied must be denied in the source as well."""
_MONEY = frozenset({"eur", "usd", "gbp", "chf", "cent"})
_PAYING = word_table("grounding", "PAYING")


class Fault(StrEnum):
    """Why a sentence is not said."""

    NOT_SAID = "not said by a passage"
    NUMBER = "a number or unit that the passage does not give"
    NAME = "a name that the passage does not name"
    DAY = "a day or month that the passage does not give"
    DENIAL = "denies what the passage says, or the other way round"
    OPPOSITE = "the opposite of what the passage says"
    CONDITION = "leaves out or adds a condition"
    PERSON = "says of somebody what the passage says of somebody else"


class Grounding(Frozen):
    """Of one sentence: `passage` is the place of its source; None with what is wrong."""

    passage: int | None = None
    fault: Fault | None = None
    covered: float = 0.0


def grounding_of(sentence: str, passages: Sequence[Passage]) -> Grounding:
    """The passage that says it best; else the fault of the one that comes nearest."""
    said, held = claims_of(sentence), conditions_of(sentence)
    nearest = Grounding(fault=Fault.NOT_SAID)
    for place, passage in enumerate(passages):
        frame = claims_of(f"{passage.title}. {passage.heading}")
        for parts in _sources(passage):
            source = " ".join(parts)
            covered, fault = _compared(said, claims_of(source), frame)
            fault = fault or _fault_of_parts(said, [claims_of(part) for part in parts])
            fault = fault or _held_otherwise(said, held, conditions_of(source), frame)
            better = covered > nearest.covered
            if fault is None and (nearest.passage is None or better):
                nearest = Grounding(passage=place, covered=covered)
                if covered >= _ALL:
                    return nearest
            elif nearest.passage is None and better:
                nearest = Grounding(fault=fault, covered=covered)
    return nearest


def _sources(passage: Passage) -> Iterator[tuple[str, ...]]:
    """Sentences, and those that follow each other; a row or an item stands for itself."""
    given = [one.text for one in passage.sentences] or split_sentences(passage.text)
    sentences = given[:_MOST_SENTENCES]
    yield from ((one,) for one in sentences)
    for one, following in pairwise(sentences):
        if not is_item(one) and not is_item(following):
            yield one, following


def _fault_of_parts(said: Claims, parts: Sequence[Claims]) -> Fault | None:
    """Of two sentences summed up, each keeps what it says: "14 days to return it. The warranty is
    30 days" is not 30 days to return it."""
    for part in parts if len(parts) > 1 else ():
        words = part.word_set
        is_all_said = all(_has(word, words, part.stems) for word in said.telling)
        if is_all_said and not _are_given(said.quantities, part.quantities):
            return Fault.NUMBER
        if not set(said.days).isdisjoint(part.days) and _is_opposite(said, words):
            return Fault.OPPOSITE
    return None


def _held_otherwise(
    said: Claims, held: Conditions, source: Conditions, frame: Claims
) -> Fault | None:
    known = said.stems | frame.stems | {quantity.value for quantity in said.quantities}
    if any(what and not _is_any_of(what, known) for what in source.conditions):
        return Fault.CONDITION
    if bool(held.restrictions) > bool(source.restrictions):
        return Fault.CONDITION
    if not held.restrictions and any(not what <= known for what in source.restrictions):
        return Fault.CONDITION
    for did, who in held.done_by.items():
        alike = [source.done_by.get(one) for one in _ALIKE.get(did, frozenset({did}))]
        others = frozenset[str]().union(*filter(None, alike))
        if others and others.isdisjoint(who):
            return Fault.PERSON
    for value, bound in held.bounds.items():
        if source.bounds.get(value, bound).isdisjoint(bound):
            return Fault.NUMBER
    return None


def _is_any_of(what: frozenset[str], known: frozenset[str]) -> bool:
    return any(not _ALIKE.get(one, frozenset({one})).isdisjoint(known) for one in what)


def _compared(said: Claims, source: Claims, frame: Claims) -> tuple[float, Fault | None]:
    """How much of it is there, and the first thing that is wrong with it."""
    words = source.word_set | frame.word_set
    stems = source.stems | frame.stems
    costs = any(one.unit in _MONEY for one in source.quantities)
    new = [
        word
        for word in said.telling
        if not (_has(word, words, stems) or (costs and word in _PAYING))
    ]
    if said.telling and source.telling and not said.days:
        # A heading says what its section is about; what is said of it must stand in a sentence.
        new = new or [*said.telling] * (not _shares_words(said, source))
    covered = 1 - len(new) / len(said.telling) if said.telling else float(bool(said.quantities))
    return covered, _fault(said, source, frame, new)


def _shares_words(said: Claims, source: Claims) -> bool:
    words = source.word_set
    return any(_has(word, words, source.stems) for word in said.telling)


def _fault(said: Claims, source: Claims, frame: Claims, new: Sequence[str]) -> Fault | None:
    given = (*source.quantities, *frame.quantities)
    is_exchanged = len(said.quantities) > 1 and _are_exchanged(said, source)
    if is_exchanged or not _are_given(said.quantities, given):
        return Fault.NUMBER
    if not _is_within(said.days, (*frame.days, *source.days)):
        return Fault.DAY
    if any(part in new for name in said.names for part in name.split("-")):
        return Fault.NAME
    if not _denies_alike(said, source):
        return Fault.DENIAL
    if _is_opposite(said, source.word_set | frame.word_set):
        return Fault.OPPOSITE
    return Fault.NOT_SAID if new or not (said.telling or said.quantities) else None


def _has(word: str, words: frozenset[str], stems: frozenset[str]) -> bool:
    bare = stem(word)
    if word in words or bare in stems or not _ALIKE.get(bare, frozenset()).isdisjoint(stems):
        return True
    return _JOINS_WORDS and any(is_part(bare, other) for other in stems)


def _are_given(quantities: Sequence[Quantity], given: Sequence[Quantity]) -> bool:
    """Each by one of its own: what stands there once is not said twice."""
    left = list(given)
    for quantity in quantities:
        one = next((one for one in left if _is_same(quantity, one)), None)
        if one is None:
            return False
        left.remove(one)
    return True


def _are_exchanged(said: Claims, source: Claims) -> bool:
    """Whether two numbers have changed places: each stands where the other stood, or the words have
    their order and the numbers another."""
    moved = [
        (said.nearest[word], source.nearest[word])
        for word in said.nearest.keys() & source.nearest.keys()
        if said.nearest[word].isdisjoint(source.nearest[word])
    ]
    if any((there, here) in moved for here, there in moved):
        return True
    values, given = ([one.value for one in claims.quantities] for claims in (said, source))
    is_in_order = _is_within(values, given) or not set(values) <= set(given)
    words, known = (list(map(stem, claims.telling)) for claims in (said, source))
    return not is_in_order and _is_within(words, known)


def _is_same(said: Quantity, given: Quantity) -> bool:
    return said.value == given.value and said.unit in {"", given.unit}


def _is_within(some: Sequence[str], given: Sequence[str]) -> bool:
    """In the same order: "Monday to Friday" is not "Friday to Monday"."""
    left = iter(given)
    return all(one in left for one in some)


def _denies_alike(said: Claims, source: Claims) -> bool:
    """Each denial has one of its own in the source, and the source none that is left out."""
    left = list(source.denied)
    for scope in said.denied:
        mine = max(left, key=lambda other: _shared(scope, other), default=None)
        if mine is None or _shared(scope, mine) < _SAME_DENIAL:
            return False
        left.remove(mine)
    stems = said.stems
    return not any(scope and scope <= stems for scope in left)


def _shared(scope: frozenset[str], other: frozenset[str]) -> float:
    """How much of what one denial is about the other is about as well."""
    if not scope or not other:
        return 1.0
    return sum(not _ALIKE.get(one, frozenset({one})).isdisjoint(other) for one in scope) / len(
        scope
    )


def _is_opposite(said: Claims, known: frozenset[str]) -> bool:
    words = said.word_set
    return any(
        word not in known and not _OPPOSITES[word].isdisjoint(known - words)
        for word in words & _OPPOSITES.keys()
    )
