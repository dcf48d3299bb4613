"""Words by which a sentence and what it was taken from are compared."""

from domain.understanding.word_sets import word_set

PLAIN = word_set(
    "a an the and or but so also too as at by for from in into of on onto to up with within per",
    "about around over under above below between through during this that these those it its there",
    "here then than such any all each every both some more most least own same other another is",
    "are was were be been being am do does did done has have had having will would shall should",
    "can could may might must need needs i you he she we they me him her us them my your his our",
    "their mine yours ours theirs who whom whose which what when where why how if whether because",
    "since while although though however please just only even still yet already again always",
    "usually normally currently get gets got let lets make makes made take takes takes taken give",
    "gives given go goes put puts use uses used come comes one ones thing things case cases way",
    "whenever wherever like likes ask asking approximately around roughly instead currently thus",
    "means mean following follows says say said according yes well once simply directly further",
)
"""Words that carry no fact by themselves."""
DENYING = word_set(
    "not no never none nothing nobody nor neither without cannot cant dont doesnt didnt isnt arent",
    "wasnt werent wont wouldnt shouldnt couldnt mustnt neednt hasnt havent hadnt except excluding",
    "unless impossible unavailable refused excluded prohibited forbidden lacks",
)
OPPOSITES = (
    ("before", "after"), ("earlier", "later"), ("first", "last"), ("more", "less"),
    ("most", "least"), ("maximum", "minimum"), ("above", "below"), ("over", "under"),
    ("open", "closed"), ("opens", "closes"), ("include", "exclude"), ("included", "excluded"),
    ("increase", "decrease"), ("free", "charged"), ("with", "without"), ("allowed", "forbidden"),
    ("allowed", "prohibited"), ("possible", "impossible"), ("accept", "refuse"),
    ("accepted", "refused"), ("start", "end"), ("starts", "ends"), ("begin", "end"),
    ("begins", "ends"), ("buyer", "seller"), ("inside", "outside"), ("upper", "lower"),
    ("old", "new"), ("up", "down"), ("always", "never"), ("higher", "lower"),
    ("weekday", "weekend"), ("weekdays", "weekends"), ("day", "night"), ("morning", "evening"),
    ("required", "optional"), ("must", "may"), ("mandatory", "optional"), ("on", "off"),
    ("until", "from"), ("left", "right"), ("hot", "cold"), ("paid", "unpaid"), ("used", "unused"),
    ("adults", "children"), ("arrival", "departure"), ("available", "unavailable"),
)  # fmt: skip
"""One of them in a sentence, and only the other where it was taken from: another fact."""
NUMBER_WORDS = {
    "zero": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6",
    "seven": "7", "eight": "8", "nine": "9", "ten": "10", "eleven": "11", "twelve": "12",
    "thirteen": "13", "fourteen": "14", "fifteen": "15", "sixteen": "16", "seventeen": "17",
    "eighteen": "18", "nineteen": "19", "twenty": "20", "thirty": "30", "forty": "40",
    "fifty": "50", "sixty": "60", "seventy": "70", "eighty": "80", "ninety": "90",
    "hundred": "100", "thousand": "1000", "half": "0.5", "twice": "2", "once": "1",
}  # fmt: skip
UNITS = {
    "eur": "eur", "euro": "eur", "euros": "eur", "usd": "usd", "dollar": "usd", "dollars": "usd",
    "gbp": "gbp", "pound": "gbp", "pounds": "gbp", "chf": "chf", "franc": "chf", "francs": "chf",
    "cent": "cent", "cents": "cent", "percent": "%", "pct": "%", "second": "s", "seconds": "s",
    "sec": "s", "minute": "min", "minutes": "min", "min": "min", "mins": "min", "hour": "h",
    "hours": "h", "hr": "h", "hrs": "h", "h": "h", "day": "d", "days": "d", "week": "w",
    "weeks": "w", "month": "mo", "months": "mo", "year": "y", "years": "y", "night": "night",
    "nights": "night", "kg": "kg", "kilo": "kg", "kilos": "kg", "kilogram": "kg",
    "kilograms": "kg", "g": "g", "gram": "g", "grams": "g", "mg": "mg", "ml": "ml", "m": "m",
    "metre": "m", "metres": "m", "meter": "m", "meters": "m", "cm": "cm", "mm": "mm", "km": "km",
    "mile": "mile", "miles": "mile", "litre": "l", "litres": "l", "liter": "l", "liters": "l",
    "l": "l", "inch": "inch", "inches": "inch", "gb": "gb", "mb": "mb", "tb": "tb", "kwh": "kwh",
    "kw": "kw", "watt": "w.", "watts": "w.", "volt": "v.", "volts": "v.", "degrees": "deg",
}  # fmt: skip
"""What a number counts, by one name for each unit."""
UNIT_ADJECTIVES = word_set("working business calendar full more whole consecutive extra further")
"""What may stand between a number and its unit."""
PAYING = word_set("pay pays paid cost costs charge charges charged price priced fee total")
"""Said by an amount of money alone."""
CALENDAR = word_set(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may",
    "june july august september october november december mondays tuesdays wednesdays thursdays",
    "fridays saturdays sundays today tomorrow yesterday noon midnight easter christmas am pm",
)
"""A day or a time that must be the one that stands there."""
ENDINGS = ("ingly", "ings", "ing", "edly", "ied", "ies", "ed", "es", "ly", "s", "e", "y")
JOINS_WORDS = False
SAME = (
    "advance ahead before beforehand",
    "wi fi wlan wireless",
    "away immediately once instantly",
    "pay pays paid cost costs charge charges charged price priced fee bill bills",
    "get receive receives received obtain",
    "send sends sent ship ships shipped post mail dispatch",
    "parcel package shipment",
    "phone call calls ring telephone",
    "begin begins start starts",
    "end ends finish finishes",
    "close closes shut",
    "buy buys bought purchase purchases purchased",
    "purchasing buying",
    "customer customers client clients",
    "children child kids kid",
    "ill sick",
    "doctor physician",
    "cancel cancels cancelled cancelling cancellation call",
    "tell told inform",
    "show shows shown display",
    "arrive arrives arrival come delivered reach",
    "return returns returned send back",
    "refund refunds refunded reimburse reimbursed back money",
    "last lasts valid remain remains",
    "allow allowed permit permitted possible may welcome",
    "photo picture image",
    "book books booked booking reserve reserved reservation reservations",
    "required require requires necessary needed need",
    "ask asks request requests requested",
    "help assist assistance support",
    "shop store branch",
    "free complimentary",
    "move change changed moved",
    "renew renewed extend extended",
    "keep keeps kept stored hold",
    "leave depart departure check",
    "station stop",
    "ticket tickets",
    "open opens opened opening",
    "serve serves served serving available offered offer",
    "provide provides provided supply",
    "contact reach",
    "register registered registration enrol sign",
    "lend borrow borrowed lent",
    "car vehicle",
    "person people guest guests",
    "quarter fourth",
    "nearly almost",
    "staffed manned",
    "wireless wifi",
    "fare price",
    "automatic automatically itself",
    "quickly fast soon",
    "immediately instantly once",
    "included include includes part",
    "at-least minimum least",
    "at-most maximum up most",
    "daily day",
    "yearly annual annually year",
    "monthly month",
    "weekly week",
    "big large",
    "choose select pick",
    "fill complete completed",
    "written writing write",
    "online internet web",
    "hour hours o'clock",
    "luggage baggage",
    "bring take carry",
    "stay stays",
    "younger under",
    "older over",
)
"""Groups of words that may stand for each other in any sentence about customers' matters."""
CONDITIONS = word_set("if once provided providing assuming")
RESTRICTING = word_set("only solely exclusively")
POSSIBLE = word_set("possible available valid")
"""What "only" is never about by itself."""
US = word_set("we")
CUSTOMERS = word_set("you customer customers client clients guest guests buyer buyers")
POLITE = word_set("")
DONE_BY = word_set("by")
DONE_TO = word_set("to for from with of at on about")
ARTICLES = word_set("the a an our your each every")
AT_LEAST = ("at least", "minimum", "no less than", "not less than", "no fewer than")
AT_MOST = ("at most", "up to", "maximum", "no more than", "not more than", "within")
