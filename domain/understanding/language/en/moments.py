"""The words of moments, durations and ranges."""

MARKS = {
    "the": "the",
    "of": "of|in|from|on|for|'s|of the|in the|during",
    "in": "in|in about|in around|within the next",
    "on": "on|during|for|on the|in",
    "at": "at|@|at about|around|about|at around|by about",
    "from": "from|between|later than|starting",
    "to": "to|-|til|till|until|thru|through|up to|and|but before|but not after|up to and including"
    "|to and including|through to",
    "backwards": "back to|backwards to",
    "arriving": "arriving|arrive|arrival|check in|check-in|checking in|checking-in",
    "leaving": ", leaving|, departing|, departure|, check out|, checking out|, out|and leaving"
    "|and departing|and out|and check out|and checking out|, leave|and leave|, checkout|, check-out"
    "|leaving|departing|departure",
    "and": "and|&",
    "comma": ",|and",
    "by": "by|by the|no later than|not later than|latest by",
    "until": "until|til|till|through|up to|before|prior to|earlier than",
    "after": "after|from|since|anytime after|any time after|starting|later than|not before",
    "within": "within|within the next",
    "ago": "ago|back",
    "hence": "from now|hence|from right now|from today|later",
    "shifted": "after|from|past|following",
    "before": "before|prior to",
    "past": "past|after",
    "till": "to|before|til|till|of",
    "more": "more|additional|extra|less|fewer|whole|full|about",
    "ish": "ish|approximately|sharp|exactly|on the dot",
    "part_of": "in the|in|at|during the",
    "after_next": "after next",
    "all": "all|the whole|whole|all of the",
    "rest": "rest of|rest of the|the rest of|the rest of the|remainder of the",
    "now": "now|right now",
    "closest": "closest|nearest",
    "to_now": "to today|to now",
    "ad": "ad|a.d.|a.d",
    "point": "point",
    "around": "around|about",
    "a": "a|an",
    "oclock": "o'clock|o clock|oclock",
    "half_past": "half past|half|half after",
    "half_to": "half to",
    "quarter_word": "quarter|quarters",
    "slash": "/",
    "working": "business|working|work",
}
"""Words that only lead from one part to the next, by their role."""
WHICH = {
    "this": "this", "current": "this", "this current": "this", "next": "next", "following": "next",
    "the following": "next", "coming": "next", "this coming": "next", "last": "last",
    "past": "last", "previous": "last", "this past": "last", "the past": "last",
    "around next": "next",
}  # fmt: skip
AROUND = r"around|about|roughly|near|close to|but|except|any day but|not"
"""Before a day that is not meant, or not exactly."""
OPEN_ENDED = (
    r"after|before|prior\s{1,3}to|earlier\s{1,3}than|later\s{1,3}than|any\s{1,3}day\s{1,3}but"
    r"|every\s{1,3}day\s{1,3}but"
)
"""Before a day that is not the one that is meant."""
UNFIT = r"(?:is|are|would\s{1,3}be)\s{1,3}(?:impossible|bad|out|no\s{1,3}good|terrible)"
"""After a day that is not meant."""
UPCOMING = "upcoming"
UNITS = {
    "second": 0, "seconds": 0, "sec": 0, "secs": 0, "s": 0, "minute": 1, "minutes": 1, "min": 1,
    "mins": 1, "m": 1, "hour": 2, "hours": 2, "hr": 2, "hrs": 2, "h": 2, "day": 3, "days": 3,
    "week": 4, "weeks": 4, "wk": 4, "month": 5, "months": 5, "quarter": 6, "quarters": 6, "qtr": 6,
    "qtrs": 6, "year": 7, "years": 7, "yr": 7, "yrs": 7,
}  # fmt: skip
NIGHTS = "night|nights"
"""That are stayed: three of them end on the third day after."""
FORTNIGHTS = "fortnight|fortnights"
FEW = {"a couple of": 2, "a couple": 2, "couple": 2, "couple of": 2, "a pair of": 2}
HALVES = "half"
MIXED: dict[str, float] = {}
"""Numbers with a half in one word."""
SPANS: dict[str, int] = {}
"""Durations in one word, in seconds."""
DAYS = {
    "today": 0, "tomorrow": 1, "tmrw": 1, "tmr": 1, "tomorow": 1, "tommorow": 1, "tommorrow": 1,
    "2morrow": 1, "yesterday": -1, "day after tomorrow": 2, "the day after tomorrow": 2,
    "day before yesterday": -2, "the day before yesterday": -2, "at this time": 0,
}  # fmt: skip
NOW = "now|right now|just now|immediately|atm|at the moment|right away|this moment"
HALF_OF_DAY = {"am": "am", "a.m.": "am", "a.m": "am", "pm": "pm", "p.m.": "pm", "p.m": "pm",
               "in the am": "am", "in the pm": "pm", "a": "am", "p": "pm"}  # fmt: skip
PARTS_OF_DAY = {
    "morning": (0, 12), "early morning": (0, 9), "early in the morning": (0, 9),
    "early hours": (0, 9), "lunch": (12, 14), "lunchtime": (12, 14), "lunch time": (12, 14),
    "afternoon": (12, 19), "after noon": (12, 19), "afternoonish": (12, 19), "evening": (18, 24),
    "night": (18, 24), "nite": (18, 24), "late evening": (21, 24), "late night": (21, 24),
    "late in the evening": (21, 24), "late at night": (21, 24), "breakfast": (7, 10),
    "dinner": (18, 21), "dinnertime": (18, 21),
}  # fmt: skip
"""From an hour to an hour."""
WITH_WEEKDAYS: dict[str, tuple[int, int]] = {}
"""Parts of the day that are written as one word with a weekday."""
TONIGHT = {"tonight": (18, 24), "tonite": (18, 24), "late tonight": (21, 24),
           "late tonite": (21, 24)}  # fmt: skip
LAST_NIGHT = {"last night": (18, 24), "late last night": (21, 24), "yesterday night": (18, 24)}
AFTER_PARTS = {"after lunch": (13, 17), "after work": (17, 21), "after school": (15, 21)}
CLOCK = {"noon": 12, "midday": 12, "mid day": 12, "twelve noon": 12, "midnight": 24,
         "at the stroke of midnight": 24}  # fmt: skip
WEEKENDS = "weekend|week end|week-end|weekends|wkend"
SEASONS = {"spring": 0, "summer": 1, "autumn": 2, "fall": 2, "winter": 3}
ANY_SEASON = "season|seasons"
PARTS = {
    "beginning": "start", "the beginning": "start", "start": "start", "early": "start",
    "beginning of the": "start", "end": "end", "the end": "end", "late": "end", "middle": "middle",
    "mid": "middle", "mid-": "middle", "the middle": "middle", "the start": "start",
    "at the end": "end", "at the beginning": "start",
}  # fmt: skip
ENDS = {
    "eod": ("end", 3), "eom": ("end", 5), "eoy": ("end", 7), "eow": ("end", 4),
    "end of day": ("end", 3), "bom": ("start", 5), "boy": ("start", 7), "bow": ("start", 4),
    "close of business": ("end", 3), "cob": ("end", 3), "eoq": ("end", 6),
}  # fmt: skip
LAST = "last"
QUARTER = "q"
IDES = "ides"
ALONE = (
    "may",
    "mar",
    "march",
    "august",
    "sat",
    "sun",
    "second",
    "mon",
    "wed",
    "fall",
    "spring",
    "min",
    "h",
    "a",
)
"""Words of their own, which are no moment where they stand alone."""
