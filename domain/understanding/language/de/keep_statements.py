"""Recognises that a customer keeps a thing: "I'll keep it after all", "ich behalte sie"."""

from domain.understanding.word_sets import word_set

VERBS = word_set("behalten behalte behalt")
MINE = word_set()
KEPT = word_set()
TELLING_OF_ME = word_set("hat hab habe")
KEPT_BY_ITSELF = ("behalt",)
