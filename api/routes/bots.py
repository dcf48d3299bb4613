"""Bots: publishing a revision out of a tenant's files, and which one is current."""

from typing import Annotated

import structlog
from fastapi import APIRouter, status
from pydantic import BaseModel, ConfigDict, Field

from api.audit import audited, say_in_audit
from api.caller_check import DocumentRoute
from api.callers import BotsPublisher, BotsReader
from api.dependencies import TheGateway
from api.idempotency import Idempotent
from api.problem_responses import refusals
from domain.bot.model import Bot
from domain.bot.sources import LARGEST_FILE, MOST_FILES
from domain.errors import InvalidInput

router = APIRouter(
    prefix="/v1/tenants/{tenant}/bots",
    tags=["bots"],
    route_class=DocumentRoute,
)
_log = structlog.get_logger(__name__)

FileName = Annotated[str, Field(max_length=100)]
FileText = Annotated[str, Field(max_length=LARGEST_FILE)]


class BotFiles(BaseModel):
    """The tenant's folder as text; the server compiles and checks it before publishing."""

    model_config = ConfigDict(extra="forbid")

    files: Annotated[dict[FileName, FileText], Field(min_length=1, max_length=MOST_FILES)] = Field(
        description="File contents by path: `tenant.yaml`, `flows/….yaml`, `openapi/….json` …",
        examples=[{"tenant.yaml": "tenant: acme\nbranding: {name: Ava}\n"}],
    )


class Published(BaseModel):
    """Open conversations keep the revision they began with."""

    revision: str
    changed: bool = Field(description="False if this revision was already current.")


@router.post(
    "/revisions",
    status_code=status.HTTP_201_CREATED,
    summary="Publish a revision",
    responses=refusals(401, 403, 404, 422, 503),
    dependencies=[audited("bot_published"), Idempotent],
)
async def publish(gateway: TheGateway, member: BotsPublisher, sent: BotFiles) -> Published:
    """Compile the files as `duralogue check` does and make the bot the current one.

    Every mistake is named with its file and line. Publishing the same again is harmless.
    """
    servers = gateway.settings.tenant_servers.get(member.tenant_id, ())
    if gateway.ports.backends is not None:
        servers = (*servers, *await gateway.ports.backends.servers(member.tenant_id))
    with gateway.publications.only_one(member.tenant_id):
        bot = await gateway.ports.compiler.compile(sent.files, servers=servers)
    if bot.tenant.tenant != member.tenant_id:
        raise InvalidInput("tenant.yaml", f"tenant: must be {member.tenant_id}, published for")
    changed = await gateway.ports.bots.publish(bot, by=member.name)
    gateway.tenants.forget(member.tenant_id)
    say_in_audit(revision=bot.revision, changed=changed)
    _log.info("bot_published", revision=bot.revision, changed=changed, by=member.name)
    return Published(revision=bot.revision, changed=changed)


@router.get("/current", summary="Get the current revision", responses=refusals(401, 403, 404, 503))
async def get_current(gateway: TheGateway, member: BotsReader) -> Bot:
    """Show the whole bot with which the tenant's next conversations begin."""
    # A revision is what was published; what the desk has edited since is shown with its queues.
    return (await gateway.ports.bots.current(member.tenant_id)).as_published
