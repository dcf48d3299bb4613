"""Reads tokens by a grammar: from right to left, each part as soon as what it needs is there."""

from collections.abc import Callable, Iterator, Sequence
from itertools import product
from typing import Any, NamedTuple

from domain.understanding.values.moments.lexicon import Part
from domain.understanding.values.moments.series import bounded_effort

MOST_OF_A_KIND = 8
"""Readings of the same words as the same symbol that are kept."""
MOST_NODES = 600
"""In one run of words: beyond it nothing more is read."""
EFFORT_OF_A_RULE = 8_000
"""Days, weeks or years that are looked through: for "3 in the afternoon on Friday" 5,000."""
MOST_TRIES, MOST_TRIES_OF_A_TEXT = 6_000, 24_000
"""How often a rule takes up one more part, also in vain, in one run and in all: words that can be
joined in every order keep few nodes and try the square of them. Long sentences take 1,500."""


class Tries:
    """What is left of them for one text."""

    def __init__(self) -> None:
        self._left = MOST_TRIES_OF_A_TEXT
        self._least = 0

    def begin_run(self) -> None:
        self._least = max(self._left - MOST_TRIES, 0)

    def take(self) -> bool:
        """Whether there was one more."""
        has_one = self._left > self._least
        self._left -= has_one
        return has_one


class Rule(NamedTuple):
    """A symbol, of which symbols it is made, and the reader of their values. Small letters are
    words that only lead on: their values are not handed over."""

    symbol: str
    parts: tuple[str, ...]
    given: tuple[bool, ...]
    read: Callable[..., Any]
    weight: float
    gaps: tuple[int, ...]
    """Before which of the given values one that is missing stands."""


class Node(NamedTuple):
    symbol: str
    end: int
    value: Any
    weight: float


class Grammar:
    """Rules by the symbol that they begin with."""

    def __init__(self) -> None:
        self._by_first: dict[str, list[Rule]] = {}

    def rule(self, symbol: str, *patterns: str, weight: float = 0.0) -> Callable[[Any], Any]:
        """ "the? WHICH UNIT": a question mark says that the part may be missing."""

        def add(read: Callable[..., Any]) -> Callable[..., Any]:
            for parts in (one for pattern in patterns for one in _expanded(pattern.split())):
                kept = tuple(part for part, there in parts if there)
                names = [(part, there) for part, there in parts if part[0].isupper()]
                gaps = tuple(at for at, (_, there) in enumerate(names) if not there)
                given = tuple(part[0].isupper() for part in kept)
                made = Rule(symbol, kept, given, read, weight, gaps)
                self._by_first.setdefault(kept[0], []).append(made)
            return read

        return add

    def parse(
        self, context: Any, starts: Sequence[Sequence[Part]], tries: Tries
    ) -> list[list[Node]]:
        """All that begins at each token, as far as the tries go."""
        tries.begin_run()
        chart: list[dict[str, list[Node]]] = [{} for _ in range(len(starts) + 1)]
        found: list[list[Node]] = [[] for _ in starts]
        left = MOST_NODES
        for at in range(len(starts) - 1, -1, -1):
            agenda = [Node(part.symbol, part.end, part.value, 0.0) for part in starts[at]]
            while agenda and left:
                node = agenda.pop()
                same = chart[at].setdefault(node.symbol, [])
                if sum(one.end == node.end for one in same) >= MOST_OF_A_KIND:
                    continue
                left -= 1
                same.append(node)
                found[at].append(node)
                for rule in self._by_first.get(node.symbol, ()):
                    if len(rule.parts) == 1 or rule.parts[1] in chart[node.end]:
                        agenda += self._read(context, rule, node, chart, tries)
        return found

    def _read(
        self,
        context: Any,
        rule: Rule,
        first: Node,
        chart: list[dict[str, list[Node]]],
        tries: Tries,
    ) -> Iterator[Node]:
        for nodes in _sequences(rule, (first,), chart, tries):
            values = [node.value for node, given in zip(nodes, rule.given, strict=True) if given]
            for gap in rule.gaps:
                values.insert(gap, None)
            try:
                with bounded_effort(EFFORT_OF_A_RULE):
                    value = rule.read(context, *values)
            except (ValueError, OverflowError):  # the 31st of June, a year beyond the calendar
                continue
            if value is not None:
                weight = sum(node.weight for node in nodes) + rule.weight - 0.1
                yield Node(rule.symbol, nodes[-1].end, value, weight)


def _sequences(
    rule: Rule, nodes: tuple[Node, ...], chart: list[dict[str, list[Node]]], tries: Tries
) -> Iterator[tuple[Node, ...]]:
    if len(nodes) == len(rule.parts):
        yield nodes
        return
    for node in tuple(chart[nodes[-1].end].get(rule.parts[len(nodes)], ())):
        if not tries.take():
            return
        yield from _sequences(rule, (*nodes, node), chart, tries)


def _expanded(parts: list[str]) -> Iterator[list[tuple[str, bool]]]:
    """Each part with whether it is there, for every choice of those that may be missing."""
    choices = [(True, False) if part.endswith("?") else (True,) for part in parts]
    for chosen in product(*choices):
        pairs = zip(parts, chosen, strict=True)
        named = [(part.removesuffix("?"), there) for part, there in pairs]
        if any(there for _, there in named):
            yield named


GRAMMAR = Grammar()
rule = GRAMMAR.rule
