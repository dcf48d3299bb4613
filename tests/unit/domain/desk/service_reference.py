"""A reference calculator of service levels, of another kind than ours: it walks the wall's clock
minute by minute, and knows nothing of spans.

    python -m tests.unit.domain.desk.service_reference 100000

compares the two in that many random cases.
"""

import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from domain.business_hours import DAYS
from domain.desk.service_clock import (
    Calendar,
    Pause,
    PauseKind,
    ServiceFacts,
    ServiceLevel,
    clocks,
    counted,
)
from domain.handoffs import DueFor
from domain.patience import Patience
from domain.tenant_settings import BusinessHours, ClosingDay

MINUTE = timedelta(minutes=1)
SCANNED_DAYS = 21
CASES_OF_A_CALENDAR = 250
_BEFORE = 3
"""Days that are walked before the first case: a shift may begin on the day before."""
_ZONES = (
    *("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"),
    *("America/Havana", "Asia/Beirut", "Pacific/Apia", "Africa/Casablanca", "America/Santiago"),
)
_CHANGES = ("2026-03-29", "2026-10-25", "2026-03-08", "2026-11-01", "2026-04-05", "2026-09-06")
"""Days near which clocks are put forward or back somewhere; half of the calendars begin there."""


@dataclass(frozen=True)
class Minutes:
    """Of each minute from `first` on, whether somebody is there and which day it is there."""

    first: datetime
    open: bytes
    days: tuple[date, ...]


def minutes_of(calendar: Calendar, begin: datetime) -> Minutes:
    """Walk. A time of the wall has come once the clock shows it, or a later one: it is not undone
    when the clock is put back."""
    zone = ZoneInfo(calendar.hours.tz)
    first = begin - timedelta(days=_BEFORE)
    highest = datetime(1, 1, 1)  # noqa: DTZ001 - by the clock on the wall
    spans = list(_wall_spans(calendar, first.date()))
    flags, days = bytearray(), []
    for number in range((_BEFORE + SCANNED_DAYS) * 24 * 60):
        shown = (first + number * MINUTE).astimezone(zone).replace(tzinfo=None)
        highest = max(highest, shown)
        flags.append(any(start <= highest < end for start, end in _near(spans, highest)))
        days.append(shown.date())
    return Minutes(first, bytes(flags), tuple(days))


def _wall_spans(calendar: Calendar, first: date) -> Iterator[tuple[datetime, datetime]]:
    closed = set(calendar.holidays)
    for closing in calendar.hours.closed:
        day = closing.date
        while day <= (closing.until or closing.date):
            closed.add(day)
            day += timedelta(days=1)
    for offset in range(-2, SCANNED_DAYS + _BEFORE + 3):
        day = first + timedelta(days=offset)
        for span in () if day in closed else calendar.hours.days.get(DAYS[day.weekday()], ()):
            start, end = (_wall(day, clock) for clock in span.split("-"))
            yield start, end if end > start else end + timedelta(days=1)


def _wall(day: date, clock: str) -> datetime:
    hours, minutes = map(int, clock.split(":"))
    return datetime(day.year, day.month, day.day) + timedelta(hours=hours, minutes=minutes)  # noqa: DTZ001


def _near(
    spans: list[tuple[datetime, datetime]], shown: datetime
) -> Iterator[tuple[datetime, datetime]]:
    return (span for span in spans if abs((span[0] - shown).days) <= 1)


def reference(
    since: datetime, target: timedelta, minutes: Minutes, pauses: list[Pause], *, business: bool
) -> tuple[datetime, dict[date, int]] | None:
    """The end of the minute in which the last of the target passes, and the minutes of each day."""
    flags = bytearray(minutes.open if business else b"\x01" * len(minutes.open))
    flags[: _index(since, minutes)] = bytes(_index(since, minutes))
    for pause in pauses:
        start = _index(pause.start, minutes)
        end = _index(pause.end, minutes) if pause.end else len(flags)
        flags[start:end] = bytes(max(end - start, 0))
    position, shares = -1, dict[date, int]()
    for _ in range(target // MINUTE):
        position = flags.find(1, position + 1)
        if position < 0:
            return None
        shares[minutes.days[position]] = shares.get(minutes.days[position], 0) + 1
    return minutes.first + (position + 1) * MINUTE, shares


def _index(moment: datetime, minutes: Minutes) -> int:
    return max((moment - minutes.first) // MINUTE, 0)


def random_calendar(chance: random.Random) -> tuple[Calendar, datetime]:
    """Shifts, some over midnight, some that touch or overlap, closing days, and a first moment."""
    days = {
        day: tuple(_random_span(chance) for _ in range(chance.choice((1, 1, 2, 3))))
        for day in DAYS
        if chance.random() < 0.75
    }
    first = date.fromisoformat(chance.choice(_CHANGES)) - timedelta(days=chance.randrange(9))
    if chance.random() < 0.5:
        first = date(2026, 1, 1) + timedelta(days=chance.randrange(700))
    closing = first + timedelta(days=chance.randrange(9))
    hours = BusinessHours(
        tz=chance.choice(_ZONES),
        days=days or {"mon": ("09:00-17:00",)},
        closed=(ClosingDay(date=closing, until=closing + timedelta(days=chance.randrange(3))),),
    )
    holidays = [first + timedelta(days=chance.randrange(12)) for _ in range(chance.randrange(3))]
    return Calendar(hours, tuple(holidays)), datetime(
        first.year, first.month, first.day, tzinfo=UTC
    )


def _random_span(chance: random.Random) -> str:
    start = chance.randrange(0, 24 * 60, chance.choice((1, 15, 30)))
    end = (start + chance.choice((5, 60, 180, 240, 480, 600))) % (24 * 60)
    return f"{start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}"


def random_facts(chance: random.Random, begin: datetime) -> tuple[ServiceFacts, ServiceLevel]:
    """A handoff with up to four pauses, which may overlap; the last may still go on."""
    opened = begin + chance.randrange(4 * 24 * 60) * MINUTE
    pauses = []
    for _ in range(chance.randrange(5)):
        start = opened + chance.randrange(-600, 5 * 24 * 60) * MINUTE
        end = start + chance.choice((1, 30, 90, 700, 3000)) * MINUTE
        is_open = chance.random() < 0.1
        kind = chance.choice(tuple(PauseKind))
        pauses.append(Pause(kind=kind, start=start, end=None if is_open else end))
    replied = opened + chance.randrange(600) * MINUTE
    awaiting = replied + chance.randrange(2 * 24 * 60) * MINUTE
    facts = ServiceFacts(
        opened_at=opened,
        first_replied_at=replied,
        awaiting_since=awaiting if chance.random() < 0.8 else None,
        pauses=tuple(pauses),
    )
    level = ServiceLevel(next_reply=_target(chance), resolution=_target(chance))
    return facts, level


def _target(chance: random.Random) -> Patience:
    lasts = chance.choice((1, 5, 15, 60, 90, 480, 1200)) * MINUTE
    return Patience(lasts=lasts, business=chance.random() < 0.8)


def differences(cases: int, seed: int) -> Iterator[str]:
    """What the two disagree about, each said so that it can be tried alone."""
    chance = random.Random(seed)  # noqa: S311
    done = 0
    while done < cases:
        calendar, begin = random_calendar(chance)
        minutes = minutes_of(calendar, begin)
        for _ in range(min(CASES_OF_A_CALENDAR, cases - done)):
            facts, level = random_facts(chance, begin)
            yield from _compared(facts, level, calendar, minutes)
            done += 1


def _compared(
    facts: ServiceFacts, level: ServiceLevel, calendar: Calendar, minutes: Minutes
) -> Iterator[str]:
    found = {due.due_for: due for due in clocks(facts, level, calendar)}
    snoozed = [pause for pause in facts.pauses if pause.kind is PauseKind.SNOOZED]
    for due_for, since, target, pauses in (
        (DueFor.NEXT_REPLY, facts.awaiting_since, level.next_reply, snoozed),
        (DueFor.RESOLUTION, facts.opened_at, level.resolution, list(facts.pauses)),
    ):
        ours = found.get(due_for)
        if since is None or target is None:
            if ours is not None:
                yield f"{due_for}: {ours} where nothing is awaited"
            continue
        theirs = reference(since, target.lasts, minutes, pauses, business=target.business)
        if ours is None or theirs is None:
            last = minutes.first + len(minutes.open) * MINUTE
            if theirs is not None or (ours is not None and ours.due_at <= last):
                yield f"{due_for}: {ours} but {theirs}: {facts} {level} {calendar}"
            continue
        shares = _minutes_by_day(counted(ours, facts, calendar), minutes)
        if (ours.due_at, shares) != theirs:
            yield f"{due_for}: {ours} {shares} but {theirs}: {facts} {level} {calendar}"


def _minutes_by_day(spans: list[tuple[datetime, datetime]], minutes: Minutes) -> dict[date, int]:
    shares: dict[date, int] = {}
    for start, end in spans:
        for position in range(_index(start, minutes), _index(end, minutes)):
            shares[minutes.days[position]] = shares.get(minutes.days[position], 0) + 1
    return shares


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    wrong = list(differences(wanted, seed=14))
    sys.stdout.write("\n".join(wrong[:5]) + f"\n{wanted} cases, {len(wrong)} differ\n")
    sys.exit(bool(wrong))
