"""Several needs in one message: where it may be parted, and which parts are needs of their own."""

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
