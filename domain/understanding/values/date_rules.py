"""The rules by which words are read as days: a pattern for each, the particular ones first."""

import re
from collections.abc import Callable

from domain.understanding.language.registry import alternatives, fragment, listed
from domain.understanding.values import calendar_words as words
from domain.understanding.values import date_readers as read
from domain.understanding.values.date_readers import Calendar, Days
from domain.understanding.values.ordinals import DAYS_IN_WORDS, IN_LAST, IN_WORDS, SIGNS

Rule = tuple[re.Pattern[str], Callable[[re.Match[str], Calendar], Days]]

_THIS, _NEXT, _LAST = words.THIS, words.NEXT, words.LAST
_SPACE, _GAP = r"\s{1,3}", r"\s{0,3}"
_NUMBER = rf"\d{{1,3}}|{words.SMALL}"
_W = words.WEEKDAYS


def _said(name: str) -> str:
    """What any language says there."""
    return f"(?:{fragment('date_rules', name)})"


def _after(name: str) -> str:
    """Where one of these words stands before."""
    words_before: tuple[str, ...] = listed("date_rules", name)
    return "|".join(f"(?<={word} )" for word in words_before) or "(?!)"


_OF, _THE, _TO_DAY, _ON = _said("OF"), _said("THE"), _said("TO_DAY"), _said("ON")
_SIGN = rf"(?:{SIGNS})"
_CLOCK, _OR_WORD = _said("CLOCK"), _said("OR")
_AFTER_NEXT_WEEK = fragment("date_rules", "AFTER_NEXT_WEEK")
_WEEK, _WEEK_LATER = _said("WEEK"), fragment("date_rules", "WEEK_LATER")
_SHORT = rf"(?:{_after('BEFORE_SHORT_WEEKDAY')})(?:{words.SHORT_WEEKDAYS})"
_NO_DAY_BEFORE = "".join(f"(?<!{word} )" for word in listed("date_rules", "AFTER_DAYS"))
_A_DAY = alternatives(frozenset(word for word, unit in words.UNITS.items() if unit == "day"))
_PREFIX = (
    rf"(?:(?P<w>{_W}|{words.SHORT_WEEKDAYS})\b\.?,?{_SPACE}"
    rf"(?:(?:{_THE}|{_ON}){_SPACE})?|{_THE}{_SPACE})?"
)
_DAY = (
    rf"(?:(?P<day>\d{{1,2}})(?:{_SIGN}|\.)?"
    rf"|(?P<dayword>{IN_WORDS})(?!{_SPACE}{_said('MONTHS_THAT_ARE_WORDS')}\b))"
)
_YEAR = (
    rf"(?:,?\s{{0,3}}(?P<year>(?:19|20)\d\d(?!\s{{0,3}}{_said('HOUR_SIGN')}\b)|'\d\d"
    r"|(?<=\s)(?:2[4-9]|[34]\d)(?=\s{0,3}(?:$|[.,;!?)]))))?"
)
_UNIT = rf"(?P<unit>{alternatives(frozenset(words.UNITS))}){_said('UNIT_ENDINGS')}?"
_COUNT = rf"(?P<count>{_NUMBER}){_GAP}(?:{_said('MORE')}{_SPACE})?{_UNIT}"
_ANCHOR = (
    rf"(?:(?P<anchor>{words.DAY_WORD_PATTERN[1:-1]}|{fragment('date_rules', 'NOW')})"
    rf"|(?:(?P<which>{_THIS}|{_NEXT}|{_LAST}){_SPACE})?(?P<w>{_W}))"
)
_MONTH = (
    rf"(?P<month>(?!{_said('MONTHS_THAT_ARE_WORDS')}\b)(?:{words.MONTHS})"
    rf"|{fragment('date_rules', 'MONTH_BY_CONTEXT')})"
)
_OR = rf"\s{{0,3}}(?:-|{_OR_WORD}|{_said('TO')})\s{{0,3}}"
_OR_W = rf"(?:{_SPACE}{_OR_WORD}{_SPACE}(?:{_ON}{_SPACE})?(?P<w2>{_W}))?"
_ALONE = rf"(?:\A[\s\W]{{0,3}}|{_after('BEFORE_ALONE')})"


def _rule(pattern: str) -> re.Pattern[str]:
    """As words of their own. Between words nothing is tried: long lists of names stay fast."""
    begins = "" if pattern.startswith(_ALONE) else r"(?=\w)"
    return re.compile(rf"(?<![\w.,/-]){begins}(?:{pattern})(?![\w/]|[.,-]\d)", re.IGNORECASE)


_END = r"(?=\s{0,3}(?:$|[.,;!?]))"
_NO_MONTH = rf"(?!\s{{0,3}}(?:\d|{_THE}\s\d))"

RULES: tuple[Rule, ...] = (
    (_rule(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})"), read.iso),
    (_rule(rf"{_PREFIX}(?P<first>\d{{1,2}})(?P<sign>[./-])(?P<second>\d{{1,2}})(?P=sign)"
           r"(?P<year>(?:19|20)\d\d|\d{2})"), read.numeric),
    (_rule(rf"{_PREFIX}(?P<first>\d{{1,2}})\.{_SPACE}(?P<second>\d{{1,2}})(?P<sign>\.){_GAP}"
           r"(?P<year>(?:19|20)\d\d)"), read.numeric),
    (_rule(rf"{_PREFIX}(?P<first>\d{{1,2}})(?P<sign>/)(?P<second>\d{{1,2}})"
           rf"(?!\s{{0,3}}(?:{_said('FRACTION_OF')}|\d))"), read.numeric),
    (_rule(rf"{_PREFIX}(?P<first>\d{{1,2}})(?P<sign>\.)(?P<second>\d{{1,2}})\."), read.numeric),
    (_rule(r"(?:0?[1-9]|1[0-2])/(?:19|20)\d\d"), read.vague),
    (_rule(rf"{_ALONE}(?P<first>\d{{1,2}})(?P<sign>\.)(?P<second>[01]\d){_END}"), read.numeric),
    (_rule(rf"(?P<day>\d{{1,2}})(?:{_SIGN}|\.)?{_OR}(?:{_THE}{_SPACE})?(?P<day2>\d{{1,2}})"
           rf"(?:{_SIGN}|\.)?{_SPACE}(?:{_OF}{_SPACE})?{_MONTH}"), read.two_days),
    (_rule(rf"{_MONTH}\.?{_SPACE}(?:{_THE}{_SPACE})?(?P<day>\d{{1,2}}){_SIGN}?{_OR}"
           rf"(?:{_THE}\s{{1,3}})?(?P<day2>\d{{1,2}}){_SIGN}?(?!\s{{0,3}}{_CLOCK})"),
     read.two_days),
    (_rule(rf"{_COUNT}{_SPACE}{_said('BEFORE')}{_SPACE}[^\s]{{1,20}}(?:{_SPACE}[^\s]{{1,20}})?"),
     read.vague),
    (_rule(rf"{_PREFIX}{_DAY}{_GAP}(?:{_said('DAY')}{_SPACE})?(?:{_OF}{_SPACE})?{_MONTH}\.?"
           rf"{_YEAR}"), read.named_month),
    (_rule(rf"(?:(?P<w>{_W}),?{_SPACE})?{_MONTH}\.?{_GAP}(?:{_THE}{_SPACE})?{_DAY}"
           rf"(?!{_GAP}(?:%|\w{{0,8}}(?:eur|usd)))(?!:\d){_YEAR}"), read.named_month),
    (_rule(words.NAMED_DAY_PATTERN), read.named_day),
    (_rule(rf"(?P<w>{_W}),?{_SPACE}(?:{_TO_DAY}{_SPACE})?(?P<dayword>)"
           rf"(?P<day>\d{{1,2}})(?:{_SIGN}|\.)"), read.day_of_month),
    (_rule(rf"(?:(?P<last>{IN_LAST})|(?P<place>{IN_WORDS})){_SPACE}(?P<w>{_W}|{_A_DAY}){_SPACE}"
           rf"{_said('OF_PERIOD')}{_SPACE}"
           rf"(?:(?:{_said('THIS_PERIOD')}|(?P<which>{_NEXT})){_SPACE})?"
           rf"(?:(?P<month>{words.MONTHS})|{_said('MONTH')})"), read.weekday_in_month),
    (_rule(rf"(?P<w>{_W}|{_SHORT})\.?,?{_OR_W}{_SPACE}(?:{_OF}{_SPACE})?(?:{_TO_DAY}{_SPACE})?"
           rf"(?P<which>{_THIS}|{_NEXT}|{_LAST}|{_AFTER_NEXT_WEEK}){_SPACE}{_WEEK}"),
     read.weekday_of_week),
    (_rule(rf"(?P<which>{_THIS}|{_NEXT}|{_LAST}|{_AFTER_NEXT_WEEK}){_SPACE}{_WEEK},?{_SPACE}"
           rf"(?:{_said('MAYBE')}{_SPACE}){{0,2}}(?P<w>{_W}){_OR_W}"), read.weekday_of_week),
    (_rule(rf"{_COUNT}{_SPACE}(?:{_said('FROM')}{_SPACE})?{_ANCHOR}"), read.from_anchor),
    (_rule(rf"{_ANCHOR}{_SPACE}{_said('IN')}{_SPACE}{_COUNT}"), read.from_anchor),
    (_rule(rf"{_ANCHOR}{_SPACE}(?P<count>)(?P<unit>{_WEEK_LATER})"), read.from_anchor),
    (_rule(rf"{_said('PARTS')}[\s-]{{1,3}}"
           rf"(?:(?:{_said('OF_PARTS')}|{_THIS}|{_NEXT}|{_LAST}){_SPACE}){{0,3}}"
           rf"(?:{_said('PERIODS')}|(?:{words.MONTHS}){_NO_MONTH})"), read.vague),
    (_rule(rf"{_NO_DAY_BEFORE}{_said('AROUND_DAY')}{_SPACE}(?:{_THE}{_SPACE})?"
           rf"(?:{words.DAY_WORD_PATTERN}"
           rf"|(?:(?:{_THIS}|{_NEXT}|{_LAST}|{_said('ANY_DAY')}){_SPACE})?(?:{_W}))"), read.vague),
    (_rule(rf"{words.DAY_WORD_PATTERN},?{_SPACE}{_OR_WORD}{_SPACE}{_said('NEXT_DAY')}"),
     read.day_or_next),
    (_rule(words.DAY_WORD_PATTERN), read.day_word),
    (_rule(rf"(?P<before>{_said('IN_OR_AGO')}){_SPACE}{_COUNT}"), read.relative),
    (_rule(rf"(?P<count>{_NUMBER}){_GAP}{_UNIT}{_GAP}(?P<sign>{_said('FROM_NOW')})"),
     read.relative),
    (_rule(rf"(?P<w>{_W}){_SPACE}(?P<which>{_said('AFTER_NEXT')})"), read.weekday),
    (_rule(rf"(?:(?P<which>{_THIS}|{_NEXT}|{_LAST}|{_AFTER_NEXT_WEEK}){_SPACE})?(?P<w>{_W})"),
     read.weekday),
    (_rule(rf"(?:{_said('SHORT_AFTER')}|(?P<which>{_THIS}|{_NEXT}|{_LAST})){_SPACE}"
           rf"(?P<w>{_said('SHORT_ALONE')}|{_SHORT})"), read.weekday),
    (_rule(rf"\A(?P<w>{_said('SHORT_ANSWER')})"
           rf"(?=\W{{0,3}}\Z|\s{_said('AFTER_SHORT_ANSWER')}\b)"), read.weekday),
    (_rule(rf"(?:{_THIS}|{_NEXT}|{_LAST}){_SPACE}{_said('LONG_PERIODS')}"), read.vague),
    (_rule(rf"(?:{_said('SOMETIME')}{_SPACE})?{_said('DURING')}{_SPACE}"
           rf"(?:{words.MONTHS}){_NO_MONTH}"), read.vague),
    (_rule(rf"(?:{_said('IN')}\s{{1,3}})?{_said('A_FEW')}\s{{1,3}}{_said('FEW_OF')}"), read.vague),
    (_rule(_said("SOON")), read.vague),
    (_rule(rf"(?:{_said('ON_DAY')}|{_W})\s{{1,3}}(?:{_THE}\s)?(?:(?P<day>\d{{1,2}})(?:{_SIGN}|\.)"
           rf"|(?P<dayword>{DAYS_IN_WORDS})(?={_GAP}(?:$|[.,;!?])))"
           rf"(?!\s{{1,3}}{_said('THINGS')}\b)"), read.day_of_month),
    (_rule(rf"{_ALONE}(?P<day>\d{{1,2}}){_SIGN}(?P<dayword>){_END}"), read.day_of_month),
)  # fmt: skip
