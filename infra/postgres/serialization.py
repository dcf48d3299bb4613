"""Values on their way into PostgreSQL's JSON."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

_NUL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")


def as_json(value: Mapping[str, Any] | Sequence[Any]) -> str:
    """Compact JSON that PostgreSQL can store."""
    return storable(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def storable(text: str) -> str:
    r"""JSON without `\u0000`, which PostgreSQL cannot hold: a replacement character instead."""
    return _NUL.sub(r"\1\\ufffd", text) if "\\u0000" in text else text
