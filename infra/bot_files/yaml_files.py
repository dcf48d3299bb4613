"""YAML as plain data, with the line of every key and item."""

import re
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.scalarbool import ScalarBoolean
from ruamel.yaml.scalarfloat import ScalarFloat
from ruamel.yaml.scalarint import ScalarInt
from ruamel.yaml.scalarstring import ScalarString

from domain.bot.problems import KeyPath, Problem, SourceFile
from infra.yaml_bounds import MOST_NODES, BoundedConstructor, TooMuch

_MAX_DEPTH = 40
_STRUCTURE = re.compile(r"[\[\]{}\n]")

_DUPLICATE = re.compile(r'found duplicate key "(.{1,80}?)" with value')
_HINTS = (
    ("mapping values are not allowed", "; a text with a colon needs quotes around it"),
    (r"character '\t'", "; indent with spaces, not with tabs"),
    ("that cannot start any token", "; a text that begins with it needs quotes around it"),
    ("but found '<scalar>'", "; put quotes around the whole text"),
)


def read_yaml(name: str, text: str) -> SourceFile | Problem:
    """The file as data, or why it is no YAML."""
    if (line := _too_deep(text)) is not None:
        return Problem(name, line, "brackets nest too deeply here, or are not closed")
    parser = YAML(typ="rt")
    parser.Constructor = _PlainKeys
    parser.allow_duplicate_keys = False
    try:
        tree = parser.load(text)
        reader = _Plain()
        data = reader.plain(tree, ())
    except MarkedYAMLError as error:
        return Problem(name, *_told(error))
    except (YAMLError, ValueError, RecursionError) as error:
        return Problem(name, 1, _first_line(str(error) or "this is no YAML"))
    return SourceFile(name, data, reader.lines)


def _too_deep(text: str) -> int | None:
    """The line in which more brackets are open than a bot needs.

    The parser's time grows with the square of those that are open, so they are counted before it.
    """
    depth, line = 0, 1
    for found in _STRUCTURE.finditer(text):
        match found.group():
            case "\n":
                line += 1
            case "[" | "{":
                depth += 1
            case _:
                depth = max(depth - 1, 0)
        if depth > _MAX_DEPTH:
            return line
    return None


def _told(error: MarkedYAMLError) -> tuple[int, str]:
    """Where the mistake is, and what to do about it where an author often makes it."""
    mark, begun = error.problem_mark, error.context_mark
    line = mark.line + 1 if mark else 1
    said = _first_line(error.problem or "this is no YAML")
    if isinstance(error, DuplicateKeyError) and (key := _DUPLICATE.match(said)):
        return line, f"duplicate key {key[1]!r}"
    if "quoted scalar" in (error.context or "") and begun and "end of" in said:
        return begun.line + 1, "the quotation mark that opens here is not closed"
    return line, f"{said}{next((hint for part, hint in _HINTS if part in said), '')}"


def _first_line(text: str) -> str:
    return text.strip().splitlines()[0]


class _PlainKeys(BoundedConstructor):
    """Keeps a whole number that is written in another way than numbers are, such as 007, 0x10 or
    1_000, as it is written: it may be a code."""

    def construct_yaml_int(self, node: Any) -> Any:
        number = super().construct_yaml_int(node)
        written = str(node.value)
        return number if str(int(number)) == written else written


_PlainKeys.add_constructor("tag:yaml.org,2002:int", _PlainKeys.construct_yaml_int)


class _Plain:
    """Copies ruamel's tree into plain Python values."""

    def __init__(self) -> None:
        self.lines: dict[KeyPath, int] = {}
        self._nodes = 0

    def plain(self, node: Any, path: KeyPath) -> Any:
        self._nodes += 1
        if len(path) > _MAX_DEPTH or self._nodes > MOST_NODES:
            raise TooMuch("the file nests too deeply or repeats itself too often")
        match node:
            case CommentedMap():
                return {_key(key): self._value(node, key, path) for key in node}
            case CommentedSeq():
                return [self._item(node, index, path) for index in range(len(node))]
            case _:
                return _scalar(node)

    def _value(self, node: CommentedMap, key: Any, path: KeyPath) -> Any:
        here = (*path, _key(key))
        position = node.lc.data.get(key) if node.lc.data else None
        self.lines[here] = (position[0] if position else node.lc.line) + 1
        return self.plain(node[key], here)

    def _item(self, node: CommentedSeq, index: int, path: KeyPath) -> Any:
        here = (*path, index)
        position = node.lc.data.get(index) if node.lc.data else None
        self.lines[here] = (position[0] if position else node.lc.line) + 1
        return self.plain(node[index], here)


def _key(key: Any) -> str:
    """Keys are names: YAML reads a bare `on` or `1` as something else."""
    plain = _scalar(key)
    return plain if isinstance(plain, str) else str(plain).lower()


def _scalar(value: Any) -> Any:
    match value:
        case ScalarBoolean():
            return bool(value)
        case ScalarInt():
            return int(value)
        case ScalarFloat():
            return float(value)
        case ScalarString():
            return str(value)
        case _:
            return value
