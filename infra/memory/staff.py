"""Memory twin of the tenant's people, their tokens and their browsers' sessions."""

import secrets
from datetime import UTC, datetime, timedelta

from domain.errors import Conflict, NotFound
from domain.staff import SESSION_LIFE, TOKEN_LIFE, StaffMember, StaffRecord, StaffRole, staff_name


class MemoryStaff:
    """Implements `Staff` within one process."""

    def __init__(self) -> None:
        self._records: dict[tuple[str, str], StaffRecord] = {}
        """(tenant, token) -> who."""
        self._sessions: dict[tuple[str, str], tuple[str, datetime]] = {}
        """(tenant, session) -> (token, until when)."""

    async def add(
        self, tenant_id: str, name: str, role: StaffRole, *, valid_for: timedelta = TOKEN_LIFE
    ) -> str:
        token = secrets.token_urlsafe(32)
        self.keep(token, tenant_id, name, role, valid_for=valid_for)
        return token

    def keep(
        self,
        token: str,
        tenant_id: str,
        name: str,
        role: StaffRole,
        *,
        valid_for: timedelta = TOKEN_LIFE,
    ) -> None:
        """Add somebody with a token that is given."""
        name = staff_name(name)
        for known in self._records.values():
            if (known.tenant_id, known.name, known.revoked_at) == (tenant_id, name, None):
                raise Conflict(f"there is already somebody called {name}: revoke that token first")
        now = datetime.now(UTC)
        self._records[tenant_id, token] = StaffRecord(
            tenant_id=tenant_id,
            staff_id=secrets.token_hex(8),
            name=name,
            role=role,
            added_at=now,
            expires_at=now + valid_for,
        )

    async def listed(self, tenant_id: str) -> list[StaffRecord]:
        return [record for record in self._records.values() if record.tenant_id == tenant_id]

    async def revoke(self, tenant_id: str, staff_id: str) -> None:
        key, record = self._by_id(tenant_id, staff_id)
        at = record.revoked_at or datetime.now(UTC)
        self._records[key] = record.model_copy(update={"revoked_at": at})

    async def expire(self, tenant_id: str, staff_id: str, valid_for: timedelta) -> None:
        key, record = self._by_id(tenant_id, staff_id)
        until = datetime.now(UTC) + valid_for
        self._records[key] = record.model_copy(update={"expires_at": until})

    async def find(self, tenant_id: str, token: str) -> StaffMember | None:
        record, now = self._records.get((tenant_id, token)), datetime.now(UTC)
        if record is None or record.revoked_at or record.expires_at <= now:
            return None
        self._records[tenant_id, token] = record.model_copy(update={"last_used_at": now})
        return StaffMember(**record.model_dump(include=set(StaffMember.model_fields)))

    async def begin_session(self, member: StaffMember) -> str:
        (_, token), _ = self._by_id(member.tenant_id, member.staff_id)
        session = secrets.token_urlsafe(32)
        self._sessions[member.tenant_id, session] = (token, datetime.now(UTC) + SESSION_LIFE)
        return session

    async def find_by_session(self, tenant_id: str, session: str) -> StaffMember | None:
        now = datetime.now(UTC)
        token, until = self._sessions.get((tenant_id, session), ("", now))
        if until <= now:
            return None
        self._sessions[tenant_id, session] = (token, now + SESSION_LIFE)
        return await self.find(tenant_id, token)

    async def end_session(self, tenant_id: str, session: str) -> None:
        self._sessions.pop((tenant_id, session), None)

    def _by_id(self, tenant_id: str, staff_id: str) -> tuple[tuple[str, str], StaffRecord]:
        for key, record in self._records.items():
            if (record.tenant_id, record.staff_id) == (tenant_id, staff_id):
                return key, record
        raise NotFound("there is nobody with this id: see `duralogue staff list`")
