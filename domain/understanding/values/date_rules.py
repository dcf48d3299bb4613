"""The rules by which words are read as days: a pattern for each, the particular ones first."""

import re
from collections.abc import Callable

from domain.understanding.values import calendar_words as words
from domain.understanding.values import date_readers as read
from domain.understanding.values.date_readers import Calendar, Days
from domain.understanding.values.ordinals import DAYS_IN_WORDS, IN_WORDS

Rule = tuple[re.Pattern[str], Callable[[re.Match[str], Calendar], Days]]

_THIS, _NEXT, _LAST = words.THIS, words.NEXT, words.LAST
_SPACE, _GAP = r"\s{1,3}", r"\s{0,3}"
_NUMBER = rf"\d{{1,3}}|{words.SMALL}"
_W = words.WEEKDAYS
_PREFIX = (
    rf"(?:(?P<w>{_W}|{words.SHORT_WEEKDAYS})\b\.?,?{_SPACE}"
    rf"(?:(?:the|den|dem|am|on){_SPACE})?|(?:the|den|dem){_SPACE})?"
)
_DAY = (
    rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)?"
    rf"|(?P<dayword>{IN_WORDS})(?!{_SPACE}may\b))"
)
_YEAR = (
    r"(?:,?\s{0,3}(?P<year>(?:19|20)\d\d(?!\s{0,3}(?:uhr|h)\b)|'\d\d"
    r"|(?:2[4-9]|[34]\d)(?=\s{0,3}(?:$|[.,;!?)]))))?"
)
_UNIT = r"(?P<unit>day|week|fortnight|month|year|tag|woche|monat|jahr)(?:s|e|en|n)?"
_COUNT = rf"(?P<count>{_NUMBER}){_GAP}(?:more{_SPACE})?{_UNIT}"
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
_OR = r"\s{0,3}(?:-|or|oder|and|und|to|bis)\s{0,3}"
_OR_W = rf"(?:{_SPACE}(?:or|oder|and|und){_SPACE}(?:am{_SPACE}|on{_SPACE})?(?P<w2>{_W}))?"


_ALONE = (
    r"(?:\A[\s\W]{0,3}|(?<=on )|(?<=by )|(?<=for )|(?<=am )|(?<=den )|(?<=bis )|(?<=the )|(?<=or )"
    r"|(?<=oder )|(?<=not ))"
)


def _rule(pattern: str) -> re.Pattern[str]:
    """As words of their own. Between words nothing is tried: long lists of names stay fast."""
    begins = "" if pattern.startswith(_ALONE) else r"(?=\w)"
    return re.compile(rf"(?<![\w.,/-]){begins}(?:{pattern})(?![\w/]|[.,-]\d)", re.IGNORECASE)


_END = r"(?=\s{0,3}(?:$|[.,;!?]))"
_PARTS = r"end|beginning|start|middle|mid|first half|second half|ende|anfang|mitte|early|late"
_PERIOD = r"(?:week(?:end)?|month|year|woche(?:nende)?s?|monats?|jahre?s?|quarter)"
_NO_MONTH = r"(?!\s{0,3}(?:\d|the\s\d))"

RULES: tuple[Rule, ...] = (
    (_rule(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})"), read.iso),
    (_rule(rf"{_PREFIX}(?P<first>\d{{1,2}})(?P<sign>[./-])(?P<second>\d{{1,2}})(?P=sign)"
           r"(?P<year>(?:19|20)\d\d|\d{2})"), read.numeric),
    (_rule(rf"{_PREFIX}(?P<first>\d{{1,2}})\.{_SPACE}(?P<second>\d{{1,2}})(?P<sign>\.){_GAP}"
           r"(?P<year>(?:19|20)\d\d)"), read.numeric),
    (_rule(rf"{_PREFIX}(?P<first>\d{{1,2}})(?P<sign>/)(?P<second>\d{{1,2}})"
           r"(?!\s{0,3}(?:an?\b|of\b|hour|day|\d))"), read.numeric),
    (_rule(rf"{_PREFIX}(?P<first>\d{{1,2}})(?P<sign>\.)(?P<second>\d{{1,2}})\."), read.numeric),
    (_rule(r"(?:0?[1-9]|1[0-2])/(?:19|20)\d\d"), read.vague),
    (_rule(rf"{_ALONE}(?P<first>\d{{1,2}})(?P<sign>\.)(?P<second>[01]\d){_END}"), read.numeric),
    (_rule(rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)?{_OR}(?:the{_SPACE})?(?P<day2>\d{{1,2}})"
           rf"(?:st|nd|rd|th|\.)?{_SPACE}(?:of{_SPACE})?{_MONTH}"), read.two_days),
    (_rule(rf"{_MONTH}\.?{_SPACE}(?:the{_SPACE})?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?{_OR}"
           r"(?:the\s{1,3})?(?P<day2>\d{1,2})(?:st|nd|rd|th)?(?!\s{0,3}(?:a\.?m\b|p\.?m\b|uhr|o'clock))"),
     read.two_days),
    (_rule(rf"{_COUNT}{_SPACE}(?:before|vor|prior{_SPACE}to){_SPACE}[^\s]{{1,20}}(?:{_SPACE}[^\s]{{1,20}})?"),
     read.vague),
    (_rule(rf"{_PREFIX}{_DAY}{_GAP}(?:day{_SPACE})?(?:of{_SPACE}|in{_SPACE})?{_MONTH}\.?{_YEAR}"),
     read.named_month),
    (_rule(rf"(?:(?P<w>{_W}),?{_SPACE})?{_MONTH}\.?{_GAP}(?:the{_SPACE})?{_DAY}"
           rf"(?!{_GAP}(?:%|\w{{0,8}}(?:eur|usd)))(?!:\d){_YEAR}"), read.named_month),
    (_rule(words.NAMED_DAY_PATTERN), read.named_day),
    (_rule(rf"(?P<w>{_W}),?{_SPACE}(?:(?:the|den|dem|der){_SPACE})?(?P<dayword>)"
           r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)"), read.day_of_month),
    (_rule(rf"(?:(?P<last>last|letzte[nrsm]?)|(?P<place>{IN_WORDS}"
           rf")){_SPACE}(?P<w>{_W}|day|tag){_SPACE}"
           rf"(?:in|of|im|des){_SPACE}(?:(?:the|this|der|diesem|(?P<which>{_NEXT})){_SPACE})?"
           rf"(?:(?P<month>{words.MONTHS})|monats?|month)"), read.weekday_in_month),
    (_rule(rf"(?P<w>{_W}|(?<=am )(?:{words.SHORT_WEEKDAYS}))\.?,?{_OR_W}{_SPACE}"
           rf"(?:in{_SPACE}|of{_SPACE})?(?:the{_SPACE})?(?:der{_SPACE})?(?P<which>{_THIS}|{_NEXT}|{_LAST}|übernächste[nrsm]?)"
           rf"{_SPACE}{_WEEK}"), read.weekday_of_week),
    (_rule(rf"(?P<which>{_THIS}|{_NEXT}|{_LAST}|übernächste[nrsm]?){_SPACE}{_WEEK},?{_SPACE}"
           rf"(?:(?:on|am|maybe|perhaps|vielleicht){_SPACE}){{0,2}}(?P<w>{_W}){_OR_W}"),
     read.weekday_of_week),
    (_rule(rf"{_COUNT}{_SPACE}(?:(?:from|after|on|nach|ab){_SPACE})?{_ANCHOR}"), read.from_anchor),
    (_rule(rf"{_ANCHOR}{_SPACE}in{_SPACE}{_COUNT}"), read.from_anchor),
    (_rule(rf"{_ANCHOR}{_SPACE}(?P<count>)(?P<unit>week)"), read.from_anchor),
    (_rule(rf"(?:{_PARTS})[\s-]{{1,3}}(?:(?:of|in|the|der|des|dem|{_THIS}|{_NEXT}|{_LAST}){_SPACE})"
           rf"{{0,3}}(?:{_PERIOD}|(?:{words.MONTHS}){_NO_MONTH})"), read.vague),
    (_rule(rf"(?<!day )(?:before|after|nach|vor){_SPACE}(?:the{_SPACE})?(?:{words.DAY_WORD_PATTERN}"
           rf"|(?:(?:{_THIS}|{_NEXT}|{_LAST}|dem){_SPACE})?(?:{_W}))"), read.vague),
    (_rule(words.DAY_WORD_PATTERN), read.day_word),
    (_rule(rf"(?P<before>in|vor){_SPACE}{_COUNT}"), read.relative),
    (_rule(rf"(?P<count>{_NUMBER}){_GAP}{_UNIT}{_GAP}"
           r"(?P<sign>ago|hence|from\s{1,3}(?:now|today|right now))"), read.relative),
    (_rule(rf"(?P<w>{_W}){_SPACE}(?P<which>after{_SPACE}next)"), read.weekday),
    (_rule(rf"(?:(?P<which>{_THIS}|{_NEXT}|{_LAST}|übernächste[nrsm]?){_SPACE})?(?P<w>{_W})"),
     read.weekday),
    (_rule(rf"(?:on|by|am|bis|or|not|(?P<which>{_THIS}|{_NEXT}|{_LAST})){_SPACE}"
           rf"(?P<w>sat|sun|(?<=am )(?:{words.SHORT_WEEKDAYS}))"), read.weekday),
    (_rule(r"\A(?P<w>mo|di|mi|fr|sa|sat|sun)(?=\W{0,3}\Z|\s(?:or|oder|please|bitte|not)\b)"),
     read.weekday),
    (_rule(rf"(?:{_THIS}|{_NEXT}|{_LAST}){_SPACE}(?:week(?:end)?|month|year|quarter|summer|winter"
           r"|spring|autumn|woche(?:nende)?|monat|jahr|quartal)"), read.vague),
    (_rule(rf"(?:sometime{_SPACE}|irgendwann{_SPACE})?(?:in|im|during|throughout){_SPACE}"
           rf"(?:{words.MONTHS}){_NO_MONTH}"), read.vague),
    (_rule(r"(?:in\s{1,3})?(?:a few|several|some|a couple of|ein paar|einigen|wenigen|mehreren)"
           r"\s{1,3}(?:days|weeks|months|tagen?|wochen|monaten?)"), read.vague),
    (_rule(r"soon|sometime|some time|asap|as soon as possible|bald|demnächst|irgendwann|later"
           r"|später|so\s(?:bald|schnell|früh)\swie\smöglich|whenever|any\s?(?:day|time)|die tage"
           r"|(?:am|at the|on the|over the)\s{1,3}(?:wochenende|weekend)|weekend"
           r"|wochenende"), read.vague),
    (_rule(rf"(?:the|am|den|on|{_W})\s{{1,3}}(?:the\s)?(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)"
           rf"|(?P<dayword>{DAYS_IN_WORDS})(?={_GAP}(?:$|[.,;!?])))"
           r"(?!\s{1,3}(?:one|option|choice|item|order|of)\b)"), read.day_of_month),
    (_rule(rf"{_ALONE}(?P<day>\d{{1,2}})(?:st|nd|rd|th)(?P<dayword>){_END}"), read.day_of_month),
)  # fmt: skip
