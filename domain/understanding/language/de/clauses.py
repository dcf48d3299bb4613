"""The clauses of a message, and whether one only says why."""

from domain.understanding.word_sets import word_set

INTERROGATIVE = word_set("wie wann wo wer warum wieso welche welcher weshalb wohin")
