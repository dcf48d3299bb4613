"""The names of the calendar, and the words that count its days."""

MONTHS = (
    ("januar", "jänner"),
    ("februar",),
    ("märz", "maerz"),
    (),
    ("mai",),
    ("juni",),
    ("juli",),
    (),
    (),
    ("oktober", "okt"),
    (),
    ("dezember", "dez"),
)
WEEKDAYS = (
    ("montag",),
    ("dienstag",),
    ("mittwoch",),
    ("donnerstag",),
    ("freitag",),
    ("samstag", "sonnabend"),
    ("sonntag",),
)
SHORT_WEEKDAYS = (("mo",), ("di",), ("mi",), ("do",), ("fr",), ("sa",), ("so",))
DAY_WORDS = {
    "vorgestern": -2, "gestern": -1, "heute": 0, "morgen": 1, "übermorgen": 2, "uebermorgen": 2,
}  # fmt: skip
SMALL = {
    "ein": 1, "eine": 1, "einem": 1, "einer": 1, "einen": 1, "zwei": 2, "drei": 3, "vier": 4,
    "fünf": 5, "sechs": 6, "sieben": 7, "acht": 8, "neun": 9, "zehn": 10, "elf": 11, "zwölf": 12,
    "vierzehn": 14, "zwanzig": 20, "dreißig": 30, "dreissig": 30,
}  # fmt: skip
NAMED_DAYS = {"heiligabend": (12, 24), "silvester": (12, 31), "neujahr": (1, 1)}
UNITS = {"tag": "day", "woche": "week", "monat": "month", "jahr": "year"}
THIS = r"diese[nrsm]?"
NEXT = r"nächste[nrsm]?|naechste[nrsm]?|kommende[nrsm]?"
LAST = r"letzte[nrsm]?|vorige[nrsm]?|vergangene[nrsm]?"
AFTER_NEXT = ("über",)
OF_NEXT_WEEK = ("nächst", "naechst")
BACK = ("vor",)
LONG_DAY_WORDS = ("übermorgen",)
MISSPELT = {"uebermorgen": "übermorgen"}
