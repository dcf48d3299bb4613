"""Room on the disk."""

from pathlib import Path

import pytest

from domain.errors import DependencyUnavailable
from infra.disk import DiskSpace


async def test_a_full_disk_is_not_ready(tmp_path: Path) -> None:
    """
    Also where the folder itself has not been made yet.
    """
    for folder in (tmp_path, tmp_path / "to" / "be" / "made"):
        await DiskSpace(folder, least_free=1).check()
        with pytest.raises(DependencyUnavailable, match="kB left"):
            await DiskSpace(folder, least_free=10**18).check()
