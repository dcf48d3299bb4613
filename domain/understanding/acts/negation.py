"""Negated parts of a text.

Structural: words of negation, how far each one reaches, and where a clause ends. It knows nothing
of wishes or values; whoever has found something at a place asks whether that place is negated.

    negations("on friday, not thursday")   one Negation of kind CONTRAST that covers "thursday"
    is_negated("…", start, end)            whether what stands there is negated
    without_negated("…")                   the text with what is negated blanked out, same length

A "no" that is an answer negates nothing: "no, A100002" is a correction to A100002. One that opens
a clause without a comma ("no refund", "two, no three") may be either; it is marked with `opens`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.messages import MAX_TEXT
from domain.understanding.acts import negation_words as words

MAX_NEGATIONS = 50
"""In one message. Who denies more is not understood by it."""
_SUBJECT_WITHIN, _CLAUSE_WITHIN, _VERBS_WITHIN = 3, 16, 5
_NEXT_TO = 40  # characters between a word of negation and what it negates directly
_TOKEN = re.compile(r"[\w']+|[^\w\s]")
_WORD = re.compile(r"[\w']+")
_BREAKS = frozenset(',;:!?()\n\u2013\u2014"')


class Kind(StrEnum):
    """How something is negated."""

    CONTRAST = "contrast"
    """One thing and not another: "not thursday", "instead of large", "statt Freitag"."""
    CLAUSE = "clause"
    """A whole statement: "I don't want to return it", "Freitag geht nicht"."""
    LACK = "lack"
    """ "no human", "without a receipt", "keine Rückgabe"."""


@dataclass(frozen=True)
class Negation:
    """One word of negation (`cue_start:cue_end`) and what it reaches (`start:end`)."""

    kind: Kind
    cue_start: int
    cue_end: int
    start: int
    end: int
    opens: bool = False
    """A "no" at the head of a clause without a comma, which may be an answer or a correction."""

    def covers(self, start: int, end: int) -> bool:
        """Whether what stands at start:end is negated. What holds the word of negation itself,
        such as the value "doesn't work", says so and is not."""
        holds_cue = start < self.cue_end and end > self.cue_start
        return not holds_cue and self.start <= start and end <= self.end

    def is_next_to(self, text: str, start: int) -> bool:
        """Whether only small words stand between: "not on the 5th", but not "not received A1"."""
        if not self.cue_end <= start <= self.cue_end + _NEXT_TO:
            return False
        between = _WORD.findall(text[self.cue_end : start])
        return all(word.casefold() in words.SMALL for word in between)


def negations(text: str) -> tuple[Negation, ...]:
    """Left to right; at most fifty. Places are those of the text as given."""
    tokens = _tokens(text[:MAX_TEXT])
    if not any(token.word in words.CUES for token in tokens):
        return ()
    return _Reading(text, tokens).negations()


def is_negated(text: str, start: int, end: int, *, opening: bool = True) -> bool:
    """Whether what stands at start:end is negated. Without `opening`, a "no" that opens a
    clause counts as an answer."""
    found = (one for one in negations(text) if opening or not one.opens)
    return any(one.covers(start, end) for one in found)


def without_negated(text: str, *, opening: bool = True) -> str:
    """The text as long as it was, with each negated part and its word of negation as spaces."""
    pieces, at = [], 0
    for one in sorted(negations(text), key=lambda one: min(one.start, one.cue_start)):
        if one.opens and not opening:
            continue
        start, end = min(one.start, one.cue_start), max(one.end, one.cue_end)
        if end > at:
            pieces += [text[at : max(start, at)], " " * (end - max(start, at))]
            at = end
    return "".join([*pieces, text[at:]])


@dataclass(frozen=True)
class _Token:
    word: str
    """Folded, without apostrophes; empty for a sign that ends a clause."""
    start: int
    end: int


def _tokens(text: str) -> list[_Token]:
    found = []
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        word = match.group().casefold().replace("'", "")
        if not _WORD.fullmatch(match.group()):
            if not _is_break(text, start):
                continue
            word = ""
        found.append(_Token(word, start, end))
    return found


def _is_break(text: str, at: int) -> bool:
    """A comma in "1,5" and a colon in "10:30" end nothing; a full stop does before a space."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if text[at] in ".-":
        return (not after or after.isspace()) and (text[at] == "." or before.isspace())
    return text[at] in _BREAKS and not (before.isdigit() and after.isdigit())


class _Reading:
    """The tokens of one text, with the ends of clauses worked out once."""

    def __init__(self, text: str, tokens: Sequence[_Token]) -> None:
        self._text = text
        self._tokens = tokens
        self._ends = [self._ends_clause(i) for i in range(len(tokens))]
        self._next = self._distances()

    def negations(self) -> tuple[Negation, ...]:
        found: list[Negation] = []
        for index, token in enumerate(self._tokens):
            if len(found) >= MAX_NEGATIONS:
                break
            if token.word in words.CUES and (one := self._negation(index)) is not None:
                found.append(one)
        return tuple(found)

    def _negation(self, at: int) -> Negation | None:
        word, length = self._word(at), 1
        if word in words.PAIRED:
            if self._word(at + 1) not in words.PAIRED[word]:
                return None
            length = 2
        if self._is_idiom(at) or (word in words.NOBODY and not self._is_object(at)):
            return None
        kind, opens = self._kind(at), False
        if word in words.OPENING_NO:
            opens = at == 0 or self._word(at - 1) in {"", *words.OPENING_NO}
            if self._is_answer(at):
                return None
        if word in words.THAN and (self._word(at - 1) in words.PAIRED or not self._prefers(at)):
            return None
        first = at + length
        start, last = first, self._next[first] if first <= len(self._tokens) else first
        if kind is Kind.CLAUSE:
            start = self._clause_start(at)
        if last <= first and start >= at:
            return None
        return self._made(kind, (at, first), (start, last), opens=opens)

    def _made(
        self, kind: Kind, cue: tuple[int, int], scope: tuple[int, int], *, opens: bool
    ) -> Negation:
        tokens = self._tokens
        cues = tokens[cue[0]].start, tokens[cue[1] - 1].end
        begin = tokens[scope[0]].start
        if scope[0] == cue[1]:  # a sign such as the + of a phone number is no word
            begin = cues[1] + self._spaces(cues[1])
        next_one = max(scope[1], cue[1])
        until = tokens[next_one].start if next_one < len(tokens) else len(self._text)
        until = max(tokens[next_one - 1].end, self._stripped(until))
        return Negation(kind, *cues, begin, until, opens=opens)

    def _spaces(self, at: int) -> int:
        return len(self._text[at : at + _NEXT_TO]) - len(self._text[at : at + _NEXT_TO].lstrip())

    def _stripped(self, end: int) -> int:
        """The place without the spaces before it."""
        before = self._text[max(end - _NEXT_TO, 0) : end]
        return end - len(before) + len(before.rstrip())

    def _kind(self, at: int) -> Kind:
        word, before = self._word(at), self._word(at - 1)
        if word in words.NOBODY or (
            word in words.OPENING_NO and self._word(at + 1) in words.NO_OF_CLAUSE
        ):
            return Kind.CLAUSE
        if word in words.LACKING:
            return Kind.LACK
        if word in words.EARLY_NOT:
            return Kind.CLAUSE if before in words.AUXILIARIES else Kind.CONTRAST
        if word in words.LATE_NOT:
            return Kind.CLAUSE if self._denies_clause(at) else Kind.CONTRAST
        return Kind.CLAUSE if word in words.DENYING else Kind.CONTRAST

    def _denies_clause(self, at: int) -> bool:
        """ "Das will ich nicht zurückgeben", "Freitag geht nicht": what follows is nothing or
        verbs. "Nicht Freitag" and "nicht am Freitag" set one thing beside another."""
        after = [token.word for token in self._tokens[at + 1 : self._next[at + 1]]][:_VERBS_WITHIN]
        if not after or self._wishes_to(at):
            return True
        rest = [word for word in after if word not in words.PARTICLES]
        if rest and rest[0] in words.PARTED_PREFIXES:
            return len(rest) == 1
        return not rest or words.is_final_verb(rest[0])

    def _wishes_to(self, at: int) -> bool:
        """ "Ich wollte nie was zurückschicken": what follows ends with the verb of the wish."""
        last = self._tokens[self._next[at + 1] - 1]
        if not words.is_final_verb(last.word) or self._word(at - 1) not in words.WISHING:
            return False
        return self._word(at + 1) in words.ANYTHING

    def _is_object(self, at: int) -> bool:
        """ "I want to talk to nobody", "nobody said I want to", but not "nobody answers"."""
        says = self._word(at + 1) in words.AFTER_SUBJECT and self._word(at + 2) in words.SUBJECTS
        return says or self._word(at - 1) in words.BEFORE_OBJECT

    def _is_idiom(self, at: int) -> bool:
        """Only looks like a negation: "not only", "why not", "no problem", "can't I return it?"."""
        word, before, after = self._word(at), self._word(at - 1), self._word(at + 1)
        if after in words.NOT_MEANT.get(word, ()) or before in words.ASKING_WHY:
            return True
        if word in words.CONTRACTIONS and after in words.SUBJECTS and before not in words.SUBJECTS:
            return True
        if word in words.EARLY_NOT and self._is_asked_early(at):
            return True
        inverted = self._word(self._clause_start(at)) in words.ASKING_VERBS
        return word in words.LATE_NOT and inverted and self._asks(at)

    def _is_asked_early(self, at: int) -> bool:
        """ "Is it not possible", "can I not return it"."""
        inverted = self._word(at - 2) in words.AUXILIARIES and self._word(at - 1) in words.SUBJECTS
        return inverted and self._word(at - 3) in words.JOINING | {""}

    def _asks(self, at: int) -> bool:
        """Whether the clause begins like a question: "Könnt ihr das nicht stornieren"."""
        return self._word(self._clause_start(at) + 1) in words.INVERTED_SUBJECTS

    def _is_answer(self, at: int) -> bool:
        """ "No." and "no, …" and "no I meant …" answer what was asked."""
        after = self._word(at + 1)
        if after in words.TAKING_BACK or after in words.OPENING_NO:
            return True
        if after in words.NEED and self._word(at + 2) in words.NEED_TO:
            return False
        ends = at + 1 >= len(self._tokens) or not after
        begins = at == 0 or self._ends[at - 1]
        return ends or (begins and (after in words.AFTER_ANSWER or after in words.SUBJECTS))

    def _prefers(self, at: int) -> bool:
        """ "Lieber Freitag als Donnerstag", "I'd rather have blue than red"."""
        earlier = (token.word for token in self._tokens[max(at - _CLAUSE_WITHIN, 0) : at])
        return any(word in words.PREFERRING for word in earlier)

    def _clause_start(self, at: int) -> int:
        """Where the statement that is denied at this token begins: its subject, or its clause."""
        start = at
        while start and at - start < _CLAUSE_WITHIN and not self._ends[start - 1]:
            start -= 1
            word = self._word(start)
            if word in words.SUBJECTS and at - start <= _SUBJECT_WITHIN:
                break
            is_subject = word in words.INVERTED_SUBJECTS and not self._is_object_here(start)
            if is_subject and not words.is_finite(self._word(start - 1)):
                break
        return start

    def _is_object_here(self, at: int) -> bool:
        """ "Wir schicken es nicht zurück": the subject stands before."""
        before = self._tokens[max(at - _SUBJECT_WITHIN, 0) : at]
        return any(token.word in words.NOMINATIVE & words.INVERTED_SUBJECTS for token in before)

    def _ends_clause(self, at: int) -> bool:
        """Whether the clause ends with this token: a sign, "but", or "and" before a new subject."""
        word, after = self._word(at), self._word(at + 1)
        if not word or word in words.TURNING:
            return True
        if word in words.JOINING | words.CHOOSING:
            return after in (words.BEGINNING if word in words.JOINING else words.NOMINATIVE)
        begins = after in words.NOMINATIVE and word not in words.INTRODUCING
        return begins and word not in words.FINITE and word not in words.CUES

    def _distances(self) -> list[int]:
        """For each token the first one from there on that no longer belongs to its clause."""
        found, ahead = [len(self._tokens)] * (len(self._tokens) + 2), len(self._tokens)
        for at in range(len(self._tokens) - 1, -1, -1):
            word = self._word(at)
            if self._ends[at]:
                ahead = at if not word or word in words.BETWEEN else at + 1
            found[at] = ahead
        return found

    def _word(self, at: int) -> str:
        return self._tokens[at].word if 0 <= at < len(self._tokens) else ""
