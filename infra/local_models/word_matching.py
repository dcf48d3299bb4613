"""Matches a question's words with a passage's: by stem, synonym, spelling and compound."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from infra.local_models.synonyms import Lexicon

SAME, SYNONYM, MISSPELT, COMPOUND = 1.0, 0.85, 0.9, 0.8
_SHORTEST_MISSPELT, _SHORTEST_PART = 5, 4
_ENDINGS = ("en", "er", "es", "em", "e", "n", "s")


def matched(
    lexicon: Lexicon, asked: Sequence[str], words: Sequence[str], *, joins_words: bool
) -> NDArray[np.float32]:
    """How much each of the words, in columns, says of each word asked about, in rows.

    `joins_words` is for a question in a language that puts words together."""
    stems = [lexicon.stem(word) for word in words]
    found = [_row(lexicon, word, words, stems, joins_words=joins_words) for word in asked]
    return np.array(found, dtype=np.float32).reshape(len(asked), len(words))


def _row(
    lexicon: Lexicon, word: str, words: Sequence[str], stems: Sequence[str], *, joins_words: bool
) -> list[float]:
    stem, synonyms = lexicon.stem(word), lexicon.synonyms(word)
    row = [SAME if one == stem else SYNONYM if one in synonyms else 0.0 for one in stems]
    if joins_words:
        part = _without_ending(word)
        row = [
            value or (COMPOUND if _is_part(part, other) else 0.0)
            for value, other in zip(row, words, strict=True)
        ]
    if not any(row) and len(word) >= _SHORTEST_MISSPELT:
        first, last = word[0], word[-1]
        row = [
            MISSPELT if (other[0] == first or other[-1] == last) and is_slip(word, other) else 0.0
            for other in words
        ]
    return row


def is_slip(word: str, other: str) -> bool:
    """Whether one letter is wrong, too many or missing, or two stand in each other's place."""
    if abs(len(word) - len(other)) > 1 or not (word.isalpha() and other.isalpha()):
        return False
    before = _alike(word, other)
    after = _alike(word[before:][::-1], other[before:][::-1])
    left, right = word[before : len(word) - after], other[before : len(other) - after]
    return max(len(left), len(right)) <= 1 or (len(left) == 2 and left == right[::-1])  # noqa: PLR2004 - a pair


def _alike(word: str, other: str) -> int:
    """Letters from the beginning."""
    pairs = enumerate(zip(word, other, strict=False))
    return next((at for at, (one, two) in pairs if one != two), min(len(word), len(other)))


def _is_part(part: str, word: str) -> bool:
    """ "Kündigung" and "Kündigungsfrist", "Karte" and "Ersatzkarte": either within the other."""
    other = _without_ending(word)
    if min(len(part), len(other)) < _SHORTEST_PART:
        return False
    return part in word or other in part


def _without_ending(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_PART:
            return word.removesuffix(ending)
    return word
