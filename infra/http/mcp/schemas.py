"""JSON Schemas of approved definitions: which we check against, and which we do not take.

A schema comes from outside. Its patterns are run by RE2, so that none takes for ever, and its
references lead nowhere but into itself.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

import re2
from jsonschema import Draft202012Validator, SchemaError, ValidationError, validators
from referencing import Registry
from referencing.exceptions import Unresolvable
from referencing.jsonschema import DRAFT202012

from domain.mcp_tools import LARGEST_DEFINITION, ToolDefinition, in_one_line

_DEEPEST, _LONGEST_NAME = 32, 80
_UNCHECKED = (
    "patternProperties",
    "$dynamicRef",
    "$recursiveRef",
    "unevaluatedProperties",
    "dependencies",
    "additionalItems",
)
"""Keywords that the library decides with Python's own patterns, by looking far around, or, as they
are of earlier drafts, not at all."""
_DATA = frozenset(
    {"const", "enum", "default", "example", "examples", "required", "dependentRequired"}
)
"""Keywords whose values are values, whatever stands in them."""
_BY_NAME = frozenset({"properties", "$defs", "definitions", "dependentSchemas"})
"""Keywords that hold a schema for each name, which may be the name of a keyword."""

UNCHECKABLE = "all of it: cannot be checked by its schema"
_MOST_STEPS, _MOST_WITHIN = 50_000, 100
"""Keywords that are looked at for one value, since references can double them again and again; and
those within each other: at Python's own limit of recursion a library in Rust panics."""


class _Effort:
    """What one check has taken so far."""

    steps = 0
    within = 0


_effort: ContextVar[_Effort] = ContextVar("effort")
Keyword = Callable[..., Iterator[ValidationError] | None]


class TooMuchToCheck(Exception):
    """A schema and a value that take more than a moment together."""


_CANNOT_BE_CHECKED = (
    TooMuchToCheck,
    Unresolvable,
    RecursionError,
    ArithmeticError,  # 10**400 by 0.1
    AttributeError,  # a reference to what is no schema
    TypeError,
    ValueError,
)


def objection(definition: ToolDefinition) -> str | None:
    """Why a definition cannot be approved, naming the place; None where it can."""
    if len(repr(definition.model_dump())) > LARGEST_DEFINITION:
        return f"larger than {LARGEST_DEFINITION} bytes"
    for name, schema in (
        ("inputSchema", definition.input_schema),
        ("outputSchema", definition.output_schema),
    ):
        if schema is not None and (found := _objection(schema)):
            return f"{name}: {found}"
    return None


def misfit(schema: Mapping[str, Any], value: Any) -> str | None:
    """The place of the first thing that does not fit, such as `guests: type`; never a value."""
    if depth_of(value) > _DEEPEST:
        return f"all of it: deeper than {_DEEPEST}"
    validator = _Checked(dict(schema), registry=Registry())
    effort = _effort.set(_Effort())
    try:
        error = next(iter(validator.iter_errors(value)), None)
    except _CANNOT_BE_CHECKED:
        return UNCHECKABLE
    finally:
        _effort.reset(effort)
    return None if error is None else _place(error)


def depth_of(value: Any) -> int:
    """How far lists and objects are nested; counted without recursion, as `value` is outside's."""
    deepest, level = 0, [value]
    while level and deepest <= _DEEPEST:
        deepest += 1
        level = [part for whole in level for part in _parts(whole)]
    return deepest


def _parts(whole: Any) -> Sequence[Any]:
    if isinstance(whole, Mapping):
        return list(whole.values())
    return whole if isinstance(whole, list) else ()


def _objection(schema: Mapping[str, Any]) -> str | None:
    if depth_of(schema) > _DEEPEST:
        return f"nested deeper than {_DEEPEST}"
    for keyword, value in _keywords(schema):
        if wrong := _objection_to(keyword, value):
            return wrong
    try:
        Draft202012Validator.check_schema(schema)
    except (SchemaError, RecursionError):
        return "not a JSON Schema"
    if not all(map(_leading_within(schema), _references(schema))):
        return "$ref leads nowhere"
    # References that lead round in a circle or to twice as many each.
    return UNCHECKABLE if misfit(schema, {}) == UNCHECKABLE else None


def _keywords(schema: Any) -> Iterator[tuple[str, Any]]:
    """Those of all schemas within; what is only data, or a name, is none."""
    level = [schema]
    while level:
        below: list[Any] = []
        for whole in level:
            if not isinstance(whole, Mapping):
                below += _parts(whole)
                continue
            for key, value in whole.items():
                yield str(key), value
                if key in _BY_NAME and isinstance(value, Mapping):
                    below += value.values()
                elif key not in _DATA:
                    below.append(value)
        level = below


def _objection_to(keyword: str, value: Any) -> str | None:
    if keyword in _UNCHECKED:
        return f"{keyword} is not checked here"
    if keyword == "pattern" and isinstance(value, str) and _compiled(value) is None:
        return "a pattern that RE2 cannot run"
    if keyword == "$ref" and not str(value).startswith("#"):
        return "$ref leads elsewhere"
    return None


def _references(schema: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(str(value) for keyword, value in _keywords(schema) if keyword == "$ref")


def _leading_within(schema: Mapping[str, Any]) -> Callable[[str], bool]:
    """Whether a reference leads to a part of the schema. Nothing is fetched, whatever `$id` says
    that it is called."""
    resolver = Registry().resolver_with_root(DRAFT202012.create_resource(dict(schema)))

    def leads(reference: str) -> bool:
        try:
            resolver.lookup(reference)
        except _CANNOT_BE_CHECKED:
            return False
        return True

    return leads


def _place(error: ValidationError) -> str:
    """Names in it are the server's: as they are written in JSON, and not at length."""
    path = ".".join(map(_name, error.absolute_path))
    if error.validator == "required" and isinstance(error.instance, Mapping):
        missing = [name for name in error.validator_value if name not in error.instance]
        path = ".".join(part for part in (path, _name(missing[0])) if part)
        return f"{path}: missing"
    return f"{path or 'all of it'}: {error.validator}"


def _name(part: Any) -> str:
    return in_one_line(str(part)[:_LONGEST_NAME])


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> Any:
    options = re2.Options()
    options.log_errors = False
    options.max_mem = 1 << 20
    try:
        return re2.compile(pattern, options)
    except re2.error:
        return None


def _pattern(
    validator: Any, pattern: Any, instance: Any, _schema: Any
) -> Iterator[ValidationError]:
    if not validator.is_type(instance, "string"):
        return
    compiled = _compiled(pattern) if isinstance(pattern, str) else None
    if compiled is None or not compiled.search(instance):
        yield ValidationError("does not match")


def _unique(_: Any, wanted: Any, instance: Any, _schema: Any) -> Iterator[ValidationError]:
    """The library's own compares each item with each."""
    if wanted is True and isinstance(instance, list):
        seen = {json.dumps(item, sort_keys=True, default=str) for item in instance}
        if len(seen) < len(instance):
            yield ValidationError("is there twice")


def _refused(*_: Any) -> Iterator[ValidationError]:
    """However a reference has led to it."""
    raise TooMuchToCheck


def _additional(
    validator: Any, wanted: Any, instance: Any, schema: Any
) -> Iterator[ValidationError]:
    """The library's own would run patterns that stand beside it."""
    if isinstance(schema, Mapping) and "patternProperties" in schema:
        raise TooMuchToCheck
    check: Keyword = Draft202012Validator.VALIDATORS["additionalProperties"]
    yield from check(validator, wanted, instance, schema) or ()


def _counted(check: Keyword) -> Keyword:
    def counting(*asked: Any) -> Iterator[ValidationError]:
        effort = _effort.get()
        effort.steps += 1
        if effort.steps > _MOST_STEPS or effort.within >= _MOST_WITHIN:
            raise TooMuchToCheck
        effort.within += 1
        try:
            yield from check(*asked) or ()
        finally:
            effort.within -= 1

    return counting


_Checked = validators.extend(
    Draft202012Validator,
    {
        keyword: _counted(check)
        for keyword, check in (
            Draft202012Validator.VALIDATORS
            | {"pattern": _pattern, "uniqueItems": _unique, "additionalProperties": _additional}
            | dict.fromkeys(_UNCHECKED, _refused)
        ).items()
    },
)
