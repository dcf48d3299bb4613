"""The team: who is there, what they can do, and how much they have."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Path, status
from pydantic import BaseModel, ConfigDict, Field

from api.audit import audited, say_in_audit
from api.authentication import HumanAgent, Supervisor, Tenant
from api.caller_check import GuardedRoute
from api.dependencies import Gateway, TheGateway
from api.desk_access import readable_among
from api.problem_responses import refusals
from api.team import takers
from domain.bot.queue_hours import queues_of
from domain.desk.agents import AgentProfile, AgentStatus, Presence
from domain.desk.presence import HEARD_FOR, effective_presence
from domain.desk.signals import MOST_WATCHED, AgentLooks
from domain.errors import InvalidInput, NotFound
from domain.identifiers import ConversationId
from domain.staff import StaffRecord, StaffRole
from domain.tenant_settings import TenantConfig

router = APIRouter(prefix="/v1/tenants/{tenant}/desk", tags=["desk"], route_class=GuardedRoute)

_Word = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[^\x00-\x1f\x7f]+$")]
_Words = Annotated[tuple[_Word, ...], Field(max_length=100)]
_Name = Annotated[str, Path(description="The name of the agent, as their staff token has it.")]


class PresenceChoice(BaseModel):
    """What you are from now on."""

    model_config = ConfigDict(extra="forbid")

    presence: Presence


class Heartbeat(BaseModel):
    """What your desk shows. Send one a minute: after two and a half minutes of silence you are
    offline."""

    model_config = ConfigDict(extra="forbid")

    touched: bool = Field(default=False, description="Whether you have used it since the last one.")
    watching: Annotated[tuple[ConversationId, ...], Field(max_length=MOST_WATCHED)] = Field(
        default=(), description="The conversations that are open on it, and no others."
    )
    typing: ConversationId | None = Field(
        default=None, description="The conversation in which you are writing."
    )


class AgentView(BaseModel):
    """One agent, as they are now."""

    agent: str
    role: StaffRole
    queues: tuple[str, ...]
    """None at all: every queue."""
    skills: tuple[str, ...]
    languages: tuple[str, ...]
    capacity: int
    presence: Presence
    """`offline` also for who has been silent, `away` for who has not touched their desk."""
    since: datetime | None
    load: int
    """Points of the conversations that they have."""


class AgentList(BaseModel):
    """Everybody who takes handoffs, by name."""

    agents: tuple[AgentView, ...]


class UnknownName(InvalidInput):
    """A profile names what nobody knows; what there is comes along, for a page to say it."""

    def __init__(self, field: str, what: str, name: str, known: Sequence[str]) -> None:
        allowed = ", ".join(known) or "none"
        super().__init__(field, f"there is no {what} {name!r}; allowed: {allowed}")
        self.name, self.known = name, tuple(known)


class ProfileChange(BaseModel):
    """What an agent can do. It replaces what was there."""

    model_config = ConfigDict(extra="forbid")

    queues: _Words = Field(default=(), description="None at all: every queue.")
    skills: _Words = ()
    languages: _Words = Field(default=(), description="None at all: every language.")
    capacity: int | None = Field(
        default=None, ge=0, le=100, description="In points; null: as the tenant has it."
    )


@router.put(
    "/presence",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="Say whether you are available",
    responses=refusals(401, 403, 404, 422, 503),
    dependencies=[audited("presence_chosen")],
)
async def choose_presence(gateway: TheGateway, member: HumanAgent, choice: PresenceChoice) -> None:
    """Choose what you are. Who is available is offered conversations, where the tenant pushes."""
    now = datetime.now(UTC)
    say_in_audit(presence=choice.presence.value)
    await gateway.ports.roster.choose(
        member.tenant_id, member.name, choice.presence, at=now, lasts=HEARD_FOR
    )
    await gateway.desk_bell.ring(member.tenant_id)


@router.post(
    "/heartbeat",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="Say that you are still there",
    responses=refusals(401, 403, 404, 422, 503),
)
async def heartbeat(
    gateway: TheGateway, tenant: Tenant, member: HumanAgent, heard: Heartbeat
) -> None:
    """Keep the presence that you chose, and say which conversations you look at."""
    now, roster = datetime.now(UTC), gateway.ports.roster
    await roster.hear(member.tenant_id, member.name, at=now, lasts=HEARD_FOR, touched=heard.touched)
    open_there = (*heard.watching, *((heard.typing,) if heard.typing else ()))
    readable = await readable_among(gateway, member, open_there)
    watched = tuple(each for each in readable if each in heard.watching)
    await roster.watch(member.tenant_id, member.name, watched, until=now + HEARD_FOR)
    if gateway.ports.desk is not None:
        typing = heard.typing if heard.typing in readable else None
        looks = AgentLooks(agent=member.name, watching=watched, typing=typing)
        await gateway.ports.desk.signals.tell(member.tenant_id, looks)
    await gateway.desk_bell.heartbeat(tenant)


@router.get("/agents", summary="List agents", responses=refusals(401, 403, 404, 503))
async def list_agents(gateway: TheGateway, tenant: Tenant, member: HumanAgent) -> AgentList:
    """List everybody who takes handoffs: whether they are there, and how much they have."""
    now, roster = datetime.now(UTC), gateway.ports.roster
    profiles = {each.agent: each for each in await roster.profiles(member.tenant_id)}
    statuses = {each.agent: each for each in await roster.statuses(member.tenant_id)}
    loads = await gateway.ports.offers.workloads(member.tenant_id, at=now)
    views = [
        _view(
            record,
            profiles.get(record.name, AgentProfile(agent=record.name)),
            statuses.get(record.name),
            tenant,
            tenant.desk.load(loads.get(record.name, {})),
        )
        for record in await takers(gateway, member.tenant_id)
    ]
    return AgentList(agents=tuple(sorted(views, key=lambda view: view.agent)))


@router.put(
    "/agents/{name}",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="Say what an agent can do",
    responses=refusals(401, 403, 404, 422, 503),
    dependencies=[audited("agent_profile_written", "name")],
)
async def write_profile(
    gateway: TheGateway, tenant: Tenant, member: Supervisor, name: _Name, change: ProfileChange
) -> None:
    """Replace an agent's profile. Queues and skills must be known to the tenant's bot."""
    if name not in {each.name for each in await takers(gateway, member.tenant_id)}:
        raise NotFound("There is no agent of this name.")
    await _require_known(gateway, tenant, change)
    profile = AgentProfile(agent=name, **change.model_dump())
    await gateway.ports.roster.write_profile(member.tenant_id, profile)
    await gateway.desk_bell.ring(member.tenant_id)


async def _require_known(gateway: Gateway, tenant: TenantConfig, change: ProfileChange) -> None:
    bot = await gateway.ports.bots.current(tenant.tenant)
    skills = {skill for rule in bot.handoffs.values() for skill in rule.skills}
    languages = {locale.partition("-")[0] for locale in tenant.branding.locales}
    _refuse("queues", "queue", change.queues, queues_of(bot))
    _refuse("skills", "skill", change.skills, skills)
    spoken = tuple(locale.partition("-")[0] for locale in change.languages)
    _refuse("languages", "language", spoken, languages)


def _refuse(
    field: str, what: str, given: tuple[str, ...], known: frozenset[str] | set[str]
) -> None:
    """Raise InvalidInput for the first that nobody knows."""
    for each in given:
        if each not in known:
            raise UnknownName(field, what, each, sorted(known))


def _view(
    record: StaffRecord,
    profile: AgentProfile,
    status: AgentStatus | None,
    tenant: TenantConfig,
    load: int,
) -> AgentView:
    presence = effective_presence(status, datetime.now(UTC), tenant.desk.away_after)
    return AgentView(
        agent=record.name,
        role=record.role,
        queues=profile.queues,
        skills=profile.skills,
        languages=profile.languages,
        capacity=tenant.desk.capacity if profile.capacity is None else profile.capacity,
        presence=presence,
        since=status.since if status else None,
        load=load,
    )
