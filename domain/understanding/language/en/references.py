""" "And the first one again?": a place in what was listed or named, and nothing else."""

from domain.understanding.word_sets import word_set

AROUND = word_set(
    "and the one ones again please what about how then ok so also too is with show me tell where",
    "whats status of order orders parcel item now back to go check track for on in my",
)
