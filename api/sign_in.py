"""Signing in with a password and a code, and what begins and ends with it."""

from datetime import UTC, datetime
from typing import Final

import structlog

from api.audit import record
from api.dependencies import Gateway
from domain.audit import AuditNote
from domain.errors import InvalidInput, NotAuthenticated, RateLimited
from domain.passwords import FREE_OF_ACCOUNT, FREE_OF_ADDRESS, normal_password
from domain.staff import SignInMethod, StaffMember, staff_name

_log = structlog.get_logger(__name__)
_WRONG: Final = "There is nobody with this name and password."
_WRONG_CODE: Final = "The code is wrong, or was used already."


async def member_by_password(
    gateway: Gateway, tenant_id: str, address: str, written_name: str, password: str
) -> StaffMember:
    """Raise NotAuthenticated, the same for a wrong password and for nobody, and RateLimited after
    too many tries of this account or from this address."""
    name = _name(written_name)
    account, place = f"account/{name.casefold()}", f"address/{address}"
    await _take(gateway, tenant_id, place, FREE_OF_ADDRESS)
    await _take(gateway, tenant_id, account, FREE_OF_ACCOUNT)
    found = await gateway.ports.credentials.check_password(
        tenant_id, name, normal_password(password)
    )
    if found is None:
        _log.warning("staff_sign_in_failed", tenant_id=tenant_id)
        raise NotAuthenticated(_WRONG)
    await gateway.ports.sign_in_failures.forgive(tenant_id, (account,))
    await gateway.ports.sign_in_failures.give_back(tenant_id, place)
    return found


async def require_code(gateway: Gateway, member: StaffMember, code: str) -> None:
    """Raise NotAuthenticated for a wrong one, RateLimited after too many."""
    who = f"code/{member.staff_id}"
    await _take(gateway, member.tenant_id, who, FREE_OF_ACCOUNT)
    is_right = await gateway.ports.credentials.check_code(
        member.tenant_id, member.staff_id, code.strip(), at=datetime.now(UTC)
    )
    if not is_right:
        _log.warning("staff_code_wrong", staff_id=member.staff_id)
        raise NotAuthenticated(_WRONG_CODE)
    await gateway.ports.sign_in_failures.forgive(member.tenant_id, (who,))


async def begin_session(
    gateway: Gateway,
    member: StaffMember,
    method: SignInMethod,
    *,
    provider_session: str | None = None,
    has_factor: bool = False,
) -> str:
    """What the browser keeps; the sign-in is in the audit log."""
    session = await gateway.ports.staff.begin_session(
        member, method, provider_session=provider_session, has_factor=has_factor
    )
    _log.info("staff_logged_in", staff_id=member.staff_id)
    note = AuditNote(
        actor=member.name, role=member.role, action="signed_in", detail={"by": method.value}
    )
    await record(gateway, member.tenant_id, note)
    return session


async def sign_out(gateway: Gateway, tenant_id: str, session: str) -> None:
    """Nobody is signed out twice, and a session that has ended is no news."""
    staff = gateway.ports.staff
    member = await staff.find_by_session(tenant_id, session, waives_factor=True)
    await gateway.ports.staff.end_session(tenant_id, session)
    if member is not None:
        note = AuditNote(actor=member.name, role=member.role, action="signed_out")
        await record(gateway, tenant_id, note)


async def _take(gateway: Gateway, tenant_id: str, who: str, free: int) -> None:
    wait = await gateway.ports.sign_in_failures.take(tenant_id, who, free=free)
    if wait is not None:
        gateway.metrics.rate_limited.labels(tenant_id, "logins").inc()
        raise RateLimited(wait)


def _name(written: str) -> str:
    """A name that nobody can have is as wrong as one that nobody has."""
    try:
        return staff_name(written)
    except InvalidInput:
        return ""
