"""A tenant's folder, read: positioned plain data, ready to be compiled."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from domain.bot.problems import Problem, SourceFile

LARGEST_FILE = 2_000_000
"""In bytes, of one file of a tenant."""
MOST_FILES = 500


@dataclass(frozen=True)
class BotSources:
    """`files` by their path in the folder; `openapi` documents by their names."""

    files: Mapping[str, SourceFile]
    openapi: Mapping[str, Any] = field(default_factory=dict)
    prompts: Mapping[str, str] = field(default_factory=dict)
    """Of hosted models, by their files' names: the tenant's own in place of the product's."""
    holidays: tuple[date, ...] = ()
    problems: tuple[Problem, ...] = ()
    """What was wrong already while reading, such as a file that is no YAML."""

    def flow_files(self) -> list[SourceFile]:
        return [self.files[name] for name in sorted(self.files) if name.startswith("flows/")]
