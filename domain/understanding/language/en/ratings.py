"""A rating from 1 to 5, as people give it: "five", "5/5", "4 von 5", stars, "eine vier"."""

from domain.understanding.word_sets import word_set

AROUND = word_set(
    "a an i id would say give it you this that was is its the rate rating as for me my from of",
    "out star stars point points please thanks thank so maybe oh well ok yes definitely solid",
    "full all easily absolutely about around clear in total think be he she they them very good",
    "great nice super bad poor",
)
NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
STARS = r"stars?"
OUT_OF = r"out of|of"
FIVE = r"five"
