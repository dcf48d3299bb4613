"""Yes and no, and what only looks like them."""

import re

from domain.understanding.preprocess import match_key

_FILLERS = frozenset(
    (  # noqa: SIM905 - a list of words reads best as words
        "oh ah um uh hm hmm well so and please thanks thank you it is its thats that this the one "
        "im i do does dont would will like want to go ahead correct right all good fine sir "
        "then now exactly bitte danke das ist ich mir for me very much again cheers"
    ).split()
)
_STRONG_YES = frozenset(
    (  # noqa: SIM905 - a list of words reads best as words
        "yes yep yeah yup yess yea aye ja jep jo jawohl absolutely definitely certainly "
        "affirmative indeed y si"
    ).split()
)
_WEAK_YES = frozenset(
    (  # noqa: SIM905 - a list of words reads best as words
        "sure ok okay okey k kk right correct exactly fine perfect great agreed confirmed confirm "
        "klar genau gerne stimmt richtig passt einverstanden natürlich"
    ).split()
)
_STRONG_NO = frozenset("no nope nah nay nein nee nö negative n noo".split())  # noqa: SIM905
_YES_PHRASES = (
    "of course", "go ahead", "please do", "do it", "sounds good", "why not", "thats right",
    "thats fine", "thats ok", "thats okay", "thats good",
    "that is right", "thats correct", "that is correct", "thats it", "i confirm", "i agree",
    "no problem", "no worries", "for sure", "you bet", "all right", "alright", "i do", "it is",
    "they are", "that works", "works for me", "na klar", "auf jeden fall", "i am sure", "im sure",
)  # fmt: skip
_NO_PHRASES = (
    "not really", "not yet", "not now", "rather not", "id rather not", "i would rather not",
    "absolutely not", "definitely not", "of course not", "certainly not", "no way", "dont",
    "do not", "i dont", "i do not", "please dont", "lieber nicht", "auf keinen fall",
    "dont do it", "it isnt", "it is not", "its not", "thats wrong", "that is wrong", "not correct",
    "thats not right", "that is not right", "thats not correct",
)  # fmt: skip
_UNDECIDED = re.compile(
    r"\b(not (so |quite |really |entirely )?sure|unsure|maybe|perhaps|dont know|do not know|"
    r"no idea|no clue|not certain|depends|wei(ss|ß) nicht|keine ahnung|vielleicht)\b"
)
_HESITATION = frozenset({"oh", "ah", "um", "uh", "hm", "hmm", "well", "so", "er"})
_SIGNS = {"👍": True, "✅": True, "👌": True, "👎": False, "❌": False}
_SHORT = 6


def yes_or_no(text: str) -> bool | None:
    """True, False, or None where the text says neither or both.

    "Yes, but …" and "no, I meant …" count by their first word; "ok", "sure" and "right" are also
    how people begin a sentence, so they count only when nothing but fillers follows.
    """
    for sign, meaning in _SIGNS.items():
        if text.strip().startswith(sign):
            return meaning
    key = match_key(text)
    if not key or _UNDECIDED.search(key):
        return None
    words = key.split()
    begins = next((i for i, word in enumerate(words) if word not in _HESITATION), len(words) - 1)
    words = words[begins:]
    key = " ".join(words)
    if (phrase := _phrase(key)) is not None:
        return phrase
    return _by_first_word(words)


def _phrase(key: str) -> bool | None:
    for meaning, phrases in ((False, _NO_PHRASES), (True, _YES_PHRASES)):
        for phrase in phrases:
            if key == phrase or (key.startswith(phrase + " ") and _only_fillers(key, phrase)):
                return meaning
    return None


def _only_fillers(key: str, phrase: str) -> bool:
    rest = key[len(phrase) :].split()
    return len(rest) < _SHORT and all(word in _FILLERS for word in rest)


def _by_first_word(words: list[str]) -> bool | None:
    first, rest = words[0], set(words[1:])
    if first in _STRONG_YES:
        return None if rest & _STRONG_NO else True
    if first in _STRONG_NO:
        return None if rest & _STRONG_YES else False
    if first in _WEAK_YES and rest <= (_FILLERS | _WEAK_YES | _STRONG_YES):
        return True
    return None


def is_bare(text: str) -> bool:
    """Whether a yes or no is all the message says."""
    words = match_key(text).split()
    known = _FILLERS | _STRONG_YES | _WEAK_YES | _STRONG_NO
    return (
        all(word in known for word in words)
        or " ".join(words) in {*_YES_PHRASES, *_NO_PHRASES}
        or not words
    )
