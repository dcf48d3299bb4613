"""Words at which a message with several needs is split."""

from domain.understanding.word_sets import word_set

REFERS = word_set("es das dies sie ihn er damit dafür davon")

QUESTIONS = """
    sag|sagt|sagen mir|uns bitte? was|wie|wann|wo|wer|warum|welche|ob
    was|wie|wann|wo|wer|warum|wieso|welche|welcher|welches|kann|koennt|darf|muss|gibt|habt|hast|seid
"""
REFUSED = """
    will|moechte|brauche|wollte|muss ~5 nicht|kein|keine|keinen
    moechte|will|wollte kein|keine|keinen
"""
SHORT_FORMS = word_set("nr st ca dr str tel usw bzw ggf evtl inkl")
SUBJECT = r"ich|du|ihr|wir|er|sie|es|man|das|die|der|den|dies\w{0,2}|mein\w{0,2}|eure?\w?"
VERB_BEFORE_SUBJECT = r"ist|sind|war|wurden?|werden|wird|hat|habe?t?|haben|kommt|kommen|geht"
OPENER = (
    r"was kostet|was ist|was sind|was muss|wie|wann|wo|wer|warum|wieso|welche\w?|kann|könnt|könnte|"
    r"darf|muss|gibt|habt|hast|bietet|liefert|versendet|ich will|ich möchte|ich moechte|"
    r"ich brauche|ich brauch|ich hätte|ich würde|ich muss|bitte|sag|sagt|zeig|gib|schick|"
    r"(?:möchte|will|wollte) (?:noch |gern |gerne )?(?:wissen|fragen)|ich bräuchte|ich wüsste|"
    r"(?:bräuchte|hätte|wüsste|möchte) ich (?:noch |gern |gerne )?(?:den|die|das|einen|eine|gern)|"
    r"ob|(?:wissen|fragen|sehen|nachsehen) (?:was|wie|wann|wo|wer|warum|ob)"
)
JOINT = r"und|u|nebenbei|außerdem|ausserdem|dann|sowie|oh|ps"
AFTER_JOINT = r"auch|noch|dann|bitte|außerdem|wenn (?:nicht|ja)|falls (?:nicht|ja)"
ARTICLE = r"der|die|das|den|dem|eure?|mein\w{0,2}"
ASKS_WHETHER = r"ist|sind|hat|wird|werden|kostet|geht"
EXPLETIVE = r"\b(?:gibt|geht) es\b"
LED_IN = (
    r"und|außerdem|ausserdem|oh|dann|erstens|zweitens|drittens|nebenbei|"
    r"(?:ich habe? )?(?:zwei|drei|2|3|ein paar) (?:fragen|dinge)"
)
AFTER_LED_IN = r"auch"
LISTED = r"und|,\s?und|sowie"
