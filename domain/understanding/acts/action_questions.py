"""Questions about an action: how it is done, whether it may be, and on which terms.

"Until when can I cancel?" wants to know, and "cancel my appointment" wants it done. Both name the
same action, so that their vectors lie close together; they are told by their form.
"""

import re
from enum import StrEnum

from domain.understanding.acts.directives import (
    begins_with_stopping,
    is_for_another_time,
    speaks_of_stopping,
)
from domain.understanding.acts.refusals import telling_words
from domain.understanding.acts.stopping_stances import Stance, stopping_stance
from domain.understanding.acts.yes_no import stem
from domain.understanding.language.phrases import Phrases, plain_key
from domain.understanding.language.registry import fragment, phrase_table, word_table
from domain.understanding.preprocess import clean, match_key

_FILE = "action_questions"
_ASKS_TO_BE_TOLD = telling_words("tell know explain show question sag sagen wissen zeig frage")
_BEFORE = _ASKS_TO_BE_TOLD | {stem(word) for word in word_table("dialogue", "ACKNOWLEDGES")}
_SUPPOSES = re.compile(rf"(?:{fragment(_FILE, 'SUPPOSES')})\b", re.IGNORECASE)
_IF_I = re.compile(rf"(?:{fragment(_FILE, 'IF_I')})\b")
_MAY_ORDER = re.compile(rf"(?:{fragment(_FILE, 'MAY_ORDER')})")
_CONDITION = re.compile(rf"\b(?:{fragment(_FILE, 'CONDITION')})\b")
_IF_THEN = re.compile(rf"(?:{fragment(_FILE, 'IF_THEN')})\b", re.IGNORECASE)


class ActionQuestion(StrEnum):
    WAY = "way"
    """ "How do I return something?"."""
    LEAVE = "leave"
    """ "Can I still cancel later?", perhaps in order to do it."""
    TERMS = "terms"
    """ "Until when can I cancel?", "what if I returned it?": nothing is to be done."""


_TABLES = {
    ActionQuestion.TERMS: Phrases(phrase_table(_FILE, "TERMS")),
    ActionQuestion.WAY: Phrases(phrase_table(_FILE, "WAY")),
    ActionQuestion.LEAVE: Phrases(phrase_table(_FILE, "LEAVE")),
}


def action_question(text: str, language: str = "en") -> ActionQuestion | None:
    """What the message asks of an action; None where it tells of something first, as in "it
    arrived broken, what do I do?", or asks otherwise."""
    if supposes(text):
        return ActionQuestion.TERMS
    if stopping_stance(text) is Stance.WISHES:
        return None
    key = plain_key(text, language)
    return next((kind for kind, table in _TABLES.items() if _opens_with(table, key)), None)


def asks_about_stopping(text: str) -> bool:
    """Whether a question is about stopping something, and no polite order to stop it: "is it easy
    to cancel?" and "will you cancel it if I'm late?", but neither "could you cancel it?" nor
    "cancel it?"."""
    if (stance := stopping_stance(text)) is not None:
        return stance is not Stance.WISHES
    if not text.rstrip().endswith("?") or not speaks_of_stopping(text):
        return False
    key = match_key(text)
    if _CONDITION.search(key) or is_for_another_time(text):
        return True
    return _MAY_ORDER.match(key) is None and not begins_with_stopping(text)


def supposes(text: str) -> bool:
    """Whether the sentence only supposes something: what follows in it belongs to that."""
    text = clean(text)
    return _SUPPOSES.match(text) is not None or _asks_if(text)


def _asks_if(text: str) -> bool:
    """ "If I returned it, when do I get my money?", but not "if you can, cancel it?"."""
    is_asked = text.rstrip().endswith("?")
    return is_asked and (_IF_I.match(match_key(text)) or _IF_THEN.match(text)) is not None


def _opens_with(table: Phrases, key: str) -> bool:
    found = table.found_in(key)
    return found is not None and not telling_words(key[: found[0]]) - _BEFORE
