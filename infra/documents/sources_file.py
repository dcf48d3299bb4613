"""Reads `knowledge/sources.yaml`, with the line of each mistake."""

from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from domain.bot.problems import Problem
from domain.errors import ConfigurationError
from domain.knowledge_settings import KnowledgeSettings
from infra.yaml_bounds import BoundedConstructor

NAME = "sources.yaml"
_PATH = f"knowledge/{NAME}"
_MOST_CHARACTERS, _MOST_BRACKETS, _MOST_PROBLEMS = 200_000, 2_000, 20


def read_sources_file(text: str) -> tuple[KnowledgeSettings | None, list[Problem]]:
    """The settings, or what is wrong with them."""
    try:
        document = _loaded(text)
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        return None, [Problem(_PATH, mark.line + 1 if mark else 1, "this is not YAML")]
    except (ConfigurationError, ValueError, RecursionError) as error:
        said = str(error) if isinstance(error, ConfigurationError) else "this cannot be read"
        return None, [Problem(_PATH, 1, said)]
    try:
        return KnowledgeSettings.model_validate(_plain(document) or {}), []
    except ValidationError as error:
        return None, list(_problems(error, document))


def _loaded(text: str) -> Any:
    if len(text) > _MOST_CHARACTERS:
        raise ConfigurationError(f"it has at most {_MOST_CHARACTERS:,} characters")
    if text.count("[") + text.count("{") > _MOST_BRACKETS:
        raise ConfigurationError(f"it has at most {_MOST_BRACKETS:,} brackets")
    reader = YAML(typ="rt")
    reader.Constructor = BoundedConstructor
    return reader.load(text)


def _plain(document: Any) -> Any:
    if isinstance(document, dict):
        return {str(key): _plain(value) for key, value in document.items()}
    if isinstance(document, list):
        return [_plain(value) for value in document]
    return document


def _problems(error: ValidationError, document: Any) -> Iterator[Problem]:
    for problem in error.errors(include_url=False)[:_MOST_PROBLEMS]:
        where = [part for part in problem["loc"] if isinstance(part, int | str)]
        said = problem["msg"].removeprefix("Value error, ")
        if problem["type"] == "extra_forbidden":
            said = "this key is unknown"
        name = ".".join(map(str, where))
        yield Problem(_PATH, _line(document, where), f"{name}: {said}" if name else said)


def _line(document: Any, where: Sequence[int | str]) -> int:
    """The line of the nearest part that is there."""
    line = 1
    for part in where:
        marks = getattr(getattr(document, "lc", None), "data", None) or {}
        if part in marks:
            line = marks[part][0] + 1
        try:
            document = document[part]
        except (KeyError, IndexError, TypeError):
            break
    return line
