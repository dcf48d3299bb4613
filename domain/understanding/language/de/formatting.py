"""Values as a customer reads them: money, days, times, yes and no."""

MONTHS = (
    "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September",
    "Oktober", "November", "Dezember",
)  # fmt: skip
DAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
NO_YES = ("nein", "ja")
DATE = "{day}. {month} {year}"
CLOCK = "{time} Uhr"
AT = "um {time}"
TODAY, TOMORROW = "heute", "morgen"
SOON = "{day} {at}"
APPOINTMENT = "{weekday}, {day}. {month} um {time} Uhr"
IN_A_SENTENCE = "am {when}"
NOW, SOME_DAY = "jetzt", "später"
THOUSANDS, DECIMAL = ".", ","
SIGN_FIRST = False
AND = "und"
