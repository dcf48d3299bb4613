"""Forms: the slots that a flow asks for, to be filled at once where a channel can draw that."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from domain.values import Frozen, Printable

MAX_FIELDS = 10
_NO_QUESTIONS: Mapping[str, str] = {}
_FieldName = Annotated[Printable, Field(min_length=1, max_length=64)]


class FieldKind(StrEnum):
    """How a field is drawn. What is written into it is understood as an answer is, whatever it is
    drawn as."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    DATE = "date"
    EMAIL = "email"
    PHONE = "phone"
    CHOICE = "choice"


class FormField(Frozen):
    name: _FieldName
    """The slot's."""
    label: str = Field(min_length=1, max_length=300)
    """The question that would be asked for it."""
    kind: FieldKind = FieldKind.TEXT
    options: tuple[Annotated[str, Field(min_length=1, max_length=80)], ...] = Field(
        default=(), max_length=100
    )
    """Of a choice."""
    optional: bool = False
    value: str = Field(default="", max_length=300)
    """What is known already: of a choice one of its options, a date as ISO 8601."""


class Form(Frozen):
    """Goes with the question for the first of its fields; whoever would rather answer one question
    after the other does."""

    flow: str = Field(min_length=1, max_length=64)
    """The flow whose slots they are: answers to a form of a flow that has ended fill nothing."""
    title: str = Field(default="", max_length=80)
    fields: tuple[FormField, ...] = Field(min_length=1, max_length=MAX_FIELDS)

    def answers_in(self, text: str) -> tuple[tuple[str, str], ...]:
        """Questions and values, in the order of a `text` of `FormAnswers.in_lines`; () of any
        other text."""
        found = tuple(self._answer(line) for line in text.split("\n"))
        known = tuple(answer for answer in found if answer is not None)
        return known if len(known) == len(found) else ()

    def _answer(self, line: str) -> tuple[str, str] | None:
        for field in self.fields:
            asked = _line(field.label, "")
            if line.startswith(asked):
                return asked.rstrip(), line.removeprefix(asked)
        return None


class FormAnswers(Frozen):
    """A form that the customer has sent."""

    flow: Printable = Field(min_length=1, max_length=64)
    values: dict[_FieldName, Annotated[str, Field(min_length=1, max_length=1_000)]] = Field(
        min_length=1, max_length=MAX_FIELDS
    )
    """By the names of the fields, as written. What was left empty is left out."""

    def in_lines(self, questions: Mapping[str, str] = _NO_QUESTIONS) -> str:
        """The answers as people read them, one to a line, each behind its question; behind the
        field's name where the question is not known."""
        return "\n".join(
            _line(questions.get(name) or name.replace("_", " "), value)
            for name, value in self.values.items()
        )


def _line(question: str, value: str) -> str:
    asks = question.rstrip().endswith(("?", ":", "!", "."))
    return f"{question.rstrip()}{'' if asks else ':'} {' '.join(value.split())}"
