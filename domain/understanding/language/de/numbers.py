"""Numbers in words, English and German, up to hundreds of millions."""

from domain.understanding.word_sets import word_set

NOT_A_COUNT = word_set()
