"""The audit log: written by a function of the database, and read in pages."""

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.audit import AuditEntry, AuditNote, shown
from infra.postgres.raw_queries import Row, tenant_rows

_WRITE = """
SELECT write_audit(%(tenant)s, %(actor)s, %(role)s, %(action)s, %(subject)s, %(detail)s) AS number
"""
_FIELDS = "tenant_id, number, at, actor, role, action, subject, detail, previous_hash, hash"
_AFTER = f"""
SELECT {_FIELDS} FROM audit_log WHERE tenant_id = %(tenant)s AND number > %(number)s
ORDER BY number LIMIT %(limit)s
"""  # noqa: S608 - of constants
_LISTED = f"""
SELECT {_FIELDS} FROM audit_log WHERE tenant_id = %(tenant)s
AND number < coalesce(%(before)s, 9223372036854775807)
AND actor = coalesce(%(actor)s, actor) AND action = coalesce(%(action)s, action)
ORDER BY number DESC LIMIT %(limit)s
"""  # noqa: S608 - of constants


class PostgresAuditLog:
    """Implements `AuditLog` over PostgreSQL."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def record(self, tenant_id: str, note: AuditNote) -> int:
        values = {
            "tenant": tenant_id,
            "actor": shown(note.actor),
            "role": note.role,
            "action": note.action,
            "subject": shown(note.subject),
            "detail": note.written_detail,
        }
        [row] = await tenant_rows(self._engine, tenant_id, _WRITE, values)
        number: int = row["number"]
        return number

    async def after(
        self, tenant_id: str, number: int = 0, *, limit: int = 1_000
    ) -> list[AuditEntry]:
        values = {"tenant": tenant_id, "number": number, "limit": limit}
        return _entries(await tenant_rows(self._engine, tenant_id, _AFTER, values))

    async def listed(
        self,
        tenant_id: str,
        *,
        before: int | None = None,
        actor: str | None = None,
        action: str | None = None,
        limit: int = 100,
    ) -> list[AuditEntry]:
        values = {
            "tenant": tenant_id,
            "before": before,
            "actor": actor,
            "action": action,
            "limit": limit,
        }
        return _entries(await tenant_rows(self._engine, tenant_id, _LISTED, values))


def _entries(rows: list[Row]) -> list[AuditEntry]:
    return [AuditEntry.model_validate(row) for row in rows]
