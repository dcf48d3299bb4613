"""Yes and no, and what only looks like them."""

import re
from dataclasses import dataclass

from domain.understanding.acts.yes_words import (
    ASKED,
    ASKING,
    CONTRAST,
    CURRENCIES,
    FILLER_PHRASES,
    FILLERS,
    GIVING,
    HESITATION,
    LEADS_IN,
    NEGATORS,
    NO_PHRASES,
    NO_SIGNS,
    OPEN_PHRASES,
    SOFT_PHRASES,
    STATING,
    STRONG_NO,
    STRONG_YES,
    UNFINISHED,
    UNSURE_SIGNS,
    WEAK_YES,
    WELCOME,
    YES_PHRASES,
    YES_SIGNS,
)
from domain.understanding.language.registry import fragment, listed, merged, word_table
from domain.understanding.nearness import is_a_slip
from domain.understanding.preprocess import clean, match_key

_CALLING_OFF = word_table("yes_no", "CALLING_OFF")
_REQUESTING = word_table("yes_no", "REQUESTING")
_COURTESIES = word_table("yes_no", "COURTESIES")
_JOINING, _AND = word_table("yes_no", "JOINING"), word_table("yes_no", "AND")
_CHOOSING = word_table("yes_no", "CHOOSING")
_ORDERS: frozenset[tuple[str, str]] = frozenset(listed("yes_no", "ORDERS"))
_BEFORE_REQUEST = word_table("yes_no", "BEFORE_REQUEST")
_OBJECTS = word_table("yes_no", "OBJECTS")
_UNDECIDED = re.compile(rf"\b(?:{fragment('yes_no', 'UNDECIDED')})\b")
_TOKEN = re.compile(r"\w+(?:(?<=\d)[.,:/-](?=\d)\w+)*")
_DOUBLED = re.compile(r"([a-zäöü])\1+\Z")
_STRETCHED = re.compile(r"(.)\1{2,}")
_WELCOMING = tuple(
    f"{it} {would_be} {how}"
    for would_be in listed("yes_no", "WOULD_BE")
    for it in GIVING
    for how in WELCOME
)
_PHRASES: dict[tuple[str, ...], str] = {
    tuple(phrase.casefold().split()): meaning
    for meaning, phrases in (
        ("filler", FILLER_PHRASES), ("no", NO_PHRASES), ("yes", YES_PHRASES), ("yes", _WELCOMING),
        ("open", OPEN_PHRASES), ("soft", SOFT_PHRASES),
    )
    for phrase in phrases
}  # fmt: skip
_LONGEST_PHRASE = max(len(phrase) for phrase in _PHRASES)
_MOST_WORDS = 30
"""Who says more than this says more than yes or no."""
_FEW_WORDS = 7
"""Of which the last is a no: "on reflection, no"."""
_TYPED_WRONG = 6
"""From this length on one slip of the finger is looked over: "Greta" is not "great"."""
_ENDINGS: tuple[str, ...] = tuple(
    sorted(dict.fromkeys(listed("yes_no", "ENDINGS")), key=len, reverse=True)
)
_LEAST_STEM, _MOST_ENDINGS, _VERB_AND_OBJECT = 4, 3, 2
_PLAIN: dict[str, bool] = {"+1": True, "-1": False} | merged("yes_no", "PLAIN")
_KNOWN = STRONG_YES | WEAK_YES | STRONG_NO | NEGATORS | FILLERS | CONTRAST
_LONG_WORDS = tuple(
    sorted(
        word for word in STRONG_YES | WEAK_YES | STRONG_NO | _COURTESIES
        if len(word) >= _TYPED_WRONG
    )
)  # fmt: skip


@dataclass
class _Reading:
    """What the words of a message are, once yes, no and courtesies are taken out."""

    strong: bool = False
    weak: bool = False
    no: bool = False
    negated: bool = False
    soft: bool = False
    """What is a yes only beside another one."""
    restates: bool = False
    left: int = 0
    """Words with a meaning of their own."""


def whole_answer(text: str, restated: frozenset[str] = frozenset()) -> bool | None:
    """True or False where yes or no is all that the message says, else None.

    Beside it may stand courtesies and what merely says the question again: `restated`, made by
    `restatable`. Anything else (but, not yet, a condition, a question, another wish) leaves it
    open, so that nothing is done on it.
    """
    if (plain := _PLAIN.get(text.strip().casefold())) is not None:
        return plain
    cleaned = clean(text)
    if "?" in cleaned or UNSURE_SIGNS.intersection(cleaned) or is_undecided(cleaned):
        return None
    words = _words(cleaned)
    if len(words) > _MOST_WORDS or _asks(words) or _goes_on(words) or "~~" in cleaned:
        return None
    reading = _read(words, restated)
    reading.strong |= _asks_for_it(words, restated)
    reading.strong |= bool(YES_SIGNS.intersection(cleaned))
    reading.no |= bool(NO_SIGNS.intersection(cleaned))
    if reading.left or _only_states(reading, words):
        return None
    return _meaning(reading)


def yes_or_no(text: str) -> bool | None:
    """True, False, or None where the text says neither, both, or takes back what it says.

    More lenient than `whole_answer`: a reason or a remark may follow. "No, I meant …" is a no by
    its first word; "ok", "sure" and "right" are also how people begin a sentence, so they count
    only where they are all that is said.
    """
    if (whole := whole_answer(text)) is not None:
        return whole
    cleaned = clean(text)
    if is_undecided(cleaned) or UNSURE_SIGNS.intersection(cleaned):
        return None
    words = _words(cleaned)
    begins = next((i for i, word in enumerate(words) if word not in HESITATION), len(words))
    if begins == len(words):
        return None
    first, rest = _plain(words[begins]), words[begins + 1 :]
    said = _read(rest)
    if first in STRONG_NO:
        contradicts = any(word in STRONG_YES for word in rest) or (said.strong and not said.left)
        return None if contradicts else False
    if words[-1] in STRONG_NO and len(words) <= _FEW_WORDS and "?" not in cleaned:
        everything = _read(words)
        return None if everything.strong or everything.weak else False
    takes_back = said.no or said.negated or not CONTRAST.isdisjoint(rest) or "?" in cleaned
    return True if first in STRONG_YES and not takes_back else None


def is_bare(text: str) -> bool:
    """Whether a yes or no is all the message says."""
    return whole_answer(text) is not None or not match_key(text)


def says_yes(text: str) -> bool:
    """Whether a yes stands anywhere in it, however it goes on."""
    cleaned = clean(text)
    reading = _read(_words(cleaned))
    return reading.strong or reading.weak or bool(YES_SIGNS.intersection(cleaned))


def is_undecided(text: str) -> bool:
    return _UNDECIDED.search(match_key(text)) is not None


def without_yes(text: str) -> str:
    """What follows a yes or no with which the message begins; for "yes, how long does it take"."""
    words = match_key(text).split()
    light = STRONG_YES | WEAK_YES | STRONG_NO | HESITATION | _JOINING
    begins = next((i for i, word in enumerate(words) if word not in light), len(words))
    return " ".join(words[begins:])


def restatable(*texts: str) -> frozenset[str]:
    """The words with which a yes may say again what was asked, out of the question's texts.

    A question that offers two things is not restated by either of them.
    """
    words = {word for text in texts for word in _words(clean(text))}
    for known in CURRENCIES:
        for sign, names in known.items():
            words |= set(names) if any(sign in text for text in texts) else set()
    if words & _CHOOSING:
        return frozenset()
    return frozenset(stem(word) for word in words - NEGATORS - CONTRAST - STRONG_NO)


def _asks(words: list[str]) -> bool:
    """Whether a question follows, with or without its mark: "yes, is that right"."""
    light = STRONG_YES | WEAK_YES - ASKING | HESITATION | _AND
    begins = next((i for i, word in enumerate(words) if word not in light), len(words))
    if _phrase_at(words, begins)[1] == "yes":
        return False
    first, second = (*words[begins : begins + 2], "", "")[:2]
    orders = (first, second) in _ORDERS
    return first in ASKING and second in ASKED and not orders


def _asks_for_it(words: list[str], restated: frozenset[str]) -> bool:
    """ "Please refund me", "bitte buchen": a request for just what the question offers to do. Where
    that is to cancel something, "cancel it" may also mean to stop here."""
    said = [word for word in words if word not in _BEFORE_REQUEST]
    if len(said) == _VERB_AND_OBJECT and said[1] in _REQUESTING & _COURTESIES:
        said.reverse()  # "refund please"
    begins = next((i for i, word in enumerate(said) if word not in _REQUESTING), len(said))
    is_order = not begins and len(said) == _VERB_AND_OBJECT and said[1] in _OBJECTS
    if begins == len(said) or said[begins] in FILLERS or not (begins or is_order):
        return False
    return stem(said[begins]) in restated - _CALLING_OFF


def _goes_on(words: list[str]) -> bool:
    """Whether the message breaks off: "yes and", "ok so"."""
    return bool(words) and (words[-1] in UNFINISHED or tuple(words[-2:]) in LEADS_IN)


def _only_states(reading: _Reading, words: list[str]) -> bool:
    """ "The mug is fine" and "it's fine": what would be a yes says how a thing is."""
    states = reading.restates and reading.weak and not STATING.isdisjoint(words)
    if reading.no or reading.negated:
        return False
    return (states and STRONG_YES.isdisjoint(words)) or (reading.soft and not reading.strong)


def _meaning(reading: _Reading) -> bool | None:
    denied = reading.no or reading.negated
    if reading.strong and denied:
        return None
    if denied:
        return False
    return True if reading.strong or reading.weak else None


def _words(cleaned: str) -> list[str]:
    return _TOKEN.findall(cleaned.casefold().replace("'", "").replace("_", " "))


def _read(words: list[str], restated: frozenset[str] = frozenset()) -> _Reading:
    reading, at = _Reading(), 0
    while at < len(words):
        length, meaning = _phrase_at(words, at)
        if meaning == "yes":
            reading.strong = True
        elif meaning == "no":
            reading.no = True
        elif meaning == "open":
            reading.left += 1
        elif meaning == "soft":
            reading.soft = True
        elif not meaning:
            length = 1
            _read_word(reading, _plain(words[at]), restated)
        at += length
    return reading


def _phrase_at(words: list[str], at: int) -> tuple[int, str]:
    for length in range(min(_LONGEST_PHRASE, len(words) - at), 0, -1):
        meaning = _PHRASES.get(tuple(words[at : at + length]))
        if meaning:
            return length, meaning
    return 0, ""


def _read_word(reading: _Reading, word: str, restated: frozenset[str]) -> None:
    if word in STRONG_YES:
        reading.strong = True
    elif word in WEAK_YES:
        reading.weak = True
    elif word in STRONG_NO:
        reading.no = True
    elif word in NEGATORS:
        reading.negated = True
    elif word not in FILLERS:
        reading.restates |= stem(word) in restated
        reading.left += stem(word) not in restated


def _plain(word: str) -> str:
    """Without stretched letters ("yeees") and one slip in a long word ("procede")."""
    if word in _KNOWN:
        return word
    for squeezed in (_STRETCHED.sub(r"\1", word), _DOUBLED.sub(r"\1", word)):
        if squeezed in _KNOWN:
            return squeezed
    if len(word) >= _TYPED_WRONG:
        return next((other for other in _LONG_WORDS if is_a_slip(word, other)), word)
    return word


def stem(word: str) -> str:
    """Without its endings, so that "refunded" is "refund"."""
    for _ in range(_MOST_ENDINGS):
        ending = next((one for one in _ENDINGS if word.endswith(one)), "")
        if not ending or len(word) - len(ending) < _LEAST_STEM:
            return word
        word = word[: -len(ending)]
    return word
