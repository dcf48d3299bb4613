"""Callers that are not visitors: the tenant's staff by their tokens, its servers by API keys."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated

import structlog
from fastapi import Depends, Request, Response
from fastapi.security import HTTPBearer
from structlog.contextvars import bind_contextvars

from api.authentication import Credentials, Tenant, staff_by, staff_token
from api.caller_check import once
from api.dependencies import Gateway, TheGateway
from domain.api_keys import PREFIX, ApiKey, ApiKeyScope, KeySecret
from domain.errors import NotAllowed, NotAuthenticated
from domain.staff import Permission, StaffMember, require

_log = structlog.get_logger(__name__)

api_key_token = HTTPBearer(
    scheme_name="server", description="From `duralogue keys create`.", auto_error=False
)


@dataclass(frozen=True)
class Caller:
    """Who asks, of the tenant's staff or its servers, as logs and records name them."""

    tenant_id: str
    name: str
    """A person's name, or `key:` and the key's."""
    caller_id: str


async def _key_of(gateway: Gateway, tenant_id: str, shown: str) -> ApiKey:
    secret = KeySecret.read(shown)
    found = await gateway.api_keys.find(tenant_id, secret) if secret else None
    if found is None:
        raise NotAuthenticated("Unknown API key for this tenant, or one that has ended.")
    bind_contextvars(api_key_id=found.key_id)
    return found


def _require_scope(key: ApiKey, scope: ApiKeyScope) -> None:
    if scope not in key.scopes:
        _log.warning("api_key_scope_missing", key_id=key.key_id, scope=scope)
        raise NotAllowed(f"This needs the scope {scope}, which this API key does not have.")


@once
async def _api_key(
    gateway: TheGateway, tenant: Tenant, shown: Annotated[Credentials, Depends(api_key_token)]
) -> ApiKey:
    if shown is None:
        raise NotAuthenticated("Send your API key: Authorization: Bearer dl_….")
    return await _key_of(gateway, tenant.tenant, shown.credentials)


def _with_scope(scope: ApiKeyScope) -> Callable[[ApiKey], Awaitable[ApiKey]]:
    async def check(key: Annotated[ApiKey, Depends(_api_key)]) -> ApiKey:
        _require_scope(key, scope)
        return key

    return check


@once
async def _staff_or_key(
    request: Request,
    response: Response,
    gateway: TheGateway,
    tenant: Tenant,
    shown: Annotated[Credentials, Depends(staff_token)],
    _: Annotated[Credentials, Depends(api_key_token)],
) -> StaffMember | ApiKey:
    """Both are bearer tokens; a key is told by its prefix."""
    if shown is not None and shown.credentials.startswith(PREFIX):
        return await _key_of(gateway, tenant.tenant, shown.credentials)
    return await staff_by(request, response, gateway, tenant.tenant, shown)


def _staff_or_scope(
    scope: ApiKeyScope, permission: Permission = Permission.READ_CONVERSATIONS
) -> Callable[[StaffMember | ApiKey], Awaitable[Caller]]:
    async def check(found: Annotated[StaffMember | ApiKey, Depends(_staff_or_key)]) -> Caller:
        if isinstance(found, ApiKey):
            _require_scope(found, scope)
            return Caller(found.tenant_id, f"key:{found.name}", found.key_id)
        require(found.role, permission)
        return Caller(found.tenant_id, found.name, found.staff_id)

    return check


MessagesKey = Annotated[ApiKey, Depends(_with_scope(ApiKeyScope.MESSAGES_WRITE))]
ConversationsReader = Annotated[Caller, Depends(_staff_or_scope(ApiKeyScope.CONVERSATIONS_READ))]
HandoffsReader = Annotated[Caller, Depends(_staff_or_scope(ApiKeyScope.HANDOFFS_READ))]
ApprovalsReader = Annotated[Caller, Depends(_staff_or_scope(ApiKeyScope.APPROVALS_READ))]
BotsReader = Annotated[Caller, Depends(_staff_or_scope(ApiKeyScope.BOTS_READ))]
BotsPublisher = Annotated[
    Caller, Depends(_staff_or_scope(ApiKeyScope.BOTS_PUBLISH, Permission.PUBLISH))
]
DeliveriesReader = Annotated[
    Caller, Depends(_staff_or_scope(ApiKeyScope.DELIVERIES_READ, Permission.DELIVER_AGAIN))
]
DeliveriesReplayer = Annotated[
    Caller, Depends(_staff_or_scope(ApiKeyScope.DELIVERIES_REPLAY, Permission.DELIVER_AGAIN))
]
