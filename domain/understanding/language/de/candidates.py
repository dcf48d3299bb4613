"""Words that say which of several values is meant."""

TAKES_BACK = (
    r"ähm?|öhm?|korrektur|doch lieber|doch eher|"
    r"nein|nee|halt|moment|quatsch|sorry|ach|ich meine|ich meinte|"
    r"oder (?:doch |eher |besser |lieber )|besser|stattdessen|vielmehr|beziehungsweise|sondern|"
    r"stimmt nicht"
)
TRAILING = r"meine ich|meinte ich|stattdessen"
CHANGES = r"ändern?|ändere|tausche|verschieben?|verschiebe|korrigiere|wechsle?|ersetzen?|ersetze"
TO = r"auf|durch|in|zu"
ARTICLES = r"den|die|das|dem"
CHOOSES = r"oder|aber"
DENIES = r"nicht"
BEFORE_A_PART = r"um|am|den|die|das|für|in|auf|nur|erst|doch|lieber|eher"
AFTER_A_PART = r"bitte|stattdessen|danke|lieber|dann|und|nicht"
ONE = r"eine?[nrms]?"
BOUNDS = (
    r"(?:weniger|mehr|kürzer|länger|größer|kleiner|höher|niedriger) als"
    r"|unter|über|unterhalb von|oberhalb von"
)
NO_BOUND = r"nicht|kein|keine|keinesfalls|nie"
JOINED = r"oder|und|noch"
OR = r"oder"
