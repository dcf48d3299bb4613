"""Values as a customer reads them: money, days, times, yes and no."""

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NO_YES = ("no", "yes")
DATE = "{day} {month} {year}"
CLOCK = ""
"""Around "15:00"; empty where the day has two halves of twelve hours."""
AT = "at {time}"
TODAY, TOMORROW = "today", "tomorrow"
SOON = "on {day} {at}"
"""A day that is neither today nor tomorrow, with its time."""
APPOINTMENT = "{weekday} {day} {month} at {time}"
IN_A_SENTENCE = "{when}"
"""The same within a sentence."""
NOW, SOME_DAY = "now", "later"
"""When we open, where we are open or nobody knows."""
THOUSANDS, DECIMAL = ",", "."
SIGN_FIRST = True
"""Whether the sign of a currency stands before its amount."""
AND = "and"
"""Before the last thing of a list that is read out."""
