"""Summaries by a model: one for each handoff, and each tenant's own."""

from datetime import UTC, datetime
from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.ports.handoff_summaries import WrittenSummary
from infra.postgres.handoff_summaries import PostgresWrittenSummaries

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


async def test_the_later_one_takes_the_place(engine: AsyncEngine) -> None:
    """And another tenant's handoff of the same name has none."""
    summaries, tenant = PostgresWrittenSummaries(engine), f"t-{uuid4().hex[:8]}"
    first = WrittenSummary(
        handoff_id="h-1", text="Wants\x00 a refund.", model="m-1", prompt="summarise@1/en", at=NOW
    )
    await summaries.keep(tenant, first)
    later = first.model_copy(update={"text": "Wants her money back."})
    await summaries.keep(tenant, later)

    assert await summaries.of(tenant, "h-1") == later
    assert await summaries.of(f"t-{uuid4().hex[:8]}", "h-1") is None
    assert await summaries.of(tenant, "h-2") is None
