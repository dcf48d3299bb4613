"""Words of negation, and where what they deny begins and ends."""

from domain.understanding.word_sets import word_set

LATE_NOT = word_set("niet nooit")
LACKING = word_set("geen zonder")
SUBJECTS = word_set("ik wij we zij")
INVERTED_SUBJECTS = word_set("ik wij we")
FINITE = word_set("wil kan heb gaat komt past")
TURNING = word_set("maar want")
CHOOSING = word_set("of")
JOINING = word_set("en")
PARTED_PREFIXES = word_set("op aan met")
VERB_ENDINGS = ("en",)
