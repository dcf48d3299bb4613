"""JSON Schemas of a tenant's files, for completion and checks in an editor."""

import json
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from domain.bot.yaml_values import FILES, FLOWS
from domain.knowledge_settings import KnowledgeSettings
from duralogue.bot_tests.script import SCRIPTS


def schemas() -> Mapping[str, Any]:
    """By the files they are for."""
    found = {name: adapter.json_schema(by_alias=True) for name, adapter in FILES.items()}
    return found | {
        "flows/*.yaml": FLOWS.json_schema(by_alias=True),
        "tests/*.yaml": SCRIPTS.json_schema(by_alias=True),
        "knowledge/sources.yaml": KnowledgeSettings.model_json_schema(by_alias=True),
    }


def write_schemas(folder: Path) -> list[Path]:
    """One file for each schema, such as flows.schema.json; returns what was written."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, content in schemas().items():
        path = folder / schema_file(name)
        path.write_text(json.dumps(content, indent=2, sort_keys=True) + "\n", encoding="utf-8")
        written.append(path)
    return written


def schema_file(name: str) -> str:
    """For the file of this name in a tenant's folder: flows/orders.yaml has flows.schema.json."""
    return f"{name.partition('/')[0].removesuffix('.yaml')}.schema.json"


def named_schema(name: str, folder: str) -> str:
    """The first line that tells editors a file's schema; nothing for what has none.

    `folder` holds the schemas, as seen from the tenant's folder.
    """
    path = PurePosixPath(name)
    if path.suffix != ".yaml":
        return ""
    up = "../" * (len(path.parts) - 1)
    return f"# yaml-language-server: $schema={up}{folder}/{schema_file(name)}\n"
