"""Memory twin of the audit log."""

from datetime import UTC, datetime

from domain.audit import AuditEntry, AuditNote, shown


class MemoryAuditLog:
    """Implements `AuditLog` within one process."""

    def __init__(self) -> None:
        self._entries: dict[str, list[AuditEntry]] = {}

    async def record(self, tenant_id: str, note: AuditNote) -> int:
        entries = self._entries.setdefault(tenant_id, [])
        entry = AuditEntry(
            tenant_id=tenant_id,
            number=len(entries) + 1,
            at=datetime.now(UTC),
            actor=shown(note.actor),
            role=note.role,
            action=note.action,
            subject=shown(note.subject),
            detail=note.written_detail,
            previous_hash=entries[-1].hash if entries else b"",
            hash=b"",
        )
        entries.append(entry.model_copy(update={"hash": entry.computed_hash()}))
        return entry.number

    async def after(
        self, tenant_id: str, number: int = 0, *, limit: int = 1_000
    ) -> list[AuditEntry]:
        return self._entries.get(tenant_id, [])[number:][:limit]

    async def listed(
        self,
        tenant_id: str,
        *,
        before: int | None = None,
        actor: str | None = None,
        action: str | None = None,
        limit: int = 100,
    ) -> list[AuditEntry]:
        found = [
            each
            for each in reversed(self._entries.get(tenant_id, []))
            if (before is None or each.number < before)
            and actor in {None, each.actor}
            and action in {None, each.action}
        ]
        return found[:limit]
