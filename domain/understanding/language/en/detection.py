"""Signs by which the language is told."""

import re

from domain.understanding.word_sets import word_set

SIGNS = word_set(
    "the and is are am isnt arent it its you your youre i im ive id my me we our they this",
    "that these those of to for with from not dont doesnt didnt cant wont havent hasnt has",
    "have had does did do can could would should shall what whats where wheres when how why",
    "who whose which there here been be being if or but because about any some hello hey",
    "thanks thank please yes yeah sorry want need like get got give tell show make send sent",
    "speak talk talking ordered arrived arrive received broken refund return parcel package",
    "delivery money back help human someone somebody ur u pls thx wheres morning afternoon",
    "evening much many long again still yet only after before order orders late cancel change",
    "address size exchange card balance invoice discount shipping my mine who tomorrow today",
    "yesterday monday tuesday wednesday thursday friday saturday sunday january february",
    "october december next week maybe",
)
"""Small, frequent words that the other languages do not have."""
LETTERS: re.Pattern[str] | None = None
"""Letters that only this language has."""
SPELLED_OUT: dict[str, str] = {}
"""Letters as those write them who have none on their keyboard."""
ENDINGS: re.Pattern[str] | None = re.compile(r"(?:[a-z]{3}ing|[a-z]{3}ed)$")
NAMES = {"german": "de", "english": "en"}
"""Languages, as this one names them."""
WISHES = word_set("in speak talk switch please can")
"""One of them stands beside the name of a language that is wished for."""
SHARED = word_set("so in an am was will man die hat also da her bin fast gift")
"""Words that other languages have too: of little weight."""
