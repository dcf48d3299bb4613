"""Questions put to documents: what must be quoted, and what is about something else."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field
from ruamel.yaml import YAML

from domain.knowledge import Answer
from tests.evals.understood.entries import HERE, Some, Strict


def as_words(value: object) -> object:
    """Numbers in a list of words are meant as they are written."""
    return tuple(map(str, value)) if isinstance(value, list) else value


Words = Annotated[Some, BeforeValidator(as_words)]


class Quoted(Strict):
    quotes: Words = ()
    """All of these stand in the answer. Without any it may also be refused."""
    lacks: Words = ()
    """None of these does: they are about something else."""
    once: Words = ()
    """Each stands in it once."""


class Asked(Strict):
    about: str = ""
    right: dict[str, Quoted | None]
    """Question to what the answer holds; null where there is none."""


class Questions(Strict):
    kind: str
    documents: Literal["acme", "probe"]
    asked: tuple[Asked, ...] = Field(min_length=1)


def read_questions(folder: Path = HERE / "questions") -> list[Questions]:
    return [
        Questions.model_validate(YAML(typ="safe").load(file))
        for file in sorted(folder.glob("*.yaml"))
    ]


def judge(right: Quoted | None, answer: Answer | None) -> list[str]:
    """Everything that is wrong with an answer, or with there being none."""
    if right is None:
        return [f"answered: {_line(answer)}"] if answer else []
    if answer is None:
        return ["not answered"] if right.quotes else []
    said = answer.text.casefold()
    wrong = [f"lacks {words!r}" for words in right.quotes if words.casefold() not in said]
    wrong += [f"quotes {words!r}" for words in right.lacks if words.casefold() in said]
    wrong += [f"repeats {words!r}" for words in right.once if said.count(words.casefold()) > 1]
    return [*wrong, _line(answer)] if wrong else []


def _line(answer: Answer | None) -> str:
    return " / ".join(answer.text.split("\n")) if answer else ""
