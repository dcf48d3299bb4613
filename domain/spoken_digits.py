"""A text with its numbers in words written as digits, and where in the text each of them stands."""

import re
from array import array
from collections.abc import Iterator
from typing import NamedTuple

from domain.understanding.language.registry import alternatives, fragment, merged
from domain.understanding.values.number_words import value_of, words_with_value

Span = tuple[int, int]
_TOKEN = re.compile(r"(?P<digits>\d{1,19})|(?P<word>[^\W\d_]{1,120})|(?P<sign>[^\w]{1,120}|_)")
_SEPARATE = "/"
"""Written for words between two parts of a number: no plain gap, so that two phones stay two."""
_BETWEEN = re.compile(fragment("payment", "BETWEEN"), re.IGNORECASE)
_MOST_BETWEEN, _LONGEST_GAP = 3, 7
_LONGEST_NUMBER = 6
"""Words of one number: "four thousand one hundred and eleven"."""
_MOST_FUSED = 20
_FEWEST_NUMBERS = 3
"""Fewer make neither a number in parts nor a code."""
_CLOSE = frozenset({"", " ", "-"})
_LETTER_O = "o"
"""Zero, too: "four o two"."""
_TEN, _HIGHEST = 10, 999_999
_REPEATS: dict[str, int] = merged("payment", "REPEATS")
_DIGITS = {
    word: str(value)
    for file, name in (("numbers", "NUMBERS"), ("payment", "DIGITS"))
    for word, value in merged(file, name).items()
    if value < _TEN
}
"""Words of one digit."""
_BEGINNINGS = {
    word[:2]
    for file, name in (
        ("numbers", "NUMBERS"),
        ("numbers", "SCALES"),
        ("payment", "DIGITS"),
        ("payment", "REPEATS"),
    )
    for word in merged(file, name)
}
"""Most words begin otherwise, and need no closer look."""
_FIRST_DIGIT = re.compile(alternatives(frozenset(_DIGITS) - {_LETTER_O}))


class Token(NamedTuple):
    """A number, a word between two of them, or anything else (`digits` is None)."""

    start: int
    end: int
    text: str
    digits: str | None = None
    is_spoken: bool = False


class SpokenDigits:
    """`text` has digits for words. Each of its letters knows the words that it stands for."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._starts, self._ends = array("L"), array("L")
        self._is_spoken = bytearray()
        self.text = ""

    def add(self, said: str, start: int, end: int, *, is_spoken: bool = False) -> None:
        """What stands for the place; the same letters one by one, where they are the same."""
        length = len(said)
        is_same = end - start == length and not is_spoken
        self._pieces.append(said)
        self._starts.extend(range(start, end) if is_same else [start] * length)
        self._ends.extend(range(start + 1, end + 1) if is_same else [end] * length)
        self._is_spoken.extend(bytes([is_spoken]) * length)

    def close(self) -> "SpokenDigits":
        self.text = "".join(self._pieces)
        return self

    def place(self, start: int, end: int) -> Span:
        """Where in the message it is said."""
        return self._starts[start], self._ends[end - 1]

    def is_spoken(self, start: int) -> bool:
        """Whether this digit was a word."""
        return bool(self._is_spoken[start])


def as_digits(text: str) -> SpokenDigits | None:
    """None where nothing would change. `text` has plain signs, as `payment_secrets` makes them."""
    tokens = list(_numbers(list(_tokens(text))))
    numbers = [token for token in tokens if token.digits is not None]
    if len(numbers) < _FEWEST_NUMBERS:
        return None
    read, at = SpokenDigits(), 0
    while at < len(tokens):
        token = tokens[at]
        read.add(token.digits or token.text, token.start, token.end, is_spoken=token.is_spoken)
        at += 1
        if token.digits is not None and (after := _next_number(tokens, at)) > at:
            gap = tokens[at:after]
            if any(one.text.isalpha() for one in gap):
                read.add(_SEPARATE, gap[0].start, gap[-1].end)
                at = after
    said = read.close()
    return None if said.text == text else said


def _tokens(text: str) -> Iterator[Token]:
    for found in _TOKEN.finditer(text):
        yield Token(found.start(), found.end(), found.group(), found["digits"])


def _numbers(tokens: list[Token]) -> Iterator[Token]:
    """The same with one token for each number, of however many words it is."""
    at = 0
    while at < len(tokens):
        found = _number_from(tokens, at)
        if found is None:
            yield tokens[at]
            at += 1
            continue
        digits, after = found
        start, end = tokens[at].start, tokens[after - 1].end
        yield Token(start, end, "", digits, is_spoken=True)
        at = after


def _number_from(tokens: list[Token], at: int) -> tuple[str, int] | None:
    """Its digits, and the token after it; None where no word of a number stands there."""
    token = tokens[at]
    if token.digits is not None or not token.text[0].isalpha():
        return None
    word = _plain(token.text)
    if word[:2] not in _BEGINNINGS or (word == _LETTER_O and _is_spelled(tokens, at)):
        return None
    times = _REPEATS.get(word)
    if times is not None:
        return _repeated(tokens, at + 1, times)
    if word not in _DIGITS and (fused := _fused(word)) is not None:
        return fused, at + 1
    return _longest_number(tokens, at)


def _is_spelled(tokens: list[Token], at: int) -> bool:
    """Whether a word of one letter stands beside it: "J O five one"."""
    beside = tokens[max(0, at - 2) : at] + tokens[at + 1 : at + 3]
    return any(len(one.text) == 1 and one.text.isalpha() and one.text not in "oO" for one in beside)


def _repeated(tokens: list[Token], at: int, times: int) -> tuple[str, int] | None:
    if at + 1 < len(tokens) and not tokens[at].text.strip():
        at += 1
    if at >= len(tokens):
        return None
    digit = tokens[at].digits or _DIGITS.get(_plain(tokens[at].text))
    return (digit * times, at + 1) if digit is not None and len(digit) == 1 else None


def _longest_number(tokens: list[Token], at: int) -> tuple[str, int] | None:
    """ "Forty-one" and "one hundred eleven" are one number, "four one" are two."""
    found: tuple[str, int] | None = None
    words: list[str] = []
    for place in range(at, min(at + 2 * _LONGEST_NUMBER, len(tokens))):
        token = tokens[place]
        if (place - at) % 2:
            if token.text not in _CLOSE:
                break
            continue
        word = _plain(token.text) if token.digits is None else ""
        digit = _DIGITS.get(word)
        is_next = words and digit == "0"  # "four thousand, zero"
        if is_next or (digit is None and not (word and words_with_value(word, ""))):
            break
        words.append(word)
        if digit is not None and len(words) == 1:
            found = digit, place + 1
        elif (value := value_of(words)) is not None and 0 < value <= _HIGHEST:
            found = str(int(value)), place + 1
        elif value is None:
            break
    return found


def _fused(word: str) -> str | None:
    """The digits of words that are written as one: "viereinseins"."""
    digits, at = list[str](), 0
    while at < len(word) and len(digits) < _MOST_FUSED:
        found = _FIRST_DIGIT.match(word, at)
        if found is None:
            return None
        digits.append(_DIGITS[found.group()])
        at = found.end()
    return "".join(digits) if at == len(word) and len(digits) > 1 else None


def _next_number(tokens: list[Token], at: int) -> int:
    """The next token that is a number, with only words between that join; else the same place."""
    words = signs = 0
    for place in range(at, min(at + 2 * _MOST_BETWEEN + 2, len(tokens))):
        token = tokens[place]
        if token.digits is not None:
            return place
        if token.text.isalpha():
            words += 1
            if words > _MOST_BETWEEN or _BETWEEN.fullmatch(token.text) is None:
                return at
        else:
            signs += len(token.text)
            if signs > _LONGEST_GAP:
                return at
    return at


def _plain(word: str) -> str:
    return word.casefold()
