"""Memory twin of sign-ins by an identity provider."""

import secrets
from datetime import UTC, datetime, timedelta

from domain.errors import Conflict, NotAllowed
from domain.ports.provider_sign_ins import PendingSignIn
from domain.staff import StaffMember, StaffRole
from domain.staff_sign_in import SIGN_IN_LIFE_SECONDS
from infra.memory.staff import MemoryStaff


class MemoryProviderSignIns:
    """Implements `ProviderSignIns` within one process."""

    def __init__(self, staff: MemoryStaff) -> None:
        self._staff = staff
        self._pending: dict[tuple[str, str, str], tuple[PendingSignIn, datetime]] = {}
        self._people: dict[tuple[str, str, str], str] = {}
        """(tenant, issuer, subject) -> token, which nobody is told."""
        self._obeyed: set[tuple[str, str]] = set()

    async def begin(self, tenant_id: str, state: str, browser: str, pending: PendingSignIn) -> None:
        until = datetime.now(UTC) + timedelta(seconds=SIGN_IN_LIFE_SECONDS)
        self._pending[tenant_id, state, browser] = (pending, until)

    async def take(self, tenant_id: str, state: str, browser: str) -> PendingSignIn | None:
        pending, until = self._pending.pop((tenant_id, state, browser), (None, None))
        return pending if until and until > datetime.now(UTC) else None

    async def admit(
        self, tenant_id: str, issuer: str, subject: str, *, name: str, role: StaffRole
    ) -> StaffMember:
        who = (tenant_id, issuer, subject)
        if who not in self._people:
            token = secrets.token_urlsafe(32)
            try:
                self._staff.keep(token, tenant_id, name, role)
            except Conflict:
                refused = Conflict(f"There is already somebody called {name} here.")
                raise refused.because("name-taken") from None
            self._people[who] = token
        found = self._staff.give_role(tenant_id, self._people[who], role)
        if found.revoked_at is not None:
            said = "Your access was revoked here. Ask an administrator."
            raise NotAllowed(said).because("revoked")
        return StaffMember(**found.model_dump(include=set(StaffMember.model_fields)))

    async def end_sessions(
        self, tenant_id: str, issuer: str, *, subject: str | None, provider_session: str | None
    ) -> int:
        ended = 0
        for (tenant, from_issuer, known), token in self._people.items():
            if (tenant, from_issuer) != (tenant_id, issuer) or subject not in {None, known}:
                continue
            ended += self._staff.end_provider_sessions(tenant, token, provider_session)
        return ended

    async def is_first(self, tenant_id: str, logout_token: str) -> bool:
        before = len(self._obeyed)
        self._obeyed.add((tenant_id, logout_token))
        return len(self._obeyed) > before
