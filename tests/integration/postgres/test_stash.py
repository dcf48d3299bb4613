"""The stash on real PostgreSQL."""

from datetime import UTC, datetime
from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.channel_addresses import (
    Channel,
)
from domain.messages import (
    InboundMessage,
)
from domain.ports import Shelf
from infra.postgres.inbox_overflow import PostgresStash
from tests.fakes.keys import FakeKeys


def a_shelf(chain: str = "run-1", conversation: str | None = None) -> Shelf:
    return Shelf("acme", conversation or uuid4().hex, chain)


def a_message(text: str, shelf: Shelf) -> InboundMessage:
    return InboundMessage(
        message_id=uuid4().hex,
        tenant_id=shelf.tenant_id,
        conversation_id=shelf.conversation_id,
        channel=Channel.WEB,
        text=text,
        received_at=datetime.now(UTC),
    )


async def test_messages_come_back_in_the_order_of_their_places(engine: AsyncEngine) -> None:
    stash, shelf = PostgresStash(engine, FakeKeys()), a_shelf()
    messages = [a_message(f"number {number}", shelf) for number in range(12)]
    await stash.put(shelf, 0, messages[:7])
    await stash.put(shelf, 7, messages[7:])

    assert await stash.get(shelf, 0, 5) == messages[:5]
    assert await stash.get(shelf, 5, 100) == messages[5:]


async def test_putting_again_replaces(engine: AsyncEngine) -> None:
    """After a reset the workflow counts its places again, maybe with other messages on them."""
    stash, shelf = PostgresStash(engine, FakeKeys()), a_shelf()
    first, second = a_message("first", shelf), a_message("second", shelf)
    await stash.put(shelf, 0, [first])
    await stash.put(shelf, 0, [first])
    await stash.put(shelf, 0, [second])

    assert await stash.get(shelf, 0, 10) == [second]


async def test_a_conversation_that_began_again_has_a_shelf_of_its_own(engine: AsyncEngine) -> None:
    stash, before = PostgresStash(engine, FakeKeys()), a_shelf("run-1")
    after = a_shelf("run-2", before.conversation_id)
    old, new = a_message("old", before), a_message("new", after)
    await stash.put(before, 0, [old])
    await stash.put(after, 0, [new])

    assert await stash.get(before, 0, 1) == [old]
    assert await stash.get(after, 0, 1) == [new]
    assert await stash.get(Shelf("globex", *after[1:]), 0, 1) == []
