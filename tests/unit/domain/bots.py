"""Bots for tests: the example shop's, and small ones out of texts."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from domain.bot.compiler import Checked, check_bot
from domain.bot.model import Bot
from domain.bot.problems import Problem, SourceFile
from domain.bot.sources import BotSources
from infra.bot_files.reader import load_bot
from infra.bot_files.yaml_files import read_yaml

ACME = Path(__file__).parents[3] / "tenants" / "acme"
MONDAY_MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

TENANT = "tenant: tiny\nbranding: {name: Tiny}\n"


@lru_cache(maxsize=1)
def acme() -> Bot:
    return load_bot(ACME, today=date(2026, 11, 23))


def sources_of(files: Mapping[str, str], openapi: Mapping[str, Any] | None = None) -> BotSources:
    """What the reader makes of a folder with these files."""
    read = [read_yaml(name, text) for name, text in ({"tenant.yaml": TENANT} | dict(files)).items()]
    return BotSources(
        files={file.name: file for file in read if isinstance(file, SourceFile)},
        openapi=openapi or {},
        problems=tuple(problem for problem in read if isinstance(problem, Problem)),
    )


def checked(files: Mapping[str, str], openapi: Mapping[str, Any] | None = None) -> Checked:
    return check_bot(sources_of(files, openapi))


def a_bot(files: Mapping[str, str], openapi: Mapping[str, Any] | None = None) -> Bot:
    """Compile these files; a mistake in them is the test's, and is shown."""
    result = checked(files, openapi)
    assert result.bot is not None, "\n".join(map(str, result.problems))
    return result.bot


def errors_of(files: Mapping[str, str], openapi: Mapping[str, Any] | None = None) -> list[str]:
    return [str(p) for p in checked(files, openapi).problems if not p.is_warning]


def warnings_of(files: Mapping[str, str], openapi: Mapping[str, Any] | None = None) -> list[str]:
    return [str(p) for p in checked(files, openapi).problems if p.is_warning]
