"""Days of business: "in three working days", "the last business day of the month"."""

WORKING_DAYS = (
    r"(?:working|business|work|office|trading|banking|bank)[\s-]{1,2}days?|weekdays?|workdays?"
)
WITHIN = (
    r"in|within|inside|inside of|over|during|in about|within the next|in the next|not later than"
)
"""Before a number of such days, counted from today."""
FROM_NOW = r"from (?:now|today)|hence|later|away"
"""After it."""
AGO = r"ago"
BACK = ""
FROM = r"from|after|following"
"""Between it and the day from which they are counted."""
BEFORE = r"before|prior to|ahead of"
NEXT = r"next|following|coming"
LAST = r"last|final"
AFTER_NEXT = r"next but one"
PREVIOUS = r"previous|preceding"
THE = r"the"
OF = r"of|in"
"""Between such a day and its month or year."""
THIS_MONTH = r"(?:the|this)(?: current)? month"
NEXT_MONTH = r"(?:the )?(?:next|following|coming) month"
THIS_YEAR = r"(?:the|this) year"
NEXT_YEAR = r"(?:the )?next year"
