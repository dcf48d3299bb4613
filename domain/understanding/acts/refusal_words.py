"""The words by which people refuse, tell and ask; without apostrophes."""

import re
from collections.abc import Sequence

from domain.understanding.acts.yes_no import stem
from domain.understanding.acts.yes_words import FILLERS, HESITATION, NEGATORS, STRONG_NO, STRONG_YES
from domain.understanding.language.registry import fragment, word_table

WANTING = word_table("refusals", "WANTING")
FIRST_PERSON = word_table("refusals", "FIRST_PERSON")
INTENDING = word_table("refusals", "INTENDING")
"""With these somebody says of themselves what they will not do."""
IMPERATIVE = word_table("refusals", "IMPERATIVE")
COURTESY = HESITATION | word_table("refusals", "COURTESY")
SAYS_NO_MORE = COURTESY | STRONG_NO | word_table("refusals", "SAYS_NO_MORE")
"""Beside what is refused these say nothing else."""
PARTED_FROM_VERB = word_table("refusals", "PARTED_FROM_VERB")
HANDS_OFF = word_table("refusals", "HANDS_OFF")
""" "You don't have to", "you should not"."""
STATES = word_table("refusals", "STATES")
NEEDLESS = word_table("refusals", "NEEDLESS")
""" "There is no need to refund me"."""
UNABLE = word_table("refusals", "UNABLE")
""" "I won't be able to return it" is no refusal."""
BEING = word_table("refusals", "BEING")
ABOUT = word_table("refusals", "ABOUT")
ITS = word_table("refusals", "ITS")
""" "It's not about a return", "I'm not after a refund"."""
ASKING = word_table("refusals", "ASKING")
ASKS_FOR = word_table("refusals", "ASKS_FOR")
TELLING = word_table("refusals", "TELLING")
"""A sentence that begins with these, and asks for nothing, tells how things are."""
NO_WISHES = frozenset(stem(word) for word in word_table("refusals", "NO_WISHES"))
"""Who does not want to keep it wants something done."""
ABOUT_THE_BOT = frozenset(stem(word) for word in word_table("refusals", "ABOUT_THE_BOT"))
TALKING = word_table("refusals", "TALKING")
BESIDE_YOU = word_table("refusals", "BESIDE_YOU")
WITH_YOU = word_table("refusals", "WITH_YOU")
TURNING_AWAY = word_table("refusals", "TURNING_AWAY")
_SMALL_WORDS = word_table("refusals", "SMALL_WORDS")
LIGHT = _SMALL_WORDS | FILLERS | HESITATION | NEGATORS | STRONG_YES | STRONG_NO
"""Words that do not say what a message is about."""

_PARTED_BY_SIGN = re.compile(fragment("refusals", "PARTED_BY_SIGN"))


def telling_stem(word: str) -> str:
    """Of a folded word; "zurückzugeben" is "zurückgeben"."""
    return stem(_PARTED_BY_SIGN.sub(r"\1\2", word))


def parted_verbs(words: Sequence[str]) -> dict[str, str]:
    """The stem of what each word is with the part of a verb that ends the clause: "schick" of
    "schick es nicht zurück" is "zurückschick"."""
    if not words or words[-1] not in PARTED_FROM_VERB:
        return {}
    return {word: telling_stem(f"{words[-1]}{word}") for word in words[:-1]}
