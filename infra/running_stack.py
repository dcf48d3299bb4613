"""The note that `duralogue dev` leaves for commands beside it, believed only while it runs."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from domain.errors import ConfigurationError

ENVIRONMENT_FILE = "environment.json"
_STACK = "stack"
_SAME_MOMENT_S = 1.0


def signed_note(settings: Mapping[str, Any]) -> dict[str, Any]:
    """The settings of a stack, with the process whose word they are."""
    import psutil  # noqa: PLC0415 - of the extra `embedded`; whoever starts a stack has it

    pid = os.getpid()
    return {**settings, _STACK: {"pid": pid, "started": psutil.Process(pid).create_time()}}


def settings_of_running_stack(home: Path) -> dict[str, Any]:
    """What the stack noted; nothing when it does not run, or was killed and left its note."""
    noted = home / ENVIRONMENT_FILE
    try:
        found = dict(json.loads(noted.read_text()))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValueError) as error:
        raise ConfigurationError(f"{noted} cannot be read ({error}); delete it") from error
    if not _runs(found.pop(_STACK, None)):
        return {}
    return {name.lower(): value for name, value in found.items()}


def _runs(stack: object) -> bool:
    """The process id alone is not enough: it may have been given to another process since.

    Without the extra `embedded` there is nothing to ask, and no stack to believe in.
    """
    try:
        import psutil  # noqa: PLC0415 - of the extra `embedded`
    except ModuleNotFoundError:
        return False
    try:
        pid, started = int(stack["pid"]), float(stack["started"])  # type: ignore[index]
        process = psutil.Process(pid)
        is_alive = process.status() != psutil.STATUS_ZOMBIE
        return is_alive and abs(process.create_time() - started) < _SAME_MOMENT_S
    except (psutil.Error, KeyError, TypeError, ValueError):
        return False
