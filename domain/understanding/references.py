""" "And the first one again?": a place in what was listed or named, and nothing else."""

from domain.understanding.numbers import LAST
from domain.understanding.preprocess import words_of
from domain.understanding.word_sets import word_set

_PLACES = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "fifth": 5,
    "last": LAST, "erste": 1, "ersten": 1, "erster": 1, "erstes": 1, "zweite": 2, "zweiten": 2,
    "zweiter": 2, "zweites": 2, "dritte": 3, "dritten": 3, "dritter": 3, "letzte": LAST,
    "letzten": LAST, "letztes": LAST, "vierte": 4, "vierten": 4,
}  # fmt: skip
_AROUND = word_set(
    "and the one ones again please what about how then ok so also too is with show me tell where",
    "whats status of order orders parcel item now back to go check track for on in my und die der",
    "das den dem nochmal noch mal bitte was ist mit dann auch wo wie bestellung bestellungen",
    "paket zeig mir wieder zu zur jetzt von meine meiner status",
)


def place_in(text: str) -> int | None:
    """The one place that the message names, from 1, or -1 for the last; None where it says more."""
    words = words_of(text)
    places = {_PLACES[word] for word in words if word in _PLACES}
    is_all = all(word in _PLACES or word in _AROUND for word in words)
    return next(iter(places)) if is_all and len(places) == 1 else None
