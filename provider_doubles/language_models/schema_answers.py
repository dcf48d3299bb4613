"""JSON that fits a schema, chosen by the words of the question."""

import json
import re
from collections.abc import Mapping
from typing import Any

from provider_doubles.language_models.answers import Asked, best_quotes, overlap
from provider_doubles.language_models.settings import ModelSettings

_NUMBER = re.compile(r"\d{1,9}(?:\.\d{1,4})?")
_DEEPEST = 12
_REF = "#/"


def filled(schema: Mapping[str, Any], asked: Asked, settings: ModelSettings) -> str:
    """The reply's text: as it was told, or else an instance of the schema."""
    return settings.fills or json.dumps(SchemaAnswer(schema, asked).value())


class SchemaAnswer:
    """Fills one schema. It understands what structured outputs allow, and no more."""

    def __init__(self, schema: Mapping[str, Any], asked: Asked) -> None:
        self._schema = schema
        self._asked = asked

    def value(self) -> Any:
        """An instance of the schema."""
        return self._fill(self._schema, "", 0)

    def _fill(self, schema: Any, name: str, depth: int) -> Any:
        if not isinstance(schema, Mapping) or depth > _DEEPEST:
            return None
        schema = self._resolved(schema)
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return max(schema["enum"], key=lambda each: self._fits(str(each), schema))
        for choice in ("anyOf", "oneOf"):
            if schema.get(choice):
                best = max(schema[choice], key=lambda each: self._fits("", each))
                return self._fill(best, name, depth + 1)
        kind = schema.get("type")
        if isinstance(kind, list):
            kind = next((each for each in kind if each != "null"), "null")
        return self._of_kind(kind, schema, name, depth)

    def _of_kind(self, kind: Any, schema: Mapping[str, Any], name: str, depth: int) -> Any:
        if kind == "object" or "properties" in schema:
            fields = schema.get("properties", {})
            return {each: self._fill(fields[each], each, depth + 1) for each in fields}
        if kind == "array":
            least = int(schema.get("minItems", 0))
            return [self._fill(schema.get("items"), name, depth + 1) for _ in range(least)]
        if kind in ("number", "integer"):
            return self._number(schema, kind)
        if kind == "boolean":
            return False
        return None if kind == "null" else self._text(schema)

    def _text(self, schema: Mapping[str, Any]) -> str:
        quotes = best_quotes(self._asked.question, self._asked.documents)
        text = quotes[0][0] if quotes else " ".join(self._asked.question.split())
        return text[: int(schema.get("maxLength", 400))]

    def _number(self, schema: Mapping[str, Any], kind: str) -> float:
        found = _NUMBER.search(self._asked.question)
        number = float(found.group()) if found else float(schema.get("minimum", 0))
        number = min(max(number, schema.get("minimum", number)), schema.get("maximum", number))
        return int(number) if kind == "integer" else number

    def _fits(self, value: str, schema: Any) -> float:
        """How many of an option's words the question has: names and descriptions count."""
        told = " ".join([value.replace("_", " "), *_described(schema, 0)])
        return overlap(self._asked.question, told) + 0.1 * overlap(told, self._asked.question)

    def _resolved(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        ref = schema.get("$ref")
        if not isinstance(ref, str) or not ref.startswith(_REF):
            return schema
        found: Any = self._schema
        for part in ref.removeprefix(_REF).split("/"):
            found = found.get(part, {}) if isinstance(found, Mapping) else {}
        return found if isinstance(found, Mapping) else {}


def _described(schema: Any, depth: int) -> list[str]:
    """Every name and description within it."""
    if depth > _DEEPEST:
        return []
    if isinstance(schema, list):
        return [text for each in schema for text in _described(each, depth + 1)]
    if not isinstance(schema, Mapping):
        return []
    told = [str(schema[key]) for key in ("title", "description", "const") if key in schema]
    for key in ("properties", "anyOf", "oneOf", "items"):
        inner = schema.get(key)
        values = list(inner.values()) if key == "properties" and inner else inner
        told += _described(values, depth + 1)
    return [text.replace("_", " ") for text in told]
