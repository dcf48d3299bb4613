"""Doubles of models' vendors: which models a tenant gets, and a tenant that asks them."""

import shutil
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

_KEY = "DOUBLE_MODEL_KEY"
"""The environment variable by which a key goes to `duralogue connect model`."""


@dataclass(frozen=True)
class PlayedModel:
    """One connection; prices are made up, so that costs can be seen."""

    name: str
    model: str
    price_in: str
    price_out: str


MODELS: Mapping[str, Sequence[PlayedModel]] = {
    "cohere": (
        PlayedModel("small", "command-r7b-12-2024", "0.04", "0.15"),
        PlayedModel("large", "command-a-03-2025", "2.50", "10"),
    ),
    "openai": (PlayedModel("own", "qwen3-8b", "0", "0"),),
}


def connections(
    kind: str, tenant: str, url: str, settings: Mapping[str, Any]
) -> list[tuple[Sequence[str], Mapping[str, str]]]:
    """The commands' arguments, and their secrets by environment variables."""
    address = url if kind == "cohere" else f"{url}/v1"
    return [
        (
            (
                *("connect", "model", tenant, each.name, "--kind", kind, "--model", each.model),
                *("--url", address, "--key-env", _KEY),
                *("--price-in", each.price_in, "--price-out", each.price_out),
            ),
            {_KEY: settings["key"]},
        )
        for each in MODELS[kind]
    ]


def asking_models(tenant: Path, kinds: Collection[str], folder: Path) -> Path:
    """A copy of the tenant's folder that asks them for answers; itself where it asks some already.

    The folder of whoever plays stays as it is.
    """
    settings = YAML(typ="safe").load((tenant / "tenant.yaml").read_text())
    if not isinstance(settings, dict) or "models" in settings:
        return tenant
    names = [each.name for kind, models in MODELS.items() if kind in kinds for each in models]
    copy = folder / tenant.name
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(tenant, copy)
    with (copy / "tenant.yaml").open("a") as file:
        file.write(f"\nmodels:\n  answers: [{', '.join(names)}]\n")
    return copy
