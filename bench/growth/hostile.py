"""Hostile texts: some for everybody, and some made from the parts of a pattern itself.

A pattern is slow on what nearly matches it. So its syntax tree is walked: what it is made of is
repeated, and each of its repeats is fed without end after what leads to it, and then disappointed.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import product
from re import _constants as kind  # type: ignore[attr-defined]
from re import _parser as syntax  # type: ignore[attr-defined]
from typing import Any

Maker = Callable[[int], str]
"""Gives a text of about so many characters."""

UNITS = (
    "1", "1.", "1,", "1'", "1.1,", "1-", "1 ", "1/", "1/1/", "1 - ", "-", " ", ".", ",", "'", "a",
    "a ", "and ", "oh ", "no ", "not ", "yes ", "it ", "that order ", "the second ", "hundred ",
    "million ", "one-", "may 1 ", "1 may ", "the day before ", "1 day ago ", "next ", "31.02.",
    "@", "a@", "a@a.", "a.", "+", "+49 1 ", "(", "(1", "((((1", "?", "? ", "!", "\u20ac", "1\u20ac",
    "\u20ac1 ", "$1,", "1k$", "1 eur and ", "{", "{a", "{a.", "}", "[", "](", "`", "|", "*", "\\",
    "\\u0000", '"', "<", "A100001 ", "a100001", "damaged ", "wrong item ", "A. ", "e.g. ", "a.A ",
    ". (", "\u2488", "\u249b", "\ufdfa", "\u3300", "\u200b", "\u200b1", "\u202e", "\u0301",
    "a\u0301", "\u0315\u0300", "\u0344", "\u00df", "\u0130", "\U0001f600", "\x00", "\t", "\n",
    "- ", ": ", "a: ", "a:\n ", "&a ", "*a ", "!!", "> ", "# ", "x y ",
    "\u0663", "\uac00", "\ufeff", "w\U0001f600 ",
)  # fmt: skip
_SUFFIXES = ("", "\x00", "!", "x")
_ENDLESS = 64
_MOST = 220
_REPEATS = (kind.MAX_REPEAT, kind.MIN_REPEAT, kind.POSSESSIVE_REPEAT)
_OF_CATEGORY = {
    kind.CATEGORY_DIGIT: "1", kind.CATEGORY_WORD: "a", kind.CATEGORY_SPACE: " ",
    kind.CATEGORY_NOT_DIGIT: "a", kind.CATEGORY_NOT_WORD: "-", kind.CATEGORY_NOT_SPACE: "a",
}  # fmt: skip


def repeated(unit: str, suffix: str = "", prefix: str = "") -> Maker:
    return lambda length: prefix + (unit * (length // len(unit) + 1))[:length] + suffix


def numbered(length: int) -> str:
    """Words that are all different."""
    return " ".join(f"w{i:x}" for i in range(length // 4))[:length]


def marks_out_of_order(length: int) -> str:
    """Combining marks that normalisation has to sort: the later ones go first."""
    return "a" + "\u0315" * (length // 2) + "\u0300" * (length // 2)


def for_everybody() -> dict[str, Maker]:
    made: dict[str, Maker] = {repr(unit): repeated(unit) for unit in UNITS}
    return made | {"numbered words": numbered, "marks out of order": marks_out_of_order}


def for_pattern(pattern: re.Pattern[str]) -> dict[str, Maker]:
    """At most a few hundred texts, the pumped repeats of the pattern first."""
    tree = syntax.parse(pattern.pattern, pattern.flags)
    made: dict[str, Maker] = {}
    for before, pump in _pumps(tree, ""):
        for suffix in _SUFFIXES:
            made[f"{before!r} + {pump!r}* + {suffix!r}"] = repeated(pump, suffix, before)
        made[f"'x' + {pump!r}* + 'x'"] = repeated(pump, "x", "x")
        if before:
            made[f"({before + pump!r})*"] = repeated(before + pump)
    whole = _sample(tree)
    for cut in range(len(whole)) if len(whole) <= _ENDLESS else ():
        made[f"({whole[: cut + 1]!r})*"] = repeated(whole[: cut + 1])
    letters = list(dict.fromkeys([*_letters(tree), *" .x-"]))[:12]
    for one, other in product(letters, letters):
        unit = one if one == other else one + other
        made.setdefault(f"({unit!r})*", repeated(unit))
    return dict(list(made.items())[:_MOST])


def _pumps(tree: Iterable[Any], before: str) -> Iterator[tuple[str, str]]:
    """For each repeat: what leads to it, and what it repeats."""
    lead = before
    for node in tree:
        operator, argument = node
        if operator in _REPEATS:
            for pump in _alternatives(argument[2]):
                yield lead, pump
        for inner in _inner(node):
            yield from _pumps(inner, lead)
        lead += _sample([node])


def _alternatives(tree: Iterable[Any]) -> Iterator[str]:
    """A sample of each branch, and for a class of each of its members."""
    nodes = list(tree)
    if whole := _sample(nodes):
        yield whole
    if len(nodes) == 1:
        operator, argument = nodes[0]
        if operator is kind.IN:
            yield from _members(argument)[:6]
        for inner in _inner(nodes[0])[:6]:
            yield from filter(None, [_sample(inner)])


def _inner(node: Any) -> list[Any]:
    operator, argument = node
    if operator in _REPEATS:
        return [argument[2]]
    if operator is kind.BRANCH:
        return list(argument[1])
    if operator is kind.SUBPATTERN:
        return [argument[3]]
    if operator is kind.ATOMIC_GROUP:
        return [argument]
    if operator in (kind.ASSERT, kind.ASSERT_NOT):
        return [argument[1]]
    return []


def _sample(tree: Iterable[Any]) -> str:
    """A short text that the tree matches, assertions aside."""
    return "".join(_sample_of(node) for node in tree)


def _sample_of(node: Any) -> str:
    operator, argument = node
    if operator is kind.LITERAL:
        return chr(int(argument))
    if operator in (kind.ANY, kind.NOT_LITERAL):
        return "a"
    if operator is kind.IN:
        return next(iter(_members(argument)), "a")
    if operator in _REPEATS:
        return _sample(argument[2]) * max(int(argument[0]), 1)
    if operator in (kind.ASSERT, kind.ASSERT_NOT):
        return ""
    return next(iter(filter(None, map(_sample, _inner(node)))), "")


def _members(parts: Iterable[Any]) -> list[str]:
    found: list[str] = []
    listed = list(parts)
    if listed and listed[0][0] is kind.NEGATE:
        refused = {*_members(listed[1:])}
        return [letter for letter in "a1 -." if letter not in refused][:2]
    for operator, argument in listed:
        if operator is kind.LITERAL:
            found.append(chr(argument))
        elif operator is kind.RANGE:
            found.append(chr(max(argument[0], min(argument[1], ord("0")))))
        elif operator is kind.CATEGORY:
            found.append(_OF_CATEGORY[argument])
    return found


def _letters(tree: Iterable[Any]) -> Iterator[str]:
    for node in tree:
        operator, argument = node
        if operator is kind.LITERAL:
            yield chr(argument)
        elif operator is kind.IN:
            yield from _members(argument)
        for inner in _inner(node):
            yield from _letters(inner)
