"""The clauses of a message, and whether one only says why."""

from domain.understanding.word_sets import word_set

INTERROGATIVE = word_set("what when where who why which how")
