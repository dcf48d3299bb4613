"""Times of day."""

HOURS = {
    word: hour
    for hour, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve".split(),  # noqa: SIM905
        1,
    )
}
MINUTES = {
    "a quarter": 15, "quarter": 15, "five": 5, "ten": 10, "twenty": 20, "twenty-five": 25,
}  # fmt: skip
"""Before "past" and "to"."""
FIVES = "five ten fifteen twenty twenty-five thirty thirty-five forty forty-five fifty fifty-five"
"""Minutes after the hour, in fives."""
MINUTE = r"min(?:utes?)?"
CLOCK = r"o'?clock|hrs"
PAST = ("past", "after")
BEFORE_HOUR = ("to", "before")
HALF_PAST = r"half(?:\s{1,3}past)?"
"""Half an hour later than the hour that is named."""
HALF_BEFORE: dict[str, int] = {}
"""Patterns of what is so many minutes earlier than the hour that is named."""
HALF_BEFORE_PATTERN = ""
NO_MORNING = ""
"""Beginnings of a day, before which "am" is a word of its own and not "a.m."."""
NAMED = {"noon": 12, "midday": 12, "midnight": 0}
NOON_HALVES = r"in\sthe\s(?:morning|afternoon|evening)|at\snight"
"""After an hour."""
MORNING = r"in the morning|morning"
EVENING = r"afternoon|evening|tonight|at night"
RANGE = r"to|and|or|until|till"
AT = r"at"
AT_LOOSELY = r"till|until"
AROUND = r"around|about"
GOES_ON = r"or|mean|meant|no|not|sorry|rather"
"""Before a further hour: "at 10, I mean 11"."""
AFTER = (
    r"in\sthe|on|today|tomorrow|tonight|please|or|and|but|not|if|is|would|works|instead|then|sharp"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|next|this"
)
"""What may follow an hour that is a time: "at 3 please"."""
BETWEEN = r"or|not"
NOT = r"not"
LEADS_TO = r"at|so|about|around|by|from|for|until|maybe|ok|let's say|say"
"""Before an hour that is the whole answer."""
ENDS = r"please|then|would be (?:good|fine|great)|works"
"""After an hour that is the whole answer."""
