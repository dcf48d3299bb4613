"""Pydantic's findings in a tenant's file, in words that name the key and what may stand
there. What may stand there is read from the JSON Schema that editors get: one source for both."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from domain.bot.days import day_key_meant
from domain.bot.local_texts import IS_LOCALE, LOCALE
from domain.bot.problems import KeyPath, nearest

_KEY = "[key]"
_MOST_NAMED = 14
_LONGEST_SHOWN = 40
_OFTEN_MEANT = {
    "if_no": "if_false", "if_not": "if_false", "on_no": "if_false", "otherwise": "else",
    "on_error": "on_failure", "on_fail": "on_failure", "failure": "on_failure",
    "on_denied": "on_refused", "on_refuse": "on_refused", "options": "values",
    "choices": "values", "enum": "values", "regex": "pattern", "regexp": "pattern",
    "question": "ask", "prompt": "ask", "intent": "when", "trigger": "when", "if": "when",
    "condition": "when", "args": "in", "arguments": "in", "inputs": "in", "input": "in",
    "output": "returns", "result": "returns", "buttons": "quick_replies", "slot": "collect",
    "ask_for": "collect", "tool": "call", "respond": "say", "response": "say", "utter": "say",
    "user": "customer", "assistant": "bot", "expect": "bot", "text_contains": "says",
    "required": "optional", "languages": "locales", "timezone": "tz", "time_zone": "tz",
    "phrases": "examples", "utterances": "examples",
}  # fmt: skip
"""Keys of other products and habits, where they are keys here under another name."""
_MOVED = {"web": "channels: {web: …}"}
"""Keys of tenant.yaml as it was, and how they are written now."""
_SIZES = {
    "too_short": "at least {min_length} is needed here",
    "too_long": "at most {max_length} may stand here",
    "string_too_short": "it must not be empty",
    "string_too_long": "it may have at most {max_length} characters",
    "string_pattern_mismatch": "it should have the form {pattern}",
}
_OF_PATIENCE = "lasts"
"""A waiting time is written as one word, so this part of it is no key of an author's."""
_A_KIND = {
    "string": "a text", "boolean": "true or false", "integer": "a whole number",
    "number": "a number", "array": "a list such as [a, b]", "object": "keys with values",
    "null": "nothing",
}  # fmt: skip


def findings(adapter: TypeAdapter[Any], error: ValidationError) -> Iterator[tuple[KeyPath, str]]:
    """All of them, without those that only follow from others: a list counts as empty where its
    items are wrong."""
    details = error.errors(include_url=False)
    places = {detail["loc"][:depth] for detail in details for depth in range(len(detail["loc"]))}
    for detail in details:
        if not (detail["type"] == "too_short" and detail["loc"] in places):
            yield explained(adapter, detail)


def explained(adapter: TypeAdapter[Any], detail: ErrorDetails) -> tuple[KeyPath, str]:
    """The place of one finding, and a sentence about it."""
    path: KeyPath = tuple(detail["loc"])
    root = _schema(adapter)
    if path and path[-1] == _OF_PATIENCE and detail["type"] != "extra_forbidden":
        path = path[:-1]
    if path and path[-1] == _KEY:
        return path[:-1], _no_name(root, path[:-1])
    if detail["type"] == "extra_forbidden":
        return path, _unknown_key(root, path, detail["input"])
    if detail["type"] == "missing":
        return path, f"{_dotted(path[:-1])}{str(path[-1])!r} is missing"
    return path, f"{_dotted(path)}{_unfit(root, path, detail)}"


def _unknown_key(root: "_Position", path: KeyPath, value: Any) -> str:
    name, here = str(path[-1]), root.at(path[:-1])
    keys = here.keys()
    if (moved := _MOVED.get(name)) and len(path) == 1 and moved.partition(":")[0] in keys:
        return f"{name!r} has moved: write {moved}"
    return f"unknown key {name!r}{_hint(name, keys, here, value)}"


def _no_name(root: "_Position", path: KeyPath) -> str:
    """A key that does not have the form of one: a language, or a name of the author's."""
    name, here = str(path[-1]), root.at(path[:-1])
    keys = here.keys()
    if here.is_by_locale():
        above = root.at(path[:-2]).keys() if len(path) > 1 else ()
        close = nearest(name, {*keys, *above})
        hint = close if "did you mean" in close else ""
        return f"{name!r} is no language such as en or de-DE{hint}"
    return (
        f"{name!r} is no name: write a small letter first, then small letters, digits and _, "
        "at most 40 of them"
    )


def _hint(name: str, keys: Iterable[str], here: "_Position", value: Any) -> str:
    known = sorted(set(keys))
    if here.has_days() and (meant := day_key_meant(name)) is not None:
        return f"; did you mean {meant!r}?"
    often = _OFTEN_MEANT.get(name.casefold())
    if often in known:
        return f"; did you mean {often!r}?"
    folded = {key.casefold().replace("-", "_"): key for key in known}
    same = folded.get(name.casefold().replace("-", "_"))
    if same is not None:
        return f"; did you mean {same!r}?"
    if len(known) <= _MOST_NAMED or "did you mean" in nearest(name, known):
        return nearest(name, known)
    return f"; known here are {', '.join(known)}" if not isinstance(value, Mapping) else ""


def _unfit(root: "_Position", path: KeyPath, detail: ErrorDetails) -> str:
    own = detail["msg"].removeprefix("Value error, ")
    if detail["type"] == "value_error":
        return own[:1].lower() + own[1:]
    here, value = root.at(path), detail["input"]
    options = here.values()
    if options and isinstance(value, str):
        return f"{value!r} is not one of {', '.join(options)}{_only_close(value, options)}"
    if (size := _SIZES.get(detail["type"])) is not None:
        return size.format(**detail.get("ctx", {}))
    allowed = " or ".join(here.kinds())
    if not allowed:
        return own[:1].lower() + own[1:]
    return f"it should be {allowed}, not {_shown(value)}"


def _only_close(value: str, options: Iterable[str]) -> str:
    close = nearest(value, options)
    return close if "did you mean" in close else ""


def _shown(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case None:
            return "nothing"
        case str():
            short = value if len(value) <= _LONGEST_SHOWN else f"{value[:_LONGEST_SHOWN]}…"
            return f"the text {short!r}"
        case Mapping():
            return "keys with values"
        case list() | tuple():
            return "a list"
        case _:
            return str(value)[:_LONGEST_SHOWN]


def _dotted(path: KeyPath) -> str:
    return f"{'.'.join(str(key) for key in path)}: " if path else ""


class _Position:
    """A place in a JSON Schema: all the forms that a value may have there."""

    def __init__(self, document: Mapping[str, Any], forms: Iterable[Any]) -> None:
        self._document = document
        self._forms = [one for form in forms for one in self._unfolded(form)]

    def at(self, path: KeyPath) -> "_Position":
        place = self
        for key in path:
            place = _Position(place._document, place._below(key))
        return place

    def keys(self) -> list[str]:
        return [name for form in self._forms for name in form.get("properties", {})]

    def is_by_locale(self) -> bool:
        patterns = (p for form in self._forms for p in form.get("patternProperties", {}))
        return any("[a-z]{2,3}" in pattern for pattern in patterns)

    def has_days(self) -> bool:
        patterns = (p for form in self._forms for p in form.get("patternProperties", {}))
        return any("mon|tue" in pattern for pattern in patterns) or "days" in self.keys()

    def values(self) -> list[str]:
        """Where only certain words may stand: those."""
        found = [str(v) for form in self._forms for v in form.get("enum", ())]
        return found + [str(form["const"]) for form in self._forms if "const" in form]

    def kinds(self) -> list[str]:
        """In words, each form that a value may have."""
        found = [self._kind(form) for form in self._forms]
        return list(dict.fromkeys(kind for kind in found if kind and kind != "nothing"))

    def _kind(self, form: Mapping[str, Any]) -> str:
        if form.get("format") == "duration" or "ms|s|m|h|d" in form.get("pattern", ""):
            return "a time such as 30s, 10m, 24h or 90d"
        if "[a-z]{2,3}" in "".join(form.get("patternProperties", {})):
            inner = next(iter(form["patternProperties"].values()))
            many = "lists" if inner.get("type") == "array" else "texts"
            return f"{many} by language such as {{en: {'[a, b]' if many == 'lists' else 'a text'}}}"
        if "minimum" in form and "maximum" in form:
            return f"a whole number from {form['minimum']} to {form['maximum']}"
        names = list(form.get("properties", {}))
        if _OF_PATIENCE in names:
            return ""
        if names:
            return f"keys such as {', '.join(names[:5])}"
        return _A_KIND.get(str(form.get("type")), "")

    def _below(self, key: str | int) -> Iterator[Any]:
        for form in self._forms:
            if isinstance(key, int):
                items = form.get("items")
                if items is not None:
                    yield items
                yield from form.get("prefixItems", ())[key : key + 1]
            elif key in form.get("properties", {}):
                yield form["properties"][key]
            else:
                for pattern, inner in form.get("patternProperties", {}).items():
                    if pattern != LOCALE or IS_LOCALE.match(str(key)):
                        yield inner
                if isinstance(form.get("additionalProperties"), Mapping):
                    yield form["additionalProperties"]

    def _unfolded(self, form: Any) -> Iterator[Mapping[str, Any]]:
        """Without references and alternatives; the schemas are our own, and end."""
        if not isinstance(form, Mapping):
            return
        if "$ref" in form:
            name = str(form["$ref"]).rpartition("/")[2]
            yield from self._unfolded(self._document.get("$defs", {}).get(name))
            return
        inner = [*form.get("anyOf", ()), *form.get("oneOf", ()), *form.get("allOf", ())]
        for one in inner:
            yield from self._unfolded(one)
        if not inner:
            yield form


@cache
def _schema(adapter: TypeAdapter[Any]) -> _Position:
    document = adapter.json_schema(by_alias=True)
    return _Position(document, [document])
