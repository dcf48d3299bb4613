"""Edit distance of words and names, in bounded time, for what is misspelt."""

from collections.abc import Sequence
from difflib import SequenceMatcher

LIKENESS = 0.75
"""From here on two are taken for the same."""
_SHORTEST = 3
"""Below this, one letter more or less makes another word: "xl" is no slip for "xxl"."""
_LONGEST_NAME = 100
_MOST_WORDS = 40
"""Of a message. What is said in more is not one misspelt name."""
_MOST_COMPARED = 2_000


def likeness(one: str, other: str) -> float:
    """From 0.75 to 1 where they are nearly the same, else 0. Both as `match_key` writes them.

    Comparing takes up to the product of the lengths, so what is cheap is asked first.
    """
    if max(len(one), len(other)) > _LONGEST_NAME or not _may_be_near(one, other):
        return float(bool(one) and one == other)
    compared = SequenceMatcher(None, one, other)
    if compared.quick_ratio() < LIKENESS:
        return 0.0
    ratio = compared.ratio()
    return ratio if ratio >= LIKENESS else 0.0


def is_a_slip(word: str, meant: str) -> bool:
    """Whether one letter is missing, too many or wrong, or two have changed places; the first is
    never wrong by itself."""
    if abs(len(word) - len(meant)) > 1 or (word[0] != meant[0] and word[:2] != meant[1::-1]):
        return False
    start = next((i for i, (a, b) in enumerate(zip(word, meant, strict=False)) if a != b), None)
    if start is None:
        return word != meant
    left, right = word[start:], meant[start:]
    swapped = left[:2] == right[1::-1] and left[2:] == right[2:]
    return left[1:] == right[1:] or left[1:] == right or left == right[1:] or swapped


class Nearness:
    """The words of one message, to find names in. Of very many comparisons only the first are
    made: that a huge bot does not recognise a misspelling costs less than what it would take."""

    def __init__(self, said: Sequence[str], never: frozenset[str] = frozenset()) -> None:
        """`never`: words that are no misspellings, such as "keine" of "kleine"."""
        misspelt = (word for word in said if word not in never)
        self._said = tuple(dict.fromkeys(misspelt))[:_MOST_WORDS]
        self._exact = frozenset(said)
        self._left = _MOST_COMPARED

    def of_words(self, words: Sequence[str]) -> float:
        """How near the least near of these words comes to one that is said; 0 if one is missing."""
        least = 1.0 if words else 0.0
        for word in words:
            least = min(least, self._closest(word))
            if not least:
                break
        return least

    def _closest(self, word: str) -> float:
        if word in self._exact:
            return 1.0
        best = 0.0
        for other in self._said:
            if _may_be_near(word, other) and self._left:
                self._left -= 1
                best = max(best, likeness(word, other))
        return best


def _may_be_near(one: str, other: str) -> bool:
    """Whether their lengths allow it: what they share counts twice, over both lengths."""
    both = len(one) + len(other)
    if min(len(one), len(other)) < _SHORTEST:
        return bool(one) and one == other
    return both > 0 and 2 * min(len(one), len(other)) / both >= LIKENESS
