"""Words that one slip of the finger makes of another, with how likely each kind of slip is."""

from itertools import groupby

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_LETTERS = "abcdefghijklmnopqrstuvwxyzäöüß"
_REPEATED, _SWAPPED, _MISSING, _TOO_MANY, _NEIGHBOUR, _OTHER = 1.0, 0.9, 0.7, 0.5, 0.7, 0.3
_FIRST = 0.5
"""A word's first letter is seldom the wrong one."""


def _neighbours() -> dict[str, frozenset[str]]:
    places = {
        letter: (row, column)
        for row, keys in enumerate(_ROWS)
        for column, letter in enumerate(keys)
    }
    return {
        letter: frozenset(
            other
            for other, (row, column) in places.items()
            if (row == own_row and abs(column - own_column) == 1)
            or (row == own_row + 1 and column in (own_column, own_column - 1))
            or (row == own_row - 1 and column in (own_column, own_column + 1))
        )
        for letter, (own_row, own_column) in places.items()
    }


_NEIGHBOURS = _neighbours()


def slips(word: str) -> dict[str, float]:
    """Every word that may have been meant, with how likely that slip is; bounded by the length."""
    meant: dict[str, float] = {}
    for place, letter in enumerate(word):
        left, right = word[:place], word[place + 1 :]
        is_repeated = letter in (left[-1:], right[:1])
        _keep(meant, left + right, _REPEATED if is_repeated else _TOO_MANY)
        if right:
            _keep(meant, left + right[0] + letter + right[1:], _SWAPPED)
        for other in _LETTERS:
            likely = _NEIGHBOUR if other in _NEIGHBOURS.get(letter, ()) else _OTHER
            _keep(meant, left + other + right, likely if place else likely * _FIRST)
    for place in range(len(word) + 1):
        for other in _LETTERS:
            _keep(meant, word[:place] + other + word[place:], _MISSING)
    meant.pop(word, None)
    return meant


def without_repeats(word: str) -> str:
    """Each run of a letter as one of it."""
    return "".join(letter for letter, _ in groupby(word))


def _keep(meant: dict[str, float], word: str, likely: float) -> None:
    meant[word] = max(likely, meant.get(word, 0.0))
