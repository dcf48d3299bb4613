"""Bounds on what a YAML file may stand for, however little it says, before it is made into data.

Aliases and merge keys repeat what is written once: three hundred characters can stand for millions
of values. The parser's tree of nodes is small, each node being there once, so that it is measured.
"""

from collections.abc import Iterator
from typing import Any

from ruamel.yaml.constructor import RoundTripConstructor
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

MOST_NODES = 100_000
_MOST_MERGED = 20_000
"""Values that come into mappings by `<<`: ruamel takes more than in proportion to them."""
_MERGE = "tag:yaml.org,2002:merge"


class TooMuch(ValueError):
    """A file nests or repeats itself beyond all reason, or holds itself."""


class BoundedConstructor(RoundTripConstructor):
    """Makes data of what is within the bounds. Raise TooMuch for the rest."""

    def construct_document(self, node: Any) -> Any:
        """Measured first."""
        require_bounded(node)
        return super().construct_document(node)


def require_bounded(root: Any) -> None:
    """Raise TooMuch, in time and space of what is written and not of what that stands for."""
    sizes: dict[int, int] = {}
    merged = 0
    for node in _inner_first(root):
        sizes[id(node)] = 1 + sum(sizes[id(one)] for one in _children(node))
        merged += sum(sizes[id(value)] for value in _merged_into(node))
        if sizes[id(node)] > MOST_NODES or merged > _MOST_MERGED:
            raise TooMuch("the file repeats itself too often")


def _inner_first(root: Any) -> Iterator[Any]:
    """Each node once, after all that it holds."""
    done: set[int] = set()
    above: set[int] = set()
    waiting = [(root, False)]
    while waiting:
        node, is_left = waiting.pop()
        if is_left:
            above.discard(id(node))
            done.add(id(node))
            yield node
        elif id(node) in above:
            raise TooMuch("a part of the file holds itself")
        elif id(node) not in done:
            above.add(id(node))
            waiting.append((node, True))
            waiting += [(one, False) for one in _children(node)]


def _children(node: Any) -> Iterator[Any]:
    if isinstance(node, MappingNode):
        for key, value in node.value:
            if not isinstance(key, ScalarNode):  # hashing such keys takes two to the depth
                raise TooMuch("a key is a single word here, no list and no mapping")
            yield key
            yield value
    elif isinstance(node, SequenceNode):
        yield from node.value


def _merged_into(node: Any) -> Iterator[Any]:
    if isinstance(node, MappingNode):
        yield from (value for key, value in node.value if _is_merge(key))


def _is_merge(key: Any) -> bool:
    return bool(key.tag == _MERGE or key.value == "<<")
