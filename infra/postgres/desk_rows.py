"""Rows of the queue and the team, as the snapshot on which is decided."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from domain.desk.agents import AgentProfile, AgentStatus
from domain.desk.presence import available_until, effective_presence
from domain.desk.settings import DeskSettings
from domain.desk.snapshot import StandingOffer, TeamMember, WaitingHandoff
from infra.postgres.raw_queries import Row


def waiting_of(rows: Iterable[Row], passed: Iterable[Row]) -> tuple[WaitingHandoff, ...]:
    """Those who wait, each with who has let it pass."""
    by_handoff: dict[str, dict[str, datetime]] = {}
    for row in passed:
        by_handoff.setdefault(row["handoff_id"], {})[row["agent"]] = row["at"]
    return tuple(_waiting(row, by_handoff.get(row["handoff_id"], {})) for row in rows)


def team_of(
    rows: Iterable[Row],
    loads: Iterable[Row],
    missed: Iterable[Row],
    settings: DeskSettings,
    at: datetime,
) -> tuple[TeamMember, ...]:
    """Everybody with a profile or a presence."""
    misses = {row["agent"]: row["count"] for row in missed}
    by_agent: dict[str, list[Row]] = {}
    for row in loads:
        by_agent.setdefault(row["agent"], []).append(row)
    return tuple(
        replace(
            _member(row, by_agent.get(row["agent"], []), settings, at),
            missed=misses.get(row["agent"], 0),
        )
        for row in rows
    )


def _waiting(row: Row, passed: dict[str, datetime]) -> WaitingHandoff:
    return WaitingHandoff(
        handoff_id=row["handoff_id"],
        queue=row["queue"],
        opened_at=row["opened_at"],
        priority=row["priority"],
        escalated=row["escalated"],
        skills=tuple(row["skills"]),
        locale=row["locale"],
        channel=row["channel"],
        preferred_agent=row["preferred_agent"],
        passed_to=row["passed_to"],
        snoozed_until=row["snoozed_until"],
        offer=StandingOffer(row["offered_to"], row["offer_expires_at"])
        if row["offered_to"] is not None
        else None,
        passed=passed,
    )


def _member(row: Row, loads: list[Row], settings: DeskSettings, at: datetime) -> TeamMember:
    status = None
    if row["chosen"] is not None:
        status = AgentStatus(
            agent=row["agent"],
            chosen=row["chosen"],
            since=row["since"],
            heard_until=row["heard_until"],
            idle_since=row["idle_since"],
        )
    changes = [row["since"], row["last_ended"], *(each["last_claimed"] for each in loads)]
    return TeamMember(
        profile=AgentProfile(
            agent=row["agent"],
            queues=tuple(row["queues"]),
            skills=tuple(row["skills"]),
            languages=tuple(row["languages"]),
            capacity=row["capacity"],
        ),
        presence=effective_presence(status, at, settings.away_after),
        available_until=available_until(status, settings.away_after) if status else None,
        load=settings.load({each["channel"]: each["count"] for each in loads}),
        ignores=row["ignores"],
        idle_since=max((each for each in changes if each is not None), default=None),
    )
