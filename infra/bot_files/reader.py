"""Read a tenant's folder: its YAML files, OpenAPI documents and public holidays."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from domain.bot.compiler import compile_bot
from domain.bot.model import Bot
from domain.bot.problems import Problem, SourceFile
from domain.bot.sources import BotSources
from domain.errors import ConfigurationError
from infra.bot_files.public_holidays import NoSuchRegion, public_holidays
from infra.bot_files.yaml_files import read_yaml

_MAX_LENGTH = 2_000_000
_TESTS, _KNOWLEDGE, _OPENAPI = "tests", "knowledge", "openapi"


def load_bot(folder: Path, *, today: date) -> Bot:
    """Read and compile. Raise InvalidBot with every error, ConfigurationError without a folder."""
    return compile_bot(read_bot_files(folder, today=today))


def read_bot_files(folder: Path, *, today: date) -> BotSources:
    """`today` says for which years holidays are needed: from last year to the year after next."""
    if not folder.is_dir():
        raise ConfigurationError(f"{folder} is no folder of a tenant")
    problems: list[Problem] = []
    files: dict[str, SourceFile] = {}
    for name, text in _texts(folder, _yaml_files(folder), problems):
        read = read_yaml(name, text)
        if isinstance(read, Problem):
            problems.append(read)
        else:
            files[name] = read
    documents = dict(_documents(folder, problems))
    return BotSources(
        files=files,
        openapi=documents,
        holidays=_holidays(files.get("tenant.yaml"), today, problems),
        problems=tuple(problems),
    )


def _yaml_files(folder: Path) -> list[Path]:
    found = [*folder.glob("*.y*ml"), *(folder / "flows").glob("*.y*ml")]
    return sorted(path for path in found if path.suffix in {".yaml", ".yml"})


def _texts(folder: Path, paths: list[Path], problems: list[Problem]) -> Iterator[tuple[str, str]]:
    for path in paths:
        name = path.relative_to(folder).as_posix()
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, ValueError) as error:
            problems.append(Problem(name, 1, f"the file cannot be read: {error}"))
            continue
        if len(text) > _MAX_LENGTH:
            problems.append(Problem(name, 1, f"the file has more than {_MAX_LENGTH} characters"))
            continue
        yield name, text


def _documents(folder: Path, problems: list[Problem]) -> Iterator[tuple[str, Any]]:
    paths = sorted((folder / _OPENAPI).glob("*.json"))
    for name, text in _texts(folder, paths, problems):
        try:
            document = json.loads(text)
        except ValueError as error:
            problems.append(Problem(name, 1, f"this is no JSON: {error}"))
            continue
        if not isinstance(document, dict) or "paths" not in document:
            problems.append(Problem(name, 1, "this is no OpenAPI document: it has no paths"))
            continue
        yield Path(name).stem, document


def _holidays(tenant: SourceFile | None, today: date, problems: list[Problem]) -> tuple[date, ...]:
    hours = tenant.data.get("business_hours") if tenant and isinstance(tenant.data, dict) else None
    region = hours.get("holidays") if isinstance(hours, dict) else None
    if tenant is None or not isinstance(region, str):
        return ()
    try:
        return public_holidays(region, range(today.year - 1, today.year + 3))
    except NoSuchRegion as error:
        line = tenant.line_of(("business_hours", "holidays"))
        problems.append(Problem(tenant.name, line, str(error)))
        return ()
