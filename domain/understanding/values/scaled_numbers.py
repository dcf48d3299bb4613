"""Numbers with a scale or a sign beside them: "3k", "1.2 million", "minus five"."""

import re
from collections.abc import Iterator

from domain.understanding.language.registry import alternatives, by_language, merged, word_table
from domain.understanding.values.number_words import value_of, words_with_value

_FILE = "numbers"
_SUFFIXES: dict[str, float] = merged(_FILE, "SUFFIXES")
"""Letters right after digits, as they are written."""
_WORDS: dict[str, float] = merged(_FILE, "SCALES") | merged(_FILE, "SCALES_BESIDE_DIGITS")
_GIGA = "G"
_SCALED = re.compile(
    r"(?<![\w.,/])(?P<sign>[-+]?)(?P<number>\d[\d.,]{0,20}|\.\d{1,10})"
    rf"(?:(?P<suffix>(?-i:{alternatives(frozenset(_SUFFIXES))}))"
    rf"|\s{{0,3}}(?P<word>{alternatives(frozenset(_WORDS))})\.?)(?!\w)",
    re.IGNORECASE,
)
_MINUS = "|".join(sorted(word_table(_FILE, "MINUS")))
_NEGATIVE = re.compile(rf"(?<!\w)(?:{_MINUS})\s{{1,3}}\Z", re.IGNORECASE)
_LONGEST_SIGN = 12
_POINTS = by_language(_FILE, "POINT")
_POINT = re.compile(
    rf"(?<!\w)(?P<whole>[^\W\d_]{{1,24}})\s{{1,3}}(?:{'|'.join(_POINTS.values())})"
    r"(?P<digits>(?:\s{1,3}[^\W\d_]{1,12}){1,6})(?!\w)",
    re.IGNORECASE,
)
_AGAIN = re.compile(r"\s{0,3}\((?P<again>[^()]{1,40})\)")
Found = tuple[int, int, float]


def find_scaled(text: str) -> Iterator[Found]:
    """Digits with a scale, and decimals in words."""
    for match in _SCALED.finditer(text):
        value = _digits(match["number"])
        if value is None or (match["suffix"] == _GIGA and "." not in match["number"]):
            continue
        word = match["word"]
        scale = _WORDS[word.casefold()] if word else _SUFFIXES[match["suffix"]]
        value = round(value * scale, 6)
        yield match.start(), match.end(), -value if match["sign"] == "-" else value
    for match in _POINT.finditer(text):
        if (found := _spoken(match)) is not None:
            yield match.start(), found[0], found[1]


def _digits(text: str) -> float | None:
    body = text.rstrip(".,")
    if body.count(",") == 1 and "." not in body and len(body.rpartition(",")[2]) <= 2:  # noqa: PLR2004
        body = body.replace(",", ".")
    try:
        return float(body.replace(",", ""))
    except ValueError:
        return None


_SAID = re.compile(r"\S{1,12}")


def _spoken(match: re.Match[str]) -> tuple[int, float] | None:
    """ "Two point two five million"."""
    whole = _value(match["whole"])
    if whole is None:
        return None
    digits, scale, end = "", 1.0, match.start("digits")
    for word in _SAID.finditer(match["digits"]):
        said = word.group().casefold()
        value = _value(said)
        if said in _WORDS and digits:
            scale, end = _WORDS[said], match.start("digits") + word.end()
            break
        if value is None or value > 9:  # noqa: PLR2004 - digits are said one by one
            break
        digits += str(int(value))
        end = match.start("digits") + word.end()
    return (end, float(f"{int(whole)}.{digits}") * scale) if digits else None


def _value(word: str) -> float | None:
    word = word.casefold()
    return value_of([word]) if words_with_value(word, "") else None


def negated_from(text: str, start: int) -> int | None:
    """Where "minus" begins that stands before this place."""
    first = max(start - _LONGEST_SIGN, 0)
    match = _NEGATIVE.search(text[first:start])
    return first + match.start() if match else None


def said_again(text: str, end: int) -> tuple[int, int, int] | None:
    """ "Forty-five (45)": where what stands in brackets begins and ends, and the end of it all."""
    match = _AGAIN.match(text, end)
    return (match.start("again"), match.end("again"), match.end()) if match else None
