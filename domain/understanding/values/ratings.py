"""A rating from 1 to 5, as people give it: "five", "5/5", "4 von 5", stars, "eine vier"."""

import re

from domain.understanding.language.registry import alternatives, fragment, merged, word_table
from domain.understanding.preprocess import match_key

MOST = 5
_DIGITS = {str(number): number for number in range(1, MOST + 1)}
_NUMBERS: dict[str, int] = _DIGITS | merged("ratings", "NUMBERS")
_AROUND = word_table("ratings", "AROUND")
_SCALE = re.compile(
    rf"(?<![\w.,])([1-5]|{alternatives(frozenset(_NUMBERS.keys() - _DIGITS.keys()))}) ?"
    rf"(?:(?:{fragment('ratings', 'STARS')}) )?(?:/|{fragment('ratings', 'OUT_OF')}) ?"
    rf"(?:5|{fragment('ratings', 'FIVE')})(?![\d.,])"
)
_MORE_THAN_ONE = re.compile(r"\d\s?/|\d[.,]\d|-\s?\d")
_STARS = frozenset("⭐★🌟✨*")
_EMPTY_STARS = frozenset("☆ \t\ufe0f")
_KEYCAP = re.compile(r"([1-5])\ufe0f?\u20e3")
_LONGEST = 12


def rating_in(text: str) -> int | None:
    """The one number from 1 to 5 that the message gives; None for two of them, or for a message
    that says anything else beside it."""
    stars = sum(character in _STARS for character in text)
    beside = "".join(c for c in text if (c not in _STARS and c not in _EMPTY_STARS) or c == " ")
    if stars > 1 and set(match_key(beside).split()) <= _AROUND:
        return stars if stars <= MOST else None
    plain = _KEYCAP.sub(r" \1 ", text.casefold())
    scaled = _SCALE.sub(lambda found: f" {found[1]} ", plain)
    if _MORE_THAN_ONE.search(scaled):
        return None
    words = match_key(scaled).split()
    if not words or len(words) > _LONGEST:
        return None
    found = {number for word in words if (number := _NUMBERS.get(word))}
    rest = [word for word in words if word not in _NUMBERS and word not in _AROUND]
    return next(iter(found)) if len(found) == 1 and not rest else None
