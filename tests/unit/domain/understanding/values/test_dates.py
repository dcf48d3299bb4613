"""Days as people write them in English and German, said on Monday, 23 November 2026."""

from datetime import date

import pytest

from domain.understanding.values.dates import find_dates

MONDAY = date(2026, 11, 23)
DAYS = [
    ("5 december 10 am", "2026-12-05"),
    ("3 december 15 Uhr", "2026-12-03"),
    ("by the end of this week", "vague"),
    ("two weeks from monday", "2026-12-14"),
    ("Mittwoch nächste Woche", "2026-12-02"),
    ("nächste Woche Mittwoch", "2026-12-02"),
    ("am Mittwoch nächster Woche", "2026-12-02"),
    ("wednesday of next week", "2026-12-02"),
    ("on sat", "2026-11-28"),
    ("5th", "2026-12-05"),
    ("the 5th", "2026-12-05"),
    ("übermorgen", "2026-11-25"),
    ("in 3 Tagen", "2026-11-26"),
    ("in dreißig Tagen", "2026-12-23"),
    ("am dreißigsten März", "2027-03-30"),
    ("am einunddreissigsten Mai", "2027-05-31"),
    ("den 5.", "2026-12-05"),
    ("am 5.", "2026-12-05"),
    ("heute in einer Woche", "2026-11-30"),
    ("first monday in december", "2026-12-07"),
    ("ersten Montag im Dezember", "2026-12-07"),
    ("next week", "vague"),
    ("sometime in december", "vague"),
    ("soon", "vague"),
    ("yesterday", "2026-11-22"),
    ("last friday", "2026-11-20"),
    ("may third parties see my data?", ""),
    ("may I come on friday", "2026-11-27"),
    ("may 3", "2027-05-03"),
    ("May third", "2027-05-03"),
    ("may 3 at 10", "2027-05-03"),
    ("05.12.2026", "2026-12-05"),
    ("05.10.1986", "1986-10-05"),
    ("5.12.", "2026-12-05"),
    ("am 5.12.", "2026-12-05"),
    ("am 5.12", "2026-12-05"),
    ("5.12", "2026-12-05"),
    ("2026-12-05", "2026-12-05"),
    ("12/03", "2026-12-03 2027-03-12"),
    ("13/03", "2027-03-13"),
    ("03/03", "2027-03-03"),
    ("Saturday, 5 December", "2026-12-05"),
    ("Friday, 5 December", "vague"),
    ("Samstag, den 5. Dezember 2026", "2026-12-05"),
    ("Sa 5.12.", "2026-12-05"),
    ("Dec 5 2026", "2026-12-05"),
    ("december 5th, 2026", "2026-12-05"),
    ("5 dec 26", "2026-12-05"),
    ("5 december 15 people", "2026-12-05"),
    ("next friday", "2026-12-04"),
    ("this friday", "2026-11-27"),
    ("kommenden Freitag", "2026-11-27"),
    ("nächsten Freitag", "2026-12-04"),
    ("a week from tomorrow", "2026-12-01"),
    ("in two weeks", "2026-12-07"),
    ("in zwei Wochen", "2026-12-07"),
    ("in ein paar tagen", "vague"),
    ("Ende der Woche", "vague"),
    ("anfang dezember", "vague"),
    ("end of december", "vague"),
    ("in december", "vague"),
    ("nächste Woche", "vague"),
    ("am Wochenende", "vague"),
    ("this weekend", "vague"),
    ("next month", "vague"),
    ("on the fifth", "2026-12-05"),
    ("am fünften", "2026-12-05"),
    ("friday week", "2026-12-04"),
    ("Montag in zwei Wochen", "2026-12-14"),
    ("monday in two weeks", "2026-12-14"),
    ("christmas eve", "2026-12-24"),
    ("31.02.2026", "vague"),
    ("plans from 03/2015 - 03/2016", "vague vague"),
    ("I waited 3.5 hours", ""),
    ("version 10.20", ""),
    ("06.12.34.56.78", ""),
    ("before friday", "vague"),
    ("last friday of the month", "2026-11-27"),
    ("letzter Freitag im November", "2026-11-27"),
    ("am Di", "2026-11-24"),
    ("am fr.", "2026-11-27"),
    ("Fr", "2026-11-27"),
    ("so", ""),
    ("the sun is shining", ""),
    ("she sat down", ""),
    ("tomorrow at 5", "2026-11-24"),
    ("morgen um 15 uhr", "2026-11-24"),
    ("5. Dezember um 10", "2026-12-05"),
    ("on december 5 at 10:30", "2026-12-05"),
    ("december 10:30", ""),
    ("5 december 2026 10 am", "2026-12-05"),
    ("the second of january", "2027-01-02"),
    ("zweiter januar", "2027-01-02"),
    ("vor 3 tagen", "2026-11-20"),
    ("3 days ago", "2026-11-20"),
    ("a week ago", "2026-11-16"),
    ("heute", "2026-11-23"),
    ("monday", "2026-11-30"),
    ("the 31st", "2026-12-31"),
    ("next week wednesday", "2026-12-02"),
    ("next week on friday please", "2026-12-04"),
    ("freitag nächste woche um 10", "2026-12-04"),
    ("freitag oder samstag", "2026-11-27 2026-11-28"),
    ("thurs or fri", "2026-11-26 2026-11-27"),
    ("the 3rd or the 4th", "2026-12-03 2026-12-04"),
    ("march 3 2027", "2027-03-03"),
    ("am 24. dezember", "2026-12-24"),
    ("24ter dezember", ""),
    ("in 14 days", "2026-12-07"),
    ("übermorgen vormittag", "2026-11-25"),
    ("asap", "vague"),
    ("as soon as possible", "vague"),
    ("later", "vague"),
    ("mid december", "vague"),
    ("mitte dezember", "vague"),
    ("next wensday", "2026-12-02"),
    ("thrusday", "2026-11-26"),
    ("saterday or sunday", "2026-11-28 2026-11-29"),
    ("5th of novmber", "2027-11-05"),
    ("friday the 4th", "2026-12-04"),
    ("am zehnten", "2026-12-10"),
    ("zehnter Dezember", "2026-12-10"),
    ("dec 10 or 11", "2026-12-10 2026-12-11"),
    ("10 or 11 december", "2026-12-10 2026-12-11"),
    ("the monday after next", "2026-12-07"),
    ("übernächsten Montag", "2026-12-07"),
    ("übernächste Woche Dienstag", "2026-12-08"),
    ("a fortnight today", "2026-12-07"),
    ("next week tuesday or wednesday", "2026-12-01 2026-12-02"),
    ("3 days before christmas eve", "vague"),
]


def read(text: str, today: date = MONDAY, *, month_first: bool | None = None) -> str:
    """The days found, in order; "vague" for what is a time and no day."""
    found = find_dates(text, today, month_first=month_first)
    return " ".join(sorted(day.isoformat() if day else "vague" for _, _, day in found))


@pytest.mark.parametrize(("text", "days"), DAYS)
def test_a_day_is_read_as_it_is_meant(text: str, days: str) -> None:
    """
    A day read wrongly is a booking on the wrong day; a vague one is asked about.
    """
    assert read(text) == days


def test_this_friday_said_on_a_friday_is_that_day() -> None:
    """
    A plain "Friday" is the next one; who means today says "this Friday" or "today".
    """
    friday = date(2026, 11, 27)
    assert read("this friday", friday) == "2026-11-27"
    assert read("friday", friday) == "2026-12-04"


def test_the_country_says_whether_the_month_comes_first() -> None:
    """
    Only where nobody knows is it asked; "13/03" can be read in one way only.
    """
    assert read("12/03", month_first=True) == "2026-12-03"
    assert read("12/03", month_first=False) == "2027-03-12"
    assert read("13/03", month_first=True) == "2027-03-13"
    assert read("12.03.", month_first=True) == "2027-03-12"


def test_a_misspelt_day_keeps_its_place() -> None:
    """
    What is found is masked and compared by its place in the text.
    """
    text = "on thrusday at 10"
    [(start, end, _)] = find_dates(text, MONDAY)
    assert text[start:end] == "thrusday"
