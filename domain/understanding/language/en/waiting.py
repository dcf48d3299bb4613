"""What customers say while they wait: that they no longer want to, or how it stands."""

from domain.understanding.word_sets import word_set

WAITS_ON = word_set("wait waiting stay staying hold want need still")
BESIDE = word_set(
    "people folks queue line am an hi hello hey so and ok okay well please sorry thanks any yet",
    "now still there it this that is on with of for about from the a my your me i you we they he",
    "she at all just then what how supervisor boss colleague manager approval decision request",
    "refund case are be up thing today already been by to do know have has had got can could tell",
    "give would like latest current where return money waiting in was take back long hear go come",
    "arrive working busy anyone someone anybody somebody work out through sent paid issued",
    "transferred account",
)
TELLING = word_set(
    "news update updates status decision decide decided approve approved accepted heard answer",
    "answered progress going yet far longer through happened happening pending say said waiting",
    "looking hear",
)
PRODS = word_set("so and well hello hey hi ok okay now then still")
"""A question of nothing but these is for what is awaited: "so?", "und jetzt?"."""
