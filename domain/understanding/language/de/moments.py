"""The words of moments, durations and ranges."""

MARKS = {
    "the": "der|die|das|den|dem|des",
    "of": "im|in|von|vom|der|des|dem|am|in der|in diesem",
    "in": "in|in etwa|in ca.|in rund|in circa|in ungefähr",
    "on": "am|an|im|den|in der|zu|vom",
    "at": "um|gegen|ab|@|so gegen|um ca.",
    "from": "von|vom|zwischen|zwischen dem|von dem|ab",
    "to": "bis|-|bis zum|und|und dem|bis zur|bis um|bis am"
    "|bis einschließlich|bis inklusive|bis inkl.|bis einschl.|bis einschließlich zum",
    "backwards": "zurück bis|zurück zum|zurück auf|rückwärts bis",
    "arriving": "anreise|ankunft|hinreise|check in|check-in",
    "leaving": ", abreise|, abfahrt|, rückreise|und abreise|, check out|, check-out|abreise",
    "and": "und",
    "comma": ",|und",
    "by": "spätestens|bis spätestens|bis|bis zum|bis zur|bis ende",
    "until": "bis|bis zum|bis zur|vor|vor dem|bis um",
    "after": "nach|ab|seit|ab dem|seit dem|nach dem|frühestens",
    "within": "innerhalb von|binnen|innerhalb der nächsten|innerhalb",
    "before_now": "vor",
    "hence": "von jetzt|später|ab jetzt|ab heute",
    "shifted": "nach|ab|nach dem",
    "before": "vor|vor dem",
    "past": "nach",
    "over": "über",
    "till": "vor",
    "more": "weitere|weiteren|volle|vollen|ganze",
    "ish": "pünktlich|genau",
    "part_of": "am|in der|zum",
    "all": "die ganze|ganze",
    "rest": "rest der|der rest der|den rest der|den rest des",
    "now": "jetzt",
    "a": "ein|eine|einen|einem|einer",
    "oclock": "uhr|h",
    "half_to": "halb",
    "quarter_word": "viertel",
    "working": "werktage",
}
WHICH = {
    f"{stem}{ending}": which
    for stem, which in {
        "diese": "this", "nächste": "next", "naechste": "next", "kommende": "next",
        "folgende": "next", "letzte": "last", "vorige": "last", "vergangene": "last",
        "übernächste": "after", "aktuelle": "this", "laufende": "this",
    }.items()
    for ending in ("", "n", "r", "s", "m")
}  # fmt: skip
AROUND = r"um|rund um|gegen|ungefähr|etwa|außer|nur nicht|nicht"
OPEN_ENDED = r"nach|vor|außer|ausser|früher\s{1,3}als|später\s{1,3}als"
UNFIT = r"(?:ist|wäre|sind)\s{1,3}(?:unmöglich|schlecht|ungünstig|ausgeschlossen)"
UPCOMING = ""
UNITS = {
    "std.": 2, "min.": 1, "sek.": 0,
    "sekunde": 0, "sekunden": 0, "sek": 0, "minute": 1, "minuten": 1, "min": 1, "stunde": 2,
    "stunden": 2, "std": 2, "h": 2, "tag": 3, "tage": 3, "tagen": 3, "tages": 3, "woche": 4,
    "wochen": 4, "monat": 5, "monate": 5, "monaten": 5, "monats": 5, "quartal": 6, "quartale": 6,
    "quartals": 6, "quartalen": 6, "jahr": 7, "jahre": 7, "jahren": 7, "jahres": 7,
}  # fmt: skip
NIGHTS = "nacht|nächte|nächten|übernachtung|übernachtungen"
FORTNIGHTS = ""
FEW = {"ein paar": 0}
HALVES = "halb|halbe|halben|halbes"
MIXED = {
    "anderthalb": 1.5, "eineinhalb": 1.5, "einundeinhalb": 1.5, "zweieinhalb": 2.5,
    "dreieinhalb": 3.5, "viereinhalb": 4.5, "fünfeinhalb": 5.5, "sechseinhalb": 6.5,
}  # fmt: skip
SPANS = {"viertelstunde": 900, "dreiviertelstunde": 2_700, "halbestunde": 1_800}

DAYS = {
    "heute": 0, "morgen": 1, "übermorgen": 2, "uebermorgen": 2, "gestern": -1, "vorgestern": -2,
}  # fmt: skip
HALF_OF_DAY: dict[str, str] = {}
NOW = "jetzt|gerade eben|sofort"
PARTS_OF_DAY = {
    "morgens": (0, 12), "früh": (0, 12), "frühmorgens": (0, 9), "am morgen": (0, 12),
    "vormittag": (6, 12), "vormittags": (6, 12), "mittag": (12, 14), "mittags": (12, 14),
    "nachmittag": (12, 19), "nachmittags": (12, 19), "abend": (18, 24), "abends": (18, 24),
    "nacht": (18, 24), "nachts": (18, 24), "spätabends": (21, 24), "in der früh": (0, 9),
}  # fmt: skip
WITH_WEEKDAYS = {
    "morgen": (0, 12), "früh": (0, 12), "vormittag": (6, 12), "mittag": (12, 14),
    "nachmittag": (12, 19), "abend": (18, 24), "nacht": (18, 24),
}  # fmt: skip
"""Written as one word with a weekday."""
TONIGHT: dict[str, tuple[int, int]] = {"heute nacht": (18, 24)}
LAST_NIGHT = {"letzte nacht": (18, 24)}
AFTER_PARTS = {"nach der arbeit": (17, 21), "nach dem mittagessen": (13, 17)}
CLOCK = {"mitternacht": 24, "zwölf uhr mittags": 12}
WEEKENDS = "wochenende|wochenendes|wochenenden"
SEASONS = {"frühling": 0, "frühjahr": 0, "sommer": 1, "herbst": 2, "winter": 3}
ANY_SEASON = "jahreszeit"
PARTS = {"anfang": "start", "beginn": "start", "ende": "end", "mitte": "middle"}
ENDS: dict[str, tuple[str, int]] = {}
IDES = "iden"
LAST = "letzte|letzten|letzter|letztes"
QUARTER = "q"
ALONE = ("früh", "abend", "morgens", "h", "min", "mo", "di", "mi", "do", "fr", "sa", "so")
