"""The roster: agents' profiles, their presence, and the conversations they look at."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.desk.agents import AgentProfile, AgentStatus, Presence
from domain.desk.presence import effective_presence, next_lapse
from infra.postgres.raw_queries import tenant_rows, tenant_write
from infra.postgres.serialization import as_json

_PROFILES = """
SELECT agent, queues, skills, languages, capacity FROM agent_profiles
WHERE tenant_id = %(tenant)s AND (%(agent)s::text IS NULL OR agent = %(agent)s) ORDER BY agent
"""
_WRITE_PROFILE = """
INSERT INTO agent_profiles (tenant_id, agent, queues, skills, languages, capacity)
VALUES (%(tenant)s, %(agent)s, %(queues)s, %(skills)s, %(languages)s, %(capacity)s)
ON CONFLICT (tenant_id, agent) DO UPDATE SET
    queues = excluded.queues, skills = excluded.skills, languages = excluded.languages,
    capacity = excluded.capacity, updated_at = now()
"""
_STATUS = "agent, chosen, since, heard_until, idle_since"
_STATUSES = f"""
SELECT {_STATUS} FROM agent_presence WHERE tenant_id = %(tenant)s ORDER BY agent
"""  # noqa: S608 - constants
# Whoever comes back from silence is available since then, and not since this morning.
_CHOOSE = f"""
INSERT INTO agent_presence AS p (
    tenant_id, agent, chosen, since, heard_until, idle_since, effective
)
VALUES (%(tenant)s, %(agent)s, %(chosen)s, %(at)s, %(until)s, %(at)s, %(chosen)s)
ON CONFLICT (tenant_id, agent) DO UPDATE SET
    since = CASE WHEN p.chosen = excluded.chosen AND p.heard_until >= excluded.since
        THEN p.since ELSE excluded.since END,
    chosen = excluded.chosen, heard_until = excluded.heard_until,
    idle_since = excluded.idle_since, effective = excluded.effective
RETURNING {_STATUS}
"""  # noqa: S608 - constants
_HEAR = f"""
UPDATE agent_presence SET
    since = CASE WHEN heard_until >= %(at)s THEN since ELSE %(at)s END,
    heard_until = greatest(heard_until, %(until)s),
    idle_since = CASE WHEN %(touched)s THEN %(at)s ELSE idle_since END,
    effective = CASE WHEN %(touched)s OR heard_until < %(at)s THEN chosen ELSE effective END
WHERE tenant_id = %(tenant)s AND agent = %(agent)s
RETURNING {_STATUS}
"""  # noqa: S608 - constants
_TOLD = f"""
SELECT {_STATUS}, effective FROM agent_presence
WHERE tenant_id = %(tenant)s AND (effective <> 'offline' OR heard_until >= %(at)s)
"""  # noqa: S608 - constants
# Whoever was heard meanwhile is left alone.
_LAPSE = """
UPDATE agent_presence p SET effective = l.effective
FROM jsonb_to_recordset(%(lapsed)s::jsonb) AS l (
    agent text, effective text, heard_until timestamptz, idle_since timestamptz
)
WHERE p.tenant_id = %(tenant)s AND p.agent = l.agent
AND p.heard_until = l.heard_until AND p.idle_since = l.idle_since
"""
# What was said to be open within a heartbeat's time may be so on another device of theirs, which
# would hear nothing of it until it says so again.
_WATCH = """
WITH closed AS (
    DELETE FROM desk_watches WHERE tenant_id = %(tenant)s AND agent = %(agent)s
    AND NOT conversation_id = ANY (%(conversations)s)
    AND until < %(until)s - interval '60 seconds'
)
INSERT INTO desk_watches (tenant_id, conversation_id, agent, until)
SELECT %(tenant)s, watched, %(agent)s, %(until)s FROM unnest(%(conversations)s::text[]) AS watched
ORDER BY watched
ON CONFLICT (tenant_id, conversation_id, agent) DO UPDATE SET until = excluded.until
"""


class PostgresAgentRoster:
    """Implements `AgentRoster` over PostgreSQL."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def profiles(self, tenant_id: str) -> list[AgentProfile]:
        return await self._profiles(tenant_id, None)

    async def profile(self, tenant_id: str, agent: str) -> AgentProfile:
        found = await self._profiles(tenant_id, agent)
        return found[0] if found else AgentProfile(agent=agent)

    async def write_profile(self, tenant_id: str, profile: AgentProfile) -> None:
        values = {
            "tenant": tenant_id,
            "agent": profile.agent,
            "queues": list(profile.queues),
            "skills": list(profile.skills),
            "languages": list(profile.languages),
            "capacity": profile.capacity,
        }
        await tenant_write(self._engine, tenant_id, _WRITE_PROFILE, values)

    async def statuses(self, tenant_id: str) -> list[AgentStatus]:
        rows = await tenant_rows(self._engine, tenant_id, _STATUSES, {"tenant": tenant_id})
        return [AgentStatus.model_validate(row) for row in rows]

    async def choose(
        self, tenant_id: str, agent: str, presence: Presence, *, at: datetime, lasts: timedelta
    ) -> AgentStatus:
        values = {
            "tenant": tenant_id,
            "agent": agent,
            "chosen": presence.value,
            "at": at,
            "until": at + lasts,
        }
        [row] = await tenant_rows(self._engine, tenant_id, _CHOOSE, values)
        return AgentStatus.model_validate(row)

    async def hear(
        self, tenant_id: str, agent: str, *, at: datetime, lasts: timedelta, touched: bool
    ) -> AgentStatus | None:
        values = {
            "tenant": tenant_id,
            "agent": agent,
            "at": at,
            "until": at + lasts,
            "touched": touched,
        }
        rows = await tenant_rows(self._engine, tenant_id, _HEAR, values)
        return AgentStatus.model_validate(rows[0]) if rows else None

    async def note_lapses(
        self, tenant_id: str, away_after: timedelta, *, at: datetime
    ) -> datetime | None:
        values = {"tenant": tenant_id, "at": at}
        told = {
            AgentStatus.model_validate({name: row[name] for name in AgentStatus.model_fields}): row
            for row in await tenant_rows(self._engine, tenant_id, _TOLD, values)
        }
        lapsed = [
            {**status.model_dump(mode="json"), "effective": now_is}
            for status, row in told.items()
            if (now_is := effective_presence(status, at, away_after)) != row["effective"]
        ]
        if lapsed:
            changed = {"tenant": tenant_id, "lapsed": as_json(lapsed)}
            await tenant_write(self._engine, tenant_id, _LAPSE, changed)
        return next_lapse(told, at, away_after)

    async def watch(
        self, tenant_id: str, agent: str, conversations: Collection[str], *, until: datetime
    ) -> None:
        values = {
            "tenant": tenant_id,
            "agent": agent,
            "conversations": list(conversations),
            "until": until,
        }
        await tenant_write(self._engine, tenant_id, _WATCH, values)

    async def _profiles(self, tenant_id: str, agent: str | None) -> list[AgentProfile]:
        values = {"tenant": tenant_id, "agent": agent}
        rows = await tenant_rows(self._engine, tenant_id, _PROFILES, values)
        return [AgentProfile.model_validate(row) for row in rows]
