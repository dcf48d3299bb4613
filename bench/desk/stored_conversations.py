"""Conversations that a tenant has stored by now: made within PostgreSQL, not talked."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

from psycopg import AsyncConnection, sql

from bench.stack import TENANT
from infra.postgres.database_role import TENANT_SETTING

WAITING: Final = 2_000
LONG: Final = "bench-long"
LONG_MESSAGES: Final = 5_000
STORED: Final = "stored-"
"""How the ids of stored conversations begin; a number from 1 follows."""
_HANDED_OFF_OF: Final = 4
"""One conversation of so many was handed off."""
_FILLED: Final = ("conversations", "messages", "conversation_events", "handoffs")
_WORDS: Final = "messages_by_words"
_CONVERSATIONS: Final = """
INSERT INTO conversations (tenant_id, conversation_id, channel, status, owner, revision, last_seq,
    customer_ref, opened_at, updated_at)
SELECT %(tenant)s, %(stored)s || n, (ARRAY['web', 'sms', 'slack'])[1 + n %% 3], 'active', 'bot',
    'bench', 2, 'cust-' || n %% 200000,
    now() - n * interval '30 seconds', now() - n * interval '30 seconds'
FROM generate_series(1, %(conversations)s) n
"""
_SAID: Final = """
INSERT INTO messages (tenant_id, conversation_id, role, message_id, seq, session, turn, text,
    quick_replies, citations, at)
SELECT %(tenant)s, %(stored)s || n, role, role || n, seq, 1, 't' || n,
    replace(replace(text, '%%order', 'B' || 1000000 + n), '%%size', 'size' || n %% 997),
    '[]', '[]', now() - n * interval '30 seconds'
FROM generate_series(1, %(conversations)s) n
CROSS JOIN LATERAL (VALUES
    (1, 'customer', (ARRAY[
        'Where is my order %%order? It was to come on Monday and nobody has called me.',
        'I want to send back the jacket of %%order, it is %%size and far too small for me.',
        'How long does a refund take? You took %%order back two weeks ago.',
        'Can I change the address of %%order? We have moved to another street.'])[1 + n %% 4]),
    (2, 'bot', (ARRAY[
        'Your parcel left our warehouse yesterday and will be with you on Monday.',
        'You can send everything back within 30 days of the day on which it came.',
        'A refund takes three to five days once the parcel has come back to us.',
        'We have changed the address. You find it in your account.'])[1 + n %% 4])
) AS said (seq, role, text)
"""
_LONG_CHAT: Final = """
WITH chat AS (
    INSERT INTO conversations (tenant_id, conversation_id, channel, status, owner, revision,
        last_seq, customer_ref, opened_at, updated_at)
    VALUES (%(tenant)s, %(long)s, 'sms', 'active', 'bot', 'bench', %(messages)s, 'cust-long',
        now() - interval '9 days', now())
), said AS (
    SELECT n, CASE n %% 2 WHEN 1 THEN 'customer' ELSE 'bot' END AS role, 'long-' || n AS id,
        'Line ' || n || ' of a chat that goes on and on about one parcel' AS text,
        now() - (%(messages)s - n) * interval '2 minutes' AS at
    FROM generate_series(1, %(messages)s) n
), told AS (
    INSERT INTO conversation_events (tenant_id, conversation_id, seq, kind, data, at)
    SELECT %(tenant)s, %(long)s, n, 'message',
        jsonb_build_object('message_id', id, 'role', role, 'text', text), at FROM said
)
INSERT INTO messages (tenant_id, conversation_id, role, message_id, seq, session, turn, text,
    quick_replies, citations, at)
SELECT %(tenant)s, %(long)s, role, id, n, 1, 't' || n, text, '[]', '[]', at FROM said
"""
_HANDED_OFF: Final = """
INSERT INTO handoffs (tenant_id, handoff_id, conversation_id, queue, priority, status, opened_at,
    claimed_at, ended_at, assigned_agent, channel, customer_ref, preview, disposition)
SELECT %(tenant)s, 'stored-h' || n, %(stored)s || n, (ARRAY['support', 'returns'])[1 + n %% 2],
    1 + n %% 5, 'returned', at, at + interval '1 minute', at + interval '9 minutes',
    'Agent ' || 1 + n %% 200, 'web', 'cust-' || n %% 200000, 'Where is my parcel?',
    (ARRAY['solved', 'refunded', 'unreachable'])[1 + n %% 3]
FROM generate_series(%(waiting)s + 1, %(conversations)s) n
CROSS JOIN LATERAL (SELECT now() - n * interval '30 seconds' AS at) AS began
WHERE n %% %(of)s = 0
"""
# With all triggers, as handoffs are. By SMS: nobody has left a page that they closed.
_WAIT: Final = """
INSERT INTO handoffs (tenant_id, handoff_id, conversation_id, queue, priority, status, opened_at)
SELECT %(tenant)s, 'stored-w' || n, CASE n WHEN 1 THEN %(long)s ELSE %(stored)s || n * 3 + 1 END,
    (ARRAY['support', 'returns'])[1 + n %% 2], 1 + n %% 5, 'waiting',
    now() - n * interval '1 second'
FROM generate_series(1, %(waiting)s) n
"""


async def store(connection: AsyncConnection[Any], conversations: int) -> None:
    """So many conversations of two messages, one of four with a handoff that has ended; the long
    one; and those who wait."""
    values = {
        "tenant": TENANT,
        "stored": STORED,
        "long": LONG,
        "messages": LONG_MESSAGES,
        "conversations": conversations,
        "waiting": WAITING,
        "of": _HANDED_OFF_OF,
    }
    await belong_to_the_tenant(connection)
    async with untold(connection, _FILLED), _without_index(connection, _WORDS):
        for statement in (_CONVERSATIONS, _SAID, _LONG_CHAT, _HANDED_OFF):
            await connection.execute(statement, values)
    await connection.execute(_WAIT, values)
    for table in (*_FILLED, "desk_events"):
        await connection.execute(sql.SQL("VACUUM ANALYZE {}").format(sql.Identifier(table)))


async def belong_to_the_tenant(connection: AsyncConnection[Any]) -> None:
    await connection.execute("SELECT set_config(%s, %s, false)", (TENANT_SETTING, TENANT))
    await connection.execute("SET synchronous_commit = off")
    await connection.execute("SET maintenance_work_mem = '512MB'")


@asynccontextmanager
async def untold(connection: AsyncConnection[Any], tables: tuple[str, ...]) -> AsyncIterator[None]:
    """No trigger of these tables fires inside the block."""
    for table in tables:
        await _triggers(connection, table, "DISABLE")
    try:
        yield
    finally:
        for table in tables:
            await _triggers(connection, table, "ENABLE")


async def _triggers(connection: AsyncConnection[Any], table: str, do: str) -> None:
    await connection.execute(
        sql.SQL("ALTER TABLE {} {} TRIGGER USER").format(sql.Identifier(table), sql.SQL(do))
    )


@asynccontextmanager
async def _without_index(connection: AsyncConnection[Any], name: str) -> AsyncIterator[None]:
    """Built once at the end, which is some times quicker than row by row."""
    found = await connection.execute("SELECT pg_get_indexdef(to_regclass(%s))", (name,))
    row = await found.fetchone()
    assert row is not None
    await connection.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
    yield
    await connection.execute(row[0].encode())
