"""Writes docs/reference/settings.md out of the settings themselves: `make docs`."""

import ast
import inspect
import sys
from itertools import pairwise

from pydantic import BaseModel

from infra.file_settings import FileSettings
from infra.gateway_settings import GatewayTuning
from infra.search_settings import SearchSettings
from infra.settings import Settings
from infra.worker_settings import WorkerTuning

_HEAD = """# Settings

Every process reads its settings from the environment, once, when it starts. This page is written
by `make docs` from `infra/settings.py`, `infra/worker_settings.py`, `infra/gateway_settings.py`,
`infra/file_settings.py` and `infra/search_settings.py`.

A command that runs beside `duralogue dev` finds that stack's settings in
`.duralogue/environment.json`, as long as that stack runs; what is set in the environment wins.
`duralogue api` and `duralogue worker` never look there: they take what they are given.
Secrets never show in a log.
"""


def settings_page() -> str:
    sections = [_HEAD]
    parts = (WorkerTuning, GatewayTuning, FileSettings, SearchSettings, Settings)
    said = {name: text for part in parts for name, text in docstrings(part).items()}
    for name, field in sorted(Settings.model_fields.items(), key=_tuning_last):
        paragraph = said.get(name, "").removeprefix(f"{name.upper()}: ")
        default = "none" if field.default is None else f"`{field.default}`"
        sections.append(
            f"## {name.upper()}\n\n{paragraph[:1].upper()}{paragraph[1:]}\n\nDefault: {default}.\n"
        )
    return "\n".join(sections)


def docstrings(of: type[BaseModel]) -> dict[str, str]:
    """What stands below each setting. Read here, since pydantic would at every start of a part."""
    [declared] = ast.parse(inspect.getsource(of)).body
    body = declared.body if isinstance(declared, ast.ClassDef) else []
    return {
        setting.target.id: inspect.cleandoc(below.value.value)
        for setting, below in pairwise(body)
        if isinstance(setting, ast.AnnAssign)
        and isinstance(setting.target, ast.Name)
        and isinstance(below, ast.Expr)
        and isinstance(below.value, ast.Constant)
        and isinstance(below.value.value, str)
    }


def _tuning_last(item: tuple[str, object]) -> bool:
    return item[0] in {**WorkerTuning.model_fields, **GatewayTuning.model_fields}


if __name__ == "__main__":
    sys.stdout.write(settings_page())
