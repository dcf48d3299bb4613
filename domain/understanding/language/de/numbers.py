"""Numbers in words, up to hundreds of thousands, most of them one word."""

from collections.abc import Iterator

from domain.understanding.word_sets import word_set

NOT_A_COUNT = word_set()
MAY_BE_A_THING = word_set()
_UNITS = "ein zwei drei vier fünf sechs sieben acht neun".split()  # noqa: SIM905
_TEENS = (  # noqa: SIM905 - a list of words reads best as words
    "zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn"
).split()
_TENS = "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig".split()  # noqa: SIM905
_HUNDRED, _THOUSAND = 100, 1_000


def _below_hundred() -> Iterator[tuple[str, int]]:
    yield from {"null": 0, "eins": 1, "zwo": 2}.items()
    for value, word in enumerate(_UNITS[1:], 2):
        yield word, value
    for value, word in enumerate(_TEENS, 10):
        yield word, value
    for ten, word in enumerate(_TENS, 2):
        yield word, 10 * ten
        for unit, first in enumerate(_UNITS, 1):
            yield f"{first}und{word}", 10 * ten + unit


def _below_thousand() -> dict[str, int]:
    small = dict(_below_hundred())
    found = dict(small)
    for count, first in enumerate(["", *_UNITS]):
        hundreds = f"{first}hundert"
        found[hundreds] = max(count, 1) * _HUNDRED
        for word, value in small.items():
            if value:
                found[f"{hundreds}{word}"] = max(count, 1) * _HUNDRED + value
                found[f"{hundreds}und{word}"] = max(count, 1) * _HUNDRED + value
    return found


def _without_signs(word: str) -> str:
    folded = word.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")
    return folded.replace("ß", "ss")


NUMBERS = _below_thousand()
NUMBERS |= {_without_signs(word): value for word, value in NUMBERS.items()} | {
    word.casefold(): value for word, value in NUMBERS.items()
}
SCALES = {
    "hundert": _HUNDRED, "tausend": _THOUSAND, "million": 1_000_000, "millionen": 1_000_000,
    "milliarde": 1_000_000_000, "milliarden": 1_000_000_000,
}  # fmt: skip
SHORT_SCALES = {"mio": 1_000_000, "mrd": 1_000_000_000, "tsd": _THOUSAND}
SCALES_BESIDE_DIGITS = SHORT_SCALES | {"dutzend": 12}
SUFFIXES: dict[str, float] = {}
MINUS = word_set("minus")
POINT = "komma"
DOZENS = {"dutzend": 12}
AFTER: dict[str, str] = {}
TOGETHER = {
    word: value
    for value, word in enumerate("zweit dritt viert fünft sechst siebt acht neunt zehnt".split(), 2)  # noqa: SIM905
}
AFTER_TOGETHER = "zu"
JOINING = word_set("und")
HALVES = ("einhalb", "anderthalb")
AND_A_HALF = ""
HALF_A = r"halbes\s"


def compound(word: str) -> int | None:
    """The number that a word of thousands is, such as "zweitausendfünfhundert"."""
    head, thousand, rest = word.partition("tausend")
    if not thousand or (rest and rest.removeprefix("und") not in NUMBERS):
        return None
    if head and head not in NUMBERS and head != "ein":
        return None
    return NUMBERS.get(head, 1) * _THOUSAND + NUMBERS.get(rest.removeprefix("und"), 0)
