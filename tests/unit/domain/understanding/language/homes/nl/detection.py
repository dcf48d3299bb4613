"""Signs by which the language is told."""

from domain.understanding.word_sets import word_set

SIGNS = word_set("ik je een het niet geen wat hoe waar mijn bestelling graag bedankt wil heb naar")
NAMES = {"nederlands": "nl"}
WISHES = word_set("praten spreken")
