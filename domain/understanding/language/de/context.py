"""Words that refer to what was offered, listed or named before."""

PLACES = ""
NAMED = ""
PRONOUNS = ""
EMPTY = ""
