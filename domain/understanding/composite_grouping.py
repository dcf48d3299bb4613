"""The parts of a composite value put together: whose part is whose.

What stands between two commas or "and"s belongs together; of what stands between two things, as
much belongs to the first as it has no value for, or to the second where values go before things.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from domain.bot.model import Slot
from domain.understanding.composite_parts import Found
from domain.understanding.composite_reading import Reading, Values
from domain.understanding.language.registry import fragment, word_table
from domain.understanding.model import Scalar
from domain.understanding.preprocess import words_of

_FILE = "composite_values"
_APART = re.compile(rf"[,;:\n&+]|\b(?:{fragment(_FILE, 'APART')})\b", re.IGNORECASE)
_GOES_ON = re.compile(rf"\b(?:{fragment(_FILE, 'APART')})\b", re.IGNORECASE)
"""Before the first thing: it is wanted beside what was said before."""
_EITHER = re.compile(rf"\b(?:{fragment(_FILE, 'EITHER')})\b", re.IGNORECASE)
_TAKES_BACK = re.compile(rf"\b(?:{fragment('candidates', 'TAKES_BACK')})\b", re.IGNORECASE)
_EVERY = word_table(_FILE, "EVERY")
_FURTHER = word_table(_FILE, "FURTHER")
_WITH_A_SUM = 3
"""Things, of which the first may be the sum of the others."""
_BEFORE = 12
"""Characters before a value in which "or" stands."""


@dataclass
class Grouping:
    """Goes through a text once, from clause to clause."""

    slot: Slot
    text: str
    asked: str
    groups: list[Values] = field(default_factory=list)
    further: set[int] = field(default_factory=set)
    loose: Values = field(default_factory=dict)
    every: Values = field(default_factory=dict)
    either: list[tuple[int, int]] = field(default_factory=list)

    def grouped(self, found: Sequence[Found]) -> Reading:
        """Of values in the order of the text."""
        before = 0
        for clause in filter(None, self._clauses(found)):
            for run in self._runs(clause):
                self._take(run, before)
                before = run[-1].end
        self._drop_sum()
        things = tuple(self._in_order(self.every | one) for one in self.groups)
        return Reading(
            things, frozenset(self.further), self.loose, self.every, either=tuple(self.either)
        )

    def _drop_sum(self) -> None:
        """ "Three mugs: two blue, one red" are three and not six."""
        if len(self.groups) < _WITH_A_SUM or self.further or self.either:
            return
        first, *others = self.groups
        counts = [name for name, value in first.items() if isinstance(value, int)]
        is_bare = len(first) == len(counts) + 1 and all(one.keys() > first.keys() for one in others)
        if is_bare and all(first[self._head] == one[self._head] for one in others):
            sums = {name: sum(int(one[name]) for one in others) for name in counts}
            if counts and sums == {name: first[name] for name in counts}:
                self.groups = others

    @property
    def _head(self) -> str:
        return self.slot.composite.head if self.slot.composite else ""

    @property
    def _is_list(self) -> bool:
        return self.slot.composite is not None and self.slot.composite.is_list

    def _between(self, one: Found, following: Found) -> Sequence[str]:
        return words_of(self.text[one.end : following.start])

    def _clauses(self, found: Sequence[Found]) -> Iterator[list[Found]]:
        """A list is parted by "and" and commas; a single thing only where it is put right."""
        parts = _APART if self._is_list else _TAKES_BACK
        clause: list[Found] = []
        for one in found:
            if clause and self._parts_at(parts, clause[-1].end, one.start):
                yield self._counted(clause)
                clause = []
            clause.append(one)
        if clause:
            yield self._counted(clause)

    def _parts_at(self, parts: re.Pattern[str], start: int, end: int) -> bool:
        between = self.text[start:end]
        holds_for_all = self._is_list and not _EVERY.isdisjoint(words_of(between))
        return holds_for_all or parts.search(between) is not None

    def _counted(self, clause: list[Found]) -> list[Found]:
        """Articles count only before a thing, and once: "a mug in a nice blue" is one mug."""
        named = self._is_list and any(one.parts[0] == self._head for one in clause)
        numbers = {one.parts for one in clause if not one.is_article}
        return [
            one
            for place, one in enumerate(clause)
            if not one.is_article or (named and place == 0 and one.parts not in numbers)
        ]

    def _runs(self, clause: Sequence[Found]) -> Iterator[list[Found]]:
        """What belongs to one thing each, where a clause names several."""
        heads = [at for at, one in enumerate(clause) if one.parts[0] == self._head]
        if not self._is_list or len(heads) < 2:  # noqa: PLR2004 - one alone has it all
            yield list(clause)
            return
        values_go_before = heads[0] > 0
        start = 0
        for this, following in zip(heads, [*heads[1:], len(clause)], strict=True):
            end = following
            if following < len(clause):
                reach = len(clause) if following == heads[-1] else following + 1
                end = self._end_of(clause[:reach], start, this, following, early=values_go_before)
            yield list(clause[start:end])
            start = end

    def _end_of(
        self, clause: Sequence[Found], start: int, head: int, following: int, *, early: bool
    ) -> int:
        """Where the values of one thing end and those of the next begin."""
        ends = range(head + 1, following + 1)
        fitting = [
            end
            for end in ends
            if not self._assigned(clause[start:end])[1] and not self._assigned(clause[end:])[1]
        ] or list(ends)
        return fitting[0] if early else fitting[-1]

    def _take(self, run: Sequence[Found], before: int) -> None:
        """What belongs together, with the words beside it."""
        last = frozenset(self.groups[-1] if self.groups else ())
        is_named = any(one.parts[0] == self._head for one in run)
        values, again = self._assigned(run, frozenset() if is_named else last)
        gap = self.text[before : run[0].start]
        beside = {*words_of(gap), *(word for two in pairwise(run) for word in self._between(*two))}
        if not self._is_list:
            self._add_to_the_one(values, is_corrected=_TAKES_BACK.search(gap) is not None)
        elif is_named:
            if self.groups and _EITHER.search(gap):
                self.either.append((len(self.groups) - 1, len(self.groups)))
            goes_on = not self.groups and _GOES_ON.search(gap) is not None
            is_further = goes_on or not _FURTHER.isdisjoint(beside)
            if is_further or run[0].is_article or not self._adds_to_one_named(values):
                self._begin(values, is_further=is_further)
        elif not _EVERY.isdisjoint(beside):
            self.every |= values
        elif not self.groups:
            self.loose |= {name: one for name, one in values.items() if name not in self.loose}
        elif _TAKES_BACK.search(gap) or not self.groups[-1].keys() & values.keys():
            self.groups[-1].update(values)
        else:
            self.groups.append({self._head: self.groups[-1][self._head]} | values)
        for one in again:
            self._take_again(one)

    def _adds_to_one_named(self, values: Values) -> bool:
        """ "A plate and a mug, the plate white": more of one that was named before."""
        for group in self.groups:
            is_same = group[self._head] == values[self._head]
            if is_same and group.keys() & values.keys() == {self._head}:
                group.update(values)
                return True
        return False

    def _add_to_the_one(self, values: Values, *, is_corrected: bool) -> None:
        """Where there is one thing only: of two values for a part neither counts, unless the second
        puts the first right."""
        known = self.groups[0] if self.groups else {}
        open_ = {name for name, one in values.items() if known.get(name, one) != one}
        both = known | values
        self.groups = [
            {name: one for name, one in both.items() if is_corrected or name not in open_}
        ]

    def _begin(self, values: Values, *, is_further: bool) -> None:
        """Another thing, with what was said before it: "in blue, two mugs"."""
        if self.asked not in self.loose:
            if self.loose.keys() & values.keys():  # "two blue and three red mugs"
                self.groups.append({self._head: values[self._head]} | self.loose)
            else:
                values = self.loose | values
            self.loose = {}
        if is_further:
            self.further.add(len(self.groups))
        self.groups.append(values)

    def _take_again(self, one: Found) -> None:
        """A second value of a part: of one more thing, or of nothing where it is "this or that"."""
        part = one.parts[0]
        last = self.groups[-1] if self.groups else self.loose
        if last.get(part) == one.value:
            return
        is_open = _EITHER.search(self.text[: one.start][-_BEFORE:]) is not None
        if is_open or not self._is_list or not self.groups:
            last.pop(part, None)
        else:
            self.groups.append({self._head: last[self._head], part: one.value})

    def _assigned(
        self, run: Sequence[Found], known: frozenset[str] = frozenset()
    ) -> tuple[Values, list[Found]]:
        """Each value to the first part that it may be and that is free; and what finds none. Of
        several parts it is rather one that is not known yet."""
        values: Values = {}
        again: list[Found] = []
        for one in sorted(run, key=lambda one: len(one.parts)):
            free = [name for name in one.parts if name not in values]
            if not self._is_list and len(free) > sum(other.parts == one.parts for other in run):
                free.sort(key=self._may_be_missing)
            part = next((name for name in free if name not in known), next(iter(free), None))
            if part is None:
                again.append(one)
            else:
                values[part] = one.value
        return values, again

    def _may_be_missing(self, part: str) -> bool:
        return self.slot.composite is not None and not self.slot.composite.parts[part].is_needed

    def _in_order(self, values: Mapping[str, Scalar]) -> Values:
        parts = self.slot.composite.parts if self.slot.composite else {}
        return {name: values[name] for name in parts if name in values}
