"""Tenants' regular expressions: run by RE2, searched anywhere, normalised by case.

Python's own matcher backtracks, so an innocent looking `(a|a)+b` can hold a worker for hours. RE2
reads a text once whatever the pattern, and has no look-around and no back-references to offer.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import re2

from domain.errors import InvalidInput

MAX_PATTERN = 200
MAX_FOUND = 50
"""Matches of one pattern that are looked at in one message: RE2 is linear for each of them."""
_MAX_INSTRUCTIONS, _MAX_WITH_CLASSES = 500, 8_000
"""Of a compiled pattern, with a class such as \\p{L} counted as a letter, and as what it is (1,200
for \\p{L}). A pattern's time for a text is at worst the text's length times the first."""
_UNICODE_CLASS = re.compile(r"\\[pP](?:\{\^?\w{1,40}\}|\w)")
_MEMORY = 2 << 20
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_NO_WORD = r"[^\p{L}\p{N}_]"
_ALLOWED = (
    "allowed are characters, classes, groups, alternatives, anchors, and repeats up to 1,000; "
    "not allowed are look-around, back-references, conditions, and possessive or atomic repeats"
)


def check_pattern(field: str, pattern: str) -> None:
    """Raise InvalidInput, naming the field, for a pattern that is wrong or could run for long."""
    if len(pattern) > MAX_PATTERN:
        raise InvalidInput(field, f"a pattern has at most {MAX_PATTERN} characters")
    try:
        compiled = _compile(pattern)
    except re2.error as error:
        raise InvalidInput(field, f"RE2 cannot read it ({_reason(error)}); {_ALLOWED}") from error
    if "C" in _ESCAPE.findall(pattern):
        raise InvalidInput(field, r"\C is one byte, which may be half a character; use a dot")
    if _is_large(pattern, compiled):
        raise InvalidInput(field, "the pattern is too large: use fewer or smaller repeats")
    if compiled.fullmatch(""):
        raise InvalidInput(field, "the pattern must not match an empty text")


def search_all(pattern: str, text: str) -> Iterator[tuple[int, int, str]]:
    """Where the pattern stands in the text as a word of its own: start, end, normalised value."""
    anywhere = _anywhere(pattern)
    if anywhere is None:
        return
    text, at = _encodable(text), 0
    for _ in range(MAX_FOUND):
        match = anywhere.search(text, at)
        if match is None:
            return
        start, end = match.span(1)
        if start < end:
            yield start, end, normalise(pattern, text[start:end])
        # The character after a match is also the one before the next, so it is read again.
        at = end if end > at else at + 1


def normalise(pattern: str, value: str) -> str:
    """In the case the pattern asks for, where the customer wrote another."""
    found = fitted(pattern, value)
    return value if found is None else found


def fitted(pattern: str, value: str) -> str | None:
    """The same, and None where the value fits in no case."""
    forms = dict.fromkeys((value, value.upper(), value.lower()))
    return next((form for form in forms if matches(pattern, form)), None)


def matches(pattern: str, value: str) -> bool:
    exact = _exact(pattern)
    return exact is not None and exact.fullmatch(_encodable(value)) is not None


@lru_cache(maxsize=512)
def _exact(pattern: str) -> Any:
    """None for what an older revision, checked by other rules, may hold: it fits nothing."""
    try:
        check_pattern("pattern", pattern)
    except InvalidInput:
        return None
    return _compile(pattern)


@lru_cache(maxsize=512)
def _anywhere(pattern: str) -> Any:
    """The pattern between ends of words, which RE2 has to read since it cannot look around."""
    if _exact(pattern) is None:
        return None
    body = pattern.removeprefix("^")
    if not body.endswith(r"\$"):
        body = body.removesuffix("$")
    try:
        return _compile(rf"(?:\A|{_NO_WORD})({body})(?:{_NO_WORD}|\z)", any_case=True)
    except re2.error:
        return None


def _is_large(pattern: str, compiled: Any) -> bool:
    if compiled.programsize <= _MAX_INSTRUCTIONS:
        return False
    plain = _compile(_UNICODE_CLASS.sub("a", pattern))
    return bool(plain.programsize > _MAX_INSTRUCTIONS or compiled.programsize > _MAX_WITH_CLASSES)


def _compile(pattern: str, *, any_case: bool = False) -> Any:
    options = re2.Options()
    options.max_mem = _MEMORY
    options.log_errors = False
    options.case_sensitive = not any_case
    return re2.compile(_encodable(pattern), options)


def _encodable(text: str) -> str:
    """Half a surrogate pair, which UTF-8 cannot say, as a question mark."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def _reason(error: Exception) -> str:
    told = error.args[0] if error.args else ""
    return told.decode("utf-8", "replace") if isinstance(told, bytes) else str(told)
