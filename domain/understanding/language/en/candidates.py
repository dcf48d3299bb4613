"""Words that say which of several values is meant."""

TAKES_BACK = (
    r"no|nope|sorry|wait|oops|i mean|i meant|actually|make that|make it|correction|or rather|better"
)
"""Between two values: the second is meant."""
TRAILING = r"i mean|i meant|sorry|rather|instead"
"""After two values: the last is meant."""
CHANGES = r"change|switch|move|replace|swap|correct|update|reschedule"
TO = r"to|into|with|by"
"""Before the new value of a change."""
ARTICLES = r"the"
JOINED = r"or|and|nor"
OR = r"or"
