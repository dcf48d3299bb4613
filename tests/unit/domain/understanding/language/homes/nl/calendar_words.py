"""The names of the calendar, and the words that count its days."""

MONTHS = (
    ("januari",), ("februari",), ("maart",), (), ("mei",), ("juni",), ("juli",), ("augustus",),
    (), ("oktober",), (), (),
)  # fmt: skip
WEEKDAYS = (
    ("maandag",), ("dinsdag",), ("woensdag",), ("donderdag",), ("vrijdag",), ("zaterdag",),
    ("zondag",),
)  # fmt: skip
SHORT_WEEKDAYS = (("ma",), (), ("wo",), (), ("vr",), ("za",), ("zo",))
DAY_WORDS = {"eergisteren": -2, "gisteren": -1, "vandaag": 0, "overmorgen": 2}
SMALL = {"een": 1, "twee": 2, "drie": 3}
UNITS = {"dag": "day", "week": "week", "maand": "month", "jaar": "year"}
NEXT = r"volgende"
OF_NEXT_WEEK = ("volgend",)
LONG_DAY_WORDS = ("overmorgen",)
