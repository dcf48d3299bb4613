"""How the time of a piece of code grows with the length of a hostile text.

Measured in CPU time of this thread, so that a busy machine changes nothing, and as a ratio of two
lengths, so that a slow one changes nothing either.
"""

import re
import time
from collections.abc import Callable, Iterator
from re import _constants as codes
from re import _parser as parser
from typing import Any

SHORT, LONG = 1_000, 4_000
LINEAR = LONG / SHORT
MOST = 2.4 * LINEAR
"""A quadratic would take 4 times what is linear; in between lies the noise of a cache."""
NEGLIGIBLE_S = 0.006
"""What takes no longer for the long text is not measured again: it can hold nothing."""
_TRIES = 3
ENDINGS = ("", "!", "x")
"""What makes a pattern that has swallowed the rest think again."""

GENERIC = (
    "1", "a", " ", ".", ",", "'", "-", "+", "_", "@", "/", "#", "(", "[", "{", "<", "`", "*", "|",
    "\\", '"', "ß", "é", "\u0301", "\u200b", "€", "$", "\n", "1.", "1,", "1'", "1 ", "a ", "a.",
    "a@", "a-", "1-", "a1", "1a", "+1", "A.", "a' ", "[a](", "- ", "> ", "\t", "1/", "1:", "I ",
)  # fmt: skip
"""Units of a hostile text that need no pattern to be thought of."""


def growth(work: Callable[[str], object], unit: str) -> float:
    """How many times longer the long text takes, with the worst ending; 0 if negligible."""
    return max(_growth(work, unit, ending) for ending in ENDINGS)


def _growth(work: Callable[[str], object], unit: str, ending: str) -> float:
    best = float("inf")
    for _ in range(_TRIES):
        long = _spent(work, unit, LONG, ending)
        if long <= NEGLIGIBLE_S:
            return 0.0
        short = min(_spent(work, unit, SHORT, ending) for _ in range(2))
        best = min(best, long / max(short, 1e-6))
        if best <= MOST:
            return best
    return best


def hostile_units(pattern: str, flags: int = 0) -> tuple[str, ...]:
    """What this pattern is made of, alone and in pairs: what makes it try again and again."""
    own = list(dict.fromkeys(_pieces(parser.parse(pattern, flags))))[:60]
    joined = [
        first + sign + second for first in own[:12] for second in own[:12] for sign in ("", " ")
    ]
    return tuple(dict.fromkeys([*GENERIC, *own, *(piece + " " for piece in own), *joined]))


def _spent(work: Callable[[str], object], unit: str, length: int, ending: str) -> float:
    text = (unit * (length // len(unit) + 1))[:length] + ending
    started = time.thread_time()
    work(text)
    return time.thread_time() - started


def _pieces(parsed: Any) -> Iterator[str]:
    """The words and the characters that a pattern names, groups and alternatives included."""
    word = ""
    for code, argument in parsed:
        if code is codes.LITERAL:
            word += chr(argument)
            continue
        if word:
            yield word
            word = ""
        yield from _inside(code, argument)
    if word:
        yield word


def _inside(code: Any, argument: Any) -> Iterator[str]:
    match str(code):
        case "IN":
            yield from _members(argument)
        case "BRANCH":
            for branch in argument[1]:
                yield from _pieces(branch)
        case "SUBPATTERN":
            yield from _pieces(argument[3])
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            yield from _pieces(argument[2])
        case "ASSERT" | "ASSERT_NOT":
            yield from _pieces(argument[1])
        case "ATOMIC_GROUP":
            yield from _pieces(argument)
        case _:
            return


def _members(members: Any) -> Iterator[str]:
    for code, argument in members:
        if code is codes.LITERAL:
            yield chr(argument)
        elif code is codes.RANGE:
            yield chr(argument[0])
        elif code is codes.CATEGORY:
            yield {"CATEGORY_DIGIT": "1", "CATEGORY_SPACE": " "}.get(str(argument), "a")


def scan(pattern: re.Pattern[str]) -> Callable[[str], object]:
    """Every way in which a pattern is used."""

    def work(text: str) -> None:
        pattern.fullmatch(text)
        for _ in pattern.finditer(text):
            pass

    return work
