"""Regular expressions out of a tenant's files: searched anywhere, normalised by case.

They run on RE2, whose time grows with the text and never explodes, whatever the pattern and
whatever the text (ADR 0016). `\\d`, `\\w` and `\\s` mean ASCII there; `\\pL` is any letter.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import re2

from domain.errors import InvalidInput

MAX_PATTERN = 200
MAX_PROGRAM = 2_000
"""Instructions of the compiled pattern: with more, a message of 4,000 characters takes longer than
a few milliseconds where RE2 must give up its tables."""
MOST_FOUND = 50
"""Matches of one pattern in one text: whoever lists more of them is served in the next message."""

_SURROGATE = re.compile("[\ud800-\udfff]")
_WORD = r"\pL\pN_"
_REASONS = {
    "invalid perl operator": "look-ahead, look-behind, atomic groups and conditions",
    "invalid escape sequence": "back-references and this escape sequence",
    "bad repetition operator": "possessive and doubled repeats",
    "invalid repetition size": "repeats of more than 1,000",
}


def check_pattern(field: str, pattern: str) -> None:
    """Raise InvalidInput, naming the field, for a pattern that RE2 refuses or that is huge."""
    if len(pattern) > MAX_PATTERN:
        raise InvalidInput(field, f"a pattern has at most {MAX_PATTERN} characters")
    try:
        compiled = _exact(pattern)
        _anywhere(pattern)
    except re2.error as error:
        raise InvalidInput(field, _explained(str(error))) from error
    if compiled.programsize > MAX_PROGRAM:
        raise InvalidInput(
            field, "the pattern repeats too much: make its counts smaller, or repeat with * or +"
        )
    if compiled.fullmatch(""):
        raise InvalidInput(field, "the pattern must not match an empty text")


def search_all(pattern: str, text: str) -> Iterator[tuple[int, int, str]]:
    """Where the pattern stands in the text as a word of its own: start, end, normalised value."""
    plain, position, compiled = _plain(text), 0, _anywhere(pattern)
    for _ in range(MOST_FOUND):
        match = compiled.search(plain, position)
        if match is None:
            return
        start, end = match.span(1)
        if end > start:
            yield start, end, normalise(pattern, text[start:end])
        # The character behind a match may stand before the next: it is looked at twice.
        position = max(end, position + 1)


def normalise(pattern: str, value: str) -> str:
    """In the case the pattern asks for, where the customer wrote another."""
    fitting = (form for form in (value, value.upper(), value.lower()) if matches(pattern, form))
    return next(fitting, value)


def matches(pattern: str, value: str) -> bool:
    return _exact(pattern).fullmatch(_plain(value)) is not None


@lru_cache(maxsize=1_024)
def _exact(pattern: str) -> Any:
    return re2.compile(pattern, _options())


@lru_cache(maxsize=1_024)
def _anywhere(pattern: str) -> Any:
    """With the characters around it that make it a word of its own; the group is the value."""
    body = pattern.removeprefix("^").removesuffix("$")
    return re2.compile(rf"(?:^|[^{_WORD}])((?i:{body}))(?:$|[^{_WORD}])", _options())


def _options() -> re2.Options:
    options = re2.Options()
    options.log_errors = False
    return options


def _plain(text: str) -> str:
    """RE2 reads UTF-8, which knows no half characters; one for one, so that places stay."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def _explained(reason: str) -> str:
    refused = next((what for sign, what in _REASONS.items() if sign in reason), None)
    if refused is None:
        return f"not a regular expression: {reason.removeprefix('b').strip(chr(39))}"
    return f"{refused} are not allowed: patterns run on RE2, in linear time"
