"""Memory twin of the tenant's people, their tokens and their browsers' sessions."""

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from domain.errors import Conflict, NotFound, SecondFactorDemanded
from domain.staff import (
    SESSION_END,
    SESSION_LIFE,
    TOKEN_LIFE,
    SignInMethod,
    StaffMember,
    StaffRecord,
    StaffRole,
    StaffSession,
    staff_name,
)


@dataclass
class _Session:
    staff_id: str
    method: SignInMethod
    began_at: datetime
    used_at: datetime
    provider_session: str | None
    has_factor: bool = False
    session_id: str = field(default_factory=lambda: secrets.token_hex(16))

    @property
    def ends_at(self) -> datetime:
        return min(self.used_at + SESSION_LIFE, self.began_at + SESSION_END)


class MemoryStaff:
    """Implements `Staff` within one process."""

    def __init__(self) -> None:
        self._records: dict[tuple[str, str], StaffRecord] = {}
        """(tenant, token) -> who."""
        self.demanding: set[str] = set()
        """Tenants that demand a second factor."""
        self._sessions: dict[tuple[str, str], _Session] = {}

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
    ) -> StaffRecord:
        """Add somebody with a token that is given."""
        name = staff_name(name)
        for known in self._records.values():
            if (known.tenant_id, known.name, known.revoked_at) == (tenant_id, name, None):
                raise Conflict(f"there is already somebody called {name}: revoke that token first")
        now = datetime.now(UTC)
        record = StaffRecord(
            tenant_id=tenant_id,
            staff_id=secrets.token_hex(8),
            name=name,
            role=role,
            added_at=now,
            expires_at=now + valid_for,
        )
        self._records[tenant_id, token] = record
        return record

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
        return _member(record)

    async def begin_session(
        self,
        member: StaffMember,
        method: SignInMethod = SignInMethod.TOKEN,
        *,
        provider_session: str | None = None,
        has_factor: bool = False,
    ) -> str:
        session, now = secrets.token_urlsafe(32), datetime.now(UTC)
        self._sessions[member.tenant_id, session] = _Session(
            member.staff_id, method, now, now, provider_session, has_factor
        )
        return session

    async def find_by_session(
        self, tenant_id: str, session: str, *, waives_factor: bool = False
    ) -> StaffMember | None:
        found = self._sessions.get((tenant_id, session))
        if found is None or not self._is_open(tenant_id, found):
            return None
        is_exempt = found.has_factor or found.method is SignInMethod.PROVIDER
        if tenant_id in self.demanding and not is_exempt and not waives_factor:
            raise SecondFactorDemanded
        found.used_at = datetime.now(UTC)
        return _member(self._by_id(tenant_id, found.staff_id)[1])

    async def factor_shown(self, tenant_id: str, session: str) -> None:
        if (found := self._sessions.get((tenant_id, session))) is not None:
            found.has_factor = True

    def factor_gone(self, tenant_id: str, staff_id: str) -> None:
        """Sessions that have shown it have shown none any more."""
        for (tenant, _), session in self._sessions.items():
            if (tenant, session.staff_id) == (tenant_id, staff_id):
                session.has_factor = False

    async def end_session(self, tenant_id: str, session: str) -> None:
        self._sessions.pop((tenant_id, session), None)

    async def sessions(self, tenant_id: str) -> list[StaffSession]:
        found = [
            StaffSession(
                session_id=each.session_id,
                staff_id=each.staff_id,
                name=self._by_id(tenant_id, each.staff_id)[1].name,
                method=each.method,
                began_at=each.began_at,
                used_at=each.used_at,
                ends_at=each.ends_at,
            )
            for (tenant, _), each in self._sessions.items()
            if tenant == tenant_id and self._is_open(tenant_id, each)
        ]
        return sorted(found, key=lambda each: each.used_at, reverse=True)

    async def end_sessions(
        self, tenant_id: str, *, session_id: str | None = None, staff_id: str | None = None
    ) -> int:
        ended = [
            key
            for key, each in self._sessions.items()
            if key[0] == tenant_id and (each.session_id == session_id or each.staff_id == staff_id)
        ]
        for key in ended:
            del self._sessions[key]
        return len(ended)

    def give_role(self, tenant_id: str, token: str, role: StaffRole) -> StaffRecord:
        """Of somebody who came by a provider."""
        record = self._records[tenant_id, token]
        if record.revoked_at is None:
            record = record.model_copy(update={"role": role})
        self._records[tenant_id, token] = record
        return record

    def end_provider_sessions(
        self, tenant_id: str, token: str, provider_session: str | None
    ) -> int:
        """One of the provider's sessions, or all."""
        staff_id = self._records[tenant_id, token].staff_id
        ended = [
            key
            for key, each in self._sessions.items()
            if key[0] == tenant_id
            and (each.staff_id, each.method) == (staff_id, SignInMethod.PROVIDER)
            and provider_session in {None, each.provider_session}
        ]
        for key in ended:
            del self._sessions[key]
        return len(ended)

    def _is_open(self, tenant_id: str, session: _Session) -> bool:
        now = datetime.now(UTC)
        _, record = self._by_id(tenant_id, session.staff_id)
        is_over = session.method is SignInMethod.TOKEN and record.expires_at <= now
        return session.ends_at > now and record.revoked_at is None and not is_over

    def _by_id(self, tenant_id: str, staff_id: str) -> tuple[tuple[str, str], StaffRecord]:
        for key, record in self._records.items():
            if (record.tenant_id, record.staff_id) == (tenant_id, staff_id):
                return key, record
        raise NotFound("there is nobody with this id: see `duralogue staff list`")


def _member(record: StaffRecord) -> StaffMember:
    return StaffMember(**record.model_dump(include=set(StaffMember.model_fields)))
