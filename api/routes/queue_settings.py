"""Queues and hours over the API."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, ConfigDict, Field

from api import queue_settings
from api.audit import audited, say_in_audit
from api.authentication import Supervisor
from api.caller_check import GuardedRoute
from api.dependencies import TheGateway
from api.problem_responses import refusals
from api.queue_settings import QueueView, SettingsView
from domain.bot.overrides import ALL_QUEUES

router = APIRouter(prefix="/v1/tenants/{tenant}/desk", tags=["desk"], route_class=GuardedRoute)

_QueueName = Annotated[str, Path(max_length=128, pattern=r"^[^\x00-\x1f\x7f/]+$")]
_Version = Annotated[int, Field(ge=0, le=2**31 - 2)]
_SeenVersion = Annotated[
    int, Query(ge=0, le=2**31 - 2, description="The version that the change is made upon.")
]


class SettingsPut(BaseModel):
    """A change upon a version. What is not named follows the bot's files."""

    model_config = ConfigDict(extra="forbid")

    version: _Version = Field(description="The one that was read; 0 before the first edit.")
    settings: dict[str, Any] = Field(
        description="In the words of the bot's files.",
        examples=[{"hours": {"mon-fri": ["09:00-12:00", "13:00-17:00"]}, "first_reply": "5m"}],
    )


class QueueSettings(BaseModel):
    """All queues, and what holds for each of them."""

    all_queues: SettingsView
    queues: tuple[QueueView, ...]


@router.get(
    "/queues", summary="List queues and their settings", responses=refusals(401, 403, 404, 503)
)
async def list_queues(gateway: TheGateway, member: Supervisor) -> QueueSettings:
    """List hours, targets and what happens when nobody comes: what holds, and what the bot's
    files say."""
    return QueueSettings(
        all_queues=await queue_settings.desk_view(gateway, member.tenant_id),
        queues=await queue_settings.queue_views(gateway, member.tenant_id),
    )


@router.put(
    "/queues",
    summary="Change what holds for all queues",
    responses=refusals(401, 403, 404, 409, 422, 503),
    dependencies=[audited("queue_settings_written")],
)
async def write_all(gateway: TheGateway, member: Supervisor, put: SettingsPut) -> SettingsView:
    """Change opening hours, assignment, capacity and targets. Everything that was edited before
    is replaced; 409 names who has been there since `version`."""
    detail = await queue_settings.write_desk(gateway, member, put.settings, put.version)
    say_in_audit(**detail)
    return await queue_settings.desk_view(gateway, member.tenant_id)


@router.delete(
    "/queues",
    summary="Go back to the bot's files for all queues",
    responses=refusals(401, 403, 404, 409, 422, 503),
    dependencies=[audited("queue_settings_reset")],
)
async def reset_all(gateway: TheGateway, member: Supervisor, version: _SeenVersion) -> SettingsView:
    """Drop what was edited of all queues; what was edited of single ones stays."""
    say_in_audit(**await queue_settings.reset(gateway, member, ALL_QUEUES, version))
    return await queue_settings.desk_view(gateway, member.tenant_id)


@router.put(
    "/queues/{queue}",
    summary="Change a queue, or make one",
    responses=refusals(401, 403, 404, 409, 422, 503),
    dependencies=[audited("queue_settings_written", "queue")],
)
async def write_queue(
    gateway: TheGateway, member: Supervisor, queue: _QueueName, put: SettingsPut
) -> QueueView:
    """Change hours, targets and what happens when nobody comes. A queue that the bot's files do
    not name gets customers by transfer."""
    detail = await queue_settings.write_queue(gateway, member, queue, put.settings, put.version)
    say_in_audit(**detail)
    return await queue_settings.queue_view(gateway, member.tenant_id, queue)


@router.delete(
    "/queues/{queue}",
    status_code=204,
    summary="Go back to the bot's files for a queue, or retire it",
    responses=refusals(401, 403, 404, 409, 422, 503),
    dependencies=[audited("queue_settings_reset", "queue")],
)
async def reset_queue(
    gateway: TheGateway, member: Supervisor, queue: _QueueName, version: _SeenVersion
) -> None:
    """Drop what was edited of the queue. One that the bot's files do not name is retired, unless
    somebody is in it or serves it."""
    say_in_audit(**await queue_settings.reset(gateway, member, queue, version))
