"""Numbers in words, up to hundreds of millions."""

from domain.understanding.word_sets import word_set

NOT_A_COUNT = word_set(
    "the this that which another each every any no first second third last next other same right",
    "wrong only some red blue green black white big small new old good cheap",
)
"""Before "one" these show that it stands for a thing and counts nothing."""
MAY_BE_A_THING = word_set("one")
"""Numbers that stand for a thing after one of those."""
NUMBERS = {
    word: value
    for value, word in enumerate(
        (  # noqa: SIM905 - a list of words reads best as words
            "zero one two three four five six seven eight nine ten eleven twelve thirteen "
            "fourteen fifteen sixteen seventeen eighteen nineteen"
        ).split()
    )
} | {
    word: 10 * tens
    for tens, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)  # noqa: SIM905
}
SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000}
DOZENS = {"dozen": 12, "couple": 2}
AFTER = {"couple": "a"}
"""Words that count only after this one."""
TOGETHER: dict[str, int] = {}
"""Numbers that are some only after AFTER_TOGETHER: in German "zu viert" is four."""
AFTER_TOGETHER = ""
JOINING = word_set("and")
HALVES: tuple[str, ...] = ()
"""Ends of words that hold a half and so are no whole number."""
AND_A_HALF = r"(?:and\s{1,3})?(?:a\s{1,3})?half"
"""After a number."""
HALF_A = r"half\s(?:a\s)?"
"""Before a dozen."""
