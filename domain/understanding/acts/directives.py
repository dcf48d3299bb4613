"""Orders about the talk itself, told by their form: stop, start over, go back."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from domain.understanding.acts.clauses import clauses_of, only_explains
from domain.understanding.acts.negation import negations
from domain.understanding.acts.refusal_words import COURTESY, LIGHT
from domain.understanding.acts.refusals import refusal
from domain.understanding.acts.yes_no import stem
from domain.understanding.acts.yes_words import STRONG_NO
from domain.understanding.language.registry import fragment, listed, word_table
from domain.understanding.preprocess import match_key

_LEAD = (COURTESY - word_table("directives", "NO_LEAD")) | word_table("directives", "LEAD")
_LEAD_NO = STRONG_NO - word_table("directives", "NO_DENIAL")
_TRAIL = LIGHT | word_table("directives", "TRAIL")
_CERTAIN = word_table("directives", "CERTAIN")
_CERTAINLY_DONE = word_table("directives", "CERTAINLY_DONE")
_VERBS = _CERTAIN | word_table("directives", "VERBS")
"""The others also begin what is no order: "drop damage on the corner", "leave a message"."""
_AT_THE_END = word_table("directives", "AT_THE_END")
"""German says the verb last, and "return cancel" is how people type in a hurry."""
_ASKING = word_table("directives", "ASKING")
"""Begin a question: "what does it cost to cancel" and "wie kann ich stornieren" order nothing."""
_ASKS_LEAVE = word_table("directives", "ASKS_LEAVE")
_ASKERS = word_table("directives", "ASKERS")
_PARTED: tuple[tuple[str, str], ...] = listed("directives", "PARTED")
_CALLS_OFF: tuple[tuple[str, str], ...] = listed("directives", "CALLS_OFF")
_DOING: tuple[str, ...] = listed("directives", "DOING")
_STOPS_DOING = word_table("directives", "STOPS_DOING")
_BESIDE_DONE = word_table("directives", "BESIDE_DONE")
_BEING = word_table("directives", "BEING")
_PARTICIPLES = word_table("directives", "PARTICIPLES")
_TO_BE_DONE = word_table("directives", "TO_BE_DONE")
_IS_DONE = word_table("directives", "IS_DONE")
""" "My order was cancelled" tells how things are."""
_LETS_GO = word_table("directives", "LETS_GO")
"""Said of the talk and of nothing else: "forget my order" cancels no order."""
_AT_ANOTHER_TIME = word_table("directives", "AT_ANOTHER_TIME")
_ARTICLES = word_table("answers", "ARTICLES")
_CHANGED_MIND = re.compile(fragment("directives", "CHANGED_MIND"))
_LEAVES_THING = re.compile(fragment("directives", "LEAVES_THING"))
_STOPS = re.compile(rf"(?:{fragment('directives', 'STOPS')})(?!\w)")
_RESTARTS = re.compile(rf"\b(?:{fragment('directives', 'RESTARTS')})\b")
_BACKS = re.compile(fragment("directives", "BACKS"))
_SENTENCE_END = re.compile(r"[.!?,]\s")
_LONGEST = 14
"""Words. Who says more tells something."""


class Order(StrEnum):
    STOP = "stop"
    RESTART = "restart"
    BACK = "back"


@dataclass(frozen=True)
class Directive:
    order: Order
    about: frozenset[str]
    """Stems of what is named: {"return"} in "cancel my return"; empty for a bare "cancel"."""
    is_certain: bool = True
    """Whether the word for it is for nothing else, so that what is named need not be known."""
    is_talk: bool = False
    """Whether it is said of the talk, and never of a thing: "forget it"."""
    is_whole: bool = True
    """Whether the message says no more; beside it may stand why."""


def directive(text: str) -> Directive | None:
    """The order that the message is, perhaps with its reason ("I clicked the wrong one, cancel
    that"), or None. What is refused ("don't cancel") is none."""
    clauses = clauses_of(text)
    if len(clauses) > 1 and (found := _beside_reasons(text, clauses)) is not None:
        return found
    if _asks_about_it(text):
        return None
    order = _whole(text)
    is_of_the_talk = order is not None and order.is_talk and bool(order.about)
    return None if is_of_the_talk and _goes_on(text) else order


def _beside_reasons(text: str, clauses: list[str]) -> Directive | None:
    if text.rstrip().endswith("?"):
        return None
    each = [(clause, _whole_but_reason(clause)) for clause in clauses]
    orders = [order for _, order in each if order is not None]
    others = [clause for clause, order in each if order is None]
    if not orders or any(order.order is not Order.STOP for order in orders):
        return None
    if not all(only_explains(clause) for clause in others):
        return None
    said = max(orders, key=lambda order: len(order.about))
    is_whole = all(COURTESY.issuperset(match_key(clause).split()) for clause in others)
    return replace(said, is_whole=is_whole)


def _goes_on(text: str) -> bool:
    """ "Forget my last message. I want to return it": what follows is a wish of its own."""
    _, *others = _SENTENCE_END.split(text.strip())
    last = others[-1] if others else ""
    return bool(match_key(last)) and _whole(last) is None and not only_explains(last)


def _whole_but_reason(clause: str) -> Directive | None:
    """ "I changed my mind" alone stops; beside a wish it is the wish's reason."""
    return None if _CHANGED_MIND.search(match_key(clause)) else _whole(clause)


def _asks_about_it(text: str) -> bool:
    """ "Can I cancel a return later?" asks what is possible."""
    words = match_key(text).split()
    asks = words[:1] != [] and words[0] in _ASKS_LEAVE
    asks = asks and not _ASKERS.isdisjoint(words[1:2])
    return asks and not _AT_ANOTHER_TIME.isdisjoint(words)


def _whole(text: str) -> Directive | None:
    found = refusal(text)
    said = _ordered(text)
    plain = " ".join(word for word in match_key(text).split() if word not in _LEAD_NO)
    if _CHANGED_MIND.fullmatch(" ".join(said)) or _CHANGED_MIND.fullmatch(plain):
        return Directive(Order.STOP, frozenset(), is_talk=True)
    if found is None and said and (match := _STOPS.match(" ".join(said))):
        about = _telling(" ".join(said)[match.end() :].split())
        return Directive(Order.STOP, about, is_talk=True)
    if _STOPS.fullmatch(" ".join(said)):
        return Directive(Order.STOP, frozenset(), is_talk=True)
    if found is None and negations(text):
        return None
    words = _ordered(found.rest) if found else said
    if len(words) > _LONGEST:
        return None
    return _back(words) or _restart(words) or _stop(words) or _to_be_stopped(match_key(text))


def _ordered(text: str) -> list[str]:
    """The words without the courtesies before them."""
    words = match_key(text).split()
    begins = next((i for i, word in enumerate(words) if word not in _LEAD), len(words))
    while words and words[-1] in COURTESY:
        words.pop()
    return words[begins:]


def is_stopping(stems: frozenset[str]) -> bool:
    """Whether one of these is a word for stopping something."""
    return not stems.isdisjoint(_STOPPING)


def speaks_of_stopping(text: str) -> bool:
    """Whether a word of it is for nothing but stopping something: "cancel", "Stornierung"."""
    return stopping_place(match_key(text).split()) is not None


def stopping_place(words: Sequence[str]) -> int | None:
    """Where the first word stands that is for nothing but stopping something."""
    for place, word in enumerate(words):
        ends = (last for first, last in _PARTED if first == word)
        is_certain = word.startswith(_CERTAINLY) or word in _CERTAINLY_DONE
        if is_certain or any(last in words[place:] for last in ends):
            return place
    return None


def is_for_another_time(text: str) -> bool:
    """ "Later", "any time", "until Friday"."""
    return not (_AT_ANOTHER_TIME - _ARTICLES).isdisjoint(match_key(text).split())


def begins_with_stopping(text: str) -> bool:
    """ "Cancel it?", behind courtesies and the like."""
    words = _ordered(text)
    return bool(words) and (words[0] in _VERBS or any(words[0] == one for one, _ in _PARTED))


def calls_off_in(text: str) -> frozenset[str]:
    """Stems of a parted verb for calling a thing off: "call it off", "sag ihn ab"."""
    words = match_key(text).split()
    pairs = (pair for pair in _CALLS_OFF if pair[0] in words and pair[1] in words)
    return frozenset(stem(word) for pair in pairs for word in pair)


def _back(words: list[str]) -> Directive | None:
    is_back = _BACKS.fullmatch(" ".join(words))
    return Directive(Order.BACK, frozenset()) if is_back else None


def _restart(words: list[str]) -> Directive | None:
    said = " ".join(words)
    if (match := _RESTARTS.search(said)) is None:
        return None
    before = said[: match.start()].split()
    if any(word not in _TRAIL for word in before):
        return None
    return Directive(Order.RESTART, _telling(said[match.end() :].split()))


def _stop(words: list[str]) -> Directive | None:
    for first, last in _PARTED:
        if words[:1] == [first] and last in words[1:]:
            return Directive(Order.STOP, _telling([w for w in words[1:] if w != last]))
    if words and words[0] not in _ASKING and _is_stopping_at_an_end(words):
        about = _telling([word for word in words if word not in _VERBS])
        is_certain = not _CERTAIN.isdisjoint(words) or _is_about_doing(words)
        return Directive(Order.STOP, about, is_certain, is_talk=words[0] in _LETS_GO)
    if _LEAVES_THING.match(" ".join(words)):
        return Directive(Order.STOP, _telling(words[1:]), is_certain=False, is_talk=True)
    return None


def _is_about_doing(words: list[str]) -> bool:
    """ "Stop looking", "you can stop checking": whatever the bot does."""
    doing = [word for word in words[1:] if word not in _TRAIL]
    return words[0] in _STOPS_DOING and len(doing) == 1 and doing[0].endswith(_DOING)


def _to_be_stopped(said: str) -> Directive | None:
    """ "My order should be cancelled", "bitte A100004 storniert haben"."""
    words = said.split()
    last = next((i for i, word in enumerate(words) if word in _PARTICIPLES), None)
    if last is None or not _IS_DONE.isdisjoint(words) or _TO_BE_DONE.isdisjoint(words):
        return None
    if not _BESIDE_DONE.issuperset(words[last + 1 :]):
        return None
    about = [word for word in words[:last] if word not in _LEAD | _TO_BE_DONE | _BEING]
    return Directive(Order.STOP, _telling(about))


def _is_stopping_at_an_end(words: list[str]) -> bool:
    return words[0] in _VERBS or words[-1] in _AT_THE_END


def _telling(words: list[str]) -> frozenset[str]:
    return frozenset(stem(word) for word in words if word not in _TRAIL)


_STOPPING = frozenset(stem(word) for word in _VERBS)
_CERTAINLY = tuple(stem(word) for word in _CERTAIN)
