"""Query plans of a turn: by index, however long the conversation."""

import psycopg

from domain.turns import ConversationRef
from infra.postgres.bots import PostgresBots
from infra.postgres.engine import create_engine
from infra.postgres.turns import PostgresTurnStore
from tests.fakes.keys import FakeKeys
from tests.integration.postgres.stores import Stores, a_commit, an_inbound, say
from tests.support import eventually

SAID_BEFORE = 600
TURNS = 12
"""A function's statements are planned anew for five calls, and then perhaps once for all."""

GROWING = ["conversation_events", "deliveries", "messages", "turn_steps", "turns"]

_READ_FROM_END_TO_END = """
SELECT relname FROM pg_stat_user_tables WHERE seq_scan > 0 AND relname = ANY (%s)
"""
_COMMITTED = "SELECT n_tup_ins FROM pg_stat_user_tables WHERE relname = 'turn_steps'"


async def _say(owner_url: str, ref: ConversationRef, turns: range) -> None:
    """Over one connection, which counts what it did when it closes."""
    engine = create_engine(owner_url, pool_size=1)
    store = PostgresTurnStore(engine, FakeKeys(), PostgresBots(engine))
    for number in turns:
        inbound = an_inbound(ref, message_id=f"m-{number}")
        commit = a_commit(ref, inbound, commands=(say("hello"),), turn=f"s1t{number}", intent="hi")
        await store.commit(commit)
        assert (await store.commit(commit)).adopted
    await engine.dispose()


async def _are_counted(owner: psycopg.AsyncConnection, turns: int) -> None:
    async def are_counted() -> bool:
        row = await (await owner.execute(_COMMITTED)).fetchone()
        return bool(row and row[0] == turns)

    await eventually(are_counted)


async def test_no_turn_reads_a_table_from_end_to_end(
    postgres: Stores, owner_url: str, owner: psycopg.AsyncConnection
) -> None:
    """
    What a turn costs would grow with everything that was ever said, unseen in a small database.
    """
    ref = await postgres.open()
    await _say(owner_url, ref, range(SAID_BEFORE))
    await _are_counted(owner, SAID_BEFORE)
    await owner.execute("ANALYZE")
    await owner.execute("SELECT pg_stat_reset()")

    await _say(owner_url, ref, range(SAID_BEFORE, SAID_BEFORE + TURNS))

    await _are_counted(owner, TURNS)
    scanned = await (await owner.execute(_READ_FROM_END_TO_END, [GROWING])).fetchall()
    assert scanned == []
