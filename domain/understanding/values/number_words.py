"""Numbers in words, English and German, up to hundreds of millions."""

from collections.abc import Iterator, Sequence

from domain.understanding.language.registry import word_table

_UNITS = (  # noqa: SIM905 - a list of words reads best as words
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()  # noqa: SIM905
_SCALES = {
    "hundred": 100,
    "thousand": 1_000,
    "million": 1_000_000,
    "hundert": 100,
    "tausend": 1_000,
}
_DOZENS = {"dozen": 12, "dutzend": 12, "couple": 2}
_ENGLISH = {word: value for value, word in enumerate(_UNITS)} | {
    word: 20 + 10 * place for place, word in enumerate(_TENS)
}
_GERMAN_UNITS = "ein zwei drei vier fünf sechs sieben acht neun".split()  # noqa: SIM905
_GERMAN_TEENS = (  # noqa: SIM905 - a list of words reads best as words
    "zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn"
).split()
_GERMAN_TENS = "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig".split()  # noqa: SIM905
_TOGETHER = {
    word: value
    for value, word in enumerate("zweit dritt viert fünft sechst siebt acht neunt zehnt".split(), 2)  # noqa: SIM905
}
"""After "zu": "wir sind zu viert" is four."""
_HUNDRED, _THOUSAND = 100, 1_000
_NOT_A_COUNT = word_table("numbers", "NOT_A_COUNT")
"""Before "one" these show that it stands for a thing and counts nothing."""


def _below_hundred() -> Iterator[tuple[str, int]]:
    yield from {"null": 0, "eins": 1, "zwo": 2}.items()
    for value, word in enumerate(_GERMAN_UNITS[1:], 2):
        yield word, value
    for value, word in enumerate(_GERMAN_TEENS, 10):
        yield word, value
    for ten, word in enumerate(_GERMAN_TENS, 2):
        yield word, 10 * ten
        for unit, first in enumerate(_GERMAN_UNITS, 1):
            yield f"{first}und{word}", 10 * ten + unit


def _below_thousand() -> dict[str, int]:
    small = dict(_below_hundred())
    found = dict(small)
    for count, first in enumerate(["", *_GERMAN_UNITS]):
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


_GERMAN = _below_thousand()
_GERMAN |= {_without_signs(word): value for word, value in _GERMAN.items()} | {
    word.casefold(): value for word, value in _GERMAN.items()
}


def words_with_value(word: str, before: str) -> bool:
    """Whether the word, after that one before it, is part of a number."""
    if word == "one":
        return before not in _NOT_A_COUNT
    if before == "zu" and word in _TOGETHER:
        return True
    if word == "couple":
        return before == "a"
    if word.endswith(("einhalb", "anderthalb")):
        return True
    return word in _ENGLISH or word in _SCALES or word in _DOZENS or _german(word) is not None


def joins(word: str, before: str) -> bool:
    """Whether "and" goes on with a number: after a hundred, not after "two"."""
    return word in {"and", "und"} and before in _SCALES


def _german(word: str) -> int | None:
    """ "Dreiundzwanzig", "zweitausendfünfhundert"."""
    if word in _GERMAN:
        return _GERMAN[word]
    head, thousand, rest = word.partition("tausend")
    if not thousand or (rest and rest.removeprefix("und") not in _GERMAN):
        return None
    if head and head not in _GERMAN and head != "ein":
        return None
    count = _GERMAN.get(head, 1)
    return count * _THOUSAND + _GERMAN.get(rest.removeprefix("und"), 0)


def value_of(words: Sequence[str]) -> float | None:
    """The number; None where the words do not make one, such as "one two three"."""
    total, current, least = 0, 0, 10 * _SCALES["million"]
    for word in words:
        if word.endswith("halb"):
            return None
        if word in _DOZENS:
            current, least = max(current, 1) * _DOZENS[word], 0
            continue
        if word in _SCALES:
            scale = _SCALES[word]
            if scale >= _THOUSAND:
                total, current, least = total + max(current, 1) * scale, 0, scale
            else:
                current, least = max(current, 1) * scale, scale
            continue
        value = _ENGLISH.get(word, _german(word) or _TOGETHER.get(word, 0))
        if value >= least or (least < _HUNDRED and value >= len(_UNITS) // 2):
            return None
        current, least = current + value, _next_least(value)
    return float(total + current)


def _next_least(value: int) -> int:
    """What may follow must be less: a unit after "twenty", nothing after "three"."""
    return 10 if value >= len(_UNITS) and not value % 10 and value < _HUNDRED else 0
