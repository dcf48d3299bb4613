"""Claims of a sentence that can be right or wrong: quantities, names, days, denials, words."""

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache

from domain.understanding.language.registry import listed, merged, word_table
from domain.values import Frozen

PLAIN = word_table("grounding", "PLAIN")
DENYING = word_table("grounding", "DENYING")
CALENDAR = word_table("grounding", "CALENDAR")
_NUMBER_WORDS: dict[str, str] = merged("grounding", "NUMBER_WORDS")
_UNITS: dict[str, str] = merged("grounding", "UNITS")
_BEFORE_UNITS = word_table("grounding", "UNIT_ADJECTIVES")
_ENDINGS: tuple[str, ...] = tuple(
    sorted({str(ending) for ending in listed("grounding", "ENDINGS")}, key=len, reverse=True)
)
_SYMBOLS = {"€": "eur", "$": "usd", "£": "gbp", "%": "%", "°": "deg"}
_TOKEN = re.compile(
    r"\d{1,3}(?:[,.'\u2009\u202f]\d{3}){1,4}(?:[.,]\d{1,2})?(?!\d)"
    r"|\d{1,2}[:.]\d{2}(?=\s?(?:[ap]\.?m\b|uhr\b))|\d{1,2}:\d{2}"
    r"|\d{1,12}(?:[.,]\d{1,4})?|[^\W\d_][\w'\u2019]{0,60}(?:-[\w'\u2019]{1,60}){0,4}"
    r"|[€$£%°]|[-\u2013\u2014]",
    re.IGNORECASE,
)
_HALF_DAY = re.compile(r"\b([ap])\.\s?m\b\.?", re.IGNORECASE)
_TIME = re.compile(r"(\d{1,2})[:.](\d{2})")
_THOUSANDS = re.compile(r"(?<=\d)[,.'\u2009\u202f](?=\d{3}(?!\d))")
_OF_TIME = frozenset({"h", "min", "s", "d", "w", "mo", "y"})
_HALF_DAYS = {"am": 0, "pm": 12}
_NOON = 12
_BETWEEN = frozenset({"to", "bis", "and", "or", "und", "oder", "-", "\u2013", "\u2014", "until"})
_MOST_TOKENS = 400
_CLAUSE_END = re.compile(r"[;:!?,]\s|\.\s|\s[-\u2013\u2014]\s")
_AROUND = 3
"""Telling words on each side of a denial that it may be about."""
_AMBIGUOUS = frozenset({"may", "march"})
_LEAST_STEM, _LEAST_PART = 3, 5
_ONE = frozenset({"one", "once", "half"})
"""As often a pronoun or an idiom: they are compared as words."""


class Quantity(Frozen):
    """A number as its digits, and what it counts, "" where that is not said."""

    value: str
    unit: str = ""


class Claims(Frozen):
    """Of one text."""

    words: tuple[str, ...]
    """All of them in lower case, in order."""
    telling: tuple[str, ...]
    """Those that carry something, each once."""
    names: frozenset[str]
    quantities: tuple[Quantity, ...]
    nearest: dict[str, frozenset[str]]
    """By their stems: for each telling word the values of the numbers that stand nearest to it."""
    days: tuple[str, ...]
    denied: tuple[frozenset[str], ...]
    """For each word that denies: the stems of the telling words around it, in its clause."""

    @cached_property
    def stems(self) -> frozenset[str]:
        """Of all words."""
        return frozenset(map(stem, self.words))

    @cached_property
    def word_set(self) -> frozenset[str]:
        """All words, whatever their order."""
        return frozenset(self.words)


@lru_cache(maxsize=2_000)
def claims_of(text: str) -> Claims:
    """Read once; passages come again."""
    tokens = tokens_of(text)
    words = tuple(part for token in tokens for part in _words_of(token))
    telling = dict.fromkeys(word for word in words if is_telling(word))
    return Claims(
        words=words,
        telling=tuple(telling),
        names=frozenset(_names(text)),
        quantities=tuple(_quantities(tokens)),
        nearest=_nearest(tokens),
        days=tuple(_days(tokens)),
        denied=tuple(_denied(text)),
    )


def tokens_of(text: str) -> list[str]:
    """Words, numbers and signs in their order."""
    return _TOKEN.findall(_HALF_DAY.sub(r"\1m", text))[:_MOST_TOKENS]


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A word without its ending, in any of the languages: enough to compare with another's."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST_STEM:
            word = word[: -len(ending)]
            break
    return word[:-1] if len(word) > _LEAST_STEM and word[-1] == word[-2] else word


def is_part(word: str, of: str) -> bool:
    """Whether a long word is made of the other, as German makes them."""
    shorter, longer = (word, of) if len(word) <= len(of) else (of, word)
    return len(shorter) >= _LEAST_PART and (longer.startswith(shorter) or longer.endswith(shorter))


def _words_of(token: str) -> Iterator[str]:
    if not token[0].isalpha():
        return
    for part in token.lower().replace("\u2019", "'").split("-"):
        bare = part.removesuffix("'s").replace("'", "")
        if bare:
            yield bare


def is_telling(word: str) -> bool:
    """Whether a word in lower case carries something."""
    return (
        len(word) > 1
        and word not in PLAIN
        and word not in DENYING
        and word not in _UNITS
        and (word in _ONE or word not in _NUMBER_WORDS)
    )


def _days(tokens: list[str]) -> Iterator[str]:
    """Days and months in order. "May" at the beginning is a verb."""
    for at, token in enumerate(tokens):
        word = token.lower()
        if word not in CALENDAR:
            continue
        if word not in _AMBIGUOUS or (at and token[0].isupper()):
            yield word.removesuffix("s")


def _denied(text: str) -> Iterator[frozenset[str]]:
    for clause in _CLAUSE_END.split(text):
        words = [word for token in _TOKEN.findall(clause) for word in _words_of(token)]
        for at, word in enumerate(words):
            if word in DENYING:
                before = [one for one in words[:at] if is_telling(one)][-_AROUND:]
                after = [one for one in words[at:] if is_telling(one)][:_AROUND]
                yield frozenset(map(stem, (*before, *after)))


def _names(text: str) -> Iterator[str]:
    """Capitalised words that do not begin a sentence, and words with capitals or digits within."""
    for match in _NAME.finditer(text):
        word = match.group()
        bare = word.removesuffix("'s").removesuffix("\u2019s").lower()
        if bare in PLAIN or bare in CALENDAR or bare in _UNITS or bare in DENYING:
            continue
        begins = not text[: match.start()].rstrip(" \"'(*-\u2013").endswith(_WITHIN)
        if not begins or any(letter.isupper() or letter.isdigit() for letter in word[1:]):
            yield bare


_NAME = re.compile(r"\b[A-ZÄÖÜÀ-Þ][\w'\u2019]{1,60}")
_WITHIN = tuple("abcdefghijklmnopqrstuvwxyzäöüßABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789,;/&%€")


def _quantities(tokens: list[str]) -> Iterator[Quantity]:
    for at, token in enumerate(tokens):
        value = value_of(token)
        if value is None:
            continue
        half_day = _HALF_DAYS.get(_token_at(tokens, at + 1))
        unit = _unit(tokens, at)
        if half_day is not None or unit == "uhr" or (":" in token and unit not in _OF_TIME):
            yield Quantity(value=_clock(value, half_day), unit="uhr")
        else:
            yield Quantity(value=value, unit=unit)


def _nearest(tokens: list[str]) -> dict[str, frozenset[str]]:
    numbers = [(at, value) for at, token in enumerate(tokens) if (value := value_of(token))]
    found: dict[str, frozenset[str]] = {}
    for at, token in enumerate(tokens):
        for word in _words_of(token):
            if numbers and is_telling(word):
                least = min(abs(at - place) for place, _ in numbers)
                values = {value for place, value in numbers if abs(at - place) == least}
                found[stem(word)] = found.get(stem(word), frozenset()) | values
    return found


def _clock(value: str, half_day: int | None) -> str:
    hours, _, minutes = value.replace(".", ":").partition(":")
    hour = int(hours)
    if half_day is not None:
        hour = hour % _NOON + half_day
    return f"{hour}:{minutes or '00'}"


def value_of(token: str) -> str | None:
    """A number as its digits, in whichever way it is written; None for another token."""
    word = token.lower()
    if word in _NUMBER_WORDS and word not in _ONE:
        return _NUMBER_WORDS[word]
    if not token[0].isdecimal():
        return None
    if time := _TIME.fullmatch(token):
        if ":" in token:
            return f"{int(time[1])}:{time[2]}"
        return f"{int(time[1])}.{time[2]}"
    plain = _THOUSANDS.sub("", token).replace(",", ".")
    whole, _, decimals = plain.partition(".")
    decimals = decimals.rstrip("0")
    return f"{int(whole)}.{decimals}" if decimals else str(int(whole))


def _unit(tokens: list[str], at: int) -> str:
    if at and tokens[at - 1] in _SYMBOLS and tokens[at - 1] not in {"%", "°"}:
        return _SYMBOLS[tokens[at - 1]]
    place = at + 1
    for _ in range(2):
        place += _token_at(tokens, place) in _BEFORE_UNITS
    after = _token_at(tokens, place)
    if after in _SYMBOLS:
        return _SYMBOLS[after]
    if after in _UNITS:
        return _UNITS[after]
    if after in _BETWEEN and value_of(_token_at(tokens, place + 1) or "-") is not None:
        return _unit(tokens, place + 1)
    before = _token_at(tokens, at - 1) if at else ""
    return _UNITS[before] if _UNITS.get(before) in {"eur", "usd", "gbp", "chf"} else ""


def _token_at(tokens: list[str], place: int) -> str:
    return tokens[place].lower().removesuffix(".") if 0 <= place < len(tokens) else ""
