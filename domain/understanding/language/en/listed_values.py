"""The values of lists (enums) that a text names, each at its place."""

from domain.understanding.word_sets import word_set

DEGREES = word_set("double triple x xx xxx")
"""Before a value's name these make another value of it."""
PARTICLES = word_set("just really actually simply even")
"""They may stand within a name: "I just don't really like it"."""
