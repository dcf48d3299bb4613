"""Senders of whom nothing is taken for a while."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.desk.blocking import MOST_BLOCKED, BlockedKind, BlockedSender, Subject
from domain.errors import Conflict, NotFound
from infra.postgres.engine import tenant_transaction
from infra.postgres.raw_queries import tenant_rows, tenant_write

_SUBJECTS = """
SELECT c.customer_ref, (
    SELECT p.person FROM conversation_people p
    WHERE p.tenant_id = c.tenant_id AND p.conversation_id = c.conversation_id
    ORDER BY p.wrote_at DESC, p.person LIMIT 1
) AS person
FROM conversations c WHERE c.tenant_id = %(tenant)s AND c.conversation_id = %(conversation)s
"""
_BLOCK = """
INSERT INTO blocked_senders AS b (
    tenant_id, kind, subject, conversation_id, reason, blocked_by, blocked_at, until
) VALUES (
    %(tenant)s, %(kind)s, %(subject)s, %(conversation_id)s, %(reason)s, %(blocked_by)s,
    %(blocked_at)s, %(until)s
)
ON CONFLICT (tenant_id, kind, subject) DO UPDATE SET
    conversation_id = excluded.conversation_id, reason = excluded.reason,
    blocked_by = excluded.blocked_by, blocked_at = excluded.blocked_at, until = excluded.until,
    refused = CASE WHEN b.until > excluded.blocked_at THEN b.refused ELSE 0 END
"""
_COUNT = """
SELECT count(*) FROM blocked_senders WHERE tenant_id = %(tenant)s AND until > %(blocked_at)s
"""
_LIFT = """
DELETE FROM blocked_senders b USING unnest(%(kinds)s::text[], %(subjects)s::text[])
    AS gone (kind, subject)
WHERE b.tenant_id = %(tenant)s AND b.kind = gone.kind AND b.subject = gone.subject
"""
_LISTED = """
SELECT kind, subject, conversation_id, reason, blocked_by, blocked_at, until, refused
FROM blocked_senders WHERE tenant_id = %(tenant)s AND until > %(at)s
ORDER BY blocked_at DESC, subject LIMIT %(most)s
"""
_REFUSED = """
UPDATE blocked_senders SET refused = refused + 1
WHERE tenant_id = %(tenant)s AND kind = %(kind)s AND subject = %(subject)s
"""


class PostgresBlockedSenders:
    """Implements `BlockedSenders`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def subjects_of(self, tenant_id: str, conversation_id: str) -> list[Subject]:
        values = {"tenant": tenant_id, "conversation": conversation_id}
        rows = await tenant_rows(self._engine, tenant_id, _SUBJECTS, values)
        if not rows:
            raise NotFound("There is no such conversation.")
        known = [
            (BlockedKind.PERSON, rows[0]["person"]),
            (BlockedKind.CUSTOMER, rows[0]["customer_ref"]),
        ]
        found = [(kind, subject) for kind, subject in known if subject]
        return found or [(BlockedKind.CONVERSATION, conversation_id)]

    async def block(self, tenant_id: str, blocked: BlockedSender) -> None:
        values = {"tenant": tenant_id, **blocked.model_dump(), "kind": blocked.kind.value}
        async with tenant_transaction(self._engine, tenant_id) as connection:
            await connection.exec_driver_sql(_BLOCK, values)
            count = (await connection.exec_driver_sql(_COUNT, values)).scalar_one()
            if count > MOST_BLOCKED:
                raise Conflict(
                    f"{MOST_BLOCKED} senders are blocked already: lift some first"
                ).because("too-many")

    async def lift(self, tenant_id: str, subjects: Collection[Subject]) -> int:
        values = {
            "tenant": tenant_id,
            "kinds": [kind.value for kind, _ in subjects],
            "subjects": [subject for _, subject in subjects],
        }
        async with tenant_transaction(self._engine, tenant_id) as connection:
            return (await connection.exec_driver_sql(_LIFT, values)).rowcount

    async def listed(self, tenant_id: str, *, at: datetime) -> list[BlockedSender]:
        values = {"tenant": tenant_id, "at": at, "most": MOST_BLOCKED}
        rows = await tenant_rows(self._engine, tenant_id, _LISTED, values)
        return [BlockedSender.model_validate(row) for row in rows]

    async def count_refused(self, tenant_id: str, subject: Subject) -> None:
        values = {"tenant": tenant_id, "kind": subject[0].value, "subject": subject[1]}
        await tenant_write(self._engine, tenant_id, _REFUSED, values)
