"""Writes docs/reference/settings.md out of the settings themselves: `make docs`."""

import sys

from infra.gateway_tuning import GatewayTuning
from infra.settings import Settings
from infra.tuning import WorkerTuning

_HEAD = """# Settings

Every process reads its settings from the environment, once, when it starts. This page is written
by `make docs` from `infra/settings.py`, `infra/tuning.py` and `infra/gateway_tuning.py`.

A command that runs beside `duralogue dev` finds that stack's settings in
`.duralogue/environment.json`; what is set in the environment wins. Secrets never show in a log.
"""


def settings_page() -> str:
    sections = [_HEAD]
    for name, field in sorted(Settings.model_fields.items(), key=_tuning_last):
        paragraph = (field.description or "").removeprefix(f"{name.upper()}: ")
        default = "none" if field.default is None else f"`{field.default}`"
        sections.append(
            f"## {name.upper()}\n\n{paragraph[:1].upper()}{paragraph[1:]}\n\nDefault: {default}.\n"
        )
    return "\n".join(sections)


def _tuning_last(item: tuple[str, object]) -> bool:
    return item[0] in {**WorkerTuning.model_fields, **GatewayTuning.model_fields}


if __name__ == "__main__":
    sys.stdout.write(settings_page())
