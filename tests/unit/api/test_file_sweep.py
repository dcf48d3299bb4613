"""Cleaning up after files: what has expired is deleted, and uploads leave room for others."""

from datetime import UTC, datetime, timedelta

import pytest

from api.file_sweep import FileSweep
from api.upload_slots import UploadSlots
from domain.errors import DependencyUnavailable, RateLimited
from domain.files import FileState, StoredFile
from infra.memory.files import MemoryFiles


class Breaking(MemoryFiles):
    """Is down the first time."""

    is_up = False

    async def remove_expired(self, *, at: datetime) -> int:
        if not self.is_up:
            self.is_up = True
            raise DependencyUnavailable("down")
        return await super().remove_expired(at=at)


async def test_a_sweep_goes_on_after_a_failure() -> None:
    """
    Nobody starts a gateway anew so that files are deleted.
    """
    files = Breaking()
    old = StoredFile(
        file_id="f" * 32,
        conversation_id="web-1",
        name="a.txt",
        media_type="text/plain",
        size=1,
        sha256="0" * 64,
        state=FileState.CLEAN,
        expires_at=datetime.now(UTC) - timedelta(seconds=1),
    )
    files.kept["acme", old.file_id] = (old, b"x")

    sweep = FileSweep(files)

    assert await sweep.sweep() == 0
    assert files.kept
    assert await sweep.sweep() == 1
    assert not files.kept


def test_nobody_takes_all_places() -> None:
    """
    One address has its share, all together have theirs, and a place is free again afterwards.
    """
    slots = UploadSlots(most=3, most_of_one=2)
    with slots.taken("a"), slots.taken("a"):
        with pytest.raises(RateLimited), slots.taken("a"):
            pass
        with slots.taken("b"), pytest.raises(RateLimited), slots.taken("c"):
            pass
    with slots.taken("a"), slots.taken("a"), slots.taken("c"):
        pass
