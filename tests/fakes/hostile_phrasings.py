"""Hostile texts in other words, ways out in other disguises, and honest texts that look alike."""

from pathlib import Path
from typing import Any

import yaml

_WRITTEN: Any = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
PHRASINGS: dict[str, tuple[str, ...]] = {
    kind: tuple(texts) for kind, texts in _WRITTEN["phrasings"].items()
}
"""By kind; {0} stands for what a model that obeys says."""
WAYS_OUT: tuple[str, ...] = tuple(_WRITTEN["ways_out"])
HONEST: tuple[str, ...] = tuple(_WRITTEN["honest"])
