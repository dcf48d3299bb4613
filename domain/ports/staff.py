"""The tenant's own people: their tokens, and the sessions of their browsers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import timedelta

    from domain.staff import SignInMethod, StaffMember, StaffRecord, StaffRole, StaffSession


class Staff(Protocol):
    """The tenant's people. A token or a session is stored only as a hash."""

    async def add(
        self, tenant_id: str, name: str, role: StaffRole, *, valid_for: timedelta = ...
    ) -> str:
        """Returns the token, which is stored only as a hash and never shown again."""
        ...

    async def listed(self, tenant_id: str) -> list[StaffRecord]:
        """Everybody, the first added first, with those whose tokens are over."""
        ...

    async def revoke(self, tenant_id: str, staff_id: str) -> None:
        """From now on the token and its sessions are unknown, for good. Raise NotFound."""
        ...

    async def expire(self, tenant_id: str, staff_id: str, valid_for: timedelta) -> None:
        """Let the token end so long from now. Raise NotFound."""
        ...

    async def find(self, tenant_id: str, token: str) -> StaffMember | None:
        """None also for a token that is revoked or has expired."""
        ...

    async def begin_session(
        self,
        member: StaffMember,
        method: SignInMethod = ...,
        *,
        provider_session: str | None = None,
        has_factor: bool = False,
    ) -> str:
        """Returns what the browser keeps instead of a credential; stored only as a hash.
        `has_factor`: a second factor was shown on the way."""
        ...

    async def find_by_session(
        self, tenant_id: str, session: str, *, waives_factor: bool = False
    ) -> StaffMember | None:
        """None where it, or the token behind it, has ended. Being asked for renews it, up to
        `SESSION_END`.

        Raise SecondFactorDemanded where the tenant demands a second factor that this session has
        not shown; `waives_factor` is for the way to showing it."""
        ...

    async def factor_shown(self, tenant_id: str, session: str) -> None:
        """From now on this session counts as one with a second factor."""
        ...

    async def end_session(self, tenant_id: str, session: str) -> None:
        """For good; one that is unknown has ended already."""
        ...

    async def sessions(self, tenant_id: str) -> list[StaffSession]:
        """Those that still open something, the one that was used last first."""
        ...

    async def end_sessions(
        self, tenant_id: str, *, session_id: str | None = None, staff_id: str | None = None
    ) -> int:
        """One by its id, or all of somebody's; returns how many."""
        ...
