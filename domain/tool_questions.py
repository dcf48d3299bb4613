"""Questions that a server asks in the middle of a call, as the bot can ask them.

What comes from the server is data: its words are shown as they are, on one line, and nothing is
asked that the bot would not ask by itself: no secret, no address to open, nothing nested.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from pydantic import Field

from domain.errors import InvalidInput
from domain.values import Frozen

MOST_QUESTIONS = 4
"""Of one call, all requests together: they are part of a small state."""
LONGEST_WORDS = 200
_LONGEST_READ = 2_000
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
_MOST_CHOICES, _LONGEST_CHOICE, _LONGEST_KEY = 8, 40, 60
_KINDS: Mapping[tuple[str, str | None], str] = {
    ("string", None): "string",
    ("string", "email"): "email",
    ("string", "date"): "date",
    ("string", "date-time"): "datetime",
    ("boolean", None): "bool",
    ("integer", None): "integer",
    ("number", None): "integer",
}
_AN_ADDRESS = re.compile(r"https?:|www\.|://|\]\(", re.IGNORECASE)
_A_SECRET = re.compile(
    r"pass(word|wort|code|phrase)|kennwort|secret|geheim|token|api.?key|credential"
    r"|\b(pin|tan|otp|cvv|cvc|iban|ssn)\b|(card|karten).?(number|nummer)|social.?security",
    re.IGNORECASE,
)


class ToolQuestion(Frozen):
    """One field of what the server asks."""

    request: str
    """The server's own key for its request."""
    field: str = ""
    """The property it fills; "" for a bare yes or no."""
    kind: Literal["string", "enum", "bool", "integer", "email", "date", "datetime"] = "string"
    words: str = Field(max_length=LONGEST_WORDS)
    values: tuple[str, ...] = ()
    optional: bool = False


def questions_of(request: str, message: str, schema: Mapping[str, Any]) -> list[ToolQuestion]:
    """The fields of a form in the server's order. Raise InvalidInput for what is not asked."""
    if len(request) > _LONGEST_KEY:
        raise InvalidInput("inputRequests", f"keys of at most {_LONGEST_KEY} characters")
    said = _words("message", message)
    properties = schema.get("properties", {})
    if not isinstance(properties, Mapping) or schema.get("type", "object") != "object":
        raise InvalidInput("requestedSchema", "an object with plain fields")
    if not properties:
        return [ToolQuestion(request=request, kind="bool", words=said)]
    required = schema.get("required") or ()
    required = required if isinstance(required, Sequence) else ()
    found = [
        _question(request, str(name), field, optional=name not in required)
        for name, field in list(properties.items())[: MOST_QUESTIONS + 1]
    ]
    if len(found) > MOST_QUESTIONS:
        raise InvalidInput("requestedSchema", f"at most {MOST_QUESTIONS} fields")
    first = found[0]
    words = said if len(found) == 1 else f"{said} {first.words}"
    return [first.model_copy(update={"words": words[:LONGEST_WORDS]}), *found[1:]]


def answers_by_request(
    questions: Sequence[ToolQuestion], values: Mapping[int, Any]
) -> dict[str, dict[str, Any]]:
    """The answers as the server wants them. A bare "no" is kept under "", see `is_declined`."""
    found: dict[str, dict[str, Any]] = {}
    for place, question in enumerate(questions):
        answers = found.setdefault(question.request, {})
        value = values.get(place)
        if value is not None:
            answers[question.field] = value
    return found


def is_declined(answers: Mapping[str, Any]) -> bool:
    """Whether a request without fields was answered with no."""
    return answers.get("") is False


def _question(request: str, name: str, field: Any, *, optional: bool) -> ToolQuestion:
    if not isinstance(field, Mapping) or len(name) > _LONGEST_KEY:
        raise InvalidInput("requestedSchema", f"fields of at most {_LONGEST_KEY} characters")
    title = field.get("title") or name.replace("_", " ")
    words = _words(name, f"{title}: {field['description']}" if field.get("description") else title)
    if _A_SECRET.search(name.replace("_", " ")) or field.get("format") == "password":
        raise InvalidInput(name, "no secret; customers are never asked for one")
    choices = _choices(name, field)
    kind = "enum" if choices else _KINDS.get((str(field.get("type")), field.get("format")))
    if kind is None:
        raise InvalidInput(name, "a text, a choice, yes or no, a whole number, a date or an e-mail")
    return ToolQuestion.model_validate(
        {
            "request": request,
            "field": name,
            "kind": kind,
            "words": words,
            "values": choices,
            "optional": optional,
        }
    )


def _choices(name: str, field: Mapping[str, Any]) -> tuple[str, ...]:
    """Values of a closed choice; titles of theirs are not shown, as the value is what is sent."""
    given = field.get("enum")
    if given is None and isinstance(field.get("oneOf"), Sequence):
        given = [one.get("const") for one in field["oneOf"] if isinstance(one, Mapping)]
    if given is None:
        return ()
    fits = isinstance(given, Sequence) and 0 < len(given) <= _MOST_CHOICES
    if not fits or not all(
        isinstance(one, str) and 0 < len(one) <= _LONGEST_CHOICE for one in given
    ):
        raise InvalidInput(
            name, f"at most {_MOST_CHOICES} choices of at most {_LONGEST_CHOICE} characters"
        )
    return tuple(_words(name, one) for one in given)


def _words(name: str, text: Any) -> str:
    """One plain line. Raise InvalidInput for an address or a secret, whichever field it is in."""
    if not isinstance(text, str) or not text.strip():
        raise InvalidInput(name, "words to ask with")
    line = " ".join(_visible(text[:_LONGEST_READ]).split())
    if len(line) > LONGEST_WORDS:
        raise InvalidInput(name, f"at most {LONGEST_WORDS} characters")
    if _AN_ADDRESS.search(line):
        raise InvalidInput(name, "no address; customers are not sent elsewhere")
    if _A_SECRET.search(line):
        raise InvalidInput(name, "no secret; customers are never asked for one")
    return line


def _visible(text: str) -> str:
    """With a space for what cannot be seen: it could turn a sentence around."""
    return "".join(" " if unicodedata.category(one) in _UNSEEN else one for one in text)
