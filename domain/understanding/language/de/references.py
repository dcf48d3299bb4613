""" "And the first one again?": a place in what was listed or named, and nothing else."""

from domain.understanding.word_sets import word_set

AROUND = word_set(
    "ok so also und die der das den dem nochmal noch mal bitte was ist mit dann auch wo wie",
    "bestellung bestellungen paket zeig mir wieder zu zur jetzt von meine meiner in status",
)
