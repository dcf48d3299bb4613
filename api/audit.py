"""Audit entries of routes: what staff did, recorded once it has been done."""

from collections.abc import Callable, Coroutine, Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Final

import structlog
from fastapi import Depends, Request
from fastapi.dependencies.models import Dependant
from fastapi.responses import Response

from api.dependencies import Gateway, gateway_of
from domain.audit import AuditNote
from domain.errors import DependencyUnavailable
from domain.staff import StaffMember, StaffRole

_log = structlog.get_logger(__name__)
AuditDetail = dict[str, str | int | bool | None]
_detail: ContextVar[AuditDetail | None] = ContextVar("audit_detail", default=None)
_ACTION: Final = ""
"""Beside the details of an entry: what it is called, where that is not as the route is."""
_ACTOR: Final = "audit_actor"
_MEMBER: Final = "staff_member"
_REFUSED: Final = 400
_REPLAYED: Final = "idempotency-replayed"


@dataclass(frozen=True)
class AuditMark:
    """The dependency by which a route says what its doing is called."""

    action: str
    subject: str
    """Which part of the path names what it is done to; "" where none does."""
    spares_agents: bool
    is_reading: bool
    """Noted once for what somebody reads at once."""

    async def __call__(self) -> None:
        """Marks the route; the route's handler records."""


def audited(
    action: str, subject: str = "", *, spares_agents: bool = False, is_reading: bool = False
) -> Any:
    """For `dependencies=[…]` of a route. `spares_agents` is for what agents read all day."""
    return Depends(AuditMark(action, subject, spares_agents, is_reading))


READING: Final = audited("conversation_read", "conversation", spares_agents=True, is_reading=True)


def say_in_audit(**detail: str | int | bool | None) -> None:
    """Adds to the entry of the request that is being handled; never what customers said."""
    gathered = _detail.get()
    if gathered is not None:
        gathered.update(detail)


def audit_as(action: str) -> None:
    """Names what was done, where the route is called otherwise; "" where nothing was done."""
    say_in_audit(**{_ACTION: action})


def detail_apart() -> AuditDetail:
    """One of this task's own, for what is done beside others within one request and is an entry
    by itself."""
    apart: AuditDetail = {}
    _detail.set(apart)
    return apart


def note_actor(request: Request, member: StaffMember) -> None:
    """Whoever lets somebody of the staff in says who it is."""
    request.scope[_ACTOR] = (member.tenant_id, member.name, member.role.value)
    request.scope[_MEMBER] = member


def member_of(request: Request) -> StaffMember | None:
    """Whoever of the staff was let in."""
    member: StaffMember | None = request.scope.get(_MEMBER)
    return member


def note_key(request: Request, tenant_id: str, name: str) -> None:
    request.scope[_ACTOR] = (tenant_id, f"key:{name}", "server")


def audit_mark_of(dependant: Dependant) -> AuditMark | None:
    calls: Iterable[Any] = (each.call for each in dependant.dependencies)
    return next((call for call in calls if isinstance(call, AuditMark)), None)


def recording(
    handle: Callable[[Request], Coroutine[Any, Any, Response]], mark: AuditMark | None
) -> Callable[[Request], Coroutine[Any, Any, Response]]:
    """The handler, which records what went well and was done by staff, once."""
    if mark is None:
        return handle

    async def handled(request: Request) -> Response:
        gathered: AuditDetail = {}
        before = _detail.set(gathered)
        try:
            answer = await handle(request)
        finally:
            _detail.reset(before)
        if answer.status_code < _REFUSED and _REPLAYED not in answer.headers:
            await _record(request, mark, gathered)
        return answer

    return handled


async def record(gateway: Gateway, tenant_id: str, note: AuditNote) -> bool:
    """Whether it is in the log. What has been done is not called a failure where nobody could note
    it: the log line holds the entry."""
    try:
        await gateway.ports.audit.record(tenant_id, note)
    except DependencyUnavailable:
        _log.exception("audit_not_recorded", tenant_id=tenant_id, **note.model_dump())
        return False
    return True


async def _record(request: Request, mark: AuditMark, detail: AuditDetail) -> None:
    if _ACTOR not in request.scope:
        return  # a visitor, on a route for both
    tenant_id, actor, role = request.scope[_ACTOR]
    gateway = gateway_of(request.scope)
    if mark.spares_agents and role == StaffRole.AGENT:
        return
    subject = str(request.path_params.get(mark.subject, ""))
    if not (action := str(detail.pop(_ACTION, mark.action))):
        return
    note = AuditNote(actor=actor, role=role, action=action, subject=subject, detail=detail)
    if mark.is_reading:
        await _record_reading(gateway, tenant_id, note)
    else:
        await record(gateway, tenant_id, note)


async def _record_reading(gateway: Gateway, tenant_id: str, note: AuditNote) -> None:
    """Marked before it is written: a page reads in parts, all at once."""
    reading = (tenant_id, note.actor, note.subject)
    if not gateway.readings.is_new(reading):
        return
    is_noted = False
    try:
        is_noted = await record(gateway, tenant_id, note)
    finally:
        if not is_noted:
            gateway.readings.forget(reading)
