"""Numbers and ordinals in digits and in words."""

import re
from collections.abc import Iterator

_UNITS = (  # noqa: SIM905 - a list of words reads best as words
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()  # noqa: SIM905
_WORDS = {word: value for value, word in enumerate(_UNITS)} | {
    word: 20 + 10 * place for place, word in enumerate(_TENS)
}
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000}
_GERMAN = {
    word: value + 1
    for value, word in enumerate("eins zwei drei vier fünf sechs sieben acht neun zehn".split())  # noqa: SIM905
}
_ORDINAL_WORDS = {
    word: place + 1
    for place, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth".split()  # noqa: SIM905
    )
} | {"erste": 1, "ersten": 1, "zweite": 2, "zweiten": 2, "dritte": 3, "dritten": 3}
_LONGEST_ARTICLE = 8
LAST = -1
"""The ordinal of "the last one"."""

_LONGEST_RUN = 15
"""Words of one number, after the first."""
_WORD_RUN = re.compile(
    r"(?<!\w)(?:a\s{{1,3}})?(?:{words})"
    r"(?:[\s-]{{1,3}}(?:and\s{{1,3}})?(?:{words})){{0,{more}}}(?!\w)".format(
        words="|".join((*_WORDS, *_SCALES, *_GERMAN)), more=_LONGEST_RUN
    ),
    re.IGNORECASE,
)
_DIGITS = re.compile(r"(?<![\w.,])(?<!\d')[-+]?\d(?:[\d.,']{0,30}\d)?(?![.,']?\d)(?!\w)")
_ORDINAL = re.compile(
    r"(?<!\w)(?:(?P<digits>\d{{1,2}})(?:st|nd|rd|th)|(?P<word>{words})|(?P<last>last|letzte[n]?))"
    r"(?!\w)(?P<one>\s{{1,3}}(?:one|option|choice|item|of (?:them|these|those)))?".format(
        words="|".join(_ORDINAL_WORDS)
    ),
    re.IGNORECASE,
)


def number_of(text: str) -> float | None:
    """The value of digits with either decimal sign: 1,299.90 and 1.299,90 are the same."""
    sign = -1.0 if text.startswith("-") else 1.0
    body = text.lstrip("+-").replace("'", "")
    if "," in body and "." in body:
        decimal = max(",.", key=body.rfind)
        body = body.replace("." if decimal == "," else ",", "").replace(decimal, ".")
    elif body.count(",") == 1 and len(body.rpartition(",")[2]) != 3:  # noqa: PLR2004 - thousands
        body = body.replace(",", ".")
    else:
        body = body.replace(",", "")
        if body.count(".") > 1:
            body = body.replace(".", "")
    try:
        return sign * float(body)
    except ValueError:
        return None


def find_numbers(text: str) -> Iterator[tuple[int, int, float]]:
    for match in _DIGITS.finditer(text):
        if (value := number_of(match.group())) is not None:
            yield match.start(), match.end(), value
    for match in _WORD_RUN.finditer(text):
        yield match.start(), match.end(), float(_value_of_words(match.group()))


def find_ordinals(text: str) -> Iterator[tuple[int, int, int]]:
    """ "2nd", "the second one" and "the last one"; a bare "last" or "second" needs its "one"."""
    first, last = len(text) - len(text.lstrip()), len(text.rstrip(" .!?"))
    for match in _ORDINAL.finditer(text):
        named = match["word"] or match["last"]
        before = text[first : min(match.start(), first + _LONGEST_ARTICLE)].strip().casefold()
        alone = before in {"", "the", "der", "die", "das"}
        ends = match.end() >= last
        if named and not match["one"] and not (alone and ends):
            continue
        if match["last"]:
            value = LAST
        else:
            value = int(match["digits"] or _ORDINAL_WORDS[match["word"].casefold()])
        yield match.start(), match.end(), value


def _value_of_words(text: str) -> int:
    total, current = 0, 0
    for word in text.casefold().replace("-", " ").split():
        if word in _SCALES:
            scale = _SCALES[word]
            if scale == _SCALES["hundred"]:
                current = max(current, 1) * scale
            else:
                total, current = total + max(current, 1) * scale, 0
        else:
            current += _WORDS.get(word, _GERMAN.get(word, 0))
    return total + current
