"""Pages on which queues and hours are edited."""

import hashlib
import json
from collections.abc import Mapping
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response

from api import queue_settings
from api.audit import AuditDetail, record
from api.authentication import Tenant
from api.caller_check import GuardedRoute
from api.dependencies import TheGateway
from api.desk_pages import Page, opened, sent
from api.queue_forms import (
    check_hours_meant,
    desk_fields,
    desk_given,
    fields_wrong,
    queue_fields,
    queue_given,
)
from api.queue_settings import QueueView, SettingsView
from api.refusal_words import field_refusal_in
from domain.audit import AuditNote
from domain.bot.overrides import ALL_QUEUES
from domain.business_hours import DAYS
from domain.errors import (
    Conflict,
    InvalidSettings,
    NotAuthenticated,
    NotFound,
    QueueInUse,
    StaleSettings,
)
from domain.staff import Permission, StaffMember

router = APIRouter(
    prefix="/desk/{tenant}/settings",
    tags=["pages"],
    route_class=GuardedRoute,
    include_in_schema=False,
)
_LONGEST_VERSION: Final = 9
_WORDS: Final = {
    "business_hours": "opening_hours",
    "hours": "opening_hours",
    "capacity": "capacity_of_all",
}
_Name = Annotated[str, Query(max_length=128, pattern=r"^[^\x00-\x1f\x7f]*$")]


@router.get("/queues")
async def desk_page(request: Request, gateway: TheGateway, tenant: Tenant) -> Response:
    """Show what holds for all queues."""
    page = await opened(request, gateway, tenant, Permission.MANAGE_DESK)
    return await _shown(page, ALL_QUEUES)


@router.get("/queue")
async def queue_page(
    request: Request, gateway: TheGateway, tenant: Tenant, name: _Name = ""
) -> Response:
    """Show what holds for one queue."""
    page = await opened(request, gateway, tenant, Permission.MANAGE_DESK)
    return await _shown(page, name or "-")


@router.post("/queues")
async def change_desk(request: Request, gateway: TheGateway, tenant: Tenant) -> Response:
    """Change what holds for all queues, or go back to the bot's files."""
    page = await opened(request, gateway, tenant, Permission.MANAGE_DESK)
    return await _change(page, ALL_QUEUES, await sent(page))


@router.post("/queue")
async def change_queue(request: Request, gateway: TheGateway, tenant: Tenant) -> Response:
    """Change one queue, or go back to the bot's files."""
    page = await opened(request, gateway, tenant, Permission.MANAGE_DESK)
    form = await sent(page)
    return await _change(page, form.get("name") or "-", form)


@router.post("/new-queue")
async def make_queue(request: Request, gateway: TheGateway, tenant: Tenant) -> Response:
    """Make a queue that no file names, as all queues are."""
    page = await opened(request, gateway, tenant, Permission.MANAGE_DESK)
    name = (await sent(page)).get("name", "").strip()
    views = await queue_settings.queue_views(gateway, tenant.tenant)
    if any(view.queue == name for view in views):
        return await _shown(page, name, wrong=page.words["queue_exists"], status=409)
    before = await queue_settings.version_of(gateway, tenant.tenant, name)
    try:
        detail = await queue_settings.write_queue(gateway, _member(page), name, {}, before)
    except InvalidSettings:
        said = page.words["no_such_queue_name"]
        return await _shown(page, ALL_QUEUES, wrong=said, status=422)
    except Conflict as error:
        return await _shown(page, ALL_QUEUES, wrong=page.why(error), status=409)
    await _note(page, "queue_settings_written", name, detail)
    return await _shown(page, name, said=page.words["saved"])


async def _change(page: Page, queue: str, form: Mapping[str, str]) -> Response:
    words = page.words
    try:
        return await _changed(page, queue, form)
    except NotFound as error:
        return await _shown(page, ALL_QUEUES, wrong=page.why(error), status=404)
    except InvalidSettings as error:
        found = fields_wrong(error.fields)
        language = page.language
        in_words = {said: field_refusal_in(language, said) for said in found.values()} | words
        wrong = {name: _sentence(in_words[said]) for name, said in found.items()}
        return await _shown(page, queue, entered=form, wrong_fields=wrong, status=422)
    except StaleSettings as error:
        said = words["stale"].format(by=error.by, at=f"{error.at:%Y-%m-%d %H:%M}")
        entered = None if "reset" in form else form
        return await _shown(page, queue, entered=entered, wrong=said, status=409)
    except QueueInUse as error:
        name = "in_profiles" if error.agents else "in_use"
        said = words[name].format(agents=", ".join(error.agents), count=error.customers)
        return await _shown(page, queue, wrong=said, status=409)
    except Conflict as error:
        return await _shown(page, queue, wrong=page.why(error), status=409)


async def _changed(page: Page, queue: str, form: Mapping[str, str]) -> Response:
    gateway, member, version = page.gateway, _member(page), _version(form.get("version", ""))
    view = await _seen(page, queue)
    if "reset" in form:
        detail = await queue_settings.reset(gateway, member, queue, version)
        await _note(page, "queue_settings_reset", queue, detail)
        is_retired = isinstance(view, QueueView) and not view.in_files
        said = page.words["retired" if is_retired else "saved"]
        return await _shown(page, ALL_QUEUES if is_retired else queue, said=said)
    if form.get("files") != _files_of(view):
        # What was left alone in the form is what older files say, and would be kept as an edit.
        return await _shown(page, queue, wrong=page.words["files_changed"], status=409)
    if version == view.version:
        check_hours_meant(form, _fields(page, queue, view.settings))
    published = _fields(page, queue, view.published)
    if queue == ALL_QUEUES:
        given = desk_given(form, published)
        detail = await queue_settings.write_desk(gateway, member, given, version)
    else:
        given = queue_given(form, published)
        detail = await queue_settings.write_queue(gateway, member, queue, given, version)
    await _note(page, "queue_settings_written", queue, detail)
    return await _shown(page, queue, said=page.words["saved"])


async def _seen(page: Page, queue: str) -> SettingsView:
    """Raise NotFound for a queue that there is not."""
    gateway, tenant_id = page.gateway, page.tenant.tenant
    if queue == ALL_QUEUES:
        return await queue_settings.desk_view(gateway, tenant_id)
    return await queue_settings.queue_view(gateway, tenant_id, queue)


async def _shown(
    page: Page,
    queue: str,
    *,
    entered: Mapping[str, str] | None = None,
    wrong_fields: Mapping[str, str] | None = None,
    wrong: str = "",
    said: str = "",
    status: int = 200,
) -> Response:
    view = await _seen(page, queue)
    fields = _fields(page, queue, view.settings)
    title = page.words["queues_and_hours"]
    return page.shown(
        "queue",
        title,
        heading=f"{title}: {queue or page.words['all_queues']}",
        status=status,
        queue=queue,
        view=view,
        files=_files_of(view),
        days=DAYS,
        edited_words=[page.words[_WORDS.get(name, name)] for name in view.edited],
        views=await queue_settings.queue_views(page.gateway, page.tenant.tenant),
        # What is not ticked is not sent.
        fields={**dict.fromkeys(fields, ""), **entered} if entered else fields,
        wrong_fields=wrong_fields or {},
        wrong=wrong or (page.words["see_fields"] if wrong_fields else ""),
        said=said,
    )


def _fields(page: Page, queue: str, written: dict[str, Any]) -> dict[str, str]:
    if queue == ALL_QUEUES:
        return desk_fields(written)
    return queue_fields(written, page.tenant.business_hours.tz)


def _files_of(view: SettingsView) -> str:
    """Names what the bot's files say here, for a form to tell whether that has changed since."""
    said = json.dumps(view.published, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _sentence(said: str) -> str:
    return said[:1].upper() + said[1:]


def _version(written: str) -> int:
    is_number = written.isascii() and written.isdigit() and len(written) <= _LONGEST_VERSION
    return int(written) if is_number else 0


async def _note(page: Page, action: str, subject: str, detail: AuditDetail) -> None:
    member = _member(page)
    note = AuditNote(
        actor=member.name, role=member.role, action=action, subject=subject, detail=detail
    )
    await record(page.gateway, member.tenant_id, note)


def _member(page: Page) -> StaffMember:
    if page.member is None:
        raise NotAuthenticated("Sign in first.")
    return page.member
