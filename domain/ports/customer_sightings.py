"""Port of who among the waiting customers is still there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime


class CustomerSightings(Protocol):
    """Open streams of customers who wait for a person, and those who have left."""

    async def saw(self, tenant_id: str, conversations: Collection[str], *, at: datetime) -> None:
        """These are followed at that moment; those that wait for nobody are not kept."""
        ...

    async def mark_abandoned(self, tenant_id: str, *, unseen_since: datetime) -> int:
        """Mark who has been neither seen nor heard since then, and unmark who came back. Returns
        how many changed. Who was never seen, as on other channels, is never marked."""
        ...
