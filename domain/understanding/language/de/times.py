"""Times of day."""

HOURS = {
    word: hour
    for hour, word in enumerate(
        "eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf".split(),  # noqa: SIM905
        1,
    )
} | {"ein": 1, "fuenf": 5, "zwoelf": 12}
MINUTES = {"viertel": 15, "fünf": 5, "fuenf": 5, "zehn": 10, "zwanzig": 20}
FIVES = (
    "fünf zehn fünfzehn zwanzig fünfundzwanzig dreißig fünfunddreißig vierzig fünfundvierzig "
    "fünfzig fünfundfünfzig"
)
MINUTE = r"min(?:uten?)?"
CLOCK = r"uhr|h\b"
PAST = ("nach",)
BEFORE_HOUR = ("vor",)
HALF_PAST = ""
HALF_BEFORE = {"halb": 30, "drei": 15}
HALF_BEFORE_PATTERN = r"halb|drei\s?viertel"
NO_MORNING = (
    r"nächsten|kommenden|selben|ersten|mo|di|mi|do|fr|sa|so|montag|dienstag|mittwoch|donnerstag"
    r"|freitag|samstag|sonntag"
)
NAMED = {"mittag": 12, "mittags": 12, "mitternacht": 0}
NOON_HALVES = r"morgens|abends|nachmittags|vormittags|früh"
MORNING = r"morgens|früh|vormittags?|in der früh"
EVENING = r"nachmittags?|abends?|heute abend"
RANGE = r"bis|und|oder"
AT = r"um|gegen|ab"
AT_LOOSELY = r"bis"
AROUND = ""
GOES_ON = r"oder|meine|meinte|nein|nicht|sorry|lieber|besser"
AFTER = (
    r"heute|morgen|am|bitte|oder|und|aber|nicht|statt|ist|wäre|passt|geht|nach|früh|abends|morgens"
    r"|nachmittags|vormittags"
)
BETWEEN = r"oder|nicht"
NOT = r"nicht"
LEADS_TO = r"um|gegen|so|ab|bis|vielleicht|ok"
ENDS = r"bitte|dann|wäre gut"
