"""A wish that is named and then turned down: "return it? No way", "forget about the refund".

What `refusals` reads is denied word by word. Here a message is read clause by clause. Each takes a
stand to the wish: asks for it, tells of it in the past, puts it to oneself, drops it, or only says
no; and the last stand counts. "I was going to return it, but no" is none; "no, I want to return it"
is one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from domain.understanding.acts.fault_words import names_a_fault
from domain.understanding.acts.negation_words import DENYING, EARLY_NOT, LACKING, LATE_NOT, NOBODY
from domain.understanding.acts.refusal_words import WANTING, parted_verbs, telling_stem
from domain.understanding.acts.second_thoughts import (
    is_by_now,
    only_remarks,
    plans_otherwise,
    realises,
    thinks_again,
)
from domain.understanding.acts.yes_no import whole_answer
from domain.understanding.acts.yes_words import STRONG_NO
from domain.understanding.language.registry import fragment, listed
from domain.understanding.preprocess import clean, match_key

_FILE = "late_refusals"
_DENYING = DENYING | EARLY_NOT | LACKING | LATE_NOT | NOBODY


def _said(name: str) -> str:
    """What any language says there, as folded words have it; "~" is any word."""
    said = fragment(_FILE, name).replace("ß", "ss").replace("~", r"\w{1,20}")
    return f"(?:{said})"


_WISH = "W"
"""Stands for the words of the wish, which no folded word is."""
_END = re.compile(
    rf"\.{{1,3}}(?=\s|$)|[?!;,:\n](?=\s|$)|\s[-\u2013\u2014]\s|\s(?={_said('JOINED_BY')}\s)",
    re.IGNORECASE,
)
_LEADS_IN = re.compile(rf"^(?:{_said('BEFORE_AN_ORDER')} ){{0,4}}")
_JOINT = re.compile(rf"^(?:{_said('JOINED_BY')} ){{1,2}}")
_SAYS_NO = frozenset(match_key(phrase) for phrase in listed(_FILE, "SAYS_NO"))
_SAYS_NO_LIKE = re.compile(_said("SAYS_NO_LIKE"))
_UNWANTED = re.compile(_said("UNWANTED"))
_MISFITS = re.compile(_said("MISFITS"))
_WAVES_OFF = re.compile(_said("WAVES_OFF"))
_CHANGED = re.compile(_said("CHANGED"))
_TAKES_BACK = re.compile(rf"{_said('TAKES_BACK')}\b")
_SOLVED = re.compile(_said("SOLVED"))
_TURNS_FROM = re.compile(rf"\b{_said('TURNS_FROM')}\b")
_KEEPS = re.compile(_said("KEEPS"))
_IS_LEFT = re.compile(_said("IS_LEFT"))
_RHETORICAL = re.compile(_said("RHETORICAL"))
_DROPS = re.compile(rf"^{_said('DROPS')} (?!{_said('NOT_DROPPED')})")
_IS_OVER = re.compile(rf"\b{_said('IS_OVER')}(?!\w)")
_INTENDED = re.compile(rf"^{_said('INTENDED')}\b")
_ALMOST = re.compile(rf"^{_said('ALMOST')}\b")
_ASKS = re.compile(rf"^{_said('ASKS_FOR_REAL')}\b")
_REAFFIRMS = re.compile(_said("REAFFIRMS"))
_ASIDE = re.compile(rf",?\s\b{_said('ASIDE')}\b,?", re.IGNORECASE)
_NEEDED: tuple[str, ...] = listed(_FILE, "NEEDED")
_MOST_CLAUSES, _LONGEST_CLAUSE = 24, 160
_BETWEEN = 4
"""Words between what turns from the wish and the wish."""
_A_STATE = 1


class Stand(StrEnum):
    """What a clause has to do with the wish."""

    NONE = "none"
    WISHED = "wished"
    INTENDED = "intended"
    """Of the past: "I was going to return it"."""
    ECHOED = "echoed"
    """A question to oneself: "return it?"."""
    DROPPED = "dropped"
    SAYS_NO = "says no"
    SOLVED = "solved"


@dataclass(frozen=True)
class _Clause:
    key: str
    """Folded, the words of the wish as one sign."""
    said: str
    is_asked: bool
    takes_back: bool
    """Whether "actually" or the like opens it."""


def turns_down(text: str, wish: frozenset[str]) -> bool:
    """Whether the last stand that the message takes is against the wish, named by stems."""
    return _last_stand(_clauses(text, wish), Stand.NONE) is Stand.DROPPED


def drops_what_runs(text: str, wish: frozenset[str]) -> bool:
    """Whether the message lets go of a wish that is being carried out. A bare no and "not today"
    may answer what was asked, and are none."""
    clauses = [clause for clause in _clauses(text, wish) if not _may_be_an_answer(clause)]
    return _last_stand(clauses, Stand.WISHED) is Stand.DROPPED


def _last_stand(clauses: list[_Clause], last: Stand) -> Stand:
    is_named = last is not Stand.NONE or any(_WISH in clause.key for clause in clauses)
    thinks, sees = False, False
    for clause in clauses:
        thinks = (thinks or thinks_again(match_key(clause.said))) and last is not Stand.NONE
        sees = sees or realises(clause.key)
        stand = _stand(clause, last, is_named=is_named)
        if stand is Stand.SAYS_NO:
            stand = last if last is Stand.NONE else Stand.DROPPED
        if stand is Stand.SOLVED:
            stand = Stand.DROPPED if last is Stand.INTENDED else last
        if last is not Stand.NONE and not clause.is_asked:
            is_over = sees and is_by_now(clause.key)
            if _WISH not in clause.key:
                is_over |= thinks and only_remarks(clause.key)
                is_over |= plans_otherwise(clause.key)
            stand = Stand.DROPPED if is_over else stand
        last = last if stand is Stand.NONE else stand
    return last


def _may_be_an_answer(clause: _Clause) -> bool:
    """ "Not on Friday" and "egal", but not "no need"."""
    words = clause.key.split()
    is_no = clause.key in _SAYS_NO or words[0] in _DENYING | STRONG_NO
    return is_no and not words[-1].startswith(_NEEDED)


def wishes_again(text: str) -> bool:
    """Whether the message ends with having what it first refused: "but now I do"."""
    keys = [clause.key for clause in _clauses(text, frozenset())]
    ends = (keys[-1], " ".join(keys[-2:])) if len(keys) > 1 else ()
    return any(_REAFFIRMS.fullmatch(end) for end in ends)


def without_asides(text: str) -> str:
    """As long as the text, without what stands between a verb and its "not": "do not, under any
    circumstances, return it"."""
    return _ASIDE.sub(lambda found: " " * len(found.group()), text)


def _clauses(text: str, wish: frozenset[str]) -> list[_Clause]:
    """The last ones, since who says more tells a story first."""
    text = clean(text)
    found, begin, takes_back = list[_Clause](), 0, False
    for start, end, sign in [*_ends(text), (len(text), len(text), "")]:
        said = text[begin:start][-_LONGEST_CLAUSE:]
        if key := _with_wish(said, wish):
            takes_back = takes_back or _TAKES_BACK.match(key) is not None
            found.append(_Clause(_JOINT.sub("", key), said, "?" in sign, takes_back))
            takes_back = _TAKES_BACK.fullmatch(key) is not None
        begin = end
    return list(_with_what_was_meant(found[-_MOST_CLAUSES:]))


def _with_what_was_meant(clauses: list[_Clause]) -> Iterator[_Clause]:
    """ "I had planned, honestly, …": what the past wish was for may follow a comma."""
    meant = ""
    for clause in clauses:
        key = f"{meant} {clause.key}".strip()
        meant = key if clause is not clauses[-1] and _INTENDED.fullmatch(clause.key) else ""
        if not meant:
            yield replace(clause, key=key)


def _ends(text: str) -> list[tuple[int, int, str]]:
    return [(*found.span(), found.group()) for found in _END.finditer(text)]


def _with_wish(said: str, wish: frozenset[str]) -> str:
    """The folded words, those of the wish as one sign."""
    said_words = match_key(said).split()
    parted = parted_verbs(said_words)
    words = [
        _WISH if telling_stem(word) in wish or parted.get(word) in wish else word
        for word in said_words
    ]
    kept = [word for before, word in pairwise(["", *words]) if (before, word) != (_WISH, _WISH)]
    return " ".join(kept)


def _stand(clause: _Clause, last: Stand, *, is_named: bool) -> Stand:
    plain = _LEADS_IN.sub("", f"{clause.key} ").strip()
    if _says_no(clause, plain, last):
        return Stand.SAYS_NO
    is_missed = last is not Stand.WISHED and not clause.is_asked and _ALMOST.match(clause.key)
    if is_missed or _is_dropped(clause, plain):
        return Stand.DROPPED
    if last is Stand.DROPPED and _REAFFIRMS.fullmatch(clause.key):
        return Stand.WISHED
    if last is Stand.INTENDED and _tells_it_is_solved(clause):
        return Stand.SOLVED
    if _WISH not in clause.key and is_named:
        return Stand.NONE
    return _wish(clause, plain)


def _tells_it_is_solved(clause: _Clause) -> bool:
    key = _JOINT.sub("", match_key(clause.said))
    if _denies(clause) or clause.is_asked or names_a_fault(key):
        return False
    return _SOLVED.fullmatch(key) is not None


def only_tells_it_is_solved(text: str) -> bool:
    """Whether the message says no more than that all is well by now: "it's here"."""
    clauses = _clauses(text, frozenset())
    return bool(clauses) and all(map(_tells_it_is_solved, clauses))


def _wish(clause: _Clause, plain: str) -> Stand:
    if clause.is_asked:
        return Stand.WISHED if _asks_you(clause, plain) else Stand.ECHOED
    is_past = _INTENDED.match(clause.key) or _INTENDED.match(plain)
    return Stand.INTENDED if is_past else Stand.WISHED


def _says_no(clause: _Clause, plain: str, last: Stand) -> bool:
    keys = {clause.key, plain} - {""}
    is_of_the_thing = last is Stand.WISHED and any(_UNWANTED.fullmatch(key) for key in keys)
    is_of_the_thing |= last is Stand.INTENDED and any(_MISFITS.fullmatch(key) for key in keys)
    is_put = clause.is_asked and last is not Stand.ECHOED
    if _WISH in clause.key or is_put or is_of_the_thing:
        return False
    if any(_CHANGED.fullmatch(key) for key in keys):
        return last is not Stand.WISHED or clause.takes_back
    if keys & _SAYS_NO or any(_SAYS_NO_LIKE.fullmatch(key) for key in keys):
        return True
    words = clause.key.split()
    if last is Stand.ECHOED and _WAVES_OFF.match(clause.key):
        return True
    if last is Stand.ECHOED and words[0] in _DENYING | STRONG_NO:
        return len(words) > _A_STATE
    is_no = whole_answer(clause.said) is False
    return is_no and (WANTING.isdisjoint(words) or last is Stand.ECHOED)


def _is_dropped(clause: _Clause, plain: str) -> bool:
    key = clause.key
    if _KEEPS.fullmatch(key) and not clause.is_asked:
        return not _denies(clause)
    is_question = clause.is_asked or _asks_you(clause, plain)
    is_meant = _RHETORICAL.match(key) or _RHETORICAL.match(plain)
    if _WISH not in key or (is_question and not is_meant):
        return False
    return _drops_it(key, plain)


def _drops_it(key: str, plain: str) -> bool:
    if _IS_LEFT.fullmatch(plain) or _IS_LEFT.fullmatch(key):
        return True
    if (drops := _DROPS.match(plain)) and _is_near(plain[drops.end() :]):
        return True
    if any(_is_near(key[turn.end() :]) for turn in _TURNS_FROM.finditer(key)):
        return True
    over = _IS_OVER.search(key)
    return over is not None and _WISH in key[: over.start()]


def _asks_you(clause: _Clause, plain: str) -> bool:
    is_put = clause.is_asked and _ASKS.match(plain) is not None
    return is_put or _ASKS.match(clause.key) is not None


def _denies(clause: _Clause) -> bool:
    return not _DENYING.isdisjoint(clause.key.split())


def _is_near(rest: str) -> bool:
    """Whether the wish follows, and nothing that denies it once more."""
    before = rest.partition(_WISH)[0].split()
    return _WISH in rest and len(before) <= _BETWEEN and _DENYING.isdisjoint(before)
