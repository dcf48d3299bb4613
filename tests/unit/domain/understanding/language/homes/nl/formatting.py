"""Values as a customer reads them: money, days, times, yes and no."""

MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september",
    "oktober", "november", "december",
)  # fmt: skip
DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
NO_YES = ("nee", "ja")
DATE = "{day} {month} {year}"
CLOCK = "{time} uur"
AT = "om {time}"
TODAY, TOMORROW = "vandaag", "morgen"
SOON = "{day} {at}"
APPOINTMENT = "{weekday} {day} {month} om {time}"
IN_A_SENTENCE = "{when}"
NOW, SOME_DAY = "nu", "later"
THOUSANDS, DECIMAL = ".", ","
SIGN_FIRST = True
