"""Words that may stand around the answer to a question."""

from domain.understanding.word_sets import word_set

BESIDE_ARTICLE = word_set("only just please person single")
AROUND = word_set(
    "it its is the my a an number no nr id order please sorry this that here heres thats hi hello",
    "ok oh so was with on at for by of to i am im think sure yes address email e mail phone",
    "mobile date and because reason would be should code",
)
BETWEEN = word_set("or not but rather mailto maybe")
ARTICLES = word_set("a an")
"""One, where a number was asked for."""
QUESTION = r"what|why|how|when|where|who|can i|can you|could|do you|does|is there|are you|was"
"""Begins a question."""
