"""Ordinals in English and German: "first", "2nd", "zweiter", "einunddreißigsten", "the last"."""

import re

LAST = -1
"""The ordinal of "the last one"."""
_ENGLISH = {
    word: place + 1
    for place, word in enumerate(
        (  # noqa: SIM905 - a list of words reads best as words
            "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
            "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth "
            "twenty-first twenty-second twenty-third twenty-fourth twenty-fifth twenty-sixth "
            "twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first"
        ).split()
    )
}
_GERMAN_UNITS = "ein zwei drei vier fünf sechs sieben acht neun".split()  # noqa: SIM905
_GERMAN = {
    stem: place
    for place, stem in enumerate(
        (  # noqa: SIM905 - a list of words reads best as words
            "erste zweite dritte vierte fünfte sechste siebte achte neunte zehnte elfte zwölfte "
            "dreizehnte vierzehnte fünfzehnte sechzehnte siebzehnte achtzehnte neunzehnte "
            "zwanzigste"
        ).split(),
        1,
    )
}
_GERMAN |= {f"{unit}undzwanzigste": 20 + n for n, unit in enumerate(_GERMAN_UNITS, 1)}
_GERMAN |= {"siebente": 7, "dreißigste": 30, "einunddreißigste": 31}
_GERMAN |= {word.casefold(): place for word, place in _GERMAN.items()}
"""As people write them, for the pattern, and folded, since so they are looked up."""
_LAST = re.compile(r"last|latest|letzte[nrsm]?|späteste[nrsm]?")
_DIGITS = re.compile(r"([1-9]\d?)(?:st|nd|rd|th)")
IN_ENGLISH = "|".join(sorted(_ENGLISH, key=len, reverse=True))
IN_GERMAN = rf"(?:{'|'.join(sorted(_GERMAN, key=len, reverse=True))})[nrsm]?"
"""Parts of a pattern that match the words up to the thirty-first."""


def ordinal_number(word: str) -> int:
    """Raise KeyError for a word that those patterns do not match."""
    folded = word.casefold()
    return _ENGLISH.get(folded) or _GERMAN[folded.rstrip("nrsm")]


def ordinal_of(word: str) -> int | None:
    """The ordinal that this word is, in letters or digits: 2 for "second", "2nd" and "zweiter",
    LAST for "last". The word is folded, as `match_key` folds it."""
    if digits := _DIGITS.fullmatch(word):
        return int(digits[1])
    if _LAST.fullmatch(word):
        return LAST
    return _ENGLISH.get(word) or _GERMAN.get(word.rstrip("nrsm"))
