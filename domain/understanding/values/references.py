""" "And the first one again?": a place in what was listed or named, and nothing else."""

from domain.understanding.language.registry import word_table
from domain.understanding.preprocess import words_of
from domain.understanding.values.ordinals import ordinal_of

_AROUND = word_table("references", "AROUND")


def place_in(text: str) -> int | None:
    """The one place that the message names, from 1, or -1 for the last; None where it says more."""
    words = words_of(text)
    places = {place for word in words if (place := ordinal_of(word)) is not None}
    is_all = all(word in _AROUND or ordinal_of(word) is not None for word in words)
    return next(iter(places)) if is_all and len(places) == 1 else None
