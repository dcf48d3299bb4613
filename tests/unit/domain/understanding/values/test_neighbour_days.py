"""Moments beside other ones, and what contradicts itself, said on Monday, 23 November 2026."""

import pytest

from tests.unit.domain.understanding.values.test_moments import read


@pytest.mark.parametrize(
    ("text", "kind", "values"),
    [
        ("not tomorrow at 3, Friday at 4", "moment",
         ["2026-11-24T15:00:00+01:00", "2026-11-27T16:00:00+01:00"]),
        ("Friday, 4 December at 10", "moment", ["2026-12-04T10:00:00+01:00"]),
        ("Friday, 5 December at 10", "moment", []),
        ("Freitag, 5. Dezember, 10 Uhr", "moment", []),
        ("the day after Christmas at 10am", "moment", ["2026-12-26T10:00:00+01:00"]),
        ("am Tag nach Weihnachten um 10 Uhr", "moment", ["2026-12-26T10:00:00+01:00"]),
        ("tomorrow at 02:30", "moment", ["2026-11-24T02:30:00+01:00"]),
        ("tomorrow 02:30 pm", "moment", ["2026-11-24T14:30:00+01:00"]),
        ("28 March 2027 02:30", "moment", []),
        ("31 October 2027 02:30", "moment", []),
        ("Friday night at 12", "moment", []),
        ("heute Abend um 12", "moment", []),
        ("Friday night at 11", "moment", ["2026-11-27T23:00:00+01:00"]),
        ("2026-12-05T14:30:00Z", "moment", ["2026-12-05T15:30:00+01:00"]),
        ("2026-12-05T23:30:00Z", "moment", ["2026-12-06T00:30:00+01:00"]),
        ("2026-12-05T14:30:00-05:00", "moment", ["2026-12-05T20:30:00+01:00"]),
        ("Monday to Friday next week", "date_range", ["2026-11-30/2026-12-04"]),
        ("Montag bis Freitag nächster Woche", "date_range", ["2026-11-30/2026-12-04"]),
        ("nächste Woche Montag bis Mittwoch", "date_range", ["2026-11-30/2026-12-02"]),
        ("28 December to 3 January", "date_range", ["2026-12-28/2027-01-03"]),
        ("5 December to 3 December", "date_range", []),
        ("10 to 15 minutes", "duration", []),
        ("10 bis 15 Minuten", "duration", []),
        ("zwei oder drei Tage", "duration", []),
        ("2-3 days", "duration", []),
        ("-2 hours", "duration", []),
        ("two days", "duration", ["P2D"]),
    ],
)  # fmt: skip
def test_each_is_read_whole_or_not_at_all(text: str, kind: str, values: list[str]) -> None:
    """
    Half of what somebody says about a time is another time.
    """
    assert [one.value for one in read(text) if one.kind == kind] == values
