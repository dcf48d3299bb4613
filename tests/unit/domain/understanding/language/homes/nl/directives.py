"""Orders about the talk itself: stop, start over, go back."""

from domain.understanding.word_sets import word_set

CERTAIN = word_set("annuleer annuleren")
LEAD = word_set("ik wil graag toch nee")
TRAIL = word_set("dit maar alsjeblieft hiermee")
