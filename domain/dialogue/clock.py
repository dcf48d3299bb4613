"""Times of day as people write them beside a list of times: "10 am", "halb elf", "um 14 Uhr"."""

import re
from collections.abc import Iterator
from datetime import time

HOURS = {
    word: hour
    for hour, words in enumerate(
        (
            "one ein eins", "two zwei", "three drei", "four vier", "five fünf", "six sechs",
            "seven sieben", "eight acht", "nine neun", "ten zehn", "eleven elf", "twelve zwölf",
        ),
        start=1,
    )
    for word in words.split()
}  # fmt: skip
_MINUTES = {
    "five": 5, "fünf": 5, "ten": 10, "zehn": 10, "twenty": 20, "zwanzig": 20, "forty": 40,
    "vierzig": 40, "fifty": 50, "fünfzig": 50, "fifteen": 15, "fünfzehn": 15, "thirty": 30,
    "forty-five": 45, "forty five": 45,
    "dreißig": 30, "dreissig": 30, "fünfundvierzig": 45,
}  # fmt: skip
_WORD = "|".join(sorted(HOURS, key=len, reverse=True))
_HOUR = rf"(?P<hour>\d{{1,2}}|{_WORD})"
_OF, _COUNTED = rf"{_WORD}|\d{{1,2}}", "|".join(_MINUTES)
_HALF_DAY = r"(?P<half>[ap])\.?\s?m\b\.?(?!\s(?:\d|mo|di|mi|do|fr|sa|so|nä|ko))"
"""Not the German "am", as in "eins am Montag"."""
_RULES = tuple(
    re.compile(rf"(?<![\w.:,/-])(?:{rule})(?![\w:])", re.IGNORECASE)
    for rule in (
        rf"(?P<hour>\d{{1,2}})\s?[:.h]\s?(?P<minute>[0-5]\d)(?:\s?(?:{_HALF_DAY}|uhr))?",
        r"(?P<hour>\d{1,2})\s?uhr(?:\s?(?P<minute>[0-5]?\d))?",
        rf"(?P<hour>{_WORD})\s?uhr",
        rf"{_HOUR}\s?{_HALF_DAY}",
        rf"{_HOUR}\s?o'?\s?clock",
        rf"half\s(?:past\s)?(?P<past>{_WORD}|\d{{1,2}})",
        rf"halb\s(?P<halb>{_WORD}|\d{{1,2}})",
        rf"(?P<quarter>quarter|viertel|{_COUNTED})\s(?P<side>past|to|nach|vor)\s(?P<of>{_OF})",
        rf"(?:at|um|gegen|around|about|ab)\s{_HOUR}",
        r"(?P<noon>noon|midday|mittags)",
        r"(?P<hour>\d{1,2})\s(?P<minute>[0-5]\d)",
        rf"(?P<hour>{_WORD})\s(?P<minute>{'|'.join(_MINUTES)})",
    )
)
_NOON = 12
_DAY = 24
_HOUR_LONG = 60


def find_times(text: str) -> Iterator[tuple[int, int, frozenset[time]]]:
    """Each time named, with all that it can mean: "at 2" is 02:00 and 14:00."""
    taken = bytearray(len(text))
    for rule in _RULES:
        for match in rule.finditer(text):
            start, end = match.span()
            read = _read(match.groupdict())
            if read and not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                yield start, end, read


def both_halves(hour: int, minute: int = 0) -> frozenset[time]:
    """An hour without "am" or "pm" may be of either half of the day."""
    hours = {hour, hour + _NOON} if 1 <= hour < _NOON else {hour % _DAY}
    return frozenset(time(each, minute) for each in hours)


def _read(found: dict[str, str | None]) -> frozenset[time]:
    if found.get("noon"):
        return frozenset({time(_NOON)})
    if (named := found.get("past") or found.get("halb") or found.get("of")) is not None:
        return _part_of_hour(found, _number(named))
    hour, minute = _number(found.get("hour") or ""), _minutes(found.get("minute") or "0")
    if hour > _DAY:
        return frozenset()
    if half := found.get("half"):
        after_noon = half.casefold() == "p"
        return frozenset({time(hour % _NOON + _NOON * after_noon, minute)})
    return both_halves(hour, minute)


def _part_of_hour(found: dict[str, str | None], hour: int) -> frozenset[time]:
    if hour > _DAY:
        return frozenset()
    if found.get("past"):
        return both_halves(hour % _DAY, 30)
    if found.get("halb"):
        return both_halves((hour - 1) % _NOON or _NOON, 30)
    minutes = _MINUTES.get((found.get("quarter") or "").casefold(), 15)
    if (found.get("side") or "").casefold() in {"past", "nach"}:
        return both_halves(hour % _DAY, minutes)
    return both_halves((hour - 1) % _DAY, _HOUR_LONG - minutes)


def _number(word: str) -> int:
    return int(word) if word.isdecimal() else HOURS.get(word.casefold(), _DAY + 1)


def _minutes(word: str) -> int:
    return int(word) if word.isdecimal() else _MINUTES[word.casefold()]
