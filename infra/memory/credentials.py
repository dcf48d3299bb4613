"""Memory twins of passwords, second factors and wrong tries."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from domain.errors import Conflict, NotFound
from domain.one_time_codes import matching_step, new_recovery_codes, new_secret, recovery_hash
from domain.passwords import FORGOTTEN_AFTER, pause_after
from domain.staff import SignInMethod, StaffMember, StaffRecord
from infra.memory.staff import MemoryStaff
from infra.password_hashing import PasswordHashing


@dataclass
class _Known:
    password_hash: str | None = None
    secret: bytes | None = None
    is_confirmed: bool = False
    last_step: int = 0
    recovery: set[bytes] = field(default_factory=set)


class MemoryStaffCredentials:
    """Implements `StaffCredentials` within one process."""

    def __init__(self, staff: MemoryStaff) -> None:
        self._staff = staff
        self._hashing = PasswordHashing(memory_kib=8, passes=1)
        self._known: dict[tuple[str, str], _Known] = {}

    async def set_password(self, tenant_id: str, staff_id: str, password: str) -> None:
        await self._living(tenant_id, staff_id)
        self._of(tenant_id, staff_id).password_hash = await self._hashing.hashed(password)
        for each in await self._staff.sessions(tenant_id):
            if (each.staff_id, each.method) == (staff_id, SignInMethod.PASSWORD):
                await self._staff.end_sessions(tenant_id, session_id=each.session_id)

    async def check_password(self, tenant_id: str, name: str, password: str) -> StaffMember | None:
        people = await self._staff.listed(tenant_id)
        found = next((each for each in people if each.name == name and not each.revoked_at), None)
        known = self._of(tenant_id, found.staff_id).password_hash if found else None
        if not await self._hashing.matches(password, known) or found is None:
            return None
        return StaffMember(**found.model_dump(include=set(StaffMember.model_fields)))

    async def has_password(self, tenant_id: str, staff_id: str) -> bool:
        return self._of(tenant_id, staff_id).password_hash is not None

    async def has_second_factor(self, tenant_id: str, staff_id: str) -> bool:
        return self._of(tenant_id, staff_id).is_confirmed

    async def begin_second_factor(self, tenant_id: str, staff_id: str) -> bytes:
        await self._living(tenant_id, staff_id)
        known = self._of(tenant_id, staff_id)
        if known.is_confirmed:
            raise Conflict("there is a second factor already: remove it first")
        known.secret, known.last_step = new_secret(), 0
        return known.secret

    async def begun_second_factor(self, tenant_id: str, staff_id: str) -> bytes | None:
        known = self._of(tenant_id, staff_id)
        return None if known.is_confirmed else known.secret

    async def confirm_second_factor(
        self, tenant_id: str, staff_id: str, code: str, *, at: datetime
    ) -> tuple[str, ...]:
        known = self._of(tenant_id, staff_id)
        step = matching_step(known.secret, code, at, after=0) if known.secret else None
        if step is None or known.is_confirmed:
            return ()
        codes = new_recovery_codes()
        known.is_confirmed, known.last_step = True, step
        known.recovery = {recovery_hash(each) for each in codes}
        return codes

    async def check_code(self, tenant_id: str, staff_id: str, code: str, *, at: datetime) -> bool:
        known = self._of(tenant_id, staff_id)
        if known.secret is None or not known.is_confirmed:
            return False
        step = matching_step(known.secret, code, at, after=known.last_step)
        if step is not None:
            known.last_step = step
            return True
        hashed = recovery_hash(code)
        is_known = hashed in known.recovery
        known.recovery.discard(hashed)
        return is_known

    async def remove_second_factor(self, tenant_id: str, staff_id: str) -> None:
        known = self._of(tenant_id, staff_id)
        known.secret, known.is_confirmed, known.recovery = None, False, set()
        self._staff.factor_gone(tenant_id, staff_id)

    async def with_second_factor(self, tenant_id: str) -> frozenset[str]:
        known = self._known.items()
        return frozenset(who for (of, who), one in known if of == tenant_id and one.is_confirmed)

    async def demands_second_factor(self, tenant_id: str) -> bool:
        return tenant_id in self._staff.demanding

    async def demand_second_factor(self, tenant_id: str, by: str, *, is_demanded: bool) -> bool:  # noqa: ARG002
        before = tenant_id in self._staff.demanding
        if is_demanded:
            self._staff.demanding.add(tenant_id)
        else:
            self._staff.demanding.discard(tenant_id)
        return before is not is_demanded

    def _of(self, tenant_id: str, staff_id: str) -> _Known:
        return self._known.setdefault((tenant_id, staff_id), _Known())

    async def _living(self, tenant_id: str, staff_id: str) -> StaffRecord:
        for each in await self._staff.listed(tenant_id):
            if each.staff_id == staff_id and each.revoked_at is None:
                return each
        raise NotFound("there is nobody with this id: see `duralogue staff list`")


@dataclass
class _Tries:
    failures: int
    last_at: datetime
    until: datetime


class MemorySignInFailures:
    """Implements `SignInFailures` within one process."""

    def __init__(self) -> None:
        self._tries: dict[tuple[str, str], _Tries] = {}

    async def take(self, tenant_id: str, who: str, *, free: int) -> timedelta | None:
        now = datetime.now(UTC)
        known = self._tries.get((tenant_id, who))
        if known and known.until > now:
            return known.until - now
        before = known.failures if known and now - known.last_at <= FORGOTTEN_AFTER else 0
        self._tries[tenant_id, who] = _Tries(before + 1, now, now + pause_after(before + 1, free))
        return None

    async def forgive(self, tenant_id: str, whos: Collection[str]) -> None:
        for who in whos:
            self._tries.pop((tenant_id, who), None)

    async def give_back(self, tenant_id: str, who: str) -> None:
        known = self._tries.get((tenant_id, who))
        if known:
            known.failures, known.until = known.failures - 1, datetime.now(UTC)
