"""Words and phrases of a yes, a no, and what stands beside them without a meaning of its own."""

from domain.understanding.word_sets import word_set

STRONG_YES = word_set("ja jawel zeker graag")
WEAK_YES = word_set("goed prima akkoord")
STRONG_NO = word_set("nee neen nooit")
NEGATORS = word_set("niet geen")
FILLERS = word_set("dank bedankt alstublieft dat is het ik")
CONTRAST = word_set("maar tenzij pas later")
YES_PHRASES = ("doe maar", "ga je gang", "geen probleem")
NO_PHRASES = ("liever niet", "laat maar")
ENDINGS = ("en", "t", "e")
