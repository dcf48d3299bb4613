"""A wish that is turned round: "I do NOT want to return it", "bitte keine Rückgabe".

Built on `negation`, which says what is denied. Of that only what is not wanted is a refusal; "my
order has not arrived" and "it does not work" tell how things are.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from domain.understanding.acts.late_refusals import without_asides
from domain.understanding.acts.negation import Kind, Negation, negations
from domain.understanding.acts.negation_words import EARLY_NOT, LATE_NOT
from domain.understanding.acts.refusal_words import (
    ABOUT,
    ASKING,
    BEING,
    BESIDE_YOU,
    COURTESY,
    FIRST_PERSON,
    HANDS_OFF,
    IMPERATIVE,
    INTENDING,
    ITS,
    LIGHT,
    NEEDLESS,
    PARTED_FROM_VERB,
    STATES,
    TALKING,
    TELLING,
    TURNING_AWAY,
    UNABLE,
    WANTING,
    WITH_YOU,
    parted_verbs,
    telling_stem,
)
from domain.understanding.language.registry import fragment, listed, word_table
from domain.understanding.preprocess import clean, match_key

_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W_]+")
_FILE = "refusals"
_POLITE_ASKING = word_table(_FILE, "POLITE_ASKING")
_LATE_SUBJECTS = word_table(_FILE, "LATE_SUBJECTS")
_SECOND_PERSON = word_table(_FILE, "SECOND_PERSON")
_STOPPING_LATE = word_table(_FILE, "STOPPING_LATE")
_NOTHING, _TO_DO = word_table(_FILE, "NOTHING"), word_table(_FILE, "TO_DO")
_STRIVING = word_table(_FILE, "STRIVING")
_HERE_FOR = word_table(_FILE, "HERE_FOR")
_INFINITIVE, _TO_WANT = word_table(_FILE, "INFINITIVE"), word_table(_FILE, "TO_WANT")
_GOING_ON: tuple[str, ...] = listed(_FILE, "GOING_ON")
_ORDER_ENDINGS: tuple[str, ...] = listed(_FILE, "ORDER_ENDINGS")
_VERB_ENDINGS: tuple[str, ...] = listed(_FILE, "VERB_ENDINGS")
_CONDITION = re.compile(rf"\b(?:{fragment(_FILE, 'CONDITION')})\s", re.IGNORECASE)
_BEFORE = 24
"""Characters before a negation in which its verb is looked for."""
_PURPOSE_WITHIN = 5
_MOST_REFUSALS = 10
"""In one message. Who refuses more is not understood by it."""


@dataclass(frozen=True)
class Refusal:
    """What a message does not want, as stems of its telling words, and what else it says."""

    refused: frozenset[str]
    rest: str
    """As long as the message, with the refusals as spaces."""
    has_verb: bool
    """Whether an action is refused ("to send it back") and not only a thing ("the blanket")."""

    forbids: bool = False
    """Whether it tells the bot not to do something: "please don't call me"."""

    @property
    def rest_words(self) -> frozenset[str]:
        return telling_words(self.rest)


def refusal(text: str) -> Refusal | None:
    """None where the message refuses nothing."""
    text = without_asides(clean(text))
    every = (one for one in negations(text) if _is_refusal(text, one))
    found = list(islice(every, _MOST_REFUSALS))
    if not found:
        return None
    refused, has_verb, forbids, rest = set[str](), False, False, text
    for one in found:
        span = _before_a_condition(text[one.start : one.end])
        refused |= telling_words(span) | {*parted_verbs(_words(span)).values()}
        has_verb = has_verb or _has_verb(span, one)
        forbids = forbids or _forbids(span, one)
        start, end = min(one.start, one.cue_start), max(one.start + len(span), one.cue_end)
        rest = f"{rest[:start]}{' ' * (end - start)}{rest[end:]}"
    return Refusal(frozenset(refused), rest, has_verb, forbids)


def wished_part(text: str) -> str:
    """What a message asks for, without what it refuses; all of it where nothing else is said."""
    found = refusal(text)
    return " ".join(found.rest.split()) if found is not None and found.rest_words else text


def telling_words(text: str) -> frozenset[str]:
    """Stems of the words that say what it is about."""
    return frozenset(telling_stem(word) for word in match_key(text).split() if word not in LIGHT)


def _is_refusal(text: str, one: Negation) -> bool:
    start = min(one.start, one.cue_start)
    before = _words(text[max(start - _BEFORE, 0) : start])
    words = _words(text[start : one.end])
    asks = not ASKING.isdisjoint([*before[-1:], *words[:1]])
    if asks or not _STRIVING.isdisjoint(before[-2:]):
        return False
    if one.kind is Kind.CONTRAST:
        wishes = _LATE_SUBJECTS.intersection(words) and WANTING.intersection(words)
        return _POLITE_ASKING.isdisjoint(before[-2:]) and not wishes
    if _is_with_the_bot(words) or _corrects(text, one):
        return False
    if one.kind is Kind.LACK:
        return _lacks_a_wish(before, words, is_asked=text.endswith("?"))
    return _is_unwanted(words, _words(text[one.cue_start : one.cue_end]))


def _lacks_a_wish(before: Sequence[str], words: Sequence[str], *, is_asked: bool) -> bool:
    is_denied = not (LATE_NOT | EARLY_NOT).isdisjoint(words[1:_PURPOSE_WITHIN])
    if is_denied or (is_asked and not before):
        return False  # "no reason not to return it", "without a label can I return it?"
    wishes = {*before[-4:], *words[-1:]}  # "ich hab keine Rückgabe gemeint"
    is_wish = not NEEDLESS.isdisjoint(words[:2]) or not WANTING.isdisjoint(wishes)
    return is_wish or STATES.isdisjoint(before[-4:])


def _is_unwanted(words: Sequence[str], cue: Sequence[str]) -> bool:
    """Whether a denied statement is about what somebody wants, or orders the bot not to do it."""
    if not WANTING.isdisjoint(words):
        return True
    mine = not FIRST_PERSON.isdisjoint(words[:3]) or not _LATE_SUBJECTS.isdisjoint(words[:6])
    if mine and (not INTENDING.isdisjoint(words) or not BEING.isdisjoint(words[:3])):
        return _is_meant_by_me(words) or _names_another_purpose(words, cue, mine=mine)
    if _names_another_purpose(words, cue, mine=mine) or (mine and _is_done_by_me(words)):
        return True
    begins = next((word for word in words if word not in COURTESY), "")
    hands_off = words[0] in _SECOND_PERSON and not HANDS_OFF.isdisjoint(words)
    if begins in IMPERATIVE or hands_off:
        return True
    is_late = not _STOPPING_LATE.isdisjoint(cue)
    orders = words[-1].endswith(_ORDER_ENDINGS) or begins not in TELLING
    return is_late and orders and STATES.isdisjoint(words) and not mine


def _corrects(text: str, one: Negation) -> bool:
    """ "No A100001" names another one."""
    named = telling_words(text[one.start : one.end])
    return one.opens and bool(named) and all(_DIGIT.search(word) for word in named)


def _is_with_the_bot(words: Sequence[str]) -> bool:
    """ "I don't want to talk to you": it is a human who is wanted."""
    pairs = pairwise(words)
    is_you = any(one in BESIDE_YOU and other in WITH_YOU for one, other in pairs)
    return is_you and not TALKING.isdisjoint(words)


def _is_meant_by_me(words: Sequence[str]) -> bool:
    """ "I won't return it", "I'm not returning it", but not "I won't be able to"."""
    if not INTENDING.isdisjoint(words):
        return UNABLE.isdisjoint(words)
    return any(word.endswith(_GOING_ON) and word not in STATES for word in words)


def _names_another_purpose(words: Sequence[str], cue: Sequence[str], *, mine: bool) -> bool:
    """ "I'm not here to return it", "it isn't about a return", "es geht nicht um eine Buchung"."""
    at = next((i for i, word in enumerate(words) if word in cue), 0)
    before, after = words[: at + 1], words[at + 1 : at + _PURPOSE_WITHIN]
    is_mine = mine and not BEING.isdisjoint(before)
    to = next((i for i, word in enumerate(words) if i > at and word in _INFINITIVE), None)
    if is_mine and to is not None:
        return UNABLE.isdisjoint(words[at + 1 : to])
    unrelated = not _NOTHING.isdisjoint(cue) and not _TO_DO.isdisjoint(after)
    about = unrelated or not ABOUT.isdisjoint(after) or (is_mine and set(after) >= _HERE_FOR)
    return about and (is_mine or not ITS.isdisjoint(before))


def _is_done_by_me(words: Sequence[str]) -> bool:
    """ "Ich schicke es nicht zurück", "das buche ich nicht": what I do not do, I do not want."""
    at = next((i for i, word in enumerate(words) if word in _LATE_SUBJECTS), -1)
    beside = [*words[at + 1 : at + 2], *words[max(at - 1, 0) : at]] if at >= 0 else []
    parted = words[-1] in PARTED_FROM_VERB
    verbs = [word for word in beside if parted or word.endswith(_VERB_ENDINGS)]
    return any(word not in LIGHT and word not in STATES for word in verbs)


def _before_a_condition(span: str) -> str:
    """ "I'm not leaving until you refund me" refuses no refund."""
    return _CONDITION.split(span, maxsplit=1)[0]


def _has_verb(span: str, one: Negation) -> bool:
    words = _words(span)
    if one.kind is Kind.LACK or not TURNING_AWAY.isdisjoint(words):
        return True
    return (
        not _TO_WANT.isdisjoint(words)
        or WANTING.isdisjoint(words)
        or not LATE_NOT.isdisjoint(words)
    )


def _forbids(span: str, one: Negation) -> bool:
    words = _words(span)
    begins = next((word for word in words if word not in COURTESY), "")
    return one.kind is Kind.CLAUSE and begins in IMPERATIVE and len(words) > 1


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text.replace("'", ""))]
