"""Authentication: a visitor by their session, the tenant's staff by their tokens."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Final

from fastapi import Depends, Path, Request, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from structlog.contextvars import bind_contextvars

from api.audit import note_actor
from api.caller_check import once
from api.dependencies import Gateway, TheGateway
from api.staff_cookie import keep_signed_in, require_csrf, signed_in_cookie
from api.visitor_sessions import VisitorSession
from domain.errors import NotAllowed, NotAuthenticated, NotFound, SessionVoid
from domain.staff import Permission, StaffMember, require, stands_in
from domain.tenant_settings import TenantConfig

_session_token = HTTPBearer(
    scheme_name="session", description="From `POST …/sessions`.", auto_error=False
)
staff_token = HTTPBearer(
    scheme_name="staff",
    description="From `duralogue staff add`. A browser that has signed in sends its cookie "
    "instead, and with everything but reads the header X-CSRF-Token.",
    auto_error=False,
)
LONGEST_STAFF_TOKEN: Final = 256
Credentials = HTTPAuthorizationCredentials | None


async def _tenant(
    gateway: TheGateway,
    tenant: Annotated[str, Path(description="The tenant's name.", examples=["acme"])],
) -> TenantConfig:
    config = await gateway.tenants.get(tenant)
    bind_contextvars(tenant_id=config.tenant)
    return config


Tenant = Annotated[TenantConfig, Depends(_tenant)]


@once
async def _session(
    gateway: TheGateway, tenant: Tenant, shown: Annotated[Credentials, Depends(_session_token)]
) -> VisitorSession:
    if shown is None:
        raise NotAuthenticated("Send your session: Authorization: Bearer <session_token>.")
    return gateway.sessions.read(shown.credentials, tenant_id=tenant.tenant)


Session = Annotated[VisitorSession, Depends(_session)]


async def _own_conversation(
    session: Session,
    conversation: Annotated[str, Path(description="The id that came with the session.")],
) -> VisitorSession:
    """Somebody else's conversation and one that never was get the same answer."""
    if conversation != session.conversation_id:
        raise NotFound("There is no such conversation for this session.")
    bind_contextvars(conversation_id=conversation)
    return session


OwnConversation = Annotated[VisitorSession, Depends(_own_conversation)]


async def require_holding(gateway: Gateway, session: VisitorSession) -> None:
    """Raise SessionVoid for a session that no longer opens its conversation."""
    conversation = (session.tenant_id, session.conversation_id)
    if not await gateway.ports.identities.holds(*conversation, session.proof):
        raise SessionVoid


async def find_staff(gateway: Gateway, tenant_id: str, token: str) -> StaffMember:
    member = await gateway.ports.staff.find(tenant_id, token) if _may_be_ours(token) else None
    if member is None:
        raise NotAuthenticated("Unknown staff token for this tenant, or one that has ended.")
    return member


async def find_signed_in(
    gateway: Gateway, tenant_id: str, session: str, *, waives_factor: bool = False
) -> StaffMember:
    """Raise NotAuthenticated for nobody, SecondFactorDemanded where the tenant demands a second
    factor that the session has not shown."""
    member = None
    if _may_be_ours(session):
        member = await gateway.ports.staff.find_by_session(
            tenant_id, session, waives_factor=waives_factor
        )
    if member is None:
        raise NotAuthenticated("You are no longer signed in. Sign in again.")
    return member


def _may_be_ours(secret: str) -> bool:
    return secret.isascii() and secret.isprintable() and 0 < len(secret) <= LONGEST_STAFF_TOKEN


async def staff_by(
    request: Request, response: Response, gateway: Gateway, tenant_id: str, shown: Credentials
) -> StaffMember:
    """Whoever shows a staff token, or has signed in with this browser.

    Raise NotAuthenticated for nobody of this tenant's, NotAllowed where a browser's unsafe request
    comes without its CSRF token.
    """
    if shown is not None:
        member = await find_staff(gateway, tenant_id, shown.credentials)
        note_actor(request, member)
        return member
    named, session = signed_in_cookie(request)
    if named != tenant_id:
        raise NotAuthenticated("Sign in, or send a staff token: Authorization: Bearer <token>.")
    member = await find_signed_in(gateway, tenant_id, session)
    require_csrf(request, session)
    keep_signed_in(request, response, tenant_id, session)
    note_actor(request, member)
    return member


@once
async def _staff_member(
    request: Request,
    response: Response,
    gateway: TheGateway,
    tenant: Tenant,
    shown: Annotated[Credentials, Depends(staff_token)],
) -> StaffMember:
    return await staff_by(request, response, gateway, tenant.tenant, shown)


AnyStaff = Annotated[StaffMember, Depends(_staff_member)]


AskAgain = Callable[[], Awaitable[StaffMember]]


async def _who_asks(
    request: Request,
    gateway: TheGateway,
    tenant: Tenant,
    shown: Annotated[Credentials, Depends(staff_token)],
) -> AskAgain:
    async def ask() -> StaffMember:
        return await staff_by(request, Response(), gateway, tenant.tenant, shown)

    return ask


StaffAgain = Annotated[AskAgain, Depends(_who_asks)]
"""Who the caller is by now, for answers that last; raises NotAuthenticated once they are nobody."""


def require_role(member: StaffMember, role: str) -> None:
    """Raise NotAllowed for whoever has another role, and none that stands in for it."""
    if not stands_in(member.role, role):
        raise NotAllowed(f"This needs the role {role}; yours is {member.role}.")


def _who_may(permission: Permission) -> Callable[[StaffMember], Awaitable[StaffMember]]:
    async def check(member: AnyStaff) -> StaffMember:
        require(member.role, permission)
        return member

    return check


HumanAgent = Annotated[StaffMember, Depends(_who_may(Permission.TAKE_HANDOFFS))]
"""Speaks to customers: agents, supervisors and administrators."""
Supervisor = Annotated[StaffMember, Depends(_who_may(Permission.SUPERVISE))]
"""Leads agents: supervisors and administrators."""
DeskKeeper = Annotated[StaffMember, Depends(_who_may(Permission.MANAGE_DESK))]
"""Writes what all agents share: supervisors and administrators."""
Admin = Annotated[StaffMember, Depends(_who_may(Permission.MANAGE_STAFF))]
Auditor = Annotated[StaffMember, Depends(_who_may(Permission.READ_AUDIT))]
"""Reads the audit log: auditors and administrators."""
ReportReader = Annotated[StaffMember, Depends(_who_may(Permission.READ_REPORTS))]
ModelUsageReader = Annotated[StaffMember, Depends(_who_may(Permission.READ_MODEL_USAGE))]
"""Sees what hosted models took: all but agents."""
Operator = Annotated[StaffMember, Depends(_who_may(Permission.REPAIR))]
"""May repair and publish, and so reads everything, but does not speak to customers."""
