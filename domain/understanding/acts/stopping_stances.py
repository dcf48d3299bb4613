"""Stances on a cancellation: wished, asked about, supposed, told of, or only named.

Read clause by clause: only the clauses that name it count. "I want to know if I can cancel" asks,
"I have to cancel, what do you need?" wants it done, and "my friend cancelled" tells of it. What a
list of questions cannot hold is told here by what a clause begins with, and by what stands before
the word.
"""

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from domain.understanding.acts.directives import Directive, directive, stopping_place
from domain.understanding.acts.late_refusals import turns_down
from domain.understanding.acts.refusal_words import telling_stem
from domain.understanding.acts.refusals import refusal
from domain.understanding.language.registry import fragment, listed, word_table
from domain.understanding.preprocess import clean, match_key

_FILE = "stopping_stances"
_OPENINGS = word_table(_FILE, "OPENINGS")
_INTERROGATIVES = word_table(_FILE, "INTERROGATIVES")
_NO_INTERROGATIVES: tuple[str, ...] = listed(_FILE, "NO_INTERROGATIVES")
_AUXILIARIES = word_table(_FILE, "AUXILIARIES")
_SUBJECTS = word_table(_FILE, "SUBJECTS")
_MAY_GIVE_LEAVE = word_table(_FILE, "MAY_GIVE_LEAVE")
_ASKS_FOR_ONESELF = word_table(_FILE, "ASKS_FOR_ONESELF")
_BIDS, _BIDDEN = word_table(_FILE, "BIDS"), word_table(_FILE, "BIDDEN")
_CONDITIONS = word_table(_FILE, "CONDITIONS")
_PLEASE = word_table(_FILE, "PLEASE")
_INDIRECT = word_table(_FILE, "INDIRECT")
_ASKED_THINGS = word_table(_FILE, "ASKED_THINGS")
_INTERROGATIVE_TOO = word_table(_FILE, "INTERROGATIVE_TOO")
_PREPOSITIONS = word_table(_FILE, "PREPOSITIONS")
_SUBJECTS_OF_QUESTIONS = word_table(_FILE, "SUBJECTS_OF_QUESTIONS")
_TOPICS = word_table(_FILE, "TOPICS")
_AROUND_TOPICS = word_table(_FILE, "AROUND_TOPICS")
_AFTER_TOPICS = word_table(_FILE, "AFTER_TOPICS")
_VERB_ENDINGS: tuple[str, ...] = listed(_FILE, "VERB_ENDINGS")
_WISHED_FORMS = word_table(_FILE, "WISHED_FORMS")
_FIRST_PERSON, _INVERTED = word_table(_FILE, "FIRST_PERSON"), word_table(_FILE, "INVERTED")
_WISHES = re.compile(fragment(_FILE, "WISHES"))
_TOLD = re.compile(fragment(_FILE, "TOLD"))
_END = re.compile(
    rf"[.?!;:,\n\u2013\u2014](?=\s|$)|\s-\s|\s(?=(?:{fragment(_FILE, 'JOINED_BY')})\s)",
    re.IGNORECASE,
)
_MARK = "W"
_MOST_CLAUSES, _LONGEST_CLAUSE = 12, 200
_BEFORE_AUXILIARY = 5
_BEFORE_TOPIC = 3
"""Words between what is asked about and the word for stopping."""


class Stance(StrEnum):
    WISHES = "wishes"
    ASKS = "asks"
    TELLS = "tells"
    """That somebody else has done it."""


class _Of(StrEnum):
    """What a clause that names it does with it."""

    WISHES = "wishes"
    ASKS = "asks"
    SUPPOSES = "supposes"
    NAMES = "names"
    """Nothing but the word itself."""
    TELLS = "tells"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class _Clause:
    words: tuple[str, ...]
    """Folded, without its openings."""
    place: int | None
    """Of the word for stopping something."""
    is_asked: bool
    is_polite: bool
    """Whether "please" stands in it, which is left out of the words."""


def stopping_stance(text: str) -> Stance | None:
    """None where the message does not name a cancellation, or is not told by its form."""
    clauses = _clauses(text)
    found = [_of(clause) for clause in clauses if clause.place is not None]
    if _Of.WISHES in found:
        return Stance.WISHES
    if not found or _Of.UNCLEAR in found:
        return None
    asks = any(clause.is_asked or _begins_with_a_question(clause.words) for clause in clauses)
    if asks or _Of.ASKS in found or _Of.SUPPOSES in found:
        return Stance.ASKS
    return Stance.TELLS if _Of.TELLS in found else None


def wished_order(text: str) -> Directive | None:
    """The order that a wish beside other things is: "I'm afraid I have to cancel, is that ok?"."""
    if refusal(text) is not None:
        return None
    for clause in _clauses(text):
        if clause.place is not None and _of(clause) is _Of.WISHES:
            if turns_down(text, frozenset([telling_stem(clause.words[clause.place])])):
                return None
            said = " ".join(clause.words[_wish_begins(clause.words, clause.place) or 0 :])
            order = directive(said)
            return replace(order, is_whole=False) if order is not None else None
    return None


def _clauses(text: str) -> list[_Clause]:
    text = clean(text)
    found, begin = list[_Clause](), 0
    ends = [(*one.span(), one.group()) for one in _END.finditer(text)]
    for start, end, sign in [*ends, (len(text), len(text), "")]:
        words = match_key(text[begin:start][-_LONGEST_CLAUSE:]).split()
        opens = next((i for i, word in enumerate(words) if word not in _OPENINGS), len(words))
        plain = [word for word in words[opens:] if word not in _PLEASE]
        if plain:
            is_polite = len(plain) < len(words[opens:])
            found.append(_Clause(tuple(plain), stopping_place(plain), "?" in sign, is_polite))
        begin = end
    return found[-_MOST_CLAUSES:]


def _of(clause: _Clause) -> _Of:
    words, place = clause.words, clause.place or 0
    before, form = words[:place], _Of.UNCLEAR
    if not _INDIRECT.isdisjoint(before):
        form = _Of.ASKS
    elif _sets_a_condition(words[:1], words):
        form = _Of.UNCLEAR if clause.is_polite else _Of.SUPPOSES
    elif _begins_with_a_question(words) and not _bids(words):
        form = _Of.UNCLEAR if _may_be_an_order(clause) else _Of.ASKS
    elif _sets_a_condition(before, words):
        form = _Of.SUPPOSES
    elif _is_ordered(clause) or _wish_begins(words, place) is not None:
        form = _Of.WISHES
    elif _is_asked_about(clause) or not _INTERROGATIVES.isdisjoint(before[1:]):
        form = _Of.ASKS
    elif words[place] in _TOPICS and _is_named_only(words, place):
        form = _Of.NAMES
    elif _TOLD.search(" ".join(words)):
        form = _Of.TELLS
    return form


def _sets_a_condition(places: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """ "If I cancel", but not "if possible, cancel"."""
    pairs = zip(places, words[1:], strict=False)
    return any(word in _CONDITIONS and after in _SUBJECTS for word, after in pairs)


def _begins_with_a_question(words: tuple[str, ...]) -> bool:
    said = " ".join(words)
    if said.startswith(_NO_INTERROGATIVES):
        return False
    if words[0] in _INTERROGATIVES:
        return len(words) > 1
    if words[0] in _CONDITIONS and not _INTERROGATIVE_TOO.isdisjoint(words[:1]):
        return not _AUXILIARIES.isdisjoint(words[1:_BEFORE_AUXILIARY])
    return words[0] in _AUXILIARIES | _BIDS and not _SUBJECTS.isdisjoint(words[1:2])


def _bids(words: tuple[str, ...]) -> bool:
    """ "Could you cancel it?", but not "could you tell me whether it can be cancelled?"."""
    return words[0] in _BIDS and not _BIDDEN.isdisjoint(words[1:2])


def _may_be_an_order(clause: _Clause) -> bool:
    """ "Can I cancel?" and "is it possible to have it cancelled, please?"."""
    words = clause.words
    if clause.is_polite or words[clause.place or 0] not in _WISHED_FORMS:
        return clause.is_polite
    asks_leave = words[0] in _MAY_GIVE_LEAVE and not _ASKS_FOR_ONESELF.isdisjoint(words[1:2])
    return asks_leave and _CONDITIONS.isdisjoint(words)


def _is_ordered(clause: _Clause) -> bool:
    """ "Please cancel it", "bitte absagen"."""
    return clause.is_polite and clause.place == 0 and clause.words[0] in _WISHED_FORMS


def _wish_begins(words: tuple[str, ...], place: int) -> int | None:
    """Where "I have to cancel" begins; "do I have to cancel" is none."""
    if words[place] not in _WISHED_FORMS:
        return None
    first = next((i for i in range(place, -1, -1) if words[i] in _FIRST_PERSON), 0)
    first -= first > 0 and words[first - 1] in _INVERTED
    found = _WISHES.match(" ".join([*words[first:place], _MARK]))
    return first if found and _AUXILIARIES.isdisjoint(words[max(first - 1, 0) : first]) else None


def _is_named_only(words: tuple[str, ...], place: int) -> bool:
    """ "And cancelling", "the cancellation link"."""
    if (set(words) - _TOPICS) <= _AROUND_TOPICS:
        return True
    is_part = place + 1 < len(words) and words[place + 1] not in _AFTER_TOPICS
    return is_part and not _AROUND_TOPICS.isdisjoint(words[max(place - 1, 0) : place])


def _is_asked_about(clause: _Clause) -> bool:
    """ "A question about cancelling", "the cancellation terms", "sagt ihr auch mal ab"."""
    words, place = clause.words, clause.place or 0
    is_noun = place > 0 and words[place] not in _WISHED_FORMS and not clause.is_polite
    if is_noun and words[0].endswith(_VERB_ENDINGS) and words[1] in _SUBJECTS:
        return True  # "überlebt mein Gutschein eine Stornierung"
    if not _ASKED_THINGS.isdisjoint(words[place + 1 : place + 2]) and words[place] in _TOPICS:
        return True
    if place == 0 and not _SUBJECTS_OF_QUESTIONS.isdisjoint(words[1:2]):
        return not clause.is_polite
    near = words[max(place - _BEFORE_TOPIC, 0) : place]
    return not _PREPOSITIONS.isdisjoint(near) and not _ASKED_THINGS.isdisjoint(words[:place])
