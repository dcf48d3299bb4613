"""The log file of each part."""

import os
from pathlib import Path
from typing import BinaryIO

_LIMIT_BYTES = 20_000_000
_TAIL_BYTES = 4_000
_PRIVATE = 0o600


def open_log(folder: Path, part: str) -> BinaryIO:
    """Open a part's log to append to it; a large one is put aside first, and one such is kept."""
    file = _file(folder, part)
    if file.exists() and file.stat().st_size > _LIMIT_BYTES:
        file.replace(file.with_suffix(".log.1"))
    descriptor = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, _PRIVATE)
    os.fchmod(descriptor, _PRIVATE)  # one that an earlier release left open to others, too
    return os.fdopen(descriptor, "ab")


def tail(folder: Path, part: str) -> str:
    """The last line that a part wrote."""
    file = _file(folder, part)
    if not file.exists():
        return ""
    with file.open("rb") as log:
        log.seek(max(0, file.stat().st_size - _TAIL_BYTES))
        lines = log.read().decode(errors="replace").strip().splitlines()
    return lines[-1].strip() if lines else ""


def _file(folder: Path, part: str) -> Path:
    return folder / f"{part}.log"
