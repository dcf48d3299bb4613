"""Words that join clauses, and those that only give a reason."""

from domain.understanding.word_sets import word_set

INTERROGATIVE = word_set("wie wann wo wer warum wieso welche welcher weshalb wohin")
JOINING = r"und"
LIGHT_WISHES = word_set("bitte")
NO_CONDITION = word_set("lieber")
NO_CONDITION_PHRASE = ""
LEADS_IN = word_set("so also na")
