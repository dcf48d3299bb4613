"""Orders about the talk itself, told by their form: stop, start over, go back."""

import re
from dataclasses import dataclass
from enum import StrEnum

from domain.understanding.negation import negations
from domain.understanding.preprocess import match_key
from domain.understanding.refusal_words import COURTESY, LIGHT
from domain.understanding.refusals import refusal
from domain.understanding.yes_no import stem

_LEAD = (COURTESY - {"doch"}) | frozenset(
    (  # noqa: SIM905 - a list of words reads best as words
        "i we want to would like id need meant mean can could you may should lets let me us my no "
        "nope wanna gonna think now still changed mind help ich wir möchte will würde gerne gern "
        "kannst kann könntest könnt können du ihr sie mir uns nein nee moment oh ok meinte wollte "
        "u oops ups hätte sofort alright right then so well lieber rather instead for hier mal"
    ).split()
)
_TRAIL = LIGHT | frozenset(
    (  # noqa: SIM905 - a list of words reads best as words
        "process request conversation chat flow form whole complete everything all procedure "
        "vorgang prozess anfrage ganze ganzen gesamt gespräch sofort immediately after anymore "
        "right away thing stuff asap email mail e entirely completely altogether cheers bye"
    ).split()
)
_CERTAIN = frozenset(
    (  # noqa: SIM905 - a list of words reads best as words
        "cancel cancle cancell cansel canel abort discontinue terminate revoke abbrechen canceln "
        "stornieren storniere stornier storniert beenden beende widerrufen widerrufe abzubrechen "
        "absagen abzusagen"
    ).split()
)
_VERBS = _CERTAIN | frozenset(
    (  # noqa: SIM905 - a list of words reads best as words
        "stop quit exit end abandon withdraw scrap drop forget leave scratch undo stoppen stopp "
        "stoppe halt vergiss zurückziehen nevermind nvm abbruch"
    ).split()
)
"""The others also begin what is no order: "drop damage on the corner", "leave a message"."""
_AT_THE_END = frozenset(
    (  # noqa: SIM905 - a list of words reads best as words
        "cancel cancle abbrechen stornieren stoppen beenden widerrufen zurückziehen canceln "
        "abzubrechen absagen abzusagen"
    ).split()
)
"""German says the verb last, and "return cancel" is how people type in a hurry."""
_ASKING = frozenset(
    (  # noqa: SIM905 - a list of words reads best as words
        "was wie wieviel wann wo warum wieso weshalb ob bis kostet gibt ist "
        "what how when where why is are does did"
    ).split()
)
"""Begin a question: "what does it cost to cancel" and "wie kann ich stornieren" order nothing."""
_PARTED = (
    ("call", "off"),
    ("brich", "ab"),
    ("breche", "ab"),
    ("brechen", "ab"),
    ("zieh", "zurück"),
    ("sag", "ab"),
    ("sage", "ab"),
    ("sagen", "ab"),
)
_STOPS = re.compile(
    r"(?:never mind|leave it|leave it at that|let it go|lass (?:es |das )?(?:gut )?(?:sein|mal)|"
    r"(?:dann |also )?doch nicht|lass(?: es| das)?$|hör(?:en sie)? auf)(?!\w)"
)
_RESTARTS = re.compile(
    r"\b(?:(?:start|begin|do it|do this) (?:it |this |all |everything )?"
    r"(?:over|again|anew|afresh|from scratch|from the (?:beginning|start|top))|restart|reset|redo|"
    r"from scratch|back to the (?:start|beginning)|(?:zurück )?zum anfang|neustart|noch ?mal neu|"
    r"(?:noch ?mal |wieder |ganz )?von vorne?(?: anfangen| beginnen)?|"
    r"neu (?:anfangen|starten|beginnen))\b"
)
_BACKS = re.compile(
    r"(?:go |step |take me |get |geh |gehe |gehen |bring mich )?(?:one |a |einen |ein |eins )?"
    r"(?:step |schritt )?(?:back|zurück)(?: one| a step| one step|"
    r" to the (?:previous|last) (?:one|question|step)| zur (?:vorherigen|letzten) frage)?|"
    r"(?:the |die )?(?:previous|vorherige)(?: question| one| step| frage)?"
)
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


def directive(text: str) -> Directive | None:
    """The order that the whole message is, or None. What is refused ("don't cancel") is none."""
    found = refusal(text)
    said = _ordered(text)
    if found is None and said and (match := _STOPS.match(" ".join(said))):
        return Directive(Order.STOP, _telling(" ".join(said)[match.end() :].split()))
    if _STOPS.fullmatch(" ".join(said)):
        return Directive(Order.STOP, frozenset())
    if found is None and negations(text):
        return None
    words = _ordered(found.rest) if found else said
    if len(words) > _LONGEST:
        return None
    return _back(words) or _restart(words) or _stop(words)


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
        return Directive(Order.STOP, about, is_certain=not _CERTAIN.isdisjoint(words))
    return None


def _is_stopping_at_an_end(words: list[str]) -> bool:
    return words[0] in _VERBS or words[-1] in _AT_THE_END


def _telling(words: list[str]) -> frozenset[str]:
    return frozenset(stem(word) for word in words if word not in _TRAIL)


_STOPPING = frozenset(stem(word) for word in _VERBS)
