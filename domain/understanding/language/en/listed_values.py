"""Words that make another value of one in a list."""

from domain.understanding.word_sets import word_set

DEGREES = word_set("double triple x xx xxx")
"""Before a value's name these make another value of it."""
PARTICLES = word_set("just really actually simply even")
"""They may stand within a name: "I just don't really like it"."""
