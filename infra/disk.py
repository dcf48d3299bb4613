"""Free disk space for this machine's own folder, for `/ready`."""

import asyncio
import shutil
from pathlib import Path
from typing import Final

from domain.errors import DependencyUnavailable

LEAST_FREE: Final = 64 * 1024 * 1024
"""Enough for the logs of the minutes until somebody comes."""


class DiskSpace:
    """Implements `Dependency` for DURALOGUE_HOME, or the folder in which it would be made."""

    name = "disk"

    def __init__(self, folder: Path, *, least_free: int = LEAST_FREE) -> None:
        self._folder = folder
        self._least_free = least_free

    async def check(self) -> None:
        free = await asyncio.to_thread(_free_bytes, self._folder.absolute())
        if free < self._least_free:
            raise DependencyUnavailable(f"{self._folder} has {free // 1024} kB left")


def _free_bytes(folder: Path) -> int:
    try:
        existing = next(each for each in (folder, *folder.parents) if each.exists())
        return shutil.disk_usage(existing).free
    except OSError as error:
        raise DependencyUnavailable(f"{folder} cannot be looked at: {error}") from error
