"""The tenant's audit log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from domain.audit import AuditEntry, AuditNote


class AuditLog(Protocol):
    """Only ever added to, and each entry bound to the one before."""

    async def record(self, tenant_id: str, note: AuditNote) -> int:
        """Returns the entry's number. Raise DependencyUnavailable."""
        ...

    async def after(
        self, tenant_id: str, number: int = 0, *, limit: int = 1_000
    ) -> list[AuditEntry]:
        """Entries that follow the one with this number, in order."""
        ...

    async def listed(
        self,
        tenant_id: str,
        *,
        before: int | None = None,
        actor: str | None = None,
        action: str | None = None,
        limit: int = 100,
    ) -> list[AuditEntry]:
        """The latest first."""
        ...
