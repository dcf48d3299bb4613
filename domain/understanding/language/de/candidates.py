"""Words that say which of several values is meant."""

TAKES_BACK = (
    r"nein|nee|halt|moment|quatsch|sorry|ach|ich meine|ich meinte|"
    r"oder (?:doch |eher |besser |lieber )|besser|stattdessen|vielmehr|beziehungsweise|sondern|"
    r"stimmt nicht"
)
TRAILING = r"meine ich|meinte ich|stattdessen"
CHANGES = r"ändern?|ändere|tausche|verschieben?|verschiebe|korrigiere|wechsle?|ersetzen?|ersetze"
TO = r"auf|durch|in|zu"
ARTICLES = r"den|die|das|dem"
JOINED = r"oder|und|noch"
OR = r"oder"
