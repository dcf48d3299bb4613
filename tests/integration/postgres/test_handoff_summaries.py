"""Summaries by a model: one for each handoff, and each tenant's own."""

from datetime import UTC, datetime
from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.desk.events import DeskEventKind
from domain.dialogue.commands import HandOff
from domain.handoffs import Handoff
from domain.ports.handoff_summaries import WrittenSummary
from infra.postgres.desk_messenger import PostgresDeskFollowing
from infra.postgres.handoff_summaries import PostgresWrittenSummaries
from tests.integration.postgres.stores import Stores, a_commit

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


async def test_the_desk_hears_of_it(postgres: Stores, engine: AsyncEngine) -> None:
    """
    It comes seconds after the handoff: whoever looks at that would wait for a change for ever.
    """
    ref = await postgres.open()
    begun = HandOff(handoff_id="h-1", queue="care", first_reply_due=NOW, nobody_at=NOW)
    await postgres.turns.commit(a_commit(ref, commands=(begun,)))
    following = PostgresDeskFollowing(engine)
    before = await following.after(postgres.tenant, 0, limit=100)
    written = WrittenSummary(handoff_id="h-1", text="Hi.", model="m", prompt="p", at=NOW)

    await PostgresWrittenSummaries(engine).keep(postgres.tenant, written)

    [event] = await following.after(postgres.tenant, before[-1].seq, limit=10)
    assert (event.kind, event.queue) == (DeskEventKind.HANDOFF, "care")
    assert Handoff.model_validate(event.data).handoff_id == "h-1"
