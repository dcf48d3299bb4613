"""Health of what the product depends on."""

from __future__ import annotations

from typing import Protocol


class Dependency(Protocol):
    """Something `/ready` and `duralogue doctor` ask after."""

    name: str

    async def check(self) -> None:
        """Raise DependencyUnavailable, saying what is wrong."""
        ...
