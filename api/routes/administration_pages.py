"""Pages for who leads the desk: agents and replies, the audit log, a day's numbers."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response
from pydantic import ValidationError

from api.audit import record
from api.audit_words import ACTIONS, told
from api.authentication import Tenant
from api.caller_check import GuardedRoute
from api.dependencies import TheGateway
from api.desk_pages import Page, opened, sent, trusted
from api.queue_settings import queue_views
from api.refusal_words import field_refusal_in
from api.routes.agents import ProfileChange, UnknownName, write_profile
from api.routes.desk_reports import day_report
from api.routes.desk_texts import ReplyPut, delete_canned_reply, write_canned_reply
from api.routes.models import usage_reads
from api.svg_charts import bar_chart
from api.team import takers
from domain.audit import AuditNote
from domain.business_hours import DAYS
from domain.desk.agents import AgentProfile
from domain.errors import DuralogueError, InvalidInput, NotAuthenticated, NotFound
from domain.staff import Permission, StaffMember
from domain.tenant_settings import TenantConfig

router = APIRouter(
    prefix="/desk/{tenant}", tags=["pages"], route_class=GuardedRoute, include_in_schema=False
)
_ENTRIES: Final = 100
_MONTH: Final = 31
_LONGEST_LIST: Final = 4_000
_Text = Annotated[str, Query(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]


@router.get("/settings")
async def settings_page(request: Request, gateway: TheGateway, tenant: Tenant) -> Response:
    """Show agents, canned replies, queues and their hours."""
    return await _settings(await opened(request, gateway, tenant, Permission.MANAGE_DESK))


@router.post("/settings/agents/{name}")
async def change_agent(
    request: Request, gateway: TheGateway, tenant: Tenant, name: str
) -> Response:
    """Replace what an agent can do."""
    page = await opened(request, gateway, tenant, Permission.MANAGE_DESK)
    form = await sent(page)
    try:
        change = ProfileChange(
            queues=_list(form.get("queues", "")),
            skills=_list(form.get("skills", "")),
            languages=_list(form.get("languages", "")),
            capacity=_number(form.get("capacity", "")),
        )
        await write_profile(gateway, tenant, _member(page), name, change)
    except (ValidationError, InvalidInput, NotFound) as error:
        wrong = page.words["not_saved_of"].format(name=name, why=_why(page, error))
        return await _settings(page, wrong=wrong, status=422, changed=name, typed=form)
    await _note(page, "agent_profile_written", name)
    return await _settings(page, said=page.words["saved"], changed=name)


@router.post("/settings/replies")
async def change_reply(request: Request, gateway: TheGateway, tenant: Tenant) -> Response:
    """Write a canned reply, or delete it."""
    page = await opened(request, gateway, tenant, Permission.MANAGE_DESK)
    form = await sent(page)
    member, name, locale = _member(page), form.get("name", ""), form.get("locale", "")
    try:
        if "delete" in form:
            await delete_canned_reply(gateway, member, name, locale)
        else:
            put = ReplyPut(locale=locale, title=form.get("title", ""), text=form.get("text", ""))
            await write_canned_reply(gateway, tenant, member, name, put)
    except (ValidationError, DuralogueError) as error:
        wrong = page.words["not_saved"].format(why=_why(page, error))
        return await _settings(page, wrong=wrong, status=422, typed=form)
    done = "canned_reply_deleted" if "delete" in form else "canned_reply_written"
    await _note(page, done, name)
    return await _settings(page, said=page.words["saved"])


@router.get("/audit")
async def audit_page(
    request: Request,
    gateway: TheGateway,
    tenant: Tenant,
    *,
    before: Annotated[int | None, Query(ge=1, le=2**53)] = None,
    actor: _Text = "",
    action: _Text = "",
) -> Response:
    """The latest entries, or those before one of them."""
    page = await opened(request, gateway, tenant, Permission.READ_AUDIT)
    entries = await gateway.ports.audit.listed(
        tenant.tenant, before=before, actor=actor or None, action=action or None, limit=_ENTRIES
    )
    return page.shown(
        "audit",
        page.words["audit"],
        entries=[told(each, page.language) for each in entries],
        actor=actor,
        action=action,
        actions=_actions(page.language, action),
        earlier=entries[-1].number if len(entries) == _ENTRIES else None,
    )


@router.get("/reports")
async def reports_page(
    request: Request, gateway: TheGateway, tenant: Tenant, day: _Text = ""
) -> Response:
    """A day's numbers, in the tenant's own zone."""
    page = await opened(request, gateway, tenant, Permission.READ_REPORTS)
    if gateway.ports.desk is None:
        raise NotFound("There are no desks here.")
    try:
        wanted = date.fromisoformat(day) if day else None
        report = await day_report(gateway.ports.desk, tenant, wanted)
    except (ValueError, InvalidInput) as error:
        return page.shown("reports", page.words["reports"], status=422, wrong=_why(page, error))
    hours = [(str(hour), float(count)) for hour, count in enumerate(report.by_hour)]
    chart = trusted(bar_chart(page.words["by_hour"], hours))
    return page.shown("reports", page.words["reports"], report=report, chart=chart)


@router.get("/models")
async def models_page(request: Request, gateway: TheGateway, tenant: Tenant) -> Response:
    """How hosted models serve the tenant, and what they took in a month."""
    page = await opened(request, gateway, tenant, Permission.READ_MODEL_USAGE)
    usage = await usage_reads(gateway).usage(tenant.tenant, days=_MONTH)
    return page.shown("models", page.words["models"], usage=usage)


async def _settings(
    page: Page, *, changed: str = "", typed: Mapping[str, str] | None = None, **more: Any
) -> Response:
    """`changed` is the agent whose fields were sent: theirs stay open. `typed` is a form that was
    refused: what somebody has entered is there again."""
    ports, tenant = page.gateway.ports, page.tenant
    profiles = {each.agent: each for each in await ports.roster.profiles(tenant.tenant)}
    queues = await queue_views(page.gateway, tenant.tenant)
    people = sorted(await takers(page.gateway, tenant.tenant), key=lambda each: each.name)
    return page.shown(
        "settings",
        page.words["settings"],
        changed=changed,
        typed=typed or {},
        people=[(one, profiles.get(one.name, AgentProfile(agent=one.name))) for one in people],
        replies=await ports.desk_tools.canned_replies.listed(tenant.tenant),
        queues=queues,
        known={"queues": [each.queue for each in queues], "languages": _spoken(tenant)},
        days=DAYS,
        factors=await _factors(page) if _member(page).may(Permission.MANAGE_STAFF) else None,
        **more,
    )


async def _factors(page: Page) -> dict[str, object]:
    ports, tenant_id = page.gateway.ports, page.tenant.tenant
    people = await ports.staff.listed(tenant_id)
    return {
        "is_demanded": await ports.credentials.demands_second_factor(tenant_id),
        "have": await ports.credentials.with_second_factor(tenant_id),
        "people": [each for each in people if each.revoked_at is None],
    }


async def _note(page: Page, action: str, subject: str) -> None:
    member = _member(page)
    note = AuditNote(actor=member.name, role=member.role, action=action, subject=subject)
    await record(page.gateway, member.tenant_id, note)


def _member(page: Page) -> StaffMember:
    if page.member is None:
        raise NotAuthenticated("Sign in first.")
    return page.member


def _actions(language: str, chosen: str) -> list[tuple[str, str]]:
    """Codes and words by their words; one that is asked for is there though nobody knows it."""
    known = {**({chosen: chosen} if chosen else {}), **ACTIONS[language]}
    return sorted(known.items(), key=lambda each: each[1].casefold())


def _list(written: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in written[:_LONGEST_LIST].split(",") if each.strip())


def _number(written: str) -> int | None:
    text = written.strip()
    if text and not (text.isascii() and text.isdigit() and len(text) <= 3):  # noqa: PLR2004 - 100
        raise InvalidInput("capacity", "0 to 100, or nothing")
    return int(text) if text else None


def _spoken(tenant: TenantConfig) -> list[str]:
    return sorted({locale.partition("-")[0] for locale in tenant.branding.locales})


def _why(page: Page, error: Exception) -> str:
    """In the reader's language."""
    words = page.words
    if isinstance(error, UnknownName):
        known = ", ".join(error.known) or "-"
        return str(words["unknown_name"]).format(
            field=words[error.field], name=error.name, known=known
        )
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        path = ".".join(str(part) for part in first["loc"])
        hint = words.get(f"{path}_hint") or field_refusal_in(page.language, first["msg"])
        return f"{words.get(path) or path}: {hint}"
    if isinstance(error, InvalidInput):
        hint = words.get(f"{error.field}_hint") or page.why(error)
        return f"{words.get(error.field) or error.field}: {hint}"
    if isinstance(error, DuralogueError):
        return page.why(error)
    return field_refusal_in(page.language, str(error))
