"""Order numbers and their like, as people write them: "A-100002", "a 100 002", "#A100002"."""

import re
from collections.abc import Iterator, Sequence

from domain.understanding.patterns import fitted, search_all

_CHUNK = re.compile(r"[^\W_]{1,40}")
_JOINT = re.compile(r"[\s#.\-_/]{1,3}")
_BETWEEN = ("", "-", " ", "_", "/", ".")
_MOST_CHUNKS, _MOST_JOINED, _LONGEST_HEAD = 300, 6, 10
_LOOKS_LIKE = frozenset("OoIl|")
_DIGITS = str.maketrans("OoIl|", "00111")
_LEAST_DIGITS, _LONGEST_LETTERS = 3, 3
Found = tuple[int, int, str]
Chunk = tuple[int, int, str]


def find_identifiers(pattern: str, text: str, *, digits: bool = False) -> Iterator[Found]:
    """Where the pattern stands in the text, exactly or with signs and spaces of the customer's.

    Without `digits` what is folded together begins with letters, since numbers beside each other
    ("10 20 30") are usually other things; with it, an identifier is what was asked for.
    """
    exact = list(search_all(pattern, text))
    yield from exact
    if any(character.isdigit() for character in text):
        taken = [(start, end) for start, end, _ in exact]
        yield from _loosely(pattern, text, taken, digits=digits)


def folded(pattern: str, text: str) -> str | None:
    """The whole text as the pattern would have it; None where it cannot be meant."""
    if (value := fitted(pattern, text)) is not None:
        return value
    chunks = [match.group() for match in _CHUNK.finditer(text)][: _MOST_JOINED + 1]
    if not chunks or len(chunks) > _MOST_JOINED or _CHUNK.sub("", text).strip(" #.-_/"):
        return None
    return _joined(pattern, chunks)


def _loosely(
    pattern: str, text: str, taken: Sequence[tuple[int, int]], *, digits: bool
) -> Iterator[Found]:
    chunks = [(*m.span(), m.group()) for m in _CHUNK.finditer(text)][:_MOST_CHUNKS]
    at = 0
    while at < len(chunks):
        found = None
        if _may_begin(chunks[at], digits=digits):
            found = _longest_from(pattern, text, chunks, at)
        if found is None or any(s < found[1][1] and found[1][0] < e for s, e in taken):
            at += 1
            continue
        at = found[0]
        yield found[1]


def _may_begin(chunk: Chunk, *, digits: bool) -> bool:
    word = chunk[2]
    return digits or (len(word) <= _LONGEST_HEAD and not word.isdigit())


def _longest_from(
    pattern: str, text: str, chunks: Sequence[Chunk], at: int
) -> tuple[int, Found] | None:
    """The index after the longest run of chunks that together are an identifier, and what it is."""
    parts, best = [chunks[at][2]], None
    if (alone := _mistaken(pattern, chunks[at][2])) is not None:
        best = (at + 1, (chunks[at][0], chunks[at][1], alone))
    for index in range(at + 1, min(at + _MOST_JOINED, len(chunks))):
        start, end, word = chunks[index]
        between = text[chunks[index - 1][1] : start]
        if not _JOINT.fullmatch(between) or not any(c.isdigit() for c in word):
            break
        parts.append(word)
        if (value := _joined(pattern, parts)) is not None:
            best = (index + 1, (chunks[at][0], end, value))
    return best


def _joined(pattern: str, parts: Sequence[str]) -> str | None:
    for between in _BETWEEN:
        joined = between.join(parts)
        if (value := fitted(pattern, joined)) is not None:
            return value
        if (meant := _mistaken(pattern, joined)) is not None:
            return meant
    return None


def _mistaken(pattern: str, text: str) -> str | None:
    """ "AIO0002" with letters for digits that look like them, after up to three real letters. Most
    of it must be digits, or any word might be an identifier."""
    digits = sum(sign.isdecimal() for sign in text)
    if digits < _LEAST_DIGITS or _LOOKS_LIKE.isdisjoint(text):
        return None
    for head in range(_LONGEST_LETTERS + 1):
        tail = text[head:].translate(_DIGITS)
        if tail.isdecimal() and (value := fitted(pattern, text[:head] + tail)) is not None:
            return value
    return None
