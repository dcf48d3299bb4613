"""Times of day in a text, as "HH:MM"."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import time

from domain.understanding.language.registry import (
    alternatives,
    by_language,
    fragment,
    listed,
    merged,
)

Found = tuple[int, int, str | None]
IsUsual = Callable[[int], bool]
"""Whether something usually happens at so many minutes after midnight."""
MAX_TIMES = 50
_NOON, _DAY, _HOUR = 12, 24, 60
_SPACE, _GAP = r"\s{1,3}", r"\s{0,3}"
_FILE = "times"
HOURS: dict[str, int] = merged(_FILE, "HOURS")
_WORDS: dict[str, int] = HOURS | merged(_FILE, "MINUTES")
_HOURS = alternatives(frozenset(HOURS))
_H = rf"(?:[01]?\d|2[0-4]|{_HOURS})"
_MINUTES = (
    "|".join(
        word.replace(" ", r"\s")
        for word in sorted(merged(_FILE, "MINUTES"), key=lambda one: (-len(one), one))
    )
    + r"|\d{1,2}"
)
_BEFORE_DAY = rf"(?!\s{{1,3}}(?:\d|(?:{fragment(_FILE, 'NO_MORNING')})\b))"
_HALF = rf"(?P<half>a\.?m\b\.?{_BEFORE_DAY}|p\.?m\b\.?)"
_SPOKEN_MINUTES = {
    spelled: 5 * place
    for words in by_language(_FILE, "FIVES").values()
    for place, word in enumerate(words.split(), 1)
    for spelled in (word, word.casefold(), word.replace("-", " "))
}
_SPOKEN = alternatives(frozenset(_SPOKEN_MINUTES))
_CLOCK = fragment(_FILE, "CLOCK")
_MINUTE = fragment(_FILE, "MINUTE")
_BEFORE_HOUR: tuple[str, ...] = listed(_FILE, "BEFORE_HOUR")
_WAY = alternatives(frozenset((*listed(_FILE, "PAST"), *_BEFORE_HOUR)))
_HALF_PAST = fragment(_FILE, "HALF_PAST")
_HALF_BEFORE = fragment(_FILE, "HALF_BEFORE_PATTERN")
_EARLIER: dict[str, int] = merged(_FILE, "HALF_BEFORE")
_NAMED_HOURS: dict[str, int] = merged(_FILE, "NAMED")
_RANGE = fragment(_FILE, "RANGE")
_NOON_HALVES = fragment(_FILE, "NOON_HALVES")
_AT = fragment(_FILE, "AT")
_AT_LOOSELY = fragment(_FILE, "AT_LOOSELY")
_AFTER = rf"(?=\s{{0,3}}(?:$|[,;!?)]|\.(?!\d)|\b(?:{fragment(_FILE, 'AFTER')})\b))"
_MORNING = re.compile(rf"\b(?:{fragment(_FILE, 'MORNING')})\b", re.IGNORECASE)
_EVENING = re.compile(rf"\b(?:{fragment(_FILE, 'EVENING')})\b", re.IGNORECASE)


def _rule(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.,:/+-])(?:{pattern})(?![\w/]|[:.,-]\d)", re.IGNORECASE)


_RULES = (
    _rule(rf"(?P<range>\d{{1,2}}(?::\d\d)?){_GAP}(?:-|{_RANGE}){_GAP}"
          rf"(?P<hour>{_H})(?:[:.](?P<minute>\d\d))?{_GAP}(?:a\.?m\b\.?{_BEFORE_DAY}|p\.?m\b\.?|{_CLOCK})"),
    _rule(rf"(?P<minutes>{_MINUTES}){_SPACE}(?P<way>{_WAY}){_SPACE}"
          rf"(?P<earlier>{_HALF_BEFORE}){_SPACE}(?P<hour>{_H})"),
    _rule(rf"(?P<minutes>{_MINUTES}){_SPACE}(?:(?:{_MINUTE}){_SPACE})?"
          rf"(?P<way>{_WAY}){_SPACE}(?P<hour>{_H})"
          rf"(?:{_GAP}(?:{_CLOCK}|{_HALF}))?"),
    _rule(rf"(?P<later>{_HALF_PAST}){_SPACE}(?P<hour>{_H})(?:{_GAP}(?:{_CLOCK}|{_HALF}))?"),
    _rule(rf"(?P<earlier>{_HALF_BEFORE}){_SPACE}(?P<hour>{_H})(?:{_GAP}(?:{_CLOCK}))?"),
    _rule(rf"(?P<hour>{_H})(?:[:.](?P<minute>\d\d))?{_GAP}{_HALF}"),
    _rule(rf"(?P<hour>{_H})(?:[:.](?P<minute>\d\d))?{_SPACE}(?:{_NOON_HALVES})"),
    _rule(rf"(?P<hour>{_H})(?:[:.](?P<minute>\d\d))?{_GAP}(?P<clock>{_CLOCK})"
          rf"(?:\s{{1,3}}(?:(?P<more>\d\d)|(?P<spoken>{_SPOKEN})(?!\w))(?!\s{{0,3}}(?:{_CLOCK}|\.)))?"),
    _rule(r"(?P<hour>\d{1,2})[:h](?P<minute>\d\d)(?::\d\d)?"),
    _rule(rf"(?:12\s{{0,3}})?(?P<named>{alternatives(frozenset(_NAMED_HOURS))})"),
)  # fmt: skip
_LOOSE_RULES = (
    _rule(rf"(?:@|{_AT}|{_AT_LOOSELY}){_SPACE}(?P<hour>{_H})"
          rf"(?:\.(?P<minute>\d\d))?{_AFTER}"),
)  # fmt: skip
_FURTHER_RULES = (
    _rule(rf"(?:{fragment(_FILE, 'GOES_ON')}),?"
          rf"{_SPACE}(?P<hour>{_H})(?:\.(?P<minute>\d\d))?{_AFTER}"),
)  # fmt: skip
"""An hour after a small word: "at 3" is a time where one is asked for, and else a number."""
_RULES_BESIDE_TIMES = (
    *_RULES,
    _rule(rf"(?:{_AT}|{fragment(_FILE, 'AROUND')}){_SPACE}(?P<hour>{_H})"),
    _rule(r"(?P<hour>\d{1,2})(?:\s?\.\s?|\s)(?P<minute>[0-5]\d)"),
    _rule(rf"(?P<hour>{_HOURS})\s(?P<spoken>{_SPOKEN})"),
)
"""What is a time beside a list of them: "the 11 15 one", "eight thirty"."""


def find_times(
    text: str, is_usual: IsUsual | None = None, *, loosely: bool = False
) -> Iterator[Found]:
    """Every time of day, or (`loosely`) what is one only if a time is meant.

    Both where it may be before or after noon and `is_usual` does not settle it; None for what is
    none, such as "25:00" or "between 3 and 5 pm".
    """
    yield from _found(_LOOSE_RULES if loosely else _RULES, text, is_usual)


def follows_time(text: str, end: int) -> bool:
    """Whether what comes next may follow an hour: nothing, a sign, or words such as "please"."""
    return _AFTER_HOUR.match(text, end) is not None


_AFTER_HOUR = re.compile(_AFTER, re.IGNORECASE)


def times_beside(text: str) -> Iterator[tuple[int, int, frozenset[time]]]:
    """Each time named beside a list of times, with all that it can mean: "at 2" is 02:00 and 14:00,
    and which of them is offered tells."""
    meant: dict[tuple[int, int], set[time]] = {}
    for start, end, value in _found(_RULES_BESIDE_TIMES, text, _is_never_usual):
        if value is not None:
            meant.setdefault((start, end), set()).add(time.fromisoformat(value))
    for (start, end), times in meant.items():
        yield start, end, frozenset(times)


def both_halves(hour: int) -> frozenset[time]:
    """An hour without "am" or "pm" may be of either half of the day."""
    hours = {hour, hour + _NOON} if 1 <= hour < _NOON else {hour % _DAY}
    return frozenset(time(each) for each in hours)


def further_times(text: str, is_usual: IsUsual | None = None) -> Iterator[Found]:
    """Hours that go on with a time: "at 10, I mean 11"."""
    for start, end, value in _found(_FURTHER_RULES, text, is_usual):
        word = _LAST_WORD.search(text, start, end)
        yield word.start() if word else start, end, value


def _found(
    rules: Sequence[re.Pattern[str]], text: str, is_usual: IsUsual | None
) -> Iterator[Found]:
    taken, left = bytearray(len(text)), MAX_TIMES
    half = _half_of_day(text)
    for pattern in rules:
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(taken[start:end]) or not left:
                continue
            left -= 1
            taken[start:end] = b"\1" * (end - start)
            for minutes in _minutes(match.groupdict(), half, is_usual or _in_daytime) or (None,):
                yield start, end, None if minutes is None else written(minutes)


def written(minutes: int) -> str:
    """So many minutes after midnight as "HH:MM"."""
    return f"{minutes // _HOUR:02d}:{minutes % _HOUR:02d}"


def bare_times(text: str, is_usual: IsUsual | None = None) -> list[Found]:
    """ "3", "three", "10.30" or "9 or 10" as the answer to "at what time?"."""
    found: list[Found] = []
    at = 0
    for said in _CHOICE.split(text.strip(), maxsplit=_MOST_PARTS):
        match = _BARE.fullmatch(said)
        if match is None:
            return []
        start = text.index(said, at)
        at = start + len(said)
        either = _minutes(match.groupdict(), _half_of_day(text), is_usual or _in_daytime)
        found += [(start, at, written(minutes)) for minutes in either]
    return found


_LAST_WORD = re.compile(r"[^\s,]{1,20}\Z")
_CHOICE = re.compile(
    rf"\s{{1,3}}(?:{fragment(_FILE, 'BETWEEN')})\s{{1,3}}"
    rf"|,\s{{1,3}}(?:(?:{fragment(_FILE, 'NOT')}) )?",
    re.IGNORECASE,
)
_MOST_PARTS = 4
_BARE = re.compile(
    rf"(?:(?:{fragment(_FILE, 'LEADS_TO')}){_SPACE}){{0,3}}"
    rf"(?P<hour>{_H})(?:[:.](?P<minute>\d\d)|\s?(?P<minute2>[0-5]\d)|{_SPACE}(?P<spoken>{_SPOKEN}))?"
    rf"(?:{_SPACE}(?:{fragment(_FILE, 'ENDS')})){{0,2}}"
    r"[.!]?",
    re.IGNORECASE,
)


def _half_of_day(text: str) -> str:
    morning, evening = _MORNING.search(text), _EVENING.search(text)
    if bool(morning) == bool(evening):
        return ""
    return "am" if morning else "pm"


def _in_daytime(minutes: int) -> bool:
    return 8 * _HOUR <= minutes < 18 * _HOUR


def _is_never_usual(_minutes: int) -> bool:
    return False


def _minutes(parts: dict[str, str | None], half: str, is_usual: IsUsual) -> tuple[int, ...]:
    """Minutes after midnight: none, one, or the two between which nothing decides."""
    if parts.get("range"):
        return ()
    if named := (parts.get("named") or "").casefold():
        return (_NAMED_HOURS[named] * _HOUR,)
    said = (parts.get("hour") or "").casefold()
    hour = int(said) if said.isdecimal() else _WORDS[said]
    minute = _minute(parts)
    shift = _shift(parts)
    half = (parts.get("half") or "").casefold().replace(".", "") or half
    if hour > _DAY or minute >= _HOUR or (hour == _DAY and minute):
        return ()
    if hour > _NOON or (said.startswith("0") and not parts.get("half")):
        return ((hour % _DAY * _HOUR + minute + shift) % (_DAY * _HOUR),)
    before = hour % _NOON * _HOUR + minute + shift
    both = (before % (_DAY * _HOUR), (before + _NOON * _HOUR) % (_DAY * _HOUR))
    if half.startswith(("a", "p")):
        return both[:1] if half.startswith("a") else both[1:]
    usual = tuple(minutes for minutes in both if is_usual(minutes))
    return usual if len(usual) == 1 else both


def _minute(parts: dict[str, str | None]) -> int:
    if spoken := parts.get("spoken"):
        return _SPOKEN_MINUTES[spoken.casefold()]
    return int(parts.get("minute") or parts.get("minute2") or parts.get("more") or 0)


def _shift(parts: dict[str, str | None]) -> int:
    """Minutes by which "quarter past" or "halb" moves the hour."""
    if parts.get("later"):
        return _HOUR // 2
    earlier = (parts.get("earlier") or "").casefold()  # "halb vier" is before four
    base = -next(
        (count for word, count in _EARLIER.items() if earlier and earlier.startswith(word)), 0
    )
    said = " ".join((parts.get("minutes") or "").casefold().split())
    count = (int(said) if said.isdecimal() else _WORDS[said]) if said else 0
    is_before = (parts.get("way") or "").casefold() in _BEFORE_HOUR
    return base - count if is_before else base + count
