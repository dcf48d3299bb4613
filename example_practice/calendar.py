"""The practice's calendar in one SQLite file: who comes when, and what is free."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from example_practice.models import ZONE, NewVisit

_HOURS = (time(9), time(10, 30), time(14), time(15, 30))
_DAYS_AHEAD = 21
_WEEKEND = 5
_CLOSED = {(12, 24), (12, 25), (12, 26), (12, 31), (1, 1)}
"""Month and day, every year."""
_TABLES = """
CREATE TABLE IF NOT EXISTS visits (
    visit_id TEXT PRIMARY KEY, key TEXT UNIQUE NOT NULL, starts_at TEXT NOT NULL,
    name TEXT NOT NULL, phone TEXT NOT NULL, note TEXT, status TEXT NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS one_visit_at_a_time
    ON visits (starts_at) WHERE status = 'booked';
CREATE TABLE IF NOT EXISTS added_times (starts_at TEXT PRIMARY KEY);
"""


class TimeTaken(Exception):
    """Somebody else has booked this time, or the practice never offered it."""


class VisitOver(Exception):
    """The visit was cancelled, so there is nothing to move."""


class Calendar:
    """Requests take turns: a practice has few of them."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._turn = threading.Lock()
        with self._open() as database:
            database.executescript(_TABLES)

    def free_times(self, first: date, most: int) -> list[datetime]:
        """Moments that nobody has booked, from this day on, the next one first."""
        with self._open() as database:
            return self._free(database, first)[:most]

    def book(self, key: str, visit: NewVisit) -> dict[str, Any]:
        """Book it once for this key, however often it is asked; TimeTaken where it is not free."""
        moment = _written(visit.starts_at)
        with self._open() as database:
            if known := _visit(database, "key", key):
                return known
            if moment not in {_written(free) for free in self._free(database, date.min)}:
                raise TimeTaken
            visit_id = f"V-{uuid4().hex[:12]}"
            values = (visit_id, key, moment, visit.name, visit.phone, visit.note, "booked")
            database.execute("INSERT INTO visits VALUES (?, ?, ?, ?, ?, ?, ?)", values)
            return _visit(database, "visit_id", visit_id) or {}

    def cancel(self, visit_id: str) -> dict[str, Any] | None:
        """Free its time again; a second time changes nothing. None where there is no such visit."""
        with self._open() as database:
            database.execute(
                "UPDATE visits SET status = 'cancelled' WHERE visit_id = ?", (visit_id,)
            )
            return _visit(database, "visit_id", visit_id)

    def move(self, visit_id: str, starts_at: datetime) -> dict[str, Any] | None:
        """Give the visit this time and free its old one; to where it is already changes nothing.

        None where there is no such visit; VisitOver, or TimeTaken where the time is not free.
        """
        moment = _written(starts_at)
        with self._open() as database:
            visit = _visit(database, "visit_id", visit_id)
            if visit is None or visit["starts_at"] == moment:
                return visit
            if visit["status"] != "booked":
                raise VisitOver
            if moment not in {_written(free) for free in self._free(database, date.min)}:
                raise TimeTaken
            database.execute(
                "UPDATE visits SET starts_at = ? WHERE visit_id = ?", (moment, visit_id)
            )
            return _visit(database, "visit_id", visit_id)

    def visit(self, visit_id: str) -> dict[str, Any] | None:
        with self._open() as database:
            return _visit(database, "visit_id", visit_id)

    def booked_with(self, key: str) -> dict[str, Any] | None:
        with self._open() as database:
            return _visit(database, "key", key)

    def visits(self) -> list[dict[str, Any]]:
        with self._open() as database:
            return [dict(row) for row in database.execute("SELECT * FROM visits ORDER BY rowid")]

    def add(self, moment: datetime) -> None:
        """Offer this time beside the usual ones."""
        with self._open() as database:
            database.execute("INSERT OR IGNORE INTO added_times VALUES (?)", (_written(moment),))

    def _free(self, database: sqlite3.Connection, first: date) -> list[datetime]:
        now = datetime.now(UTC)
        added = database.execute("SELECT starts_at FROM added_times")
        offered = {*_usual(now), *(datetime.fromisoformat(row["starts_at"]) for row in added)}
        taken = {
            datetime.fromisoformat(row["starts_at"])
            for row in database.execute("SELECT starts_at FROM visits WHERE status = 'booked'")
        }
        left = sorted(moment for moment in offered - taken if moment > now)
        return [moment for moment in left if moment.astimezone(ZONE).date() >= first]

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with self._turn, closing(sqlite3.connect(self._file)) as database, database:
            database.row_factory = sqlite3.Row
            yield database


def _usual(now: datetime) -> Iterator[datetime]:
    today = now.astimezone(ZONE).date()
    for ahead in range(_DAYS_AHEAD):
        day = today + timedelta(days=ahead)
        if day.weekday() < _WEEKEND and (day.month, day.day) not in _CLOSED:
            for hour in _HOURS:
                yield datetime.combine(day, hour, ZONE).astimezone(UTC)


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def _visit(database: sqlite3.Connection, column: str, value: str) -> dict[str, Any] | None:
    found = database.execute(
        f"SELECT * FROM visits WHERE {column} = ?",  # noqa: S608 - the column is one of ours
        (value,),
    ).fetchone()
    return dict(found) if found else None
