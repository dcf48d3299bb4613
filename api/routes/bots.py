"""Bots: publishing a compiled revision, and which one is current."""

import structlog
from fastapi import APIRouter, status
from pydantic import BaseModel, Field

from api.access import AnyStaff, Operator
from api.dependencies import TheGateway
from api.guard import GuardedRoute
from api.refusals import refusals
from domain.bot.compiler import revision_of
from domain.bot.model import Bot
from domain.errors import InvalidInput

router = APIRouter(
    prefix="/v1/tenants/{tenant}/bots",
    tags=["bots"],
    route_class=GuardedRoute,
)
_log = structlog.get_logger(__name__)


class Published(BaseModel):
    """Open conversations keep the revision with which they began."""

    revision: str
    changed: bool = Field(description="False if this revision was current already.")


@router.post(
    "/revisions",
    status_code=status.HTTP_201_CREATED,
    summary="Publish a revision",
    responses=refusals(401, 403, 404, 422, 503),
)
async def publish(gateway: TheGateway, member: Operator, bot: Bot) -> Published:
    """Store a compiled bot and make it the current one. Publishing the same again is harmless."""
    if bot.tenant.tenant != member.tenant_id:
        raise InvalidInput("tenant.tenant", f"must be {member.tenant_id}, the tenant published for")
    if bot.revision != (expected := revision_of(bot)):
        raise InvalidInput("revision", f"must be {expected}, the hash of all the rest")
    changed = await gateway.ports.bots.publish(bot, by=member.name)
    gateway.tenants.forget(member.tenant_id)
    _log.info("bot_published", revision=bot.revision, changed=changed, by=member.name)
    return Published(revision=bot.revision, changed=changed)


@router.get("/current", summary="The current revision", responses=refusals(401, 403, 404, 503))
async def get_current(gateway: TheGateway, member: AnyStaff) -> Bot:
    return await gateway.ports.bots.current(member.tenant_id)
