"""Authentication: a visitor by their session, the tenant's staff by their tokens."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Final

from fastapi import Depends, Path
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from structlog.contextvars import bind_contextvars

from api.caller_check import once
from api.dependencies import Gateway, TheGateway
from api.visitor_sessions import VisitorSession
from domain.errors import NotAllowed, NotAuthenticated, NotFound, SessionVoid
from domain.staff import StaffMember, StaffRole
from domain.tenant_settings import TenantConfig

_session_token = HTTPBearer(
    scheme_name="session", description="From `POST …/sessions`.", auto_error=False
)
staff_token = HTTPBearer(
    scheme_name="staff", description="From `duralogue staff add`.", auto_error=False
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


async def find_staff(gateway: TheGateway, tenant_id: str, token: str) -> StaffMember:
    member = await gateway.ports.staff.find(tenant_id, token) if _may_be_ours(token) else None
    if member is None:
        raise NotAuthenticated("Unknown staff token for this tenant, or one that has ended.")
    return member


async def find_signed_in(gateway: TheGateway, tenant_id: str, session: str) -> StaffMember:
    staff = gateway.ports.staff
    member = await staff.find_by_session(tenant_id, session) if _may_be_ours(session) else None
    if member is None:
        raise NotAuthenticated("You are no longer signed in. Sign in again.")
    return member


def _may_be_ours(secret: str) -> bool:
    return secret.isascii() and secret.isprintable() and 0 < len(secret) <= LONGEST_STAFF_TOKEN


@once
async def _staff_member(
    gateway: TheGateway, tenant: Tenant, shown: Annotated[Credentials, Depends(staff_token)]
) -> StaffMember:
    if shown is None:
        raise NotAuthenticated("Send your staff token: Authorization: Bearer <token>.")
    return await find_staff(gateway, tenant.tenant, shown.credentials)


AnyStaff = Annotated[StaffMember, Depends(_staff_member)]


def require_role(member: StaffMember, role: str) -> None:
    """Raise NotAllowed for whoever has another role. A supervisor may all that an agent may."""
    stands_in = member.role is StaffRole.SUPERVISOR and role == StaffRole.AGENT
    if member.role != role and not stands_in:
        raise NotAllowed(f"This needs the role {role}; yours is {member.role}.")


def _with_role(role: StaffRole) -> Callable[[StaffMember], Awaitable[StaffMember]]:
    async def check(member: AnyStaff) -> StaffMember:
        require_role(member, role)
        return member

    return check


HumanAgent = Annotated[StaffMember, Depends(_with_role(StaffRole.AGENT))]
Supervisor = Annotated[StaffMember, Depends(_with_role(StaffRole.SUPERVISOR))]
Operator = Annotated[StaffMember, Depends(_with_role(StaffRole.OPERATOR))]
"""May repair and publish, and so reads everything, but does not speak to customers."""
