"""The rules by which words are read as days: a pattern each, and what it comes to."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from domain.understanding import calendar_words as words


class Calendar(NamedTuple):
    today: date
    month_first: bool | None
    """Whether "3/4" is in March; None where nobody knows."""


Days = tuple[date, ...]
"""The day that is meant; two where it may be either; none where it is no day, but a vague time."""
Match = re.Match[str]
Rule = tuple[re.Pattern[str], Callable[[Match, Calendar], Days]]

_SPACE, _GAP = r"\s{1,3}", r"\s{0,3}"
_NUMBER = rf"\d{{1,3}}|{words.SMALL}"
_W = words.WEEKDAYS
_PREFIX = (
    rf"(?:(?P<w>{_W}|{words.SHORT_WEEKDAYS})\b\.?,?{_SPACE}"
    rf"(?:(?:the|den|dem|am|on){_SPACE})?|(?:the|den|dem){_SPACE})?"
)
_DAY = (
    rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)?"
    rf"|(?P<dayword>{words.ORDINALS}|(?:{words.GERMAN_ORDINALS})[nrs]?)(?!{_SPACE}may\b))"
)
_YEAR = (
    r"(?:,?\s{0,3}(?P<year>(?:19|20)\d\d(?!\s{0,3}(?:uhr|h)\b)|'\d\d"
    r"|(?:2[4-9]|[34]\d)(?=\s{0,3}(?:$|[.,;!?)]))))?"
)
_UNIT = r"(?P<unit>day|week|fortnight|month|year|tag|woche|monat|jahr)(?:s|e|en|n)?"
_COUNT = rf"(?P<count>{_NUMBER}){_GAP}(?:more{_SPACE})?{_UNIT}"
_THIS = r"this|diese[nrsm]?"
_NEXT = r"next|following|upcoming|coming|nächste[nrsm]?|naechste[nrsm]?|kommende[nrsm]?"
_LAST = r"last|past|previous|letzte[nrsm]?|vorige[nrsm]?|vergangene[nrsm]?"
_WHICH = rf"(?P<which>{_THIS}|{_NEXT}|{_LAST})"
_WEEK = r"(?:week|woche)"
_ANCHOR = (
    rf"(?:(?P<anchor>{words.DAY_WORD_PATTERN[1:-1]}|now)"
    rf"|(?:(?P<which>{_THIS}|{_NEXT}|{_LAST}){_SPACE})?(?P<w>{_W}))"
)
_MAY = (
    r"(?:may|mar)\b(?!\.?\s{0,3}(?:the\s{1,3})?(?:\d{1,2}(?:st|nd|rd|th)?|[a-z-]{3,14})\s{1,3}"
    r"(?!at\b|in\b|on\b|by\b|or\b|and\b|for\b|to\b|is\b|works\b|please\b|around\b|morning\b"
    r"|evening\b|afternoon\b|not\b|instead\b|would\b|if\b)[a-z]{2,20})"
)
_MONTH = rf"(?P<month>(?!may\b|mar\b)(?:{words.MONTHS})|{_MAY})"
_TURN = 7


def _iso(match: Match, calendar: Calendar) -> Days:  # noqa: ARG001 - one shape for every rule
    return _real(int(match[1]), int(match[2]), int(match[3]))


def _real(year: int, month: int, day: int) -> Days:
    """No day, but a date that was meant, where there is none such."""
    try:
        return (date(year, month, day),)
    except ValueError:
        return ()


def _numeric(match: Match, calendar: Calendar) -> Days:
    first, sign, second = int(match["first"]), match["sign"], int(match["second"])
    forms = ((first, second), (second, first))  # day and month
    chosen: tuple[tuple[int, int], ...] = forms
    if sign == "/" and calendar.month_first is None and max(first, second) <= words.MONTHS_A_YEAR:
        pass
    else:
        months_first = sign == "/" and bool(calendar.month_first) and first <= words.MONTHS_A_YEAR
        chosen = forms[1:] if months_first or second > words.MONTHS_A_YEAR else forms[:1]
    year = match.groupdict().get("year")
    if year:
        whole = _year(year)
        return _agreeing(match, tuple(d for day, month in chosen for d in _real(whole, month, day)))
    days = (words.next_on_or_after(calendar.today, month, day) for day, month in chosen)
    return _agreeing(match, tuple(days))


def _named_month(match: Match, calendar: Calendar) -> Days:
    month = words.month_number(match["month"].strip(". "))
    day = int(match["day"]) if match["day"] else words.ordinal_number(match["dayword"])
    if match["year"]:
        return _agreeing(match, _real(_year(match["year"]), month, day))
    return _agreeing(match, (words.next_on_or_after(calendar.today, month, day),))


def _agreeing(match: Match, days: Days) -> Days:
    """ "Friday, 5 December" where the 5th is a Saturday is no day: somebody is mistaken."""
    name = match.groupdict().get("w")
    if not name:
        return days
    return tuple(day for day in days if day.weekday() == words.weekday_number(name))


def _named_day(match: Match, calendar: Calendar) -> Days:
    month, day = words.NAMED_DAYS[" ".join(match[1].casefold().split())]
    return (words.next_on_or_after(calendar.today, month, day),)


def _day_word(match: Match, calendar: Calendar) -> Days:
    return (_by_word(match[1], calendar),)


def _by_word(word: str, calendar: Calendar) -> date:
    shift = words.DAY_WORDS.get(" ".join(word.casefold().split()), 0)
    return calendar.today + timedelta(days=shift)


def _weekday(match: Match, calendar: Calendar) -> Days:
    return (_by_weekday(match["w"], match.groupdict().get("which"), calendar.today),)


def _by_weekday(name: str, which: str | None, today: date) -> date:
    """Plain "Friday" is the next one, "this Friday" may be today, "next Friday" that of next week,
    "last" the one before."""
    wanted, which = words.weekday_number(name), (which or "").casefold()
    ahead = (wanted - today.weekday()) % _TURN
    if _is(which, _LAST):
        return today + timedelta(days=ahead - _TURN)
    if _is(which, _THIS):
        return today + timedelta(days=ahead)
    if which.startswith(("next", "nächst", "naechst", "following")):
        return words.monday_of(today) + timedelta(days=_TURN + wanted)
    return today + timedelta(days=ahead or _TURN)


def _is(which: str, kinds: str) -> bool:
    return which.startswith(tuple(kind.partition("[")[0] for kind in kinds.split("|")))


def _weekday_of_week(match: Match, calendar: Calendar) -> Days:
    """ "Wednesday next week", "nächste Woche Mittwoch"."""
    weeks = _weeks(match["which"].casefold())
    monday = words.monday_of(calendar.today) + timedelta(weeks=weeks)
    return (monday + timedelta(days=words.weekday_number(match["w"])),)


def _weeks(which: str) -> int:
    if which.startswith(("after", "über")):
        return 2
    return 0 if _is(which, _THIS) else -1 if _is(which, _LAST) else 1


def _relative(match: Match, calendar: Calendar) -> Days:
    parts = match.groupdict()
    count = words.small_number(match["count"])
    back = (parts.get("sign") or "").casefold() == "ago"
    back = back or (parts.get("before") or "").casefold() == "vor"
    return (words.shift(calendar.today, match["unit"].casefold(), -count if back else count),)


def _from_anchor(match: Match, calendar: Calendar) -> Days:
    """ "Two weeks from Monday", "heute in einer Woche"."""
    if match["anchor"]:
        anchor = _by_word(match["anchor"], calendar)
    else:
        anchor = _by_weekday(match["w"], match["which"], calendar.today)
    count = words.small_number(match["count"]) if match["count"] else 1
    return (words.shift(anchor, match["unit"].casefold(), count),)


def _weekday_in_month(match: Match, calendar: Calendar) -> Days:
    """ "The first Monday in December", "letzter Freitag im Monat"."""
    place = -1 if match["last"] else words.ordinal_number(match["place"])
    weekday, named = words.weekday_number(match["w"]), match["month"]
    first = calendar.today.replace(day=1)
    if named:
        month = words.month_number(named)
        first = words.next_on_or_after(first, month, 1)
    elif _is((match["which"] or "").casefold(), _NEXT):
        first = words.shift(first, "month", 1)
    found = words.weekday_in_month(first.year, first.month, weekday, place)
    if found < calendar.today:
        later = words.shift(first, "year" if named else "month", 1)
        found = words.weekday_in_month(later.year, later.month, weekday, place)
    return (found,)


def _vague(match: Match, calendar: Calendar) -> Days:  # noqa: ARG001 - one shape for every rule
    return ()


def _day_of_month(match: Match, calendar: Calendar) -> Days:
    parts = match.groupdict()
    day = int(match["day"]) if match["day"] else words.ordinal_number(match["dayword"])
    for months in range(words.MONTHS_A_YEAR):
        first = words.shift(calendar.today.replace(day=1), "month", months)
        try:
            named = first.replace(day=day)
        except ValueError:  # this month is too short; the next that has such a day is meant
            continue
        if named >= calendar.today and (not parts.get("w") or _agreeing(match, (named,))):
            return (named,)
    raise ValueError(match.group())


def _year(text: str) -> int:
    digits = text.strip("' ")
    return int(digits) if len(digits) > 2 else 2_000 + int(digits)  # noqa: PLR2004 - two digits


def _rule(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.,/-])(?:{pattern})(?![\w/]|[.,-]\d)", re.IGNORECASE)


_END = r"(?=\s{0,3}(?:$|[.,;!?]))"
_ALONE = (
    r"(?:\A[\s\W]{0,3}|(?<=on )|(?<=by )|(?<=for )|(?<=am )|(?<=den )|(?<=bis )|(?<=the )|(?<=or )"
    r"|(?<=oder )|(?<=not ))"
)
_PARTS = r"end|beginning|start|middle|mid|first half|second half|ende|anfang|mitte|early|late"
_PERIOD = r"(?:week(?:end)?|month|year|woche(?:nende)?s?|monats?|jahre?s?|quarter)"
_NO_MONTH = r"(?!\s{0,3}(?:\d|the\s\d))"

RULES: tuple[Rule, ...] = (
    (_rule(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})"), _iso),
    (_rule(rf"{_PREFIX}(?P<first>\d{{1,2}})(?P<sign>[./-])(?P<second>\d{{1,2}})(?P=sign)"
           r"(?P<year>(?:19|20)\d\d|\d{2})"), _numeric),
    (_rule(rf"{_PREFIX}(?P<first>\d{{1,2}})\.{_SPACE}(?P<second>\d{{1,2}})(?P<sign>\.){_GAP}"
           r"(?P<year>(?:19|20)\d\d)"), _numeric),
    (_rule(rf"{_PREFIX}(?P<first>\d{{1,2}})(?P<sign>/)(?P<second>\d{{1,2}})"
           r"(?!\s{0,3}(?:an?\b|of\b|hour|day|\d))"), _numeric),
    (_rule(rf"{_PREFIX}(?P<first>\d{{1,2}})(?P<sign>\.)(?P<second>\d{{1,2}})\."), _numeric),
    (_rule(r"(?:0?[1-9]|1[0-2])/(?:19|20)\d\d"), _vague),
    (_rule(rf"{_ALONE}(?P<first>\d{{1,2}})(?P<sign>\.)(?P<second>[01]\d){_END}"), _numeric),
    (_rule(rf"{_PREFIX}{_DAY}{_GAP}(?:day{_SPACE})?(?:of{_SPACE}|in{_SPACE})?{_MONTH}\.?{_YEAR}"),
     _named_month),
    (_rule(rf"(?:(?P<w>{_W}),?{_SPACE})?{_MONTH}\.?{_GAP}(?:the{_SPACE})?{_DAY}"
           rf"(?!{_GAP}(?:%|\w{{0,8}}(?:eur|usd)))(?!:\d){_YEAR}"), _named_month),
    (_rule(words.NAMED_DAY_PATTERN), _named_day),
    (_rule(rf"(?P<w>{_W}),?{_SPACE}(?:(?:the|den|dem|der){_SPACE})?(?P<dayword>)"
           r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)"), _day_of_month),
    (_rule(rf"(?:the{_SPACE})?(?:(?P<last>last|letzte[nrsm]?)|(?P<place>{words.ORDINALS}"
           rf"|(?:{words.GERMAN_ORDINALS})[nrs]?)){_SPACE}(?P<w>{_W}){_SPACE}"
           rf"(?:in|of|im|des){_SPACE}(?:(?:the|this|der|diesem|(?P<which>{_NEXT})){_SPACE})?"
           rf"(?:(?P<month>{words.MONTHS})|monats?|month)"), _weekday_in_month),
    (_rule(rf"(?P<w>{_W}|(?<=am )(?:{words.SHORT_WEEKDAYS}))\.?,?{_SPACE}(?:in{_SPACE}|of{_SPACE})?"
           rf"(?:the{_SPACE})?(?:der{_SPACE})?(?P<which>{_THIS}|{_NEXT}|{_LAST}|übernächste[nrsm]?)"
           rf"{_SPACE}{_WEEK}"), _weekday_of_week),
    (_rule(rf"(?P<which>{_THIS}|{_NEXT}|{_LAST}|übernächste[nrsm]?){_SPACE}{_WEEK},?{_SPACE}"
           rf"(?:(?:on|am|maybe|perhaps|vielleicht){_SPACE}){{0,2}}(?P<w>{_W})"), _weekday_of_week),
    (_rule(rf"{_COUNT}{_SPACE}(?:from|after|on|nach|ab){_SPACE}{_ANCHOR}"), _from_anchor),
    (_rule(rf"{_ANCHOR}{_SPACE}in{_SPACE}{_COUNT}"), _from_anchor),
    (_rule(rf"{_ANCHOR}{_SPACE}(?P<count>)(?P<unit>week)"), _from_anchor),
    (_rule(rf"(?:{_PARTS})[\s-]{{1,3}}(?:(?:of|in|the|der|des|dem|{_THIS}|{_NEXT}|{_LAST}){_SPACE})"
           rf"{{0,3}}(?:{_PERIOD}|(?:{words.MONTHS}){_NO_MONTH})"), _vague),
    (_rule(rf"(?<!day )(?:before|after|nach|vor){_SPACE}(?:the{_SPACE})?(?:{words.DAY_WORD_PATTERN}"
           rf"|(?:(?:{_THIS}|{_NEXT}|{_LAST}|dem){_SPACE})?(?:{_W}))"), _vague),
    (_rule(words.DAY_WORD_PATTERN), _day_word),
    (_rule(rf"(?P<before>in|vor){_SPACE}{_COUNT}"), _relative),
    (_rule(rf"(?P<count>{_NUMBER}){_GAP}{_UNIT}{_GAP}"
           r"(?P<sign>ago|hence|from\s{1,3}(?:now|today|right now))"), _relative),
    (_rule(rf"(?:{_WHICH}{_SPACE})?(?P<w>{_W})"), _weekday),
    (_rule(rf"(?:on|by|am|bis|or|not|(?P<which>{_THIS}|{_NEXT}|{_LAST})){_SPACE}"
           rf"(?P<w>sat|sun|(?<=am )(?:{words.SHORT_WEEKDAYS}))"), _weekday),
    (_rule(r"\A(?P<w>mo|di|mi|fr|sa|sat|sun)(?=\W{0,3}\Z|\s(?:or|oder|please|bitte|not)\b)"),
     _weekday),
    (_rule(rf"(?:{_THIS}|{_NEXT}|{_LAST}){_SPACE}(?:week(?:end)?|month|year|quarter|summer|winter"
           r"|spring|autumn|woche(?:nende)?|monat|jahr|quartal)"), _vague),
    (_rule(rf"(?:sometime{_SPACE}|irgendwann{_SPACE})?(?:in|im|during|throughout){_SPACE}"
           rf"(?:{words.MONTHS}){_NO_MONTH}"), _vague),
    (_rule(r"(?:in\s{1,3})?(?:a few|several|some|a couple of|ein paar|einigen|wenigen|mehreren)"
           r"\s{1,3}(?:days|weeks|months|tagen?|wochen|monaten?)"), _vague),
    (_rule(r"soon|sometime|some time|asap|as soon as possible|bald|demnächst|irgendwann|later"
           r"|später|so\s(?:bald|schnell|früh)\swie\smöglich|whenever|any\s?(?:day|time)|die tage"
           r"|(?:am|at the|on the|over the)\s{1,3}(?:wochenende|weekend)|weekend"
           r"|wochenende"), _vague),
    (_rule(rf"(?:the|am|den|on|{_W})\s{{1,3}}(?:the\s)?(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)"
           rf"|(?P<dayword>{words.ORDINALS}|(?:{words.GERMAN_ORDINALS})n)(?={_GAP}(?:$|[.,;!?])))"
           r"(?!\s{1,3}(?:one|option|choice|item|order|of)\b)"), _day_of_month),
    (_rule(rf"{_ALONE}(?P<day>\d{{1,2}})(?:st|nd|rd|th)(?P<dayword>){_END}"), _day_of_month),
)  # fmt: skip
