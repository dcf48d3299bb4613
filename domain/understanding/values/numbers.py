"""Numbers and ordinals in digits and in words."""

import re
from collections.abc import Iterator

from domain.understanding.language.registry import fragment
from domain.understanding.values.number_words import DOZENS, joins, value_of, words_with_value
from domain.understanding.values.ordinals import (
    ARTICLES,
    IN_LAST_ONE,
    IN_WORDS,
    LAST,
    NOUNS,
    SIGNS,
    ordinal_number,
)
from domain.understanding.values.scaled_numbers import find_scaled, negated_from, said_again

_LONGEST_ARTICLE = 8
_GROUP = 3
"""Digits between signs of thousands."""
_LONGEST_RUN = 15
"""Words of one number, after the first."""
_DIGITS = re.compile(
    r"(?<![\w.,/\u2044])(?<!\d')[-+]?(?:\d{1,3}(?:\s\d{3}){1,3}(?![\s]?\d)"
    r"|\d(?:[\d.,'/\u2044]{0,30}\d)?)(?![.,'/]?\d)(?!(?!x\b)\w|\u2044)"
)
_WORD = re.compile(r"[^\W\d_]{1,40}(?:'[^\W\d_]{1,10})?")
_AND_A_HALF = re.compile(rf"\s{{1,3}}(?:{fragment('numbers', 'AND_A_HALF')})\b", re.IGNORECASE)
_HALF = re.compile(rf"\b(?:{fragment('numbers', 'HALF_A')})\Z", re.IGNORECASE)
_PLAIN = re.compile(r"\d{1,40}")
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:[.,']\d{3}){1,8}")
_ORDINAL = re.compile(
    rf"(?<!\w)(?:(?P<digits>\d{{1,2}})(?:{SIGNS})|(?P<word>{IN_WORDS})"
    rf"|(?P<last>{IN_LAST_ONE}))"
    rf"(?!\w)(?P<one>\s{{1,3}}(?:{NOUNS}))?",
    re.IGNORECASE,
)


def number_of(text: str) -> float | None:
    """The value of an amount with either decimal sign: 1,299.90 and 1.299,90 are the same. Three
    digits after the only sign are thousands, since money has two decimals."""
    sign = -1.0 if text.startswith("-") else 1.0
    body = text.lstrip("+-").replace("'", "").replace(" ", "")
    if "," in body and "." in body:
        decimal = max(",.", key=body.rfind)
        body = body.replace("." if decimal == "," else ",", "").replace(decimal, ".")
    elif _GROUPED.fullmatch(body):
        body = body.replace(",", "").replace(".", "")
    elif body.count(",") == 1:
        body = body.replace(",", ".")
    else:
        body = body.replace(",", "")
        body = body.replace(".", "") if body.count(".") > 1 else body
    try:
        return sign * float(body)
    except ValueError:
        return None


def find_numbers(text: str, decimal: str = ".") -> Iterator[tuple[int, int, float | None]]:
    """Numbers as digits and as words.

    `decimal` is the sign before decimals where the customer is. What may be either ("1.000" in
    English) gives both values; None stands for what is one whole but no number ("1/2", "one two").
    """
    scaled = list(find_scaled(text))
    taken = bytearray(len(text))
    for start, end, _ in scaled:
        taken[start:end] = b"\1" * (end - start)
    plain = (one for one in _plain_numbers(text, decimal) if not any(taken[one[0] : one[1]]))
    yield from _said_once(text, [*scaled, *plain])


def _said_once(
    text: str, found: list[tuple[int, int, float | None]]
) -> Iterator[tuple[int, int, float | None]]:
    """ "Forty-five (45)" is one number."""
    by_place = {(start, end): value for start, end, value in found}
    dropped: set[tuple[int, int]] = set()
    for (start, end), value in list(by_place.items()):
        again = said_again(text, end)
        if again and value is not None and by_place.get(again[:2]) == value:
            dropped |= {again[:2], (start, end)}
            found = [*found, (start, again[2], value)]
    yield from (one for one in found if one[:2] not in dropped)


def _plain_numbers(text: str, decimal: str) -> Iterator[tuple[int, int, float | None]]:
    for match in _DIGITS.finditer(text):
        negative = negated_from(text, match.start())
        for value in _readings(match.group(), decimal):
            if negative is not None and value is not None:
                yield negative, match.end(), -value
            else:
                yield match.start(), match.end(), value
    for start, end, words in _runs(text):
        is_half = _AND_A_HALF.match(text, end) is not None
        halved = words[-1] in DOZENS and _HALF.search(text[max(start - 12, 0) : start])
        value = None if is_half else 6.0 if halved else value_of(words)
        negative = negated_from(text, start) if value is not None else None
        yield (start, end, value) if negative is None else (negative, end, -(value or 0.0))


def _readings(text: str, decimal: str) -> tuple[float | None, ...]:
    sign = -1.0 if text.startswith("-") else 1.0
    body = text.lstrip("+-").replace(" ", "")
    if _PLAIN.fullmatch(body):
        return (sign * float(body),)
    if "/" in body or "\u2044" in body:
        return (None,)
    marks = {mark for mark in body if not mark.isdigit()}
    if len(marks) > 1:
        whole, _, rest = body.rpartition(max(",.'", key=body.rfind))
        fits = _PLAIN.fullmatch(rest) and _GROUPED.fullmatch(whole)
        return (sign * float(_digits(whole) + "." + rest) if fits else None,)
    thousands = sign * float(_digits(body)) if _GROUPED.fullmatch(body) else None
    if body.count(min(marks)) > 1 or marks == {"'"}:
        return (thousands,)
    fraction = sign * float(body.replace(",", "."))
    if thousands is None:
        return (fraction,)
    return (thousands, fraction) if marks == {decimal} else (thousands,)


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdigit())


def _runs(text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Words of numbers that stand side by side, as one."""
    start, end, reach, run, before = 0, 0, 0, list[str](), ""
    for match in _WORD.finditer(text):
        word = match.group().casefold()
        beside = (
            bool(run) and len(run) <= _LONGEST_RUN and not text[reach : match.start()].strip(" -")
        )
        is_number = words_with_value(word, before)
        if run and not (beside and (is_number or joins(word, before))):
            yield start, end, tuple(run)
            run = []
        if is_number:
            start, end = match.start() if not run else start, match.end()
            run.append(word)
        reach, before = match.end(), word
    if run:
        yield start, end, tuple(run)


def find_ordinals(text: str) -> Iterator[tuple[int, int, int]]:
    """ "2nd", "the second one" and "the last one"; a bare "last" or "second" needs its "one"."""
    first, last = len(text) - len(text.lstrip()), len(text.rstrip(" .!?"))
    for match in _ORDINAL.finditer(text):
        named = match["word"] or match["last"]
        before = text[first : min(match.start(), first + _LONGEST_ARTICLE)].strip().casefold()
        alone = not before or before in ARTICLES
        ends = match.end() >= last
        if named and not match["one"] and not (alone and ends):
            continue
        value = LAST if match["last"] else int(match["digits"] or ordinal_number(match["word"]))
        yield match.start(), match.end(), value
