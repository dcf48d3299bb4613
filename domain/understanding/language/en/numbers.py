"""Numbers in words, English and German, up to hundreds of millions."""

from domain.understanding.word_sets import word_set

NOT_A_COUNT = word_set(
    "the this that which another each every any no first second third last next other same right",
    "wrong only some red blue green black white big small new old good cheap",
)
"""Before "one" these show that it stands for a thing and counts nothing."""
