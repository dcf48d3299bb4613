"""Sightings of customers, as the gateway tells them."""

from collections.abc import Collection
from datetime import UTC, datetime

from api.customer_sightings import tell
from domain.errors import DependencyUnavailable

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


class Sightings:
    """Remembers what it is told; one tenant's are refused."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, int]] = []

    async def saw(self, tenant_id: str, conversations: Collection[str], *, at: datetime) -> None:
        if tenant_id == "broken":
            raise DependencyUnavailable("down")
        self.seen.append((tenant_id, len(conversations)))

    async def mark_abandoned(self, tenant_id: str, *, unseen_since: datetime) -> int:
        return 0


async def test_each_tenants_are_told_together_and_a_failure_is_no_others() -> None:
    """A thousand at once at most, so that no statement grows without bound."""
    sightings = Sightings()
    followed = [("acme", f"c-{n}") for n in range(1_001)]

    await tell([("broken", "c-1"), *followed, ("globex", "c-1")], sightings, at=NOW)

    assert sightings.seen == [("acme", 1_000), ("acme", 1), ("globex", 1)]


async def test_without_streams_nothing_is_asked() -> None:
    """An idle gateway does not touch the database."""
    sightings = Sightings()

    await tell([], sightings, at=NOW)

    assert sightings.seen == []
