"""Dates of feasts: a fixed day, a weekday of a month, by Easter, or by another calendar."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from domain.understanding.values.calendar_words import weekday_in_month

_MON, _TUE, _WED, _THU, _FRI, _SAT, _SUN = range(7)


class Feast(NamedTuple):
    """By `kind`: "fixed" (month, day), "nth" (month, weekday, place, days after), "easter" and
    "orthodox" (days after), "hebrew" (days after Passover or New Year), "table" (days after)."""

    kind: str
    by: tuple[int, ...] = ()
    days: int = 1
    table: str = ""


def _fixed(names: str) -> Iterator[tuple[str, Feast]]:
    for entry in names.split():
        name, month, day = entry.split(":")
        yield name, Feast("fixed", (int(month), int(day)))


_FIXED = (
    "christmas:12:25 christmas_eve:12:24 boxing_day:12:26 new_year:1:1 new_year_eve:12:31 "
    "valentine:2:14 halloween:10:31 all_saints:11:1 all_souls:11:2 us_independence:7:4 "
    "canada_day:7:1 bastille:7:14 australia_day:1:26 anzac:4:25 groundhog:2:2 patrick:3:17 "
    "april_fools:4:1 george:4:23 andrew:11:30 david:3:1 nicholas:12:6 martin:11:11 "
    "guy_fawkes:11:5 epiphany:1:6 assumption:8:15 immaculate:12:8 flag_day:6:14 veterans:11:11 "
    "juneteenth:6:19 cinco:5:5 may_day:5:1 womens:3:8 mens:11:19 childrens:11:20 earth_day:4:22 "
    "water_day:3:22 vegan:11:1 vegetarian:10:1 environment:6:5 health:4:7 aids:12:1 "
    "human_rights:12:10 teachers:10:5 un_day:10:24 peace:9:21 refugee:6:20 oceans:6:8 "
    "blood_donor:6:14 food:10:16 tourism:9:27 literacy:9:8 mandela:7:18 pi_day:3:14 "
    "star_wars:5:4 friendship:7:30 yoga:6:21 press_freedom:5:3 book_day:4:23 poetry:3:21 "
    "happiness:3:20 toilet:11:19 diabetes:11:14 mental_health:10:10 no_tobacco:5:31 cancer:2:4 "
    "radio:2:13 population:7:11 holocaust:1:27 mother_language:2:21 migrants:12:18 youth:8:12 "
    "orthodox_christmas:1:7 rabindra:5:9 gandhi:10:2 republic_india:1:26 india_independence:8:15 "
    "saint_john:6:24 lammas:8:1 candlemas:2:2 annunciation:3:25 michaelmas:9:29 waitangi:2:6 "
    "burns:1:25 twelfth:1:5 nowruz:3:21 german_unity:10:3 austria:10:26 swiss:8:1 "
    "reformation:10:31 boghi:1:13 vishu:4:14 puthandu:4:14 pohela:4:14"
)
_EASTER = {
    "easter": 0, "easter_monday": 1, "good_friday": -2, "maundy": -3, "holy_saturday": -1,
    "palm": -7, "ash": -46, "shrove_monday": -48, "shrove_tuesday": -47, "ascension": 39,
    "pentecost": 49, "whit_monday": 50, "trinity": 56, "corpus": 60, "mothering": -21,
}  # fmt: skip
_ORTHODOX = {
    "orthodox_easter": 0, "orthodox_good_friday": -2, "orthodox_easter_monday": 1,
    "orthodox_palm": -7, "lazarus": -8, "orthodox_ash": -48, "orthodox_ascension": 39,
    "orthodox_pentecost": 49, "orthodox_holy_saturday": -1, "orthodox_shrovetide": -48,
}  # fmt: skip
FEASTS: dict[str, Feast] = {
    **dict(_fixed(_FIXED)),
    **{name: Feast("easter", (days,)) for name, days in _EASTER.items()},
    **{name: Feast("orthodox", (days,)) for name, days in _ORTHODOX.items()},
    "lent": Feast("easter", (-46,), 46),
    "holy_week": Feast("easter", (-7,), 7),
    "easter_triduum": Feast("easter", (-3,), 4),
    "great_fast": Feast("orthodox", (-48,), 41),
    "boss": Feast("nearest", (10, 16)),
    "kings_nl": Feast("not_sunday", (4, 27)),
    "mlk": Feast("nth", (1, _MON, 3)),
    "presidents": Feast("nth", (2, _MON, 3)),
    "memorial": Feast("nth", (5, _MON, -1)),
    "us_labor": Feast("nth", (9, _MON, 1)),
    "columbus": Feast("nth", (10, _MON, 2)),
    "thanksgiving": Feast("nth", (11, _THU, 4)),
    "black_friday": Feast("nth", (11, _THU, 4, 1)),
    "cyber_monday": Feast("nth", (11, _THU, 4, 4)),
    "giving_tuesday": Feast("nth", (11, _THU, 4, 5)),
    "mothers": Feast("nth", (5, _SUN, 2)),
    "fathers": Feast("nth", (6, _SUN, 3)),
    "grandparents": Feast("nth", (9, _MON, 1, 6)),
    "admin_day": Feast("nth", (4, _SAT, -1, -3)),
    "super_bowl": Feast("nth", (2, _SUN, 1)),
    "family_day": Feast("nth", (2, _MON, 3)),
    "civic": Feast("nth", (8, _MON, 1)),
    "commonwealth": Feast("nth", (3, _MON, 2)),
    "victoria_day": Feast("before", (5, 25, _MON)),
    "repentance": Feast("before", (11, 23, _WED)),
    "advent": Feast("before", (12, 4, _SUN)),
    "earth_hour": Feast("before", (4, 1, _SAT)),
    "gysd": Feast("nth", (4, _FRI, 3), 3),
    "early_bank": Feast("nth", (5, _MON, 1)),
    "spring_bank": Feast("nth", (5, _MON, -1)),
    "summer_bank": Feast("nth", (8, _MON, -1)),
    "veterans_uk": Feast("nth", (11, _SUN, 2)),
    "sysadmin": Feast("nth", (7, _FRI, -1)),
    "kwanzaa": Feast("fixed", (12, 26), 7),
    "passover": Feast("passover", (-1,), 9),
    "purim": Feast("passover", (-31,)),
    "shushan_purim": Feast("passover", (-30,)),
    "lag_baomer": Feast("passover", (32,)),
    "shavuot": Feast("passover", (49,), 3),
    "tisha_bav": Feast("fast", (112,)),
    "yom_hashoah": Feast("hashoah", (11,)),
    "yom_haatzmaut": Feast("haatzmaut", (19,)),
    "rosh_hashanah": Feast("hebrew_year", (-1,), 3),
    "yom_kippur": Feast("hebrew_year", (8,)),
    "sukkot": Feast("hebrew_year", (13,), 8),
    "shemini_atzeret": Feast("hebrew_year", (20,)),
    "simchat_torah": Feast("hebrew_year", (21,)),
    "hanukkah": Feast("hanukkah", (), 8),
    "tu_bishvat": Feast("passover_before", ()),
}
"""Jewish feasts begin in the evening before their first day, and so they are told."""
_TABLES = (
    "lunar_new_year lantern qingming dragon_boat mid_autumn double_ninth vesak eid_fitr eid_adha "
    "ramadan mawlid ashura hijri_new_year laylat_qadr jumuatul_wida isra_miraj diwali dhanteras "
    "naraka_chaturdashi govardhan bhai_dooj chhath dussehra maha_saptami maha_ashtami maha_navami "
    "navaratri karva_chauth ratha_yatra ram_navami mahavir_jayanti maha_shivaratri dayananda "
    "hanuman pongal mattu_pongal kaanum_pongal makar_sankranti vaisakhi onam vasant_panchami "
    "holika holi janmashtami ganesh raksha guru_gobind guru_nanak ravidas valmiki ugadi "
    "parsi_new_year thaipusam guru_purnima"
)
_LONG = {"ramadan": 0, "navaratri": 10}
FEASTS |= {name: Feast("table", (), _LONG.get(name, 1), name) for name in _TABLES.split()}
ELSEWHERE: dict[tuple[str, str], Feast] = {
    ("mothers", "GB"): Feast("easter", (-21,)),
    ("fathers", "DE"): Feast("easter", (39,)),
    ("thanksgiving", "CA"): Feast("nth", (10, _MON, 2)),
    ("us_independence", "IN"): Feast("fixed", (8, 15)),
    ("may_day", "US"): Feast("fixed", (5, 1)),
    ("may_day", "CA"): Feast("nth", (9, _MON, 1)),
    ("fathers", "AU"): Feast("nth", (9, _SUN, 1)),
}
"""Where another country keeps it on another day."""


def easter(year: int) -> date:
    """By Gauss, as corrected by Butcher."""
    a, (b, c) = year % 19, divmod(year, 100)
    (d, e), g = divmod(b, 4), (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def orthodox_easter(year: int) -> date:
    """By the Julian calendar, told in ours."""
    d = (19 * (year % 19) + 15) % 30
    e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7
    month, day = divmod(d + e + 114, 31)
    julian_lag = year // 100 - year // 400 - 2
    return date(year, month, day + 1) + timedelta(days=julian_lag)


def _hebrew_days(year: int) -> int:
    months = (235 * year - 234) // 19
    parts = 12_084 + 13_753 * months
    day = months * 29 + parts // 25_920
    return day + 1 if 3 * (day + 1) % 7 < 3 else day  # noqa: PLR2004


def hebrew_new_year(year: int) -> date:
    """The first of Tishri in this year of our calendar."""
    hebrew = year + 3_761
    before, day, after = (_hebrew_days(hebrew + by) for by in (-1, 0, 1))
    late = 2 if after - day == 356 else 1 if day - before == 382 else 0  # noqa: PLR2004
    return date.fromordinal(day + late - 1_373_427)


def first_day(feast: Feast, year: int) -> date | None:  # noqa: PLR0911 - one for each kind
    """In this year; None for those of tables, which others know."""
    by = feast.by
    match feast.kind:
        case "fixed":
            return date(year, *by)
        case "nth":
            found = weekday_in_month(year, *by[:3])
            return found + timedelta(days=by[3] if len(by) > 3 else 0)  # noqa: PLR2004
        case "easter":
            return easter(year) + timedelta(days=by[0])
        case "orthodox":
            return orthodox_easter(year) + timedelta(days=by[0])
        case "before":
            last = date(year, by[0], by[1]) - timedelta(days=1)
            return last - timedelta(days=(last.weekday() - by[2]) % 7)
        case "nearest" | "not_sunday":
            return _moved(feast.kind, date(year, *by))
        case "table":
            return None
    return _hebrew(feast.kind, by, year)


def _moved(kind: str, day: date) -> date:
    """To a working day beside a weekend; or off a Sunday."""
    if kind == "not_sunday":
        return day - timedelta(days=1) if day.weekday() == _SUN else day
    return day + timedelta(days={_SAT: -1, _SUN: 1}.get(day.weekday(), 0))


def _hebrew(kind: str, by: tuple[int, ...], year: int) -> date:  # noqa: PLR0911 - the same
    new_year = hebrew_new_year(year)
    passover = new_year - timedelta(days=163)
    match kind:
        case "hebrew_year":
            return new_year + timedelta(days=by[0])
        case "hanukkah":
            before, after = new_year, hebrew_new_year(year + 1)
            is_long = (after - before).days % 10 == 5  # noqa: PLR2004 - then Cheshvan has 30 days
            return new_year + timedelta(days=83 if is_long else 82)
        case "passover_before":
            is_leap = (new_year - hebrew_new_year(year - 1)).days > 360  # noqa: PLR2004
            return passover - timedelta(days=90 if is_leap else 60)
    day = passover + timedelta(days=by[0])
    if kind == "fast" and (day + timedelta(days=1)).weekday() == _SAT:
        return day + timedelta(days=1)
    if kind == "hashoah":
        return day + timedelta(days={_FRI: -1, _SUN: 1}.get((day.weekday() + 1) % 7, 0))
    if kind == "haatzmaut":
        return day + timedelta(days={_FRI: -1, _SAT: -2, _MON: 1}.get((day.weekday() + 1) % 7, 0))
    return day
