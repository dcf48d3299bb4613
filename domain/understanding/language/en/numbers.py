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
NUMBERS |= {"naught": 0, "nought": 0, "nil": 0}
SCALES = {
    "hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000,
    "lakh": 100_000, "lakhs": 100_000, "crore": 10_000_000, "crores": 10_000_000,
}  # fmt: skip
SHORT_SCALES = {
    "lkh": 100_000, "lkhs": 100_000, "lac": 100_000, "lacs": 100_000, "cr": 10_000_000,
    "mil": 1_000_000, "bn": 1_000_000_000,
}  # fmt: skip
"""Scales only after a number."""
SCALES_BESIDE_DIGITS = SHORT_SCALES | {
    "grand": 1_000,
    "millions": 1_000_000,
    "dozen": 12,
    "dozens": 12,
}
"""Further words that count so after digits."""
SUFFIXES = {"k": 1e3, "K": 1e3, "M": 1e6, "G": 1e9, "B": 1e9, "mn": 1e6, "bn": 1e9}
"""Letters right after digits. "m" alone is metres or minutes, and "5G" is no number."""
MINUS = word_set("minus negative")
POINT = "point"
DOZENS = {"dozen": 12, "dozens": 12, "couple": 2}
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
