"""Words that may stand around the answer to a question."""

from domain.understanding.word_sets import word_set

BESIDE_ARTICLE = word_set("nur bitte person personen mal stück einzige einziger")
AROUND = word_set("an nr sorry ok oh so am email e mail code die nummer ist meine das bitte")
BETWEEN = word_set("oder nicht sondern lieber vielleicht")
ARTICLES = word_set("ein eine einen einem einer")
QUESTION = r"wie|wann|wo|wer|warum|kann ich|was"
