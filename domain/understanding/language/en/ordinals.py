"""Ordinals: "first", "2nd", "the last"."""

ORDINALS = {
    word: place
    for place, word in enumerate(
        (  # noqa: SIM905 - a list of words reads best as words
            "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
            "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth "
            "twenty-first twenty-second twenty-third twenty-fourth twenty-fifth twenty-sixth "
            "twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first"
        ).split(),
        1,
    )
}
ORDINALS |= {word.replace("-", " "): place for word, place in ORDINALS.items()}
"""Up to the thirty-first, without their endings."""
ENDINGS = ""
"""Letters, of which one may follow."""
DAY_ENDINGS = ""
"""Those of them with which a day of the month is named; any where none are named."""
SIGNS = "st|nd|rd|th"
"""What follows digits."""
LAST = r"last"
LATEST = r"latest"
"""The last of a list of days or times."""
LAST_ONE = r"last"
"""The last in a list."""
NOUNS = r"one|option|choice|item|of (?:them|these|those)"
"""What may follow the place in a list."""
ARTICLES = ("the",)
