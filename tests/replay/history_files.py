"""Files of recorded histories, without what tells of the machine that recorded them."""

import json
from pathlib import Path
from typing import Any

from temporalio.client import WorkflowHandle

HISTORIES = Path(__file__).parent / "histories"
_PERSONAL = {"stackTrace", "identity", "workerVersion"}


async def write(handle: WorkflowHandle[Any, Any], name: str) -> None:
    history = json.loads((await handle.fetch_history()).to_json())
    (HISTORIES / f"{name}.json").write_text(json.dumps(_impersonal(history), indent=1) + "\n")


def _impersonal(value: Any) -> Any:
    """Without what tells of the machine that recorded it: replay reads neither."""
    if isinstance(value, list):
        return [_impersonal(entry) for entry in value]
    if isinstance(value, dict):
        kept = {name: entry for name, entry in value.items() if name not in _PERSONAL}
        return {name: _impersonal(entry) for name, entry in kept.items()}
    return value
