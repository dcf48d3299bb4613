"""Words that say which of several values is meant."""

TAKES_BACK = (
    r"uh|uhm|erm|hang on|hold on|scratch that|no|nope|sorry|wait|oops|i mean|i meant|actually"
    r"|make that|make it|correction|or rather|better"
)
"""Between two values: the second is meant."""
TRAILING = r"i mean|i meant|sorry|rather|instead"
"""After two values: the last is meant."""
CHANGES = r"change|switch|move|replace|swap|correct|update|reschedule"
TO = r"to|into|with|by"
"""Before the new value of a change."""
ARTICLES = r"the"
CHOOSES = r"or|but"
DENIES = r"not"
BEFORE_A_PART = r"at|on|the|for|in|around|to|only|just"
"""Before what puts a value right by a part of it: "tomorrow at 3, no, at 4"."""
AFTER_A_PART = r"please|instead|thanks|thank you|rather|then|and|not"
ONE = r"an?|one"
"""In place of a number: "a week, no, two"."""
BOUNDS = (
    r"(?:less|fewer|more|greater|higher|lower|longer|shorter|later|earlier) than"
    r"|under|over|below|above"
)
"""Before a number these name what it is not."""
NO_BOUND = r"no|not|never|nothing|isn't"
"""Before a bound these make it one that holds the number: "no more than 3"."""
JOINED = r"or|and|nor"
OR = r"or"
