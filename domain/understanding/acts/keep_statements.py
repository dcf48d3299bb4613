"""Recognises that a customer keeps a thing: "I'll keep it after all", "ich behalte sie"."""

from domain.understanding.acts.clauses import clauses_of, only_explains, sets_a_condition
from domain.understanding.acts.directives import Order, directive
from domain.understanding.acts.negation import negations
from domain.understanding.acts.refusal_words import COURTESY, FIRST_PERSON, TELLING
from domain.understanding.acts.refusals import refusal
from domain.understanding.acts.yes_no import whole_answer
from domain.understanding.acts.yes_words import ASKING
from domain.understanding.language.registry import listed, word_table
from domain.understanding.preprocess import match_key

_VERBS = word_table("keep_statements", "VERBS")
_MINE = FIRST_PERSON | word_table("keep_statements", "MINE")
_KEPT = word_table("keep_statements", "KEPT")
"""What follows "keep" where a thing is kept, and not "keep waiting", "keep you posted"."""
_TELLING_OF_ME = word_table("keep_statements", "TELLING_OF_ME")
_KEPT_BY_ITSELF: tuple[str, ...] = listed("keep_statements", "KEPT_BY_ITSELF")
_LONGEST = 12


def keeps(text: str) -> bool:
    """Whether the message says that a thing is kept, and beside it nothing but why."""
    if text.rstrip().endswith("?"):
        return False
    kept, others = list[str](), list[str]()
    for clause in clauses_of(text):
        (kept if _is_kept(clause) else others).append(clause)
    return bool(kept) and all(_adds_nothing(clause) for clause in others)


def keeps_word(text: str) -> bool:
    """Whether a word for keeping stands in it, as in the value "keep it"."""
    return not _VERBS.isdisjoint(match_key(text).split())


def _is_kept(clause: str) -> bool:
    words = match_key(clause).split()
    at = next((i for i, word in enumerate(words) if word in _VERBS), None)
    if at is None or len(words) > _LONGEST or words[0] in ASKING or negations(clause):
        return False
    if sets_a_condition(words) or _MINE.isdisjoint(words):
        return False
    return (
        words[at].startswith(_KEPT_BY_ITSELF)
        or (words[at + 1 :] and words[at + 1] in _KEPT)
        or False
    )


def _adds_nothing(clause: str) -> bool:
    words = match_key(clause).split()
    order = directive(clause)
    if order is not None or refusal(clause) is not None or whole_answer(clause) is False:
        return order is None or order.order is Order.STOP
    tells = words[0] in TELLING | COURTESY or words[0] in _TELLING_OF_ME
    return tells and only_explains(clause)
