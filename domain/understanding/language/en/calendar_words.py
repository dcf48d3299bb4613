"""The names of the calendar, and the words that count its days."""

MONTHS = (
    ("january", "jan"),
    ("february", "feb"),
    ("march", "mar"),
    ("april", "apr"),
    ("may",),
    ("june", "jun"),
    ("july", "jul"),
    ("august", "aug"),
    ("september", "sept", "sep"),
    ("october", "oct"),
    ("november", "nov"),
    ("december", "dec"),
)
WEEKDAYS = (
    ("monday", "mon"),
    ("tuesday", "tues", "tue"),
    ("wednesday", "weds", "wed"),
    ("thursday", "thurs", "thur", "thu"),
    ("friday", "fri"),
    ("saturday",),
    ("sunday",),
)
SHORT_WEEKDAYS = ((), (), (), (), (), ("sat",), ("sun",))
"""Words of their own far too often: they count after "on", "am" and the like, or alone."""
DAY_WORDS = {
    "the day before yesterday": -2, "day before yesterday": -2, "yesterday": -1, "today": 0,
    "tonight": 0, "tomorrow": 1, "tomorow": 1, "tommorow": 1, "tommorrow": 1, "tmrw": 1, "tmr": 1,
    "2morrow": 1, "the day after tomorrow": 2, "day after tomorrow": 2,
}  # fmt: skip
SMALL = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fourteen": 14, "twenty": 20,
    "thirty": 30, "a couple of": 2, "a couple": 2,
}  # fmt: skip
"""Numbers before a day, a week and the like."""
NAMED_DAYS = {
    "christmas eve": (12, 24), "christmas day": (12, 25), "boxing day": (12, 26),
    "new year's eve": (12, 31), "new years eve": (12, 31), "new year's day": (1, 1),
    "new years day": (1, 1),
}  # fmt: skip
"""Month and day."""
UNITS = {"day": "day", "week": "week", "fortnight": "fortnight", "month": "month", "year": "year"}
"""Each word for a span of days, and which of the five that English has it is."""
THIS = r"this"
NEXT = r"next|following|upcoming|coming"
LAST = r"last|past|previous"
AFTER_NEXT = ("after",)
"""Beginnings of the words for the week after next."""
OF_NEXT_WEEK = ("next", "following")
"""Beginnings of the words with which "next Friday" is the one of next week."""
BACK = ("ago",)
"""What says that days are counted back from today."""
LONG_DAY_WORDS = ("tomorrow", "yesterday")
"""Long enough to be known with a letter wrong."""
MISSPELT = {
    "wensday": "wednesday",
    "wensdays": "wednesday",
    "wendsday": "wednesday",
    "tommorow": "tomorrow",
    "febuary": "february",
}
"""Slips of more than one letter."""
