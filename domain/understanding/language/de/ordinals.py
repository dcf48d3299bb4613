"""Ordinals: "zweiter", "einunddreißigsten", "letzte"."""

_UNITS = ("ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun")
_STEMS = {
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
ORDINALS = (
    _STEMS
    | {f"{unit}undzwanzigste": 20 + n for n, unit in enumerate(_UNITS, 1)}
    | {"siebente": 7, "dreißigste": 30, "einunddreißigste": 31}
)
ENDINGS = "nrsm"
DAY_ENDINGS = "n"
SIGNS = ""
LAST = r"letzte[nrsm]?"
LATEST = r"späteste[nrsm]?"
LAST_ONE = r"letzten?"
NOUNS = ""
ARTICLES = ("der", "die", "das")
