"""Finds the moments, ranges and durations that a text names."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from typing import NamedTuple

from domain.understanding.language.registry import fragment, tables
from domain.understanding.values.moments import (  # noqa: F401 - each adds its rules to the grammar
    calendar_rules,
    clock_rules,
    duration_rules,
    feast_rules,
    joining_rules,
    neighbour_rules,
    range_rules,
    season_rules,
)
from domain.understanding.values.moments.chart import EFFORT_OF_A_RULE, GRAMMAR, Node, Tries
from domain.understanding.values.moments.duration_rules import Length
from domain.understanding.values.moments.lexicon import (
    ALONE,
    Part,
    Phrases,
    Token,
    parts_at,
    tokens_of,
)
from domain.understanding.values.moments.series import (
    Grain,
    Span,
    bounded_effort,
    next_of,
)
from domain.understanding.values.moments.times import Clock, Time, settled
from domain.understanding.values.moments.zones import ZONES
from domain.understanding.values.ordinals import ordinal_places
from domain.understanding.values.times import follows_time

IsUsual = Callable[[int], bool]
MOST_TOKENS = 1_200
_LONGEST_RUN = 24
_MOST_RUNS = 20
_EFFORT_OF_A_RUN = 20_000
_TWO_YEARS = timedelta(days=731)
_CONTENT = frozenset(
    {
        "UNIT", "DAYWORD", "now_word", "AMPM", "POD", "TONIGHT", "LASTNIGHT", "AFTERPART",
        "CLOCK", "weekend", "SEASON", "any_season", "ENDS", "SPAN", "MONTH", "DOW", "STAMP",
        "ZONED", "YMD", "YM", "NUMERIC", "TIME", "TIME0", "TIME24", "HOURS", "PRIME", "fortnight",
        "FEAST", "HHMM", "oclock", "half_to", "half_past", "DOWPART", "q", "ides",
    }
)  # fmt: skip
"""Without one of these words stand for no moment, except after "at" and the like."""


class Found(NamedTuple):
    """A moment or range (`start`, `end`) or a length of time (`length`), as it is said."""

    start: int
    end: int
    kind: str
    """moment, range, after, until or duration."""
    span: Span | None
    grain: Grain
    length: Length | None = None
    is_bare_ordinal: bool = False
    """ "The second": a day of the month, or of things."""


@cache
def _names() -> Phrases:
    """Feasts and zones, by their first word."""
    found: Phrases = {}
    pairs: list[tuple[str, str, int | str]] = [
        (word, "ZONE", minutes) for word, minutes in ZONES.items()
    ]
    for _, feasts in tables("feasts", "FEASTS"):
        for key, names in feasts.items():
            pairs += [(name, "FEAST", key) for name in names.split("|")]
    for phrase, symbol, value in pairs:
        words = tuple(token.word for token in tokens_of(phrase))
        found.setdefault(words[0], []).append((words, symbol, value))
    return found


def find_moments(text: str, clock: Clock, is_usual: IsUsual | None = None) -> Iterator[Found]:
    """The longest readings, from left to right. Two at one place where the words leave it open."""
    tokens, tries = tokens_of(text)[:MOST_TOKENS], Tries()
    for found in _runs(text, tokens):
        with bounded_effort(_EFFORT_OF_A_RUN):
            run = found._replace(read=GRAMMAR.parse(clock, _shifted(found), tries))
        yield from _in_run(text, run, tokens, clock, is_usual or _in_daytime)


class Run(NamedTuple):
    """Tokens beside each other that all may be part of a moment."""

    first: int
    parts: list[list[Part]]
    read: Sequence[list[Node]] = ()
    """All that begins at each of them."""


def _runs(text: str, tokens: list[Token]) -> Iterator[Run]:
    at, left = 0, _MOST_RUNS
    while at < len(tokens) and left:
        parts: list[list[Part]] = []
        covered = at
        while at + len(parts) < len(tokens) and len(parts) < _LONGEST_RUN:
            here = list(parts_at(text, tokens, at + len(parts), _names()))
            if not here and at + len(parts) >= covered:
                break
            covered = max([covered, *(part.end for part in here)])
            parts.append(here)
        if any(part.symbol in _CONTENT for here in parts for part in here) or _is_told(parts):
            left -= 1
            yield Run(at, parts)
        at += max(len(parts), 1)


_LEADS = frozenset({"in", "at", "the", "on", "from", "by", "after", "until", "ORD"})


def _is_told(parts: list[list[Part]]) -> bool:
    symbols = {part.symbol for here in parts for part in here}
    return bool(symbols & _LEADS) and bool(symbols & {"N", "ORD"})


def _shifted(run: Run) -> list[list[Part]]:
    return [
        [Part(part.symbol, part.end - run.first, part.value) for part in here
         if part.end - run.first <= len(run.parts)]
        for here in run.parts
    ]  # fmt: skip


def _in_run(
    text: str, run: Run, tokens: list[Token], clock: Clock, is_usual: IsUsual
) -> Iterator[Found]:
    read = run.read
    at = 0
    while at < len(read):
        best = _best(read[at])
        if best is None:
            at += 1
            continue
        start, end = tokens[run.first + at].start, tokens[run.first + best.end - 1].end
        told = _told(best, start, end, clock, is_usual)
        shorter = None if told else _before_comma(read[at], run, tokens)
        if shorter is not None:
            best, end = shorter, tokens[run.first + shorter.end - 1].end
            told = _told(best, start, end, clock, is_usual)
        if _is_meant(best, text, start, end):
            yield from told
        at = best.end


def _before_comma(nodes: Sequence[Node], run: Run, tokens: list[Token]) -> Node | None:
    """A time before a comma, where it fits no day behind it: "tomorrow at 3, Friday at 4"."""
    commas = {at for at in range(len(run.parts)) if tokens[run.first + at].word == ","}
    times = [one for one in nodes if one.symbol == "T" and one.value.has("H")]
    return _best([one for one in times if one.end in commas])


def _is_meant(node: Node, text: str, start: int, end: int) -> bool:
    """Not "may" and "sat" in a sentence, "may third parties", nor "at 10 Downing Street"."""
    words = text[start:end].casefold()
    if words in ALONE:
        return words == text.strip(" .!?,").casefold()
    if node.symbol == "T" and node.value.loose and not follows_time(text, end):
        return False
    before = (one["word"].casefold() for one in _BEFORE_WORD.finditer(text, start, end))
    if not ordinal_places().keys().isdisjoint(before):
        return False  # "the first may be broken"
    word = _MONTH_WORD.search(text, start, end)
    return word is None or _MONTH_BY_CONTEXT.match(text, word.start()) is not None


_MONTH_WORD = re.compile(
    rf"\b(?:{fragment('date_rules', 'MONTHS_THAT_ARE_WORDS')})\b", re.IGNORECASE
)
_BEFORE_WORD = re.compile(
    rf"\b(?P<word>\w{{1,20}})\s{{1,3}}(?:{fragment('date_rules', 'MONTHS_THAT_ARE_WORDS')})\b",
    re.IGNORECASE,
)
"""Of an ordinal of several words ("twenty first") the last is one by itself."""
_MONTH_BY_CONTEXT = re.compile(fragment("date_rules", "MONTH_BY_CONTEXT"), re.IGNORECASE)


def _best(nodes: Sequence[Node]) -> Node | None:
    """The longest, then the likeliest."""
    usable = [one for one in nodes if _is_whole(one)]
    return max(usable, key=lambda one: (one.end, one.weight), default=None)


def _is_whole(node: Node) -> bool:
    if node.symbol == "DUR":
        return True
    return node.symbol == "T" and not node.value.latent


def _told(node: Node, start: int, end: int, clock: Clock, is_usual: IsUsual) -> list[Found]:
    """None where the calendar ends before, or it takes too long to find."""
    try:
        with bounded_effort(EFFORT_OF_A_RULE):
            return list(_spans_of(node, start, end, clock, is_usual))
    except (ValueError, OverflowError):
        return []


def _spans_of(node: Node, start: int, end: int, clock: Clock, is_usual: IsUsual) -> Iterator[Found]:
    if node.symbol == "DUR":
        yield Found(start, end, "duration", None, node.value.grain, node.value)
        return
    time: Time = node.value
    for one in (time, *time.others):
        for chosen in _halves(one, clock, is_usual):
            span = settled(chosen, clock)
            if span is not None and not _is_contradictory(one, span, clock):
                kind = one.opens or ("range" if one.is_range else "moment")
                yield Found(start, end, kind, span, chosen.grain, None, one.fields == "D")


def _is_contradictory(time: Time, span: Span, clock: Clock) -> bool:
    """ "Friday, 5 December", which will be a Friday in five years: one of them is wrong."""
    is_both = time.has("W") and time.has("M") and time.has("D") and not time.has("YX")
    return is_both and span.start - clock.local > _TWO_YEARS


def _halves(time: Time, clock: Clock, is_usual: IsUsual) -> tuple[Time, ...]:
    """Before or after noon: as is usual, else both."""
    if time.halves is None:
        return (time,)
    both = [replace(time, series=half, halves=None) for half in time.halves]
    usual = []
    for one in both:
        span = next_of(one.series, clock.local)
        if span and is_usual(span.start.hour * 60 + span.start.minute):
            usual.append(one)
    return tuple(usual) if len(usual) == 1 else tuple(both)


def _in_daytime(minutes: int) -> bool:
    return 8 * 60 <= minutes < 18 * 60


def written(found: Found, now: datetime) -> str | None:
    """As an entity's value: a day or a moment with its zone, both ends of a range, or a length."""
    if found.length is not None or found.span is None:
        return found.length.iso() if found.length else None
    start = _point(found.span.start, found.grain, now)
    if found.kind == "range":
        return _ends(found.span, found.grain, now)
    if found.kind != "moment":
        ends = (start, "..") if found.kind == "after" else ("..", start)
        return f"{ends[0]}/{ends[1]}" if start else None
    if found.grain > Grain.DAY:
        return f"{start}/{(found.span.end - timedelta(days=1)).date()}"
    return start


def _ends(span: Span, grain: Grain, now: datetime) -> str | None:
    """Of days with the last, of times as they were said."""
    if _is_day(span.start) and _is_day(span.end) and grain >= Grain.DAY:
        return f"{span.start.date()}/{(span.end - timedelta(days=1)).date()}"
    ends = [_point(moment, Grain.SECOND, now) for moment in span]
    return "/".join(one for one in ends if one) if all(ends) else None


def _is_day(moment: datetime) -> bool:
    return moment.hour == moment.minute == moment.second == 0


def _point(moment: datetime, grain: Grain, now: datetime) -> str | None:
    """None for an hour that the clocks leave out or go through twice."""
    if grain >= Grain.DAY:
        return moment.date().isoformat()
    local = moment.replace(tzinfo=now.tzinfo)
    if local.utcoffset() != local.replace(fold=1).utcoffset():
        return None
    return local.isoformat()
