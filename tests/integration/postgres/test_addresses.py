"""Addresses for replies: sealed wherever stored, opened for the sender only, the first one kept."""

import logging
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.channel_addresses import Channel, ChannelAddress
from domain.messages import InboundMessage
from domain.ports import OverflowKey
from infra.memory.inbox_overflow import MemoryOverflowStore
from infra.memory.spool import MemorySpool
from infra.postgres.inbox_overflow import PostgresOverflowStore
from infra.postgres.spool import PostgresSpool
from infra.postgres.tenant_keys import PostgresTenantKeys
from tests.integration.postgres.conftest import MASTER_KEY
from tests.integration.postgres.stores import Stores, a_bot, a_commit, an_inbound, say

RECIPIENT = "+4915155501234"
OURS = ChannelAddress(channel=Channel.SMS, account="+15550100", recipient=RECIPIENT)
ANOTHER = OURS.model_copy(update={"recipient": "+4915155509999"})

_EVERYTHING = """
SELECT concat_ws(' ',
    (SELECT string_agg(t::text, ' ') FROM conversations t WHERE t.tenant_id = %(tenant)s),
    (SELECT string_agg(t::text, ' ') FROM messages t WHERE t.tenant_id = %(tenant)s),
    (SELECT string_agg(t::text, ' ') FROM conversation_events t WHERE t.tenant_id = %(tenant)s),
    (SELECT string_agg(t::text, ' ') FROM turns t WHERE t.tenant_id = %(tenant)s),
    (SELECT string_agg(t::text, ' ') FROM turn_steps t WHERE t.tenant_id = %(tenant)s),
    (SELECT string_agg(t::text, ' ') FROM deliveries t WHERE t.tenant_id = %(tenant)s),
    (SELECT string_agg(t::text, ' ') FROM inbound_spool t WHERE t.tenant_id = %(tenant)s),
    (SELECT string_agg(t::text, ' ') FROM stashed_messages t WHERE t.tenant_id = %(tenant)s)
)
"""
_SWAP_ADDRESSES = """
UPDATE conversations c SET address = o.address, address_key_id = o.address_key_id
FROM conversations o WHERE c.tenant_id = %(tenant)s AND c.conversation_id = 'c-2'
AND o.tenant_id = %(tenant)s AND o.conversation_id = 'c-1'
"""


def from_address(
    stores: Stores, address: ChannelAddress | None = OURS, message_id: str = "m-1"
) -> InboundMessage:
    said = an_inbound(stores.ref("c-1", Channel.SMS), message_id=message_id)
    return said.model_copy(update={"address": address})


async def a_turn(
    stores: Stores,
    message: InboundMessage,
    *,
    conversation_id: str = "c-1",
    turn: str = "s1t1",
) -> ChannelAddress | None:
    """Answer the message; return the address to which the answer goes."""
    ref = await stores.open(conversation_id, Channel.SMS)
    await stores.turns.commit(a_commit(ref, message, commands=(say("hello"),), turn=turn))
    row = await stores.ledger.get(stores.tenant, f"{conversation_id}/bot/{turn}.0.0")
    return row.address


async def _stored(owner: psycopg.AsyncConnection[Any], tenant: str) -> str:
    row = await (await owner.execute(_EVERYTHING, {"tenant": tenant})).fetchone()
    assert row is not None
    return str(row[0])


async def test_the_first_address_of_a_conversation_stays(stores: Stores) -> None:
    """
    Its id is made of it: whatever else comes later is no address of this conversation.
    """
    assert await a_turn(stores, from_address(stores)) == OURS
    later = from_address(stores, ANOTHER, "m-2")
    assert await a_turn(stores, later, turn="s1t2") == OURS
    without = from_address(stores, None, "m-3")
    assert await a_turn(stores, without, turn="s1t3") == OURS


async def test_a_conversation_of_the_web_has_none(stores: Stores) -> None:
    """
    A page reads what was committed; nothing is sent anywhere.
    """
    assert await a_turn(stores, from_address(stores, None)) is None


async def test_no_table_and_no_log_tells_an_address(
    postgres: Stores,
    engine: AsyncEngine,
    owner: psycopg.AsyncConnection[Any],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """
    A dump of the database, or a look into a spooled message, names nobody.
    """
    caplog.set_level(logging.DEBUG)
    message = from_address(postgres)
    assert await a_turn(postgres, message) == OURS
    await PostgresSpool(engine, postgres.keys).add(message)
    shelf = OverflowKey(postgres.tenant, "c-1", "run-1")
    await PostgresOverflowStore(engine, postgres.keys).put(shelf, 0, [message])

    everything = await _stored(owner, postgres.tenant)

    assert "hello" in everything
    assert RECIPIENT not in everything
    assert OURS.account not in everything
    assert RECIPIENT.encode().hex() not in everything
    assert RECIPIENT not in caplog.text


async def test_an_address_opens_in_its_own_row_only(
    postgres: Stores, owner: psycopg.AsyncConnection[Any]
) -> None:
    """
    What is moved to another conversation does not send one customer's replies to another.
    """
    await a_turn(postgres, from_address(postgres))
    await a_turn(postgres, from_address(postgres, None, "m-2"), conversation_id="c-2")
    await owner.execute(_SWAP_ADDRESSES, {"tenant": postgres.tenant})

    moved = await postgres.ledger.get(postgres.tenant, "c-2/bot/s1t1.0.0")

    assert moved.address is None


async def test_of_two_tenants_each_has_its_own_key(
    postgres: Stores, owner: psycopg.AsyncConnection[Any]
) -> None:
    """
    The key of one opens nothing of the other, and shredding it leaves the other alone.
    """
    first = postgres.tenant
    await a_turn(postgres, from_address(postgres))
    postgres.tenant = f"t{uuid4().hex[:12]}"
    await postgres.bots.publish(a_bot(postgres.tenant), by="test")
    await a_turn(postgres, from_address(postgres, ANOTHER))
    keys = await owner.execute(
        "SELECT DISTINCT address_key_id FROM conversations WHERE tenant_id IN (%s, %s)",
        (first, postgres.tenant),
    )
    assert len(await keys.fetchall()) == 2

    key_id, _ = await postgres.keys.current(first)
    await _shred(postgres, first, key_id)

    assert (await postgres.ledger.get(first, "c-1/bot/s1t1.0.0")).address is None
    theirs = await postgres.ledger.get(postgres.tenant, "c-1/bot/s1t1.0.0")
    assert theirs.address == ANOTHER


async def test_who_writes_again_after_a_shredding_is_answered(postgres: Stores) -> None:
    """
    The old address is gone for good; their new message brings it again, under the new key.
    """
    await a_turn(postgres, from_address(postgres))
    key_id, _ = await postgres.keys.current(postgres.tenant)
    await _shred(postgres, postgres.tenant, key_id)

    assert await a_turn(postgres, from_address(postgres, OURS, "m-2"), turn="s1t2") == OURS


@pytest.mark.parametrize("kind", ["memory", "postgres"])
async def test_a_spooled_and_a_stashed_message_have_theirs_again(
    kind: str, engine: AsyncEngine
) -> None:
    """
    A message that had to wait for Temporal, or in a long inbox, is answered at the same address.
    """
    tenant, handed_over = f"t{uuid4().hex[:12]}", []
    keys = PostgresTenantKeys(engine, MASTER_KEY)
    spool = MemorySpool() if kind == "memory" else PostgresSpool(engine, keys)
    stash = MemoryOverflowStore() if kind == "memory" else PostgresOverflowStore(engine, keys)
    message = InboundMessage(
        message_id="m-1",
        tenant_id=tenant,
        conversation_id="c-1",
        channel=Channel.SMS,
        text="hello",
        received_at="2026-01-25T14:30:00Z",
        address=OURS,
    )

    async def hand_over(found: InboundMessage) -> None:
        handed_over.append(found)

    await spool.add(message)
    await spool.drain(tenant, ["c-1"], hand_over)
    shelf = OverflowKey(tenant, "c-1", "run-1")
    await stash.put(shelf, 0, [message])

    assert handed_over == [message]
    assert await stash.get(shelf, 0, 1) == [message]


async def _shred(stores: Stores, tenant: str, key_id: str) -> None:
    assert isinstance(stores.keys, PostgresTenantKeys)
    await stores.keys.shred(tenant, key_id)
