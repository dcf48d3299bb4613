"""Recognises that a customer keeps a thing: "I'll keep it after all", "ich behalte sie"."""

from domain.understanding.word_sets import word_set

VERBS = word_set("keep keeping")
MINE = word_set("gonna wanna lets rather prefer")
KEPT = word_set("it them this that these those the my mine both all everything one em")
"""What follows "keep" where a thing is kept, and not "keep waiting", "keep you posted"."""
TELLING_OF_ME = word_set("ive im")
"""Begin a remark beside the statement that a thing is kept."""
KEPT_BY_ITSELF: tuple[str, ...] = ()
"""Beginnings of verbs that need no object to say that a thing is kept."""
