"""Regular expressions out of a tenant's files: bounded, searched anywhere, normalised by case.

Python's matcher backtracks, so an innocent looking `(a+)+` can hang a worker. A tenant's pattern
may therefore be short, repeat no group without an end, and hold at most two open-ended repeats;
that keeps the worst case on a message of 4,000 characters in the milliseconds.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from domain.errors import InvalidInput

MAX_PATTERN = 200
_MAX_OPEN_REPEATS = 2
_MAX_COUNT = 200
_TOKEN = re.compile(
    r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?[a-zA-Z]*[:=!]|\(\?P?<[^>]*>|\(\?.|\("
    r"|\)|[*+?]|\{\d*,?\d*\}|.",
    re.DOTALL,
)
_BACKREFERENCE = re.compile(r"\\[1-9]|\\k")
_COUNTS = re.compile(r"\{(\d*)(,?)(\d*)\}")


def check_pattern(field: str, pattern: str) -> None:
    """Raise InvalidInput, naming the field, for a pattern that is wrong or could run for long."""
    if len(pattern) > MAX_PATTERN:
        raise InvalidInput(field, f"a pattern has at most {MAX_PATTERN} characters")
    try:
        compiled = re.compile(pattern)
    except re.error as error:
        raise InvalidInput(field, f"not a regular expression: {error}") from error
    if problem := _danger(pattern):
        raise InvalidInput(field, problem)
    if compiled.fullmatch(""):
        raise InvalidInput(field, "the pattern must not match an empty text")


def search_all(pattern: str, text: str) -> Iterator[tuple[int, int, str]]:
    """Where the pattern stands in the text as a word of its own: start, end, normalised value."""
    for match in _anywhere(pattern).finditer(text):
        if match.group():
            yield match.start(), match.end(), normalise(pattern, match.group())


def normalise(pattern: str, value: str) -> str:
    """In the case the pattern asks for, where the customer wrote another."""
    exact = _exact(pattern)
    fitting = (form for form in (value, value.upper(), value.lower()) if exact.fullmatch(form))
    return next(fitting, value)


def matches(pattern: str, value: str) -> bool:
    return _exact(pattern).fullmatch(value) is not None


@lru_cache(maxsize=1_024)
def _exact(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@lru_cache(maxsize=1_024)
def _anywhere(pattern: str) -> re.Pattern[str]:
    body = pattern.removeprefix("^").removesuffix("$")
    return re.compile(rf"(?<![\w])(?:{body})(?![\w])", re.IGNORECASE)


def _danger(pattern: str) -> str | None:
    """The reason why this pattern could take long, or None."""
    open_repeats = 0
    groups = [False]
    """For each open group, whether something inside it repeats a varying number of times."""
    closed: bool | None = None
    for token in _TOKEN.findall(pattern):
        if _BACKREFERENCE.fullmatch(token):
            return "back-references are not allowed"
        least, most = _repeat(token)
        if most == 1 and least == 1:
            closed = _enter_or_leave(token, groups)
            continue
        if most > 1 and closed:
            return "a group that repeats must not hold another repeat"
        if most > _MAX_COUNT:
            open_repeats += 1
        groups[-1] = groups[-1] or (most > 1 and least != most)
    if open_repeats > _MAX_OPEN_REPEATS:
        return f"at most {_MAX_OPEN_REPEATS} open-ended repeats (*, +) are allowed"
    return None


def _enter_or_leave(token: str, groups: list[bool]) -> bool | None:
    """Keep the stack of groups; for a group's end, whether it held a repeat."""
    if token.startswith("("):
        groups.append(False)
    elif token == ")" and len(groups) > 1:  # noqa: S105 - a bracket
        repeats = groups.pop()
        groups[-1] = groups[-1] or repeats
        return repeats
    return None


def _repeat(token: str) -> tuple[int, int]:
    """How often what stands before this token may come: (1, 1) where it is no quantifier."""
    endless = _MAX_COUNT + 1
    if token in {"*", "+", "?"}:
        return {"*": (0, endless), "+": (1, endless), "?": (0, 1)}[token]
    counts = _COUNTS.fullmatch(token)
    if counts is None:
        return 1, 1
    least = int(counts[1] or 0)
    most = int(counts[3]) if counts[3] else endless if counts[2] else least
    return least, most
