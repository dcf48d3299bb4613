"""Words that make another value of one in a list."""

from domain.understanding.word_sets import word_set

DEGREES = word_set("doppel doppelt dreifach zweifach x xx xxx")
PARTICLES = word_set("nur einfach leider halt eben wirklich überhaupt gar mir")
