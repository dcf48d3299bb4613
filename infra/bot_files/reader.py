"""Read a tenant's folder: its YAML files, OpenAPI documents and public holidays."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

from domain.addresses import AllowedAddresses
from domain.bot.compiler import compile_bot
from domain.bot.model import Bot
from domain.bot.problems import Problem, SourceFile
from domain.bot.sources import BotSources
from domain.errors import ConfigurationError
from domain.generated_answers.prompts import Prompt
from infra.bot_files.folders import read_texts
from infra.bot_files.openapi_files import read_openapi
from infra.bot_files.public_holidays import NoSuchRegion, public_holidays
from infra.bot_files.unread_files import unread_files
from infra.bot_files.yaml_files import read_yaml

_OPENAPI, _PROMPTS = "openapi", "prompts"
_YAML = frozenset({".yaml", ".yml"})
_NAME = re.compile(r"([a-z]{1,20}/)?[A-Za-z0-9_-]{1,60}\.(yaml|yml|json)")
_PROMPT_NAME = re.compile(r"prompts/[^/\s]{1,60}\.md")


def load_bot(folder: Path, *, today: date, addresses: AllowedAddresses | None = None) -> Bot:
    """Read and compile. Raise InvalidBot with every error, ConfigurationError without a folder."""
    return compile_bot(read_bot_files(folder, today=today), addresses)


def read_bot_files(folder: Path, *, today: date) -> BotSources:
    """`today` says for which years holidays are needed: from last year to the year after next."""
    if not folder.is_dir():
        raise ConfigurationError(f"{folder} is no folder of a tenant")
    problems: list[Problem] = []
    found = [*folder.glob("*.y*ml"), *(folder / "flows").glob("*.y*ml")]
    yaml = [path for path in found if path.suffix in _YAML]
    texts = dict(read_texts(folder, yaml, problems))
    texts |= read_texts(folder, (folder / _OPENAPI).glob("*.json"), problems)
    texts |= read_texts(folder, (folder / _PROMPTS).glob("*.md"), problems)
    problems += unread_files(folder, texts)
    return sources_of(texts, today=today, problems=problems)


def sources_of(
    texts: Mapping[str, str], *, today: date, problems: Iterable[Problem] = ()
) -> BotSources:
    """Parse files that are at hand already, by their paths in the tenant's folder."""
    found = list(problems)
    files: dict[str, SourceFile] = {}
    documents: dict[str, Any] = {}
    prompts: dict[str, str] = {}
    for name, text in texts.items():
        if _PROMPT_NAME.fullmatch(name):
            found += _prompt_problems(name, text)
            prompts[PurePosixPath(name).name] = text
            continue
        read = _read(name, text)
        if isinstance(read, Problem):
            found.append(read)
        elif isinstance(read, SourceFile):
            files[name] = read
        else:
            documents[PurePosixPath(name).stem] = read
    return BotSources(
        files=files,
        openapi=documents,
        prompts=prompts,
        holidays=_holidays(files.get("tenant.yaml"), today, found),
        problems=tuple(found),
    )


def _prompt_problems(name: str, text: str) -> list[Problem]:
    file = PurePosixPath(name).name
    try:
        Prompt.read(file, text)
    except ConfigurationError as error:
        return [Problem(name, 1, str(error).removeprefix(f"{file}: "))]
    return []


def _read(name: str, text: str) -> SourceFile | Problem | dict[str, Any]:
    path = PurePosixPath(name)
    if not _NAME.fullmatch(name):
        return Problem(name[:100], 1, "no file of this name belongs to a bot")
    if path.suffix in _YAML and str(path.parent) in {".", "flows"}:
        return read_yaml(name, text)
    if path.suffix == ".json" and str(path.parent) == _OPENAPI:
        return read_openapi(name, text)
    return Problem(name, 1, "no file of this name belongs to a bot")


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
