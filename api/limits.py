"""How much one visitor, one address and one tenant may ask of us."""

from datetime import timedelta

from fastapi import Request

from api.dependencies import Gateway
from channels.web.signature import VisitorSession
from domain.errors import RateLimited, SessionVoid
from domain.limits import Admission, Limit
from domain.tenants import TenantConfig

_LOGINS_PER_MINUTE = 10
_STREAMS_AT_ONCE = 20
_STREAMS_PAUSE = timedelta(seconds=10)


async def admit_message(
    gateway: Gateway, tenant: TenantConfig, session: VisitorSession
) -> Admission:
    """Raise SessionVoid for a session that was ended, RateLimited where the visitor or the whole
    tenant is over its limit."""
    name, limits = tenant.tenant, tenant.limits
    visitor = f"{name}/visitor/{session.visitor_id}"
    admission = await gateway.ports.doorkeeper.admit(
        name,
        session.conversation_id,
        (
            Limit(visitor, limits.messages_per_minute, limits.burst),
            Limit(f"{name}/tenant/all", limits.tenant_messages_per_minute, limits.tenant_burst),
        ),
        session.proof,
    )
    if admission.void:
        raise SessionVoid
    if admission.refused_by is not None:
        gateway.metrics.rate_limited.labels(name, admission.refused_by.name).inc()
        raise RateLimited(admission.wait)
    return admission


async def take_session(gateway: Gateway, tenant: TenantConfig, request: Request) -> None:
    """Else a visitor would get round their own limit with a new session for each message."""
    settings = gateway.settings
    await _take(
        gateway,
        tenant.tenant,
        "sessions",
        _address(request),
        per_minute=settings.sessions_per_minute,
        burst=settings.sessions_burst,
    )


async def take_login(gateway: Gateway, tenant: TenantConfig, request: Request) -> None:
    await _take(
        gateway,
        tenant.tenant,
        "logins",
        _address(request),
        per_minute=_LOGINS_PER_MINUTE,
        burst=_LOGINS_PER_MINUTE,
    )


def take_stream(gateway: Gateway, session: VisitorSession) -> None:
    """Raise RateLimited where one visitor holds as many streams as a person could look at."""
    if gateway.streams.of_visitor(session.visitor_id) >= _STREAMS_AT_ONCE:
        gateway.metrics.rate_limited.labels(session.tenant_id, "streams").inc()
        raise RateLimited(_STREAMS_PAUSE)


async def _take(
    gateway: Gateway, tenant_id: str, limit: str, who: str, *, per_minute: int, burst: int
) -> None:
    wait = await gateway.ports.rate_limiter.take(
        f"{tenant_id}/{limit}/{who}", per_minute=per_minute, burst=burst
    )
    if wait is not None:
        gateway.metrics.rate_limited.labels(tenant_id, limit).inc()
        raise RateLimited(wait)


def _address(request: Request) -> str:
    return request.client.host if request.client else "unknown"
