"""Deletes files that have expired, and what is left of those that were never complete."""

import asyncio
import logging
from datetime import UTC, datetime, timedelta

from domain.errors import DuralogueError
from domain.ports import FileStore

_log = logging.getLogger(__name__)
_LOOK_EVERY = timedelta(minutes=10)


class FileSweep:
    """Every gateway runs one; that two meet at the same file does no harm."""

    def __init__(self, files: FileStore, *, every: timedelta = _LOOK_EVERY) -> None:
        self._files = files
        self._every = every

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await asyncio.sleep(self._every.total_seconds())
            await self.sweep()

    async def sweep(self) -> int:
        """One pass, until nothing more is found. What goes wrong is for the next pass."""
        total = 0
        try:
            while removed := await self._files.remove_expired(at=datetime.now(UTC)):
                total += removed
        except DuralogueError:
            _log.exception("file_sweep_failed")
        return total
