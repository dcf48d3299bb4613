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
from domain.ports import OverflowKey
from infra.postgres.inbox_overflow import PostgresOverflowStore
from tests.fakes.keys import FakeKeys


def a_key(run_chain: str = "run-1", conversation: str | None = None) -> OverflowKey:
    return OverflowKey("acme", conversation or uuid4().hex, run_chain)


def a_message(text: str, key: OverflowKey) -> InboundMessage:
    return InboundMessage(
        message_id=uuid4().hex,
        tenant_id=key.tenant_id,
        conversation_id=key.conversation_id,
        channel=Channel.WEB,
        text=text,
        received_at=datetime.now(UTC),
    )


async def test_messages_come_back_in_the_order_of_their_places(engine: AsyncEngine) -> None:
    stash, key = PostgresOverflowStore(engine, FakeKeys()), a_key()
    messages = [a_message(f"number {number}", key) for number in range(12)]
    await stash.put(key, 0, messages[:7])
    await stash.put(key, 7, messages[7:])

    assert await stash.get(key, 0, 5) == messages[:5]
    assert await stash.get(key, 5, 100) == messages[5:]


async def test_putting_again_replaces(engine: AsyncEngine) -> None:
    """After a reset the workflow counts its places again, maybe with other messages on them."""
    stash, key = PostgresOverflowStore(engine, FakeKeys()), a_key()
    first, second = a_message("first", key), a_message("second", key)
    await stash.put(key, 0, [first])
    await stash.put(key, 0, [first])
    await stash.put(key, 0, [second])

    assert await stash.get(key, 0, 10) == [second]


async def test_a_conversation_that_began_again_has_a_shelf_of_its_own(engine: AsyncEngine) -> None:
    stash, before = PostgresOverflowStore(engine, FakeKeys()), a_key("run-1")
    after = a_key("run-2", before.conversation_id)
    old, new = a_message("old", before), a_message("new", after)
    await stash.put(before, 0, [old])
    await stash.put(after, 0, [new])

    assert await stash.get(before, 0, 1) == [old]
    assert await stash.get(after, 0, 1) == [new]
    assert await stash.get(OverflowKey("globex", *after[1:]), 0, 1) == []
