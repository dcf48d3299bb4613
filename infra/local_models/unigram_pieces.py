"""Cuts a text into the likeliest pieces of a vocabulary, as SentencePiece's unigram model does.

The library's own cutter keeps 250,000 pieces in a tree of 250 MB; a dictionary takes a fifth.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_GAP = "\u2581"
"""Stands for the blank before a word."""
_MOST_CHARACTERS = 4_000
_OF_UNKNOWN = 10.0
"""By how much an unknown letter is less likely than the rarest piece."""


@dataclass(frozen=True)
class Vocabulary:
    """Pieces with their numbers, how likely each is, and what letters are read as others."""

    places: Mapping[str, int]
    scores: Sequence[float]
    letters: Mapping[int, str]
    first: int
    last: int
    unknown: int
    longest: int
    """Characters of the longest piece."""
    worst: float
    """The score of an unknown letter."""


def vocabulary(
    pieces: Sequence[str],
    scores: Sequence[float],
    letters: Mapping[int, str],
    *,
    first: int,
    last: int,
    unknown: int,
) -> Vocabulary:
    return Vocabulary(
        places={piece: place for place, piece in enumerate(pieces) if place != unknown},
        scores=scores,
        letters=letters,
        first=first,
        last=last,
        unknown=unknown,
        longest=max(map(len, pieces)),
        worst=min(scores) - _OF_UNKNOWN,
    )


def pieces_of(known: Vocabulary, text: str, most: int) -> list[int]:
    """Numbers of the pieces between the marks of a text's beginning and end, at most so many."""
    said = text[:_MOST_CHARACTERS].translate(known.letters)
    said = _GAP + _GAP.join(said.split())
    best = [0.0, *[float("-inf")] * len(said)]
    cut: list[tuple[int, int]] = [(0, known.unknown)] * (len(said) + 1)
    for start in range(len(said)):
        here = best[start]
        if here + known.worst > best[start + 1]:
            best[start + 1], cut[start + 1] = here + known.worst, (start, known.unknown)
        for end in range(start + 1, min(start + known.longest, len(said)) + 1):
            place = known.places.get(said[start:end])
            if place is not None and here + known.scores[place] > best[end]:
                best[end], cut[end] = here + known.scores[place], (start, place)
    found: list[int] = []
    end = len(said)
    while end:
        end, place = cut[end]
        found.append(place)
    return [known.first, *found[::-1][: most - 2], known.last]
