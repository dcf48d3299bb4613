"""Lists in a backend's answer: of each item only the fields that are read, within bounds.

A path such as "times[].start" reads the field `start` of each item of the list `times`;
"days[]" reads a list of plain values.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

MARK = "[]"
MOST_ITEMS = 20
MOST_BYTES = 700
"""Of all items as JSON: they are carried in the dialogue's state."""

Shorten = Callable[[Any], Any]


def split(path: str) -> tuple[str, str] | None:
    """The list and the field of its items ("" for plain items); None for any other path."""
    head, mark, field = path.partition(MARK)
    return (head, field.removeprefix(".")) if mark else None


def items_of(result: Mapping[str, Any], head: str, fields: Iterable[str], short: Shorten) -> Any:
    """The first items of the list, each with those fields; None where there is no list.

    `short` makes a value fit to be kept, or None. Items without any of the fields are left out.
    """
    found = at(result, head)
    if not isinstance(found, list):
        return None
    wanted, kept, size = tuple(fields), list[Any](), 0
    for item in found[:MOST_ITEMS]:
        one = short(item) if wanted == ("",) else _fields(item, wanted, short)
        size += len(json.dumps(one)) + 2
        if size > MOST_BYTES:
            break
        if one not in (None, {}):
            kept.append(one)
    return kept


def at(source: Any, path: str) -> Any:
    """What lies at a dotted path; None where there is nothing."""
    for field in path.split(".") if path else ():
        source = source.get(field) if isinstance(source, Mapping) else None
    return source


def put(target: dict[str, Any], path: str, value: Any) -> None:
    """Set a value at a path such as "order.status", in dictionaries that are made on the way."""
    *above, last = path.split(".")
    for field in above:
        target = target.setdefault(field, {})
    target[last] = value


def _fields(item: Any, fields: Iterable[str], short: Shorten) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for field in fields:
        value = short(at(item, field)) if field else None
        if value is not None:
            put(kept, field, value)
    return kept
