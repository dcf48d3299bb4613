"""Days of feasts that follow the moon, from the tables of the package `holidays`.

The tables reach from 1924 to 2077 for Islamic feasts, a century for Chinese ones and 2001 to 2035
for Hindu ones; beyond them no day is known, and none is told.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache, lru_cache
from importlib import import_module
from typing import Any

_BY_TABLE = {
    "eid_fitr": ("islamic", "eid_al_fitr", 0),
    "eid_adha": ("islamic", "eid_al_adha", 0),
    "ramadan": ("islamic", "ramadan_beginning", 0),
    "mawlid": ("islamic", "mawlid", 0),
    "ashura": ("islamic", "ashura", 0),
    "hijri_new_year": ("islamic", "hijri_new_year", 0),
    "laylat_qadr": ("islamic", "laylat_al_qadr", 0),
    "jumuatul_wida": ("islamic", "jumuatul_wida", 0),
    "isra_miraj": ("islamic", "isra_and_miraj", 0),
    "lunar_new_year": ("chinese", "lunar_new_year", 0),
    "lantern": ("chinese", "lunar_new_year", 14),
    "qingming": ("chinese", "qingming", 0),
    "dragon_boat": ("chinese", "dragon_boat", 0),
    "mid_autumn": ("chinese", "mid_autumn", 0),
    "double_ninth": ("chinese", "double_ninth", 0),
    "vesak": ("buddhist", "vesak", 0),
    "diwali": ("hindu", "diwali_india", 0),
    "dhanteras": ("hindu", "diwali_india", -2),
    "naraka_chaturdashi": ("hindu", "naraka_chaturdashi", 0),
    "govardhan": ("hindu", "govardhan_puja", 0),
    "bhai_dooj": ("hindu", "diwali_india", 2),
    "chhath": ("hindu", "chhath_puja", 0),
    "dussehra": ("hindu", "dussehra", 0),
    "maha_saptami": ("hindu", "maha_ashtami", -1),
    "maha_ashtami": ("hindu", "maha_ashtami", 0),
    "maha_navami": ("hindu", "maha_navami", 0),
    "navaratri": ("hindu", "sharad_navratri", 0),
    "karva_chauth": ("hindu", "karwa_chauth", 0),
    "ratha_yatra": ("hindu", "rath_yatra", 0),
    "ram_navami": ("hindu", "ram_navami", 0),
    "mahavir_jayanti": ("hindu", "mahavir_jayanti", 0),
    "maha_shivaratri": ("hindu", "maha_shivaratri", 0),
    "dayananda": ("hindu", "swami_dayanand_saraswati_jayanti", 0),
    "hanuman": ("hindu", "hanuman_jayanti", 0),
    "pongal": ("hindu", "pongal", 0),
    "mattu_pongal": ("hindu", "pongal", 1),
    "kaanum_pongal": ("hindu", "pongal", 2),
    "makar_sankranti": ("hindu", "makar_sankranti", 0),
    "vaisakhi": ("hindu", "vaisakhi", 0),
    "onam": ("hindu", "onam", 0),
    "vasant_panchami": ("hindu", "basant_panchami", 0),
    "holika": ("hindu", "holi", -1),
    "holi": ("hindu", "holi", 0),
    "janmashtami": ("hindu", "janmashtami", 0),
    "ganesh": ("hindu", "ganesh_chaturthi", 0),
    "raksha": ("hindu", "raksha_bandhan", 0),
    "guru_gobind": ("hindu", "guru_gobind_singh_jayanti", 0),
    "guru_nanak": ("hindu", "guru_nanak_jayanti", 0),
    "ravidas": ("hindu", "guru_ravidas_jayanti", 0),
    "valmiki": ("hindu", "maharshi_valmiki_jayanti", 0),
    "ugadi": ("hindu", "gudi_padwa", 0),
    "thaipusam": ("hindu", "thaipusam", 0),
    "guru_purnima": ("hindu", "guru_purnima", 0),
}
_CLASSES = {
    "islamic": "_IslamicLunar",
    "chinese": "_ChineseLunisolar",
    "hindu": "_HinduLunisolar",
    "buddhist": "_BuddhistLunisolar",
}
_PARSI_NEW_YEAR, _PARSI_SINCE = date(2018, 8, 17), 2018
"""The Shahanshahi calendar has no leap years: a day earlier after each of ours."""


@lru_cache(maxsize=4_096)
def festival_days(name: str, year: int) -> tuple[date, ...]:
    """The days on which it begins in this year of our calendar; none where no table tells."""
    if name == "parsi_new_year":
        leaps = _leaps_before(year) - _leaps_before(_PARSI_SINCE)
        return (_PARSI_NEW_YEAR.replace(year=year) - timedelta(days=leaps),)
    table, method, days = _BY_TABLE.get(name, ("", "", 0))
    calendar = _calendars().get(table)
    if calendar is None:
        return ()
    read = getattr(calendar, f"{method}_date", None) or getattr(calendar, f"{method}_dates")
    found = (day + timedelta(days=days) for day in _days(read(year)))
    return tuple(sorted(day for day in found if day.year == year))


def _leaps_before(year: int) -> int:
    """Leap days up to August of that year."""
    return year // 4 - year // 100 + year // 400


def _days(found: Any) -> Iterable[date]:
    pairs = [found] if isinstance(found, tuple) else list(found)
    return (pair[0] for pair in pairs if pair[0] is not None)


@cache
def _calendars() -> dict[str, Any]:
    """Imported when the first feast is named: they take a few milliseconds."""
    return {
        table: getattr(import_module(f"holidays.calendars.{table}"), name)()
        for table, name in _CLASSES.items()
    }
