"""Questions that a server asks in the middle of a call, as the bot can ask them."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from pydantic import Field

from domain.values import Frozen

MOST_QUESTIONS = 4
"""Of one call, all requests together: they are part of a small state."""
LONGEST_WORDS = 200


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
