"""Conditions of a flow: comparisons with and, or, not over slots and results. No code."""

import operator
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from domain.errors import InvalidInput

_TOKEN = re.compile(
    r"(?:(?P<number>-?\d+(?:\.\d+)?)"
    r"|(?P<string>'[^']*'|\"[^\"]*\")"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*)"
    r"|(?P<sign>==|!=|<=|>=|[=<>()\[\],])"
    r"|(?P<other>\S))"
)
_COMPARISONS = ("=", "==", "!=", "<", "<=", ">", ">=", "in")
_ORDERINGS: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_CONSTANTS: Mapping[str, Any] = {"true": True, "false": False, "null": None, "none": None}
OPEN_NOW = "open_now"
_MAX_LENGTH = 500
_MAX_DEPTH = 20

Lookup = Callable[[str], Any]


@dataclass(frozen=True)
class Expression:
    """`kind` is "value", "name", "list", "not", "and", "or" or a comparison."""

    kind: str
    value: Any = None
    parts: tuple["Expression", ...] = ()


@lru_cache(maxsize=1_024)
def parse(text: str) -> Expression:
    """Raise InvalidInput, saying what was expected, for a text that is no expression."""
    if len(text) > _MAX_LENGTH:
        raise InvalidInput("when", f"an expression has at most {_MAX_LENGTH} characters")
    reader = _Reader(text)
    expression = reader.either()
    reader.require_end()
    return expression


def names_in(expression: Expression) -> Iterator[str]:
    """The slots and dotted results that an expression reads."""
    if expression.kind == "name":
        yield expression.value
    for part in expression.parts:
        yield from names_in(part)


def holds(text: str, lookup: Lookup) -> bool:
    """Whether the expression is true; a name without a value is none, and none is not true."""
    return _truth(_evaluate(parse(text), lookup))


class _Reader:
    """Reads one expression, left to right."""

    def __init__(self, text: str) -> None:
        self._tokens = [(m.lastgroup or "", m[m.lastgroup or 0]) for m in _TOKEN.finditer(text)]
        self._at = 0
        self._depth = 0

    def either(self) -> Expression:
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise InvalidInput("when", "an expression nests too deeply")
        parts = [self._both()]
        while self._takes("or"):
            parts.append(self._both())
        self._depth -= 1
        return parts[0] if len(parts) == 1 else Expression("or", parts=tuple(parts))

    def require_end(self) -> None:
        if self._at < len(self._tokens):
            raise InvalidInput("when", f"nothing expected before {self._tokens[self._at][1]!r}")

    def _both(self) -> Expression:
        parts = [self._negated()]
        while self._takes("and"):
            parts.append(self._negated())
        return parts[0] if len(parts) == 1 else Expression("and", parts=tuple(parts))

    def _negated(self) -> Expression:
        negations = 0
        while self._takes("not"):
            negations += 1
        inner = self._compared()
        return Expression("not", parts=(inner,)) if negations % 2 else inner

    def _compared(self) -> Expression:
        left = self._operand()
        sign = self._peek()
        if sign not in _COMPARISONS:
            return left
        self._at += 1
        return Expression("=" if sign == "==" else sign, parts=(left, self._operand()))

    def _operand(self) -> Expression:
        if self._takes("("):
            inner = self.either()
            self._require(")")
            return inner
        if self._takes("["):
            return self._list()
        if self._at >= len(self._tokens):
            raise InvalidInput("when", "a value or a name was expected at the end")
        kind, word = self._tokens[self._at]
        self._at += 1
        if kind == "number":
            return Expression("value", Decimal(word))
        if kind == "string":
            return Expression("value", word[1:-1])
        if kind == "name" and word == OPEN_NOW and self._takes("("):
            return self._open_now()
        if kind == "name" and word not in {"and", "or", "not", "in"}:
            return (
                Expression("value", _CONSTANTS[word])
                if word in _CONSTANTS
                else Expression("name", word)
            )
        raise InvalidInput("when", f"a value or a name was expected instead of {word!r}")

    def _open_now(self) -> Expression:
        """`open_now("support")` is another way to write `open_now.support`."""
        kind, word = self._tokens[self._at] if self._at < len(self._tokens) else ("", "")
        if kind != "string":
            raise InvalidInput("when", 'the name of a queue was expected: open_now("support")')
        self._at += 1
        self._require(")")
        return Expression("name", f"{OPEN_NOW}.{word[1:-1]}")

    def _list(self) -> Expression:
        items = [self._operand()]
        while self._takes(","):
            items.append(self._operand())
        self._require("]")
        return Expression("list", parts=tuple(items))

    def _peek(self) -> str:
        if self._at >= len(self._tokens) or self._tokens[self._at][0] == "string":
            return ""
        return self._tokens[self._at][1]

    def _takes(self, word: str) -> bool:
        if self._peek() != word:
            return False
        self._at += 1
        return True

    def _require(self, word: str) -> None:
        if not self._takes(word):
            raise InvalidInput("when", f"{word!r} was expected")


def _evaluate(expression: Expression, lookup: Lookup) -> Any:  # noqa: PLR0911 - one for each kind
    match expression.kind:
        case "value":
            return expression.value
        case "name":
            return lookup(expression.value)
        case "list":
            return [_evaluate(part, lookup) for part in expression.parts]
        case "not":
            return not _truth(_evaluate(expression.parts[0], lookup))
        case "and":
            return all(_truth(_evaluate(part, lookup)) for part in expression.parts)
        case "or":
            return any(_truth(_evaluate(part, lookup)) for part in expression.parts)
        case sign:
            left, right = (_evaluate(part, lookup) for part in expression.parts)
            return _compare(sign, left, right)


def _truth(value: Any) -> bool:
    return bool(value)


def _compare(sign: str, left: Any, right: Any) -> bool:
    if sign == "in":
        return isinstance(right, list) and any(_equal(left, item) for item in right)
    if sign == "=":
        return _equal(left, right)
    if sign == "!=":
        return not _equal(left, right)
    pair = _orderable(left, right)
    return pair is not None and bool(_ORDERINGS[sign](*pair))


def _equal(left: Any, right: Any) -> bool:
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    pair = _orderable(left, right)
    return bool(pair[0] == pair[1] if pair else left == right)


def _orderable(left: Any, right: Any) -> tuple[Any, Any] | None:
    """Both as numbers where one is a number or money, both as text, else None."""
    if isinstance(left, str) and isinstance(right, str):
        return left, right
    if _is_money(left) and _is_money(right) and left["currency"] != right["currency"]:
        return None
    numbers = _number(left), _number(right)
    return None if None in numbers else numbers


def _is_money(value: Any) -> bool:
    return isinstance(value, Mapping) and "amount" in value and "currency" in value


def _number(value: Any) -> Decimal | None:
    if _is_money(value):
        value = value["amount"]
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
