"""Passwords, second factors, and wrong tries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime, timedelta

    from domain.staff import StaffMember


class StaffCredentials(Protocol):
    """What people know and have, beside their tokens."""

    async def set_password(self, tenant_id: str, staff_id: str, password: str) -> None:
        """A good one, as `require_good_password` returns it. Ends the sessions begun with the
        one before. Raise NotFound."""
        ...

    async def check_password(self, tenant_id: str, name: str, password: str) -> StaffMember | None:
        """None for a wrong one and for nobody, after the same time."""
        ...

    async def has_password(self, tenant_id: str, staff_id: str) -> bool:
        """Whether one was ever set."""
        ...

    async def has_second_factor(self, tenant_id: str, staff_id: str) -> bool:
        """Whether one is set up and confirmed."""
        ...

    async def begin_second_factor(self, tenant_id: str, staff_id: str) -> bytes:
        """A new secret, which counts once a code of it is shown. Raise Conflict where there is
        one that counts already."""
        ...

    async def begun_second_factor(self, tenant_id: str, staff_id: str) -> bytes | None:
        """The secret that was begun and does not count yet, for who mistyped its first code."""
        ...

    async def confirm_second_factor(
        self, tenant_id: str, staff_id: str, code: str, *, at: datetime
    ) -> tuple[str, ...]:
        """The recovery codes, shown once; none at all for a wrong code."""
        ...

    async def check_code(self, tenant_id: str, staff_id: str, code: str, *, at: datetime) -> bool:
        """A code of the app or a recovery code; each is good once."""
        ...

    async def remove_second_factor(self, tenant_id: str, staff_id: str) -> None:
        """With its recovery codes. Sessions that have shown it have shown none any more."""
        ...

    async def with_second_factor(self, tenant_id: str) -> frozenset[str]:
        """Ids of those of the staff for whom one is set up and confirmed."""
        ...

    async def demands_second_factor(self, tenant_id: str) -> bool:
        """Whether the tenant demands one of everybody who signs in here, and not by a provider."""
        ...

    async def demand_second_factor(self, tenant_id: str, by: str, *, is_demanded: bool) -> bool:
        """From the next request on. Returns whether that is a change."""
        ...


class SignInFailures(Protocol):
    """Wrong tries in a row, and how long to wait for the next."""

    async def take(self, tenant_id: str, who: str, *, free: int) -> timedelta | None:
        """Counts a try before its outcome is known, so that tries at once count too. Returns how
        long to wait where there were too many; then it is no try."""
        ...

    async def forgive(self, tenant_id: str, whos: Collection[str]) -> None:
        """It went well: forget all tries of these."""
        ...

    async def give_back(self, tenant_id: str, who: str) -> None:
        """It went well: this one try counts no more."""
        ...
